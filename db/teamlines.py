# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that wait for somebody of the team, and how work is spread: written beside the other projections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from assist.teambook import LoadRow, TeamHit, TeamLine
from db.quick import Run

_GRAVE = 3
"""From the third band on: high, extreme."""

_LINES = (
    "SELECT c.cid, t.kind, t.ref, t.on_date FROM p_team t JOIN cas c ON c.id = t.cas"
    " WHERE t.kind IN ({marks}) AND t.on_date <= ? ORDER BY t.on_date, t.cas")

_COUNT = (
    "SELECT count(*) FROM p_team t JOIN p_case p ON p.id = t.cas"
    " WHERE t.kind IN ({marks}) AND t.on_date <= ? AND p.worker {sign} ?")

_LOADS = (
    "SELECT worker, count(*), sum(band_no >= ?), sum(stage = 'pause') FROM p_case"
    " WHERE is_open = 1 AND sleeping = 0 GROUP BY worker")
_DUES = (
    "SELECT p.worker, sum(d.due < ?), sum(d.due >= ?) FROM p_duty d JOIN p_case p ON p.id = d.cas"
    " WHERE d.due <= ? AND p.is_open = 1 AND p.sleeping = 0 GROUP BY p.worker")


def write(sql: Run, place: int, lines: Iterable[TeamLine]) -> None:
    """What waits in one case now, instead of what did; untouched where nothing changed."""
    before = [tuple(row) for row in sql("SELECT kind, ref, on_date FROM p_team WHERE cas = ?", (place,)).all()]
    wanted = [(each.kind, each.ref, each.on) for each in lines]
    if sorted(before) == sorted(wanted):
        return
    sql("DELETE FROM p_team WHERE cas = ?", (place,))
    if wanted:
        sql("INSERT OR IGNORE INTO p_team(cas, kind, ref, on_date) VALUES (?,?,?,?)",
            [(place, *values) for values in wanted])


def team_lines(connections: Sequence[Connection], kinds: Collection[str], until: str) -> list[TeamHit]:
    """See teambook.TeamLists."""
    statement = _LINES.format(marks=", ".join("?" * len(kinds)))
    hits = [TeamHit(bytes(cid), kind, ref, on) for connection in connections
            for cid, kind, ref, on in connection.exec_driver_sql(statement, (*kinds, until))]
    return sorted(hits, key=lambda hit: hit.on)


def team_count(
    connections: Sequence[Connection], kinds: Collection[str], until: str, worker: bytes, *, own: bool
) -> int:
    """See teambook.TeamLists."""
    statement = _COUNT.format(marks=", ".join("?" * len(kinds)), sign="IS" if own else "IS NOT")
    return sum(int(connection.exec_driver_sql(statement, (*kinds, until, worker)).scalar() or 0)
               for connection in connections)


def loads(connections: Sequence[Connection], today: str, until: str) -> list[LoadRow]:
    """See teambook.TeamLists."""
    found: dict[bytes | None, list[int]] = {}
    for connection in connections:
        for worker, *counts in connection.exec_driver_sql(_LOADS, (_GRAVE,)):
            _add(found, worker, [*counts, 0, 0])
        for worker, *counts in connection.exec_driver_sql(_DUES, (today, today, until)):
            _add(found, worker, [0, 0, 0, *counts])
    return [LoadRow(worker, *counts) for worker, counts in found.items()]


def _add(found: dict[bytes | None, list[int]], worker: bytes | None, counts: Sequence[int]) -> None:
    whose = bytes(worker) if worker else None
    found[whose] = [held + more for held, more in zip(found.get(whose, [0] * len(counts)), counts, strict=True)]
