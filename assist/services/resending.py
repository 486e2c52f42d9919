# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an earlier stream of this laptop had not sent when it ended: said once more in the present one.

After a backup was brought back, or another laptop was found to write from a copy of this one, a new stream begins.
Whatever the meeting place holds of the earlier one is read first; only what lies nowhere else is said again, as of
the time when it was written. In the open values replace what they replaced and themselves, so that nobody sees anything
twice; behind the seal they leave the place where they were (see parting).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import msgspec

from assist import changesets
from assist.changesets import Changeset, Dot, FieldKey, Op
from assist.clock import Clock
from assist.domain import wire
from assist.ports import Store, UnitOfWork
from assist.roundbook import Applied
from assist.rows import READABLE, LogRow
from assist.services.bench import Bench
from assist.services.bridging import PASS_OVER, TAKE, WAIT
from assist.services.clearing import HERE
from assist.services.earlier import Earlier, earlier_of, put_earlier
from assist.services.keyring import VaultRing
from assist.services.parting import MOST_ROWS, Company, Found, Parting, last_that_stays
from assist.services.rejoining import is_listed
from assist.services.scribe import Put, Scribe, Target
from assist.services.two_histories import Shown, is_followed, is_ours, read_refused, shown_of
from assist.services.withdrawing import level_of
from assist.sync.catching_up import Plan, states_in
from assist.sync.circle import Circle
from assist.sync.orders import op_of, order_of, said_in
from assist.sync.pull import FORK

_PLACE = "store"


class _Anothers(NamedTuple):
    """Says of a dot whether it stands after what a copy and this laptop had in common of an ordinary stream.

    ``numbers``: of those after it, what is said again in the open.
    """

    stream: bytes = b""
    since: int = 0
    numbers: frozenset[int] = frozenset()

    def __call__(self, dot: Dot) -> bool:
        return dot[0] == self.stream and dot[1] > self.since


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
        """After a place was read that others can reach; whether anything came of it: there may be something to send,
        and something to read that had waited."""
        with self._bench.keeper.writing() as work:
            earlier = earlier_of(work)
            if not earlier or (place == HERE and work.meta(_PLACE)):
                return False
            if not is_listed(work, self._bench.ring.identity.profile):
                return False
            tops = [work.top(stream) for stream in self._own()]
            parted = [self._part(work, earlier, each) for each in earlier]
            left = [self._again(work, each) for each in parted]
            if left == earlier and tops == [work.top(stream) for stream in self._own()]:
                return False
            put_earlier(work, left)
            work.commit()
            return True

    def before(self, store: Store, circle: Circle, made: Plan) -> str:
        """Whether a snapshot is taken now. What was written here under numbers that stand for something else in it, or
        may do so, is said again first, for afterwards nobody could tell; the vault may have to be opened for that.

        One that was made here is passed over while bundles lie there: they tell from where on a copy went on, and it
        may be of later than that.
        """
        with self._bench.keeper.writing() as work:
            earlier = earlier_of(work)
            if not earlier:
                return TAKE
            if is_ours(work, made.found):
                return PASS_OVER if is_followed(work, store, circle, made.found) else TAKE
            shown = shown_of(work, [each.ordinary for each in earlier], states_in(made))
            left = [self._part(work, earlier, each, shown[each.ordinary]) for each in earlier]
            if any(self._parts(work, each, shown[each.ordinary]) for each in left):
                return WAIT
            if left != earlier:
                read_refused(work, circle, self._bench.clock.now_ms())
            put_earlier(work, left)
            work.commit()
            return TAKE

    def _own(self) -> tuple[bytes, bytes]:
        return self._bench.ring.ordinary_stream, self._bench.ring.protected_stream

    def _again(self, work: UnitOfWork, earlier: Earlier) -> Earlier:
        """What nobody has got. Behind the seal it waits for the vault."""
        vault = self._bench.ring.vault
        if earlier.is_behind and vault is not None and work.vault_open:
            earlier = self._behind(work, vault, earlier, _Anothers())
            for row in self._not_said(work, earlier.ordinary):
                if row.case is None:
                    self._orders(work, row)
        if earlier.is_open:
            self._open(work, earlier)
            earlier = earlier._replace(is_open=False)
        return earlier

    # -- where another laptop wrote on ---------------------------------------------------------

    def _parts(self, work: UnitOfWork, earlier: Earlier, shown: Shown | None) -> tuple[int, Sequence[LogRow]] | None:
        """The last number of an ordinary stream that a copy and this laptop have in common and what was written here
        after it; None when there is nothing, or nothing speaks of a copy.

        ``shown``: by a snapshot that is about to be taken; else what was read of the stream tells.
        """
        stream = earlier.ordinary
        is_told = any(each.kind == FORK and each.stream == stream for each in work.rounds.troubles())
        if not (is_told or (shown is not None and (shown.other or earlier.is_copied))):
            return None
        read = work.rounds.applied().get(stream, Applied(stream)).n
        since = read if shown is None else max(read, shown.last_in_common)
        rows = work.log_rows(stream, since, MOST_ROWS)
        return (since, rows) if rows else None

    def _part(
        self, work: UnitOfWork, all_earlier: Sequence[Earlier], earlier: Earlier, shown: Shown | None = None
    ) -> Earlier:
        """A copy of this profile wrote on under the same numbers. What was written here since both were one is said
        again under numbers that nobody else has; theirs is read like anybody's from the next round on.

        Protected work and orders about it need the vault: without it all of it waits.
        """
        stream, vault = earlier.ordinary, self._bench.ring.vault if work.vault_open else None
        since, rows = self._parts(work, earlier, shown) or (0, [])
        found = Found() if vault is None else Company(work, vault, all_earlier).found(earlier.protected)
        earlier = earlier._replace(is_copied=earlier.is_copied or bool(rows) or bool(found.other))
        began = min((row.hlc for row in rows), default=0)
        behind = [row for row in work.log_rows(earlier.protected, 0, MOST_ROWS) if row.hlc >= began]
        changes = [(row, changesets.decode(row.body)) for row in rows if row.kind == READABLE]
        orders = [row for row, change in changes if any(map(_is_order, change.ops))]
        if rows and vault is None and (orders or behind):
            return earlier
        said = _Anothers(stream, since, frozenset(row.n for row, _change in changes)) if rows else _Anothers()
        self._say(work, changes, said)
        if vault is not None and (found.other or (rows and earlier.is_behind)):
            earlier = self._behind(work, vault, earlier, said, found)
        for row in orders:
            self._orders(work, row)
        if rows:
            work.rounds.part_from(stream, since)
            for each in work.rounds.troubles():
                if each.kind == FORK and each.stream == stream:
                    work.rounds.end_trouble(stream, each.seq)
        return earlier

    # -- behind the seal -------------------------------------------------------------------

    def _behind(
        self, work: UnitOfWork, vault: VaultRing, earlier: Earlier, said: _Anothers, found: Found | None = None
    ) -> Earlier:
        """What is no longer one's own under its number, said again and set aside there."""
        stream = earlier.protected
        known = found or Company(work, vault, [earlier]).found(stream)
        stays = last_that_stays(work, earlier, known)
        rows = [row for row in work.log_rows(stream, stays, MOST_ROWS) if row.n <= earlier.top]
        if rows:
            Parting(
                work, vault, self._bench.scribe, rows, lambda dot: said(dot) or (dot[0] == stream and dot[1] > stays),
                self._bench.ring.protected_stream, earlier.is_copied, lambda dot: said(dot) and dot[1] in said.numbers,
            ).run(lambda row, case, ops: self._then(row).write_protected(
                work, Target(case, parents=(row.hlc,)), None, ops))
        return earlier._replace(is_behind=False, top=min(earlier.top, stays))

    def _then(self, row: LogRow) -> Scribe:
        return Scribe(self._bench.ring, _Then(row.wall_ms, self._bench.clock))

    # -- in the open ------------------------------------------------------------------------

    def _open(self, work: UnitOfWork, earlier: Earlier) -> None:
        self._say(work, [(row, changesets.decode(row.body)) for row in self._not_said(work, earlier.ordinary)],
                  _Anothers())
        for n, _case in work.rounds.withheld(earlier.ordinary):
            work.rounds.let_go(earlier.ordinary, n)

    def _say(
        self, work: UnitOfWork, rows: Sequence[tuple[LogRow, Changeset]], is_anothers: _Anothers
    ) -> None:
        """The same again, as of then; never in place of what has a number that is another laptop's."""
        replaced: dict[tuple[bytes, FieldKey], set[Dot]] = {}
        now = self._present(work) if rows and is_anothers.stream else []
        for change in (*(change for _row, change in rows), *now):
            for op in change.ops:
                replaced.setdefault((op.entity, op.field), set()).update(op.supersedes)
        for row, change in rows:
            if row.case is None:
                words = [op for op in change.ops if not _is_order(op)]
                if words:
                    self._then(row).write_for_team(work, change.comp, words, (row.hlc,))
            else:
                self._values(work, row, change, replaced, is_anothers)

    def _present(self, work: UnitOfWork) -> list[Changeset]:
        """What was written since: it may have replaced what is said again."""
        rows = work.log_rows(self._bench.ring.ordinary_stream, 0, MOST_ROWS)
        return [changesets.decode(row.body) for row in rows if row.kind == READABLE]

    def _not_said(self, work: UnitOfWork, stream: bytes) -> list[LogRow]:
        """Unsent, or kept back while a case was on hold: the present stream keeps it back in its turn."""
        rows = [row for n, _case in work.rounds.withheld(stream) for row in work.log_rows(stream, n - 1, 1)[:1]]
        known = {row.n for row in rows}
        rows += [row for row in _unsent(work, stream) if row.n not in known]
        return sorted((row for row in rows if row.kind == READABLE), key=lambda row: row.n)

    def _values(
        self, work: UnitOfWork, row: LogRow, change: Changeset, replaced: dict[tuple[bytes, FieldKey], set[Dot]],
        is_anothers: _Anothers,
    ) -> None:
        case, own = change.comp, replaced
        replaced = {register: {dot for dot in dots if not is_anothers(dot)} for register, dots in own.items()}
        held = work.ordinary_rows(case)
        live = {(each.entity, each.field, each.dot) for each in held}
        level = next((changesets.unpack_plain(each.value) for each in held
                      if (each.entity, each.field) == (case, wire.LEVEL)), 0)
        puts = []
        for at, op in enumerate(change.ops):
            dot = (row.stream, row.n, at)
            if op.kind not in wire.REGISTER_OPS:
                puts.append(Put(op.entity, op.etype, op.field, op.value, 0, op.supersedes, op.kind))
            elif (op.entity, op.field, dot) in live or (
                    is_anothers(dot) and dot not in own.get((op.entity, op.field), ())):
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


def _is_order(op: Op) -> bool:
    return (op.kind, op.field) == (wire.OP_PURGE, wire.PURGE_ORDER)


def _with_upto(op: Op, upto: int) -> Op:
    return op_of(op.entity, msgspec.structs.replace(said_in(op.value), upto=upto))
