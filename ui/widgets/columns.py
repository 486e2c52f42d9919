# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two columns of cards; where there is no room for two, the right one falls below the left."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.theme import GAP, NARROW
from ui.widgets.fitting import Fitting


class TwoColumns(Fitting, QWidget):
    """Cards go into ``left`` and ``right``; a window under 900 px shows them under each other."""

    def __init__(self, left: int = 3, right: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = left, right
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(GAP)
        for column, share in zip((self.left, self.right), self._shares, strict=True):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(GAP)
            self._both.addLayout(column, share)

    def is_narrow(self) -> bool:
        """Whether the right column stands below."""
        return self._both.direction() == QBoxLayout.Direction.TopToBottom

    def fit(self) -> None:
        """One column or two, as the window allows."""
        narrow = self.window().width() < NARROW
        if narrow == self.is_narrow():
            return
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._both.setDirection(way)
        for column, share in zip((self.left, self.right), self._shares, strict=True):
            self._both.setStretchFactor(column, 0 if narrow else share)
