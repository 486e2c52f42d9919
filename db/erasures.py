# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders to erase a case, how far each is, and who said that it is done; see assist.erasurebook."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from assist.compartmentbook import ClosedGrant
from assist.domain import wire
from assist.erasurebook import ERASED, GONE, HEARD, REWRITTEN, Confirmation, ErasureOrder, ErasureState, ExpectedPart
from assist.rows import LogRow
from db.log import Log
from db.quick import Run, quick
from db.registers import Registers

_ORDERS = "SELECT o.ref, o.mark, s.sid, o.n, o.value, o.ms FROM erase_order o JOIN strm s ON s.id = o.strm"


class Erasures:
    """See ErasureBook. ``vault`` is None while it is shut."""

    def __init__(self, connection: Connection, registers: Registers, vault: Connection | None) -> None:
        self._connection, self._sql = connection, quick(connection)
        self._registers = registers
        self._vault = vault

    def put_order(self, order: ErasureOrder) -> None:
        """See ErasureBook."""
        self._sql("INSERT OR IGNORE INTO erase_order(ref, mark, strm, n, value, ms) VALUES (?,?,?,?,?,?)",
                  (order.ref, order.mark, self._registers.stream_ref(order.stream), *order[3:]))

    def orders(self) -> list[ErasureOrder]:
        """See ErasureBook."""
        rows = self._sql(f"{_ORDERS} ORDER BY o.ms, o.ref, s.sid, o.n").all()
        return [ErasureOrder(*row) for row in rows]

    def unfinished(self, own: bytes) -> list[ErasureOrder]:
        """See ErasureBook."""
        rows = self._sql(
            f"{_ORDERS} WHERE NOT EXISTS (SELECT 1 FROM erase_state e JOIN erase_done d ON d.ref = e.ref"  # noqa: S608
            " WHERE e.ref = o.ref AND e.state = ? AND length(e.mark) > 0 AND d.strm = ? AND d.stage = ?)"
            " ORDER BY o.ms, o.ref, s.sid, o.n", (GONE, self._registers.stream_ref(own), REWRITTEN)).all()
        return [ErasureOrder(*row) for row in rows]

    def state(self, ref: bytes) -> ErasureState:
        """See ErasureBook."""
        row = self._sql("SELECT state, ms, counts, own_n, own_protected_n FROM erase_state WHERE ref = ?",
                        (ref,)).first()
        return ErasureState() if row is None else ErasureState(*row)

    def put_state(self, ref: bytes, mark: bytes, state: ErasureState) -> None:
        """See ErasureBook."""
        self._sql("INSERT OR REPLACE INTO erase_state(ref, mark, state, ms, counts, own_n, own_protected_n)"
                  " VALUES (?,?,?,?,?,?,?)",
                  (ref, mark, *state))

    def gone_marks(self) -> frozenset[bytes]:
        """See ErasureBook."""
        rows = self._sql("SELECT mark FROM erase_state WHERE state > ?", (HEARD,))
        return frozenset(bytes(row[0]) for row in rows)

    def to_rewrite(self, own: bytes, *, protected: bool = False) -> list[int]:
        """See ErasureBook."""
        rows = self._sql(
            "SELECT e.ms FROM erase_state e WHERE CASE ? WHEN 1 THEN e.own_protected_n ELSE e.own_n END > 0"
            " AND NOT EXISTS (SELECT 1 FROM erase_done d WHERE d.ref = e.ref AND d.strm = ? AND d.stage = ?)"
            " ORDER BY e.ms", (int(protected), self._registers.stream_ref(own), REWRITTEN))
        return [int(row[0]) for row in rows]

    def confirm(self, ref: bytes, stage: int, stream: bytes, ms: int) -> None:
        """See ErasureBook."""
        self._sql("INSERT OR IGNORE INTO erase_done(ref, stage, strm, ms) VALUES (?,?,?,?)",
                  (ref, stage, self._registers.stream_ref(stream), ms))

    def confirmations(self, ref: bytes) -> list[Confirmation]:
        """See ErasureBook."""
        rows = self._sql("SELECT d.stage, s.sid, d.ms FROM erase_done d JOIN strm s ON s.id = d.strm WHERE d.ref = ?"
                         " ORDER BY d.ms, s.sid, d.stage", (ref,)).all()
        return [Confirmation(*row) for row in rows]

    def expect(self, parts: Iterable[ExpectedPart]) -> None:
        """See ErasureBook."""
        rows = [(self._registers.stream_ref(each.stream), each.seq, each.key_id) for each in parts]
        if rows:
            self._sql("INSERT OR IGNORE INTO erase_part(strm, seq, key_id) VALUES (?,?,?)", rows)

    def is_expected(self, stream: bytes, seq: int, key_id: bytes) -> bool:
        """See ErasureBook."""
        return self._sql("SELECT 1 FROM erase_part WHERE strm = ? AND seq = ? AND key_id = ?",
                         (self._registers.stream_ref(stream), seq, key_id)).first() is not None

    def expecting(self) -> list[bytes]:
        """See ErasureBook."""
        rows = self._sql("SELECT s.sid FROM strm s WHERE EXISTS (SELECT 1 FROM erase_part p WHERE p.strm = s.id)"
                         " ORDER BY s.id")
        return [bytes(row[0]) for row in rows]

    def stop_expecting(self, stream: bytes) -> None:
        """See ErasureBook."""
        self._sql("DELETE FROM erase_part WHERE strm = ?", (self._registers.stream_ref(stream),))

    def has_confirmed_all(self, stream: bytes) -> bool:
        """See ErasureBook."""
        return self._sql(
            "SELECT 1 FROM erase_state e WHERE e.state > ? AND NOT EXISTS (SELECT 1 FROM erase_done d"
            " WHERE d.ref = e.ref AND d.stage = ? AND d.strm = ?)",
            (HEARD, ERASED, self._registers.stream_ref(stream))).first() is None

    def forget_left(self, case: bytes) -> None:
        """See ErasureBook."""
        place = self._registers.known_case(case)
        if place is not None:
            self._sql("DELETE FROM withheld WHERE cas = ?", (place,))

    def all_grants(self) -> list[ClosedGrant]:
        """See ErasureBook."""
        rows = self._sql("SELECT s.sid, g.seq, g.at, g.content FROM closed_grant g JOIN strm s ON s.id = g.strm"
                         " ORDER BY s.sid, g.seq, g.at").all()
        return [ClosedGrant(*row) for row in rows]

    def drop_grant(self, grant: ClosedGrant) -> None:
        """See ErasureBook."""
        self._sql("DELETE FROM closed_grant WHERE strm = ? AND seq = ? AND at = ?",
                  (self._registers.stream_ref(grant.stream), grant.seq, grant.at))

    def cases_due(self, rule: str, until: str) -> list[tuple[bytes, str]]:
        """See ErasureBook."""
        found: dict[bytes, str] = {}
        runs: list[Run] = [self._sql] if self._vault is None else [self._sql, quick(self._vault)]
        for sql in runs:
            for case, due in sql("SELECT c.cid, d.due FROM p_duty d JOIN cas c ON c.id = d.cas"
                                 " WHERE d.due <= ? AND d.rule = ?", (until, rule)):
                found.setdefault(bytes(case), str(due))
        return sorted(found.items(), key=lambda each: (each[1], each[0]))

    def asked_behind(self) -> list[bytes]:
        """See ErasureBook."""
        if self._vault is None:
            return []
        rows = self._vault.exec_driver_sql(
            "SELECT DISTINCT c.cid FROM ent e JOIN cas c ON c.id = e.cas WHERE e.etype = ? AND EXISTS"
            " (SELECT 1 FROM reg r WHERE r.ent = e.id AND r.fld = ?)", (wire.REQUEST, wire.ERASURE))
        return [bytes(row[0]) for row in rows]

    def unmarked_rows(self) -> list[LogRow]:
        """See ErasureBook."""
        places = self._sql("SELECT s.sid, c.n FROM chg c JOIN strm s ON s.id = c.strm WHERE c.kind = 1"
                           " AND c.tag IS NULL ORDER BY c.id").all()
        log = Log(self._connection, self._registers)
        return [row for sid, n in places for row in log.rows(bytes(sid), n - 1, 1)]

    def has_sealed(self) -> bool:
        """See ErasureBook."""
        return self._sql("SELECT 1 FROM chg WHERE kind = 1 LIMIT 1").first() is not None

    def forget_shares(self, comps: Iterable[bytes]) -> None:
        """See ErasureBook."""
        if self._vault is not None:
            for comp in comps:
                for table in ("glass_share", "glass_given"):
                    self._vault.exec_driver_sql(f"DELETE FROM {table} WHERE comp = ?", (comp,))  # noqa: S608 - our names
                self._vault.exec_driver_sql("DELETE FROM meta WHERE k = ?", (f"glass/{comp.hex()}",))

    def put_gone_case(self, case: bytes, ms: int) -> None:
        """See ErasureBook."""
        if self._vault is not None:
            self._vault.exec_driver_sql("INSERT OR IGNORE INTO gone_case(cid, ms) VALUES (?,?)", (case, ms))

    def gone_cases(self) -> frozenset[bytes]:
        """See ErasureBook."""
        if self._vault is None:
            return frozenset()
        return frozenset(bytes(row[0]) for row in self._vault.exec_driver_sql("SELECT cid FROM gone_case"))
