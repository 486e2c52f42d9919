# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two views of one goal on the same scale: hers first and solid, the team's second and hatched."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assist.i18n import _
from ui.theme import RING, Role, colours, font
from ui.widgets.painting import between, brush

CELLS, LOWEST = 5, -2
GAP_SHARE = 0.16
"""The gap between two cells, of the width of a cell with its gap."""


def filled(level: int | None) -> int:
    """How many of five cells a level of −2…+2 fills: 1…5, 0 for none."""
    return 0 if level is None else max(1, min(CELLS, level - LOWEST + 1))


def paint_goal_bars(painter: QPainter, rect: QRectF, person: int | None, worker: int | None) -> None:
    """Both rows of five cells inside ``rect``, the person's above."""
    row = rect.height() * 12 / 35
    upper = QRectF(rect.left(), rect.top(), rect.width(), row)
    _paint_row(painter, upper, filled(person), hatched=False)
    _paint_row(painter, upper.translated(0, rect.height() - row), filled(worker), hatched=True)


def _paint_row(painter: QPainter, area: QRectF, full: int, *, hatched: bool) -> None:
    step = area.width() / (CELLS - GAP_SHARE)
    for place in range(CELLS):
        cell = QRectF(area.left() + place * step, area.top(), step * (1 - GAP_SHARE), area.height())
        path = QPainterPath()
        path.addRoundedRect(cell, area.height() / 2, area.height() / 2)
        if place >= full:
            painter.fillPath(path, QColor(colours().track))
        elif hatched:
            _paint_hatched(painter, path, cell)
        else:
            painter.fillPath(path, QColor(colours().primary))


def _paint_hatched(painter: QPainter, path: QPainterPath, cell: QRectF) -> None:
    """Slanted strokes and an edge: also on grey paper it is not the solid one."""
    ink = QColor(colours().primary)
    painter.save()
    painter.fillPath(path, QColor(colours().primary_tint))
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(ink, cell.height() / 5))
    at = cell.left() - cell.height()
    while at < cell.right():
        painter.drawLine(round(at), round(cell.top() - 1), round(at + cell.height()), round(cell.bottom() + 1))
        at += cell.height() * 0.75
    painter.restore()
    painter.setPen(QPen(QColor(between(colours().primary_tint, colours().primary)), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


class GoalBars(QWidget):
    """The bars with a word beside each row; a screen reader hears both levels, hers first.

    ``names`` are the two words beside the rows.
    """

    WIDE, HIGH = 194, 35

    def __init__(
        self,
        person: int | None = None,
        worker: int | None = None,
        names: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._names = names or (_("own view"), _("team"))
        self.setFont(font(Role.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_levels(person, worker)

    def show_levels(self, person: int | None, worker: int | None) -> None:
        """Other levels, −2…+2 or None."""
        self._levels = (person, worker)
        said = (self._said(name, level) for name, level in zip(self._names, self._levels, strict=True))
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """The bars and the longer of the two words."""
        words = max(self.fontMetrics().horizontalAdvance(name) for name in self._names)
        return QSize(self.WIDE + 12 + words + 2 * RING, self.HIGH + 8)

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars on the left, words on the right."""
        painter = brush(self)
        bars = QRectF(RING, 4, self.WIDE, self.HIGH)
        paint_goal_bars(painter, bars, *self._levels)
        painter.setFont(self.font())
        painter.setPen(QColor(colours().muted))
        row = bars.height() * 12 / 35
        for name, top in zip(self._names, (bars.top(), bars.bottom() - row), strict=True):
            words = QRectF(bars.right() + 12, top - 6, self.width() - bars.right() - 12, row + 12)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
        painter.end()

    def _said(self, name: str, level: int | None) -> str:
        if level is None:
            return _("{who}: not said").format(who=name)
        return _("{who}: {count} of 5").format(who=name, count=filled(level))
