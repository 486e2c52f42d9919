# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compartments, their readers, and orders to withdraw, over both databases; see assist.compartmentbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from assist.casestate import NOWHERE, CaseState, Place
from assist.changesets import FieldKey, Op
from assist.compartmentbook import SECTIONS, ClosedGrant, Compartment, CompartmentKey, Order, ProtectedPart
from assist.domain import wire
from assist.rows import AttachedRow
from db.attached import attached
from db.glass import Glass
from db.parting import set_aside
from db.protected_states import ProtectedStates
from db.quick import quick
from db.registers import Registers

_Given = tuple[bytes, int, bytes, list[bytes]]
"""Compartment, epoch, key, and to whom it was given."""


class Compartments:
    """See assist.compartmentbook.CompartmentBook. ``vault`` is None while it is shut."""

    def __init__(self, connection: Connection, registers: Registers, vault: Vaulted | None) -> None:
        self._connection, self._registers, self._sql = connection, registers, quick(connection)
        self._ref = registers.stream_ref
        self._vault = vault
        self.glass = Glass(None if vault is None else vault.connection)

    # -- keys and readers ----------------------------------------------------------------

    def put_key(self, key: CompartmentKey) -> bool:
        """See CompartmentBook."""
        return self._vault is not None and self._vault.put_key(key)

    def keys(self, case: bytes | None = None) -> list[CompartmentKey]:
        """See CompartmentBook."""
        return [] if self._vault is None else self._vault.keys(case)

    def fresh_keys(self) -> list[CompartmentKey]:
        """See CompartmentBook."""
        return [] if self._vault is None else self._vault.keys(None, fresh=True)

    def keys_are_tried(self, keys: Iterable[CompartmentKey]) -> None:
        """See CompartmentBook."""
        for key in keys:
            if self._vault is not None:
                self._vault.sql("UPDATE comp_key SET fresh = 0 WHERE comp = ? AND epoch = ? AND key = ?", key[1:4])

    def compartments(self) -> list[Compartment]:
        """See CompartmentBook."""
        newest: dict[bytes, CompartmentKey] = {key.comp: key for key in self.keys()}
        return [Compartment(key.case, key.comp, key.epoch, self.readers(key))
                for key in newest.values()]

    def readers(self, key: CompartmentKey) -> frozenset[bytes]:
        """See CompartmentBook."""
        if self._vault is None:
            return frozenset()
        found = self._vault.sql("SELECT who FROM reader WHERE comp = ? AND epoch = ? AND key = ?", key[1:4])
        return frozenset(bytes(row[0]) for row in found)

    def standings(self) -> dict[bytes, tuple[bytes | None, int, frozenset[bytes]]]:
        """See CompartmentBook."""
        found: dict[bytes, tuple[bytes | None, int, frozenset[bytes]]] = {}
        named = {} if self._vault is None else self._vault.named()
        for sql in (self._sql, *(() if self._vault is None else (self._vault.sql,))):
            for cid, worker, level in sql("SELECT c.cid, p.worker, p.level FROM p_case p JOIN cas c ON c.id = p.id"):
                found[bytes(cid)] = (None if worker is None else bytes(worker), int(level), frozenset())
        for case, users in named.items():
            found[case] = (*found.get(case, (None, 0))[:2], users)
        return found

    def former_keys(self, case: bytes | None = None) -> list[tuple[bytes, int, bytes]]:
        """See CompartmentBook."""
        if self._vault is None:
            return []
        rows = self._vault.sql("SELECT c.cid, f.epoch, f.key FROM former_key f JOIN cas c ON c.id = f.cas"
                               " ORDER BY c.id, f.epoch")
        return [(bytes(cid), int(epoch), bytes(key)) for cid, epoch, key in rows if case in (None, bytes(cid))]

    def put_former_key(self, case: bytes, epoch: int, key: bytes) -> None:
        """See CompartmentBook."""
        if self._vault is not None:
            self._vault.put_former_key(case, epoch, key)

    def set_aside(self, stream: bytes, numbers: Sequence[int]) -> None:
        """See CompartmentBook."""
        set_aside(self._connection, self._registers, [(stream, n) for n in numbers])

    def leave_out(self, case: bytes, places: Collection[tuple[bytes, FieldKey]]) -> None:
        """See CompartmentBook."""
        if self._vault is not None:
            self._vault.leave_out(case, places)

    def drop_keys(self, case: bytes, comps: Collection[bytes]) -> None:
        """See CompartmentBook."""
        if self._vault is not None:
            self._vault.drop_keys(case, comps)

    # -- what came closed ------------------------------------------------------------------

    def leave_part(self, part: ProtectedPart) -> None:
        """See CompartmentBook."""
        self._sql("INSERT OR IGNORE INTO protected_part(strm, seq, part, key_id, first_n, last_n, content)"
                  " VALUES (?,?,?,?,?,?,?)", (self._ref(part.stream), *part[1:]))

    def parts(self, *, tried: bool) -> list[ProtectedPart]:
        """See CompartmentBook."""
        rows = self._sql("SELECT s.sid, p.seq, p.part, p.key_id, p.first_n, p.last_n, p.content FROM protected_part p"
                         " JOIN strm s ON s.id = p.strm WHERE p.tried = ? ORDER BY s.sid, p.seq, p.part",
                         (int(tried),)).all()
        return [ProtectedPart(*row) for row in rows]

    def part_is_tried(self, part: ProtectedPart) -> None:
        """See CompartmentBook."""
        self._sql("UPDATE protected_part SET tried = 1 WHERE strm = ? AND seq = ? AND part = ?", self._place(part))

    def part_waits(self, part: ProtectedPart) -> None:
        """See CompartmentBook."""
        self._sql("UPDATE protected_part SET tried = 0 WHERE strm = ? AND seq = ? AND part = ?", self._place(part))

    def drop_part(self, part: ProtectedPart) -> None:
        """See CompartmentBook."""
        self._sql("DELETE FROM protected_part WHERE strm = ? AND seq = ? AND part = ?", self._place(part))

    def _place(self, part: ProtectedPart) -> tuple[int, int, int]:
        return self._ref(part.stream), part.seq, part.part

    def leave_grant(self, grant: ClosedGrant) -> None:
        """See CompartmentBook."""
        self._sql("INSERT OR IGNORE INTO closed_grant(strm, seq, at, content) VALUES (?,?,?,?)",
                  (self._ref(grant.stream), *grant[1:]))

    def grants(self, limit: int) -> list[ClosedGrant]:
        """See CompartmentBook."""
        rows = self._sql("SELECT s.sid, g.seq, g.at, g.content FROM closed_grant g JOIN strm s ON s.id = g.strm"
                         " WHERE g.tried = 0 ORDER BY s.sid, g.seq, g.at LIMIT ?", (limit,)).all()
        return [ClosedGrant(*row) for row in rows]

    def grants_are_tried(self, grants: Iterable[ClosedGrant]) -> None:
        """See CompartmentBook."""
        for grant in grants:
            self._sql("UPDATE closed_grant SET tried = 1 WHERE strm = ? AND seq = ? AND at = ?",
                      (self._ref(grant.stream), grant.seq, grant.at))

    def try_grants_again(self) -> None:
        """See CompartmentBook."""
        self._sql("UPDATE closed_grant SET tried = 0")

    # -- snapshots -------------------------------------------------------------------------

    def cases_asked(self, etype: int, asked: int, answered: int) -> list[bytes]:
        """See CompartmentBook."""
        if self._vault is None:
            return []
        rows = self._vault.sql(
            "SELECT DISTINCT c.id, c.cid FROM ent e JOIN cas c ON c.id = e.cas WHERE e.etype = ?"
            " AND EXISTS (SELECT 1 FROM reg r WHERE r.ent = e.id AND r.fld = ?)"
            " AND NOT EXISTS (SELECT 1 FROM reg r WHERE r.ent = e.id AND r.fld = ?) ORDER BY c.id",
            (etype, asked, answered)).all()
        return [bytes(case) for _place, case in rows]

    def writers(self) -> dict[bytes, frozenset[bytes]]:
        """See CompartmentBook."""
        return {} if self._vault is None else self._vault.states.writers()

    def state_of(self, case: bytes) -> CaseState:
        """See CompartmentBook."""
        return CaseState() if self._vault is None else self._vault.states.state_of(case)

    def join_state(
        self, case: bytes, state: CaseState, ops: Sequence[Op], standing: frozenset[Place] = NOWHERE
    ) -> bool:
        """See CompartmentBook."""
        if self._vault is None:
            return False
        is_new = self._vault.states.join(case, state, standing)
        self._vault.take_grants(ops, case, is_own=False)
        return is_new

    def attached(self) -> list[AttachedRow]:
        """See CompartmentBook."""
        return [] if self._vault is None else attached(self._vault.sql)

    def drop_older_sections(self, stream: bytes, k: int) -> None:
        """See CompartmentBook."""
        for table in ("protected_part", "closed_grant"):
            self._sql(f"DELETE FROM {table} WHERE strm = ? AND seq >= ? AND seq < ?",  # noqa: S608 - our own names
                      (self._ref(stream), SECTIONS, SECTIONS + k))

    # -- orders ----------------------------------------------------------------------------

    def put_order(self, order: Order) -> None:
        """See CompartmentBook."""
        self._sql("INSERT OR IGNORE INTO purge_order(mark, level, strm, n, upto, comp, epoch, hlc, approval,"
                  " key_mark, after) VALUES (?,?,?,?,?,?,?,?,?,?,?)", (*order[:2], self._ref(order.stream), *order[3:]))

    def orders(self) -> list[Order]:
        """See CompartmentBook."""
        rows = self._sql("SELECT o.mark, o.level, s.sid, o.n, o.upto, o.comp, o.epoch, o.hlc, o.approval, o.key_mark,"
                         " o.after"
                         " FROM purge_order o"
                         " JOIN strm s ON s.id = o.strm ORDER BY o.hlc, s.sid, o.n").all()
        return [Order(*row) for row in rows]

    def put_done(self, mark: bytes, level: int, stream: bytes, ms: int) -> None:
        """See CompartmentBook."""
        self._sql("INSERT OR IGNORE INTO purge_done(mark, level, strm, ms) VALUES (?,?,?,?)",
                  (mark, level, self._ref(stream), ms))

    def done(self, mark: bytes) -> list[tuple[int, bytes, int]]:
        """See CompartmentBook."""
        rows = self._sql("SELECT d.level, s.sid, d.ms FROM purge_done d JOIN strm s ON s.id = d.strm WHERE d.mark = ?"
                         " ORDER BY d.ms", (mark,)).all()
        return [(int(level), bytes(sid), int(ms)) for level, sid, ms in rows]


class Vaulted:
    """Keys and readers as they lie in the open vault."""

    def __init__(
        self, connection: Connection, registers: Registers, touched: Callable[[bytes], object] = lambda case: None
    ) -> None:
        self.sql = connection.exec_driver_sql
        self.connection = connection
        self._registers, self._touched = registers, touched
        self.states = ProtectedStates(connection, registers, touched)

    def put_key(self, key: CompartmentKey) -> bool:
        """Keep a key; the newest epoch of a compartment that somebody entitled made is written under from now on.

        Of two made apart the one with the smaller id, or the smaller key: every reader then writes in the same one.
        Two people who hear of the same reason make another epoch of one compartment apart: both keys are kept.
        """
        place = self._registers.case_ref(key.case)
        known = self.sql("SELECT may_write FROM comp_key WHERE cas = ? AND comp = ? AND epoch = ? AND key = ?",
                         (place, *key[1:4])).first()
        if known is None or (key.may_write and not known[0]):
            self.sql("INSERT OR REPLACE INTO comp_key(cas, comp, epoch, key, may_write, fresh) VALUES (?,?,?,?,?,1)",
                     (place, key.comp, key.epoch, key.key, int(key.may_write)))
            self._choose(place)
        return known is None

    def _choose(self, place: int) -> None:
        row = self.sql("SELECT comp, epoch, key FROM comp_key WHERE cas = ? AND may_write = 1"
                       " ORDER BY epoch DESC, comp, key LIMIT 1", (place,)).first()
        if row is not None:
            self.sql("UPDATE cas SET comp = ?, epoch = ?, key = ? WHERE id = ?", (*row, place))

    def leave_out(self, case: bytes, places: Collection[tuple[bytes, FieldKey]]) -> None:
        """See CompartmentBook."""
        place = self._registers.known_case(case)
        if place is not None:
            self._registers.leave_out(place, places)
            self._touched(case)

    def drop_keys(self, case: bytes, comps: Collection[bytes]) -> None:
        """See CompartmentBook."""
        place = self._registers.known_case(case)
        for comp in comps if place is not None else ():
            self.sql("DELETE FROM reader WHERE comp = ?", (comp,))
            self.sql("DELETE FROM comp_key WHERE cas = ? AND comp = ?", (place, comp))
            self.sql("UPDATE cas SET comp = NULL, epoch = 1, key = NULL WHERE id = ? AND comp = ?", (place, comp))
        if place is not None:
            self._choose(place)

    def keys(self, case: bytes | None, *, fresh: bool = False) -> list[CompartmentKey]:
        """See CompartmentBook."""
        rows = self.sql("SELECT c.cid, k.comp, k.epoch, k.key, k.may_write FROM comp_key k JOIN cas c ON c.id = k.cas"
                        " WHERE (? IS NULL OR c.cid = ?) AND k.fresh >= ? ORDER BY k.epoch, k.comp, k.key DESC",
                        (case, case, int(fresh))).all()
        return [CompartmentKey(bytes(cid), bytes(comp), int(epoch), bytes(key), bool(may))
                for cid, comp, epoch, key, may in rows]

    def named(self) -> dict[bytes, frozenset[bytes]]:
        """Case → people named for it. Named here and taken off there at once is not named."""
        rows = self.sql("SELECT c.cid, r.val FROM ent e JOIN reg r ON r.ent = e.id JOIN cas c ON c.id = e.cas"
                        " WHERE e.etype = ? AND r.fld = ?", (wire.READER, wire.NAMED)).all()
        told = [(bytes(cid), *msgspec.msgpack.decode(value, type=tuple[bytes, bool])) for cid, value in rows]
        off = {(case, user) for case, user, holds in told if not holds}
        found: dict[bytes, set[bytes]] = {}
        for case, user, _holds in told:
            if (case, user) not in off:
                found.setdefault(case, set()).add(user)
        return {case: frozenset(users) for case, users in found.items()}

    def put_former_key(self, case: bytes, epoch: int, key: bytes) -> None:
        """See CompartmentBook."""
        self.sql("INSERT OR REPLACE INTO former_key(cas, epoch, key) VALUES (?,?,?)",
                 (self._registers.case_ref(case), epoch, key))

    def take_grants(self, ops: Iterable[Op], case: bytes, *, is_own: bool) -> None:
        """What a protected change says about keys: to whom one was given, and the key the case had before.

        A key that somebody else made is not written under for being named here: it comes as a wrapped grant, and
        who may make one is asked there.
        """
        for op in ops:
            if op.kind == wire.OP_GRANT and op.field == wire.GRANT_READERS:
                given = CompartmentKey(case, *msgspec.msgpack.decode(op.value, type=_Given)[:3])
                if is_own:
                    self.put_key(given)
                elif not self._holds(given):
                    continue
                self.sql("INSERT OR IGNORE INTO reader(comp, epoch, key, who) VALUES (?,?,?,?)",
                         [(*given[1:4], who) for who in msgspec.msgpack.decode(op.value, type=_Given)[3]])
            elif op.kind == wire.OP_GRANT and op.field == wire.GRANT_SHARES:
                for comp, epoch, key in Glass(self.connection).take_shares(op.value):
                    self.put_key(CompartmentKey(case, comp, epoch, key, may_write=False))
            elif op.kind == wire.OP_GRANT and op.field == wire.GRANT_FORMER and not (
                    Glass(self.connection).is_open(case)):
                self.put_former_key(case, *msgspec.msgpack.decode(op.value, type=tuple[int, bytes]))

    def _holds(self, key: CompartmentKey) -> bool:
        return self.sql("SELECT 1 FROM comp_key WHERE comp = ? AND epoch = ? AND key = ?", key[1:4]).first() is not None

    def forget(self, case: bytes) -> None:
        """The keys of a case that is no longer for this profile."""
        place = self._registers.known_case(case)
        if place is not None:
            Glass(self.connection).forget(place)
            self.sql("DELETE FROM reader WHERE comp IN (SELECT comp FROM comp_key WHERE cas = ?)", (place,))
            self.sql("DELETE FROM comp_key WHERE cas = ?", (place,))
            self.sql("DELETE FROM former_key WHERE cas = ?", (place,))
