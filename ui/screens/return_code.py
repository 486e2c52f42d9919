# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Right after signing in: four digits for coming back from a cover, or none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from ui.dialogs.entrance_page import EntrancePage
from ui.dialogs.pin_field import PinField
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class ReturnCodeScreen(EntrancePage):
    """Says ``chosen`` with four digits, or with "" when the passphrase is to be the way back."""

    chosen = Signal(str)

    def __init__(self, *, practice: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.languages.hide()
        self.pin = PinField(_("Four digits for coming back"))
        self.pin.complete.connect(self.chosen)
        self.pin.returnPressed.connect(self._none)
        self.none = LinkButton(_("Without digits") if practice else _("Without digits: I type my passphrase"))
        self.none.clicked.connect(lambda: self.chosen.emit(""))
        card = Card()
        card.body.addWidget(Label(_("Four digits for coming back"), Role.QUESTION))
        card.body.addWidget(Label(
            _("After a pause they bring the page back. They hold until you lock and are written nowhere."),
            tone="muted"))
        card.body.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.none)
        self.body.addWidget(card)

    def title(self) -> str:
        """Neutral."""
        return _("Four digits for coming back")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is in the digits."""
        if not event.spontaneous():
            self.pin.setFocus()

    def _none(self) -> None:
        if not self.pin.text():
            self.chosen.emit("")
