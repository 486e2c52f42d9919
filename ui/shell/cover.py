# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blank page that Pause, Hide, Lock and quiet time put in front; they differ only in the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _, ngettext
from ui.dialogs.passphrase_field import PassphraseField
from ui.dialogs.pin_field import PinField
from ui.shell.return_code import ReturnCode
from ui.theme import RING, Role
from ui.widgets.buttons import CornerButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.labels import Label

_ONLY_HOLDING = frozenset({
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
})  # fmt: skip


class Cover(QWidget):
    """Blank, until any key or click asks for the way back.

    ``pause`` leads over a card *Ready?* (NR-07), ``hide`` over the four digits of this sign-in,
    or the passphrase where none were chosen; ``lock`` leads nowhere. A practice workspace has
    nothing to hide: there, *continue* is enough.
    """

    returned = Signal()
    lock_wanted = Signal()
    offered = Signal(str)
    """A passphrase to be tried; answer ``refuse`` or take the cover away."""

    def __init__(self, code: ReturnCode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = "hide"
        self.is_open_to_all = False
        self._code = code
        self.hint = Label("", Role.SMALL, "muted")
        self.card = Card()
        self.question = Label("", Role.QUESTION)
        self.words = Label("", Role.BODY, "muted")
        self.go_on = PrimaryButton(_("Continue"))
        self.go_on.clicked.connect(self._came_back)
        self.pin = PinField(_("Four digits"))
        self.pin.complete.connect(self._digits)
        self.passphrase = PassphraseField(_("Passphrase"))
        self.passphrase.entered.connect(self._offer)
        self.said = Label("", Role.SMALL, "ochre")
        self.lock = CornerButton(_("Lock"), "F12")
        self.lock.clicked.connect(self.lock_wanted)
        self._lay()

    @property
    def is_blank(self) -> bool:
        """Whether nothing but the hint is to be seen."""
        return self.card.isHidden()

    def put(self, kind: str) -> None:
        """Blank now."""
        self.kind = kind
        self.pin.clear()
        self.passphrase.forget()
        self.card.hide()
        self.hint.setText(_("Closing …") if kind == "lock" else _("Press any key to come back."))
        self.setAccessibleName(self.hint.text())
        self.lock.setVisible(kind != "lock")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self) -> None:
        """The passphrase did not fit."""
        self.passphrase.setEnabled(True)
        self.passphrase.forget()
        self._say(_("The passphrase does not match. Everything is safe."))
        self.passphrase.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key but those that are only held."""
        if event.key() not in _ONLY_HOLDING:
            self._ask()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click does what a key does."""
        self._ask()

    def event(self, event: QEvent) -> bool:
        """Tab is a key like any other while the page is blank."""
        if event.type() == QEvent.Type.KeyPress and self.is_blank and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def _ask(self) -> None:
        if self.kind == "lock" or not self.is_blank:
            return
        way = "ready" if self.kind == "pause" or self.is_open_to_all else "pin" if self._code.is_chosen else "words"
        self.question.setText(_("Ready?") if way == "ready" else _("Welcome back"))
        self.words.setText({
            "ready": _("Everything is kept. There is no hurry."), "pin": _("The four digits of this sign-in."),
            "words": _("Your passphrase, please."),
        }[way])
        self.go_on.setVisible(way == "ready")
        self.pin.setVisible(way == "pin")
        self.passphrase.setVisible(way == "words")
        self.said.hide()
        self.hint.setText("")
        self.card.show()
        {"ready": self.go_on, "pin": self.pin, "words": self.passphrase}[way].setFocus()

    def _digits(self, digits: str) -> None:
        self.pin.clear()
        if self._code.fits(digits):
            self._came_back()
        elif self._code.tries_left <= 0:
            self.lock_wanted.emit()
        else:
            self._say(ngettext("Not these. {count} more try, then Amparo locks.",
                               "Not these. {count} more tries, then Amparo locks.",
                               self._code.tries_left).format(count=self._code.tries_left))

    def _offer(self) -> None:
        if self.passphrase.text():
            self.passphrase.setEnabled(False)
            self.offered.emit(self.passphrase.text())

    def _came_back(self) -> None:
        self.returned.emit()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

    def _lay(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # has the keyboard while blank; Tab never comes back to it
        self.setAutoFillBackground(True)
        self.card.setFixedWidth(380)
        for part in (self.question, self.words, self.passphrase):
            self.card.body.addWidget(part)
        self.card.body.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.said, self.go_on):
            self.card.body.addWidget(part)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.lock)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24 - RING, 12 - RING, 24 - RING, 24)
        outer.addLayout(top)
        outer.addStretch(1)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        outer.addWidget(self.hint)
