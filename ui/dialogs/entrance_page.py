# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page from before anybody has signed in: one column in the middle, the languages at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.flow import FlowLayout
from ui.widgets.scrolling import ScrollPage

LANGUAGE_NAMES = {"es": "Español", "pt": "Português", "fr": "Français", "en": "English"}
"""Each in its own words, never translated."""


class EntrancePage(QWidget):
    """What it holds goes into ``body``. Says ``language_chosen`` with a code.

    ``painted`` is said once, when it stands on the screen: what is slow begins behind it, not before it.
    """

    language_chosen = Signal(str)
    painted = Signal()
    is_door = False
    """Whether it belongs to one workspace: another language is spoken there, not at the first page."""

    def __init__(self, wide: int = 440, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_painted = False
        self.banner = Banner()
        self.foot = QHBoxLayout()
        self._column = QWidget()
        self._column.setMaximumWidth(wide)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.languages = QWidget()
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first time is told to whoever waited for it."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def _lay(self) -> None:
        page = ScrollPage()
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 16, 16, 16)
        middle.addStretch(1)
        middle.addWidget(self._column, 1000)
        middle.addStretch(1)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addLayout(self.body)
        page.body.addStretch(2)
        page.body.addLayout(middle)
        page.body.addStretch(3)
        row = FlowLayout(self.languages, spacing=14)
        for code, name in LANGUAGE_NAMES.items():
            row.addWidget(self._language(code, name))
        self.foot.setContentsMargins(20, 0, 20, 8)
        self.foot.addWidget(self.languages, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(page, 1)
        outer.addLayout(self.foot)

    def _language(self, code: str, name: str) -> LinkButton:
        button = LinkButton(name)
        button.setAccessibleDescription(_("Language"))
        button.set_tone("primary" if code == i18n.language() else "muted")
        button.clicked.connect(lambda _on=False: self.language_chosen.emit(code))
        return button


def labelled(words: str, field: QWidget, label: QWidget) -> QWidget:
    """A field with its words above it, tied together for screen readers."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
    if not field.accessibleName():
        field.setAccessibleName(words)
    return box
