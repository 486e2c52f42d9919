# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Raising the protection level: what it changes is said before, since going back takes two people."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import N_, _
from assist.services.naming import NamedPerson
from ui.dialogs.emergency import BY_TWO, emergency_words
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
    """Says ``chosen`` with the level and, for the highest, the people who are named to read it."""

    chosen = Signal(int, tuple)

    def __init__(
        self, now: int, readers: Sequence[str], people: Sequence[NamedPerson], beneath: QWidget, could_open: int = 2,
    ) -> None:
        super().__init__(_("Raise protection"), beneath)
        self._has_people = bool(people)
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
        self.people = ChoiceButtons([(person.user, person.name) for person in people], multiple=True)
        self.people.setAccessibleName(_("Who else may read it"))
        self.who = Label(_("Who else may read it"))
        self.add(self.who)
        self.add(self.people)
        self.emergency = Label(emergency_words(could_open), Role.SMALL, "muted" if could_open >= BY_TWO else "ochre")
        self.add(self.emergency)
        if readers:
            self.add(Label(_("Until now these people could read it: {names}").format(names=", ".join(readers)),
                           Role.SMALL, "muted"))
        self.add(Label(_("Older backups of this laptop are replaced by one with the new level."), Role.SMALL, "muted"))
        self.finish(self.raise_it)
        self._fit()

    def _fit(self) -> None:
        picked = self.levels.picked()
        self.raise_it.setEnabled(bool(picked))
        self.meaning.setText(_(MEANS[int(picked[0])]) if picked else "")
        is_highest = bool(picked) and int(picked[0]) == max(MEANS)
        for part in (self.who, self.people):
            part.setVisible(is_highest and self._has_people)
        self.emergency.setVisible(is_highest)

    def _choose(self) -> None:
        level = int(self.levels.picked()[0])
        named = tuple(self.people.picked()) if level == max(MEANS) else ()
        self.close_sheet()
        self.chosen.emit(level, named)
