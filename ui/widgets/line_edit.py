# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line to write on, and one line that only takes figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMargins, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.theme import CONTROL, RING, Role, colours, font
from ui.widgets.painting import body, brush, paint_body, paint_ring, see_through

SIDE = 11
_QT_SIDE = 2
"""What Qt leaves free at either side of the words, apart from our own margins."""
_WHOLE = re.compile(r"[+-]?\d{1,12}", re.ASCII)


class LineEdit(QLineEdit):
    """A line to write on, 40 px high, with a ring while the keyboard is in it.

    Nothing written can be dragged out of it (UX-20). ``shorter`` says the same as ``placeholder`` in
    fewer and fewer words, for a box that has no room for all of them.
    """

    def __init__(
        self, text: str = "", placeholder: str = "", parent: QWidget | None = None, shorter: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self._placeholders = (placeholder, *shorter)
        self.letters = 28
        self.setFrame(False)
        self.setFont(font(Role.BODY))
        self.setDragEnabled(False)
        self.setTextMargins(QMargins(RING + SIDE, RING, RING + SIDE, RING))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        see_through(self)
        self.setPlaceholderText(placeholder)
        self.setText(text)

    def set_letters(self, letters: int) -> None:
        """About how many letters it is wide."""
        self.letters = letters
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its letters, 40 px and the ring high."""
        wide = self.fontMetrics().averageCharWidth() * self.letters + 2 * (SIDE + RING)
        return QSize(wide, max(CONTROL, round(self.fontMetrics().height() * 1.9)) + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(96, self.sizeHint().width()), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Larger type needs more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._fit_placeholder()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many words as there is room for."""
        super().resizeEvent(event)
        self._fit_placeholder()

    def _fit_placeholder(self) -> None:
        if len(self._placeholders) < 2:
            return
        room, metrics = self.width() - 2 * (RING + SIDE + _QT_SIDE), self.fontMetrics()
        fitting = (words for words in self._placeholders if metrics.horizontalAdvance(words) <= room)
        self.setPlaceholderText(next(fitting, self._placeholders[-1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Our ground first, then what is written."""
        now, painter = colours(), brush(self)
        paint_body(painter, body(self), now.surface if self.isEnabled() else now.rail, now.field_line)
        paint_ring(painter, self)
        painter.end()
        super().paintEvent(event)


class NumberField(LineEdit):
    """A whole number; what is not one stays as it was written until somebody mends it."""

    changed = Signal(str)
    """The text, as it was written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_letters(8)
        self.setMaxLength(14)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.textEdited.connect(self.changed)

    def value(self) -> int | None:
        """The number, None when there is none to read."""
        text = self.text().strip()
        return int(text) if _WHOLE.fullmatch(text) else None

    def set_value(self, value: int | None) -> None:
        """Show a number, saying nothing."""
        self.setText("" if value is None else str(value))
