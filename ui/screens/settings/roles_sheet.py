# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody does from now on: all roles as ticks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.services.people import ROLES, PersonRow
from ui.dialogs.sheet import Sheet
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label


class RolesSheet(Sheet):
    """Says ``given`` with the roles; without any there is nothing to say."""

    given = Signal(tuple)

    def __init__(self, person: PersonRow, beneath: QWidget) -> None:
        super().__init__(_("Roles of {name}").format(name=person.name), beneath)
        self.roles = ChoiceButtons([(role, _(name)) for role, (name, _does) in ROLES.items()], multiple=True)
        self.roles.setAccessibleName(_("Roles"))
        self.roles.pick(person.roles)
        self.roles.chosen.connect(self._explain)
        self.does = Label("", tone="muted")
        self.go_on = PrimaryButton(_("Give these roles"))
        self.go_on.clicked.connect(self._give)
        self.add(self.roles, first=True)
        self.add(self.does)
        self.finish(self.go_on)
        self._explain(self.roles.picked())

    def _explain(self, picked: tuple[str, ...]) -> None:
        self.go_on.setEnabled(bool(picked))
        self.does.setText(" · ".join(_(ROLES[role][1]) for role in picked if role in ROLES))

    def _give(self) -> None:
        picked = self.roles.picked()
        self.close_sheet()
        self.given.emit(picked)
