# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an earlier stream of this laptop had not sent when it ended: said once more in the present one.

After a backup was brought back, or another laptop was found to write from a copy of this one, a new stream begins.
Whatever the meeting place holds of the earlier one is read first; only what lies nowhere else is said again, as of
the time when it was written. Behind the seal values keep their dots; in the open they replace what they replaced and
themselves, so that nobody sees anything twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import msgspec

from assist import changesets
from assist.changesets import Changeset, Dot, FieldKey, Op
from assist.clock import Clock
from assist.domain import wire
from assist.ports import UnitOfWork
from assist.roundbook import Applied
from assist.rows import READABLE, SEALED, LogRow
from assist.services.bench import Bench
from assist.services.clearing import HERE
from assist.services.keyring import VaultRing
from assist.services.rejoining import is_listed
from assist.services.scribe import Put, Scribe, Target
from assist.services.withdrawing import level_of
from assist.sync import names
from assist.sync.orders import op_of, order_of, said_in
from assist.sync.protected import owner_of
from assist.sync.pull import FORK

MOST_ROWS = 1_000_000
_EARLIER, _PLACE = "earlier_streams", "store"


def _nobodys(_dot: Dot) -> bool:
    return False


class Earlier(NamedTuple):
    """The streams of this laptop before the present ones; which of them may still have to be said again."""

    ordinary: bytes
    protected: bytes
    is_open: bool = True
    is_behind: bool = True


def remember_earlier(work: UnitOfWork, ordinary: bytes, protected: bytes) -> None:
    """These end here: another profile goes on in their place.

    Where a copy wrote on under the same names, one's own bundles are no longer what anybody knows by them.
    """
    _put(work, [*_kept(work), Earlier(ordinary, protected)])
    if any(each.kind == FORK and each.stream == ordinary for each in work.rounds.troubles()):
        last, keys = work.rounds.sent(ordinary).seq, work.rounds.team_keys(work.team_key()[0])
        mine = {names.bundle_name(names.name_key(key), ordinary, seq) for _n, key in keys for seq in range(1, last + 1)}
        work.rounds.forget_objects([each for each in work.rounds.own_objects() if each in mine])


def _kept(work: UnitOfWork) -> list[Earlier]:
    return msgspec.msgpack.decode(work.meta(_EARLIER) or b"\x90", type=list[Earlier])


def _put(work: UnitOfWork, earlier: Iterable[Earlier]) -> None:
    work.put_meta(_EARLIER, msgspec.msgpack.encode([each for each in earlier if each.is_open or each.is_behind]))


@dataclass(frozen=True, slots=True)
class _Then:
    """The time when something was first written."""

    ms: int
    clock: Clock

    def now_ms(self) -> int:
        """See Clock."""
        return min(self.ms, self.clock.now_ms())

    def today(self) -> date:
        """See Clock."""
        return self.clock.today()


class Resending:
    """For one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def run(self, place: str) -> bool:
        """After a place was read that others can reach; whether there is anything new to send."""
        with self._bench.keeper.writing() as work:
            earlier = _kept(work)
            if not earlier or (place == HERE and work.meta(_PLACE)):
                return False
            if not is_listed(work, self._bench.ring.identity.profile):
                return False
            tops = [work.top(stream) for stream in self._own()]
            parted = [self._part(work, each) for each in earlier]
            left = [self._again(work, each) for each in earlier]
            if left == earlier and not any(parted):
                return False
            _put(work, left)
            work.commit()
            return tops != [work.top(stream) for stream in self._own()]

    def _own(self) -> tuple[bytes, bytes]:
        return self._bench.ring.ordinary_stream, self._bench.ring.protected_stream

    def _again(self, work: UnitOfWork, earlier: Earlier) -> Earlier:
        vault = self._bench.ring.vault
        if earlier.is_behind and vault is not None and work.vault_open:
            self._behind(work, vault, earlier)
            earlier = earlier._replace(is_behind=False)
        if earlier.is_open:
            self._open(work, earlier)
            earlier = earlier._replace(is_open=False)
        return earlier

    # -- where another laptop wrote on ---------------------------------------------------------

    def _part(self, work: UnitOfWork, earlier: Earlier) -> bool:
        """A copy of this profile wrote on under the same numbers. What was written here since both were one is said
        again under numbers that nobody else has; theirs is read like anybody's from the next round on.

        Protected work and orders about it need the vault: without it all of it waits. What the copy wrote behind the
        seal under numbers that are taken here is read by everybody else and not on this laptop.
        """
        stream = earlier.ordinary
        forks = [each for each in work.rounds.troubles() if each.kind == FORK and each.stream == stream]
        since = work.rounds.applied().get(stream, Applied(stream)).n
        rows = work.log_rows(stream, since, MOST_ROWS) if forks else []
        changes = [(row, changesets.decode(row.body)) for row in rows if row.kind == READABLE]
        orders = [row for row, change in changes if any(map(_is_order, change.ops))]
        began = min((row.hlc for row in rows), default=0)
        behind = [row for row in work.log_rows(earlier.protected, 0, MOST_ROWS) if rows and row.hlc >= began]
        vault = self._bench.ring.vault
        if not rows or ((orders or behind) and (vault is None or not work.vault_open)):
            return False
        self._say(work, changes, lambda dot: dot[0] == stream and dot[1] > since)
        if vault is not None:
            for row in behind:
                self._behind_again(work, vault.open_row(row), row, began)
        for row in orders:
            self._orders(work, row)
        work.rounds.part_from(stream, since)
        for each in forks:
            work.rounds.end_trouble(stream, each.seq)
        return True

    def _behind_again(self, work: UnitOfWork, change: Changeset, row: LogRow, began: int) -> None:
        """A protected change under new numbers; of its values those that still stand."""
        case = owner_of(change)
        if case is None or work.compartment(case) is None:
            return
        held = {(each.entity, each.field, each.dot) for each in work.rows_of(case) if each.protected}
        taken = {each.dot for each in work.rows_of(case) if each.dot[0] == change.stream and each.hlc >= began}
        ops = [msgspec.structs.replace(op, supersedes=tuple(dot for dot in op.supersedes if dot not in taken))
               for at, op in enumerate(change.ops)
               if op.kind == wire.OP_GRANT or (
                   op.kind in wire.REGISTER_OPS and (op.entity, op.field, (change.stream, change.n, at)) in held)]
        if ops:
            self._then(row).write_protected(work, Target(case, parents=(row.hlc,)), None, ops)

    # -- behind the seal -------------------------------------------------------------------

    def _behind(self, work: UnitOfWork, vault: VaultRing, earlier: Earlier) -> None:
        for row in _unsent(work, earlier.protected):
            if row.kind != SEALED:
                continue
            change = vault.open_row(row)
            case = owner_of(change)
            if case is not None and work.compartment(case) is not None:
                ops = list(_moved(work, case, change))
                if ops:
                    self._then(row).write_protected(work, Target(case, parents=(row.hlc,)), None, ops)
        for row in self._not_said(work, earlier.ordinary):
            if row.case is None:
                self._orders(work, row)

    def _then(self, row: LogRow) -> Scribe:
        return Scribe(self._bench.ring, _Then(row.wall_ms, self._bench.clock))

    # -- in the open ------------------------------------------------------------------------

    def _open(self, work: UnitOfWork, earlier: Earlier) -> None:
        self._say(work, [(row, changesets.decode(row.body)) for row in self._not_said(work, earlier.ordinary)])
        for n, _case in work.rounds.withheld(earlier.ordinary):
            work.rounds.let_go(earlier.ordinary, n)

    def _say(
        self, work: UnitOfWork, rows: Sequence[tuple[LogRow, Changeset]], is_anothers: Callable[[Dot], bool] = _nobodys
    ) -> None:
        """The same again, as of then; never in place of what has a number that is another laptop's."""
        replaced: dict[tuple[bytes, FieldKey], set[Dot]] = {}
        for _row, change in rows:
            for op in change.ops:
                replaced.setdefault((op.entity, op.field), set()).update(op.supersedes)
        for row, change in rows:
            if row.case is None:
                words = [op for op in change.ops if not _is_order(op)]
                if words:
                    self._then(row).write_for_team(work, change.comp, words, (row.hlc,))
            else:
                self._values(work, row, change, {register: {dot for dot in dots if not is_anothers(dot)}
                                                 for register, dots in replaced.items()}, is_anothers)

    def _not_said(self, work: UnitOfWork, stream: bytes) -> list[LogRow]:
        """Unsent, or kept back while a case was on hold: the present stream keeps it back in its turn."""
        rows = [row for n, _case in work.rounds.withheld(stream) for row in work.log_rows(stream, n - 1, 1)[:1]]
        known = {row.n for row in rows}
        rows += [row for row in _unsent(work, stream) if row.n not in known]
        return sorted((row for row in rows if row.kind == READABLE), key=lambda row: row.n)

    def _values(
        self, work: UnitOfWork, row: LogRow, change: Changeset, replaced: dict[tuple[bytes, FieldKey], set[Dot]],
        is_anothers: Callable[[Dot], bool],
    ) -> None:
        case = change.comp
        held = work.ordinary_rows(case)
        live = {(each.entity, each.field, each.dot) for each in held}
        level = next((changesets.unpack_plain(each.value) for each in held
                      if (each.entity, each.field) == (case, wire.LEVEL)), 0)
        puts = []
        for at, op in enumerate(change.ops):
            dot = (row.stream, row.n, at)
            if op.kind not in wire.REGISTER_OPS:
                puts.append(Put(op.entity, op.etype, op.field, op.value, 0, op.supersedes, op.kind))
            elif (op.entity, op.field, dot) in live:
                itself = set() if is_anothers(dot) else {dot}
                before = tuple(sorted(itself | replaced[op.entity, op.field]))
                puts.append(Put(op.entity, op.etype, op.field, op.value, level_of(op.field), before, op.kind,
                                also_behind=op.field == wire.HOLD))
        if puts:
            target = Target(case, level if isinstance(level, int) else 0, (row.hlc,))
            self._then(row).write(work, target, puts)

    def _orders(self, work: UnitOfWork, row: LogRow) -> None:
        """That a case was raised; it names the protected change that says who may read, which has a new place now."""
        upto, change = work.top(self._bench.ring.protected_stream), changesets.decode(row.body)
        orders = [_with_upto(op, upto) for op in change.ops if _is_order(op)]
        if not orders:
            return
        said = self._then(row).write_for_team(work, change.comp, orders, (row.hlc,))
        for op in orders:
            work.rounds.protected.put_order(order_of(op, said))


def _unsent(work: UnitOfWork, stream: bytes) -> Sequence[LogRow]:
    """Of an earlier own stream, what neither was sent from here nor was found in the place."""
    read = work.rounds.applied().get(stream, Applied(stream)).n
    return work.log_rows(stream, max(read, work.rounds.sent(stream).n), MOST_ROWS)


def _moved(work: UnitOfWork, case: bytes, change: Changeset) -> Iterator[Op]:
    """A protected change as values that are moved: with the dots they have, and those of what they replaced."""
    held = {(row.entity, row.field, row.dot): row for row in work.rows_of(case) if row.protected}
    live: list[list[Any]] = []
    dead: list[list[Any]] = []
    for at, op in enumerate(change.ops):
        if op.kind in wire.REGISTER_OPS:
            row = held.get((op.entity, op.field, (change.stream, change.n, at)))
            if row is not None:
                live.append([row.entity, row.etype, row.field, *row.dot, row.hlc, row.value])
            dead += [[op.entity, op.etype, op.field, *dot] for dot in op.supersedes]
        elif (op.kind, op.field) != (wire.OP_MOVE, wire.MOVE_BELONGS):
            yield op
    if live or dead:
        yield Op(wire.OP_MOVE, changesets.ZERO, wire.CASE, wire.MOVE_MERGED, msgspec.msgpack.encode([live, dead]))


def _is_order(op: Op) -> bool:
    return (op.kind, op.field) == (wire.OP_PURGE, wire.PURGE_ORDER)


def _with_upto(op: Op, upto: int) -> Op:
    return op_of(op.entity, msgspec.structs.replace(said_in(op.value), upto=upto))
