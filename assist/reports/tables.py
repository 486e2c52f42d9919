# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures on paper with a text: headings, paragraphs, and a short table under each title; plain strings only."""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from assist.reports.lines import A4, Paper
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
    write_right,
)

_SIDE, _TOP, _FOOT = 54.0, 48.0, 60.0
_NUMBERS = 110.0
"""How far from the left edge of a table its numbers end, measured from the right edge of the page."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is said under one heading."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table: its title, and each row with its number as text."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every word of the paper, in the language of it. ``marks``: what the signs for hidden numbers mean."""

    title: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]
    tables: tuple[Tabled, ...]
    marks: tuple[str, ...]
    language: str
    print_id: str
    size: str = A4


def render(sheet: Sheet) -> Paper:
    """The pages, as many as it takes."""
    with one_at_a_time:
        ready()
        target = io.BytesIO()
        pages = _Pages(new_canvas(target, sheet.size, sheet.print_id, sheet.language), sheet)
        pages.put([sheet.title], type_of(BOLD, 18, leading=1.3))
        pages.put([" · ".join(filter(None, sheet.facts))], type_of(REGULAR, 9, colour=QUIET))
        for part in sheet.parts:
            pages.heading(part.heading, 3)
            pages.text(part.text, type_of(REGULAR, 9.6))
        for table in sheet.tables:
            pages.heading(table.title, len(table.rows) + 1)
            for name, number in table.rows:
                pages.row(name, number)
        pages.gap(10)
        for told in sheet.marks:
            pages.text(told, type_of(REGULAR, 8, colour=QUIET))
        count = pages.finished()
        return Paper(target.getvalue(), count)


class _Pages:
    """Lines down one page after the other."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self._canvas, self._sheet = canvas, sheet
        self._wide, self._high = PAGE_SIZES[sheet.size]
        self._top, self._number = self._high - _TOP, 1

    def put(self, lines: list[str], face: Type) -> None:
        """Lines that were broken already."""
        for line in lines:
            self._room(face.leading)
            self._top = write(self._canvas, _SIDE, self._top, [line], face)

    def text(self, words: str, face: Type) -> None:
        """Words as wide as the page."""
        self.put(broken(words, face, self._wide - 2 * _SIDE), face)

    def heading(self, words: str, lines: int) -> None:
        """A title that is not left alone at the foot of a page; ``lines``: how many belong to it."""
        face = type_of(SEMIBOLD, 11.5, colour=TEAL)
        self.gap(12)
        self._room(face.leading + min(lines, 12) * 15)
        self.text(words, face)
        self.gap(3)

    def row(self, name: str, number: str) -> None:
        """One line of a table."""
        face, right = type_of(REGULAR, 9.4), self._wide - _SIDE - _NUMBERS
        lines = broken(name, face, right - _SIDE - 60)
        self._room(len(lines) * face.leading + 2)
        write_right(self._canvas, right, self._top, number, type_of(SEMIBOLD, 9.4))
        self._top = write(self._canvas, _SIDE, self._top, lines, face)
        self._canvas.setStrokeColor(LINE)
        self._canvas.setLineWidth(0.4)
        self._canvas.line(_SIDE, self._top - 1, right, self._top - 1)
        self.gap(2)

    def gap(self, points: float) -> None:
        """Air."""
        self._top -= points

    def finished(self) -> int:
        """The last page; returns how many there are."""
        self._foot()
        self._canvas.showPage()
        self._canvas.save()
        return self._number

    def _room(self, points: float) -> None:
        if self._top - points < _FOOT:
            self._foot()
            self._canvas.showPage()
            self._top, self._number = self._high - _TOP, self._number + 1

    def _foot(self) -> None:
        draw_foot(self._canvas, (_SIDE, self._wide - _SIDE), "", str(self._number), self._sheet.print_id)
