# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which file; and of a sealed one, with which key it opens and who sent it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal

from assist.i18n import _
from ui.dialogs.files import ask_for_file
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.scrolling import ScrollPage

_LEFT = Qt.AlignmentFlag.AlignLeft
LONGEST_SENDER = 60


class FilePage(ScrollPage):
    """Says ``chosen`` with a file."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        card = Card(_("Which file?"))
        card.body.addWidget(Label(_("A spreadsheet with any headings, saved as .xlsx or .csv; a form of HTCDS; or a"
                                    " sealed referral that another service sent.")))
        card.body.addWidget(Label(_("Nothing is written yet. First you see what becomes of every row."), tone="muted"))
        self.choose = PrimaryButton(_("Choose a file"))
        self.choose.clicked.connect(self._ask)
        card.body.addWidget(self.choose, 0, _LEFT)
        self.reads = Label(_("The file is being read."), tone="muted")
        self.reads.hide()
        card.body.addWidget(self.reads)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_reading(self, *, reads: bool) -> None:
        """A large one takes some seconds; other work goes on."""
        self.choose.setEnabled(not reads)
        self.reads.setVisible(reads)

    def _ask(self) -> None:
        kinds = _("Spreadsheets and sealed referrals")
        ask_for_file(self, _("Choose a file"), f"{kinds} (*.xlsx *.csv *.tsv *.txt *.age);;*", self.chosen.emit)


class SealedPage(ScrollPage):
    """Says ``wanted`` with the key file and who sent it; ``back`` for another file."""

    wanted = Signal(object, str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._key: Path | None = None
        card = Card(_("A sealed referral"))
        card.body.addWidget(Label(_("It opens with the key of this house. A file does not prove who sent it: if you"
                                    " are in doubt, call them on a number you know.")))
        self.key = QuietButton(_("Choose the key file"), icon="lock")
        self.key.clicked.connect(self._ask)
        self.named = Label("", Role.SMALL, "muted")
        self.sender = LineEdit()
        self.sender.setMaxLength(LONGEST_SENDER)
        self.sender.setAccessibleName(_("Which service sent it"))
        self.sender.textChanged.connect(self._fit)
        self.sender.returnPressed.connect(self._open)
        self.open = PrimaryButton(_("Open it"))
        self.open.clicked.connect(self._open)
        self.other = QuietButton(_("Another file"))
        self.other.clicked.connect(self.back)
        card.body.addWidget(self.key, 0, _LEFT)
        card.body.addWidget(self.named)
        card.body.addWidget(Label(self.sender.accessibleName(), Role.STRONG))
        card.body.addWidget(self.sender)
        card.body.addWidget(Label(_("It stands beside everything that comes in, as told by them."), Role.SMALL,
                                  "muted"))
        card.body.addWidget(self.open, 0, _LEFT)
        card.body.addWidget(self.other, 0, _LEFT)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self._fit()

    def clear(self) -> None:
        """Nothing of the file before."""
        self._key = None
        self.named.clear()
        self.sender.clear()

    def take_key(self, key: Path) -> None:
        """This is the key file."""
        self._key = key
        self.named.setText(key.name)
        self._fit()
        self.sender.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        ask_for_file(self, _("Choose the key file"), "*", self.take_key)

    def _fit(self) -> None:
        self.open.setEnabled(self._key is not None and bool(self.sender.text().strip()))

    def _open(self) -> None:
        if self.open.isEnabled():
            self.wanted.emit(self._key, self.sender.text().strip())
