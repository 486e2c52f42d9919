# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands where nothing is yet: one sentence and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import QuietButton
from ui.widgets.labels import Label


class Empty(QWidget):
    """Says what belongs here and offers the one thing that brings it; without words, no button."""

    clicked = Signal()

    def __init__(self, sentence: str = "", button_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label(sentence, tone="muted")
        self.button = QuietButton(button_text)
        if not button_text:
            self.button.hide()
        self.button.clicked.connect(self.clicked)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 4, 0, 4)
        outer.setSpacing(8)
        outer.addWidget(self.sentence)
        outer.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
