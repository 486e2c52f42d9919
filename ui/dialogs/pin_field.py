# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Four digits, typed without looking; the fourth one is Enter too."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme import Role, font
from ui.widgets.line_edit import LineEdit

DIGITS = 4


class PinField(LineEdit):
    """Says ``complete`` with the digits as soon as there are four."""

    complete = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_letters(9)
        self.setAccessibleName(name)
        self.setFont(font(Role.TITLE))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"[0-9]{0,4}"), self))
        self.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        if len(text) == DIGITS:
            self.complete.emit(text)
