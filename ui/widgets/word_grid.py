# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words to be read aloud or copied by hand: large, numbered, line by line."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import Role
from ui.widgets.labels import Label

COLUMNS = 3


class WordGrid(QWidget):
    """Six or twelve words, three on a line. They cannot be marked or copied: they go by voice or by hand."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self._labels: list[Label] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self.put(words)

    def put(self, words: str) -> None:
        """Show these, or none."""
        for label in self._labels:
            label.deleteLater()
        self.words = words
        self._labels = [Label(f"{at} · {word}", Role.QUESTION) for at, word in enumerate(words.split(), 1)]
        for at, label in enumerate(self._labels):
            self._grid.addWidget(label, at // COLUMNS, at % COLUMNS)
        self.setAccessibleName(words)
