# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questionnaires: which the organisation switches on, for roles that were trained for them, and on which terms."""

from __future__ import annotations

from dataclasses import dataclass

from assist import i18n
from assist.i18n import _, text_of
from assist.services.people import ROLES
from assist.services.questionnaires import QuestionnaireRow
from ui.context import Surroundings
from ui.screens.settings.tab import Tab, choice_of
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label


@dataclass(frozen=True, slots=True)
class _Read:
    rows: tuple[QuestionnaireRow, ...]
    responder: bool


class QuestionnairesTab(Tab):
    """What is offered from the start is named; everything else is off until somebody picks a role for it."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.choices: dict[str, ChoiceButtons] = {}
        self.responder = ChoiceButtons([("yes", _("yes")), ("no", _("no"))])
        self.responder.chosen.connect(self._answer)
        self.offered = Label("")
        self._read_in: _Read | None = None

    def refresh(self) -> None:
        """As the organisation decided last."""
        held = self._s.desk.questionnaires
        self._s.write.run(lambda: _Read(held.rows(), held.has_responder()), owner=self, then=self._show,
                          failed=self._s.trouble)

    # -- what is there --------------------------------------------------------------------

    def _show(self, read: _Read) -> None:
        if self._read_in is None:
            self._lay(read)
        self._read_in = read
        self.responder.pick(["yes" if read.responder else "no"])
        for row in read.rows:
            if row.ident in self.choices:
                self.choices[row.ident].pick(sorted(row.on_for))

    def _lay(self, read: _Read) -> None:
        card = Card(_("Questionnaires"))
        names = ", ".join(text_of(row.title) for row in read.rows if not row.roles)
        self.offered.setText(_("Offered from the start, never owed: {names}.").format(names=names))
        for words in (self.offered, Label(_(
                "All others are off. Switch one on only for roles that were trained for it. No wording is in here: "
                "each needs its official form on paper."))):
            card.body.addWidget(words)
        card.body.addWidget(choice_of(
            _("Is somebody reachable who can help the same day?"), self.responder,
            _("PHQ-9 has a line about safety and opens only with such a person. PHQ-8 does without.")))
        self.column.addWidget(card)
        for row in read.rows:
            if row.roles:
                self.column.addWidget(self._card(row))

    def _card(self, row: QuestionnaireRow) -> Card:
        title = text_of(row.title)
        card = Card(title)
        choice = ChoiceButtons([(role, _(ROLES[role][0])) for role in row.roles], multiple=True)
        choice.chosen.connect(lambda picked, ident=row.ident: self._switch(ident, picked))
        self.choices[row.ident] = choice
        card.body.addWidget(choice_of(_("On for"), choice))
        choice.setAccessibleName(_("{questionnaire}: on for").format(questionnaire=title))
        on = i18n.day(row.verified_on, today=self._s.desk.clock.today())
        card.body.addWidget(Label(_("Terms looked at on {date}: {source}").format(date=on, source=row.source),
                                  Role.SMALL, "muted"))
        return card

    # -- what is decided -------------------------------------------------------------------

    def _switch(self, ident: str, picked: tuple[str, ...]) -> None:
        held = self._s.desk.questionnaires
        self.decide(lambda: held.switch(ident, picked))

    def _answer(self, picked: tuple[str, ...]) -> None:
        held, reachable = self._s.desk.questionnaires, picked == ("yes",)
        self.decide(lambda: held.set_responder(reachable))
