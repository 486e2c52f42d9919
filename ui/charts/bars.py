# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bar beside a figure: how much of the whole, or of the longest; the words beside it say the number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colours

_WIDE, _HIGH = 220, 8


class Bar(QWidget):
    """Filled from the left; its outline is the whole. It says nothing to a screen reader that the words do not."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = min(max(share, 0.0), 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A thin line of its own."""
        return QSize(_WIDE, _HIGH + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole as an outline, the part filled."""
        now, painter = colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0.5, 2.5, _WIDE - 1, _HIGH - 1)
        painter.setPen(QColor(now.field_line))
        painter.drawRoundedRect(whole, 3, 3)
        if self._share:
            painter.setBrush(QColor(now.primary))
            painter.setPen(QColor(now.primary))
            painter.drawRoundedRect(QRectF(0.5, 2.5, max(3.0, (_WIDE - 1) * self._share), _HIGH - 1), 3, 3)
        painter.end()
