# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of figures as pages: each indicator with its picture, what is behind it and what it does not say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from assist.reading import date_of
from assist.reportbook import Kept
from assist.reports.charts import Box, bar
from assist.reports.figure_words import Part, Row, folded, marks_of, parts_of, title_of
from assist.reports.lines import Paper
from assist.reports.order import KEPT_DAYS, ReportOrder
from assist.reports.speech import Speech
from assist.reports.typeset import (
    BOLD,
    ITALIC,
    LINE,
    PAGE_SIZES,
    QUIET,
    REGULAR,
    SEMIBOLD,
    TEAL,
    broken,
    draw_foot,
    new_canvas,
    one_at_a_time,
    ready,
    type_of,
    write,
)

_SIDE, _TOP, _FOOT = 54.0, 46.0, 62.0
_APART, _LABEL, _PICTURE = 11.0, 0.36, 0.24
_TITLE, _SMALL = type_of(SEMIBOLD, 10.4), type_of(REGULAR, 8.2, colour=QUIET)
_ROW, _STRONG = type_of(REGULAR, 8.8), type_of(SEMIBOLD, 8.8)
_QUIET = type_of(ITALIC, 7.8, colour=QUIET)
_NUMBER = type_of(SEMIBOLD, 7.6, colour=TEAL)


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the parts and at the foot of every page."""

    title: str
    marks: str
    until: str


def render(kept: Kept, order: ReportOrder, by: str) -> Paper:
    """The pages. ``by`` is the name of whoever made it; nothing is worked out here."""
    speech = Speech(order.language)
    marks = [*marks_of(kept, speech, by), speech.say("Practice: invented people") if order.practice else ""]
    until = speech.say("Keep until {date}, then destroy.").format(date=speech.day(date_of(order.today, KEPT_DAYS)))
    head = _Head(title_of(kept, speech), " · ".join(filter(None, marks)), "" if kept.is_outside else until)
    with one_at_a_time:
        ready()
        wide, high = PAGE_SIZES[order.paper]
        pages = list(_laid(folded(parts_of(kept, speech), kept, speech), head, wide, high))
        target = io.BytesIO()
        canvas = new_canvas(target, order.paper, order.print_id, order.language)
        for number, page in enumerate(pages, 1):
            if number == 1:
                _draw_head(canvas, head, wide, high)
            for top, part in page:
                _draw(canvas, part, top, wide - 2 * _SIDE)
            page_of = speech.say("page {number} of {pages}").format(number=number, pages=len(pages))
            draw_foot(canvas, (_SIDE, wide - _SIDE), head.until, page_of, order.print_id)
            canvas.showPage()
        canvas.save()
        return Paper(target.getvalue(), len(pages))


def _laid(parts: tuple[Part, ...], head: _Head, wide: float, high: float) -> Iterator[list[tuple[float, Part]]]:
    """Parts down the pages, each whole; the upper edge of each."""
    top, page = _draw_head(None, head, wide, high), list[tuple[float, Part]]()
    for part in parts:
        needed = top - _draw(None, part, top, wide - 2 * _SIDE)
        if page and top - needed < _FOOT:
            yield page
            top, page = high - _TOP, []
        page.append((top, part))
        top -= needed + _APART
    yield page


def _draw_head(canvas: Canvas | None, head: _Head, wide: float, high: float) -> float:
    title, width = type_of(BOLD, 18, leading=1.25), wide - 2 * _SIDE
    after = write(canvas, _SIDE, high - _TOP, broken(head.title, title, width), title)
    after = write(canvas, _SIDE, after - 2, broken(head.marks, _SMALL, width), _SMALL)
    return after - 14


def _draw(canvas: Canvas | None, part: Part, top: float, width: float) -> float:
    """One part; returns its lower edge. Without a canvas it is only measured."""
    left = _SIDE
    if part.ident:
        write(canvas, left, top - 1.6, [part.ident], _NUMBER)
    after = write(canvas, left + (44 if part.ident else 0), top, [part.title], _TITLE)
    after = write(canvas, left, after, broken(part.formula, _SMALL, width), _SMALL)
    for row in part.rows:
        after = _draw_row(canvas, row, after - 1.5, width)
    for words in part.hidden:
        after = write(canvas, left, after - 1.5, broken(words, _ROW, width), _ROW)
    if part.not_said:
        after = write(canvas, left, after - 1.5, broken(part.not_said, _QUIET, width), _QUIET)
    if canvas is not None:
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        canvas.line(left, after - _APART / 2, left + width, after - _APART / 2)
    return after


def _draw_row(canvas: Canvas | None, row: Row, top: float, width: float) -> float:
    label, picture = width * _LABEL, width * _PICTURE
    words = broken(row.label, _ROW, label - 8)
    start = _SIDE + label + (picture + 10 if row.bar is not None else 0)
    told = broken(row.text, _STRONG, _SIDE + width - start)
    after = min(write(canvas, _SIDE, top, words, _ROW), write(canvas, start, top, told, _STRONG))
    if canvas is not None and row.bar is not None:
        bar(canvas, Box(_SIDE + label, top - _ROW.leading + 2.2, picture, 7.0), row.bar)
    return after
