# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of goals and wellbeing on paper: shape carries the meaning, so that grey is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from assist.reports.lines import BETTER, LESS, SAME, Series, Trend
from assist.reports.typeset import EMPTY, INK, LINE, QUIET, REGULAR, SEMIBOLD, TEAL, WHITE, type_of, write

SEGMENTS = 5
_WIDE, _HIGH, _APART = 21.0, 6.4, 3.2
BAR_WIDTH = SEGMENTS * _WIDE + (SEGMENTS - 1) * _APART


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page: left, bottom, width, height in points."""

    x: float
    y: float
    width: float
    height: float


def goal_bar(canvas: Canvas, x: float, y: float, rating: int | None, *, hatched: bool) -> None:
    """Five steps from -2 to 2: her view solid, the team's hatched, what was not said empty."""
    filled = 0 if rating is None else rating + 3
    for number in range(SEGMENTS):
        left = x + number * (_WIDE + _APART)
        if number >= filled:
            _empty(canvas, left, y, dashed=rating is None)
        elif hatched:
            _hatched(canvas, left, y)
        else:
            _solid(canvas, left, y)


def _solid(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColor(TEAL)
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(0.7)
    canvas.roundRect(x, y, _WIDE, _HIGH, _HIGH / 2, stroke=1, fill=1)


def _empty(canvas: Canvas, x: float, y: float, *, dashed: bool) -> None:
    canvas.saveState()
    canvas.setStrokeColor(EMPTY)
    canvas.setLineWidth(0.7)
    if dashed:
        canvas.setDash(1.4, 1.8)
    canvas.roundRect(x, y, _WIDE, _HIGH, _HIGH / 2, stroke=1, fill=0)
    canvas.restoreState()


def _hatched(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    outline = canvas.beginPath()
    outline.roundRect(x, y, _WIDE, _HIGH, _HIGH / 2)
    canvas.clipPath(outline, stroke=0, fill=0)
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(1.1)
    left = x - _HIGH
    while left < x + _WIDE:
        canvas.line(left, y, left + _HIGH, y + _HIGH)
        left += 3.1
    canvas.restoreState()
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(0.7)
    canvas.roundRect(x, y, _WIDE, _HIGH, _HIGH / 2, stroke=1, fill=0)


def bar(canvas: Canvas, box: Box, share: float) -> None:
    """How much of the whole, 0 to 1: the outline is the whole, the part is filled."""
    canvas.saveState()
    canvas.setLineWidth(0.6)
    canvas.setStrokeColor(EMPTY)
    canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=0)
    canvas.setFillColor(TEAL)
    canvas.rect(box.x, box.y, box.width * min(max(share, 0.0), 1.0), box.height, stroke=0, fill=1)
    canvas.restoreState()


def way_sign(canvas: Canvas, x: float, y: float, way: str) -> None:
    """An arrow up, level or down; three dots when there are not enough answers. 9 points wide."""
    canvas.saveState()
    canvas.setStrokeColor(INK)
    canvas.setFillColor(INK)
    canvas.setLineWidth(1.3)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    ends = _ARROWS.get(way)
    if ends is None:
        for number in range(3):
            canvas.circle(x + 1.5 + 3 * number, y + 3.5, 0.9, stroke=0, fill=1)
    else:
        x0, y0, x1, y1 = ends
        _arrow(canvas, (x + x0, y + y0), (x + x1, y + y1))
    canvas.restoreState()


_ARROWS = {BETTER: (1.0, 0.0, 8.0, 7.0), SAME: (0.0, 3.5, 9.0, 3.5), LESS: (1.0, 7.0, 8.0, 0.0)}


def _arrow(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    canvas.line(*start, *end)
    across, down = end[0] - start[0], end[1] - start[1]
    length = (across**2 + down**2) ** 0.5
    across, down = across / length * 3.4, down / length * 3.4
    for side in (0.62, -0.62):
        canvas.line(*end, end[0] - across - side * down, end[1] - down + side * across)


def mark(canvas: Canvas, x: float, y: float, state: str) -> None:
    """A small square: ticked for yes, empty for no, dotted when it is not known."""
    canvas.saveState()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    if state not in ("yes", "no"):
        canvas.setDash(1.2, 1.4)
    canvas.roundRect(x, y, 7, 7, 1.4, stroke=1, fill=0)
    if state == "yes":
        canvas.setDash()
        canvas.setLineWidth(1.3)
        canvas.setLineCap(1)
        canvas.lines([(x + 1.6, y + 3.6, x + 3, y + 1.9), (x + 3, y + 1.9, x + 5.6, y + 5.4)])
    canvas.restoreState()


# -- a trend ------------------------------------------------------------------------

_BELOW, _ABOVE = 13.0, 6.0


def trend(canvas: Canvas, box: Box, picture: Trend, size: float = 7.4) -> None:
    """One or two series over time, named at their ends; no number is printed beside a person."""
    canvas.saveState()
    named = type_of(SEMIBOLD, size)
    room = max(named.width(series.label) for series in picture.series) + 8
    plot = Box(box.x + 4, box.y + _BELOW, box.width - room - 8, box.height - _BELOW - _ABOVE)
    _ground(canvas, plot)
    days = [_day(on) for series in picture.series for on, _ in series.points]
    span = (min(days), max(days))
    _months(canvas, plot, picture, span)
    ends = []
    for series in picture.series:
        spots = [_spot(plot, point, span) for point in series.points]
        _draw_series(canvas, spots, series)
        ends.append(spots[-1][1])
    for index, series in enumerate(picture.series):
        y = ends[index] + _apart(index, ends, size)
        write(canvas, plot.x + plot.width + 8, y + size * 0.69, [series.label], named)
    canvas.restoreState()


def _ground(canvas: Canvas, plot: Box) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    for part in range(4):
        y = plot.y + plot.height * part / 3
        canvas.line(plot.x - 4, y, plot.x + plot.width + 4, y)


def _months(canvas: Canvas, plot: Box, picture: Trend, span: tuple[int, int]) -> None:
    face = type_of(REGULAR, 7, colour=QUIET)
    free = plot.x - 99.0
    for on, name in picture.months:
        x = max(_across(plot, _day(on), span), plot.x) - face.width(name) / 2
        if x > free:
            write(canvas, x, plot.y - 2.5, [name], face)
            free = x + face.width(name) + 5


def _draw_series(canvas: Canvas, spots: list[tuple[float, float]], series: Series) -> None:
    canvas.saveState()
    colour = QUIET if series.dashed else TEAL
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(1.2 if series.dashed else 1.7)
    if series.dashed:
        canvas.setDash(3.2, 2.2)
    for (x0, y0), (x1, y1) in pairwise(spots):
        canvas.line(x0, y0, x1, y1)
    canvas.setDash()
    canvas.setFillColor(WHITE if series.dashed else colour)
    for x, y in spots:
        canvas.circle(x, y, 2.2, stroke=1, fill=1)
    canvas.restoreState()


def _apart(index: int, ends: list[float], size: float) -> float:
    """Names at the end of two lines that meet stand one above the other."""
    others = [(end, place) for place, end in enumerate(ends) if place != index]
    for end, place in others:
        if abs(end - ends[index]) < size * 1.3:
            gap = (size * 1.3 - abs(end - ends[index])) / 2
            return gap if (ends[index], -index) > (end, -place) else -gap
    return 0.0


def _spot(plot: Box, point: tuple[str, float], span: tuple[int, int]) -> tuple[float, float]:
    on, value = point
    return _across(plot, _day(on), span), plot.y + plot.height * value / 100


def _across(plot: Box, day: int, span: tuple[int, int]) -> float:
    first, last = span
    return plot.x + plot.width * ((day - first) / (last - first) if last > first else 0.5)


def _day(iso: str) -> int:
    return date.fromisoformat(iso[:10]).toordinal()
