# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An earlier protected stream of this laptop and what others know by its numbers.

What nobody has got, or another laptop wrote something else under the same number, is said again under numbers that
nobody else has, and taken out under the old ones: whatever stands there elsewhere is read like anybody's then. Whether
a word of one's own still holds is asked of one's own words alone: whoever replaced something under its number
elsewhere never saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from assist import changesets
from assist.casestate import CaseState, LiveValue
from assist.changesets import Changeset, Dot, FieldKey, Op
from assist.compartmentbook import OwnPlace, Parted
from assist.domain import wire
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.roundbook import Applied
from assist.rows import SEALED, LogRow
from assist.services.earlier import Earlier
from assist.services.keyring import VaultRing
from assist.services.scribe import Scribe
from assist.sync import roster
from assist.sync.approvals import moved_in
from assist.sync.bundles import SignedChange
from assist.sync.protected import authors_of, opened_part, owner_of
from assist.sync.protected_snapshots import is_section, matched, opened_section

MOST_ROWS = 1_000_000
_MOVES = (wire.MOVE_MERGED, wire.MOVE_REGISTERS)

IsAnothers = Callable[[Dot], bool]
Again = Callable[[LogRow, bytes, list[Op]], object]
"""Says operations about a case again, as of the time of a row."""


@dataclass(frozen=True, slots=True)
class Found:
    """What waits here of an earlier stream: the last number known to be the same elsewhere, the first that is not."""

    same: int = 0
    other: int = 0


class Company:
    """The earlier protected streams of this laptop, and what of them came from elsewhere and contradicts this log."""

    def __init__(
        self, work: UnitOfWork, vault: VaultRing, earlier: Iterable[Earlier], stopped: set[bytes] | None = None
    ) -> None:
        """``stopped``: streams of which nothing more is taken now, for there was something that contradicts."""
        self._stopped = set[bytes]() if stopped is None else stopped
        self._work, self._vault = work, vault
        self._earlier = {each.protected: each for each in earlier}
        self._ops: dict[tuple[bytes, int], tuple[Op, ...] | None] = {}

    def keeps(self, stream: bytes) -> bool:
        """Whether parts of this stream stay as they came, though they were read: it is not settled what it holds."""
        return stream in self._earlier and self._earlier[stream].is_behind

    def stops(self, stream: bytes, opened: Iterable[tuple[Changeset, SignedChange]]) -> bool:
        """Whether nothing of this part, nor of what follows it in its stream, is taken before it is settled."""
        if self.differs(opened):
            self._stopped.add(stream)
        return stream in self._stopped

    def differs(self, opened: Iterable[tuple[Changeset, SignedChange]]) -> int:
        """The first number of these under which this laptop wrote something else itself; 0 for none."""
        return min((made.n for made, signed in opened
                    if made.stream in self._earlier and made.n <= self._earlier[made.stream].top
                    and (row := self._row(made.stream, made.n)) is not None and row.digest != signed.hash), default=0)

    def contradicted(self, state: CaseState) -> Iterator[tuple[bytes, int]]:
        """(stream, number) of every value of a state that this laptop wrote otherwise under that number."""
        for value in state.live:
            each = self._earlier.get(value.stream)
            if each is None or value.n > each.top:
                continue
            ops = self._own_ops(value.stream, value.n)
            if ops is not None and not (value.i < len(ops) and _says(ops[value.i], value)):
                yield value.stream, value.n

    def _own_ops(self, stream: bytes, n: int) -> tuple[Op, ...] | None:
        """None for a change that is not here or was taken out: of that nobody can tell."""
        if (stream, n) not in self._ops:
            row = self._row(stream, n)
            self._ops[stream, n] = self._vault.open_row(row).ops if row is not None and row.kind == SEALED else None
        return self._ops[stream, n]

    def _row(self, stream: bytes, n: int) -> LogRow | None:
        return next((row for row in self._work.log_rows(stream, n - 1, 1) if row.n == n), None)

    def found(self, stream: bytes) -> Found:
        """All that waits here of one of them, and of sections that speak of it."""
        same, other = 0, list[int]()
        author = authors_of(roster.verify(self._work.roster())).get(stream)
        book = self._work.rounds.protected
        for part, key in matched(book.parts(tried=False), book.keys()):  # what contradicts waits there
            if key is None:
                continue
            with suppress(DamagedFile):
                if is_section(part):
                    other += [n for of, n in self.contradicted(opened_section(part, key).state) if of == stream]
                elif part.stream == stream and author is not None:
                    opened = opened_part(part, author, key)
                    differs = self.differs(opened)
                    other += [differs] if differs else []
                    same = max([same, *(made.n for made, _ in opened if not differs or made.n < differs)])
        first = min(other, default=0)
        return Found(min(same, first - 1) if first else same, first)


def _says(op: Op, value: LiveValue) -> bool:
    return (op.entity, op.field, op.value) == (value.entity, value.field, value.value)


def last_that_stays(work: UnitOfWork, earlier: Earlier, found: Found) -> int:
    """The last number of the earlier protected stream that stays what it is."""
    stream = earlier.protected
    if not earlier.is_behind:
        return found.other - 1 if found.other else earlier.top
    if not (earlier.is_copied or found.other):
        return max(work.rounds.applied().get(stream, Applied(stream)).n, work.rounds.sent(stream).n)
    made = work.rounds.own_snapshot(stream)
    stood_for = 0 if made is None else made.n
    return max(found.same, min(stood_for, found.other - 1) if found.other else stood_for)


@dataclass
class Parting:
    """What this laptop wrote under numbers that are not its own any more: ``rows`` of an earlier protected stream.

    ``is_anothers`` says of a dot whether it has such a number, ``is_said`` whether it is said again in the open;
    ``present`` is the stream that goes on in its place.
    """

    work: UnitOfWork
    vault: VaultRing
    scribe: Scribe
    rows: Sequence[LogRow]
    is_anothers: IsAnothers
    present: bytes
    is_copied: bool
    is_said: IsAnothers
    _replaced: dict[tuple[bytes, FieldKey], set[Dot]] = field(default_factory=dict)

    def run(self, again: Again) -> None:
        """Say what still holds again, and take everything out under its old number, the vault's half included."""
        changes = [(row, self.vault.open_row(row)) for row in self.rows if row.kind == SEALED]
        now = [self.vault.open_row(row) for row in self.work.log_rows(self.present, 0, MOST_ROWS) if row.kind == SEALED]
        for change in (*(change for _row, change in changes), *now):
            for entity, of, dot in _dead(change):
                self._replaced.setdefault((entity, of), set()).add(dot)
        for row, change in changes:
            case = owner_of(change)
            if case is not None and self.work.compartment(case) is not None:
                ops = list(self._ops(case, change))
                if ops:
                    again(row, case, ops)
        self.scribe.write_for_own_vault(self.work, [self._parted([change for _row, change in changes])])
        self.work.rounds.protected.set_aside(self.rows[0].stream, [row.n for row in self.rows])

    def _parted(self, changes: Sequence[Changeset]) -> Op:
        live, dead = ([(entity, of, *dot) for change in changes for entity, of, dot in places(change)
                       if self.is_anothers(dot)] for places in (_live, _dead))
        said = Parted(self.rows[0].stream, self.rows[0].n - 1, tuple(live), tuple(dead))
        return Op(wire.OP_MOVE, changesets.ZERO, wire.CASE, wire.MOVE_PARTED, msgspec.msgpack.encode(said))

    def _ops(self, case: bytes, change: Changeset) -> Iterator[Op]:
        held = {(row.entity, row.field, row.dot) for row in self.work.rows_of(case) if row.protected}
        for at, op in enumerate(change.ops):
            dot = (change.stream, change.n, at)
            if op.kind in wire.REGISTER_OPS:
                if self._holds((op.entity, op.field, dot), held):
                    yield self._anew(op)
            elif op.kind == wire.OP_MOVE and op.field in _MOVES:
                yield from self._moved(op, held)
            elif (op.kind, op.field) != (wire.OP_MOVE, wire.MOVE_BELONGS):
                yield op

    def _holds(self, place: OwnPlace, held: set[OwnPlace]) -> bool:
        entity, of, dot = place
        return place in held or (self.is_copied and dot not in self._replaced.get((entity, of), ()))

    def _anew(self, op: Op) -> Op:
        return msgspec.structs.replace(op, supersedes=tuple(dot for dot in op.supersedes if not self.is_anothers(dot)))

    def _moved(self, op: Op, held: set[OwnPlace]) -> Iterator[Op]:
        """Values that went behind the seal with the dots they had; those whose number is another's as one's own now.

        What is said again in the open goes behind the seal by itself.
        """
        live, dead = moved_in(op)
        mine = [each for each in live if self.is_anothers(each.dot)]
        gone = [each for each in dead if self.is_anothers(each.dot)]
        if not mine and not gone:
            yield op
            return
        kept = [each for each in live if not self.is_anothers(each.dot)]
        rest = [each for each in dead if not self.is_anothers(each.dot)]
        if kept or rest:
            value = msgspec.msgpack.encode([kept, rest] if op.field == wire.MOVE_MERGED else kept)
            yield msgspec.structs.replace(op, value=value)
        for each in mine:
            if not self.is_said(each.dot) and self._holds((each.entity, each.field, each.dot), held):
                yield Op(wire.OP_SET, each.entity, each.etype, each.field, each.value,
                         tuple(dot for dot in self._replaced.get((each.entity, each.field), ())
                               if not self.is_anothers(dot)))


def _live(change: Changeset) -> Iterator[OwnPlace]:
    for at, op in enumerate(change.ops):
        if op.kind in wire.REGISTER_OPS:
            yield op.entity, op.field, (change.stream, change.n, at)
        elif op.kind == wire.OP_MOVE and op.field in _MOVES:
            yield from ((each.entity, each.field, each.dot) for each in moved_in(op)[0])


def _dead(change: Changeset) -> Iterator[OwnPlace]:
    for op in change.ops:
        if op.kind in wire.REGISTER_OPS:
            yield from ((op.entity, op.field, dot) for dot in op.supersedes)
        elif op.kind == wire.OP_MOVE and op.field in _MOVES:
            yield from ((each.entity, each.field, each.dot) for each in moved_in(op)[1])
