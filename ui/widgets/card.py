# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet of paper on the table: the ground that belongs together stands on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme import CARD_ROUND, Role, colours
from ui.widgets.labels import Label
from ui.widgets.painting import brush, paint_body


class Card(QFrame):
    """A rounded surface; what it holds goes into ``body``, below its title."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fill, self.line = "surface", "line"
        self._title = Label(title, Role.CARD_TITLE, "muted")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 15, 14, 14)
        outer.setSpacing(10)
        outer.addWidget(self._title)
        outer.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Another title; without one the body begins at the top."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and its hairline, in two tokens of the theme."""
        painter = brush(self)
        ground, line = getattr(colours(), self.fill), getattr(colours(), self.line)
        paint_body(painter, QRectF(self.rect()), ground, line, CARD_ROUND)
        painter.end()
