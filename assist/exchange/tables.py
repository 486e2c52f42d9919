# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows and cells as they stand in a file, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from assist.errors import BadInput
from forms.text import clean

Cell = str | int | float | bool | date | None
"""What a cell holds; dates and truth values come typed from a workbook only."""

Spans = Mapping[int, tuple[tuple[int, int], ...]]
"""Row number → cells merged side by side in it, as first and last place."""

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 500, 4_000_000
MOST_SHEETS = 50
"""So many sheets of a workbook are looked at; one further on is read when somebody names it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it stands: its number in the file, counted from one, and its cells."""

    number: int
    cells: tuple[Cell, ...]

    def said(self, place: int) -> str:
        """A cell as clean text; empty beyond the end."""
        return as_text(self.cells[place]) if place < len(self.cells) else ""

    def filled(self) -> tuple[int, ...]:
        """The places where anything is written."""
        return tuple(place for place in range(len(self.cells)) if self.said(place))


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one sheet. ``others`` are the sheets of the same file that hold rows too.

    ``unread`` are those nobody looked at, because there are more than are read at once.
    """

    lines: tuple[Line, ...]
    sheet: str = ""
    others: tuple[str, ...] = ()
    spans: Spans = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many cells are filled."""
        return sum(len(line.filled()) for line in self.lines)


@lru_cache(maxsize=4096)
def cleaned(cell: str) -> str:
    """Of the same words in many cells once; forgotten with ``cells.forget``."""
    return clean(cell.replace("\u200b", "").replace("\xa0", " "))


def as_text(cell: Cell) -> str:
    """What a person would read in a cell; whole numbers without a point, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        plain = cell.isascii() and cell.isprintable()
        return cell.strip() if plain else cleaned(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)


def table_of(rows: Sequence[Sequence[object]], sheet: str = "", spans: Spans | None = None) -> Table:
    """Rows of a file as a table; raises BadInput when there are too many. Empty rows at the end are no rows."""
    if len(rows) > MOST_ROWS:
        raise BadInput("import.too_many_rows", limit=MOST_ROWS)
    widest = max((len(row) for row in rows), default=0)
    if widest > MOST_COLUMNS or widest * len(rows) > MOST_CELLS:
        raise BadInput("import.too_big")
    lines = [Line(number, tuple(_cell(cell) for cell in row)) for number, row in enumerate(rows, 1)]
    while lines and not lines[-1].filled():
        lines.pop()
    return Table(tuple(lines), sheet, (), spans or {})


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | date):
        return value
    return str(value)
