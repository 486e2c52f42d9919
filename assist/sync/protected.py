# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protected stream between people: bundles like any other, whose parts are for the readers of one compartment.

Whoever is not a reader learns how many parts there were and their size in steps of 1 KiB. What came stays closed as
it came until a vault is open that holds its key; nothing of it waits in the clear.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec

from assist import changesets
from assist.changesets import Changeset
from assist.compartmentbook import ClosedGrant, CompartmentKey, ProtectedPart
from assist.crypto import labels, sign
from assist.domain import wire
from assist.errors import DamagedFile
from assist.meetingbook import Word
from assist.ports import UnitOfWork
from assist.roundbook import Applied, Sent
from assist.rows import SEALED, LogRow
from assist.sync import bundles, names
from assist.sync.bundles import Bundle, Content, Manifest, Part, SignedChange
from assist.sync.chain import Roster
from assist.sync.circle import Circle, Colleague
from assist.sync.compartments import every_reader, given_in, where, wrapped_for
from assist.sync.entries import Stream
from assist.sync.glass import waits_for_nobody, wrapped_shares
from assist.sync.publish import MOST_CHANGES, Author, frontier, newest, ready
from assist.sync.pull import DAMAGED, Object, Taken, bounded, misplaced
from assist.sync.shapes import is_grant, is_well_formed

STEP = 1024
MOST_GRANTS = 20_000
"""More wrapped keys than this in one bundle are an attack on whoever tries them all."""

Opener = Callable[[LogRow], tuple[bytes, bytes]]
"""The signed bytes inside a sealed row of one's own log, and their signature."""


class ProtectedContent(Content, array_like=True, frozen=True):
    """What a part of a protected bundle holds; ``grants`` are wrapped keys, in the part for the team."""

    grants: tuple[bytes, ...] = ()


_contents = msgspec.msgpack.Decoder(ProtectedContent)


def circle_of(known: Roster, circle: Circle, own: bytes) -> Circle:
    """The same team with the protected streams of everybody else, one's own other laptops too."""
    return replace(circle, colleagues=tuple(
        _colleague(known, each) for each in known.streams.values()
        if each.protected != own and circle.team in (b"", known.home_of(each))))


def authors_of(known: Roster) -> dict[bytes, Colleague]:
    """Who wrote which protected stream: of everybody who was ever in the list, oneself too."""
    return {each.protected: _colleague(known, each) for each in known.streams.values()}


def _colleague(known: Roster, stream: Stream) -> Colleague:
    last = known.until.get(stream.protected)
    return Colleague(stream.protected, stream.user, stream.ed_pub, stream.laptop, None if last is None else last.seq,
                     frozenset(known.people[stream.user].roles), stream.profile)


# -- out --------------------------------------------------------------------------------


class _Going(NamedTuple):
    row: LogRow
    signed: SignedChange
    change: Changeset
    key: CompartmentKey


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the stream and its signature, what opens its sealed rows, and the list of people."""

    author: Author
    opener: Opener
    known: Roster


def publish_protected(work: UnitOfWork, sender: Sender, circle: Circle, now_ms: int) -> int:
    """One bundle of protected changes that were not sent yet, into the outbox; how many. Needs the vault open.

    A hold does not keep them back: they are for readers alone (ruling 87).
    """
    rounds, stream = work.rounds, sender.author.stream
    sent = rounds.sent(stream)
    rows = _ready(work.log_rows(stream, sent.n, MOST_CHANGES), sender.opener, now_ms)
    if not rows:
        return 0
    going = list(_going(work, rows, sender.opener))
    wrapped = _grants(going, sender.known, where(stream, sent.seq + 1))
    manifest = Manifest(
        bundles.VERSION, circle.organisation, circle.team, stream, sent.seq + 1, sent.head, now_ms, bundles.SCHEMA,
        bundles.MIN_READER, tuple(frontier(work, sender.author, sent)), circle.roster_n, circle.roster_hash,
        *rounds.audit_head(), sent.n + 1, rows[-1].n, newest(work, stream), ())
    bundle, body = sender.author.write(manifest, _parts(rows, going, circle, wrapped))
    name = names.bundle_name(circle.key.names, stream, sent.seq + 1)
    rounds.put_out(name, bundles.sealed(name, circle.key.key, body))
    rounds.put_sent(stream, Sent(sent.seq + 1, bundle.head, rows[-1].n, now_ms))
    return len(rows)


def _ready(rows: Sequence[LogRow], opener: Opener, now_ms: int) -> list[LogRow]:
    """What is old enough, and behind it keys that were only given: nobody takes those back."""
    found = list(ready(rows, now_ms))
    for row in rows[len(found):]:
        change = changesets.decode(opener(row)[0]) if row.kind == SEALED else None
        if change is None or not (_only_gives(change) or waits_for_nobody(change)):
            break
        found.append(row)
    return found


def _only_gives(change: Changeset) -> bool:
    return all(op.kind == wire.OP_GRANT or (op.kind, op.field) == (wire.OP_MOVE, wire.MOVE_BELONGS)
               for op in change.ops)


def _going(work: UnitOfWork, rows: Iterable[LogRow], opener: Opener) -> Iterator[_Going]:
    """Rows that are for somebody: not those whose case was taken out since."""
    for row in rows:
        if row.kind == SEALED:
            body, signature = opener(row)
            change = changesets.decode(body)
            case = owner_of(change)
            held = None if case is None else work.compartment(case)
            if case is not None and held is not None:
                yield _Going(row, SignedChange(body, signature, row.n, row.digest), change, CompartmentKey(case, *held))


def _parts(rows: Sequence[LogRow], going: Sequence[_Going], circle: Circle, wrapped: Sequence[bytes]) -> list[Part]:
    """The team's part first: places of what is for nobody now, and wrapped keys."""
    by_key: dict[CompartmentKey, list[SignedChange]] = {}
    for each in going:
        by_key.setdefault(each.key, []).append(each.signed)
    sent = {each.row.n for each in going}
    empty = tuple(SignedChange(b"", b"", row.n, row.digest) for row in rows if row.n not in sent)
    parts = [Part(key.key, ProtectedContent(tuple(changes)), step=STEP) for key, changes in by_key.items()]
    if empty or wrapped:
        parts.insert(0, Part(circle.key.key, ProtectedContent(empty, (), tuple(wrapped)), step=STEP))
    return parts


def _grants(going: Iterable[_Going], known: Roster, at: bytes) -> list[bytes]:
    """Every key that these changes give, wrapped for whom they give it to, in no order."""
    keys = every_reader(known)
    wrapped = [each for gone in going for op in gone.change.ops if (given := given_in(op)) is not None
               for each in wrapped_for(keys, given[1], given[0], at)]
    wrapped += [each for gone in going for op in gone.change.ops for each in wrapped_shares(op, keys, at)]
    secrets.SystemRandom().shuffle(wrapped)
    return wrapped


# -- in, and left closed ------------------------------------------------------------------


def take_protected(work: UnitOfWork, circle: Circle, author: Colleague, found: Object, now_ms: int) -> Taken:
    """Read the next protected bundle of a colleague as far as anybody may: what it holds is left closed."""
    rounds = work.rounds
    before = rounds.applied().get(author.stream, Applied(author.stream))
    seq = before.seq + 1
    try:
        bundle = bundles.opened(found.name, found.team_key.key, found.content, author.ed_pub)
        wrong = misplaced(bundle, circle, before)
        shared = [] if wrong else list(_shared(bundle, found.team_key.key))
    except DamagedFile:
        wrong, shared = DAMAGED, []
    if wrong:
        rounds.put_trouble(wrong, author.stream, seq, now_ms)
        return Taken(went_on=False)
    rounds.end_trouble(author.stream, seq)
    _leave_closed(work, bundle, found.team_key.key, shared)
    manifest = bundle.manifest
    for head in manifest.frontier:
        if len(head.stream) == 16 and head.stream != author.stream:
            rounds.heard(author.stream, head.stream, bounded(head.seq), head.head)
            if head.snapshot:
                rounds.heard_snapshot(author.stream, head.stream, bounded(head.snapshot))
    if manifest.snapshot:
        rounds.heard_snapshot(author.stream, author.stream, bounded(manifest.snapshot))
    rounds.put_applied(Applied(author.stream, seq, bundle.head, manifest.last_n, now_ms))
    rounds.put_word(Word(author.stream, bounded(manifest.wall_ms), now_ms))
    return Taken(True, len(bundle.segments) - len(shared))


def _shared(bundle: Bundle, team_key: bytes) -> Iterator[ProtectedContent]:
    manifest = bundle.manifest
    for_team = bundles.key_id(team_key, manifest.stream, manifest.seq)
    for at, ref in enumerate(manifest.segments):
        if ref.key_id == for_team:
            place = (manifest.stream, manifest.seq, at)
            content = bundles.read_at(place, team_key, bundle.segments[at], _contents, padded=True)
            if len(content.grants) > MOST_GRANTS or any(change.body for change in content.changes):
                raise DamagedFile("sync.object")
            yield content


def _leave_closed(work: UnitOfWork, bundle: Bundle, team_key: bytes, shared: Sequence[ProtectedContent]) -> None:
    manifest, book = bundle.manifest, work.rounds.protected
    for_team = bundles.key_id(team_key, manifest.stream, manifest.seq)
    for at, wrapped in enumerate(each for content in shared for each in content.grants):
        book.leave_grant(ClosedGrant(manifest.stream, manifest.seq, at, wrapped))
    for at, ref in enumerate(manifest.segments):
        if ref.key_id != for_team and not work.rounds.erasures.is_expected(manifest.stream, manifest.seq, ref.key_id):
            book.leave_part(ProtectedPart(
                manifest.stream, manifest.seq, at, ref.key_id, bounded(manifest.first_n), bounded(manifest.last_n),
                bundle.segments[at]))


# -- opened -------------------------------------------------------------------------------


def owner_of(change: Changeset) -> bytes | None:
    """The case that a protected change says it belongs to."""
    return next((op.value for op in change.ops if op.kind == wire.OP_MOVE and op.field == wire.MOVE_BELONGS), None)


def opened_part(part: ProtectedPart, author: Colleague, key: CompartmentKey) -> list[tuple[Changeset, SignedChange]]:
    """The changes in a part, each signed by this author for this case at this place of her stream.

    Raises DamagedFile ``sync.segment`` when one of them is not: then none is taken.
    """
    place = (part.stream, part.seq, part.part)
    content = bundles.read_at(place, key.key, part.content, _contents, padded=True)
    found = []
    for change in content.changes:
        made = changesets.decode(change.body)
        holds = (
            change.digest in (b"", change.hash) and is_well_formed(made) and all(map(is_grant, made.ops))
            and sign.verify(author.ed_pub, labels.CHANGESET, change.body, change.signature)
            and (made.stream, made.n, made.user) == (author.stream, change.n, author.user)
            and part.first_n <= made.n <= part.last_n and owner_of(made) == key.case
        )
        if not holds:
            raise DamagedFile("sync.segment")
        found.append((made, change))
    return found
