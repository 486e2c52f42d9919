# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that may weigh: hidden, before the first showing one calm notice, and after it a moment for the worker."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.hidden import HiddenText
from ui.widgets.labels import Label
from ui.widgets.own_pause import OwnPause

_told: WeakKeyDictionary[QObject, set[str]] = WeakKeyDictionary()
"""For which records somebody read the notice in this sitting; forgotten with the window."""
_offered: WeakKeyDictionary[QObject, set[str]] = WeakKeyDictionary()
"""After which records a pause was offered in this sitting."""


class CalmHidden(QWidget):
    """Says ``asked`` when the words are wanted; its owner answers ``reveal``.

    ``sitting`` is anything that lives as long as this sign-in. The notice (NR-11, UX-09) comes once
    per sitting and record, as does the offer to rest once the words are closed again (UX-26); neither
    ever with ``heavy`` off.
    """

    asked = Signal()

    def __init__(self, sitting: QObject, record: str, what: str, *, heavy: bool = True, characters: int = 60) -> None:
        super().__init__()
        self._sitting, self._record, self._heavy = sitting, record, heavy
        self.hidden = HiddenText(characters)
        self.hidden.name(what)
        self.hidden.asked.connect(self._wanted)
        self.hidden.hidden_again.connect(self._offer_pause)
        self.pause = OwnPause()
        self.notice = QWidget()
        self.show_it = LinkButton(_("show it now"))
        self.show_it.clicked.connect(self._go_on)
        self.not_now = LinkButton(_("not now"))
        self.not_now.clicked.connect(self._leave)
        self._lay()

    def reveal(self, words: str) -> None:
        """Show the words, for a while."""
        self.hidden.reveal(words)

    def hide_now(self) -> None:
        """Forget the words."""
        self.hidden.hide_now()

    def _wanted(self) -> None:
        if self._heavy and self._record not in _told.setdefault(self._sitting, set()):
            self.notice.show()
            self.show_it.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.asked.emit()

    def _go_on(self) -> None:
        _told[self._sitting].add(self._record)
        self._leave()
        self.asked.emit()

    def _leave(self) -> None:
        self.notice.hide()
        self.hidden.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_pause(self) -> None:
        offered = _offered.setdefault(self._sitting, set())
        if self._heavy and self.isVisible() and self._record not in offered:
            offered.add(self._record)
            self.pause.show()

    def _lay(self) -> None:
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(_("This may weigh on you. There is no hurry."), Role.SMALL, "ochre"))
        row.addWidget(self.show_it)
        row.addWidget(self.not_now)
        row.addStretch(1)
        self.notice.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.hidden)
        outer.addWidget(self.notice)
        self.pause.hide()
        outer.addWidget(self.pause)
