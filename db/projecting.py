# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registers → the narrow tables that lists, search and duties are read from; rebuildable at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from operator import attrgetter

from sqlalchemy import Connection

from assist.ports import Projector
from assist.rows import CaseFields, CaseProjection, DiaryFields, DutyFields, TextFields
from db import teamlines
from db.quick import quick
from db.registers import Registers

_CASE_COLUMNS = tuple(item.name for item in fields(CaseFields))
_values = attrgetter(*_CASE_COLUMNS)
_PUT_CASE = f"INSERT INTO p_case(id, {', '.join(_CASE_COLUMNS)}) VALUES (?{', ?' * len(_CASE_COLUMNS)})"  # noqa: S608
_CASE_NOW = f"SELECT {', '.join(_CASE_COLUMNS)} FROM p_case WHERE id = ?"  # noqa: S608 - our own names
_TABLES = ("p_case", "p_duty", "p_record", "p_text", "p_diary", "p_team", "p_differ")


NOTHING_ALONE: Mapping[bytes, frozenset[bytes]] = {}


def _among(whose: frozenset[bytes] | None, column: str) -> tuple[str, tuple[bytes, ...]]:
    """The end of a condition that keeps to these entities, and its values."""
    if whose is None:
        return "", ()
    marks = ", ".join("?" * len(whose))
    return f" AND {column} IN (SELECT id FROM ent WHERE eid IN ({marks}))", tuple(whose)  # noqa: S608 - our own marks


class Projections:
    """Writes what the projector says of a case, touching only what differs."""

    def __init__(self, connection: Connection, registers: Registers, projector: Projector) -> None:
        self._sql = quick(connection)
        self._registers = registers
        self._projector = projector
        self.added: Callable[[bytes, int], int] | None = None
        """What differences are counted beyond those of another database; None: they are counted alone."""

    def refresh(self, cases: Iterable[bytes], only: Mapping[bytes, frozenset[bytes]] = NOTHING_ALONE) -> None:
        """Make the projections of these cases again from their registers; ``only`` says of which entities alone."""
        for case in cases:
            place = self._registers.known_case(case)
            if place is not None:
                made = self._projector(case, self._registers.rows_of(case), only.get(case))
                self._write(place, made)
                self._write_differences(
                    place, made.differences if self.added is None else self.added(case, made.differences))

    def rebuild(self) -> None:
        """Forget all projections and make them again."""
        for table in _TABLES:
            self._sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self.refresh(self._registers.cases())

    def drift(self) -> list[str]:
        """Tables that making everything again would change. The caller leaves without committing."""
        before = self._content()
        self.rebuild()
        after = self._content()
        return [table for table in _TABLES if before[table] != after[table]]

    def _content(self) -> dict[str, list[tuple[object, ...]]]:
        columns = {
            "p_case": f"id, {', '.join(_CASE_COLUMNS)}", "p_duty": "cas, rule, due, record",
            "p_record": "id, cas, form, version, on_date, by_user, answered",
            "p_text": "cas, ent, form, level, author, on_date, body", "p_diary": "on_date, cas, record, at, waits",
            "p_team": "cas, kind, ref, on_date", "p_differ": "cas, n",
        }
        return {
            table: sorted((tuple(row) for row in self._sql(f"SELECT {names} FROM {table}")), key=repr)  # noqa: S608
            for table, names in columns.items()
        }

    def remove(self, place: int) -> None:
        """Take a case out of every list and index."""
        self._sql("DELETE FROM p_case WHERE id = ?", (place,))
        for table in _TABLES[1:]:
            self._sql(f"DELETE FROM {table} WHERE cas = ?", (place,))  # noqa: S608

    def _write(self, place: int, made: CaseProjection) -> None:
        if made.case is None:
            self._sql("DELETE FROM p_case WHERE id = ?", (place,))
        else:
            self._write_case(place, _values(made.case))
        self._write_duties(place, made.duties)
        self._write_records(place, made)
        self._write_texts(place, made)
        self._write_diary(place, made.diary)
        teamlines.write(self._sql, place, made.team)

    def _write_case(self, place: int, wanted: tuple[object, ...]) -> None:
        """A column that is set is written to its index as well, changed or not: only what changed is set."""
        before = self._sql(_CASE_NOW, (place,)).first()
        if before is None:
            self._sql(_PUT_CASE, (place, *wanted))
            return
        changed = [at for at, value in enumerate(wanted) if before[at] != value]
        if changed:
            names = ", ".join(f"{_CASE_COLUMNS[at]} = ?" for at in changed)
            self._sql(f"UPDATE p_case SET {names} WHERE id = ?", (*(wanted[at] for at in changed), place))  # noqa: S608

    def _write_differences(self, place: int, wanted: int) -> None:
        held = self._sql("SELECT n FROM p_differ WHERE cas = ?", (place,)).first()
        before = held[0] if held else 0
        if before and not wanted:
            self._sql("DELETE FROM p_differ WHERE cas = ?", (place,))
        elif before != wanted:
            self._sql("INSERT OR REPLACE INTO p_differ(cas, n) VALUES (?,?)", (place, wanted))

    def _write_duties(self, place: int, duties: tuple[DutyFields, ...]) -> None:
        before = self._sql("SELECT rule, due, record FROM p_duty WHERE cas = ? ORDER BY id", (place,)).all()
        wanted = [(item.rule, item.due, item.record) for item in duties]
        if before == wanted:
            return
        self._sql("DELETE FROM p_duty WHERE cas = ?", (place,))
        if wanted:
            self._sql("INSERT INTO p_duty(cas, rule, due, record) VALUES (?,?,?,?)",
                      [(place, *values) for values in wanted])

    def _write_diary(self, place: int, days: tuple[DiaryFields, ...]) -> None:
        wanted = sorted({(item.on, item.record): (item.on, item.record, item.at, int(item.waits))
                         for item in days}.values())
        before = self._sql("SELECT on_date, record, at, waits FROM p_diary WHERE cas = ? ORDER BY on_date, record",
                           (place,)).all()
        if before == wanted:
            return
        self._sql("DELETE FROM p_diary WHERE cas = ?", (place,))
        if wanted:
            self._sql("INSERT INTO p_diary(cas, on_date, record, at, waits) VALUES (?,?,?,?,?)",
                      [(place, *values) for values in wanted])

    def _write_records(self, place: int, made: CaseProjection) -> None:
        which, values = _among(made.whose, "r.id")
        before = {
            eid: (ref, *values) for ref, eid, *values in self._sql(
                "SELECT r.id, e.eid, r.form, r.version, r.on_date, r.by_user, r.answered FROM p_record r"  # noqa: S608
                f" LEFT JOIN ent e ON e.id = r.id WHERE r.cas = ?{which}", (place, *values)).all()
        }
        wanted = {item.entity: (item.form, item.version, item.on, item.by, item.answered) for item in made.records}
        gone = [(held[0],) for entity, held in before.items() if wanted.get(entity) != held[1:]]
        fresh = [(entity, place, *values) for entity, values in wanted.items() if entity not in before
                 or before[entity][1:] != values]
        if gone:
            self._sql("DELETE FROM p_record WHERE id = ?", gone)
        if fresh:
            self._sql(
                "INSERT INTO p_record(id, cas, form, version, on_date, by_user, answered)"
                " VALUES ((SELECT id FROM ent WHERE eid = ?),?,?,?,?,?,?)", fresh,
            )

    def _write_texts(self, place: int, made: CaseProjection) -> None:
        which, values = _among(made.whose, "t.ent")
        found = self._sql(
            "SELECT t.id, e.eid, t.form, t.level, t.author, t.on_date, t.body FROM p_text t"  # noqa: S608
            f" JOIN ent e ON e.id = t.ent WHERE t.cas = ?{which}", (place, *values)
        )
        before = {
            TextFields(bytes(eid), form, level, None if author is None else bytes(author), on, body): ref
            for ref, eid, form, level, author, on, body in found
        }
        wanted = dict.fromkeys(made.texts)
        for item, ref in before.items():
            if item not in wanted:
                self._sql("DELETE FROM p_text WHERE id = ?", (ref,))
        if made.whose is None:
            self._sql("DELETE FROM p_text WHERE cas = ? AND ent NOT IN (SELECT id FROM ent)", (place,))
        for item in wanted:
            if item not in before:
                self._sql(
                    "INSERT INTO p_text(cas, ent, form, level, author, on_date, body)"
                    " VALUES (?, (SELECT id FROM ent WHERE eid = ?),?,?,?,?,?)",
                    (place, item.entity, item.form, item.level, item.author, item.on, item.body),
                )
