# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A colleague's bundle into the own log and registers: checked whole before anything of it is taken, one transaction.

Whatever does not hold is remembered as a trouble with its kind and place, never raised: a damaged object is
waited for, because it can be sent again; a bundle whose author signed what he may not write is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from assist import changesets
from assist.changesets import Changeset
from assist.crypto import labels, sign
from assist.domain.protection import HIDDEN
from assist.errors import DamagedFile
from assist.meetingbook import Word
from assist.ports import Store, UnitOfWork
from assist.roundbook import Applied, ClosedPart
from assist.rows import EMPTIED, READABLE, LogRow
from assist.sync import bundles, names, snapshots
from assist.sync.approvals import Guards
from assist.sync.arrivals import came_rightly
from assist.sync.bundles import FIRST, SCHEMA, Bundle, CaseKey, Content, SignedChange
from assist.sync.chain import Roster
from assist.sync.circle import Circle, Colleague, TeamKey
from assist.sync.compartments import purge_mark
from assist.sync.erasures import drop_further, gone_keys
from assist.sync.orders import hear
from assist.sync.rights import may_write
from assist.sync.shapes import is_well_formed
from assist.sync.standing import stand_up, unproven
from assist.sync.vouching import Vouching

DAMAGED, REFUSED, FORK, NEWER, MISSING, LEFT = "damaged", "refused", "fork", "newer", "missing", "left"
LIST = bytes(16)
"""Stands for the list of people and laptops where troubles name a stream."""


class Refused(Exception):
    """The author signed what he may not write here."""


class Parted(Exception):
    """Something else was written here under that name: the stream has two histories."""


class Kept(NamedTuple):
    """The key of a case as held here."""

    case: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a bundle. ``went_on`` is False when this stream waits at this place."""

    went_on: bool
    changes: int = 0
    cases: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Object:
    """Bytes found under the name that the next bundle of a stream must have, and the key that name was made with."""

    name: str
    content: bytes
    team_key: TeamKey


def next_object(store: Store, circle: Circle, stream: bytes, seq: int) -> Object | None:
    """The bundle of that number, if it lies there: one name to ask for in each epoch, nothing to list."""
    for key in circle.keys:
        name = names.bundle_name(key.names, stream, seq)
        content = store.get(name)
        if content is not None:
            return Object(name, content, key)
    return None


def take(
    work: UnitOfWork, circle: Circle, author: Colleague, found: Object, now_ms: int, *, pass_over: bool = False
) -> Taken:
    """Read the next bundle of a colleague inside the caller's transaction; ``pass_over``: nothing of what it holds."""
    rounds = work.rounds
    before = rounds.applied().get(author.stream, Applied(author.stream))
    seq = before.seq + 1
    try:
        bundle = bundles.opened(found.name, found.team_key.key, found.content, author.ed_pub)
    except DamagedFile:
        rounds.put_trouble(DAMAGED, author.stream, seq, now_ms)
        return Taken(went_on=False)
    wrong = misplaced(bundle, circle, before)
    if wrong:
        rounds.put_trouble(wrong, author.stream, seq, now_ms)
        return Taken(went_on=False)
    rounds.end_trouble(author.stream, seq)
    try:
        _require(not pass_over)
        taken = _take_content(work, (circle, author), bundle, found.team_key, now_ms)
    except Parted:
        rounds.put_trouble(FORK, author.stream, seq, now_ms)
        return Taken(went_on=False)
    except (Refused, DamagedFile):
        rounds.put_trouble(REFUSED, author.stream, seq, now_ms)
        taken = Taken(went_on=True)
    manifest = bundle.manifest
    for head in manifest.frontier:
        if len(head.stream) == 16 and head.stream != author.stream:
            rounds.heard(author.stream, head.stream, bounded(head.seq), head.head)
            if head.snapshot:
                rounds.heard_snapshot(author.stream, head.stream, bounded(head.snapshot))
    if manifest.snapshot:
        rounds.heard_snapshot(author.stream, author.stream, bounded(manifest.snapshot))
    if manifest.roster_n > circle.roster_n:
        rounds.put_trouble(MISSING, LIST, circle.roster_n + 1, now_ms)
    rounds.put_applied(Applied(author.stream, seq, bundle.head, manifest.last_n, now_ms))
    rounds.put_word(Word(author.stream, bounded(manifest.wall_ms), now_ms))
    return taken


def misplaced(bundle: Bundle, circle: Circle, before: Applied) -> str:
    """Why this is not the bundle that follows; empty when it is."""
    manifest = bundle.manifest
    if manifest.min_reader > SCHEMA:
        return NEWER
    here = (circle.organisation, circle.team, before.stream, before.seq + 1)
    if (manifest.organisation, manifest.team, manifest.stream, manifest.seq) != here:
        return DAMAGED
    if manifest.before != (before.head if before.seq else FIRST) or manifest.first_n != before.n + 1:
        return FORK
    return ""


# -- what it holds ----------------------------------------------------------------------


def _take_content(
    work: UnitOfWork, whose: tuple[Circle, Colleague], bundle: Bundle, team: TeamKey, now_ms: int
) -> Taken:
    circle, author = whose
    stream, seq = bundle.manifest.stream, bundle.manifest.seq
    for_team = bundles.key_id(team.key, stream, seq)
    shared = [bundles.content_of(bundle, part, team.key) for part, ref in enumerate(bundle.manifest.segments)
              if ref.key_id == for_team]
    fresh = keys_of(work, (key for content in shared for key in content.keys), team)
    held = _held_keys(work, bundle, for_team, fresh)
    opened = list(_opened(bundle, held))
    rows = [*(_for_all(change, (circle, author), bundle) for content in shared for change in content.changes),
            *(row for kept, content in opened for row in _checked(work, kept, content, author, bundle))]
    rows = _rightful(work, whose, rows, (bundle.manifest, now_ms))
    rows.sort(key=lambda each: each[1].n)
    if work.rounds.differs(stream, [(row.n, row.digest) for _made, row in rows]):
        raise Parted
    # Everything holds: only now is anything taken.
    for kept in fresh:
        work.put_case_key(kept.case, 1, kept.key)
        work.rounds.key_is_sent(kept.case)
    if fresh:
        read_closed(work, circle, fresh, now_ms)
    gone = list(gone_keys(work, (key for content in shared for key in content.keys), team.key))
    lost = {bundles.key_id(key, stream, seq) for key in gone}
    drop_further(work, gone, [each.stream for each in circle.colleagues])
    for part, ref in enumerate(bundle.manifest.segments):
        is_gone = ref.key_id in lost or work.rounds.erasures.is_expected(stream, seq, ref.key_id)
        if ref.key_id not in held and ref.key_id != for_team and not is_gone:
            work.rounds.leave_closed(ClosedPart(stream, seq, part, ref.key_id, bundle.segments[part]))
    return Taken(True, len(rows), frozenset(_apply(work, rows, (circle.known, author.roles), now_ms)))


def _opened(bundle: Bundle, held: dict[bytes, Kept]) -> Iterator[tuple[Kept, Content]]:
    """What the parts hold for which there is a key; raises Refused for more than any bundle is filled with."""
    size = 0
    for part, ref in enumerate(bundle.manifest.segments):
        if ref.key_id in held:
            content = bundles.content_of(bundle, part, held[ref.key_id].key)
            size += sum(len(each.body) + len(each.signature) + len(each.digest) for each in content.changes)
            _require(size <= bundles.LARGEST)
            yield held[ref.key_id], content


def _held_keys(work: UnitOfWork, bundle: Bundle, for_team: bytes, fresh: list[Kept]) -> dict[bytes, Kept]:
    """The keys held for the segments of this bundle. Not all keys are tried: that took longer than all the rest."""
    manifest = bundle.manifest
    marks = {bundles.key_id(kept.key, manifest.stream, manifest.seq): kept for kept in fresh}
    for begins in {ref.begins for ref in manifest.segments if ref.key_id not in marks and ref.key_id != for_team}:
        marks |= {bundles.key_id(each.key, manifest.stream, manifest.seq): Kept(each.case, each.key)
                  for each in work.rounds.case_keys(begins if 0 <= begins <= 255 else -1)}
    return marks


def _rightful(
    work: UnitOfWork, whose: tuple[Circle, Colleague], rows: list[tuple[Changeset | None, LogRow]],
    when: tuple[bundles.Manifest, int],
) -> list[tuple[Changeset | None, LogRow]]:
    """Of changes that their author may not make only the place is kept; it is said which bundle held them."""
    (circle, author), (manifest, now_ms) = whose, when
    then = partial(circle.known.roles_then, n=manifest.roster_n)
    roles, ever = then(author.user), circle.known.roles_ever(author.user)
    found: list[tuple[Changeset | None, LogRow]] = []
    guards = Guards(work.rows_of, circle.known)
    for changeset, row in sorted(rows, key=lambda each: each[1].n):
        # What was kept back comes after its place: what she did in the organisation then, nobody can tell.
        is_late = row.n < manifest.first_n
        if changeset is None or (
                may_write(ever if is_late else roles, changeset) and came_rightly(circle.known, circle.team, changeset)
                and guards.let_pass(changeset.comp, changeset, None if is_late else then)):
            found.append((changeset, row))
        else:
            work.rounds.put_trouble(REFUSED, author.stream, manifest.seq, now_ms)
            found.append((None, replace(row, kind=EMPTIED, body=b"", signature=b"", case=None)))
    return found


def _apply(
    work: UnitOfWork, rows: list[tuple[Changeset | None, LogRow]], whose: tuple[Roster, Collection[str]],
    now_ms: int,
) -> Iterator[bytes]:
    known, roles = whose
    for changeset, row in rows:
        if changeset is None:
            work.rounds.take_empty(row)
        elif row.case is None:
            work.rounds.take_empty(row)
            hear(work, changeset, roles, now_ms)
        else:
            work.rounds.take(changeset, row)
            stand_up(work, known, changeset)
            yield changeset.comp


def keys_of(work: UnitOfWork, keys: Iterable[CaseKey], team: TeamKey) -> list[Kept]:
    """Keys of cases not known here yet. Another key for a case that is known is no key: it would shut the case."""
    fresh: dict[bytes, bytes] = {}
    # A case that was hidden from this profile does not come back with a key that somebody sent before he knew.
    hidden = {order.mark for order in work.rounds.protected.orders() if order.level >= HIDDEN}
    hidden |= work.rounds.erasures.gone_marks()  # nor does one that was erased
    for sent in keys:
        key, known = bundles.opened_key(sent, team.key), work.case_key(sent.case)
        if (known[1] if known else fresh.get(sent.case, key)) != key:
            raise Refused
        if known is None and purge_mark(key) not in hidden:
            fresh[sent.case] = key
    return [Kept(case, key) for case, key in fresh.items()]


def _for_all(
    change: SignedChange, whose: tuple[Circle, Colleague], bundle: Bundle
) -> tuple[Changeset | None, LogRow]:
    """What stands in the part for the whole team: an empty place, or a word to everybody about no case."""
    if not change.body:
        return _empty(change, bundle)
    circle, author = whose
    _require(bundle.manifest.first_n <= change.n <= bundle.manifest.last_n)
    made, row = _change_of(change, circle.team, author)
    return made, replace(row, case=None)


def hear_again(work: UnitOfWork, circle: Circle, author: Colleague, words: Iterable[SignedChange], now_ms: int) -> None:
    """What a colleague told everybody, out of a snapshot instead of the bundle that held it; raises Refused."""
    for change in words:
        made, row = _change_of(change, circle.team, author)
        _require(may_write(circle.known.roles_ever(author.user), made))
        work.rounds.take_empty(replace(row, case=None))
        hear(work, made, author.roles, now_ms)


def _empty(change: SignedChange, bundle: Bundle) -> tuple[None, LogRow]:
    """A place in the stream whose change was taken out before it was sent."""
    _require(not change.body and bundle.manifest.first_n <= change.n <= bundle.manifest.last_n)
    return None, LogRow(bundle.manifest.stream, change.n, 0, bytes(16), EMPTIED, b"", b"", change.digest,
                        bundle.manifest.wall_ms, None, None)


def _checked(
    work: UnitOfWork, kept: Kept, content: Content, author: Colleague, bundle: Bundle
) -> Iterator[tuple[Changeset, LogRow]]:
    """The changes of one case, each signed by this author for this case at this place of his stream.

    An earlier place is good for what was kept back there and for nothing else.
    """
    manifest = bundle.manifest
    _require(not content.keys)
    for change in content.changes:
        in_order = manifest.first_n <= change.n <= manifest.last_n
        _require(in_order or work.rounds.is_empty_place(author.stream, change.n, change.hash))
        yield _change_of(change, kept.case, author)


def _change_of(change: SignedChange, case: bytes, author: Colleague) -> tuple[Changeset, LogRow]:
    _require(len(change.body) <= changesets.MAX_BYTES and change.digest in (b"", change.hash))
    _require(sign.verify(author.ed_pub, labels.CHANGESET, change.body, change.signature))
    made = changesets.decode(change.body)
    _require(is_well_formed(made))
    _require((made.stream, made.n, made.user, made.comp) == (author.stream, change.n, author.user, case))
    return made, LogRow(made.stream, made.n, made.hlc, made.group, READABLE, change.body, change.signature,
                        change.hash, made.wall_ms, case, None)


def bounded(number: int) -> int:
    """What fits its column, whatever somebody wrote."""
    return max(0, min(number, 1 << 62))


def _require(holds: bool) -> None:
    if not holds:
        raise Refused


# -- parts that waited for a key ----------------------------------------------------------


def read_closed(work: UnitOfWork, circle: Circle, fresh: list[Kept], now_ms: int) -> None:
    """Keys came: what anybody wrote in those cases earlier is read before anything later is."""
    _read_closed_sections(work, circle, fresh, now_ms)
    authors = {each.stream: each for each in circle.colleagues}
    for part in work.rounds.closed():
        kept = next((each for each in fresh if bundles.key_id(each.key, part.stream, part.seq) == part.key_id), None)
        if kept is not None and part.stream in authors:
            try:
                _open_late(work, (circle, authors[part.stream]), part, kept)
            except (Refused, DamagedFile):  # his fault, and not that of whoever sent the key
                work.rounds.put_trouble(REFUSED, part.stream, part.seq, now_ms)
            work.rounds.opened(part)


def _read_closed_sections(work: UnitOfWork, circle: Circle, fresh: list[Kept], now_ms: int) -> None:
    """Before the parts: a section stands for all that came before it, and no cursor may pass over that."""
    for section in work.rounds.closed_sections():
        kept = next((each for each in fresh
                     if snapshots.section_id(each.key, section.stream, section.k) == section.key_id), None)
        if kept is None:
            continue
        try:
            state = snapshots.state_in(
                kept.key, (section.stream, section.k, section.part, section.at), section.content)
            state = Vouching(circle.known, b"", lambda _n: None, work.rounds.applied()).checked(state)
            stays = unproven(kept.case, work.rows_of(kept.case), state, circle.known, behind=False)
            work.rounds.join_state(kept.case, state, work.rounds.holes(), standing=stays)
        except DamagedFile:
            work.rounds.put_trouble(REFUSED, section.stream, 0, now_ms)
        work.rounds.section_opened(section)


def _open_late(work: UnitOfWork, whose: tuple[Circle, Colleague], part: ClosedPart, kept: Kept) -> None:
    circle, author = whose
    content = bundles.content_at((part.stream, part.seq, part.part), kept.key, part.content)
    checked = [_change_of(change, kept.case, author) for change in content.changes]
    roles = circle.known.roles_ever(author.user)
    checked.sort(key=lambda each: each[1].n)
    guards = Guards(work.rows_of, circle.known)
    _require(all(may_write(roles, changeset) and came_rightly(circle.known, circle.team, changeset)
                 and guards.let_pass(kept.case, changeset) for changeset, _row in checked))
    for changeset, row in checked:
        work.rounds.take(changeset, row)
        stand_up(work, circle.known, changeset)
