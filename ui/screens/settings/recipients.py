# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of services: a file sealed to one is opened by that service alone. Believed once its end was read out."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer

from assist.i18n import _
from assist.services.recipients import RecipientRow
from assist.sync.entries import LONGEST_RECIPIENT
from ui.context import Surroundings
from ui.dialogs.confirm import Confirm
from ui.screens.settings.own_key import OwnKey
from ui.screens.settings.tab import Tab, row_of
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.lines import Lines


class RecipientsTab(Tab):
    """Those that are there, and a new one."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.held = Card(_("Keys of services"))
        self._shown: Lines | Empty | None = None
        self.held.body.addWidget(Label(_(
            "A referral can leave as a file that only this service opens, with age. The key is theirs and public.")))
        self.name, self.key, self.said = LineEdit(), LineEdit(), LineEdit()
        self.name.setMaxLength(LONGEST_RECIPIENT)
        self.name.setAccessibleName(_("Name of the service, as on the consents"))
        self.key.setAccessibleName(_("Its public key, a line that begins with age1"))
        self.said.setAccessibleName(_("Its last twelve signs, as the service reads them out"))
        self.key.textChanged.connect(self._fit)
        self.said.textChanged.connect(self._fit)
        self.name.textChanged.connect(self._fit)
        self.add = PrimaryButton(_("Take this key"))
        self.add.clicked.connect(self._put)
        self.column.addWidget(self.held)
        self.column.addWidget(self._new())
        self.own = OwnKey(surroundings)
        # Laid out in the next turn; before, there is nothing to scroll to.
        self.own.shown.connect(lambda: QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.own.keep)))
        self.column.addWidget(self.own)
        self._fit()

    def refresh(self) -> None:
        """As it stands in the list of people."""
        self._s.write.run(self._s.desk.recipients.rows, owner=self, then=self._show, failed=self._s.trouble)

    def leave(self) -> None:
        """Nothing typed stays."""
        for line in (self.name, self.key, self.said):
            line.clear()
        self.own.forget()

    def _new(self) -> Card:
        card = Card(_("A new key"))
        for line in (self.name, self.key):
            card.body.addWidget(Label(line.accessibleName(), Role.STRONG))
            card.body.addWidget(line)
        card.body.addWidget(Label(_(
            "Call the service on a number you know, and have it read the last twelve signs of its key to you."),
            Role.SMALL, "muted"))
        card.body.addWidget(Label(self.said.accessibleName(), Role.STRONG))
        card.body.addWidget(self.said)
        card.body.addLayout(row_of(self.add))
        return card

    # -- what is there ------------------------------------------------------------------------

    def _show(self, rows: tuple[RecipientRow, ...]) -> None:
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        if rows:
            self._shown = lines = Lines(0)
            for row in rows:
                away = LinkButton(_("take it out"))
                away.setAccessibleName(_("{act}: {what}").format(act=_("take it out"), what=row.name))
                away.clicked.connect(lambda _on=False, row=row: self._ask(row))
                lines.put("", row.name, f"{row.key[:16]}…{row.key[-6:]}", tail=away)
        else:
            self._shown = Empty(_("Services whose key is known stand here."))
        self.held.body.addWidget(self._shown)

    def _ask(self, row: RecipientRow) -> None:
        confirm = Confirm(_("Take this key out?"), _("No file is sealed for {name} any more.").format(name=row.name),
                          _("Take it out"), self, destroys=True)
        confirm.agreed.connect(lambda: self.decide(lambda: self._s.desk.recipients.take_out(row.name)))

    # -- a new one ------------------------------------------------------------------------------

    def _fit(self) -> None:
        self.add.setEnabled(bool(self.name.text().strip() and self.key.text().strip() and self.said.text().strip()))

    def _put(self) -> None:
        name, key, said = self.name.text(), self.key.text(), self.said.text()
        self.decide(lambda: self._s.desk.recipients.put(name, key, said))

    def _decided(self, is_done: bool) -> None:
        self.leave()
        super()._decided(is_done)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
