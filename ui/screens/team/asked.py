# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What supervisors ask of whoever is signed in, and her own number of what may weigh."""

from __future__ import annotations

from functools import partial

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _
from assist.services.supervising import AskedRow
from ui.context import Surroundings
from ui.screens.team.answering import ReplySheet
from ui.screens.team.part import Part
from ui.screens.team.weigh import month_of, weigh
from ui.screens.team.words import TABS
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.lines import PressLines, Said


class AskedPart(Part):
    """A question is answered here, or in the file it is about."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.sheet: ReplySheet | None = None

    def refresh(self) -> None:
        """What is asked now."""
        desk = self.s.desk
        self.ask(lambda: (desk.supervision.asked_of_me(), month_of(desk)), self._show)

    def _show(self, found: tuple[tuple[AskedRow, ...], int]) -> None:
        rows, count = found
        card = Card(_("Asked of you"))
        if not rows:
            card.body.addWidget(Empty(_("What a supervisor asks you about a case stands here.")))
        else:
            lines = PressLines()
            for row in rows:
                when = i18n.ago(row.on, self.s.desk.clock.today())
                line = lines.put(Said(shown(row.code), row.question, when, small=row.by))
                line.clicked.connect(partial(self._open, row))
            card.body.addWidget(lines)
        self.show_cards([card, weigh(count)])

    def _open(self, row: AskedRow, _on: bool = False) -> None:
        self.sheet = ReplySheet(row, self)
        self.sheet.looked.connect(partial(self.s.go, "case", case=row.case, tab=TABS[row.kind]))
        self.sheet.given.connect(lambda words: self.act(
            lambda: self.s.desk.supervision.reply(row.case, row.word, words),
            _("Answered. Your supervisor sees it on her list.")))
