# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A moment for whoever works here, offered after something heavy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import Label


class OwnPause(QWidget):
    """The worker too may rest after something heavy; nobody counts it (UX-26)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label(_("You carried something heavy just now. Take a minute if you can."))
        self.rest = QuietButton(_("Take a minute"), icon="heart")
        self.rest.clicked.connect(self._rest)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.words)
        outer.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignLeft)

    def _rest(self) -> None:
        self.words.setText(_("Put both feet on the floor. Breathe out slowly, three times. Nothing here runs away."))
        self.rest.hide()
