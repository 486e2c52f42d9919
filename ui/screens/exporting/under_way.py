# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work under way: how far it is, and a way to stop it with nothing done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.exchange.writers.shapes import Stopped
from assist.i18n import _
from ui.theme import GAP
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.progress import ProgressLine

EVERY = 25
"""So many steps between two words to the window."""


class Going:
    """Given to work in a lane: passes on how far it is, and raises Stopped at the next step once it was stopped.

    ``is_confirmed``: the passphrase was right, and the sheet that asked for it may go.
    """

    def __init__(self, tell: Callable[[tuple[int, int]], object]) -> None:
        self.is_confirmed = False
        self._tell = tell
        self._stopped = Event()

    def stop(self) -> None:
        """No further step."""
        self._stopped.set()

    def __call__(self, done: int, of: int) -> None:
        """So many of so many steps are done."""
        if self._stopped.is_set():
            raise Stopped
        if done in (1, of) or done % EVERY == 0:
            self._tell((done, of))

    @property
    def is_stopped(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._stopped.is_set()

    def goes_on(self, _done: int) -> bool:
        """Whether it is still wanted."""
        return not self._stopped.is_set()


class UnderWayPage(QWidget):
    """One card; ``stop`` is pressed by whoever does not want to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.card = Card()
        self.far = Label("")
        self.line = ProgressLine()
        self.note = Label("", tone="muted")
        self.stop = QuietButton(_("Stop"))
        for widget in (self.far, self.line, self.note):
            self.card.body.addWidget(widget)
        self.card.body.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, GAP)
        outer.addWidget(self.card)
        outer.addStretch(1)

    def begin(self, title: str, note: str) -> None:
        """Nothing is done yet. ``note``: what stopping means."""
        self.card.set_title(title)
        self.far.setText(_("One moment."))
        self.note.setText(note)
        self.line.show_share(0)
        self.stop.setEnabled(True)

    def show_far(self, done: int, of: int) -> None:
        """So many steps of so many."""
        self.far.setText(_("{done} of {count}").format(done=i18n.number(done), count=i18n.number(of)))
        self.line.show_share(done / of if of else 1)

    def stopping(self) -> None:
        """It ends with the step it is at."""
        self.stop.setEnabled(False)
