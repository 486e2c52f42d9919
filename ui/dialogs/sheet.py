# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet of paper over the page: for the few things that need an answer before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from assist.i18n import _
from ui.theme import Role, colours
from ui.widgets.buttons import Button, QuietButton
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label
from ui.widgets.scrolling import ScrollPage

WIDEST = 560
_EDGE = 24
_BESIDE = 3
"""So many buttons stand beside each other whatever their words."""


class Sheet(QWidget):
    """Lies inside the window, so that whatever covers the window covers it too; the page below rests.

    ``beneath`` is what it lies on and what gets the keyboard back. Esc and *keep as it is* close
    it and change nothing. Where there is little room, it scrolls.
    """

    closed = Signal()

    def __init__(self, title: str, beneath: QWidget, *, way_out: str = "") -> None:
        super().__init__(beneath.parentWidget() or beneath)
        self._beneath = beneath
        self._had_keyboard = beneath.window().focusWidget()
        self.setAccessibleName(title)
        self.card = Card()
        self.body = self.card.body
        self.body.setSpacing(12)
        self.body.addWidget(Label(title, Role.QUESTION))
        self._first: QWidget | None = None
        self.way_out = QuietButton(way_out or _("Keep as it is"))
        self.way_out.clicked.connect(self.close_sheet)
        self._lay()

    def add(self, widget: QWidget, *, first: bool = False) -> None:
        """Another part; the one that is ``first`` gets the keyboard."""
        self.body.addWidget(widget)
        if first:
            self._first = widget

    def finish(self, *acts: Button) -> None:
        """Put the buttons, the way out last, and show the sheet."""
        self._put_buttons((*acts, self.way_out))
        self._beneath.setEnabled(False)
        for watched in (self.parentWidget(), self._beneath):
            watched.installEventFilter(self)
        self._cover()
        self.show()
        self.raise_()
        (self._first or self.way_out).setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_buttons(self, buttons: Sequence[Button]) -> None:
        """From the left; more than fit beside each other go on in the next line, and none is squeezed."""
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row: QHBoxLayout | FlowLayout = FlowLayout(holder, 4) if len(buttons) > _BESIDE else QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in buttons:
            row.addWidget(button)
        if isinstance(row, QHBoxLayout):
            row.addStretch(1)
        self.body.addWidget(holder)

    def close_sheet(self) -> None:
        """Away with it; the page goes on where it was."""
        if self.isHidden():
            return
        self.hide()
        for watched in (self.parentWidget(), self._beneath):
            watched.removeEventFilter(self)
        self._beneath.setEnabled(True)
        if self._had_keyboard is not None and isValid(self._had_keyboard):
            self._had_keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self._had_keyboard = None
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is always as large as what it lies on, and goes when another page takes that one's place."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
        elif event.type() == QEvent.Type.Hide and watched is self._beneath and self._beneath.isHidden():
            self.close_sheet()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc changes nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page below shows through, dimmed."""
        painter = QPainter(self)
        ground = QColor(colours().window)
        ground.setAlpha(225)
        painter.fillRect(self.rect(), ground)
        painter.end()

    def _lay(self) -> None:
        self.card.setMaximumWidth(WIDEST)
        page = ScrollPage()
        page.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        row = QHBoxLayout()
        row.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        row.addStretch(1)
        row.addWidget(self.card, 100)
        row.addStretch(1)
        page.body.addStretch(1)
        page.body.addLayout(row)
        page.body.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _cover(self) -> None:
        self.setGeometry(self._beneath.geometry())
