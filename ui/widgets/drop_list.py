# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A short list that opens under its current line, for narrow windows and settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QWidget

from ui.icons import SIZE, paint_icon
from ui.theme import CONTROL, RING, Role, colours, font
from ui.widgets.list_look import dress_list
from ui.widgets.painting import body, brush, paint_body, paint_ring

_OF_A_PAGE = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class DropList(QComboBox):
    """One of a few names; ``picked`` tells the index that somebody chose."""

    picked = Signal(int)

    def __init__(self, names: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font(Role.STRONG))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItems(list(names))
        self.setView(QListView())
        dress_list(self.view())
        self.activated.connect(self.picked)

    def set_current(self, index: int) -> None:
        """Show that line, saying nothing."""
        self.setCurrentIndex(index)

    def sizeHint(self) -> QSize:
        """The longest name and the sign that it opens."""
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=60
        )
        return QSize(
            widest + 12 + 8 + SIZE + 8 + 2 * RING, max(CONTROL, round(self.fontMetrics().height() * 1.9)) + 2 * RING
        )

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(120, self.sizeHint().width()), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it, as it presses whatever else has the keyboard; the keys of a page turn the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        elif event.key() in _OF_A_PAGE:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def showPopup(self) -> None:
        """With the line that counts now under the keyboard; Qt leaves out the first one."""
        super().showPopup()
        here = self.model().index(self.currentIndex(), self.modelColumn())
        self.view().selectionModel().setCurrentIndex(here, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page and never changes an answer."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current name in a field."""
        now, painter, area = colours(), brush(self), body(self)
        paint_body(painter, area, now.surface, now.field_line)
        painter.setPen(QColor(now.text if self.isEnabled() else now.muted))
        words = area.adjusted(12, 0, -SIZE - 12, 0)
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
        sign = QRectF(area.right() - SIZE - 8, area.center().y() - SIZE / 2, SIZE, SIZE)
        paint_icon(painter, "chevron_down", sign, now.muted)
        paint_ring(painter, self)
        painter.end()
