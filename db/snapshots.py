# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which snapshots were made, heard of and left closed, and the states of cases they hold; see assist.snapshotbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from assist.casestate import NO_HOLES, NOWHERE, CaseState, Holes, Place
from assist.rows import READABLE, AttachedRow
from assist.snapshotbook import ClosedSection, OwnSnapshot
from db.attached import attached
from db.casestates import CaseStates
from db.quick import quick
from db.registers import Registers


class Snapshots:
    """See assist.snapshotbook.SnapshotBook."""

    def __init__(self, connection: Connection, registers: Registers, touched: Callable[[bytes], object]) -> None:
        self._ask = quick(connection)
        self._at, self._note = registers, touched
        self._states = CaseStates(connection, registers)
        self._holes: dict[bytes, frozenset[int]] | None = None

    # -- states of cases -----------------------------------------------------------------

    def state_of(self, case: bytes) -> CaseState:
        """See SnapshotBook."""
        return self._states.of(case)

    def holes(self) -> dict[bytes, frozenset[int]]:
        """See SnapshotBook."""
        if self._holes is None:
            names, found = self._at.stream_names(), dict[bytes, set[int]]()
            for strm, n in self._ask("SELECT strm, n FROM hole").all():
                found.setdefault(names[strm], set()).add(n)
            self._holes = {stream: frozenset(some) for stream, some in found.items()}
        return self._holes

    def put_holes(self, holes: Holes) -> None:
        """See SnapshotBook."""
        rows = [(self._at.stream_ref(stream), n) for stream, some in holes.items() for n in some]
        if rows:
            self._ask("INSERT OR IGNORE INTO hole(strm, n) VALUES (?,?)", rows)
        self._holes = None

    def fill_hole(self, stream: bytes, n: int) -> None:
        """See SnapshotBook."""
        self._ask("DELETE FROM hole WHERE strm = ? AND n = ?", (self._at.stream_ref(stream), n))
        self._holes = None

    def join_state(
        self, case: bytes, state: CaseState, holes: Holes = NO_HOLES, *, standing: frozenset[Place] = NOWHERE
    ) -> bool:
        """See SnapshotBook."""
        is_new = self._states.join(case, state, self.holes(), holes, standing)
        if is_new:
            self._note(case)
        return is_new

    def attached(self) -> list[AttachedRow]:
        """See SnapshotBook."""
        return attached(self._ask)

    def read_parked(self) -> list[bytes]:
        """See SnapshotBook."""
        cases = self._at.read_parked()
        for case in cases:
            self._note(case)
        return cases

    def cases_written(self, stream: bytes) -> list[bytes]:
        """See SnapshotBook."""
        rows = self._ask("SELECT c.cid FROM cursor_ u JOIN cas c ON c.id = u.cas WHERE u.strm = ? AND c.key IS NOT NULL"
                         " ORDER BY c.id", (self._at.stream_ref(stream),)).all()
        return [row[0] for row in rows]

    def unsent_cases(self, stream: bytes, after: int) -> frozenset[bytes]:
        """See SnapshotBook."""
        ref = self._at.stream_ref(stream)
        rows = self._ask(
            "SELECT k.cid FROM chg c JOIN cas k ON k.id = c.cas WHERE c.strm = ? AND c.n > ?"
            " UNION SELECT k.cid FROM withheld w JOIN cas k ON k.id = w.cas WHERE w.strm = ?", (ref, after, ref)).all()
        return frozenset(row[0] for row in rows)

    def words_to_all(self, stream: bytes, upto: int) -> list[int]:
        """See SnapshotBook."""
        rows = self._ask("SELECT n FROM chg WHERE strm = ? AND n <= ? AND kind = ? AND cas IS NULL ORDER BY n",
                         (self._at.stream_ref(stream), upto, READABLE)).all()
        return [int(row[0]) for row in rows]

    # -- own snapshots -------------------------------------------------------------------

    def own_snapshot(self, stream: bytes) -> OwnSnapshot | None:
        """See SnapshotBook."""
        row = self._ask("SELECT k, seq, n, ms, names, cleared FROM own_snapshot WHERE strm = ?",
                        (self._at.stream_ref(stream),)).first()
        return None if row is None else OwnSnapshot(
            row[0], row[1], row[2], row[3], tuple(row[4].split()), frozenset(row[5].split()))

    def put_own_snapshot(self, stream: bytes, made: OwnSnapshot) -> None:
        """See SnapshotBook."""
        self._ask("INSERT OR REPLACE INTO own_snapshot(strm, k, seq, n, ms, names, cleared) VALUES (?,?,?,?,?,?,?)",
                  (self._at.stream_ref(stream), made.k, made.seq, made.n, made.ms, " ".join(made.names),
                   " ".join(sorted(made.cleared))))

    def forget_objects(self, objects: Sequence[str]) -> None:
        """See SnapshotBook."""
        names = [(name,) for name in objects]
        if names:
            self._ask("DELETE FROM outbox WHERE name = ?", names)
            self._ask("DELETE FROM in_place WHERE name = ?", names)

    # -- colleagues' ---------------------------------------------------------------------

    def heard_snapshot(self, via: bytes, stream: bytes, k: int) -> None:
        """See SnapshotBook."""
        self._ask("INSERT OR REPLACE INTO snapshot_heard(via, strm, k) VALUES (?,?,?)",
                  (self._at.stream_ref(via), self._at.stream_ref(stream), k))

    def snapshots_heard(self) -> list[tuple[bytes, bytes, int]]:
        """See SnapshotBook."""
        rows = self._ask("SELECT v.sid, s.sid, h.k FROM snapshot_heard h JOIN strm v ON v.id = h.via"
                         " JOIN strm s ON s.id = h.strm ORDER BY v.sid, s.sid").all()
        return [(via, stream, int(k)) for via, stream, k in rows]

    def keep_sections(self, sections: Sequence[ClosedSection]) -> None:
        """See SnapshotBook."""
        for stream, k in {(each.stream, each.k) for each in sections}:
            self._ask("DELETE FROM closed_section WHERE strm = ? AND k < ?", (self._at.stream_ref(stream), k))
        for each in sections:
            self._ask("INSERT OR IGNORE INTO closed_section(strm, k, part, at, key_id, content) VALUES (?,?,?,?,?,?)",
                      (self._at.stream_ref(each.stream), *each[1:]))

    def closed_sections(self) -> list[ClosedSection]:
        """See SnapshotBook."""
        rows = self._ask("SELECT s.sid, c.k, c.part, c.at, c.key_id, c.content FROM closed_section c"
                         " JOIN strm s ON s.id = c.strm ORDER BY s.sid, c.k, c.part, c.at").all()
        return [ClosedSection(*row) for row in rows]

    def section_opened(self, section: ClosedSection) -> None:
        """See SnapshotBook."""
        self._ask("DELETE FROM closed_section WHERE strm = ? AND k = ? AND part = ? AND at = ?",
                  (self._at.stream_ref(section.stream), section.k, section.part, section.at))
