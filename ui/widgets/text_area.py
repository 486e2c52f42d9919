# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several lines to write on, growing with what is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from ui.theme import CONTROL, RING, Role, colours, font
from ui.widgets.painting import body, brush, paint_body, paint_ring, see_through

SIDE = 8
LINES = (3, 12)
"""It begins with three lines, grows to twelve and scrolls from there."""


class TextArea(QPlainTextEdit):
    """Plain text of several lines. Tab leaves it; Ctrl+Enter belongs to the page around it."""

    def __init__(self, text: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = LINES
        self.setFont(font(Role.BODY))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(RING + SIDE, RING + 6, RING + 3, RING + 6)
        self.viewport().setAutoFillBackground(False)
        see_through(self)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.setPlainText(text)
        self._grow()

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def set_lines(self, first: int, last: int) -> None:
        """Lines at the beginning and at most."""
        self._lines = (first, last)
        self._grow()

    def sizeHint(self) -> QSize:
        """Wide; as high as its lines."""
        return QSize(440, self._height())

    def minimumSizeHint(self) -> QSize:
        """Some words a line."""
        return QSize(140, self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is for saving the page, not for the text."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on selected words begins a new selection: nothing can be dragged out (UX-20)."""
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Larger type needs more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()

    def event(self, event: QEvent) -> bool:
        """Our ground and ring around the text."""
        if event.type() == QEvent.Type.Paint:
            now, painter = colours(), brush(self)
            paint_body(painter, body(self), now.surface if self.isEnabled() else now.rail, now.field_line)
            paint_ring(painter, self)
            painter.end()
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def _height(self) -> int:
        fewest, most = self._lines
        line = self.fontMetrics().lineSpacing()
        lines = min(max(fewest, round(self.document().size().height())), most)
        return max(CONTROL, lines * line + 2 * 6 + 6) + 2 * RING

    def _grow(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())
