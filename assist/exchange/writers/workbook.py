# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as a workbook: every cell is text, nothing is a formula or a link, and no row waits in memory or in a file.

XlsxWriter makes the book with its headings, in memory; the rows are put into its sheet while the book is packed. Its
own way of sparing memory lays the rows down in the open beside the temporary files of everybody.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from assist.exchange.profile import Profile
from assist.exchange.writers.cells import Going, Rows, lines
from assist.exchange.writers.guarding import writable

MOST_ROWS = 1_048_000
"""A sheet holds little more."""

_SHEET = "xl/worksheets/sheet1.xml"
_WHEN = datetime(2000, 1, 1)
_SIZE = re.compile(rb"<dimension [^>]*/>")
_END = b"</sheetData>"
_LEVEL = 4
_FLUSH = 1 << 18
_MEANT = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def write(out: BinaryIO, profile: Profile, rows: Rows, going: Going) -> int:
    """Pack the book around the rows as they come; returns how many. Raises ValueError beyond MOST_ROWS."""
    count = 0
    with (zipfile.ZipFile(io.BytesIO(_empty(profile))) as empty,
          zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book):
        for part in empty.namelist():
            info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            if part != _SHEET:
                book.writestr(info, empty.read(part))
                continue
            before, after = _SIZE.sub(b"", empty.read(part)).split(_END)
            with book.open(info, "w", force_zip64=True) as sheet:
                sheet.write(before)
                for done, piece in _written(profile, rows, going):
                    count = done
                    sheet.write(piece)
                sheet.write(_END + after)
    return count


def _empty(profile: Profile) -> bytes:
    """The book with its headings and no row."""
    import xlsxwriter  # most days no workbook is written

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _WHEN})
    sheet = book.add_worksheet(profile.sheet.get("name", "Rows"))
    bold, first = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), _first(profile)
    for place, column in enumerate(profile.columns, first):
        sheet.write_string(0, place, column.name, bold)
        if _has_labels(profile):
            sheet.write_string(1, place, column.label, bold)
    if _has_labels(profile):
        sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(first, first + len(profile.columns), 18)
    sheet.freeze_panes(_head(profile), 0)
    book.close()
    return content.getvalue()


def book_of(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A small book of sheets by name, headings first, in memory; every cell is text."""
    import xlsxwriter  # most days no workbook is written

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _WHEN})
    bold = book.add_format({"bold": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, said in enumerate(row):
                if said:
                    sheet.write_string(number, place, writable(said), *([bold] if number == 0 else []))
        sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def _has_labels(profile: Profile) -> bool:
    """The template of HTCDS hides the names and shows labels."""
    return profile.sheet.get("names") == "hidden"


def _head(profile: Profile) -> int:
    return 2 if _has_labels(profile) else 1


def _first(profile: Profile) -> int:
    """The first column of the template counts the rows."""
    return 1 if profile.sheet.get("numbered") == "true" else 0


def _written(profile: Profile, rows: Rows, going: Going) -> Iterator[tuple[int, bytes]]:
    """Pieces of the sheet, each with how many rows there are by then."""
    first, head = _first(profile), _head(profile)
    letters = [_letters(place) for place in range(first, first + len(profile.columns))]
    held: list[str] = []
    size = count = 0
    for count, line in enumerate(lines(profile, rows, going, _told), 1):
        if count > MOST_ROWS:
            raise ValueError("more rows than a sheet holds")
        number = count + head
        cells = "".join([f'<c r="{letter}{number}{told}' for letter, told in zip(letters, line, strict=True) if told])
        counted = f'<c r="A{number}"><v>{count}</v></c>' if first else ""
        held.append(f'<row r="{number}">{counted}{cells}</row>')
        size += len(held[-1])
        if size > _FLUSH:
            yield count, "".join(held).encode()
            held, size = [], 0
    yield count, "".join(held).encode()


def _told(said: str) -> str:
    """The rest of a cell after its place: text inside it, never a formula, whatever it begins with."""
    if not said:
        return ""
    text = _MEANT.sub("_x005F_", said).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    keep = "" if said.isalnum() else ' xml:space="preserve"'
    return f'" t="inlineStr"><is><t{keep}>{text}</t></is></c>'


def _letters(place: int) -> str:
    """A, B … Z, AA, AB …"""
    before, this = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + this)


def read(content: bytes, profile: Profile) -> Iterator[dict[str, str]]:
    """Cells by the name of their column; raises ValueError for what is no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        found = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names, *table = found.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise ValueError("no workbook") from None
    for row in table[_head(profile) - 1:]:
        told = zip(names, row, strict=False)
        yield {str(name): said if isinstance(said, str) else str(said) for name, said in told if name}
