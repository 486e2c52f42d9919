# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals of a case: how each stands, and exactly what leaves, looked at before it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _
from assist.policy import may
from assist.services.referring import ACT, Held
from assist.supportbook import Referral
from assist.views import RecordRow
from ui import wording
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.filled import show_filled
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

REFERRAL = "F12"


class Referring:
    """Builds the card and does what it asks for."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def card(self, referrals: Sequence[Referral], sheets: Mapping[str, RecordRow]) -> Card:
        """One line a referral; what did not leave yet is looked at first."""
        tab, card = self._tab, Card(_("Referrals"))
        if not referrals:
            card.body.addWidget(Empty(_("Where she was sent and how it went stands here.")))
            return card
        today, lines = tab.s.desk.clock.today(), Lines()
        for row in referrals:
            note = " · ".join(part for part in (
                wording.chosen(REFERRAL, "need", row.need), wording.chosen(REFERRAL, "status", row.status)) if part)
            lines.put(i18n.day(row.sent_on or row.on, today=today), row.to or wording.form_title(REFERRAL), note,
                      tail=self._tail(row, sheets[row.record]))
        card.body.addWidget(lines)
        return card

    def _tail(self, row: Referral, sheet: RecordRow) -> QWidget:
        tab = self._tab
        if row.sent_on or not may(tab.s.desk.me.roles, ACT).ok:
            return tab.link(_("read"), lambda: show_filled(tab, sheet), row.to)
        return tab.link(_("look at what leaves"), lambda: self._look(row.record), row.to)

    def _look(self, record: str) -> None:
        tab, desk = self._tab, self._tab.s.desk
        tab.write(lambda: desk.referring.look(tab.case, record, i18n.language()), self._show)

    def _show(self, held: Held) -> None:
        sheet = WhatLeaves(held, self._tab.ground)
        name = f"{held.letter.fingerprint[:8]}.pdf"
        sheet.on_paper.connect(lambda: ask_where_to_save(
            self._tab, _("Save the referral"), name, lambda out: self._leave(held, out)))
        sheet.by_voice.connect(lambda: self._leave(held, None))
        sheet.correct.clicked.connect(lambda: self._correct(sheet, held))

    def _correct(self, sheet: WhatLeaves, held: Held) -> None:
        sheet.close_sheet()
        self._tab.form(REFERRAL, held.letter.record)

    def _leave(self, held: Held, out: Path | None) -> None:
        tab, desk = self._tab, self._tab.s.desk
        tab.act(lambda: desk.referring.leave(tab.case, held.letter, out),
                _("Written down: what left, to whom and when. She may ask to see it."))


class WhatLeaves(Sheet):
    """The lines as the recipient sees them. Says ``on_paper`` or ``by_voice`` when it may go."""

    on_paper = Signal()
    by_voice = Signal()

    def __init__(self, held: Held, beneath: QWidget) -> None:
        super().__init__(_("This leaves, and nothing else"), beneath, way_out=_("Not now"))
        letter = held.letter
        if held.withhold:
            self.add(Label(_("She wants this kept back: {words}").format(words=wording.quoted(held.withhold)),
                           tone="ochre"))
        lines = Lines(150)
        lines.put(_("To"), letter.to)
        lines.put(_("For"), letter.need)
        for _key, label, words in letter.parts:
            lines.put(label, words)
        if letter.not_again:
            lines.put(_("Please do not ask again about"), ", ".join(letter.not_again))
        self.add(lines)
        self.add(Label(_("Go through it with her. To leave something out, take it off the form."), Role.SMALL, "muted"))
        self.paper = PrimaryButton(_("Save as paper"), icon="reports")
        self.voice = QuietButton(_("It was said by voice"))
        self.correct = QuietButton(_("Add or correct"), icon="pencil")
        self.paper.clicked.connect(lambda: self._go(self.on_paper))
        self.voice.clicked.connect(lambda: self._go(self.by_voice))
        self.finish(self.paper, self.voice, self.correct)

    def _go(self, way: SignalInstance) -> None:
        self.close_sheet()
        way.emit()
