# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Forms tab: what was filled in, and what may be, each with what it still waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import N_, _, text_of
from assist.views import RecordRow
from forms.loader import forms
from forms.model import Form
from ui import wording
from ui.screens.case_file.attached import AttachedCard
from ui.screens.case_file.filled import show_filled
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines, PressLines, Said

NOT_HERE = frozenset({"F00", "F01", "CLOSING"})
"""Forms that come by themselves in another place."""
RESTING = "instrument.pause"
"""Why a questionnaire is not for now that everybody may know; others that are not for now are not offered here."""
WAITS_FOR = {
    "limits": (N_("opens once the limits of secrecy are explained"), "LIMITS"),
    "consent": (N_("opens once she agreed to be accompanied"), "F03"),
    "ranked": (N_("opens once she put in order what matters most, or preferred not to"), "RANK"),
    "referral": (N_("opens once she agreed that one service is told"), "F03"),
}


@dataclass(frozen=True, slots=True)
class _Read:
    records: tuple[RecordRow, ...]
    met: frozenset[str]
    waiting: Mapping[str, str]
    again_from: Mapping[str, str]


class FormsTab(Tab):
    """Nothing here counts how much was answered (NR-18)."""

    def ask(self) -> None:
        """Filled forms, and what decides which others open."""
        cases, questionnaires = self.s.desk.cases, self.s.desk.questionnaires
        self.read(lambda: _Read(cases.records(self.case), cases.gates_met(self.case),
                                questionnaires.waiting(self.case), questionnaires.again_from(self.case)),
                  self._show)

    def _show(self, read: _Read) -> None:
        self.show_columns([self._filled(read.records), AttachedCard(self)], [self._offered(read)], (1, 1))

    def _filled(self, records: tuple[RecordRow, ...]) -> Card:
        card = Card(_("Filled in"))
        if not records:
            card.body.addWidget(Empty(_("Filled forms stand here, the newest first.")))
            return card
        lines = PressLines()
        today = self.s.desk.clock.today()
        for row in records:
            said = Said(wording.form_title(row.form), row.by_name, i18n.day(row.on, today=today), share=0.6)
            lines.put(said).clicked.connect(lambda _on=False, row=row: show_filled(self, row))
        card.body.addWidget(lines)
        return card

    def _offered(self, read: _Read) -> Card:
        card = Card(_("To fill in"))
        lines = Lines(0)
        # The numbered ones in the order of the way, then the small ones that stand beside it.
        for form in sorted(forms(), key=lambda form: not form.id.startswith("F")):
            waiting = read.waiting.get(form.id, "")
            if form.offered and form.id not in NOT_HERE and waiting in ("", RESTING):
                lines.put_widget(self._rests(form) if waiting else self._offer(form, read))
        card.body.addWidget(lines)
        if any(form.paper for form in forms()):
            card.body.addWidget(Label(
                _("From paper: open the form and say on which day it was asked."), Role.SMALL, "muted"))
        return card

    def _offer(self, form: Form, read: _Read) -> QWidget:
        line = Lines(0)
        title, about = text_of(form.title), text_of(form.about)
        if until := read.again_from.get(form.id, ""):
            on = i18n.day(until, today=self.s.desk.clock.today())
            about = _("Asked a short while ago. Again from {date}; before that only with a reason.").format(date=on)
        if waits := self._waits(form, read.met):
            words, needed = WAITS_FOR[waits]
            line.put("", title, _(words), tone="muted", tail=self.link(
                wording.form_title(needed), lambda: self.form(needed), title))
        else:
            line.put("", title, about, tail=self.link(_("fill in"), lambda: self.form(form.id), title))
        return line

    def _rests(self, form: Form) -> QWidget:
        """Nobody is asked while she rests."""
        line = Lines(0)
        line.put("", text_of(form.title), _("waits until she is ready to go on"), tone="muted")
        return line

    def _waits(self, form: Form, met: frozenset[str]) -> str:
        """The first condition not met, as whoever opens the form will find it; empty when the form opens."""
        return next((gate for gate in form.gates if gate not in met), "")
