# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Spreadsheets that were brought, and taking one back as a whole (ruling 76)."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from assist import i18n
from assist.i18n import _
from assist.views import Changes
from ui import wording
from ui.context import Surroundings
from ui.dialogs.confirm import Confirm
from ui.screens.settings.tab import Tab, row_of
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

if TYPE_CHECKING:
    from assist.services.import_plans import Undone


class SpreadsheetsTab(Tab):
    """One line an import, newest first."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._lines: Lines | None = None
        self.undo_buttons: dict[str, QuietButton] = {}
        self.card = Card(_("Spreadsheets that were brought"))
        self.card.body.addWidget(Label(
            _("Taking one back erases the cases nobody has worked on since; the others stay and are named."),
            tone="muted"))
        self.bring = PrimaryButton(_("Bring in a file"))
        self.bring.clicked.connect(lambda: self._s.go("bring"))
        self.column.addLayout(row_of(self.bring))
        self.column.addWidget(self.card)

    def refresh(self) -> None:
        """Ask again."""
        self._s.write.run(self._s.desk.imports.batches, owner=self, then=self._show, failed=self._s.trouble)

    def _show(self, batches: list[tuple[str, int, bool]]) -> None:
        if self._lines is not None:
            self._lines.deleteLater()
        self._lines = lines = Lines() if batches else Lines(0)
        self.undo_buttons = {}
        for batch, ms, undone in batches:
            self._put(lines, batch, datetime.fromtimestamp(ms / 1000).astimezone().isoformat(), undone=undone)
        if not batches:
            lines.put("", _("None yet."))
        self.card.body.addWidget(lines)

    def _put(self, lines: Lines, batch: str, when: str, *, undone: bool) -> None:
        day = i18n.day(when, today=self._s.desk.clock.today())
        if undone:
            lines.put(day, _("taken back"), tone="muted")
            return
        take_back = QuietButton(_("Take back"))
        take_back.setAccessibleDescription(day)
        take_back.clicked.connect(partial(self._ask, batch))
        self.undo_buttons[batch] = take_back
        lines.put(day, _("brought at {time}").format(time=when[11:16]), tail=take_back)

    def _ask(self, batch: str) -> None:
        sheet = Confirm(
            _("Take this import back?"), _("Cases nobody has worked on since are erased for good."), _("Take back"),
            self, destroys=True)
        sheet.agreed.connect(partial(self._undo, batch))

    def _undo(self, batch: str) -> None:
        self._s.write.run(
            partial(self._s.desk.imports.undo, batch), owner=self, then=self._undone, failed=self._s.trouble)

    def _undone(self, undone: Undone) -> None:
        self._s.banner.show_good(wording.taken_back(undone.removed, undone.kept))
        self._s.hub.changed.emit(Changes(kinds=frozenset({"import"})))
        self.refresh()
