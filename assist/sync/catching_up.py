# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A colleague's snapshot into the own registers: when her bundles are gone, or when everything is new here.

All of it is checked before anything is taken. It is taken case by case, in transactions as small as one
likes: each section says for itself how far it reads, so that one half-taken is simply taken again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

import msgspec

from assist.casestate import CaseState, Holes
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.roundbook import Applied
from assist.rows import EMPTIED, LogRow
from assist.snapshotbook import ClosedSection
from assist.sync import bundles, names, snapshots
from assist.sync.circle import Circle, Colleague, TeamKey
from assist.sync.covering import hear_covered, take_covered
from assist.sync.erasures import gone_keys
from assist.sync.pull import DAMAGED, MISSING, NEWER, REFUSED, Kept, Refused, hear_again, keys_of, read_closed
from assist.sync.snapshots import ForTeam, SnapshotPart
from assist.sync.standing import unproven
from assist.sync.vouching import Vouching


@dataclass(frozen=True, slots=True)
class FoundSnapshot:
    """A whole snapshot of one stream, opened as far as the team's key goes."""

    author: Colleague
    team_key: TeamKey
    parts: tuple[SnapshotPart, ...]

    @property
    def seq(self) -> int:
        """The last bundle it stands for."""
        return self.parts[0].manifest.seq

    @property
    def k(self) -> int:
        """Its number."""
        return self.parts[0].manifest.k

    @property
    def is_newer(self) -> bool:
        """Whether only a later release may read it."""
        return max(each.manifest.min_reader for each in self.parts) > bundles.SCHEMA

    def shared(self) -> ForTeam:
        """What the whole team reads, of all parts; raises DamagedFile."""
        each = [snapshots.for_team_in(
            self.team_key.key, (self.author.stream, self.k, part, 0), opened.sections[0])
            for part, opened in enumerate(self.parts)]
        return msgspec.structs.replace(each[0], keys=tuple(chain(*(one.keys for one in each))))


def find(get: Callable[[str], bytes | None], circle: Circle, author: Colleague, k: int) -> FoundSnapshot | None:
    """The snapshot of this number; None when there is none, DamagedFile when not all of it is whole."""
    for key in circle.keys:
        name = names.snapshot_name(key.names, author.stream, k)
        content = get(name)
        if content is None:
            continue
        parts = [snapshots.opened(name, key.key, content, author.ed_pub)]
        for part in range(1, parts[0].manifest.parts):
            name = names.snapshot_name(key.names, author.stream, k, part)
            content = get(name)
            if content is None:
                raise DamagedFile("sync.object")
            parts.append(snapshots.opened(name, key.key, content, author.ed_pub))
        if not snapshots.whole(parts, (circle.organisation, circle.team, author.stream, k)):
            raise DamagedFile("sync.object")
        return FoundSnapshot(author, key, tuple(parts))
    return None


@dataclass(frozen=True, slots=True)
class Openable:
    """A section whose key is at hand; ``is_fresh`` when the key came with the snapshot."""

    part: int
    at: int
    kept: Kept
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be taken of a snapshot, after all of it was checked; ``is_sound`` unless some section was refused."""

    found: FoundSnapshot
    shared: ForTeam
    openable: tuple[Openable, ...]
    closed: tuple[ClosedSection, ...]
    is_sound: bool = True


def hear_words(work: UnitOfWork, circle: Circle, found: FoundSnapshot, now_ms: int) -> None:
    """What the author told everybody, before anything else of the snapshot: an order may shut a case out of it.

    Raises DamagedFile.
    """
    try:
        hear_again(work, circle, found.author, found.shared().words, now_ms)
    except Refused:
        raise DamagedFile("sync.segment") from None
    hear_covered(work, circle, found.author, found.shared(), now_ms)


def vouching(work: UnitOfWork, circle: Circle, own: bytes) -> Vouching:
    """What there is here to check states of others by."""
    def row_of(n: int) -> LogRow | None:
        return next(iter(work.log_rows(own, n - 1, 1)), None)

    return Vouching(circle.known, own, row_of, work.rounds.applied())


def plan(work: UnitOfWork, circle: Circle, found: FoundSnapshot, own: bytes) -> Plan:
    """Check whatever can be opened here; raises DamagedFile, and then nothing of the snapshot counts.

    ``own`` is our own stream: nobody has read more of it than we wrote. A section that says what nobody can have
    written is left closed, and it is remembered who vouched for it.
    """
    shared = found.shared()
    try:
        fresh = {kept.case: kept for kept in keys_of(work, shared.keys, found.team_key)}
    except Refused:
        raise DamagedFile("sync.segment") from None
    marks = _keys_for(work, found, fresh)
    for_team = snapshots.section_id(found.team_key.key, found.author.stream, found.k)
    openable, closed = [], []
    lost = {snapshots.section_id(key, found.author.stream, found.k)
            for key in gone_keys(work, shared.keys, found.team_key.key)}
    is_sound = True
    top, vouched = work.top(own), vouching(work, circle, own)
    for part, opened in enumerate(found.parts):
        for at, ref in enumerate(opened.manifest.sections):
            kept = marks.get(ref.key_id)
            if kept is not None:
                state = snapshots.state_in(kept.key, _place(found, part, at), opened.sections[at])
                if any(each.stream == own and each.n > top for each in state.cursor):
                    raise DamagedFile("sync.segment")
                with suppress(DamagedFile):
                    vouched.checked(state)
                    openable.append(Openable(part, at, kept, kept.case in fresh))
                    continue
                is_sound = False
            if ref.key_id != for_team and ref.key_id not in lost:
                closed.append(ClosedSection(found.author.stream, found.k, part, at, ref.key_id, opened.sections[at]))
    return Plan(found, shared, tuple(openable), tuple(closed), is_sound)


def _place(found: FoundSnapshot, part: int, at: int) -> tuple[bytes, int, int, int]:
    return found.author.stream, found.k, part, at


def _keys_for(work: UnitOfWork, found: FoundSnapshot, fresh: dict[bytes, Kept]) -> dict[bytes, Kept]:
    stream, k = found.author.stream, found.k
    marks = {snapshots.section_id(kept.key, stream, k): kept for kept in fresh.values()}
    refs = [ref for part in found.parts for ref in part.manifest.sections[1:] if ref.key_id not in marks]
    for begins in {ref.begins for ref in refs}:
        marks |= {snapshots.section_id(each.key, stream, k): Kept(each.case, each.key)
                  for each in work.rounds.case_keys(begins if 0 <= begins <= 255 else -1)}
    return marks


def states_in(made: Plan) -> Iterator[tuple[bytes, CaseState]]:
    """(case, state) of everything in it that can be opened."""
    for each in made.openable:
        yield each.kept.case, _state(made, each)


def _state(made: Plan, section: Openable) -> CaseState:
    content = made.found.parts[section.part].sections[section.at]
    return snapshots.state_in(
        section.kept.key, _place(made.found, section.part, section.at), content, is_checked=True)


def take_sections(work: UnitOfWork, circle: Circle, made: Plan, some: Sequence[Openable], now_ms: int) -> Iterator[
        bytes]:
    """Join these sections, inside the caller's transaction; the cases in which anything is new.

    What waited for the keys that came with them is read at once, before anything later is.
    """
    fresh = [each.kept for each in some if each.is_fresh and work.case_key(each.kept.case) is None]
    for kept in fresh:
        work.put_case_key(kept.case, 1, kept.key)
        work.rounds.key_is_sent(kept.case)
    holes = _holes(made.shared, made.found.author.stream)
    vouched = vouching(work, circle, b"")
    for each in some:
        state = vouched.counting(_state(made, each))
        rows = [] if each.is_fresh else work.rows_of(each.kept.case)
        stays = unproven(each.kept.case, rows, state, circle.known, behind=False)
        if work.rounds.join_state(each.kept.case, state, holes, standing=stays):
            yield each.kept.case
    if fresh:
        read_closed(work, circle, fresh, now_ms)


def _holes(shared: ForTeam, author: bytes) -> Holes:
    return {each.stream: frozenset(each.places) for each in shared.holes} | {
        author: frozenset(each.n for each in shared.empty)}


def finish(work: UnitOfWork, circle: Circle, made: Plan, now_ms: int) -> None:
    """All sections were taken: the stream goes on after the bundle that the snapshot stands for, if it was not read
    further already, and so do those that it covers."""
    manifest, author, rounds = made.found.parts[0].manifest, made.found.author, work.rounds
    before = rounds.applied().get(author.stream, Applied(author.stream))
    rounds.keep_sections(made.closed)
    known = rounds.applied()
    for stream, places in _holes(made.shared, author.stream).items():
        if stream != author.stream:
            read = known[stream].n if stream in known else 0
            rounds.put_holes({stream: {n for n in places if n > read}})
    for each in made.shared.empty:
        if each.n > before.n and not rounds.is_empty_place(author.stream, each.n, each.digest):
            rounds.take_empty(LogRow(author.stream, each.n, 0, bytes(16), EMPTIED, b"", b"", each.digest,
                                     manifest.wall_ms, None, None))
    rounds.heard_snapshot(author.stream, author.stream, made.found.k)
    _end_troubles(work, author.stream, before.seq + 1, manifest.seq)
    if not made.is_sound:
        rounds.put_trouble(REFUSED, author.stream, manifest.seq, now_ms)
    if manifest.seq > before.seq:
        rounds.put_applied(Applied(author.stream, manifest.seq, manifest.head, manifest.n, now_ms))
    take_covered(work, circle, author, made.shared, now_ms)


def _end_troubles(work: UnitOfWork, stream: bytes, first: int, last: int) -> None:
    """What kept the next bundle from being read is over, and so is whatever lay damaged further on: the snapshot
    stands for it."""
    work.rounds.end_trouble(stream, first)
    further = [each for each in work.rounds.troubles() if each.stream == stream and first < each.seq <= last]
    proofs = {each.seq for each in further if each.kind not in (DAMAGED, MISSING, NEWER)}
    for seq in {each.seq for each in further} - proofs:
        work.rounds.end_trouble(stream, seq)
