# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments of a case: what is ahead first, then what was; each leads to what came of it and to another day."""

from __future__ import annotations

from collections.abc import Sequence

from assist import i18n
from assist.appointmentbook import FORM, Appointment
from assist.i18n import _
from assist.views import Changes
from ui import appointment_words
from ui.dialogs.appointment import AppointmentSheet
from ui.dialogs.undoing import say_done
from ui.screens.case_file.tab import Tab
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.lines import PressLines, Said

SHOWN_BEFORE = 6
"""So many of those that are over stand here; all stand in Forms."""


class Appointing:
    """Builds the card and does what it asks for."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def card(self, agreed: Sequence[Appointment]) -> Card:
        """Those that wait for their day or for a word, soonest first; under them the newest of the others."""
        tab, card = self._tab, Card(_("Appointments"))
        if not agreed:
            empty = Empty(_("When, what for, who goes along: agreed with her, it stands here."),
                          _("Agree an appointment"))
            empty.clicked.connect(lambda: tab.form(FORM))
            card.body.addWidget(empty)
            return card
        ahead = [each for each in agreed if not each.outcome or each.outcome == "moved"]
        over = [each for each in reversed(agreed) if each not in ahead]
        lines, today = PressLines(), tab.s.desk.clock.today()
        for each in (*ahead, *over[:SHOWN_BEFORE]):
            when = i18n.day(each.on, today=today) if each.on else _("day still open")
            words = " · ".join(part for part in (
                appointment_words.what_for(each), appointment_words.on_the_way(each), appointment_words.earlier(each))
                if part)
            line = lines.put(Said(" · ".join(part for part in (when, each.at) if part), words,
                                  appointment_words.came_of_it(each), "green" if each.outcome == "done" else "muted",
                                  share=0.24))
            line.clicked.connect(lambda _on=False, each=each: self._open(each))
        card.body.addWidget(lines)
        return card

    def _open(self, agreed: Appointment) -> None:
        tab = self._tab
        sheet = AppointmentSheet(agreed, "", tab.ground, in_file=True)
        sheet.to_form.clicked.connect(lambda: tab.form(FORM, agreed.record))
        sheet.changed.connect(lambda new: self._write(sheet, agreed, new))

    def _write(self, sheet: AppointmentSheet, agreed: Appointment, new: dict[str, str]) -> None:
        tab, appointments = self._tab, self._tab.s.desk.appointments

        def done(changes: Changes) -> None:
            sheet.accept()
            say_done(tab.s, _("Written down."), changes)
            tab.s.hub.changed.emit(changes)

        tab.s.write.run(lambda: appointments.change(tab.case, agreed.record, new), owner=sheet, then=done,
                        failed=sheet.refuse)
