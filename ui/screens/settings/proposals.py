# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another coordinator proposes and a second one must sign."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _
from assist.services.people import ProposalRow
from ui.context import Surroundings
from ui.screens.settings.tab import row_of
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class ProposalsCard(Card):
    """Not there while nothing waits."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(_("Needs a second signature"))
        self._s = surroundings
        self._rows: list[QWidget] = []
        self.hide()

    def refresh(self) -> None:
        """Ask what waits."""
        self._s.write.run(self._s.desk.people.proposals, owner=self, then=self._show, failed=self._s.trouble)

    def _show(self, rows: list[ProposalRow]) -> None:
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows = [self._made(row) for row in rows]
        for row in self._rows:
            self.body.addWidget(row)
        self.setVisible(bool(rows))

    def _made(self, row: ProposalRow) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = _(row.sentence).format(name=row.name)
        column.addWidget(Label(words, Role.STRONG))
        if row.is_mine:
            column.addWidget(Label(_("You proposed it; another coordinator signs it."), Role.SMALL, "muted"))
            return box
        column.addWidget(Label(_("Proposed by {name}").format(name=row.by), Role.SMALL, "muted"))
        agree, decline = PrimaryButton(_("Agree")), QuietButton(_("Do not agree"))
        for button, act in ((agree, self._s.desk.rosters.agree), (decline, self._s.desk.rosters.decline)):
            button.setAccessibleDescription(words)
            button.clicked.connect(partial(self._decide, act, row.ref))
        column.addLayout(row_of(agree, decline))
        return box

    def _decide(self, act: object, ref: str) -> None:
        self._s.write.run(partial(act, ref), owner=self, then=lambda _done: self._decided(), failed=self._failed)

    def _decided(self) -> None:
        self._s.carry()
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._s.trouble(error)
        self.refresh()
