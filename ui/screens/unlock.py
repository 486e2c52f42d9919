# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The door: a name and a passphrase, and nothing that tells whose work is behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assist.errors import WrongPassphrase
from assist.i18n import _, ngettext
from assist.services.practice_keys import PracticeKey
from ui.dialogs.entrance_page import EntrancePage, labelled
from ui.dialogs.passphrase_field import PassphraseField
from ui.dialogs.patience import Patience
from ui.errors import said
from ui.tasks import Lane
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.kinds import look_up_kinds
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from assist.desk import Desk
    from assist.services.joining import WaitingProfile


@dataclass(frozen=True)
class Opening:
    """How to sign in, in which lane, and what is slow and may be made ready while somebody types."""

    sign_in: Callable[[str, str], Desk | WaitingProfile]
    make_ready: Callable[[], object]
    lane: Lane
    patience: Patience = field(default_factory=Patience)
    practice: PracticeKey | None = None


class UnlockScreen(EntrancePage):
    """Says ``opened`` with the desk, or with a profile that waits. It never says which of the two did not match."""

    opened = Signal(object)
    elsewhere = Signal()
    forgotten = Signal()
    is_door = True

    def __init__(self, opening: Opening, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._opening = opening
        self.name = LineEdit()
        self.name.setMaxLength(120)
        self.name.returnPressed.connect(self._next)
        self.passphrase = PassphraseField(_("Passphrase"))
        self.passphrase.entered.connect(self.try_it)
        self.said = Label("", Role.SMALL, "ochre")
        self.said.hide()
        self.open_button = PrimaryButton(_("Open"))
        self.open_button.clicked.connect(self.try_it)
        self.practice_button = PrimaryButton(_("Look around with invented people"))
        self.practice_button.clicked.connect(lambda: self._practise())
        self.colleagues: list[LinkButton] = []
        self._had_keyboard: QWidget | None = None
        self.other = LinkButton(_("Another workspace"))
        self.other.clicked.connect(self.elsewhere)
        self.forgot = LinkButton(_("I forgot my passphrase"))
        self.forgot.clicked.connect(self.forgotten)
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._look)
        self._build()
        self.painted.connect(self._make_ready)

    def title(self) -> str:
        """Neutral."""
        return _("Sign in")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is where it is needed first."""
        if not event.spontaneous():
            (self.practice_button if self._opening.practice else self.name).setFocus()

    def _make_ready(self) -> None:
        """Behind the painted door, while somebody types."""
        look_up_kinds(self)
        self._opening.lane.run(self._opening.make_ready, owner=self, failed=lambda _error: None)

    def try_it(self) -> None:
        """Sign in with what was typed."""
        if self.name.text().strip() and self.passphrase.text() and self.open_button.isEnabled():
            self._sign_in(self.name.text(), self.passphrase.text())

    def _next(self) -> None:
        if self.passphrase.text():
            self.try_it()
        else:
            self.passphrase.setFocus()

    def _practise(self, name: str = "") -> None:
        key = self._opening.practice
        if key is not None:
            self._sign_in(name or key.name, key.passphrase)

    def _sign_in(self, name: str, passphrase: str) -> None:
        self._wait(_("Opening …"))
        self.said.hide()
        self.banner.hide_now()
        self._opening.lane.run(
            lambda: self._opening.sign_in(name, passphrase), owner=self, then=self._opened, failed=self._refused)

    def _opened(self, desk: Desk | WaitingProfile) -> None:
        self._opening.patience.forget()
        self.passphrase.forget()
        self.opened.emit(desk)

    def _refused(self, error: Exception) -> None:
        self.passphrase.forget()
        self._free()
        if not isinstance(error, WrongPassphrase):
            self.said.hide()
            self.banner.show_trouble(*said(error))
            if self._had_keyboard is not None:
                self._had_keyboard.setFocus()
            return
        self._opening.patience.failed()
        self.passphrase.setFocus()
        self._tick.start()
        self._look()

    def _look(self) -> None:
        """Count down to the next try, in words."""
        patience = self._opening.patience
        left = ceil(patience.left)
        parts = [" ".join(said(WrongPassphrase("signin.wrong"))[::2])]
        if patience.needs_somebody:
            parts.append(_("Call your second person; nothing is ever erased here."))
        if left > 0:
            parts.append(ngettext("Try again in {count} second.", "Try again in {count} seconds.", left).format(
                count=left))
        else:
            self._tick.stop()
        self.open_button.setEnabled(left <= 0)
        self.said.setText(" ".join(parts))
        self.said.show()

    def _wait(self, words: str) -> None:
        self._had_keyboard = self.window().focusWidget()  # a button that waits passes it on to the next one
        self.open_button.setEnabled(False)
        for button in (self.practice_button, *self.colleagues):
            button.setEnabled(False)
        self.open_button.set_text(words)

    def _free(self) -> None:
        self.open_button.set_text(_("Open"))
        self.open_button.setEnabled(True)
        for button in (self.practice_button, *self.colleagues):
            button.setEnabled(True)

    def _build(self) -> None:
        card = Card()
        if self._opening.practice is not None:
            card.body.addWidget(Label(_("This workspace holds invented people only."), tone="muted"))
            card.body.addWidget(self.practice_button)
            self._list_colleagues(card, self._opening.practice)
        else:
            card.body.addWidget(labelled(_("Name"), self.name, Label(_("Name"), Role.CAPTION)))
            card.body.addWidget(labelled(_("Passphrase"), self.passphrase, Label(_("Passphrase"), Role.CAPTION)))
            card.body.addWidget(self.said)
            card.body.addWidget(self.open_button)
            card.body.addWidget(self.forgot)
        self.body.addWidget(card)
        self.foot.addWidget(self.other)

    def _list_colleagues(self, card: Card, key: PracticeKey) -> None:
        """What a supervisor, a coordinator or an auditor sees is looked at as one of them."""
        if not key.others:
            return
        from assist.services.people import ROLES  # at this door alone

        card.body.addWidget(Label(_("Or as somebody else of its team:"), Role.SMALL, "muted"))
        for name, role in key.others:
            button = LinkButton(f"{name} · {_(ROLES[role][0])}" if role in ROLES else name)
            button.clicked.connect(lambda _on=False, whom=name: self._practise(whom))
            self.colleagues.append(button)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
