# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading spreadsheets as shelters really have them: any encoding, any delimiter, several sheets."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from assist.errors import BadInput
from assist.exchange.tables import MOST_BYTES, MOST_SHEETS, Table, table_of
from assist.exchange.workbooks import Workbook, alike, read_workbook
from forms.text import clean

_DELIMITERS = ";,\t|"
_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEP = "sep="
"""A first line by which one spreadsheet program tells another its delimiter."""

_END = "\x1eend\x1e"
"""Stands below the last row: whatever swallows it is a quotation mark left open."""

SEALED = b"age-encryption.org/"
"""How a file begins that is sealed to somebody's key."""

SAMPLE_ROWS = 50


def read_table(path: Path, sheet: str = "", likeness: Callable[[Table], int] = lambda table: 0) -> Table:
    """The rows of a CSV file or of one sheet of a workbook; raises BadInput for anything else.

    Without a name the sheet is taken that is most like a register (``likeness``: how many headings
    are known, two are enough), and among those the fullest one. ``others`` of the table names the rest,
    ``unread`` those further on; a sheet that is named is read wherever it stands.
    A sheet that is not there is answered with those that hold rows; a text file has none to name.
    """
    content = _content(path)
    if content.startswith(b"PK\x03\x04"):
        return _chosen(read_workbook(content, sheet), sheet, likeness)
    if content.startswith(SEALED):
        raise BadInput("import.sealed")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("import.old_or_locked")
    if sheet:
        raise BadInput("import.no_sheets")
    table = _delimited(content)
    if not table.lines:
        raise BadInput("import.empty")
    return table


def read_book(path: Path) -> Workbook:
    """Every sheet of a workbook that holds rows; raises BadInput for anything else."""
    content = _content(path)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("import.old_or_locked")
    if not content.startswith(b"PK\x03\x04"):
        raise BadInput("import.unreadable")
    return read_workbook(content)


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise BadInput("import.unreadable")
        if path.stat().st_size > MOST_BYTES:
            raise BadInput("import.too_big")
        content = path.read_bytes()
    except OSError:
        raise BadInput("import.unreadable") from None
    if not content:
        raise BadInput("import.empty")
    return content


def _chosen(book: Workbook, sheet: str, likeness: Callable[[Table], int]) -> Table:
    tables, wanted = book.tables, alike(sheet)
    if not tables:
        raise BadInput("import.empty_so_far", limit=MOST_SHEETS) if book.unread else BadInput("import.empty")
    named = [table for table in tables if alike(table.sheet) == wanted] if wanted else tables
    if not named:
        raise BadInput("import.no_such_sheet", sheets=", ".join(clean(table.sheet) for table in tables))
    best = max(named, key=lambda table: (likeness(table) >= 2, table.size))
    others = tuple(table.sheet for table in tables if table.sheet != best.sheet)
    return replace(best, others=others, unread=book.unread)


# -- delimited text ----------------------------------------------------------------------


def _delimited(content: bytes) -> Table:
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    first = first.rstrip("\r")
    if first.lower().startswith(_SEP) and len(first) == len(_SEP) + 1:
        return table_of([[], *_split(rest, first[-1])])
    return table_of(_split(text, _delimiter(text)))


def _split(text: str, delimiter: str) -> list[list[str]]:
    """Rows and cells; an open quotation mark would swallow the rows after it and is refused with its row."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(f"{text.rstrip()}\n{_END}", newline=""), delimiter=delimiter):
            rows.append(row)  # one by one: a window beside it gets its turn
    except csv.Error:  # a cell longer than any cell: what follows the quotation mark is the rest of the file
        raise BadInput("import.open_quote", row=len(rows) + 1) from None
    if not rows or rows.pop() != [_END]:
        raise BadInput("import.open_quote", row=len(rows) + 1)
    usual = _usual([len(row) for row in rows if row])
    for number, row in enumerate(rows, 1):
        if any(_holds_rows(cell, delimiter, usual) for cell in row if "\n" in cell):
            raise BadInput("import.open_quote", row=number)
    return rows


def _holds_rows(cell: str, delimiter: str, usual: int) -> bool:
    """Whether a cell of several lines holds whole rows of the file."""
    return usual > 3 and any(line.count(delimiter) >= usual - 1 for line in cell.splitlines()[1:])


def _usual(widths: list[int]) -> int:
    return max(set(widths), key=lambda width: (widths.count(width), width), default=1)


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\0" in content[:4096]:
        return _strictly(content, "utf-16-le" if content[1:200:2].count(0) > content[:200:2].count(0) else "utf-16-be")
    return "\n".join(_line(line) for line in content.split(b"\n"))


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("import.unreadable") from None


def _line(line: bytes) -> str:
    """Line by line, because files glued together from two programs speak two encodings."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first rows into the same number of cells."""
    def agreement(sign: str) -> tuple[int, int]:
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
            widths = [len(row) for row in islice(rows, SAMPLE_ROWS) if row]
        except csv.Error:
            return (0, 0)
        usual = _usual(widths)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=agreement)
