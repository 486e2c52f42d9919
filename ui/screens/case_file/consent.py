# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab of consents: what was said to what, for whom and until when; stopping is one step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist import i18n
from assist.domain.consents import OBJECTION
from assist.i18n import _, text_of
from assist.noticebook import Notice
from assist.supportbook import Wish
from assist.views import ConsentRow, RecordRow
from forms.loader import sentences
from ui import wording
from ui.screens.case_file.consent_copy import ask_for_copy
from ui.screens.case_file.erasing import Erasing, ToErase, to_erase
from ui.screens.case_file.filled import show_filled
from ui.screens.case_file.my_information import information_card
from ui.screens.case_file.notices import notices_cards
from ui.screens.case_file.tab import Tab
from ui.screens.case_file.wishes import wishes_card
from ui.theme import Role
from ui.widgets.buttons import Button, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline

LIMITS, ASSENT = "LIMITS", "ASSENT"
CHILD_ASKED = frozenset({"child_not_asked", "child_said_no"})
"""Standings in which the child's own word is missing, or may have changed."""
ENDED = frozenset({"withdrawn", "no", "none", "later"})
"""Standings in which there is nothing to stop."""


@dataclass(frozen=True, slots=True)
class _Read:
    consents: tuple[ConsentRow, ...]
    records: tuple[RecordRow, ...]
    limits_on: str
    to_erase: ToErase
    wishes: tuple[Wish, ...]
    is_uncounted: bool
    to_tell: tuple[Notice, ...]


class ConsentTab(Tab):
    """One line a consent; silence and doubt read as no."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.stops: dict[str, QuietButton] = {}
        self.counted: QuietButton | None = None

    def ask(self) -> None:
        """Consents with what the gate says today, and whether the limits were explained."""
        cases = self.s.desk.cases
        self.read(lambda: _Read(cases.consents(self.case), cases.records(self.case),
                                cases.limits_explained_on(self.case), to_erase(self.s, self.case),
                                cases.wishes(self.case), cases.objects_to_figures(self.case),
                                self.s.desk.care.to_tell(self.case)), self._show)

    def acts(self) -> list[Button]:
        """A new consent."""
        return [self.filled(_("Ask for a consent"), lambda: self.form("F03"), "hand")]

    def _show(self, read: _Read) -> None:
        self.show_columns([*notices_cards(self, read.to_tell), self._consents(read)], [
            self._limits(read.limits_on), wishes_card(self, read.wishes, read.records), self._figures(read),
            information_card(self), *Erasing(self).cards(read.to_erase), self._reminder()])

    def _consents(self, read: _Read) -> Card:
        card = Card(_("What she agreed to"))
        self.stops = {}
        if not read.consents:
            card.body.addWidget(Empty(_("Nothing was asked yet. What was not asked counts as no.")))
        for place, row in enumerate(read.consents):
            if place:
                card.body.addWidget(Hairline())
            card.body.addWidget(self._consent(row, read.records))
        return card

    def _consent(self, row: ConsentRow, records: tuple[RecordRow, ...]) -> QWidget:
        part = QWidget()
        outer = QHBoxLayout(part)
        outer.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        kind = wording.chosen("F03", "kind", row.kind)
        words.addWidget(Label(" · ".join(part for part in (kind, row.recipient) if part), Role.STRONG))
        words.addWidget(self._standing(row), 0, Qt.AlignmentFlag.AlignLeft)
        if row.refresh:
            why = wording.refresh(row.refresh)
            words.addWidget(Label(_("Ask again: {why}.").format(why=why), Role.SMALL, "ochre"))
        words.addWidget(Label(self._when(row), Role.SMALL, "muted"))
        if row.categories:
            shared = wording.chosen("F03", "categories", row.categories)
            words.addWidget(Label(_("may be shared: {what}").format(what=shared), Role.SMALL, "muted"))
        outer.addLayout(words, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        sheet = next((each for each in records if each.record == row.record), None)
        if sheet is not None:
            acts.addWidget(self.link(_("read"), lambda: show_filled(self, sheet), kind))
            acts.addWidget(self.link(_("her copy"), lambda: ask_for_copy(self, row), kind))
        if row.standing in CHILD_ASKED:
            acts.addWidget(self.link(_("ask the child"), lambda: self._about(ASSENT, row.kind, row.recipient), kind))
        if row.standing not in ENDED:
            self.stops[row.record] = stop = self.quiet(_("Stop"), lambda: self._stop(row), "stop")
            stop.setAccessibleName(_("Stop: {what}").format(what=kind))
            acts.addWidget(stop)
        outer.addLayout(acts)
        outer.setAlignment(acts, Qt.AlignmentFlag.AlignTop)
        return part

    def _standing(self, row: ConsentRow) -> Chip:
        holds = row.standing == "given"
        look = row.standing in ("grace", "on_paper", "outdated", "expired", "of_age", "guardian", *CHILD_ASKED)
        return Chip(wording.standing(row.standing), "green" if holds else "ochre" if look else "plain")

    def _when(self, row: ConsentRow) -> str:
        today = self.s.desk.clock.today()
        parts = (
            i18n.day(row.given_on, today=today),
            _("until {date}").format(date=i18n.day(row.expires_on, today=today)) if row.expires_on else "",
            wording.chosen("F03", "mode", row.mode),
        )
        return " · ".join(part for part in parts if part)

    def _figures(self, read: _Read) -> Card:
        """A switch that only her own words turn: each way leads to the sheet on which they are written (CO-15)."""
        card = Card(_("Figures that leave"))
        card.body.addWidget(Label(
            _("She is in no figure that leaves, because she wants it so.") if read.is_uncounted
            else _("She counts in figures without names. She may ask not to be counted.")))
        self.counted = self.quiet(
            _("She says it differently now") if read.is_uncounted else _("She does not want to be counted"),
            lambda: self._about("F03", OBJECTION))
        card.body.addWidget(self.counted, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _about(self, form: str, kind: str, recipient: str = "") -> None:
        """A new sheet that says already what it is about."""
        self.s.go("form", form=form, case=self.case, kind=kind, recipient=recipient)

    def _stop(self, row: ConsentRow) -> None:
        """At once, without a reason (CO-06)."""
        self.act(lambda: self.s.desk.care.withdraw(self.case, row.record),
                 _("Stopped, from this moment. What somebody has already read cannot be taken back."))

    def _limits(self, explained_on: str) -> Card:
        card = Card(_("Limits of secrecy"))
        if not explained_on:
            empty = Empty(_("They are explained before the first real question."), _("Explain the limits"))
            empty.clicked.connect(lambda: self.form(LIMITS))
            card.body.addWidget(empty)
            return card
        on = i18n.day(explained_on, today=self.s.desk.clock.today())
        card.body.addWidget(Label(_("Explained on {date}.").format(date=on)))
        again = self.link(_("explain again"), lambda: self.form(LIMITS))
        card.body.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _reminder(self) -> Card:
        card = Card(_("To say aloud"))
        said = sentences()
        for ident in ("S06", "S07", "S08"):
            card.body.addWidget(Label(text_of(said[ident])))
        return card
