# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How it goes over the months: a solid line with dots and a dashed one, 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from assist.i18n import _, month, month_short, number
from assist.views import TrendPoint
from ui.theme import Role, colours, font
from ui.widgets.painting import brush

LINES = (0, 33.3, 66.6, 100)
LABELS = 7
"""At most so many months are named under the picture."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One line: its name, its dated values 0…100, and whether it is drawn dashed in ochre."""

    name: str
    points: tuple[TrendPoint, ...]
    dashed: bool = False


def wellbeing_and_daily_life(wellbeing: Sequence[TrendPoint], daily_life: Sequence[TrendPoint]) -> tuple[Trend, ...]:
    """The two lines of a case at a glance; a line without values is left out."""
    both = (Trend(_("wellbeing (WHO-5)"), tuple(wellbeing)), Trend(_("day by day"), tuple(daily_life), dashed=True))
    return tuple(trend for trend in both if trend.points)


def paint_trends(painter: QPainter, rect: QRectF, series: Sequence[Trend]) -> None:
    """Grid, months, lines and their names inside ``rect``."""
    if not any(trend.points for trend in series):
        return
    metrics = QFontMetricsF(font(Role.SMALL))
    plot = rect.adjusted(16, metrics.height(), -16, -metrics.height() - 10)
    _paint_grid(painter, plot)
    days = _span(series)
    _paint_months(painter, plot, days)
    shown = sorted((trend for trend in series if trend.points), key=_last, reverse=True)
    for trend in series:
        if trend.points:
            _paint_line(painter, plot, days, trend)
    taken: list[QRectF] = []
    for place, trend in enumerate(shown):
        taken.append(_paint_name(painter, plot, days, trend, taken, below=place > 0))


def _last(trend: Trend) -> float:
    """Where a line ends."""
    return max(trend.points, key=lambda point: point.on).value


def _span(series: Sequence[Trend]) -> tuple[int, int]:
    found = [_day(point.on) for trend in series for point in trend.points]
    first, last = min(found), max(found)
    return (first, last) if last > first else (first - 15, last + 15)


def _day(iso: str) -> int:
    return date.fromisoformat(f"{iso}-15"[:10] if len(iso) == 7 else iso[:10]).toordinal()


def _at(plot: QRectF, days: tuple[int, int], point: TrendPoint) -> QPointF:
    across = (_day(point.on) - days[0]) / (days[1] - days[0])
    up = max(0.0, min(100.0, point.value)) / 100
    return QPointF(plot.left() + across * plot.width(), plot.bottom() - up * plot.height())


def _paint_grid(painter: QPainter, plot: QRectF) -> None:
    painter.setPen(QPen(QColor(colours().line), 1.0))
    for share in LINES:
        y = round(plot.bottom() - plot.height() * share / 100) + 0.5
        painter.drawLine(QPointF(plot.left() - 16, y), QPointF(plot.right() + 16, y))


def _paint_months(painter: QPainter, plot: QRectF, days: tuple[int, int]) -> None:
    painter.setFont(font(Role.SMALL))
    painter.setPen(QColor(colours().muted))
    middles = _middles(days)
    every = -(-len(middles) // LABELS)
    for iso, ordinal in middles[::every]:
        x = plot.left() + (ordinal - days[0]) / (days[1] - days[0]) * plot.width()
        words = QRectF(x - 40, plot.bottom() + 6, 80, 24)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), month_short(iso))


def _middles(days: tuple[int, int]) -> list[tuple[str, int]]:
    """Each month of the span and where its name stands: its middle, or the edge nearest to it."""
    first, last = date.fromordinal(days[0]), date.fromordinal(days[1])
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    found = []
    for place in months:
        middle = date(place // 12, place % 12 + 1, 15)
        found.append((middle.isoformat(), max(days[0], min(days[1], middle.toordinal()))))
    return found


def _ink(trend: Trend) -> QColor:
    return QColor(colours().ochre if trend.dashed else colours().primary)


def _paint_line(painter: QPainter, plot: QRectF, days: tuple[int, int], trend: Trend) -> None:
    places = [_at(plot, days, point) for point in sorted(trend.points, key=lambda point: point.on)]
    pen = QPen(_ink(trend), 2.4)
    if trend.dashed:
        pen.setDashPattern([2.6, 1.8])
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(places))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_ink(trend))
    for place in places if not trend.dashed else places[:1] if len(places) == 1 else ():
        painter.drawEllipse(place, 4.2, 4.2)


def _paint_name(
    painter: QPainter, plot: QRectF, days: tuple[int, int], trend: Trend, taken: Sequence[QRectF], *, below: bool
) -> QRectF:
    """The name at the end of its line: above the highest, below the others, never over another name."""
    shown = font(Role.CARD_TITLE)
    metrics = QFontMetricsF(shown)
    right = plot.right() + 12
    size = metrics.horizontalAdvance(trend.name), metrics.height()
    heights = _heights(plot, days, trend, right - size[0])
    over = QRectF(right - size[0], min(heights) - size[1] - 7, *size)
    under = QRectF(right - size[0], max(heights) + 7, *size)
    first, second = (under, over) if below else (over, under)
    place = first if not any(first.intersects(other) for other in taken) else second
    painter.setFont(shown)
    painter.setPen(_ink(trend))
    painter.drawText(place.adjusted(-2, 0, 2, 0), int(Qt.AlignmentFlag.AlignCenter), trend.name)
    return place


def _heights(plot: QRectF, days: tuple[int, int], trend: Trend, left: float) -> list[float]:
    """Where the line runs from ``left`` to its end, so that its name does not lie on it."""
    places = [_at(plot, days, point) for point in sorted(trend.points, key=lambda point: point.on)]
    found = [places[-1].y()]
    for before, after in pairwise(places):
        if after.x() > left:
            share = max(0.0, (left - before.x()) / (after.x() - before.x()))
            found.append(before.y() + share * (after.y() - before.y()))
    return found


class TrendChart(QWidget):
    """The picture; a screen reader hears every value with its month."""

    def __init__(self, series: Sequence[Trend] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_series(series)

    def show_series(self, series: Sequence[Trend]) -> None:
        """Other lines."""
        self._series = tuple(series)
        self.setAccessibleName(", ".join(trend.name for trend in series if trend.points))
        self.setAccessibleDescription(in_words(series))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(560, 190)

    def minimumSizeHint(self) -> QSize:
        """Still a picture."""
        return QSize(240, 130)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it."""
        painter = brush(self)
        paint_trends(painter, QRectF(self.rect()), self._series)
        painter.end()


def in_words(series: Sequence[Trend]) -> str:
    """The picture for those who hear it: ``wellbeing: Jun 2024 20, Jul 2024 36. …``"""
    told = []
    for trend in series:
        points = sorted(trend.points, key=lambda point: point.on)
        values = ", ".join(f"{month(point.on)} {number(round(point.value))}" for point in points)
        if values:
            told.append(_("{name}, 0 to 100: {values}.").format(name=trend.name, values=values))
    return " ".join(told)
