# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Her goals to look at and to point at: her words, five circles, and what she would change."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from assist.i18n import _
from assist.services.together import OwnGoal
from ui import wording
from ui.coview.large import GAP, LargeButton, LargeLabel, enlarge
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label
from ui.widgets.scale import GoalLevels

RATING, WORDS, DIFFERS, RESTS = "rating_p", "goal_own_words", "disagree", "pause_wanted"


class GoalCard(Card):
    """One goal. ``said`` and ``wanted_to_write`` carry the goal and the question it is about."""

    said = Signal(object, str, object)
    wanted_to_write = Signal(object, str)

    def __init__(self, goal: OwnGoal, place: int) -> None:
        super().__init__()
        self.goal = goal
        self.line = "field_line"
        self.layout().setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        self.body.setSpacing(12)
        self.words = LargeLabel(wording.quoted(goal.words) if goal.words else _("Not in my words yet."), Role.LEAD)
        self.setAccessibleName(self.words.text())
        self.body.addWidget(self.words)
        self.asked = LargeLabel(_("How is it going, as I see it?"))
        self.body.addWidget(self.asked)
        self.circles = GoalLevels(goal.levels if all(goal.levels) else ())
        self.circles.set_value(goal.rating)
        self.circles.setAccessibleName(_("{act}: {what}").format(act=self.asked.text(), what=self.words.text()))
        self.circles.setObjectName(f"{place}/{RATING}")
        self.circles.chosen.connect(lambda value: self.said.emit(goal, RATING, value))
        enlarge(self.circles)
        for below in self.circles.findChildren(Label):
            below.set_tone("text")
        self.body.addWidget(self.circles)
        if goal.disagreement:
            self.body.addWidget(LargeLabel(
                _("I see it differently: {words}").format(words=wording.quoted(goal.disagreement)), tone="ochre"))
        self.body.addWidget(self._acts(place))
        self.body.addStretch(1)

    def _acts(self, place: int) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, 4)
        change = LargeButton(_("Say it in my words") if not self.goal.words else _("Change my words"), "pencil")
        change.clicked.connect(lambda _on=False: self.wanted_to_write.emit(self.goal, WORDS))
        differs = LargeButton(_("I see it differently"), "message")
        differs.clicked.connect(lambda _on=False: self.wanted_to_write.emit(self.goal, DIFFERS))
        rests = LargeButton(_("Go on with this") if self.goal.rests else _("Rest from this"), "pause")
        rests.clicked.connect(lambda _on=False: self.said.emit(self.goal, RESTS, "no" if self.goal.rests else "yes"))
        for key, act in ((WORDS, change), (DIFFERS, differs), (RESTS, rests)):
            act.setObjectName(f"{place}/{key}")
            act.setAccessibleName(_("{act}: {what}").format(act=act.words(), what=self.words.text()))
            flow.addWidget(act)
        return holder


class CardRows(QWidget):
    """Cards beside each other while each has room for a line of large words, else below each other."""

    LEAST = 430

    def __init__(self, cards: list[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards, self._columns = cards, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._lay(1)

    def resizeEvent(self, event: object) -> None:
        """More or fewer beside each other."""
        self._lay(max(1, min(3, len(self._cards), (self.width() + GAP) // (self.LEAST + GAP))))

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
