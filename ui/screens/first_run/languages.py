# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Screen 0: four names of languages, and what the keyboard is set to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

from ui.dialogs.entrance_page import LANGUAGE_NAMES, EntrancePage
from ui.dialogs.passphrase_field import KeyboardHint
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import Title


class LanguagesPage(EntrancePage):
    """No word of ours but the name of the program, so that nobody has to read another language first."""

    def __init__(self) -> None:
        super().__init__(wide=380)
        self.languages.hide()
        self.body.addWidget(Title("Amparo"))
        self.buttons: dict[str, QuietButton] = {}
        for code, name in LANGUAGE_NAMES.items():
            button = QuietButton(name)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
            button.clicked.connect(lambda _on=False, code=code: self.language_chosen.emit(code))
            button.installEventFilter(self)
            self.buttons[code] = button
            self.body.addWidget(button)
        self.hint = KeyboardHint()
        self.body.addWidget(self.hint)

    def title(self) -> str:
        """The name of the program."""
        return "Amparo"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key shows whether Caps Lock is on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.hint.heard(event)
        return False
