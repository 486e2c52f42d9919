# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Raising the protection level: what it changes is said before, since going back takes two people."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import N_, _
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

MEANS = {
    1: N_("Nothing about her leaves without a second look. The team works as before."),
    2: N_("Sensitive answers move behind the passphrase. The team keeps code, stage and plan steps."),
    3: N_("The whole case moves behind the passphrase. For everybody not named it is not there."),
}


class RaiseLevel(Sheet):
    """Says ``chosen`` with the level."""

    chosen = Signal(int)

    def __init__(self, now: int, beneath: QWidget) -> None:
        super().__init__(_("Raise protection"), beneath)
        levels = [(str(level), _("level {level}").format(level=level)) for level in MEANS if level > now]
        self.levels = ChoiceButtons(levels)
        self.levels.setAccessibleName(_("Protection level"))
        self.levels.chosen.connect(lambda _codes: self._fit())
        self.meaning = Label("", tone="protect")
        self.raise_it = PrimaryButton(_("Raise"))
        self.raise_it.clicked.connect(self._choose)
        self.add(Label(_("It holds at once. Going back takes two people."), tone="muted"))
        self.add(self.levels, first=True)
        self.add(self.meaning)
        self.add(Label(_("Older backups of this laptop are replaced by one with the new level."), Role.SMALL, "muted"))
        self.finish(self.raise_it)
        self._fit()

    def _fit(self) -> None:
        picked = self.levels.picked()
        self.raise_it.setEnabled(bool(picked))
        self.meaning.setText(_(MEANS[int(picked[0])]) if picked else "")

    def _choose(self) -> None:
        level = int(self.levels.picked()[0])
        self.close_sheet()
        self.chosen.emit(level)
