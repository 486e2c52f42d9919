# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Just let in: the cases of the team come in, and nobody has to wait for the last of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from assist.i18n import _
from ui.dialogs.coming_in import said
from ui.dialogs.entrance_page import EntrancePage
from ui.hub import UnderWay
from ui.screens.first_run.founding import Ground, Opened
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.labels import Label, Title


class ArrivingPage(EntrancePage):
    """Says ``opened`` once everything is here, or as soon as she wants to go on; the rest then comes in the window."""

    opened = Signal(object)

    def __init__(self, ground: Ground, opened: Opened) -> None:
        super().__init__(wide=560)
        self.languages.hide()
        self._ground, self._opened = ground, opened
        self._is_over = self._begun = False
        self.far = Label(_("Looking for what your colleagues have written …"))
        self.go_on = PrimaryButton(_("Go on meanwhile"))
        self.go_on.clicked.connect(self._go_on)
        card = Card()
        card.body.addWidget(self.far)
        card.body.addWidget(Label(
            _("The cases of your team come to this laptop. Once they are here, it works without the others too."),
            tone="muted"))
        self.body.addWidget(Title(_("You are in")))
        self.body.addWidget(card)
        self.body.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)

    def title(self) -> str:
        """What this page is about."""
        return _("You are in")

    def showEvent(self, event: QShowEvent) -> None:
        """It begins by itself."""
        if not event.spontaneous() and not self._begun:
            self._begun = True
            self.go_on.setFocus()
            tell = self._ground.meeting.teller(self, self._show)
            self._ground.meeting.run(
                lambda: self._opened.desk.meeting.round(progress=lambda done, of: tell(UnderWay(done, of))),
                owner=self, then=lambda _met: self._end(), failed=lambda _error: self._end())

    def _show(self, now: UnderWay) -> None:
        self.far.setText(said(now))

    def _go_on(self) -> None:
        self._opened.desk.meeting.stop()
        self._end()

    def _end(self) -> None:
        # What could not be done is tried again in the window, and stands in its quiet line.
        if not self._is_over:
            self._is_over = True
            self.opened.emit(self._opened)
