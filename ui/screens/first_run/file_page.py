# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page before the first sign-in that begins with a file somebody brought."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from assist.i18n import _
from ui.dialogs.entrance_page import EntrancePage
from ui.dialogs.files import ask_for_file
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.labels import Label


class FilePage(EntrancePage):
    """Says ``back``; whoever builds on it says what happens with the file once everything is given."""

    back = Signal()

    def __init__(self, what: str, kinds: str, act: str) -> None:
        """``what`` is asked for and ``kinds`` are its names in a dialog; ``act`` stands on the filled button."""
        super().__init__(wide=520)
        self.languages.hide()
        self._what, self._kinds, self._act = what, kinds, act
        self.file: Path | None = None
        self.choose = QuietButton(_("Choose the file"))
        self.choose.clicked.connect(self._ask)
        self.shown = Label(_("No file chosen yet."), Role.SMALL, "muted")
        self.go_on = PrimaryButton(act)
        self.go_on.clicked.connect(self._go_on)
        self.way_back = QuietButton(_("Back"))
        self.way_back.clicked.connect(self.back)

    def take(self, file: Path) -> None:
        """This is the file."""
        self.file = file
        self.shown.setText(file.name)

    def wait(self, words: str) -> None:
        """It is being read, or no longer when there are no words."""
        for button in (self.go_on, self.way_back, self.choose):
            button.setEnabled(not words)
        self.go_on.set_text(words or self._act)

    def _ask(self) -> None:
        ask_for_file(self, self._what, self._kinds, self.take)

    def _go_on(self) -> None:
        raise NotImplementedError

    def _buttons(self) -> QHBoxLayout:
        """At the foot of the page."""
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.go_on)
        row.addWidget(self.way_back)
        row.addStretch(1)
        return row
