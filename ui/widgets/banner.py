# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line at the top of the content: good news that goes by itself, or trouble with a next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assist.i18n import _
from ui.icons import paint_icon
from ui.theme import Role, colours
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.countdown import Countdown
from ui.widgets.labels import Label
from ui.widgets.painting import between, brush, paint_body

GOOD_SECONDS = 12
UNDO_SECONDS = 30


class Banner(QFrame):
    """Shows one message at a time and takes no keyboard; nothing blinks and nothing covers the page."""

    def __init__(self, countdown: Countdown | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "green"
        self._act: Callable[[], object] | None = None
        self._countdown = countdown or Countdown(GOOD_SECONDS, parent=self)
        self._countdown.over.connect(self.hide_now)
        self._first, self._second = Label("", Role.STRONG), Label("", Role.BODY)
        self.action = QuietButton("")
        self.action.clicked.connect(self._acted)
        self.close_button = LinkButton(_("close"))
        self.close_button.clicked.connect(self.hide_now)
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_good(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Something was done; with ``undo`` it can be taken back for 30 seconds."""
        self._kind, self._act = "green", undo
        self._first.setText(text)
        self._second.hide()
        self._offer(_("Undo") if undo else "")
        self.close_button.hide()
        self._countdown.seconds = UNDO_SECONDS if undo else GOOD_SECONDS
        self._countdown.start()
        self._appear(text)

    def show_trouble(
        self,
        not_done: str,
        safe: str,
        to_do: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        """What was not done, what is safe, what to do; it stays until it is closed or something follows it."""
        self._kind, self._act = "ochre", action
        self._countdown.stop()
        self._first.setText(not_done)
        self._second.setText(" ".join(part for part in (safe, to_do) if part))
        self._second.setVisible(bool(safe or to_do))
        self._offer(action_text if action else "")
        self.close_button.show()
        self._appear(" ".join((not_done, safe, to_do)))

    def hide_now(self) -> None:
        """Away with it, also with its undo."""
        self._countdown.stop()
        self._act = None
        self.hide()

    def offer_no_undo(self) -> None:
        """What undoing would need is forgotten; the good news stays as long as it would have."""
        if self._kind == "green" and self._act is not None:
            self._act = None
            self._offer("")

    def message(self) -> str:
        """All words shown, for tests of screens and for screen readers."""
        parts = [self._first.text(), "" if self._second.isHidden() else self._second.text()]
        return " ".join(part for part in parts if part)

    def enterEvent(self, event: QEvent) -> None:
        """Whoever points at good news is reading it: it waits. *Undo* does not: its half a minute is all it has."""
        if self._kind == "green" and self._act is None:
            self._countdown.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """And goes on when she has read it."""
        if self._kind == "green" and self._act is None and not self.isHidden():
            self._countdown.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted ground with its sign."""
        now = colours()
        painter = brush(self)
        fill, ink = getattr(now, f"{self._kind}_tint"), getattr(now, self._kind)
        paint_body(painter, QRectF(self.rect()), fill, between(fill, ink), 10)
        sign = "check" if self._kind == "green" else "info"
        paint_icon(painter, sign, QRectF(13, self.middle_of_first_line() - 10, 20, 20), ink)
        painter.end()

    def middle_of_first_line(self) -> float:
        """How far down the first line of words has its middle, in pixels: the sign stands beside it."""
        words = self._first
        top = words.y() + (words.height() - words.heightForWidth(words.width())) / 2
        return top + words.fontMetrics().height() / 2

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(120, 48)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, 8, 0, 8)
        words.addWidget(self._first)
        words.addWidget(self._second)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(38, 4, 8, 4)
        outer.setSpacing(4)
        outer.addLayout(words, 1)
        outer.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _offer(self, words: str) -> None:
        self.action.set_text(words)
        self.action.setVisible(bool(words))

    def _appear(self, spoken: str) -> None:
        tone = "green" if self._kind == "green" else "ochre"
        self._first.set_tone(tone)
        self._second.set_tone("text")
        self.setAccessibleName(spoken)
        self.show()
        self.update()
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # slow to come by, and said later

        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def _acted(self) -> None:
        act = self._act
        self.hide_now()
        if act is not None:
            act()
