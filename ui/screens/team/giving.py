# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing what is handed over: whose cases, which of them, to whom, until when; then one sheet a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.crypto.codes import shown
from assist.i18n import _
from assist.services.assigning import Colleague
from assist.services.handing_over import HandRow, Wish
from ui import wording
from ui.context import Surroundings
from ui.dialogs.handing import AskNote
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.date_field import DateField
from ui.widgets.empty import Empty
from ui.widgets.labels import Label

_LEFT = Qt.AlignmentFlag.AlignLeft
_A_HOLIDAY = timedelta(days=14)
"""So far ahead is the day that shows how a day is written."""


class Choice(NamedTuple):
    """What there is to choose from."""

    givers: Sequence[Colleague]
    rows: Sequence[HandRow]
    takers: Sequence[Colleague]


class Giving(Card):
    """Keeps what was picked while other cards come and go. Says ``wanted`` with the wishes, the taker and the day."""

    wanted = Signal(object, str, str)

    def __init__(self, surroundings: Surroundings, ground: QWidget) -> None:
        super().__init__(_("Hand cases over"))
        self._s, self._ground = surroundings, ground
        self._choice: Choice | None = None
        self._giver = surroundings.desk.me.user
        self._wishes: list[Wish] = []
        self._content: QWidget | None = None
        self.sheet: AskNote | None = None
        self.givers, self.cases, self.takers = (ChoiceButtons([]) for _turn in range(3))
        self.until = DateField()
        self.go_on = PrimaryButton(_("Go on"))

    def refresh(self) -> None:
        """What can be chosen now; what was picked stays picked."""
        desk, giver = self._s.desk, self._giver
        self._s.write.run(
            lambda: Choice(desk.handover.givers(), desk.handover.cases(giver), desk.handover.takers(giver)),
            owner=self, then=self._show, failed=self._s.trouble)

    def _show(self, choice: Choice) -> None:
        if choice == self._choice:
            return
        picked = self.cases.picked(), self.takers.picked(), self.until.text()
        self._choice = choice
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.setParent(None)
            self._content.deleteLater()
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._lay(column, choice)
        self.body.addWidget(self._content)
        self.cases.pick(picked[0])
        self.takers.pick(picked[1])
        self.until.set_value(picked[2])
        self._fit()

    def _lay(self, column: QVBoxLayout, choice: Choice) -> None:
        self.givers = ChoiceButtons([(each.user, each.name) for each in choice.givers])
        self.givers.pick([self._giver])
        self.givers.chosen.connect(self._other_giver)
        free = [row for row in choice.rows if not row.offered_to]
        self.cases = ChoiceButtons([(row.case, self._named(row)) for row in free], multiple=True)
        self.takers = ChoiceButtons([(each.user, each.name) for each in choice.takers])
        self.until, self.go_on = DateField(), PrimaryButton(_("Go on"))
        self.until.edit.setPlaceholderText((self._s.desk.clock.today() + _A_HOLIDAY).isoformat())
        self.go_on.clicked.connect(lambda _on=False: self._begin())
        for control in (self.cases, self.takers):
            control.chosen.connect(lambda _codes: self._fit())
        self.until.changed.connect(lambda _text: self._fit())
        if len(choice.givers) > 1:
            self._question(column, _("Whose cases?"), self.givers)
        if not free:
            column.addWidget(Empty(_("No case of this person can be offered now.")))
        elif not choice.takers:
            column.addWidget(Empty(_("Nobody else accompanies cases here yet.")))
        else:
            self._question(column, _("Which cases?"), self.cases)
            everything = LinkButton(_("choose all of them"))
            everything.clicked.connect(lambda _on=False: self._pick_all(free))
            column.addWidget(everything, 0, _LEFT)
            self._question(column, _("Who goes on with them?"), self.takers)
            self._question(column, _("Until when? Nothing written: for good."), self.until)
            column.addWidget(Label(
                _("For each case one sheet follows. A case stays where it is until it is taken over."),
                Role.SMALL, "muted"))
            column.addWidget(self.go_on, 0, _LEFT)

    def _question(self, column: QVBoxLayout, words: str, control: QWidget) -> None:
        column.addWidget(Label(words, Role.STRONG))
        control.setAccessibleName(words)
        column.addWidget(control)

    def _named(self, row: HandRow) -> str:
        level = _("protection level {level}").format(level=row.level) if row.level else ""
        return " · ".join(part for part in (shown(row.code), wording.stage(row.stage), level) if part)

    def _other_giver(self, codes: tuple[str, ...]) -> None:
        if codes and codes[0] != self._giver:
            self._giver = codes[0]
            self.refresh()

    def _pick_all(self, free: Sequence[HandRow]) -> None:
        self.cases.pick([row.case for row in free])
        self._fit()

    def _fit(self) -> None:
        day_or_nothing = not self.until.text().strip() or self.until.precision() == "day"
        self.go_on.setEnabled(bool(self.cases.picked() and self.takers.picked() and day_or_nothing))

    # -- one sheet a case -----------------------------------------------------------------

    def _begin(self) -> None:
        self._wishes = []
        self._ask()

    def _ask(self) -> None:
        if self._choice is None:
            return
        chosen = [row for row in self._choice.rows if row.case in self.cases.picked()]
        taker = next(each for each in self._choice.takers if each.user == self.takers.picked()[0])
        at = len(self._wishes)
        if at == len(chosen):
            self.wanted.emit(tuple(self._wishes), taker.user, self.until.value() if self.until.text().strip() else "")
            return
        self.sheet = AskNote(chosen[at], (at + 1, len(chosen)), taker.name, self._ground)
        self.sheet.given.connect(lambda note, told: self._noted(Wish(chosen[at].case, note, told)))

    def _noted(self, wish: Wish) -> None:
        self._wishes.append(wish)
        self._ask()

    def forget(self) -> None:
        """They were offered: nothing is picked any more."""
        self._wishes = []
        self.cases.pick([])
        self.until.set_value("")
        self._fit()
