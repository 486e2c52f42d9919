# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions that change nothing, to one database or to both."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from assist.domain import wire
from assist.rows import DueHit, RegRow, TextHit
from assist.teambook import LoadRow, TeamHit
from assist.views import CaseKey, CaseQuery, CaseRow
from db import queries, teamlines
from db.registers import Registers

_CASES = ("e.eid = c.cid", f"e.cas = c.id AND e.etype = {wire.CASE}")
"""How the entity of a case itself is found: in the vault it is a twin."""

_LISTED = f"SELECT c.cid FROM ent e JOIN cas c ON c.id = e.cas WHERE e.etype = {wire.LISTED}"  # noqa: S608 - a number


class Reading:
    """Questions to one or two databases; the vault is the second while it is open."""

    def __init__(self, connections: Sequence[Connection], today: str) -> None:
        self._connections = connections
        self._today = today

    def case_keys(self, query: CaseQuery) -> list[CaseKey]:
        """See ports.Reader."""
        return queries.case_keys(self._connections, query)

    def case_list(self, keys: Sequence[CaseKey]) -> list[CaseRow]:
        """See ports.Reader."""
        return queries.case_list(self._connections, keys)

    def cases_named(self, cases: Sequence[bytes]) -> list[CaseRow]:
        """See ports.Reader."""
        return queries.cases_named(self._connections, cases)

    def find_cases(self, code: str, name_fold: str) -> list[CaseRow]:
        """See ports.Reader."""
        return queries.find_cases(self._connections, code, name_fold)

    def dues(self, until: str, limit: int, worker: bytes | None = None) -> list[DueHit]:
        """See diarybook.Diary."""
        return queries.dues(self._connections, until, limit, worker)

    def cases_on(self, first: str, last: str) -> list[bytes]:
        """See diarybook.Diary."""
        return queries.cases_on(self._connections, first, last)

    def cases_ahead(self, first: str, last: str, most: int, worker: bytes | None = None) -> list[bytes]:
        """See diarybook.Diary."""
        return queries.cases_ahead(self._connections, first, last, most, worker)

    def team_lines(self, kinds: Collection[str], until: str) -> list[TeamHit]:
        """See teambook.TeamLists."""
        return teamlines.team_lines(self._connections, kinds, until)

    def team_count(self, kinds: Collection[str], until: str, worker: bytes, *, own: bool) -> int:
        """See teambook.TeamLists."""
        return teamlines.team_count(self._connections, kinds, until, worker, own=own)

    def loads(self, today: str, until: str) -> list[LoadRow]:
        """See teambook.TeamLists."""
        return teamlines.loads(self._connections, today, until)

    def find_text(self, words: str, author: bytes | None, level: int) -> list[TextHit]:
        """See ports.Reader."""
        return queries.find_text(self._connections, words, author, level)

    def differing(self) -> list[tuple[bytes, int]]:
        """See settlebook.Differing."""
        return [(case, number) for case, number in queries.differing(self._connections) if number > 0]

    def cases_with(self, field: int) -> list[bytes]:
        """See settlebook.Differing."""
        found: dict[bytes, None] = {}
        for connection, join in zip(self._connections, _CASES, strict=False):
            rows = connection.exec_driver_sql(
                f"SELECT DISTINCT c.cid FROM cas c JOIN ent e ON {join} JOIN reg r ON r.ent = e.id AND r.fld = ?",  # noqa: S608
                (field,))
            found |= {bytes(row[0]): None for row in rows}
        return list(found)

    def listed(self) -> list[bytes]:
        """See settlebook.Differing."""
        return [bytes(row[0]) for row in self._connections[0].exec_driver_sql(_LISTED)]

    def numbers(self) -> dict[str, int]:
        """See ports.Reader."""
        return queries.numbers(self._connections, self._today)

    def rows_of(self, case: bytes) -> list[RegRow]:
        """See ports.Reader."""
        return [
            row for place, connection in enumerate(self._connections)
            for row in Registers(connection, protected=place > 0).rows_of(case)
        ]

    def audit_of(self, case: bytes, limit: int) -> list[tuple[int, bytes]]:
        """See ports.Reader."""
        found = self._connections[0].exec_driver_sql(
            "SELECT n, body FROM audit WHERE instr(body, ?) > 0 ORDER BY n DESC LIMIT ?", (case, limit))
        return [(int(n), bytes(body)) for n, body in found]

    def audit_marked(self, head: bytes) -> list[tuple[int, bytes]]:
        """See ports.Reader."""
        found = self._connections[0].exec_driver_sql(
            "SELECT n, body FROM audit WHERE substr(body, 1, ?) = ? ORDER BY n DESC", (len(head), head))
        return [(int(n), bytes(body)) for n, body in found]

    def meta(self, key: str) -> bytes | None:
        """See ports.Reader."""
        row = self._connections[0].exec_driver_sql("SELECT v FROM meta WHERE k = ?", (key,)).first()
        return None if row is None else bytes(row[0])
