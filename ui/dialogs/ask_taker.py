# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which person of another team is asked to take a case over, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.services.moving import Taker
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

LONGEST = 240


class AskTaker(Sheet):
    """Says ``given`` with the id of whoever is asked, and the reason."""

    given = Signal(str, str)

    def __init__(self, takers: Sequence[Taker], beneath: QWidget) -> None:
        super().__init__(_("Move to another team"), beneath, way_out=_("Not now"))
        self.takers = ChoiceButtons([(each.user, f"{each.team} · {each.name}") for each in takers])
        self.takers.setAccessibleName(_("Who is asked"))
        self.takers.chosen.connect(lambda _codes: self._fit())
        self.reason = LineEdit(placeholder=_("Why, in a few words"))
        self.reason.setMaxLength(LONGEST)
        self.reason.setAccessibleName(_("Reason in your own words"))
        self.reason.textEdited.connect(lambda _text: self._fit())
        self.reason.returnPressed.connect(self._give)
        self.go_on = PrimaryButton(_("Ask them"))
        self.go_on.clicked.connect(self._give)
        self.add(Label(_("Ask the person first whether she wants it. The whole case goes, with who wrote what."),
                       tone="muted"))
        self.add(self.takers, first=True)
        self.add(self.reason)
        self.add(Label(_("It stays here until it was taken over there. Then no laptop of your team holds it any more."),
                       Role.SMALL, "muted"))
        self.finish(self.go_on)
        self._fit()

    def _fit(self) -> None:
        self.go_on.setEnabled(bool(self.takers.picked() and self.reason.text().strip()))

    def _give(self) -> None:
        if self.go_on.isEnabled():
            user, reason = self.takers.picked()[0], self.reason.text().strip()
            self.close_sheet()
            self.given.emit(user, reason)
