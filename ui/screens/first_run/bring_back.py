# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup as a new workspace: the file, where to, and the name and passphrase it was made under."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from assist.i18n import _
from ui.dialogs.entrance_page import labelled
from ui.dialogs.passphrase_field import PassphraseField
from ui.errors import said
from ui.screens.first_run.file_page import FilePage
from ui.screens.first_run.founding import Plan
from ui.screens.first_run.place import PlaceLine
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label, Title
from ui.widgets.line_edit import LineEdit


class BringBackPage(FilePage):
    """Says ``ready`` with the file and the plan, and ``back``."""

    ready = Signal(object, object)

    def __init__(self, folder: Path) -> None:
        super().__init__(_("Backup file"), _("Backups") + " (*.amparo-backup *.bak *.zip);;*", _("Bring it back"))
        self.place = PlaceLine(folder)
        self.place.refused.connect(lambda error: self.banner.show_trouble(*said(error)))
        self.place.changed.connect(self.banner.hide_now)
        self.name = LineEdit()
        self.passphrase = PassphraseField(_("Passphrase"))
        self.passphrase.entered.connect(self._go_on)
        self._build()

    def title(self) -> str:
        """What this page is about."""
        return _("Bring back a backup")

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
        card.body.addWidget(Label(
            _("Backups hold no attached files: they come back from another laptop or the meeting place."),
            Role.SMALL, "muted"))
        self.body.addWidget(Title(_("Bring back a backup")))
        self.body.addWidget(card)
        self.body.addLayout(self._buttons())
