# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A dossier as PDF: at most two pages, our own fonts, and nothing in it that was not in the dossier."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from assist.reports import drawing
from assist.reports.drawing import Look, Pen, Place
from assist.reports.lines import HER_OWN, Block, Dossier, Line, Note, Paper, Trend
from assist.reports.typeset import (
    BOLD,
    INK,
    LINE,
    PAGE_SIZES,
    QUIET,
    REGULAR,
    SEMIBOLD,
    TEAL,
    broken,
    new_canvas,
    one_at_a_time,
    ready,
    type_of,
    write,
    write_right,
)

MOST_PAGES = 2
_SIDE, _TOP, _FOOT = 54.0, 44.0, 62.0
_COLUMN_GAP = 22.0
BESIDE = {"safety": "rights"}
"""Blocks that stand beside each other on the team's paper."""

LOOKS = (
    Look(1.0, 1.0, 6, 3), Look(0.97, 0.8, 6, 3), Look(0.94, 0.6, 5, 2), Look(0.9, 0.45, 4, 2), Look(0.88, 0.35, 3, 2),
)
LARGER = (Look(1.16, 1.15, 8, 4), Look(1.08, 0.95, 7, 3), Look(1.0, 0.8, 6, 3), Look(0.94, 0.6, 5, 2), LOOKS[-1])
"""From roomy to tight; her own copy begins larger."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Something that is not cut by a page end. ``holds_next``: not left alone at the foot of a page."""

    draw: Callable[[Pen, Place], float]
    before: float = 0.0
    holds_next: bool = False


@dataclass(frozen=True, slots=True)
class _Sheet:
    rows: tuple[tuple[_Row, float], ...]
    """Each row with its upper edge."""


def render(dossier: Dossier) -> Paper:
    """The finished paper. Where there is no room, air goes first, then the oldest lines, visibly."""
    with one_at_a_time:
        ready()
        look, fitted, sheets = _fit(dossier)
        target = io.BytesIO()
        canvas = new_canvas(target, dossier.paper, dossier.print_id, dossier.language)
        pen = Pen(canvas, look, dossier.words)
        for number, sheet in enumerate(sheets, 1):
            _draw_sheet(pen, canvas, fitted, sheet)
            _draw_foot(canvas, fitted, number, len(sheets))
            canvas.showPage()
        canvas.save()
        return Paper(target.getvalue(), len(sheets))


# -- fitting ------------------------------------------------------------------------


def _fit(dossier: Dossier) -> tuple[Look, Dossier, list[_Sheet]]:
    looks = LARGER if dossier.template in HER_OWN else LOOKS
    for most, candidates in ((1, looks[:3]), (MOST_PAGES, looks)):
        for look in candidates:
            pen = Pen(None, look, dossier.words)
            sheets = _pages(dossier, pen)
            if len(sheets) <= most:
                return look, dossier, sheets
    shorter = dossier
    while len(sheets) > MOST_PAGES and (cut := _without_oldest(shorter)) is not None:
        shorter = cut
        sheets = _pages(shorter, pen)
    return looks[-1], shorter, sheets[:MOST_PAGES]


def _without_oldest(dossier: Dossier) -> Dossier | None:
    """One line less: the oldest of the longest block, which says that there is more in the file."""
    lengths = {block.key: len(_cuttable(block)) for block in dossier.blocks}
    key = max(lengths, key=lambda name: lengths[name], default="")
    if not key or lengths[key] <= 1:
        return None
    more = Note(dossier.words.more)

    def shorter(block: Block) -> Block:
        oldest = min(_cuttable(block), key=lambda index: (block.lines[index].on, index))
        kept = tuple(each for index, each in enumerate(block.lines) if index != oldest and each != more)
        return replace(block, lines=(*kept, more))

    return replace(
        dossier, blocks=tuple(shorter(block) if block.key == key else block for block in dossier.blocks))


def _cuttable(block: Block) -> list[int]:
    return [index for index, each in enumerate(block.lines) if not isinstance(each, Note | Trend)]


def _pages(dossier: Dossier, pen: Pen) -> list[_Sheet]:
    """Rows laid down the pages; a heading goes over with what it heads."""
    wide, high = PAGE_SIZES[dossier.paper]
    start, end = high - _TOP, _FOOT
    rows = list(_rows(dossier))
    heights = [row.draw(pen, Place(_SIDE, 0, wide - 2 * _SIDE)) for row in rows]
    sheets: list[list[tuple[_Row, float]]] = [[]]
    top = start
    for index, row in enumerate(rows):
        first = not sheets[-1]
        needed = -heights[index] + (0 if first else pen.gap(row.before))
        together = needed - heights[index + 1] if row.holds_next and index + 1 < len(rows) else needed
        if top - together < end and not first:
            sheets.append([])
            top, needed = start - 26, -heights[index]
        sheets[-1].append((row, top - (needed + heights[index])))
        top -= needed
    return [_Sheet(tuple(sheet)) for sheet in sheets]


# -- rows ---------------------------------------------------------------------------


def _rows(dossier: Dossier) -> Iterator[_Row]:
    yield _Row(lambda pen, place: _head(pen, dossier, place))
    blocks = {block.key: block for block in dossier.blocks}
    beside = {key: other for key, other in BESIDE.items() if key in blocks and other in blocks}
    for block in dossier.blocks:
        if block.key in beside:
            yield _pair(block, blocks[beside[block.key]])
        elif block.key in beside.values():
            continue
        elif any(isinstance(each, Trend) for each in block.lines):
            yield _Row(_heading_of(block), before=9, holds_next=True)
            yield _with_picture(block)
        else:
            yield _Row(_heading_of(block), before=9, holds_next=True)
            for each in block.lines:
                yield _Row(_line_of(each))


def _heading_of(block: Block) -> Callable[[Pen, Place], float]:
    return lambda pen, place: drawing.heading(pen, block, place)


def _line_of(item: Line) -> Callable[[Pen, Place], float]:
    return lambda pen, place: drawing.line(pen, item, place)


def _column(pen: Pen, lines: tuple[Line, ...], place: Place) -> float:
    top = place.top
    for item in lines:
        top = drawing.line(pen, item, place.below(top))
    return top


def _pair(left: Block, right: Block) -> _Row:
    def draw(pen: Pen, place: Place) -> float:
        width = (place.width - _COLUMN_GAP) / 2
        bottoms = []
        for block, start in ((left, 0.0), (right, width + _COLUMN_GAP)):
            column = place.column(start, width)
            bottoms.append(_column(pen, block.lines, column.below(drawing.heading(pen, block, column))))
        return min(bottoms)

    return _Row(draw, before=9)


def _with_picture(block: Block) -> _Row:
    """Words at the left, the picture at the right."""
    pictures = tuple(each for each in block.lines if isinstance(each, Trend))
    words = tuple(each for each in block.lines if not isinstance(each, Trend))

    def draw(pen: Pen, place: Place) -> float:
        left = place.width * 0.42
        first = _column(pen, words, place.column(0, left - 10))
        return min(first, _column(pen, pictures, place.column(left + 8, place.width - left - 8)))

    return _Row(draw)


# -- head and foot ------------------------------------------------------------------


def _head(pen: Pen, dossier: Dossier, place: Place) -> float:
    title, small = pen.face(BOLD, 18, leading=1.25), pen.face(REGULAR, 8.6, colour=QUIET)
    code = pen.face(BOLD, 14, colour=TEAL)
    room = place.width - code.width(dossier.mark) - 16
    bottom = pen.write(place.column(0, room), dossier.title, title, 2)
    if dossier.mark:
        top = place.top - (title.leading - code.leading) / 2
        write_right(pen.canvas, place.x + place.width, top, dossier.mark, code)
    if dossier.subtitle:
        bottom = pen.write(place.below(bottom), dossier.subtitle, small)
    if dossier.care:
        bottom = _care(pen, dossier.care, place.below(bottom - pen.gap(4)))
    return _facts(pen, dossier, place.below(bottom - pen.gap(6))) if dossier.facts else bottom - pen.gap(2)


def _care(pen: Pen, text: str, place: Place) -> float:
    """A frame and a diamond: seen in grey as well."""
    face = pen.face(SEMIBOLD, 8.8)
    bottom = place.top - face.leading - 5
    if pen.canvas is not None:
        pen.canvas.setStrokeColor(INK)
        pen.canvas.setLineWidth(0.9)
        pen.canvas.roundRect(place.x, bottom, face.width(f"◆  {text}") + 16, place.top - bottom, 4, stroke=1, fill=0)
    write(pen.canvas, place.x + 8, place.top - 2.5, [f"◆  {text}"], face)
    return bottom


def _facts(pen: Pen, dossier: Dossier, place: Place) -> float:
    """The facts of the head side by side, label over value."""
    label, value = pen.face(REGULAR, 7.6, colour=QUIET), pen.face(SEMIBOLD, 8.8)
    needed = [max(label.width(fact.label), value.width(fact.value)) + 12 for fact in dossier.facts]
    room = place.width / sum(needed)
    left, bottoms = 0.0, []
    for fact, wide in zip(dossier.facts, needed, strict=True):
        column = place.column(left, wide * room - 10)
        after = pen.write(column, fact.label, label, 2)
        bottoms.append(pen.write(column.below(after), fact.value, value, 3))
        left += wide * room
    return min(bottoms) - pen.gap(2)


def _draw_sheet(pen: Pen, canvas: Canvas, dossier: Dossier, sheet: _Sheet) -> None:
    wide, high = PAGE_SIZES[dossier.paper]
    for row, top in sheet.rows:
        row.draw(pen, Place(_SIDE, top, wide - 2 * _SIDE))
    if canvas.getPageNumber() > 1:
        face = type_of(REGULAR, 8, colour=QUIET)
        write(canvas, _SIDE, high - 32, [dossier.title], face)
        write_right(canvas, wide - _SIDE, high - 32, dossier.mark, face)


def _draw_foot(canvas: Canvas, dossier: Dossier, number: int, pages: int) -> None:
    """Small print, the page, and the print id, which also runs along the edge."""
    wide, high = PAGE_SIZES[dossier.paper]
    face, strong = type_of(REGULAR, 7, colour=QUIET), type_of(SEMIBOLD, 7.6)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(_SIDE, _FOOT - 9, wide - _SIDE, _FOOT - 9)
    page = dossier.words.page.format(number=number, pages=pages)
    top = _FOOT - 12
    for text in dossier.foot:
        top = write(canvas, _SIDE, top, broken(text, face, wide - 2 * _SIDE - 96, 2), face)
    write_right(canvas, wide - _SIDE, _FOOT - 12, dossier.print_id, strong)
    write_right(canvas, wide - _SIDE, _FOOT - 22, page, face)
    canvas.saveState()
    canvas.translate(wide - 22, high / 2)
    canvas.rotate(90)
    edge = type_of(REGULAR, 7, colour=QUIET)
    write(canvas, -edge.width(dossier.print_id) / 2, 0, [dossier.print_id], edge)
    canvas.restoreState()
