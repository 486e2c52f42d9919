# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose workspace it is: the organisation, the first person, the place, and what the window is called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from assist.i18n import _
from assist.services.preferences import TITLES
from ui.dialogs.entrance_page import EntrancePage, labelled
from ui.errors import said
from ui.screens.first_run.founding import Plan
from ui.screens.first_run.place import PlaceLine
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label, Title
from ui.widgets.line_edit import LineEdit


class OrganisationPage(EntrancePage):
    """Says ``ready`` with the plan so far, and ``back``."""

    ready = Signal(object)
    back = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__(wide=520)
        self.languages.hide()
        self.organisation, self.name = LineEdit(), LineEdit()
        for line in (self.organisation, self.name):
            line.setMaxLength(120)
            line.returnPressed.connect(self._go_on)
        self.place = PlaceLine(folder)
        self.place.refused.connect(lambda error: self.banner.show_trouble(*said(error)))
        self.place.changed.connect(self.banner.hide_now)
        self.window_title = ChoiceButtons([(title, title) for title in TITLES])
        self.window_title.pick([TITLES[0]])
        self.window_title.chosen.connect(self._keep_one)
        self.go_on = PrimaryButton(_("Go on"))
        self.go_on.clicked.connect(self._go_on)
        self.way_back = QuietButton(_("Back"))
        self.way_back.clicked.connect(self.back)
        self._build()

    def title(self) -> str:
        """What this page is about."""
        return _("Start for my organisation")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is in the first line."""
        if not event.spontaneous():
            self.organisation.setFocus()

    def plan(self) -> Plan:
        """What was said."""
        return Plan(
            self.organisation.text().strip(), self.name.text().strip(), self.place.folder,
            self.window_title.picked()[0])

    def _go_on(self) -> None:
        if not self.organisation.text().strip():
            self.organisation.setFocus()
        elif not self.name.text().strip():
            self.name.setFocus()
        else:
            self.ready.emit(self.plan())

    def _keep_one(self, picked: tuple[str, ...]) -> None:
        if not picked:
            self.window_title.pick([TITLES[0]])

    def _build(self) -> None:
        card = Card()
        organisation, name = _("Organisation"), _("Your name, as you will sign in")
        card.body.addWidget(labelled(organisation, self.organisation, Label(organisation, Role.CAPTION)))
        card.body.addWidget(labelled(name, self.name, Label(name, Role.CAPTION)))
        card.body.addWidget(self.place)
        words = _("What stands in the title of the window, always")
        card.body.addWidget(labelled(words, self.window_title, Label(words, Role.CAPTION)))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.go_on)
        row.addWidget(self.way_back)
        row.addStretch(1)
        self.body.addWidget(Title(_("Start for my organisation")))
        self.body.addWidget(card)
        self.body.addLayout(row)
