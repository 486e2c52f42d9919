# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""After it: what was written, where, and how the recipient checks and opens it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist import i18n
from assist.exchange.package import SIGNATURE
from assist.i18n import _, ngettext
from assist.services.packing import Left
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines
from ui.widgets.scrolling import ScrollPage

KEY_FILE = "key.pub"
"""How the public half is called where nobody says otherwise: after nobody."""


class WrittenPage(QWidget):
    """Commands stand in letters that can be read out or typed; nothing is run from here."""

    def __init__(self) -> None:
        super().__init__()
        self.page = ScrollPage()
        self.save_key = QuietButton(_("Save my public key"))
        self.back = PrimaryButton(_("Back to the list"))
        self._shown: QWidget | None = None
        self.page.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.page, 1)
        outer.addWidget(ActionBar([self.back, self.save_key]))

    def show_left(self, left: Left, recipient: str, *, takes_back: bool) -> None:
        """These two files are there now."""
        self.forget()
        self._shown = holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, GAP, 0, GAP)
        column.setSpacing(GAP)
        column.addWidget(_written(left, recipient, takes_back=takes_back))
        column.addWidget(_checked(left))
        self.page.body.insertWidget(0, holder)
        holder.show()

    def forget(self) -> None:
        """Nothing of it stays on the screen."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.setParent(None)
            self._shown.deleteLater()
            self._shown = None


def _written(left: Left, recipient: str, *, takes_back: bool) -> Card:
    card = Card(_("Written"))
    words = (ngettext("{count} row for {recipient} is taken back.", "{count} rows for {recipient} are taken back.",
                      left.rows) if takes_back
             else ngettext("{count} row for {recipient}.", "{count} rows for {recipient}.", left.rows))
    card.body.addWidget(Label(words.format(count=i18n.number(left.rows), recipient=recipient), Role.STRONG))
    card.body.addWidget(Label(_("Give both files to the recipient: the package, and its signature beside it.")))
    lines = Lines(0)
    for name in (left.file.name, left.file.name + SIGNATURE):
        lines.put("", name)
    card.body.addWidget(lines)
    card.body.addWidget(Label(_("In the folder {folder}").format(folder=left.file.parent), Role.SMALL, "muted"))
    if takes_back:
        card.body.addWidget(Label(_(
            "It stays in the list until they say that these rows are gone. What was read cannot be taken back."),
            tone="ochre"))
    return card


def _checked(left: Left) -> Card:
    card = Card(_("How the recipient checks and opens it"))
    name = left.file.name
    steps = (
        (_("Check who it is from, with your public key:"), f"minisign -V -p {KEY_FILE} -m {name}"),
        (_("Open it, with their own key:"), f"age -d -i their.key -o package.zip {name}"),
        (_("Or both at once, into tables:"),
         f"amparo receive {name} --key their.key --signed-by {KEY_FILE} --into tables"),
    )
    for words, command in steps:
        card.body.addWidget(Label(words))
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 0, 0)
        row.addWidget(Label(command, Role.STRONG), 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
    card.body.addWidget(Label(_("Your public key goes to them once, on a way they trust."), Role.SMALL, "muted"))
    return card
