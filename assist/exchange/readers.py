# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading spreadsheets as shelters really have them: any encoding, any delimiter, headings anywhere near the top."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from assist.errors import BadInput
from forms.text import clean

Cell = str | int | float | bool | date | None
"""What a cell holds; dates and truth values come typed from a workbook only."""

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 100_000, 400
MOST_UNPACKED = 200 * 1024 * 1024
HEADER_WITHIN = 15
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
_DELIMITERS = ";,\t|"


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it stands: its number in the file, counted from one, and its cells."""

    number: int
    cells: tuple[Cell, ...]

    def said(self, place: int) -> str:
        """A cell as clean text; empty beyond the end."""
        return as_text(self.cells[place]) if place < len(self.cells) else ""

    @property
    def is_empty(self) -> bool:
        """Nothing in it, or nothing but its own number in the first cell."""
        return not any(as_text(cell) for cell in self.cells[1:]) and (
            not self.cells or not as_text(self.cells[0]) or isinstance(self.cells[0], int | float))


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one sheet."""

    lines: tuple[Line, ...]
    sheet: str = ""


def as_text(cell: Cell) -> str:
    """What a person would read in a cell; whole numbers without a point, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return clean(str(cell).replace("\u200b", "").replace("\xa0", " "))


def read_table(path: Path, sheet: str = "") -> Table:
    """The rows of a CSV file or of the fullest sheet of a workbook; raises BadInput for anything else."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError:
        raise BadInput("import.unreadable") from None
    if size > MOST_BYTES:
        raise BadInput("import.too_big", limit_mib=MOST_BYTES // (1024 * 1024))
    if size == 0:
        raise BadInput("import.empty")
    if head.startswith(b"PK\x03\x04"):
        return _workbook(path, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("import.old_or_locked")
    return _delimited(path.read_bytes())


# -- workbooks -------------------------------------------------------------------------


def _workbook(path: Path, sheet: str) -> Table:
    _refuse_bomb(path)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [sheet] if sheet in book.sheet_names else list(book.sheet_names)
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names[:50]]
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile):
        raise BadInput("import.unreadable") from None
    except BaseException as panic:
        # The reader is compiled code; a panic of its own is no ordinary error and must not end the program.
        if isinstance(panic, KeyboardInterrupt | SystemExit):
            raise
        raise BadInput("import.unreadable") from None
    if not sheets:
        raise BadInput("import.empty")
    name, rows = max(sheets, key=lambda pair: sum(1 for row in pair[1] for cell in row if cell not in ("", None)))
    return _table(rows, name)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise BadInput("import.unreadable") from None
    if len(entries) > 1000 or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise BadInput("import.too_big", limit_mib=MOST_UNPACKED // (1024 * 1024))


def _table(rows: Sequence[Sequence[object]], sheet: str) -> Table:
    if len(rows) > MOST_ROWS:
        raise BadInput("import.too_many_rows", limit=MOST_ROWS)
    lines = [Line(number, tuple(_cell(cell) for cell in row[:MOST_COLUMNS])) for number, row in enumerate(rows, 1)]
    while lines and not any(as_text(cell) for cell in lines[-1].cells):
        lines.pop()
    if not lines:
        raise BadInput("import.empty")
    return Table(tuple(lines), sheet)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | date):
        return value
    return str(value)


# -- delimited text ----------------------------------------------------------------------


def _delimited(content: bytes) -> Table:
    text = _decoded(content)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise BadInput("import.unreadable") from None
    return _table(rows, "")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise BadInput("import.unreadable") from None
    if b"\0" in content[:4096]:
        raise BadInput("import.unreadable")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("import.unreadable")


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of pieces."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(_DELIMITERS, key=agreement)
