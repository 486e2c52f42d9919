# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands above the first question: three taps before a first contact, and the day for what came on paper."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _, text_of
from forms.loader import form as load_form
from forms.model import Field
from forms.partial_dates import Finest
from ui.dialogs.sheet import Sheet
from ui.form_view.wording import choices_of
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.date_field import DateField
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label

TAPS = ("place_private", "wants_today", "interp_ok")
NOT_TODAY = "not_today"


class BeforeCard(Card):
    """F00 in three taps. Nothing of it is kept; *not today* ends it kindly (NR-01)."""

    not_today = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        form = load_form("F00")
        super().__init__(_("{title} · three taps, none is kept").format(title=text_of(form.title)), parent)
        self.taps: dict[str, ChoiceButtons] = {}
        self.body.setSpacing(2)
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        flow = FlowLayout(holder, 10)
        for key in TAPS:
            flow.addWidget(self._tap(form.field(key)))
        self.advice = Label("", Role.SMALL, "ochre")
        self.advice.hide()
        self.sent = LinkButton(_("sent to us by a service?"))
        self.body.addWidget(holder)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.sent, 0, Qt.AlignmentFlag.AlignLeft)

    def _tap(self, field: Field) -> QWidget:
        words = text_of(field.label)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(words, Role.SMALL, wrap=False))
        self.taps[field.key] = taps = ChoiceButtons(choices_of(field))
        taps.setAccessibleName(words)
        taps.chosen.connect(lambda picked: self._tapped(field.key, picked))
        column.addWidget(taps)
        return part

    def _tapped(self, key: str, picked: tuple[str, ...]) -> None:
        said = picked[0] if picked else ""
        if key == "wants_today" and said == NOT_TODAY:
            self.not_today.emit()
            return
        advice = {
            ("place_private", "no"): _("Look for a place where nobody overhears, or speak of today's needs only."),
            ("place_private", "not_sure"): _("Speak softly, and leave the hard questions for later."),
            ("interp_ok", "no"): _("Then look for somebody else first. Nobody is told why."),
            ("wants_today", "short"): _("Take the first page only. The rest can wait."),
        }.get((key, said), "")
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))


class FromPaper(Sheet):
    """Typed in from paper: says ``asked_on`` with the day the questions were asked (ruling 50)."""

    asked_on = Signal(str)

    def __init__(self, today: date, beneath: QWidget) -> None:
        super().__init__(_("Typed in from paper"), beneath, way_out=_("It was asked today"))
        self._today = today
        self.field = DateField(Finest.DAY)
        self.field.setAccessibleName(_("On which day was it asked?"))
        self.field.changed.connect(lambda _text: self._fit())
        self.field.edit.returnPressed.connect(self._give)
        self.note = Label("", Role.SMALL, "ochre")
        self.go_on = PrimaryButton(_("Go on"))
        self.go_on.clicked.connect(lambda _on=False: self._give())
        self.add(Label(_("On which day was it asked? Duties and ends count from that day."), tone="muted"))
        self.add(self.field, first=True)
        self.add(self.note)
        self.finish(self.go_on)
        self._fit()

    def _fits(self) -> bool:
        return self.field.precision() == "day" and self.field.value() <= self._today.isoformat()

    def _fit(self) -> None:
        self.go_on.setEnabled(self._fits())
        unfit = bool(self.field.value()) and not self._fits()
        self.note.setText(_("A whole day, not later than today, is needed here.") if unfit else "")
        self.note.setVisible(unfit)

    def _give(self) -> None:
        if self._fits():
            day = self.field.value()
            self.close_sheet()
            self.asked_on.emit(day)


def paper_note(asked_on: str, today: date) -> str:
    """That a form speaks of another day; empty for today."""
    return "" if asked_on in ("", today.isoformat()) else _("asked on {date}").format(date=i18n.day(asked_on))
