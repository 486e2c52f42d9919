# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check-in as rows of five circles that fill: her own path, without a number (practice F14)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assist.i18n import N_, _
from assist.views import CheckInPoint
from ui.theme import RING, Role, colours, font
from ui.widgets.painting import brush
from ui.wording import SCALE_WORDS

GROUPS = {
    "economic": N_("money and work"), "social": N_("house, papers, rights"), "psychosocial": N_("days, people, hope"),
}
CIRCLES, SAME = 5, 0.1
"""A smaller difference than this is none a person would notice."""

UNKNOWN = N_("not enough answers")
WAYS = {1: ("↑", N_("better")), 0: ("=", N_("the same")), -1: ("↓", N_("less"))}

Row = tuple[str, float | None, int | None]
"""Name, share 0…1 or None without enough answers, and which way it went since the first."""


def rows_of(points: Sequence[CheckInPoint]) -> tuple[Row, ...]:
    """The newest check-in, and which way each group went since the first that says so."""
    found: list[Row] = []
    for group, name in GROUPS.items():
        said = [value for point in points if (value := getattr(point, group)) is not None]
        newest = getattr(points[-1], group) if points else None
        way = None
        if newest is not None and len(said) > 1:
            change = newest - said[0]
            way = 0 if abs(change) < SAME else 1 if change > 0 else -1
        found.append((_(name), newest, way))
    return tuple(found)


class CircleRows(QWidget):
    """One row a group; a screen reader hears the word of the nearest circle and which way it went."""

    GAP = 6

    def __init__(self, rows: Sequence[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = tuple(rows)
        self.setFont(font(Role.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("; ".join(self._said(*row) for row in self.rows))

    def sizeHint(self) -> QSize:
        """The longest name, five circles and a word."""
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(name) for name, _share, _way in self.rows), default=0)
        ends = max(metrics.horizontalAdvance(self._end(share, way)) for _name, share, way in self.rows)
        wide = 2 * RING + names + 12 + CIRCLES * (self._across() + self.GAP) + 6 + ends
        return QSize(wide, len(self.rows) * self._line() + 4)

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, circles, and which way."""
        painter = brush(self)
        painter.setFont(self.font())
        names = max((self.fontMetrics().horizontalAdvance(name) for name, _share, _way in self.rows), default=0)
        for place, (name, share, way) in enumerate(self.rows):
            line = QRectF(RING, 2 + place * self._line(), self.width() - 2 * RING, self._line())
            painter.setPen(QColor(colours().text))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
            start = line.left() + names + 12
            if share is not None:
                self._paint_circles(painter, QRectF(start, line.top(), 0, line.height()), share)
                start += CIRCLES * (self._across() + self.GAP) + 6
            painter.setPen(QColor(colours().muted))
            end = QRectF(start, line.top(), line.right() - start, line.height())
            painter.drawText(end, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                             self._end(share, way))
        painter.end()

    def _paint_circles(self, painter: QPainter, area: QRectF, share: float) -> None:
        across = self._across()
        for place in range(CIRCLES):
            box = QRectF(area.left() + place * (across + self.GAP), area.center().y() - across / 2, across, across)
            full = max(0.0, min(1.0, share * CIRCLES - place))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().primary))
            if full >= 1:
                painter.drawEllipse(box)
            elif full > 0:  # the left part of the circle, so that half is half
                painter.save()
                painter.setClipRect(QRectF(box.left(), box.top(), across * full, across))
                painter.drawEllipse(box)
                painter.restore()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours().primary), 1.2))
            painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))

    def _across(self) -> int:
        return round(self.fontMetrics().height() * 0.85)

    def _line(self) -> int:
        return round(self.fontMetrics().height() * 1.35)

    def _end(self, share: float | None, way: int | None) -> str:
        if share is None:
            return _(UNKNOWN)
        return "" if way is None else " ".join((WAYS[way][0], _(WAYS[way][1])))

    def _said(self, name: str, share: float | None, way: int | None) -> str:
        if share is None:
            return f"{name}: {_(UNKNOWN)}"
        word = _(SCALE_WORDS[round(share * (len(SCALE_WORDS) - 1))])
        return f"{name}: {word}" + (f", {_(WAYS[way][1])}" if way is not None else "")
