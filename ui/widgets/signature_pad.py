# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small ground to sign on, with a finger, a pen or the mouse; by key or button a cross. Kept as strokes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assist.i18n import _
from forms.strokes import CROSS, HIGH, WIDE, Point, Strokes, strokes_of, text_of_strokes
from ui.theme import RING, Role, colours, font
from ui.widgets.buttons import QuietButton
from ui.widgets.painting import body, brush, paint_body, paint_ring

_WIDEST, _LEAST = 520, 220
_BASE = 0.78
"""Where the line to sign on lies, from above."""
_INK = 2.4


class StrokePad(QWidget):
    """The ground itself. ``drawn`` says that a stroke was ended, or all were taken away."""

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strokes: list[list[Point]] = []
        self._is_down = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(_WIDEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        """As wide as a name."""
        return QSize(_WIDEST, self.heightForWidth(_WIDEST))

    def minimumSizeHint(self) -> QSize:
        """Still a name."""
        return QSize(_LEAST, self.heightForWidth(_LEAST))

    def hasHeightForWidth(self) -> bool:
        """It keeps its shape, so that what is drawn does."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of the shape of the ground."""
        return round((min(width, _WIDEST) - 2 * RING) * HIGH / WIDE) + 2 * RING

    def clear(self) -> None:
        """Nothing is drawn."""
        self.show_strokes(())
        self.drawn.emit()

    def put_cross(self) -> None:
        """A mark, for whoever puts one without drawing it."""
        self.show_strokes(CROSS)
        self.drawn.emit()

    def show_strokes(self, strokes: Strokes) -> None:
        """These instead of what is drawn, saying nothing; a hand that is down draws no further."""
        self._is_down = False
        self.strokes = [list(stroke) for stroke in strokes]
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The hand is set down: a finger and a pen come as a mouse too."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._is_down = True
            self.strokes.append([self._place(event.position())])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand moves."""
        if self._is_down:
            self.strokes[-1].append(self._place(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The hand is lifted."""
        if self._is_down:
            self._is_down = False
            self.update()
            self.drawn.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """X puts a cross; Backspace and Delete take everything away."""
        if event.key() == Qt.Key.Key_X and not event.modifiers():
            self.put_cross()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, the line to sign on, what is drawn, ring."""
        now, painter, area = colours(), brush(self), body(self)
        paint_body(painter, area, now.surface, now.field_line)
        base = area.top() + area.height() * _BASE
        painter.setPen(QPen(QColor(now.line), 1.0))
        painter.drawLine(QPointF(area.left() + 20, base), QPointF(area.right() - 20, base))
        if not self.strokes:
            painter.setFont(font(Role.SMALL))
            painter.setPen(QColor(now.muted))
            painter.drawText(area.adjusted(20, 0, -20, 0), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
                             _("Sign here, or press X for a cross"))
        self._paint_strokes(painter)
        paint_ring(painter, self)
        painter.end()

    def _paint_strokes(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().text), _INK, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                            Qt.PenJoinStyle.RoundJoin))
        area = body(self)
        for stroke in self.strokes:
            points = [QPointF(area.left() + x * area.width() / WIDE, area.top() + y * area.height() / HIGH)
                      for x, y in stroke]
            painter.drawPolyline(QPolygonF(points if len(points) > 1 else points * 2))

    def _place(self, at: QPointF) -> Point:
        area = body(self)
        x = round((at.x() - area.left()) * WIDE / max(1.0, area.width()))
        y = round((at.y() - area.top()) * HIGH / max(1.0, area.height()))
        return min(max(0, x), WIDE), min(max(0, y), HIGH)


class SignaturePad(QWidget):
    """The ground and two buttons; ``changed`` says the strokes as text, empty for none."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pad = StrokePad()
        self.cross, self.clear = QuietButton(_("Put a cross")), QuietButton(_("Clear"))
        self.cross.clicked.connect(self.pad.put_cross)
        self.clear.clicked.connect(self.pad.clear)
        self.pad.drawn.connect(self._say)
        self.setFocusProxy(self.pad)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pad)
        for button in (self.cross, self.clear):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self._fit()

    def text(self) -> str:
        """The strokes as they are kept."""
        return text_of_strokes(self.pad.strokes)

    def show_strokes(self, text: str) -> None:
        """What the session holds; nothing for what is no drawing."""
        if text == self.text():
            return
        try:
            self.pad.show_strokes(strokes_of(text) if text else ())
        except ValueError:
            self.pad.show_strokes(())
        self._fit()

    def setAccessibleName(self, name: str) -> None:
        """Of the ground too: that is where the keyboard goes."""
        super().setAccessibleName(name)
        self.pad.setAccessibleName(name)

    def _say(self) -> None:
        self._fit()
        self.changed.emit(self.text())

    def _fit(self) -> None:
        self.clear.setEnabled(bool(self.pad.strokes))
