# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The teams of the organisation: which there are, and another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from assist.i18n import _
from assist.services.teams import TeamRow
from ui.context import Surroundings
from ui.screens.settings.tab import choice_of, row_of
from ui.widgets.buttons import FILLED, QUIET, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.lines import Lines

LONGEST = 120


class TeamsCard(Card):
    """Says ``known`` with the teams whenever it has read them. Only a coordinator has this card."""

    known = Signal(list)

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(_("Teams"))
        self._s = surroundings
        self._lines: Lines | None = None
        self._asks = False
        self.lead = Label("", tone="muted")
        self.name = LineEdit()
        self.name.setMaxLength(LONGEST)
        self.name.returnPressed.connect(self._go_on)
        self.go_on, self.stop = PrimaryButton(), QuietButton(_("Leave it"))
        self.go_on.clicked.connect(self._go_on)
        self.stop.clicked.connect(lambda: self._ask(asks=False))
        self.ask_name = choice_of(_("Name of the team"), self.name)
        for part in (self.lead, self.ask_name):
            self.body.addWidget(part)
        self.body.addLayout(row_of(self.go_on, self.stop))
        self._ask(asks=False)

    def refresh(self) -> None:
        """Ask again which there are."""
        self._s.write.run(self._s.desk.teams.all, owner=self, then=self._show, failed=self._s.trouble)

    def _show(self, rows: list[TeamRow]) -> None:
        if self._lines is not None:
            self.body.removeWidget(self._lines)
            self._lines.hide()
            self._lines.deleteLater()
        self._lines = Lines(0)
        for row in rows:
            count = _("People: {count}").format(count=row.people)
            self._lines.put("", row.name, " · ".join([count, *([_("your team")] if row.is_mine else [])]))
        self.body.insertWidget(1, self._lines)
        self.known.emit(rows)

    def _ask(self, *, asks: bool) -> None:
        self._asks = asks
        self.lead.setText(
            _("Whoever belongs to one team reads nothing of another. Invite people into it afterwards.") if asks
            else _("Each team has its own cases. All share one list of people."))
        self.ask_name.setVisible(asks)
        self.stop.setVisible(asks)
        self.go_on.set_text(_("Make the team") if asks else _("Make another team"))
        self.go_on.dress = FILLED if asks else QUIET
        self.go_on.setEnabled(True)
        self.go_on.update()

    def _go_on(self) -> None:
        if not self._asks:
            self._ask(asks=True)
            self.name.setFocus()
        elif not self.name.text().strip():
            self.name.setFocus()
        else:
            self.go_on.setEnabled(False)
            self._s.write.run(partial(self._s.desk.teams.make, self.name.text()), owner=self, then=self._made,
                              failed=self._failed)

    def _made(self, _row: TeamRow) -> None:
        self.name.clear()
        self._ask(asks=False)
        self._s.banner.show_good(_("The team was made. Invite people into it."))
        self._s.carry()
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.go_on.setEnabled(True)
        self._s.trouble(error)
