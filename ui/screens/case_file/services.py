# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments; help given, by day, with its sums: services, money and things (ruling 47); referrals."""

from __future__ import annotations

from assist import i18n
from assist.appointmentbook import FORM as APPOINTMENT
from assist.appointmentbook import Appointment
from assist.i18n import _
from assist.supportbook import Came, Given, Referral, totals
from assist.views import RecordRow
from ui import wording
from ui.screens.case_file.appointing import Appointing
from ui.screens.case_file.filled import show_filled
from ui.screens.case_file.referring import REFERRAL, Referring, came_card
from ui.screens.case_file.tab import Tab
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.lines import Lines

FORM = "F23"
SHOWN = 100
"""The newest lines; the sums count them all."""


class ServicesTab(Tab):
    """What was given, never why."""

    def ask(self) -> None:
        """The lines, and their sheets to read."""
        desk, case = self.s.desk, self.case
        self.read(lambda: (desk.cases.services(case), desk.cases.records(case), desk.referring.listed(case),
                           desk.appointments.of_case(case), desk.referring.came(case)),
                  lambda read: self._show(*read))

    def acts(self) -> list[Button]:
        """One more line; an appointment; a referral."""
        return [self.filled(_("Write down help given"), lambda: self.form(FORM), "hand"),
                self.quiet(_("Agree an appointment"), lambda: self.form(APPOINTMENT)),
                self.quiet(_("Prepare a referral"), lambda: self.form(REFERRAL))]

    def _show(
        self, rows: tuple[Given, ...], records: tuple[RecordRow, ...], referrals: tuple[Referral, ...],
        agreed: tuple[Appointment, ...], came: Came,
    ) -> None:
        sheets = {row.record: row for row in records}
        self.show_columns([Appointing(self).card(agreed), self._lines(rows, sheets)], [
            *came_card(came), Referring(self).card(referrals, sheets), self._sums(rows)])

    def _lines(self, rows: tuple[Given, ...], sheets: dict[str, RecordRow]) -> Card:
        card = Card(_("Help given"))
        if not rows:
            card.body.addWidget(Empty(_("Each help stands here with its day: a service, a fare, a kit, money.")))
            return card
        today = self.s.desk.clock.today()
        lines = Lines()
        for row in rows[:SHOWN]:
            what = wording.chosen(FORM, "service", row.service) or wording.form_title(FORM)
            sheet = sheets[row.record]
            tail = self.link(_("read"), lambda sheet=sheet: show_filled(self, sheet), what)
            lines.put(i18n.day(row.on, today=today), what, _how_much(row), tail=tail)
        card.body.addWidget(lines)
        return card

    def _sums(self, rows: tuple[Given, ...]) -> Card:
        card = Card(_("All together"))
        if not rows:
            card.body.addWidget(Empty(_("Sums by service, and money by currency.")))
            return card
        sums = totals(rows)
        lines = Lines(150)
        for service, times in sorted(sums.times.items(), key=lambda held: -held[1]):
            minutes = sums.minutes[service]
            note = _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60) if minutes else ""
            lines.put(wording.chosen(FORM, "service", service) or wording.form_title(FORM), f"{times} ×", note)
        for currency, amount in sorted(sums.money.items()):
            lines.put(_("handed over"), f"{amount:.2f} {currency}")
        card.body.addWidget(lines)
        return card


def _how_much(row: Given) -> str:
    """Minutes or units, and what was handed over."""
    handed = wording.chosen(FORM, "given", row.given) if row.given not in ("", "nothing") else ""
    return " · ".join(part for part in (
        _("{minutes} min").format(minutes=row.minutes) if row.minutes else "",
        f"{row.units} ×" if row.units else "", handed, row.amount) if part)
