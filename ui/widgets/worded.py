# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons as large as their words: longer languages break a line, nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.theme import CONTROL, RING, Role, font
from ui.widgets.roving import Roves

WORDS = Qt.TextFlag.TextWordWrap
AIR = 18
"""Above and below the words of a button of several lines, in pixels, both together."""


class Worded(Roves):
    """Mixed into a Qt button. ``role`` is its type, ``side`` the room left and right of its words."""

    role = Role.BODY
    side = 15
    _measured: tuple[tuple[str, str, bool], tuple[int, int]] = (("", "", False), (0, 0))

    def dress_words(self: QAbstractButton) -> None:  # type: ignore[misc]
        """Once, at the end of the constructor."""
        self.setFont(font(self.role))
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_text(self, text: str) -> None:
        """Other words; a "&" in them is a letter, not a shortcut."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def words(self) -> str:
        """The words as people read them."""
        return self.text().replace("&&", "&")

    def widest(self) -> QFont:
        """The heaviest type the words are ever written in, so that nothing moves when they are picked."""
        return self.font()

    def sizeHint(self) -> QSize:
        """The words on one line."""
        return QSize(self._widths()[0] + self._around(), self.control() + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        return QSize(self._widths()[1] + self._around(), self.control() + 2 * RING)

    def _widths(self) -> tuple[int, int]:
        """Of all words on one line and of the longest one; layouts ask dozens of times before anything is painted."""
        told = self.text(), self.font().key(), self.isCheckable()
        if self._measured[0] != told:
            metrics, words = QFontMetrics(self.widest()), self.words()
            longest = max(map(metrics.horizontalAdvance, words.split()), default=0)
            self._measured = told, (metrics.horizontalAdvance(words), longest)
        return self._measured[1]

    def hasHeightForWidth(self) -> bool:
        """Words break when there is little room."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need at that width."""
        if width >= self.sizeHint().width():
            return self.control() + 2 * RING
        room = QRect(0, 0, max(1, width - self._around()), 10_000)
        lines = QFontMetrics(self.widest()).boundingRect(room, WORDS, self.words())
        return max(self.control(), lines.height() + AIR) + 2 * RING

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A layout that gives little width must give the height that the words then need."""
        super().resizeEvent(event)  # type: ignore[misc]
        self.fit()

    def fit(self) -> None:
        """Ask for the height that the words need at the width there is."""
        if self.hasHeightForWidth() and self.minimumHeight() != self.heightForWidth(self.width()):
            self.setMinimumHeight(self.heightForWidth(self.width()))

    def hitButton(self, place: QPoint) -> bool:
        """The whole of it, not only the words."""
        return self.rect().contains(place)

    def control(self) -> int:
        """The height of its body: 40 px, more in larger type."""
        return max(CONTROL, round(self.fontMetrics().height() * 1.9))

    def beside_words(self) -> int:
        """Room for a picture before the words."""
        return 0

    def _around(self) -> int:
        return 2 * (self.side + RING) + self.beside_words() + 2
