# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet on which somebody asks for what takes a second person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import N_, _
from assist.services.two_people import REFER
from assist.sync.approvals import LOWER, RELEASE
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

LONGEST = 200
_TITLES = {RELEASE: N_("Lift the hold"), LOWER: N_("Lower the protection"), REFER: N_("Let this referral leave")}


class AskSecondPerson(Sheet):
    """Says ``given`` with the reason and, for a lower level, which."""

    given = Signal(str, int)

    def __init__(self, kind: str, level: int, beneath: QWidget) -> None:
        super().__init__(_(_TITLES[kind]), beneath, way_out=_("Not now"))
        self.levels: ChoiceButtons | None = None
        self.add(Label(_("A second custodian or supervisor decides, within fourteen days."), tone="muted"))
        if kind == LOWER:
            self.levels = ChoiceButtons([(str(to), _("level {level}").format(level=to)) for to in range(level)])
            self.levels.setAccessibleName(_("Protection level"))
            self.levels.chosen.connect(lambda _codes: self._fit())
            self.add(self.levels, first=True)
        self.why = LineEdit(placeholder=_("Why it is safe now"))
        self.why.setMaxLength(LONGEST)
        self.why.setAccessibleName(_("Why it is safe now"))
        self.why.textEdited.connect(lambda _text: self._fit())
        self.add(self.why, first=kind != LOWER)
        self.add(Label(_("Only those who read her protected work see the reason."), Role.SMALL, "muted"))
        self.ask_it = PrimaryButton(_("Ask"))
        self.ask_it.clicked.connect(self._give)
        self.why.returnPressed.connect(self._give)
        self.finish(self.ask_it)
        self._fit()

    def _level(self) -> str:
        picked = self.levels.picked() if self.levels is not None else ("0",)
        return picked[0] if picked else ""

    def _fit(self) -> None:
        self.ask_it.setEnabled(bool(self.why.text().strip() and self._level()))

    def _give(self) -> None:
        if self.ask_it.isEnabled():
            words, level = self.why.text().strip(), int(self._level())
            self.close_sheet()
            self.given.emit(words, level)
