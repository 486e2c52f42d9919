# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column means what: headings are proposed, and a person may change them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assist.errors import BadInput
from assist.exchange import cells
from assist.exchange.cells import fold
from assist.exchange.headings import field_of, find_header, repeats
from assist.exchange.submissions import fields_of, sent_in
from assist.exchange.tables import Cell, Line, Table, as_text

FIELDS = (
    "number", "full_name", "first_name", "second_name", "chosen_name", "birth", "age", "citizenship", "gender",
    "arrived", "language", "languages_other", "needs", "ref_source", "consent", "goal_psychosocial",
    "goal_productive", "goal_own", "protection", "remarks", "children", "contact", "state", "exploitation", "document",
)
NAMES = frozenset({"full_name", "first_name", "second_name", "chosen_name"})
LEAVE_OUT = "leave_out"
"""A person may say that a column is not brought at all."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it is taken for (empty: kept as a protected remark), how many cells are filled."""

    place: int
    heading: str
    field: str
    filled: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table with its header found and its columns named. ``repeated`` are lines that repeat the headings."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    repeated: frozenset[int]
    merged: frozenset[int] = frozenset()
    """Lines of which cells are merged sideways: titles between the rows."""

    def places(self, field: str) -> list[int]:
        """Where a field stands."""
        return [column.place for column in self.columns if column.field == field]

    def cells(self, place: int) -> Iterable[Cell]:
        """All cells of a column but its headings."""
        return (
            line.cells[place] for line in self.lines if place < len(line.cells) and line.number not in self.repeated)


def mapped(table: Table, changes: Mapping[str, str]) -> Mapped:
    """Find the headings and name the columns; raises BadInput when no row looks like headings,
    or a change names a heading that is not there or a field we do not have."""
    wanted = {fold(heading): field for heading, field in changes.items()}
    if set(wanted.values()) - {*FIELDS, LEAVE_OUT, ""}:
        raise BadInput("import.unknown_field")
    header = find_header(table, wanted)
    body = table.lines[header.place + 1:]
    repeated = header.rows | {line.number for line in body if repeats(line, header.texts)}
    sent = sent_in(header.texts, body)
    fields = fields_of(sent, header.texts) if sent else {
        place: field_of(heading) for place, heading in header.texts.items()}
    columns, counts = [], Counter(place for line in body if line.number not in repeated for place in line.filled())
    for place in range(max(len(line.cells) for line in table.lines)):
        heading, filled = header.texts.get(place, ""), counts[place]
        if heading or filled:
            columns.append(Column(place, heading or str(place + 1), fields.get(place, ""), filled))
    found = _states_are_stages(_number_first(columns), body)
    return Mapped(_changed(found, wanted), body, frozenset(repeated), frozenset(table.spans))


def _changed(columns: list[Column], wanted: Mapping[str, str]) -> tuple[Column, ...]:
    if wanted.keys() - {fold(column.heading) for column in columns}:
        raise BadInput("import.unknown_heading")
    return tuple(
        replace(column, field=wanted.get(fold(column.heading), column.field)) for column in columns)


def _number_first(columns: list[Column]) -> list[Column]:
    """A first column without a heading that counts the rows is their number."""
    first = columns[0] if columns else None
    if first and first.place == 0 and first.heading == "1" and not first.field:
        return [replace(first, field="number"), *columns[1:]]
    return columns


def _states_are_stages(columns: list[Column], body: Iterable[Line]) -> list[Column]:
    """"Estado" is how a case stands, or a state of the country: if no cell is a stage, the column is left alone."""
    lines = list(body)
    return [
        replace(column, field="") if column.field == "state" and column.filled and not any(
            cells.containing("state", as_text(line.cells[column.place]))
            for line in lines if column.place < len(line.cells)) else column
        for column in columns
    ]
