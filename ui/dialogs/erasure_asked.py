# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wish to erase that is not carried out yet: what it says, until when, and what this person may do about it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.domain.erasure import BASIS_WORDS
from assist.i18n import _
from assist.services.erasure_rows import UNDO, ErasureAsked
from ui.dialogs.confirm import Confirm
from ui.theme import Role
from ui.widgets.buttons import Button, QuietButton
from ui.widgets.labels import Label


class ErasureAskedPart(QWidget):
    """``decided``: ``take_back``, ``agree`` or ``decline``. Agreeing is asked once more before it is said."""

    decided = Signal(str)

    def __init__(self, asked: ErasureAsked, today: date, ground: QWidget, *, may_agree: bool) -> None:
        super().__init__()
        self._ground, self.buttons = ground, list[Button]()
        words = f"{shown(asked.code)} · {_(BASIS_WORDS[asked.basis])}"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(words, Role.STRONG))
        by = _("Asked by {name}, {date}.").format(name=asked.by_name, date=i18n.day(asked.on, today=today))
        column.addWidget(Label(f"{by} {_until(asked, today)}", Role.SMALL, "muted"))
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in self._made(asked, may_agree=may_agree):
            button.setAccessibleDescription(words)
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _made(self, asked: ErasureAsked, *, may_agree: bool) -> list[Button]:
        if asked.is_mine:
            back = QuietButton(_("Take it back"), icon="undo")
            what = "take_back" if asked.state == UNDO else "decline"
            back.clicked.connect(lambda _on=False: self.decided.emit(what))
            return [back]
        if not may_agree:
            return []
        agree, decline = QuietButton(_("Agree")), QuietButton(_("Do not agree"))
        agree.clicked.connect(lambda _on=False: self._ask_once_more())
        decline.clicked.connect(lambda _on=False: self.decided.emit("decline"))
        return [agree, decline]

    def _ask_once_more(self) -> None:
        sheet = confirm_erasing(self._ground)
        sheet.agreed.connect(lambda: self.decided.emit("agree"))


def confirm_erasing(ground: QWidget) -> Confirm:
    """The last question before something is gone."""
    words = _("It goes from this laptop now and from every other one when it meets this one. Nobody can bring it back. "
              "Has no court or authority asked for these data? Destroying them then may be a crime.")
    return Confirm(_("Erase it for good?"), words, _("Erase"), ground, destroys=True)


def _until(asked: ErasureAsked, today: date) -> str:
    if asked.state == UNDO:
        return _("Nobody was told. Until {date}, {time} one step takes it back.").format(
            date=i18n.day(asked.until[:10], today=today), time=asked.until[11:16])
    return _("It waits for a second person until {date}.").format(date=i18n.day(asked.until, today=today))
