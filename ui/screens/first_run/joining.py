# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining an organisation: the file and its twelve words, then one's own name and laptop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from assist.i18n import _
from ui.dialogs.entrance_page import EntrancePage, labelled
from ui.errors import said
from ui.screens.first_run.coming import Newcomer
from ui.screens.first_run.file_page import FilePage
from ui.screens.first_run.place import PlaceLine
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label, Title
from ui.widgets.line_edit import LineEdit
from ui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from assist.services.joining import Opened as Invitation

LONGEST = 120


class InvitationPage(FilePage):
    """Says ``ready`` with the file and the words as typed, and ``back``."""

    ready = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(_("Invitation"), _("Invitations") + " (*.amparo-invitation);;*", _("Go on"))
        self.words = TextArea()
        self.words.set_lines(3, 4)
        self._build()

    def title(self) -> str:
        """What this page is about."""
        return _("Join my organisation")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is where something is missing first."""
        if not event.spontaneous():
            (self.choose if self.file is None else self.words).setFocus()

    def take(self, file: Path) -> None:
        """This is the file; the words come next."""
        super().take(file)
        self.words.setFocus()

    def _go_on(self) -> None:
        if self.file is None:
            self.choose.setFocus()
        elif not self.words.text().strip():
            self.words.setFocus()
        else:
            self.ready.emit(self.file, " ".join(self.words.text().split()))

    def _build(self) -> None:
        card = Card()
        card.body.addWidget(Label(
            _("You were sent a file, and told twelve words apart from it. You need both."), tone="muted"))
        card.body.addWidget(self.choose)
        card.body.addWidget(self.shown)
        words = _("The twelve words, in their order")
        card.body.addWidget(labelled(words, self.words, Label(words, Role.CAPTION)))
        self.body.addWidget(Title(_("Join my organisation")))
        self.body.addWidget(card)
        self.body.addLayout(self._buttons())


class NewcomerPage(EntrancePage):
    """Says ``ready`` with what she says of herself, and ``back``."""

    ready = Signal(object)
    back = Signal()

    def __init__(self, invitation: Invitation, folder: Path, before: Newcomer | None = None) -> None:
        """``before`` is what she said already, when she comes back to this page."""
        super().__init__(wide=520)
        self.languages.hide()
        self._invitation = invitation
        self.name = LineEdit(before.name if before else invitation.name)
        self.laptop = LineEdit(before.laptop if before else "")
        for line in (self.name, self.laptop):
            line.setMaxLength(LONGEST)
            line.returnPressed.connect(self._go_on)
        self.place = PlaceLine(before.folder if before else folder, beside_others=True)
        self.place.refused.connect(lambda error: self.banner.show_trouble(*said(error)))
        self.place.changed.connect(self.banner.hide_now)
        self.go_on = PrimaryButton(_("Go on"))
        self.go_on.clicked.connect(self._go_on)
        self.way_back = QuietButton(_("Back"))
        self.way_back.clicked.connect(self.back)
        self._build()

    def title(self) -> str:
        """What this page is about."""
        return _("Join my organisation")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is in the first line."""
        if not event.spontaneous():
            self.name.setFocus()

    def _go_on(self) -> None:
        if not self.name.text().strip():
            self.name.setFocus()
        else:
            self.ready.emit(Newcomer(
                self._invitation, self.name.text().strip(), self.laptop.text().strip(), self.place.folder))

    def _build(self) -> None:
        card = Card()
        card.body.addWidget(Label(self._invitation.organisation, Role.QUESTION))
        if self._invitation.is_second_laptop:
            card.body.addWidget(Label(_("This becomes another laptop of: {name}").format(
                name=self._invitation.name), tone="muted"))
        name, laptop = _("Your name, as you will sign in"), _("What you call this laptop, such as: the blue one")
        card.body.addWidget(labelled(name, self.name, Label(name, Role.CAPTION)))
        card.body.addWidget(labelled(laptop, self.laptop, Label(laptop, Role.CAPTION)))
        card.body.addWidget(self.place)
        self.body.addWidget(Title(_("Join my organisation")))
        self.body.addWidget(card)
        self.body.addLayout(_row(self.go_on, self.way_back))


def _row(*buttons: PrimaryButton | QuietButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
