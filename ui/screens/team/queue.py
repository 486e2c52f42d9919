# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits for a supervisor, in codes, oldest first; each line opens and is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _
from assist.services.supervising import AskedRow, Queue, QueueRow
from assist.supervisionbook import ASKED_BACK, READ
from ui.context import Surroundings
from ui.screens.team.answering import AnswerSheet
from ui.screens.team.elsewhere import Elsewhere, elsewhere
from ui.screens.team.part import Part
from ui.screens.team.weigh import month_of, weigh
from ui.screens.team.words import TABS, TITLES, about
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines, PressLines, Said

SHOWN = 12
"""Lines of a kind that are shown at once; the oldest first, the rest as these are answered."""


class _Read(NamedTuple):
    queue: Queue
    elsewhere: Elsewhere
    heavy: int


class QueuePart(Part):
    """Reading it is on record, once in ten minutes."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.sheet: AnswerSheet | None = None

    def refresh(self) -> None:
        """What waits now."""
        desk = self.s.desk
        self.ask(lambda: _Read(desk.supervision.queue(), Elsewhere.of(desk), month_of(desk)), self._show)

    def _show(self, read: _Read) -> None:
        cards = list(self._kinds(read.queue))
        if not cards:
            card = Card()
            card.body.addWidget(Empty(_("Plans, closings and openings that wait for a supervisor stand here.")))
            cards.append(card)
        if read.queue.waiting:
            cards.append(self._waiting(read.queue.waiting))
        there = elsewhere(read.elsewhere, self.s.go)
        if there is not None:
            cards.append(there)
        if not self.s.desk.vault_open:
            cards.append(self._shut())
        self.show_cards([*cards, weigh(read.heavy)])

    def _kinds(self, queue: Queue) -> Iterator[Card]:
        today = self.s.desk.clock.today()
        for kind, title in TITLES.items():
            rows = [row for row in queue.rows if row.kind == kind]
            if not rows:
                continue
            card, lines = Card(f"{_(title)} · {i18n.number(len(rows))}"), PressLines()
            for row in rows[:SHOWN]:
                ended = _("answered") if row.answer else i18n.ago(row.on, today)
                line = lines.put(Said(shown(row.code), about(row), ended, "ochre" if row.answer else "muted",
                                      row.worker if row.worker != about(row) else ""))
                line.clicked.connect(partial(self._open, row))
            card.body.addWidget(lines)
            if len(rows) > SHOWN or queue.more:
                card.body.addWidget(Label(_("The oldest stand here; the next ones follow."), Role.SMALL, "muted"))
            yield card

    def _waiting(self, rows: Sequence[AskedRow]) -> Card:
        card, lines = Card(_("You wait for an answer")), Lines(104)
        for row in rows[:SHOWN]:
            who = self.s.desk.bench.name_of(row.to) if row.to else ""
            lines.put(shown(row.code), row.question, " · ".join(
                part for part in (who, i18n.ago(row.on, self.s.desk.clock.today())) if part))
        card.body.addWidget(lines)
        return card

    def _shut(self) -> Card:
        card = Card(_("Protected work is closed"))
        card.body.addWidget(Label(_("Hidden cases that you read are on this list while protected work is open.")))
        opened = QuietButton(_("Open protected work"), icon="unlock")
        opened.clicked.connect(lambda _on=False: self.s.ask_passphrase(
            _("Protected work opens with your passphrase."), self.refresh, opens_vault=True))
        card.body.addWidget(opened, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _open(self, row: QueueRow, _on: bool = False) -> None:
        self.sheet = AnswerSheet(row, self)
        self.sheet.looked.connect(partial(self.s.go, "case", case=row.case, tab=TABS[row.kind]))
        self.sheet.read.connect(partial(self._answer, row, READ, ""))
        self.sheet.asked.connect(partial(self._answer, row, ASKED_BACK))

    def _answer(self, row: QueueRow, outcome: str, said: str) -> None:
        news = _("Kept. It waits no more.") if outcome == READ else _("Asked. The answer comes to this list.")
        self.act(lambda: self.s.desk.supervision.answer(row.case, row.kind, row.ref, outcome, said), news)
