# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading workbooks (.xlsx). What a file would unpack to is known before anything is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from assist.errors import BadInput
from assist.exchange.tables import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, Spans, Table, table_of

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS, MOST_MERGED = 1000, 50_000
_PIECE = 1024 * 1024

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ATTRIBUTES = rb"""((?:\s+[\w:]{1,30}=(?:"[^"<>&]{0,40}"|'[^'<>&]{0,40}'))*)\s*"""
_TAG = re.compile(rb"<(?:\w{1,9}:)?(c|row)(?=[\s/>])(?:" + _ATTRIBUTES + rb"(/?)>)?")
"""A cell or row as every spreadsheet program writes it; anything else about it is refused, not guessed at."""

_PLACE = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,7})["']""")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that hold rows, in order, and the names of those further on that were not looked at."""

    tables: tuple[Table, ...]
    unread: tuple[str, ...] = ()


def alike(name: str) -> str:
    """A name of a sheet as it is compared: no program lets two of them differ by capitals alone."""
    return name.strip().casefold()


def read_workbook(content: bytes, wanted: str = "") -> Workbook:
    """The first ``MOST_SHEETS`` sheets, and the one that is wanted wherever it stands.

    Raises BadInput for what is no workbook or would not fit.
    """
    _refuse_what_would_not_fit(content)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [name for place, name in enumerate(book.sheet_names)
                 if place < MOST_SHEETS or (wanted and alike(name) == alike(wanted))]
        sheets = [_sheet(book, name) for name in names]
        unread = tuple(name for name in book.sheet_names if name not in names)
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile):
        raise BadInput("import.unreadable") from None
    except BaseException as panic:
        # The reader is compiled code; a panic of its own is no ordinary error and must not end the program.
        if isinstance(panic, KeyboardInterrupt | SystemExit | MemoryError | BadInput):
            raise
        raise BadInput("import.unreadable") from None
    return Workbook(tuple(table for table in sheets if table.lines), unread)


def _sheet(book: object, name: str) -> Table:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    return table_of(rows, name, _unmerged(rows, sheet.merged_cell_ranges or ()))


def _unmerged(
    rows: list[list[object]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> Spans:
    """Cells merged downwards say the same in every row; those merged sideways are only noted."""
    spans: dict[int, tuple[tuple[int, int], ...]] = {}
    left = MOST_MERGED
    for (top, first), (bottom, last) in merged:
        if first != last:
            spans[top + 1] = (*spans.get(top + 1, ()), (first, last))
        elif top < len(rows) and first < len(rows[top]):
            for row in rows[top + 1:bottom + 1][:left]:
                row[first] = rows[top][first]
                left -= 1
    return spans


# -- before it is opened -------------------------------------------------------------------


def _refuse_what_would_not_fit(content: bytes) -> None:
    """A small file may unpack to a mountain, or hold one cell so far away that the sheet fills all memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadInput("import.too_big")
            names = [part for part in parts if _SHEET.fullmatch(part.filename)]
            if not names:
                raise BadInput("import.unreadable")
            for part in parts:
                _measure(archive, part, part in names)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise BadInput("import.unreadable") from None


@dataclass
class _Extent:
    """How far down and across the cells of one sheet reach."""

    rows: int = 0
    columns: int = 0
    said_rows: int = 0
    """The furthest row that says its own number; it counts once a cell says no place of its own."""

    def take(self, kind: bytes, attributes: bytes | None, is_empty: bool) -> None:
        """One tag; raises BadInput for one no spreadsheet program writes."""
        if attributes is None:
            raise BadInput("import.unreadable")
        place = _PLACE.search(attributes)
        if kind == b"row":
            self.said_rows = max(self.said_rows, int(place[2]) if place else 0)
        elif place and not is_empty:
            self.rows, self.columns = max(self.rows, int(place[2])), max(self.columns, _column(place[1]))
        elif not place:
            self.rows = max(self.rows, self.said_rows)

    def check(self) -> None:
        """Raises BadInput when the sheet would not fit."""
        if self.rows > MOST_ROWS:
            raise BadInput("import.too_many_rows", limit=MOST_ROWS)
        if self.columns > MOST_COLUMNS or self.rows * self.columns > MOST_CELLS:
            raise BadInput("import.too_big")


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, is_sheet: bool) -> None:
    """Unpack once, piece by piece: a part that is longer than it says fails its checksum here."""
    extent, rest = _Extent(), b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            if not is_sheet:
                continue
            whole = rest + piece
            end = whole.rfind(b">") + 1
            rest = whole[end:]
            if b"\0" in piece or len(rest) > 4 * _PIECE:
                raise BadInput("import.unreadable")
            for tag in _TAG.finditer(whole, 0, end):
                extent.take(tag[1], tag[2], tag[3] == b"/")
            extent.check()


def _column(letters: bytes) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
