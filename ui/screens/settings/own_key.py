# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of this house: others seal referrals to its public half, and the secret half stays in a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.crypto.age import READ_OUT
from assist.i18n import _
from assist.services.receiving import make_key
from ui.context import Surroundings
from ui.dialogs.files import ask_where_to_save
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

NAME = "house.key"


class OwnKey(Card):
    """Makes one and shows what others need of it, as long as one stays. Says ``shown`` when it does."""

    shown = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(_("The key of this house"), parent)
        self._s = surroundings
        self.body.addWidget(Label(_("With it you open referrals that other services seal for you.")))
        self.make = QuietButton(_("Make a key"), icon="lock")
        self.make.clicked.connect(lambda _on=False: ask_where_to_save(self, _("Where the key file goes"), NAME,
                                                                      self.make_into))
        self.public = LineEdit()
        self.public.setReadOnly(True)
        self.public.setAccessibleName(_("Its public half"))
        self.signs = Label("")
        self.keep = Label(
            _("Keep a copy of the file in a safe place. Without it nothing that was sealed for you can be opened."),
            Role.SMALL, "ochre")
        for part in (self.make, self.public, self.signs, self.keep):
            self.body.addWidget(part)
        self.forget()

    def make_into(self, file: Path) -> None:
        """The secret half goes there; there must be nothing yet."""
        self._s.paper.run(partial(make_key, file), owner=self, then=self._show, failed=self._s.trouble)

    def forget(self) -> None:
        """Nothing is shown."""
        self.public.clear()
        for part in (self.public, self.signs, self.keep):
            part.hide()

    def _show(self, public: str) -> None:
        self.public.setText(public)
        end = " ".join(public[-READ_OUT:][at:at + 4] for at in range(0, READ_OUT, 4))
        self.signs.setText(_(
            "Give this line to whoever sends you files, and read its last twelve signs out to them on the telephone:"
            " {signs}").format(signs=end))
        for part in (self.public, self.signs, self.keep):
            part.show()
        self.public.selectAll()
        self.public.setFocus()
        self.shown.emit()
