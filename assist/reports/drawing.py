# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each kind of line looks on paper; measuring is drawing without a canvas, so the two cannot differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from assist.reports import charts
from assist.reports.lines import Arrow, Block, Checks, Fact, Goal, Line, Note, Step, Trend, Voice, Words
from assist.reports.typeset import (
    BOLD,
    INK,
    LINE,
    QUIET,
    REGULAR,
    SEMIBOLD,
    TEAL,
    TINT,
    Type,
    broken,
    type_of,
    write,
    write_right,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How large the type is, how much air stands between things, how many lines of own words show."""

    scale: float
    air: float
    voice_lines: int
    goal_lines: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing goes: left edge, upper edge, width, in points."""

    x: float
    top: float
    width: float

    def below(self, top: float) -> Place:
        """The same column, further down."""
        return Place(self.x, top, self.width)

    def column(self, left: float, width: float) -> Place:
        """A column inside."""
        return Place(self.x + left, self.top, width)


class Pen:
    """Draws on a canvas, or only measures without one."""

    def __init__(self, canvas: Canvas | None, look: Look, words: Words) -> None:
        self.canvas = canvas
        self.look = look
        self.words = words
        self.measured: dict[tuple[Line, float], float] = {}

    def face(self, font: str, size: float, *, colour: Any = INK, leading: float = 1.38) -> Type:
        """A type in the size of this paper."""
        return type_of(font, size, leading=leading, colour=colour).scaled(self.look.scale)

    def gap(self, points: float) -> float:
        """Air between two things."""
        return points * self.look.air

    def write(self, place: Place, text: str, face: Type, limit: int = 0) -> float:
        """A text in its column; returns its lower edge."""
        return write(self.canvas, place.x, place.top, broken(text, face, place.width, limit), face)

    def rule(self, place: Place) -> None:
        """A hairline."""
        if self.canvas is not None:
            self.canvas.setStrokeColor(LINE)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(place.x, place.top, place.x + place.width, place.top)


def heading(pen: Pen, block: Block, place: Place) -> float:
    """The name of a block over a hairline, a small remark at its right."""
    face, small = pen.face(BOLD, 9.8, colour=TEAL), pen.face(REGULAR, 8, colour=QUIET)
    bottom = pen.write(place, block.heading, face)
    if block.aside:
        top = place.top - (face.leading - small.leading) / 2
        write_right(pen.canvas, place.x + place.width, top, block.aside, small)
    pen.rule(place.below(bottom - 1.5))
    return bottom - 1.5 - pen.gap(4)


def line(pen: Pen, item: Line, place: Place) -> float:
    """Any line; returns its lower edge. What was measured once is not measured again."""
    if pen.canvas is not None:
        return _drawn(pen, item, place)
    known = pen.measured.get((item, place.width))
    if known is None:
        known = pen.measured[item, place.width] = place.top - _drawn(pen, item, place)
    return place.top - known


def _drawn(pen: Pen, item: Line, place: Place) -> float:
    if isinstance(item, Voice):
        return _voice(pen, item, place)
    if isinstance(item, Goal):
        return _goal(pen, item, place)
    if isinstance(item, Arrow):
        return _arrow(pen, item, place)
    if isinstance(item, Trend):
        return _trend(pen, item, place)
    if isinstance(item, Checks):
        return _checks(pen, item, place)
    if isinstance(item, Step):
        return _step(pen, item, place)
    if isinstance(item, Fact):
        return _fact(pen, item, place)
    return _note(pen, item, place)


def _voice(pen: Pen, item: Voice, place: Place) -> float:
    """Her words on the one tint, with a bar at their side."""
    words, small = pen.face(REGULAR, 10.6, leading=1.42), pen.face(REGULAR, 7.8, colour=QUIET)
    inner, pad = place.column(12, place.width - 24), pen.gap(5.5)
    lines = broken(item.text, words, inner.width, pen.look.voice_lines)
    caption = [item.caption] if item.caption else []
    bottom = place.top - 2 * pad - words.leading * len(lines) - small.leading * len(caption)
    if pen.canvas is not None:
        pen.canvas.setFillColor(TINT)
        pen.canvas.roundRect(place.x, bottom, place.width, place.top - bottom, 4, stroke=0, fill=1)
        pen.canvas.setFillColor(TEAL)
        pen.canvas.roundRect(place.x, bottom, 3, place.top - bottom, 1.5, stroke=0, fill=1)
    after = write(pen.canvas, inner.x, place.top - pad, lines, words)
    write(pen.canvas, inner.x, after, caption, small)
    return bottom - pen.gap(5)


_BARS = 196.0


def _goal(pen: Pen, item: Goal, place: Place) -> float:
    left = place.column(0, place.width - _BARS - 14)
    lines = pen.look.goal_lines
    bottom = pen.write(left, item.words, pen.face(SEMIBOLD, 9.9, leading=1.34), lines)
    bottom = pen.write(left.below(bottom), item.facts, pen.face(REGULAR, 8, colour=QUIET), 2) if item.facts else bottom
    if item.level:
        bottom = pen.write(left.below(bottom - 0.5), item.level, pen.face(REGULAR, 8.6), max(1, lines - 1))
    if item.differs:
        bottom = _differs(pen, item, left.below(bottom - pen.gap(2)))
    bars = _voices(pen, item, place.column(place.width - _BARS, _BARS))
    bottom = min(bottom, bars) - pen.gap(4.5)
    pen.rule(place.below(bottom))
    return bottom - pen.gap(4.5)


def _differs(pen: Pen, item: Goal, place: Place) -> float:
    inner = place.column(8, place.width - 8)
    bottom = pen.write(inner, item.differs, pen.face(SEMIBOLD, 8, colour=TEAL))
    if item.disagreement:
        bottom = pen.write(inner.below(bottom), item.disagreement, pen.face(REGULAR, 8.8), pen.look.goal_lines + 1)
    if pen.canvas is not None:
        pen.canvas.setStrokeColor(TEAL)
        pen.canvas.setLineWidth(1.2)
        pen.canvas.line(place.x + 1, place.top - 1.5, place.x + 1, bottom + 1)
    return bottom


def _voices(pen: Pen, item: Goal, place: Place) -> float:
    """Two bars on the same scale: hers first, the team's second."""
    face = pen.face(REGULAR, 8, colour=QUIET)
    step = max(face.leading, 12.0)
    for number, (name, rating) in enumerate(((pen.words.hers, item.hers), (pen.words.team, item.team))):
        top = place.top - number * step
        if pen.canvas is not None:
            charts.goal_bar(pen.canvas, place.x, top - step / 2 - 3.2, rating, hatched=bool(number))
        label = f"{name} {_signed(rating)}" if pen.words.rated else name
        write(pen.canvas, place.x + charts.BAR_WIDTH + 7, top - (step - face.leading) / 2, [label], face)
    return place.top - 2 * step


def _signed(rating: int | None) -> str:
    """``−1``, ``0``, ``+2``; a dash when nothing was said."""
    return "–" if rating is None else f"{rating:+d}".replace("-", "−") if rating else "0"


def _arrow(pen: Pen, item: Arrow, place: Place) -> float:
    face, small = pen.face(REGULAR, 9), pen.face(REGULAR, 8, colour=QUIET)
    inner = place.column(16, place.width - 16)
    if pen.canvas is not None:
        charts.way_sign(pen.canvas, place.x + 1, place.top - face.leading / 2 - 3.5, item.way)
    bottom = pen.write(inner, f"{item.label}: {item.word}", face, 2)
    if item.detail:
        bottom = pen.write(inner.below(bottom), item.detail, small, 2)
    return bottom - pen.gap(3.5)


def _trend(pen: Pen, item: Trend, place: Place) -> float:
    height = 92.0 * pen.look.scale * (0.6 + 0.4 * pen.look.air)
    if pen.canvas is not None:
        charts.trend(pen.canvas, charts.Box(place.x, place.top - height, place.width, height), item)
    return place.top - height - pen.gap(3)


def _fact(pen: Pen, item: Fact, place: Place) -> float:
    label, face = pen.face(REGULAR, 8.4, colour=QUIET), pen.face(REGULAR, 9)
    wide = min(124.0, place.width * 0.38)
    first = pen.write(place.below(place.top - 0.4).column(0, wide - 8), item.label, label, 2)
    second = pen.write(place.column(wide, place.width - wide), item.value, face, 3)
    return min(first, second) - pen.gap(2)


def _checks(pen: Pen, item: Checks, place: Place) -> float:
    """Small boxes with their words, as many in a row as fit."""
    label, face = pen.face(REGULAR, 8.4, colour=QUIET), pen.face(REGULAR, 8.6)
    wide = min(124.0, place.width * 0.38)
    first = pen.write(place.column(0, wide - 8), item.label, label, 2)
    x, top = place.x + wide, place.top
    for state, text in item.items:
        if x > place.x + wide and x + 12 + face.width(text) > place.x + place.width:
            x, top = place.x + wide, top - face.leading
        if pen.canvas is not None:
            charts.mark(pen.canvas, x, top - face.leading / 2 - 3.5, state)
        write(pen.canvas, x + 11, top, [text], face)
        x += 11 + face.width(text) + 12
    return min(first, top - face.leading) - pen.gap(2)


def _step(pen: Pen, item: Step, place: Place) -> float:
    face, small = pen.face(REGULAR, 9), pen.face(REGULAR, 8.4, colour=QUIET)
    when, who = 84.0, place.width * 0.24
    what = place.column(13, place.width - when - who - 29)
    if pen.canvas is not None:
        charts.mark(pen.canvas, place.x, place.top - face.leading / 2 - 3.5, "yes" if item.done else "no")
    words = f"{item.what} ({pen.words.done})" if item.done else item.what
    bottoms = [
        pen.write(what, words, face, pen.look.goal_lines),
        pen.write(place.column(place.width - when - who - 8, who), item.who, small, 2),
        pen.write(place.column(place.width - when, when), item.when, small, 2),
    ]
    return min(bottoms) - pen.gap(2)


def _note(pen: Pen, item: Note, place: Place) -> float:
    face = pen.face(REGULAR, 9.2) if item.strong else pen.face(REGULAR, 8.4, colour=QUIET)
    return pen.write(place, item.text, face) - pen.gap(3)
