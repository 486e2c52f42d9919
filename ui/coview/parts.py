# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in each part: goals to point at, circles, her answers, her corrections, what is held of her."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from assist.reports.lines import Dossier, Fact, Note
from assist.services.together import Part, Told
from ui import wording
from ui.charts.circles import CircleRows, rows_of
from ui.coview import words
from ui.coview.goals import CardRows, GoalCard
from ui.coview.large import GAP, LargeLabel, large
from ui.theme import Role
from ui.widgets.card import Card


class PartContent(QWidget):
    """One part, opened. Its cards of goals say what was pointed at."""

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.goals = [GoalCard(goal, place) for place, goal in enumerate(part.goals)]
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(GAP)
        for add in self._contents():
            add()
        if not self._body.count():
            self._body.addWidget(LargeLabel(_("Nothing stands here yet.")))

    def _contents(self) -> list[Callable[[], None]]:
        found: list[Callable[[], None]] = []
        if self.goals:
            found.append(self._add_goals)
        if self.part.circles:
            found.append(self._add_circles)
        if self.part.told:
            found.append(self._add_told)
        if self.part.information is not None:
            found.append(self._add_information)
        if self.part.beside:
            found.append(self._add_beside)
        return found

    def _add_goals(self) -> None:
        self._body.addWidget(CardRows(list(self.goals)))

    def _add_circles(self) -> None:
        card = _card()
        for row in rows_of(self.part.circles):
            name, share, way = row
            card.body.addWidget(LargeLabel(name, Role.STRONG))
            circles = CircleRows([("", share, way)])
            circles.setFont(large(Role.BODY))
            circles.setAccessibleName(CircleRows([(name, share, way)]).accessibleName())
            card.body.addWidget(circles)
        self._body.addWidget(card)

    def _add_told(self) -> None:
        self._body.addWidget(CardRows([_told(each) for each in self.part.told]))

    def _add_beside(self) -> None:
        card = _card()
        for on, said in self.part.beside:
            card.body.addWidget(LargeLabel(_("I said, {date}: {words}").format(
                date=i18n.long_day(on), words=wording.quoted(said)), tone="ochre"))
        self._body.addWidget(card)

    def _add_information(self) -> None:
        held: Dossier = self.part.information  # type: ignore[assignment]
        for block in held.blocks:
            card = _card()
            card.body.addWidget(LargeLabel(block.heading, Role.STRONG))
            for line in block.lines:
                if isinstance(line, Fact):
                    card.body.addWidget(LargeLabel(f"{line.label}: {line.value}"))
                elif isinstance(line, Note):
                    card.body.addWidget(LargeLabel(line.text))
            self._body.addWidget(card)


def _told(told: Told) -> QWidget:
    card = _card()
    card.body.addWidget(LargeLabel(words.question(told)))
    for line in words.answers(told):
        card.body.addWidget(LargeLabel(line, Role.STRONG))
    card.body.addStretch(1)
    return card


def _card() -> Card:
    card = Card()
    card.line = "field_line"
    card.layout().setContentsMargins(GAP, GAP, GAP, GAP)
    return card
