# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets of lines in codes for the team: a title, a table of up to forty lines a page, the print id at the foot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from assist.reports.lines import Paper
from assist.reports.order import ReportOrder
from assist.reports.speech import Speech
from assist.reports.typeset import (
    BOLD,
    LINE,
    PAGE_SIZES,
    QUIET,
    REGULAR,
    SEMIBOLD,
    TEAL,
    Type,
    broken,
    draw_foot,
    new_canvas,
    one_at_a_time,
    ready,
    type_of,
    write,
)

ROWS_A_PAGE = 40
_SIDE, _START, _FOOT = 54.0, 112.0, 56.0
_SIZES = (8.4, 7.8, 7.2)
"""Points: words that do not fit the line are set a little smaller, then on two lines, before any is left out."""
_SMALLEST, _TIGHT = 6.9, 1.1


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a line."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Words of a sheet in the language of its order. ``widths`` share the line; ``rows`` is how many fit a page."""

    title: str
    marks: Sequence[str]
    names: Sequence[str]
    widths: Sequence[float]
    until: str
    lines: Sequence[Sequence[Cell]]
    rows: int = ROWS_A_PAGE


def render(sheet: Sheet, order: ReportOrder) -> Paper:
    """The pages; one page even when there is no line."""
    with one_at_a_time:
        ready()
        pages = [sheet.lines[start:start + sheet.rows] for start in range(0, len(sheet.lines), sheet.rows)] or [()]
        target = io.BytesIO()
        canvas = new_canvas(target, order.paper, order.print_id, order.language)
        page = _Page(canvas, sheet, order)
        for index, part in enumerate(pages, 1):
            page.head()
            page.table(part)
            page.foot(index, len(pages))
            canvas.showPage()
        canvas.save()
        return Paper(target.getvalue(), len(pages))


class _Page:
    def __init__(self, canvas: Canvas, sheet: Sheet, order: ReportOrder) -> None:
        self.canvas, self.sheet, self.order = canvas, sheet, order
        self.wide, self.high = PAGE_SIZES[order.paper]
        self.width = self.wide - 2 * _SIDE
        self.step = (self.high - _START - _FOOT) / sheet.rows

    def head(self) -> None:
        """What it is, of which day, how many."""
        small = type_of(REGULAR, 8.6, colour=QUIET)
        top = write(self.canvas, _SIDE, self.high - 44, [self.sheet.title], type_of(BOLD, 18, leading=1.25))
        write(self.canvas, _SIDE, top, [" · ".join(filter(None, self.sheet.marks))], small)

    def table(self, lines: Sequence[Sequence[Cell]]) -> None:
        """The names of the columns, then one line each."""
        top = self.high - _START + 16
        self._row(top, [Cell(name) for name in self.sheet.names], head=True)
        for cells in lines:
            top -= self.step
            self._row(top, cells)

    def _row(self, top: float, cells: Sequence[Cell], *, head: bool = False) -> None:
        x = _SIDE
        for cell, share in zip(cells, self.sheet.widths, strict=True):
            width = self.width * share - 8
            face = type_of(SEMIBOLD, 7.6, colour=TEAL) if head else _face(cell, width)
            lines = broken(cell.text, face, width, 2)
            lifted = face.leading * (len(lines) - 1) if head else -_lower(face) if len(lines) == 1 else 0.0
            write(self.canvas, x, top + lifted, lines, face)
            x += self.width * share
        self.canvas.setStrokeColor(LINE)
        self.canvas.setLineWidth(0.9 if head else 0.4)
        self.canvas.line(_SIDE, top - self.step + 1.2, self.wide - _SIDE, top - self.step + 1.2)

    def foot(self, number: int, pages: int) -> None:
        """Until when it is kept, the page, the print id."""
        page = Speech(self.order.language).say("page {number} of {pages}").format(number=number, pages=pages)
        draw_foot(self.canvas, (_SIDE, self.wide - _SIDE), self.sheet.until, page, self.order.print_id)


def _lower(face: Type) -> float:
    """How much smaller words must sink to stand on one line with their neighbours of the usual size."""
    usual = type_of(REGULAR, _SIZES[0])
    return (usual.leading - face.leading) / 2 + 0.32 * (usual.size - face.size)


def _face(cell: Cell, width: float) -> Type:
    faces = [type_of(SEMIBOLD if cell.strong else REGULAR, size) for size in _SIZES]
    smallest = type_of(SEMIBOLD if cell.strong else REGULAR, _SMALLEST, leading=_TIGHT)
    return next((face for face in faces if face.width(cell.text) <= width), smallest)
