# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Type and buttons for two people in front of one screen: 18 points and up, a drawing beside every word (UX-10)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from ui.icons import paint_icon
from ui.theme import Role, colours, font
from ui.widgets.buttons import FILLED, Button
from ui.widgets.labels import Label
from ui.widgets.painting import body, paint_body
from ui.widgets.worded import WORDS

SCALE = 1.6
LEAST_POINTS, LEAST_PIXELS = 18.0, 24.0
DRAWING = 30
GAP = 18
_LETTERS = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit)
_DONE = "amparo_large"


def large(role: Role) -> QFont:
    """The font of a role in this window."""
    size = role.value[0]
    made = QFont(font(role, max(SCALE, LEAST_PIXELS / size)))
    made.setPointSizeF(max(made.pointSizeF(), LEAST_POINTS))
    return made


def enlarge(root: QWidget) -> None:
    """Make everything in it that has letters as large as this window's own, once."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, _LETTERS) and not widget.property(_DONE):
            widget.setProperty(_DONE, True)
            made = QFont(widget.font())
            least = LEAST_POINTS * max(1.0, large(Role.BODY).pointSizeF() / LEAST_POINTS)
            made.setPointSizeF(max(made.pointSizeF() * SCALE, least))
            widget.setFont(made)
            widget.updateGeometry()


class LargeLabel(Label):
    """Words in this window; never muted, so that they are dark enough for tired eyes."""

    def __init__(self, text: str = "", role: Role = Role.BODY, tone: str = "text") -> None:
        super().__init__(text, role, tone)
        self.setFont(large(role))
        self.setProperty(_DONE, True)


class LargeButton(Button):
    """A drawing, words, and room for a finger; ``filled`` for the one that matters most."""

    side = 18

    def __init__(self, text: str, drawing: str, *, filled: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, drawing, parent)
        if filled:
            self.dress = FILLED
        self.setFont(large(Role.STRONG))
        self.setProperty(_DONE, True)
        self.updateGeometry()

    def beside_words(self) -> int:
        """The drawing and a gap."""
        return DRAWING + 12

    def _paint_ground(self, painter: QPainter) -> None:
        super()._paint_ground(painter)
        if self.isChecked():
            paint_body(painter, body(self), colours().primary, colours().primary)

    def _paint_words(self, painter: QPainter) -> None:
        name = "on_primary" if self.isChecked() else self.dress.ink if self.isEnabled() else "muted"
        ink, area = QColor(getattr(colours(), name)), body(self).adjusted(self.side, 0, -self.side, 0)
        top = area.center().y() - DRAWING / 2
        paint_icon(painter, self.drawing, QRectF(area.left(), top, DRAWING, DRAWING), ink.name())
        painter.setPen(ink)
        painter.setFont(self.font())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area.adjusted(self.beside_words(), 0, 1, 0), int(middle | WORDS), self.words())
