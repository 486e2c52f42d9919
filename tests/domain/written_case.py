# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case written in memory, register by register, and one with a mark planted in every field."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from assist.casebook import Book
from assist.changesets import FieldKey, pack_answer, pack_plain, person_of, single_record, twin_of
from assist.domain import wire
from assist.domain.plans import plan_hash
from assist.planbook import content
from assist.rows import RegRow
from forms.answers import Answer
from forms.loader import form as load_form
from forms.loader import forms
from forms.model import Field, FieldType

STREAM = b"s" * 16
WORKER = b"w" * 16


class WrittenCase:
    """Fills in forms the way a save does, without a database. Protected values lie on twins."""

    def __init__(self, code: str = "K7QM2X4C", opened_on: str = "2026-06-03") -> None:
        self.id = b"case" + hashlib.sha256(code.encode()).digest()[:12]
        self.rows: list[RegRow] = []
        self.twins: set[bytes] = set()
        self._count = 0
        self.plain(wire.CODE, code)
        self.plain(wire.STAGE, "implementing")
        self.plain(wire.WORKER, WORKER)
        self.plain(wire.LEVEL, 0)
        self.plain(wire.OPENED_ON, opened_on)

    @property
    def book(self) -> Book:
        """The case as its readers see it with the vault open."""
        return Book(self.id, self.rows)

    def plain(self, field: int, value: object) -> None:
        """A value of the case itself; a later one takes the place of an earlier one."""
        self._keep(self.id, wire.CASE, field, pack_plain(value), 1)

    def sheet(self, form_id: str, on: str, answers: Mapping[str, Any] | None = None) -> str:
        """One filled form; tables are lists of dictionaries. Returns the record."""
        form = load_form(form_id)
        record = single_record(self.id, form_id) if form.single else self._new_id()
        for field, value in ((wire.PARENT, self.id), (wire.FORM, form_id), (wire.FORM_VERSION, form.version),
                             (wire.ASKED_ON, on), (wire.ENTERED_BY, WORKER)):
            self._keep(record, wire.RECORD, field, pack_plain(value), 1)
        for key, value in (answers or {}).items():
            asked = form.field(key)
            home, etype = (person_of(self.id), wire.PERSON) if asked.lives_on_person else (record, wire.RECORD)
            if asked.has_rows:
                for cells in value:
                    self._row(home, asked, cells, on)
            else:
                self._keep(home, etype, asked.number, pack_answer(Answer(value, asked_on=on)), asked.level)
        return record.hex()

    def agree(self, plan: str, on: str, how: str = "spoken") -> None:
        """Agree a plan exactly as it stands now."""
        digest = plan_hash(content(self.book, plan))
        record = bytes.fromhex(self.sheet("AGR", on, {"plan": plan, "how": how, "on": on}))
        self._keep(record, wire.RECORD, wire.AGREED_HASH, pack_plain(digest), 1)

    def _row(self, home: bytes, table: Field, cells: Mapping[str, Any], on: str) -> None:
        row = self._new_id()
        self._keep(row, wire.ROW, wire.PARENT, pack_plain(home), table.level)
        self._keep(row, wire.ROW, wire.COLUMN, pack_plain(table.number), table.level)
        for column in table.columns:
            if column.key in cells:
                answer = Answer(cells[column.key], asked_on=on)
                self._keep(row, wire.ROW, column.number, pack_answer(answer), column.level)

    def _keep(self, entity: bytes, etype: int, field: FieldKey, value: bytes, level: int) -> None:
        protected = level >= 4
        if protected and entity not in self.twins:
            self.twins.add(entity)
            self._add(twin_of(entity), etype, wire.ORIGINAL, pack_plain(entity), protected)
        self._add(twin_of(entity) if protected else entity, etype, field, value, protected)

    def _add(self, entity: bytes, etype: int, field: FieldKey, value: bytes, protected: bool) -> None:
        self._count += 1
        self.rows = [row for row in self.rows if (row.entity, row.field) != (entity, field)]
        self.rows.append(RegRow(entity, etype, field, (STREAM, self._count, 0), self._count, value, protected))

    def _new_id(self) -> bytes:
        self._count += 1
        return hashlib.sha256(self._count.to_bytes(8, "big") + self.id).digest()[:16]


# -- a mark in every field ------------------------------------------------------------

FREE = (FieldType.TEXT_LONG, FieldType.TEXT_SHORT, FieldType.CODE)


def canary(place: str) -> str:
    """A word that occurs nowhere else, for one field."""
    return "zq" + hashlib.sha256(place.encode()).hexdigest()[:12]


def free_fields() -> Iterator[tuple[str, Field]]:
    """Every field and column of every form that holds words, by the name ``form/field``."""
    for form in forms():
        for asked in form.fields():
            if asked.type in FREE:
                yield f"{form.id}/{asked.key}", asked
            for column in asked.columns:
                if column.type in FREE:
                    yield f"{form.id}/{asked.key}.{column.key}", column


def marked_case(marks: str = "") -> WrittenCase:
    """A case in which every form is filled and every field with words holds its own mark.

    ``marks`` is put before each mark, so that it reads like a sentence somebody wrote.
    """
    case = WrittenCase()
    case.plain(wire.BAND, "moderate")
    case.plain(wire.BAND_ON, "2026-10-20")
    case.plain(wire.PINNED, "zqpinned")
    for number, form in enumerate(forms()):
        on = f"2026-{6 + number % 5:02}-1{number % 9}"
        case.sheet(form.id, on, {
            asked.key: _filled(f"{form.id}/{asked.key}", asked, marks) for asked in form.fields()
        })
    return case


def _filled(place: str, asked: Field, marks: str) -> Any:
    if asked.has_rows:
        return [{column.key: _filled(f"{place}.{column.key}", column, marks) for column in asked.columns}]
    if asked.type in FREE:
        return f"{marks}{canary(place)}"
    return _PLAIN[asked.type](asked)


_PLAIN: dict[FieldType, Any] = {
    FieldType.CHOICE: lambda asked: asked.choices[0].code, FieldType.BOOL3: lambda asked: "yes",
    FieldType.MULTI: lambda asked: tuple(choice.code for choice in asked.choices[:2]),
    FieldType.CHECKLIST: lambda asked: tuple(choice.code for choice in asked.choices[:2]),
    FieldType.RANK: lambda asked: tuple(choice.code for choice in asked.choices[:2]),
    FieldType.DATE: lambda asked: "2027-01-15", FieldType.MONTH: lambda asked: "2026-09",
    FieldType.YEAR: lambda asked: "2001", FieldType.INT: lambda asked: 3, FieldType.SCALE5: lambda asked: 2,
    FieldType.RATING5: lambda asked: 1, FieldType.MONEY: lambda asked: "125.50 PEN",
    FieldType.TIME: lambda asked: "07:53", FieldType.STROKES: lambda asked: "400,80 600,240",
    FieldType.REF: lambda asked: "00" * 16,
}
