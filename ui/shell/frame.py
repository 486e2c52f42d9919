# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is around every screen: the rail, the head of the page, and the corner that is always the same."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _
from ui.icons import paint_icon
from ui.shell.corner import Corner
from ui.shell.rail import Rail
from ui.shell.stage import Stage
from ui.theme import NARROW, RING, Role, colours
from ui.widgets.labels import Label

_HEAD, _NARROW_HEAD = 68, 58


class PracticeStrip(QWidget):
    """Says on every page that these people are invented."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = 0
        self._row = QHBoxLayout(self)
        self.words = Label(_("Practice: everybody here is invented. Never enter a real person."), Role.SMALL, "ochre")
        self._row.addWidget(self.words)

    def set_edge(self, edge: int) -> None:
        """How far in the sign begins, in pixels: where the head of the page begins."""
        self._edge = edge
        self._row.setContentsMargins(edge + 22, 3, 12, 3)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted ground and a sign."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().ochre_tint))
        paint_icon(painter, "info", QRectF(self._edge, 5, 16, 16), colours().ochre)
        painter.end()


class Frame(QWidget):
    """Rail at the left, corner at the top right, the stage in the rest."""

    def __init__(
        self, name: str, *, roles: Collection[str], practice: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rail = Rail(name, roles)
        self.corner = Corner()
        self.stage = Stage()
        self.strip = PracticeStrip()
        self.strip.setVisible(practice)
        self._head = QWidget()
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 900 px the rail keeps only its drawings (ruling 32)."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """As the window allows."""
        narrow = self.width() < NARROW
        self.rail.set_narrow(narrow)
        self.stage.set_narrow(narrow)
        self.strip.set_edge(12 if narrow else 24)
        edge = (12 if narrow else 24) - RING
        self._head.setFixedHeight(_NARROW_HEAD if narrow else _HEAD)
        self._head.layout().setContentsMargins(edge, 0, edge, 0)

    def _lay(self) -> None:
        head = QHBoxLayout(self._head)
        head.setSpacing(8)
        head.addWidget(self.stage.heads, 1)
        head.addWidget(self.corner, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._head)
        column.addWidget(self.stage, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.rail)
        outer.addLayout(column, 1)
        self.fit()
