# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every row has one fate: imported, flagged (some of it held back), or skipped with a reason; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assist.exchange import cells, submissions
from assist.exchange.mapping import NAMES, Column, Mapped
from assist.exchange.rows import Person, RowReader
from assist.exchange.tables import Line

IMPORTED, FLAGGED, SKIPPED = "imported", "flagged", "skipped"
_COUNTED = frozenset({"number", "birth", "arrived", "age", "contact", "document", "children"})
"""Columns where a bare number is no sum."""

TITLE_WIDTH = 3
"""So many cells merged sideways are a title between the rows."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a row. ``why`` is a code, ``row`` the other row it speaks of."""

    line: int
    fate: str
    why: str = ""
    row: int = 0
    person: Person | None = None
    marks: tuple[bytes, ...] = ()


class Sorter:
    """Gives every row its fate, in the order of the file. ``mark`` makes the keyed fingerprint of a text."""

    def __init__(self, table: Mapped, reader: RowReader, mark: Callable[[str], bytes], seen: frozenset[bytes]) -> None:
        self._table = table
        self._reader = reader
        self._mark = mark
        self._seen = seen
        self._columns = {column.place: column for column in table.columns}
        self._by_mark: dict[bytes, int] = {}
        self._by_number: dict[str, int] = {}
        self.empty = 0

    def fates(self) -> Iterator[Fate]:
        """One fate a row; empty rows are only counted."""
        for line in self._table.lines:
            filled = [self._columns[place] for place in line.filled() if place in self._columns]
            if line.number in self._table.repeated:
                yield Fate(line.number, SKIPPED, "header")
            elif self._is_empty(line, filled):
                self.empty += 1
            elif _is_total(line, filled):
                yield Fate(line.number, SKIPPED, "total")
            else:
                person = self._reader.read(line)
                if self._is_title(line, filled, person):
                    yield Fate(line.number, SKIPPED, "title")
                else:
                    yield self._of(person)

    def _is_empty(self, line: Line, filled: list[Column]) -> bool:
        """Nothing in it, or nothing but its own number."""
        return all(
            column.field == "number" and any(sign.isdigit() for sign in line.said(column.place))
            and " " not in line.said(column.place) for column in filled)

    def _is_title(self, line: Line, filled: list[Column], person: Person) -> bool:
        """"AÑO 2023", a note under the table: one cell that says nothing of a person."""
        if len(filled) != 1:
            return False
        if filled[0].field in NAMES:
            return line.number in self._table.merged or any(sign.isdigit() for sign in line.said(filled[0].place))
        return not person.values

    def _of(self, person: Person) -> Fate:
        raw, ours = self._mark(person.raw), self._mark(person.key)
        marks = (raw, ours, self._mark(person.identity)) if person.identity else (raw, ours)
        again = self._by_mark.get(raw, 0)
        if again and (person.number or person.name):
            return Fate(person.line, SKIPPED, "duplicate", again)
        if submissions.keeps_nothing(person.values):
            return Fate(person.line, SKIPPED, submissions.NO_NOTE)
        if raw in self._seen or ours in self._seen:
            return Fate(person.line, SKIPPED, "seen")
        if self._seen.intersection(marks):
            return Fate(person.line, SKIPPED, "seen_changed")
        same_number = self._by_number.get(person.number, 0)
        alike = again or self._by_mark.get(ours, 0)
        self._remember(person, marks)
        if same_number:
            return Fate(person.line, FLAGGED, "number_again", same_number, person, marks)
        if alike:
            return Fate(person.line, FLAGGED, "alike", alike, person, marks)
        return Fate(person.line, FLAGGED if person.held else IMPORTED, "", 0, person, marks)

    def _remember(self, person: Person, marks: tuple[bytes, ...]) -> None:
        for mark in marks:
            self._by_mark.setdefault(mark, person.line)
        if person.number:
            self._by_number.setdefault(person.number, person.line)


def _is_total(line: Line, filled: list[Column]) -> bool:
    """A row of sums, not a person: it says so, or holds nothing but numbers where words belong."""
    first = cells.fold(line.said(filled[0].place)).split(" ")[0]
    if first in cells.words("total"):
        return sum(1 for column in filled if not _is_number(line.said(column.place))) <= 2
    return all(_is_number(line.said(column.place)) for column in filled) and any(
        column.field not in _COUNTED for column in filled)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "", 1).strip("% ").isdigit()
