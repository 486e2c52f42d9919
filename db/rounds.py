# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far streams were sent and read, what waits for the relay, and what went wrong; see assist.roundbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from assist.changesets import Changeset, decode
from assist.domain import wire
from assist.roundbook import Applied, ClosedPart, HeldKey, Sent, Trouble, Waiting
from assist.rows import EMPTIED, READABLE, LogRow
from db.compartments import Compartments
from db.erasures import Erasures
from db.log import Log
from db.meetings import Meetings
from db.parting import set_aside
from db.quick import quick
from db.registers import Registers
from db.snapshots import Snapshots

_PUT_FAR = "INSERT OR REPLACE INTO {table}(strm, seq, head, n, ms) VALUES (?,?,?,?,?)"


class Rounds(Meetings, Snapshots):
    """See assist.roundbook.RoundBook."""

    def __init__(
        self, connection: Connection, registers: Registers, log: Log, touched: Callable[[bytes], object]
    ) -> None:
        Meetings.__init__(self, connection, registers)
        Snapshots.__init__(self, connection, registers, touched)
        self._connection, self._sql = connection, quick(connection)
        self._registers, self._log, self._touched = registers, log, touched
        self.protected = Compartments(connection, registers, None)
        self.erasures = Erasures(connection, registers, None)

    # -- sending -----------------------------------------------------------------------

    def sent(self, stream: bytes) -> Sent:
        """See RoundBook."""
        row = self._sql("SELECT seq, head, n, ms FROM sent WHERE strm = ?",
                        (self._registers.stream_ref(stream),)).first()
        return Sent() if row is None else Sent(*row)

    def put_sent(self, stream: bytes, sent: Sent) -> None:
        """See RoundBook."""
        self._sql(_PUT_FAR.format(table="sent"), (self._registers.stream_ref(stream), *sent))

    def put_out(self, name: str, content: bytes) -> None:
        """See RoundBook."""
        self._sql("INSERT INTO outbox(name, blob) VALUES (?,?)", (name, content))

    def waiting(self) -> list[Waiting]:
        """See RoundBook."""
        rows = self._sql("SELECT seq, name, blob FROM outbox WHERE in_relay = 0 ORDER BY seq").all()
        return [Waiting(*row) for row in rows]

    def is_out(self, ref: int) -> None:
        """See RoundBook."""
        self._sql("UPDATE outbox SET in_relay = 1 WHERE seq = ?", (ref,))

    def team_keys(self, team: bytes) -> list[tuple[int, bytes]]:
        """See RoundBook."""
        rows = self._sql("SELECT epoch, key FROM team_key WHERE team = ? ORDER BY epoch", (team,)).all()
        return [(int(epoch), key) for epoch, key in rows]

    def audit_head(self) -> tuple[int, bytes]:
        """See RoundBook."""
        return self._log.audit_head()

    def case_keys(self, begins: int = -1) -> list[HeldKey]:
        """See RoundBook."""
        head = bytes([begins]) if begins >= 0 else b""
        where = "" if begins < 0 else " AND cid >= ? AND cid <= ?"
        rows = self._sql(
            f"SELECT cid, epoch, key, key_sent FROM cas WHERE key IS NOT NULL{where} ORDER BY id",  # noqa: S608
            () if begins < 0 else (head, head + b"\xff" * 16)).all()
        return [HeldKey(case, epoch, key, bool(sent)) for case, epoch, key, sent in rows]

    def key_is_sent(self, case: bytes) -> None:
        """See RoundBook."""
        self._sql("UPDATE cas SET key_sent = 1 WHERE cid = ?", (case,))

    def on_hold(self) -> frozenset[bytes]:
        """See RoundBook."""
        rows = self._sql("SELECT c.cid FROM p_case p JOIN cas c ON c.id = p.id WHERE p.hold = 1").all()
        return frozenset(row[0] for row in rows)

    def withhold(self, stream: bytes, n: int, case: bytes) -> None:
        """See RoundBook."""
        self._sql("INSERT OR IGNORE INTO withheld(strm, n, cas) VALUES (?,?,?)",
                  (self._registers.stream_ref(stream), n, self._registers.case_ref(case)))

    def withheld(self, stream: bytes) -> list[tuple[int, bytes]]:
        """See RoundBook."""
        rows = self._sql("SELECT w.n, c.cid FROM withheld w LEFT JOIN cas c ON c.id = w.cas WHERE w.strm = ?"
                         " ORDER BY w.n", (self._registers.stream_ref(stream),)).all()
        return [(int(n), case or b"") for n, case in rows]

    def let_go(self, stream: bytes, n: int) -> None:
        """See RoundBook."""
        self._sql("DELETE FROM withheld WHERE strm = ? AND n = ?", (self._registers.stream_ref(stream), n))

    def drop_entries(self, first: int) -> None:
        """See RoundBook."""
        self._sql("DELETE FROM roster WHERE n >= ?", (first,))

    # -- reading -----------------------------------------------------------------------

    def differs(self, stream: bytes, changes: Sequence[tuple[int, bytes]]) -> bool:
        """See RoundBook."""
        told = dict(changes)
        held = self._sql("SELECT n, hash FROM chg WHERE strm = ? AND n BETWEEN ? AND ?", (
            self._registers.stream_ref(stream), min(told, default=0), max(told, default=0))).all()
        return any(told.get(int(n), digest) != digest for n, digest in held)

    def part_from(self, stream: bytes, n: int) -> None:
        """See RoundBook."""
        at = (self._registers.stream_ref(stream), n)
        cases = self._sql("SELECT DISTINCT k.id, k.cid FROM chg c JOIN cas k ON k.id = c.cas"
                          " WHERE c.strm = ? AND c.n > ?", at).all()
        self._sql("UPDATE cas SET key_sent = 0 WHERE id IN (SELECT cas FROM chg WHERE strm = ? AND n > ?)", at)
        for table in ("reg", "killed", "parked", "hole", "covered", "withheld"):
            self._sql(f"DELETE FROM {table} WHERE strm = ? AND n > ?", at)  # noqa: S608 - our own words
        rows = self._sql("SELECT n FROM chg WHERE strm = ? AND n > ?", at).all()
        set_aside(self._connection, self._registers, [(stream, int(row[0])) for row in rows])
        self._sql("UPDATE cursor_ SET n = ? WHERE strm = ? AND n > ?", (n, *at))
        self._holes = None
        for place, case in cases:
            self._kill_again(bytes(case), stream, n)
            self._registers.read_anew(int(place))
            self._touched(bytes(case))

    def _kill_again(self, case: bytes, stream: bytes, n: int) -> None:
        """What others replaced under those numbers is the other laptop's, and stays replaced when it comes."""
        for row in self._log.rows_of_case(case):
            for op in decode(row.body).ops if row.kind == READABLE else ():
                for dot in op.supersedes if op.kind in wire.REGISTER_OPS else ():
                    if dot[0] == stream and dot[1] > n:
                        self._sql("INSERT OR IGNORE INTO killed(strm, n, i, ent, fld)"
                                  " SELECT ?, ?, ?, id, ? FROM ent WHERE eid = ?",
                                  (self._registers.stream_ref(stream), dot[1], dot[2],
                                   self._registers.field_ref(op.field), op.entity))

    def is_empty_place(self, stream: bytes, n: int, digest: bytes) -> bool:
        """See RoundBook."""
        return self._sql("SELECT 1 FROM chg WHERE strm = ? AND n = ? AND kind = ? AND hash = ?",
                         (self._registers.stream_ref(stream), n, EMPTIED, digest)).first() is not None

    def applied(self) -> dict[bytes, Applied]:
        """See RoundBook."""
        rows = self._sql(
            "SELECT s.sid, a.seq, a.head, a.n, a.ms FROM applied a JOIN strm s ON s.id = a.strm ORDER BY s.sid").all()
        return {row[0]: Applied(*row) for row in rows}

    def put_applied(self, applied: Applied) -> None:
        """See RoundBook."""
        self._sql(_PUT_FAR.format(table="applied"), (self._registers.stream_ref(applied.stream), *applied[1:]))

    def heard(self, via: bytes, stream: bytes, seq: int, head: bytes) -> None:
        """See RoundBook."""
        ref = self._registers.stream_ref
        self._sql("INSERT OR REPLACE INTO heard(via, strm, seq, head) VALUES (?,?,?,?)",
                  (ref(via), ref(stream), seq, head))

    def all_heard(self) -> list[tuple[bytes, bytes, int, bytes]]:
        """See RoundBook."""
        rows = self._sql(
            "SELECT v.sid, s.sid, h.seq, h.head FROM heard h JOIN strm v ON v.id = h.via JOIN strm s ON s.id = h.strm"
            " ORDER BY v.sid, s.sid").all()
        return [(via, stream, int(seq), head) for via, stream, seq, head in rows]

    def take(self, changeset: Changeset, row: LogRow) -> None:
        """See RoundBook."""
        was_kept_back = self._append(row)
        self._registers.apply(changeset, changeset.comp, late=was_kept_back)
        if was_kept_back:
            self._registers.gaps.forget(row.stream, row.n)
        self._touched(changeset.comp)

    def take_empty(self, row: LogRow) -> None:
        """See RoundBook."""
        self._append(row)

    def _append(self, row: LogRow) -> bool:
        """A part that was closed is read again: what is in the log already stays as it is, but for empty places.

        True when the row fills one: something newer of its case may have been read before it.
        """
        known = self._sql("SELECT kind FROM chg WHERE strm = ? AND n = ?",
                            (self._registers.stream_ref(row.stream), row.n)).first()
        if known is None:
            self._log.append(row)
            if row.kind == EMPTIED:
                self.put_holes({row.stream: {row.n}})
            elif row.n in self.holes().get(row.stream, ()):  # a snapshot had said that it might come late
                self.fill_hole(row.stream, row.n)
                return True
        elif known[0] == EMPTIED and row.body:  # its place came while it was kept back
            self._log.replace(row)
            self.fill_hole(row.stream, row.n)
            return True
        return False

    def leave_closed(self, part: ClosedPart) -> None:
        """See RoundBook."""
        self._sql("INSERT OR IGNORE INTO closed_part(strm, seq, part, key_id, content) VALUES (?,?,?,?,?)",
                  (self._registers.stream_ref(part.stream), *part[1:]))

    def closed(self) -> list[ClosedPart]:
        """See RoundBook."""
        rows = self._sql("SELECT s.sid, p.seq, p.part, p.key_id, p.content FROM closed_part p"
                         " JOIN strm s ON s.id = p.strm ORDER BY s.sid, p.seq, p.part").all()
        return [ClosedPart(*row) for row in rows]

    def opened(self, part: ClosedPart) -> None:
        """See RoundBook."""
        self._sql("DELETE FROM closed_part WHERE strm = ? AND seq = ? AND part = ?",
                  (self._registers.stream_ref(part.stream), part.seq, part.part))

    def put_trouble(self, kind: str, stream: bytes, seq: int, ms: int) -> None:
        """See RoundBook."""
        self._sql("INSERT OR IGNORE INTO problem(kind, strm, seq, ms) VALUES (?,?,?,?)",
                  (kind, self._registers.stream_ref(stream), seq, ms))

    def end_trouble(self, stream: bytes, seq: int) -> None:
        """See RoundBook."""
        self._sql("DELETE FROM problem WHERE strm = ? AND seq = ?", (self._registers.stream_ref(stream), seq))

    def troubles(self) -> list[Trouble]:
        """See RoundBook."""
        rows = self._sql("SELECT p.kind, s.sid, p.seq, p.ms FROM problem p JOIN strm s ON s.id = p.strm"
                         " ORDER BY p.ms, s.sid, p.seq").all()
        return [Trouble(*row) for row in rows]
