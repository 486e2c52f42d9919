# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Screen 1: look around first, start for an organisation, or join one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from assist.i18n import _
from ui.dialogs.entrance_page import EntrancePage
from ui.theme import Role
from ui.widgets.buttons import Button, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label, Title


class WaysPage(EntrancePage):
    """Says ``chosen`` with ``practice``, ``organisation``, ``join``, ``restore`` or ``open``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(wide=560)
        self.body.addWidget(Title(_("How would you like to begin?")))
        self.look = PrimaryButton(_("Look around"))
        self.start = QuietButton(_("Start"))
        self._card("practice", self.look, _("Look around"), _(
            "Forty invented people to try everything with. No passphrase; nothing you do there matters."))
        self._card("organisation", self.start, _("Start for my organisation"), _(
            "An encrypted workspace on this laptop. It takes about three minutes and a sheet of paper."))
        self.join = QuietButton(_("Join"))
        self._card("join", self.join, _("Join my organisation"), _(
            "You were sent a file and told twelve words. Your own passphrase opens your own work."))
        self.open = LinkButton(_("Open a workspace that is already on this laptop"))
        self.open.clicked.connect(lambda: self.chosen.emit("open"))
        self.restore = LinkButton(_("Bring back a backup"))
        self.restore.clicked.connect(lambda: self.chosen.emit("restore"))
        self.body.addWidget(self.open)
        self.body.addWidget(self.restore)

    def title(self) -> str:
        """What this page asks."""
        return _("How would you like to begin?")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is on what risks nothing."""
        if not event.spontaneous():
            self.look.setFocus()

    def wait(self, words: str) -> None:
        """Something is being made: only say how far it is."""
        for button in (self.look, self.start, self.join, self.open, self.restore):
            button.setEnabled(not words)
        self.look.set_text(words or _("Look around"))

    def _card(self, way: str, button: Button, title: str, words: str) -> None:
        card = Card()
        card.body.addWidget(Label(title, Role.QUESTION))
        card.body.addWidget(Label(words, tone="muted"))
        button.setAccessibleDescription(title)
        button.clicked.connect(lambda _on=False: self.chosen.emit(way))
        card.body.addWidget(button)
        self.body.addWidget(card)
