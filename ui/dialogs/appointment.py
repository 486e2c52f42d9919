# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One appointment: what is agreed, what came of it, and another day for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist import i18n
from assist.appointmentbook import FORM, Appointment
from assist.i18n import _, text_of
from forms.loader import form
from ui import appointment_words
from ui.dialogs.sheet import Sheet
from ui.errors import said
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.fields import DateField, LineEdit
from ui.widgets.labels import Label

_TOP = Qt.AlignmentFlag.AlignTop


class AppointmentSheet(Sheet):
    """Says ``changed`` with what is new; its owner writes it and answers ``accept`` or ``refuse``.

    ``to_form`` is where the rest of it is corrected; ``to_case`` is there where one is not in the file already.
    """

    changed = Signal(dict)

    def __init__(self, agreed: Appointment, who: str, beneath: QWidget, *, in_file: bool = False) -> None:
        super().__init__(appointment_words.what_for(agreed), beneath, way_out=_("Not now"))
        self._agreed = agreed
        self.outcome = ChoiceButtons([(choice.code, text_of(choice.label))
                                      for choice in form(FORM).field("outcome").choices])
        self.outcome.setAccessibleName(text_of(form(FORM).field("outcome").label))
        self.outcome.pick([agreed.outcome])
        self.day, self.hour = DateField(), LineEdit()
        self.day.set_value(agreed.on)
        self.day.setAccessibleName(_("Day"))
        self.hour.setText(agreed.at)
        self.hour.set_letters(8)
        self.hour.setAccessibleName(_("Hour"))
        self.problem = Label("", Role.SMALL, "ochre")
        self.problem.hide()
        self.save, self.to_form = PrimaryButton(_("Save")), LinkButton(_("Add or correct"))
        self.to_case = None if in_file else LinkButton(_("To the case file"))
        self.save.clicked.connect(self._save)
        for way in self._ways():
            way.clicked.connect(self.close_sheet)
        self._lay_out(who)

    def accept(self) -> None:
        """It is written."""
        self.close_sheet()

    def refuse(self, error: Exception) -> None:
        """It is not: what was typed stays, with what to do."""
        self.problem.setText(" ".join(said(error)))
        self.problem.show()
        self.save.setEnabled(True)

    def _lay_out(self, who: str) -> None:
        agreed = self._agreed
        when = " · ".join(part for part in (i18n.day_named(agreed.on) if agreed.on else _("day still open"), agreed.at)
                          if part)
        self.add(Label(f"{who} · {when}" if who else when, Role.STRONG))
        for words in (appointment_words.on_the_way(agreed), appointment_words.earlier(agreed)):
            if words:
                self.add(Label(words, tone="muted"))
        self.add(Label(_("How it went"), Role.STRONG))
        self.add(self.outcome, first=True)
        self.add(Label(_("Another day"), Role.STRONG))
        self.add(Label(_("The day before stays on record."), Role.SMALL, "muted"))
        when_else = QHBoxLayout()
        when_else.addWidget(self.day, 0, _TOP)
        when_else.addWidget(self.hour, 0, _TOP)
        when_else.addStretch(1)
        self.body.addLayout(when_else)
        ways = QHBoxLayout()
        ways.setSpacing(18)
        for way in self._ways():
            ways.addWidget(way)
        ways.addStretch(1)
        self.body.addLayout(ways)
        self.add(self.problem)
        self.finish(self.save)

    def _ways(self) -> list[LinkButton]:
        return [self.to_form] if self.to_case is None else [self.to_form, self.to_case]

    def _save(self) -> None:
        outcome = next(iter(self.outcome.picked()), "")
        now = {"on": self.day.text().strip(), "at": self.hour.text().strip(), "outcome": outcome}
        before = {"on": self._agreed.on, "at": self._agreed.at, "outcome": self._agreed.outcome}
        new = {key: value for key, value in now.items() if value != before[key]}
        if not new:
            self.close_sheet()
            return
        self.save.setEnabled(False)
        self.changed.emit(new)
