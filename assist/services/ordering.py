# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out what a raise on another laptop asks of this one, and saying so once nothing is left."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from assist import changesets
from assist.changesets import Op
from assist.compartmentbook import Order
from assist.crypto import labels, sign
from assist.domain import wire
from assist.domain.protection import HIDDEN, THREAT_LEVEL
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.roundbook import Applied, ClosedPart
from assist.rows import EMPTIED, SEALED, LogRow, RegRow
from assist.services.bench import Bench
from assist.services.blob_rounds import BlobRounds
from assist.services.clearing import snapshot_soon
from assist.services.closed_grants import drop_grants_of
from assist.services.scribe import Target
from assist.services.withdrawing import Withdrawal, carried
from assist.sync import bundles, custodians, roster
from assist.sync.approvals import Guards
from assist.sync.bundles import SignedChange
from assist.sync.circle import Colleague
from assist.sync.compartments import purge_mark
from assist.sync.orders import NEVER, hiding, holding, makes_reader, said_since
from assist.sync.pull import REFUSED
from assist.sync.rights import may_write
from assist.sync.shapes import is_well_formed

TRACES, BEHIND, AWAY = "raise", "behind", "away"
"""Kinds of jobs: freed pages and older backups still to be cleaned; protected work that may no longer be for her; a
case that another team has now, of which nothing may come in again."""


class Orders:
    """For one open profile. Everything here may be done again at any time, and changes nothing twice."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def carry_out(self, touched: Iterable[bytes] = ()) -> None:
        """Take down what was raised elsewhere and what came late for it, and clean up; ``touched`` cases changed."""
        with self._bench.keeper.writing() as work:
            levels = self._levels(work, frozenset(touched))
            refs = [secrets.token_bytes(16) for case, (level, order) in levels.items()
                    if self._take_down(work, case, level, order)]
            for ref in refs:
                work.put_job(ref, TRACES, b"")
            work.commit()
        with self._bench.keeper.writing() as work:  # what was just sealed lies behind the seal only after that
            if self._bench.keeper.vault_open:
                refs += self._look_behind(work) + self._look_away(work)
            self._confirm(work)
            work.commit()
        if refs:
            leave_no_trace(self._bench, refs)

    def _levels(self, work: UnitOfWork, touched: frozenset[bytes]) -> dict[bytes, tuple[int, Order | None]]:
        """Cases that are here and stand at a level that does not allow all of it, by their own flag or by an order."""
        found: dict[bytes, tuple[int, Order | None]] = {}
        if touched:
            for case, (_worker, level, _named) in work.rounds.protected.standings().items():
                if case in touched and level >= THREAT_LEVEL and work.case_key(case) is not None:
                    found[case] = (min(level, HIDDEN), None)
        told: dict[bytes, list[Order]] = {}
        for order in work.rounds.protected.orders():
            told.setdefault(order.mark, []).append(order)
        if told:
            people = roster.verify(work.roster())
            for held in work.rounds.case_keys():
                known = holding(told.get(purge_mark(held.key), ()), held.case, people)
                if known is not None:
                    found[held.case] = (max(known.level, found.get(held.case, (0, None))[0]), known)
        return found

    def _take_down(self, work: UnitOfWork, case: bytes, level: int, order: Order | None) -> bool:
        if order is not None and order.comp and order.stream != self._bench.ring.ordinary_stream:
            self._remember_behind(work, case, order)
        if level < THREAT_LEVEL:
            return False
        withdrawal = Withdrawal(self._bench, work, case, level)
        return withdrawal.seal() if self._reads(work, case, level, order) else withdrawal.empty()

    def _reads(self, work: UnitOfWork, case: bytes, level: int, order: Order | None) -> bool:
        """Whether she is a reader. With the vault shut that is known of workers and custodians, not of named people:
        what she does not keep now comes back to her from those who did, once the vault is open."""
        keys = work.rounds.protected.keys(case)
        if level >= HIDDEN:
            now = hiding(work.rounds.protected.orders()).get(order.mark, []) if order is not None else []
            return any(makes_reader(key, now) for key in keys)
        worker = work.rounds.protected.standings().get(case, (None, 0, frozenset()))[0]
        return bool(keys) or worker == self._bench.user or custodians.ROLE in self._bench.me.roles

    # -- behind the seal -------------------------------------------------------------------

    def _remember_behind(self, work: UnitOfWork, case: bytes, order: Order) -> None:
        """Which case it is can be said no more once it left ``case.db``: kept where only the open vault reads it."""
        ref = order.mark
        if not any(job == ref and kind in (BEHIND, AWAY) for job, kind, _body in work.jobs()):
            work.put_job(ref, BEHIND, self._bench.ring.seal_note(labels.PURGE_MARK, case))

    def _look_behind(self, work: UnitOfWork) -> list[bytes]:
        """Protected work of cases whose readers changed goes, where she is none any more; the jobs that follow."""
        refs: list[bytes] = []
        gone = work.rounds.erasures.gone_cases()  # who has no key of those is a reader all the same: they are nobody's
        for mark, case in self._behind(work).items():
            told = [order for order in work.rounds.protected.orders() if order.mark == mark and order.comp not in gone]
            mine = [order for order in told if order.comp]
            if not all(self._is_read(work, order) for order in mine):
                continue
            if self._is_out(work, case, told):
                if self._has_unsent(work, case):
                    continue
                self._forget_behind(work, case)
                refs.append(secrets.token_bytes(16))
                work.put_job(refs[-1], TRACES, b"")
            work.end_job(mark)
            if any(order.epoch == NEVER for order in mine):
                work.put_job(mark, AWAY, self._bench.ring.seal_note(labels.PURGE_MARK, case))
        return refs

    def _look_away(self, work: UnitOfWork) -> list[bytes]:
        """What still came for a case that has gone to another team goes too, unless the case itself came back."""
        refs: list[bytes] = []
        last = {order.mark: order.hlc for order in work.rounds.protected.orders()}
        for mark, kind, body in work.jobs():
            case = self._bench.ring.open_note(labels.PURGE_MARK, body) if kind == AWAY else b""
            rows = [row for row in work.rows_of(case) if row.protected] if case else []
            if any(row.field == wire.CAME_FROM and row.hlc > last.get(mark, 0) for row in work.rows_of(case)):
                work.end_job(mark)
            elif rows and not self._has_unsent(work, case):
                self._forget_behind(work, case)
                refs.append(secrets.token_bytes(16))
                work.put_job(refs[-1], TRACES, b"")
        return refs

    def _behind(self, work: UnitOfWork) -> dict[bytes, bytes]:
        """Mark → case: those that were ordinary until an order came, and hidden ones she was named for."""
        found = {ref: self._bench.ring.open_note(labels.PURGE_MARK, body)
                 for ref, kind, body in work.jobs() if kind == BEHIND}
        own = self._bench.ring.ordinary_stream
        told = {order.mark for order in work.rounds.protected.orders() if order.stream != own and order.comp}
        found |= {mark: case for case, _epoch, key in work.rounds.protected.former_keys()
                  if (mark := purge_mark(key)) in told}
        return found

    def _is_read(self, work: UnitOfWork, order: Order) -> bool:
        """Whether the protected change that says who may read it has come, if it is for her; one's own is here."""
        if order.stream == self._bench.ring.ordinary_stream:
            return True
        known = roster.verify(work.roster())
        stream = next((each.protected for each in known.streams.values() if each.ordinary == order.stream), b"")
        return work.rounds.applied().get(stream, Applied(stream)).n >= order.upto

    def _is_out(self, work: UnitOfWork, case: bytes, orders: Sequence[Order]) -> bool:
        keys = work.rounds.protected.keys(case)
        if not all(any(makes_reader(key, now) for key in keys) for now in hiding(orders).values()):
            return True
        newest = {key.comp: key.epoch for key in keys}  # in the order of their numbers
        since = said_since(orders, case, roster.verify(work.roster()))
        return any(0 < newest.get(order.comp, 0) < order.epoch for order in since)

    def _has_unsent(self, work: UnitOfWork, case: bytes) -> bool:
        own, vault = self._bench.ring.protected_stream, self._bench.ring.vault
        sent = work.rounds.sent(own).n
        return vault is not None and any(
            row.stream == own and row.n > sent and row.kind == SEALED for row in work.log_of_tag(vault.tag(case)))

    def _forget_behind(self, work: UnitOfWork, case: bytes) -> None:
        vault = self._bench.ring.vault
        if vault is None:
            return
        for row in work.log_of_tag(vault.tag(case)):
            work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", tag=None))
        drop_grants_of(work, vault, case)
        work.forget_protected(case)
        snapshot_soon(work, self._bench.ring.protected_stream)

    # -- what still comes for a case that is in the vault alone ------------------------------

    def read_late(self) -> frozenset[bytes]:
        """Ordinary changes that somebody wrote before hearing that the case was hidden: behind the seal, dots kept."""
        touched: set[bytes] = set()
        with self._bench.keeper.writing() as work:
            keys = work.rounds.protected.former_keys()
            if not keys:
                return frozenset()
            known = roster.verify(work.roster())
            authors = {each.ordinary: Colleague(
                each.ordinary, each.user, each.ed_pub, each.laptop, roles=frozenset(known.people[each.user].roles))
                for each in known.streams.values()}
            for part in work.rounds.closed():
                for case, _epoch, key in keys:
                    if part.stream in authors and bundles.key_id(key, part.stream, part.seq) == part.key_id:
                        self._read_late(work, authors[part.stream], part, (case, key))
                        touched.add(case)
            work.commit()
        return frozenset(touched)

    def _read_late(self, work: UnitOfWork, author: Colleague, part: ClosedPart, whose: tuple[bytes, bytes]) -> None:
        case, key = whose
        try:
            content = bundles.content_at((part.stream, part.seq, part.part), key, part.content)
            rows = [checked(change, author, case) for change in content.changes]
            guards = Guards(work.rows_of, roster.verify(work.roster()))
            if not all(guards.let_pass(case, changesets.decode(row.body)) for row in rows):
                raise DamagedFile("sync.segment")
        except DamagedFile:
            work.rounds.put_trouble(REFUSED, part.stream, part.seq, self._bench.clock.now_ms())
            rows = []
        live = [value for row in rows for value in _values(row)]
        for ops in carried(live, rows, HIDDEN):
            self._bench.scribe.write_protected(work, Target(case, HIDDEN, tuple(row.hlc for row in rows)), None, ops)
        for row in rows:
            work.rounds.take_empty(replace(
                row, kind=SEALED, body=self._bench.ring.seal_row(row.stream, row.n, row.body, row.signature),
                signature=b"", case=None))
        work.rounds.opened(part)

    # -- said ------------------------------------------------------------------------------

    def _confirm(self, work: UnitOfWork) -> None:
        """Say to everybody that nothing is left here, once for each level."""
        own, book = self._bench.ring.ordinary_stream, work.rounds.protected
        orders = [order for order in {each.mark: each for each in book.orders()}.values()
                  if order.stream != own and order.level >= THREAT_LEVEL]
        if not orders:
            return
        open_marks = {ref for ref, kind, _body in work.jobs() if kind == BEHIND}
        held = {purge_mark(each.key): each.case for each in work.rounds.case_keys()}
        ops: list[Op] = []
        for mark, level in dict.fromkeys((order.mark, order.level) for order in orders):
            case = held.get(mark)
            is_done = case is None or Withdrawal(self._bench, work, case, level).is_complete()
            said = any(stream == own and told == level for told, stream, _ms in book.done(mark))
            if is_done and not said and not (level >= HIDDEN and mark in open_marks):
                book.put_done(mark, level, own, self._bench.clock.now_ms())
                ops.append(Op(wire.OP_PURGE, mark, wire.CASE, wire.PURGE_DONE, msgspec.msgpack.encode(level)))
        if ops:
            self._bench.scribe.write_for_team(work, work.team_key()[0], ops)


def leave_no_trace(bench: Bench, refs: Sequence[bytes]) -> None:
    """Freed pages, write-ahead files and older backups: none may hold the earlier level (ruling 69)."""
    BlobRounds(bench).follow_cases()
    bench.keeper.settle()
    newest = bench.keeper.make_backup()
    for older in newest.parent.glob(f"*{newest.suffix}"):
        if older != newest:
            older.unlink()
    with bench.keeper.writing() as work:
        for ref in refs:
            work.end_job(ref)
        work.commit()
    bench.keeper.settle()


def checked(change: SignedChange, author: Colleague, case: bytes) -> LogRow:
    """A late change of this author for this case, as it was signed; raises DamagedFile."""
    made = changesets.decode(change.body)
    holds = (
        change.digest in (b"", change.hash) and is_well_formed(made)
        and sign.verify(author.ed_pub, labels.CHANGESET, change.body, change.signature)
        and (made.stream, made.n, made.user, made.comp) == (author.stream, change.n, author.user, case)
        and may_write(author.roles, made)
    )
    if not holds:
        raise DamagedFile("sync.segment")
    return LogRow(made.stream, made.n, made.hlc, made.group, 0, change.body, change.signature, change.hash,
                  made.wall_ms, case, None)


def _values(row: LogRow) -> list[RegRow]:
    made = changesets.decode(row.body)
    return [RegRow(op.entity, op.etype, op.field, (made.stream, made.n, at), made.hlc, op.value)
            for at, op in enumerate(made.ops) if op.kind in wire.REGISTER_OPS]
