# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons: one filled one on a screen, quiet ones beside it, links in the text, three in the corner."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.icons import SIZE, paint_icon
from ui.theme import CONTROL, RING, Role, colours, font
from ui.widgets.painting import body, brush, paint_body, paint_ring
from ui.widgets.worded import WORDS, Worded

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Dress(NamedTuple):
    """How a button looks: names of theme tokens, "" for none."""

    fill: str
    line: str
    ink: str
    touched: str


FILLED = Dress("primary", "", "on_primary", "primary")
QUIET = Dress("surface", "field_line", "primary", "primary_tint")
DANGER = Dress("surface", "brick", "brick", "brick_tint")


class Button(Worded, QPushButton):
    """What all buttons share: a ground, words, a ring, Enter as well as Space.

    ``icon`` is the name of one of our drawings; a button without words needs an accessible name.
    """

    dress = QUIET
    role = Role.STRONG

    def __init__(self, text: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = icon
        self.setAutoDefault(False)
        self.dress_words()
        self.set_text(text)

    def beside_words(self) -> int:
        """The drawing and a gap."""
        return SIZE + (8 if self.words() else 0) if self.drawing else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, words, ring."""
        painter = brush(self)
        self._paint_ground(painter)
        self._paint_words(painter)
        paint_ring(painter, self)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        now, dress, area = colours(), self.dress, body(self)
        if not self.isEnabled():
            paint_body(painter, area, now.track)
            return
        fill = dress.touched if self.isDown() or self.underMouse() else dress.fill
        paint_body(painter, area, getattr(now, fill), getattr(now, dress.line) if dress.line else "")
        if self.isDown():
            paint_body(painter, area, "", getattr(now, dress.ink))

    def _paint_words(self, painter: QPainter) -> None:
        ink = QColor(getattr(colours(), self.dress.ink if self.isEnabled() else "muted"))
        area = body(self).adjusted(self.side, 0, -self.side, 0)
        if self.drawing:
            paint_icon(painter, self.drawing, QRectF(area.left(), area.center().y() - SIZE / 2, SIZE, SIZE), ink.name())
            area.adjust(self.beside_words(), 0, 1, 0)
        painter.setPen(ink)
        painter.setFont(self.font())
        side = Qt.AlignmentFlag.AlignLeft if self.drawing else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(area, int(_MIDDLE | side | WORDS), self.words())


class PrimaryButton(Button):
    """The one filled button of a screen."""

    dress = FILLED


class QuietButton(Button):
    """Every other button."""


class DangerButton(Button):
    """Destroys data, and nothing else ever looks like it."""

    dress = DANGER


class LinkButton(Button):
    """An act inside the text: underlined words, small, with room around them for a finger."""

    role = Role.SMALL
    side = 0

    def __init__(self, text: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        self._tone = "muted"
        super().__init__(text, icon, parent)

    def set_tone(self, name: str) -> None:
        """The colour of the words: a token of the theme."""
        self._tone = name
        self.update()

    def widest(self) -> QFont:
        """Heavier while it is switched on; its room does not change."""
        return font(Role.CAPTION) if self.isCheckable() else self.font()

    def control(self) -> int:
        """40 px with its ring, so that a row of links is no higher than it must be."""
        return max(CONTROL - 2 * RING, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words with a line under them, heavier while it is switched on."""
        painter = brush(self)
        ink = QColor(getattr(colours(), "primary" if self.underMouse() or self.isChecked() else self._tone))
        area = body(self)
        if self.drawing:
            paint_icon(painter, self.drawing, QRectF(area.left(), area.center().y() - 9, 18, 18), ink.name())
            area.adjust(self.beside_words(), 0, 1, 0)
        shown = QFont(self.widest() if self.isChecked() else self.font())
        shown.setUnderline(True)
        painter.setFont(shown)
        painter.setPen(ink)
        painter.drawText(area, int(_MIDDLE | Qt.AlignmentFlag.AlignLeft | WORDS), self.words())
        paint_ring(painter, self, 5)
        painter.end()


class CornerButton(Button):
    """Pause, Hide and Lock: the same place and size on every screen, the key under the word."""

    role = Role.CAPTION
    WIDE, HIGH = 76, 44

    def __init__(self, text: str = "", key: str = "", parent: QWidget | None = None) -> None:
        self.key = key
        super().__init__(text, parent=parent)
        self.setAccessibleDescription(key)
        self.setFixedHeight(self.HIGH + 2 * RING)

    def sizeHint(self) -> QSize:
        """76×44 and the room of the ring; longer words make it wider, never smaller."""
        words = self.fontMetrics().horizontalAdvance(self.words()) + 14
        return QSize(max(self.WIDE, words) + 2 * RING, self.HIGH + 2 * RING)

    def hasHeightForWidth(self) -> bool:
        """Its height never changes."""
        return False

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def _paint_words(self, painter: QPainter) -> None:
        area, middle = body(self), int(_MIDDLE | Qt.AlignmentFlag.AlignHCenter)
        half = area.height() / 2
        painter.setFont(self.font())
        painter.setPen(QColor(colours().text))
        painter.drawText(area.adjusted(0, 4, 0, 1 - half), middle, self.words())
        painter.setFont(font(Role.SMALL, 0.0))
        painter.setPen(QColor(colours().muted))
        painter.drawText(area.adjusted(0, half - 1, 0, -4), middle, self.key)
