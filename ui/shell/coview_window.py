# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second window, the one that is looked at together: nothing leads from it to anything else (PA-04, UX-10).

It holds its page and its covers. Neither the desk nor the other window can be reached from it; what is wanted is
said by signals.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from assist.i18n import _
from assist.services.together import Together
from ui.coview.large import LargeButton, enlarge
from ui.coview.page import CoviewPage
from ui.shell.cover import Cover
from ui.shell.return_code import ReturnCode
from ui.shell.window import Window

CARD_WIDE = 580


class LargeCover(Cover):
    """The same cover in larger type."""

    def __init__(self, code: ReturnCode) -> None:
        super().__init__(code)
        self.card.setFixedWidth(CARD_WIDE)
        enlarge(self)
        self.large_lock = LargeButton(_("Lock"), "lock")
        self.large_lock.clicked.connect(self.lock_wanted)
        top = self.layout().itemAt(0).layout()
        assert isinstance(top, QHBoxLayout)  # noqa: S101 - as ``Cover`` lays itself out
        top.addWidget(self.large_lock)

    def put(self, kind: str) -> None:
        """Blank now."""
        super().put(kind)
        self.lock.hide()
        self.large_lock.setVisible(kind != "lock")


class LeavePage(LargeCover):
    """Looking together ends with the digits or the passphrase of whoever signed in, or goes on without."""

    stays = Signal()

    def __init__(self, code: ReturnCode) -> None:
        super().__init__(code)
        self.stay = LargeButton(_("Go on looking"), "back")
        self.stay.clicked.connect(lambda _on=False: self.stays.emit())
        self.card.body.addWidget(self.stay)

    def ask(self) -> None:
        """Ask now; nothing of the page is seen meanwhile."""
        self.put("leave")
        self._ask()
        self.question.setText(_("Finish looking together?"))
        self.setAccessibleName(self.question.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to looking."""
        if event.key() == Qt.Key.Key_Escape:
            self.stays.emit()
        else:
            super().keyPressEvent(event)


class CoviewWindow(Window):
    """One page of one case, and two covers before it; ``leave_wanted`` by Esc, by its button, by its frame."""

    def __init__(self, title: str, seen: Together, code: ReturnCode, *, open_to_all: bool) -> None:
        super().__init__(title)
        self.look = CoviewPage(seen)
        self.cover, self.leave = LargeCover(code), LeavePage(code)
        for each in (self.cover, self.leave):
            each.is_open_to_all = open_to_all
        self.show_page(self.look)
        self.look.leave_wanted.connect(self.ask_to_leave)
        self.close_wanted.connect(self.ask_to_leave)
        self.leave.stays.connect(self.go_on)
        self.cover.returned.connect(self.go_on)
        self.touched.connect(self.look.touch)

    def ask_to_leave(self) -> None:
        """Nobody leaves by chance, and nobody but whoever signed in."""
        if self.is_covered:
            return
        self.look.be_silent()
        self.cover_with(self.leave)
        self.leave.ask()

    def put_cover(self, kind: str) -> None:
        """Pause or hide, at once."""
        self.look.be_silent()
        self.cover.put(kind)
        self.cover_with(self.cover)
        self.cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Back to what was looked at."""
        for each in (self.cover, self.leave):
            each.put("hide")
            each.passphrase.setEnabled(True)
        self.uncover()
