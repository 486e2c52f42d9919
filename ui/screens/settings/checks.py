# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every check, a line each, as they are done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtWidgets import QVBoxLayout

from assist.i18n import _
from assist.services.checking import CHECKS
from assist.workplace import CheckRow
from ui.context import Surroundings
from ui.screens.settings.tab import Tab, row_of
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class ChecksTab(Tab):
    """The same checks as ``amparo verify``; leaving the page stops them after the one under way."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._stop = Event()
        self.rows: list[CheckRow] = []
        self.start = PrimaryButton(_("Check everything"))
        self.start.clicked.connect(self.run)
        self.result = Label("", Role.STRONG)
        self.result.hide()
        card = Card(_("Checks"))
        card.body.addWidget(Label(
            _("Pages, chains, keys, lists and forms. Nothing is changed. Checks of protected work need it open."),
            tone="muted"))
        card.body.addLayout(row_of(self.start))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        card.body.addLayout(self._lines)
        card.body.addWidget(self.result)
        self.column.addWidget(card)

    def leave(self) -> None:
        """Begin no further check."""
        self._stop.set()

    def run(self) -> None:
        """All of them, from the first."""
        self.start.setEnabled(False)
        self.rows = []
        self.result.hide()
        while self._lines.count():
            self._lines.takeAt(0).widget().deleteLater()
        self._stop = stop = Event()
        tell = self._s.write.teller(self, self._show)
        self._s.write.run(lambda: self._check(tell, stop), owner=self, then=self._done, failed=self._failed)

    def _check(self, tell: Callable[[CheckRow], None], stop: Event) -> None:
        """In the lane."""
        for row in self._s.desk.checks.run():
            tell(row)
            if stop.is_set():
                return

    def _show(self, row: CheckRow) -> None:
        self.rows.append(row)
        sign = "✓" if row.ok else "•"
        words = f"{sign} {_(CHECKS[row.name])}"
        detail = _("protected work is shut") if row.detail == "vault.shut" else row.detail
        self._lines.addWidget(Label(words + (f" – {detail}" if detail else ""), tone="text" if row.ok else "ochre"))

    def _done(self, _nothing: object) -> None:
        self.start.setEnabled(True)
        good = all(row.ok for row in self.rows)
        shut = all(row.ok or row.detail == "vault.shut" for row in self.rows)
        self.result.setText(
            _("Everything is as it should be.") if good else
            _("What could be looked at is as it should be. Open the protected work to check the rest.") if shut else
            _("Something is not as it should be. Keep this laptop as it is and call your second person."))
        self.result.set_tone("green" if good else "ochre")
        self.result.show()

    def _failed(self, error: Exception) -> None:
        self.start.setEnabled(True)
        self._s.trouble(error)
