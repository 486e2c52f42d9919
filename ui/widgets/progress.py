# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far something is: a quiet line that fills from the left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import RING, colours
from ui.widgets.painting import brush, paint_body

HIGH = 8


class ProgressLine(QWidget):
    """Filled by a share of 0 to 1; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def share(self) -> float:
        """How far it is filled."""
        return self._share

    def show_share(self, share: float) -> None:
        """So far."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(240, HIGH)

    def minimumSizeHint(self) -> QSize:
        """A short one."""
        return QSize(80, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The way, and what of it is behind."""
        painter = brush(self)
        area = QRectF(self.rect()).adjusted(RING, 0, -RING, 0)
        paint_body(painter, area, colours().track, round_by=HIGH / 2)
        if self._share:
            done = QRectF(area.left(), area.top(), max(HIGH, area.width() * self._share), area.height())
            paint_body(painter, done, colours().primary, round_by=HIGH / 2)
        painter.end()
