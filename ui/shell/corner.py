# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pause, Hide and Lock: the same three buttons in the same corner of every page (UX-05)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist.i18n import _
from ui.widgets.buttons import CornerButton

KEYS = {"pause": Qt.Key.Key_F9, "hide": Qt.Key.Key_F8, "lock": Qt.Key.Key_F12}
"""Which key does what, wherever the keyboard is; Esc is none of them (ruling 30)."""


class Corner(QWidget):
    """Says ``asked`` with ``pause``, ``hide`` or ``lock``."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Pause, hide, lock"))
        self.pause = CornerButton(_("Pause"), "F9")
        self.hide_button = CornerButton(_("Hide"), "F8")
        self.lock = CornerButton(_("Lock"), "F12")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, button in (("pause", self.pause), ("hide", self.hide_button), ("lock", self.lock)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))
            row.addWidget(button)
