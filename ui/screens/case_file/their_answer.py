# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a service answered to a referral: accepted, a place on a list, not possible; when, and who said so."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import _, text_of
from assist.services.referring import LONGEST_WHO, Answered
from assist.supportbook import WAITING_LIST
from forms.loader import choice_list
from forms.partial_dates import Finest
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.date_field import DateField
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit


class TheirAnswer(Sheet):
    """Says ``given`` with an Answered."""

    given = Signal(object)

    def __init__(self, to: str, today: date, beneath: QWidget) -> None:
        super().__init__(_("What did they answer?"), beneath, way_out=_("Not now"))
        self._today = today
        self.answer = ChoiceButtons([(choice.code, text_of(choice.label)) for choice in choice_list("lk_ref_answer")])
        self.answer.setAccessibleName(_("Their answer"))
        self.on, self.again_by = DateField(Finest.DAY), DateField(Finest.DAY)
        self.on.setAccessibleName(_("Answered on"))
        self.on.set_value(today.isoformat())
        self.again_by.setAccessibleName(_("They say more until"))
        self.by = LineEdit(placeholder=_("a role or a code, no name"))
        self.by.setMaxLength(LONGEST_WHO)
        self.by.setAccessibleName(_("Who answered"))
        self.again = Label(_("They say more until"), Role.STRONG)
        self.keep = PrimaryButton(_("Write it down"))
        self.keep.clicked.connect(self._give)
        self.answer.chosen.connect(self._fit)
        for field in (self.on, self.again_by):
            field.changed.connect(self._fit)
        self.add(Label(to, Role.STRONG))
        self.add(self.answer, first=True)
        for words, field in ((_("Answered on"), self.on), (_("Who answered"), self.by)):
            self.add(Label(words, Role.STRONG))
            self.add(field)
        self.add(self.again)
        self.add(self.again_by)
        self.finish(self.keep)
        self._fit()

    def said(self) -> Answered | None:
        """What was written; None while it is not whole."""
        picked, again = self.answer.picked(), self.again_by.value() if self._waits() else ""
        whole = self.on.precision() == "day" and self.on.value() <= self._today.isoformat()
        if not picked or not whole or (again and self.again_by.precision() != "day"):
            return None
        return Answered(picked[0], self.on.value(), self.by.text().strip(), again)

    def _waits(self) -> bool:
        return self.answer.picked() == (WAITING_LIST,)

    def _fit(self, *_given: object) -> None:
        self.again.setVisible(self._waits())
        self.again_by.setVisible(self._waits())
        self.keep.setEnabled(self.said() is not None)

    def _give(self) -> None:
        said = self.said()
        if said is not None:
            self.close_sheet()
            self.given.emit(said)
