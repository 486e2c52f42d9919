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
from assist.services.two_people import REFER
from assist.supportbook import WAITING_LIST, Came, Referral
from assist.views import RecordRow
from ui import wording
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.ask_second import AskSecondPerson
from ui.screens.case_file.filled import show_filled
from ui.screens.case_file.tab import Tab
from ui.screens.case_file.their_answer import TheirAnswer
from ui.theme import Role
from ui.widgets.buttons import Button, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

REFERRAL = "F12"


def came_card(came: Came) -> list[Card]:
    """Who sent her to us, and what not to ask again; nothing where nobody did."""
    if not came.by and not came.not_again:
        return []
    card = Card(_("Sent to us"))
    if came.by:
        card.body.addWidget(Label(came.by, Role.STRONG))
    if came.not_again:
        card.body.addWidget(Label(_("Please do not ask again about: {what}").format(
            what=wording.chosen("F01", "ref_not_again", came.not_again)), tone="ochre"))
    return [card]


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
            lines.put(i18n.day(row.sent_on or row.on, today=today), row.to or wording.form_title(REFERRAL),
                      self._note(row), tail=self._tail(row, sheets[row.record]), below=self._below(row))
        card.body.addWidget(lines)
        return card

    def _note(self, row: Referral) -> str:
        """For what, how it stands, and their answer or until when it was promised."""
        today, answer = self._tab.s.desk.clock.today(), ""
        if row.answer:
            answer = _("{answer}, {date}").format(answer=wording.chosen(REFERRAL, "answer", row.answer),
                                                  date=i18n.day(row.answer_on, today=today))
        if row.is_promised:
            due = _("answer promised by {date}").format(date=i18n.day(row.answer_due, today=today))
            answer = " · ".join(filter(None, (answer, due)))
        stands = "" if row.answer else wording.chosen(REFERRAL, "status", row.status)
        return " · ".join(filter(None, (wording.chosen(REFERRAL, "need", row.need), stands, answer, row.answer_by)))

    def _below(self, row: Referral) -> QWidget | None:
        """Their answer is written down while it is open."""
        tab = self._tab
        if not row.sent_on or row.answer not in ("", WAITING_LIST) or not may(tab.s.desk.me.roles, ACT).ok:
            return None
        return tab.link(_("write down their answer"), lambda: self._ask_answer(row), row.to)

    def _ask_answer(self, row: Referral) -> None:
        tab, desk = self._tab, self._tab.s.desk
        sheet = TheirAnswer(row.to, desk.clock.today(), tab.ground)
        sheet.given.connect(lambda said: tab.act(
            lambda: desk.referring.answered(tab.case, row.record, said), _("Written down: what they answered.")))

    def _tail(self, row: Referral, sheet: RecordRow) -> QWidget:
        tab = self._tab
        if row.sent_on or not may(tab.s.desk.me.roles, ACT).ok:
            return tab.link(_("read"), lambda: show_filled(tab, sheet), row.to)
        return tab.link(_("look at what leaves"), lambda: self.look(row.record), row.to)

    def look(self, record: str) -> None:
        """Show exactly what leaves, and the ways it may."""
        tab, desk = self._tab, self._tab.s.desk
        tab.write(lambda: desk.referring.look(tab.case, record, i18n.language()), self._show)

    def _show(self, held: Held) -> None:
        sheet = WhatLeaves(held, self._tab.ground)
        name = f"{held.letter.fingerprint[:8]}.pdf"
        sheet.on_paper.connect(lambda: ask_where_to_save(
            self._tab, _("Save the referral"), name, lambda out: self._leave(held, out)))
        sheet.by_voice.connect(lambda: self._leave(held, None))
        sheet.in_file.connect(lambda: ask_where_to_save(
            self._tab, _("Save the sealed file"), f"{name}.age", lambda out: self._leave(held, out, sealed=True)))
        sheet.correct.clicked.connect(lambda: self._correct(sheet, held))
        sheet.second.clicked.connect(lambda: self._ask_second(sheet, held))

    def _ask_second(self, sheet: WhatLeaves, held: Held) -> None:
        sheet.close_sheet()
        tab, desk = self._tab, self._tab.s.desk
        AskSecondPerson(REFER, 0, tab.ground).given.connect(lambda words, _level: tab.act(
            lambda: desk.referring.ask_second(tab.case, held.letter, words), _("It waits for a second person.")))

    def _correct(self, sheet: WhatLeaves, held: Held) -> None:
        sheet.close_sheet()
        self._tab.form(REFERRAL, held.letter.record)

    def _leave(self, held: Held, out: Path | None, *, sealed: bool = False) -> None:
        tab, desk = self._tab, self._tab.s.desk
        tab.act(lambda: desk.referring.leave(tab.case, held.letter, out, sealed=sealed),
                _("Written down: what left, to whom and when. She may ask to see it."))


class WhatLeaves(Sheet):
    """The lines as the recipient sees them. Says ``on_paper``, ``in_file`` or ``by_voice`` when it may go."""

    on_paper = Signal()
    in_file = Signal()
    by_voice = Signal()

    def __init__(self, held: Held, beneath: QWidget) -> None:
        super().__init__(_("This leaves, and nothing else"), beneath, way_out=_("Not now"))
        letter = held.letter
        if held.withhold:
            self.add(Label(_("She wants this kept back: {words}").format(words=wording.quoted(held.withhold)),
                           tone="ochre"))
        lines = Lines(150)
        lines.put(_("To"), letter.to)
        if letter.need:
            lines.put(_("For"), letter.need)
        for _key, label, words in letter.parts:
            lines.put(label, words)
        if letter.not_again:
            lines.put(_("Please do not ask again about"), ", ".join(letter.not_again))
        self.add(lines)
        if held.takes_two:
            self.add(Label(_("A second person was asked. As soon as they agree it can leave.") if held.waits else _(
                "She is under protection: a second person has to agree to exactly these words first."), tone="protect"))
        self.add(Label(_("Go through it with her. To leave something out, take it off the form."), Role.SMALL, "muted"))
        if not held.has_key and not held.takes_two:
            self.add(Label(_("No key of this service is known, so a file cannot be sealed for it. A coordinator adds "
                             "one in Settings."), Role.SMALL, "muted"))
        if held.has_key and not held.takes_two:
            self.add(Label(_("A sealed file carries these lines once more as data, so that nobody has to type them."),
                           Role.SMALL, "muted"))
        self.paper = PrimaryButton(_("Save as paper"), icon="reports")
        self.file = QuietButton(_("Save as a sealed file"), icon="lock")
        self.voice = QuietButton(_("It was said by voice"))
        self.correct = QuietButton(_("Add or correct"), icon="pencil")
        self.paper.clicked.connect(lambda: self._go(self.on_paper))
        self.voice.clicked.connect(lambda: self._go(self.by_voice))
        self.file.clicked.connect(lambda: self._go(self.in_file))
        self.second = PrimaryButton(_("Ask a second person"))
        self.finish(*self._ways(held), self.correct)

    def _ways(self, held: Held) -> list[Button]:
        if held.takes_two:
            return [] if held.waits else [self.second]
        return [self.paper, *([self.file] if held.has_key else []), self.voice]

    def _go(self, way: SignalInstance) -> None:
        self.close_sheet()
        way.emit()
