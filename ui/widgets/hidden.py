# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Painful or protected words stay closed until somebody asks, and close again by themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from assist.i18n import _
from ui.theme import CONTROL, RING, Role, colours
from ui.widgets.countdown import Countdown
from ui.widgets.painting import body, brush, paint_ring
from ui.widgets.worded import WORDS, Worded

SECONDS = 60
WIDEST = 520
_INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)


class HiddenText(Worded, QPushButton):
    """ "• hidden – show" in the size of what it hides; it does not have the words before it shows them.

    ``characters`` is about how long the hidden text is. ``asked`` is sent when somebody wants to
    read; whoever owns the words writes the audit line and calls ``reveal``. They hide after 60 s
    without input and when the application is no longer in front. Hiding never moves the layout.
    """

    asked = Signal()
    hidden_again = Signal()
    side = 0

    def __init__(
        self,
        characters: int = 40,
        role: Role = Role.BODY,
        countdown: Countdown | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.role = role
        self._characters, self._kept = characters, 0
        self._what, self._shown = "", False
        self._countdown = countdown or Countdown(SECONDS, parent=self)
        self._countdown.over.connect(self.hide_now)
        self.setAutoDefault(False)
        self.dress_words()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._clicked)
        QGuiApplication.instance().applicationStateChanged.connect(self._in_front)
        self._close()

    @property
    def is_shown(self) -> bool:
        """Whether the words can be read now."""
        return self._shown

    def name(self, what: str) -> None:
        """What is hidden, for screen readers: the question, never the answer."""
        self._what = what
        self.setAccessibleDescription(what)

    def reveal(self, text: str) -> None:
        """Show the words, for a while."""
        self._shown = True
        self._kept = 0
        self.set_text(text)
        self.fit()
        self._countdown.start()
        QApplication.instance().installEventFilter(self)
        self.update()

    def hide_now(self) -> None:
        """Forget the words."""
        if not self._shown:
            return
        self._kept = max(self.height(), self.heightForWidth(self.width()))
        self._shown = False
        QApplication.instance().removeEventFilter(self)
        self._countdown.stop()
        self._close()
        self.hidden_again.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any input while the words are open gives them the full time again."""
        if event.type() in _INPUT and self._shown:
            self._countdown.start()
        return False

    def sizeHint(self) -> QSize:
        """Room for about as many characters as it hides."""
        letters = self.fontMetrics().averageCharWidth() * self._characters
        wide = max(self.fontMetrics().horizontalAdvance(_("• hidden – show")), min(letters, WIDEST)) + 2 * RING + 2
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """The words of the closed state."""
        return QSize(self.fontMetrics().horizontalAdvance(_("• hidden – show")) + 2 * RING + 2, CONTROL)

    def heightForWidth(self, width: int) -> int:
        """The lines it needs, open or closed; once closed it keeps the room it had."""
        inner, metrics = max(1, width - 2 * RING - 2), self.fontMetrics()
        guessed = metrics.lineSpacing() * -(-metrics.averageCharWidth() * self._characters // inner)
        open_now = metrics.boundingRect(QRect(0, 0, inner, 10_000), WORDS, self.words()).height() if self._shown else 0
        return max(CONTROL, guessed + 2 * RING, open_now + 2 * RING, self._kept)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, or that there are some."""
        painter, now = brush(self), colours()
        painter.setPen(QColor(now.text if self._shown else now.muted))
        several = self.height() > CONTROL
        side = Qt.AlignmentFlag.AlignTop if several else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(body(self).adjusted(0, 0, 2, 0), int(Qt.AlignmentFlag.AlignLeft | side | WORDS), self.words())
        paint_ring(painter, self, 5)
        painter.end()

    def _clicked(self) -> None:
        if self._shown:
            self.hide_now()
        else:
            self.asked.emit()

    def _close(self) -> None:
        self.set_text(_("• hidden – show"))
        self.update()

    def _in_front(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.hide_now()
