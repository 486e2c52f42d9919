# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup as a new workspace: the file, where to, and the name and passphrase it was made under."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from assist.i18n import _
from ui.dialogs.entrance_page import EntrancePage, labelled
from ui.dialogs.files import ask_for_file
from ui.dialogs.passphrase_field import PassphraseField
from ui.errors import said
from ui.screens.first_run.founding import Plan
from ui.screens.first_run.place import PlaceLine
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label, Title
from ui.widgets.line_edit import LineEdit


class BringBackPage(EntrancePage):
    """Says ``ready`` with the file and the plan, and ``back``."""

    ready = Signal(object, object)
    back = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__(wide=520)
        self.languages.hide()
        self.file: Path | None = None
        self.choose = QuietButton(_("Choose the file"))
        self.choose.clicked.connect(self._ask)
        self.shown = Label(_("No file chosen yet."), Role.SMALL, "muted")
        self.place = PlaceLine(folder)
        self.place.refused.connect(lambda error: self.banner.show_trouble(*said(error)))
        self.place.changed.connect(self.banner.hide_now)
        self.name = LineEdit()
        self.passphrase = PassphraseField(_("Passphrase"))
        self.passphrase.entered.connect(self._go_on)
        self.go_on = PrimaryButton(_("Bring it back"))
        self.go_on.clicked.connect(self._go_on)
        self.way_back = QuietButton(_("Back"))
        self.way_back.clicked.connect(self.back)
        self._build()

    def title(self) -> str:
        """What this page is about."""
        return _("Bring back a backup")

    def take(self, file: Path) -> None:
        """This is the file."""
        self.file = file
        self.shown.setText(file.name)

    def wait(self, words: str) -> None:
        """It is being read."""
        for button in (self.go_on, self.way_back, self.choose):
            button.setEnabled(not words)
        self.go_on.set_text(words or _("Bring it back"))

    def _ask(self) -> None:
        ask_for_file(self, _("Backup file"), _("Backups") + " (*.amparo-backup *.bak *.zip);;*", self.take)

    def _go_on(self) -> None:
        if self.file is None:
            self.choose.setFocus()
        elif not self.name.text().strip():
            self.name.setFocus()
        elif self.passphrase.text():
            plan = Plan(name=self.name.text(), folder=self.place.folder, passphrase=self.passphrase.text())
            self.ready.emit(self.file, plan)

    def _build(self) -> None:
        card = Card()
        card.body.addWidget(self.choose)
        card.body.addWidget(self.shown)
        card.body.addWidget(labelled(_("Name"), self.name, Label(_("Name"), Role.CAPTION)))
        card.body.addWidget(labelled(_("Passphrase"), self.passphrase, Label(_("Passphrase"), Role.CAPTION)))
        card.body.addWidget(self.place)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.go_on)
        row.addWidget(self.way_back)
        row.addStretch(1)
        self.body.addWidget(Title(_("Bring back a backup")))
        self.body.addWidget(card)
        self.body.addLayout(row)
