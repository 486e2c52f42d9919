# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The caseload on paper: code, stage, what is next, days since contact, band; no name at all (ruling 51)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from assist.crypto.codes import shown
from assist.domain.duties import RULES
from assist.projection import NO_DUE
from assist.reading import date_of
from assist.reports.lines import Paper
from assist.reports.order import KEPT_DAYS, ReportOrder
from assist.reports.phrases import BANDS, STAGES
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
    new_canvas,
    one_at_a_time,
    ready,
    type_of,
    write,
    write_right,
)
from assist.views import CaseloadRow

ROWS_A_PAGE = 40
_SIDE, _START, _FOOT = 54.0, 112.0, 56.0
_WIDTHS = (0.14, 0.25, 0.38, 0.12, 0.11)
_SIZES = (8.4, 7.8, 7.2)
"""Points: words that do not fit the line are set a little smaller, then on two lines, before any is left out."""
_SMALLEST, _TIGHT = 6.9, 1.1


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    strong: bool = False


def render(rows: Sequence[CaseloadRow], order: ReportOrder) -> Paper:
    """The pages, 40 lines each; one page even when there is no case."""
    with one_at_a_time:
        ready()
        pages = [rows[start:start + ROWS_A_PAGE] for start in range(0, len(rows), ROWS_A_PAGE)] or [()]
        target = io.BytesIO()
        canvas = new_canvas(target, order.paper, order.print_id, order.language)
        page = _Page(canvas, order)
        for index, part in enumerate(pages, 1):
            page.head(len(rows))
            page.table(part)
            page.foot(index, len(pages))
            canvas.showPage()
        canvas.save()
        return Paper(target.getvalue(), len(pages))


class _Page:
    def __init__(self, canvas: Canvas, order: ReportOrder) -> None:
        self.canvas, self.order, self.speech = canvas, order, Speech(order.language)
        self.wide, self.high = PAGE_SIZES[order.paper]
        self.width = self.wide - 2 * _SIDE
        self.step = (self.high - _START - _FOOT) / ROWS_A_PAGE

    def head(self, count: int) -> None:
        """What it is, of which day, how many."""
        say, small = self.speech.say, type_of(REGULAR, 8.6, colour=QUIET)
        top = write(self.canvas, _SIDE, self.high - 44, [say("Caseload")], type_of(BOLD, 18, leading=1.25))
        cases = self.speech.say_n("{count} case", "{count} cases", count).format(count=count)
        marks = (self.speech.day(self.order.today), cases,
                 say("Practice: invented people") if self.order.practice else "")
        write(self.canvas, _SIDE, top, [" · ".join(filter(None, marks))], small)

    def table(self, rows: Sequence[CaseloadRow]) -> None:
        """One line a case."""
        say = self.speech.say
        names = (say("Code"), say("Stage"), say("What is next"), say("Days since contact"), say("Risk level"))
        top = self.high - _START + 16
        self._row(top, [_Cell(name) for name in names], head=True)
        for row in rows:
            top -= self.step
            self._row(top, self._cells(row))

    def _cells(self, row: CaseloadRow) -> list[_Cell]:
        say = self.speech.say
        due = "" if row.next_due in ("", NO_DUE) else self.speech.day(row.next_due)
        duty = say(RULES[row.next_duty]) if row.next_duty in RULES else ""
        days = "–" if row.days_since_contact is None else str(row.days_since_contact)
        return [
            _Cell(shown(row.code), strong=True), _Cell(say(STAGES[row.stage]) if row.stage in STAGES else ""),
            _Cell(" · ".join(filter(None, (due, duty)))), _Cell(days),
            _Cell(say(BANDS[row.band]) if row.band in BANDS else "–"),
        ]

    def _row(self, top: float, cells: list[_Cell], *, head: bool = False) -> None:
        x = _SIDE
        for cell, share in zip(cells, _WIDTHS, strict=True):
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
        say, face = self.speech.say, type_of(REGULAR, 7, colour=QUIET)
        until = self.speech.day(date_of(self.order.today, KEPT_DAYS))
        write(self.canvas, _SIDE, 44, [say("Keep until {date}, then destroy.").format(date=until)], face)
        write_right(self.canvas, self.wide - _SIDE, 44, self.order.print_id, type_of(SEMIBOLD, 7.6))
        page = say("page {number} of {pages}").format(number=number, pages=pages)
        write_right(self.canvas, self.wide - _SIDE, 34, page, face)


def _lower(face: Type) -> float:
    """How much smaller words must sink to stand on one line with their neighbours of the usual size."""
    usual = type_of(REGULAR, _SIZES[0])
    return (usual.leading - face.leading) / 2 + 0.32 * (usual.size - face.size)


def _face(cell: _Cell, width: float) -> Type:
    faces = [type_of(SEMIBOLD if cell.strong else REGULAR, size) for size in _SIZES]
    smallest = type_of(SEMIBOLD if cell.strong else REGULAR, _SMALLEST, leading=_TIGHT)
    return next((face for face in faces if face.width(cell.text) <= width), smallest)
