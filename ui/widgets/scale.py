# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scales a person can point at: five circles that fill, and the five levels of a goal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from assist.i18n import _
from ui.theme import RING, Role, colours, font
from ui.widgets.labels import Label
from ui.widgets.painting import body, brush, paint_body, paint_ring
from ui.widgets.roving import Roves, Roving, RovingRow
from ui.wording import GOAL_WORDS, LOWEST_GOAL, SCALE_WORDS

_LINES = Qt.TextFlag.TextWordWrap


class _Circle(Roves, QRadioButton):
    """One circle; ``share`` is how much of it is filled, 0…1."""

    def __init__(self, name: str, under: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.under = under
        self.setAutoExclusive(False)
        self.setAccessibleName(name)
        self.setFont(font(Role.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def across(self) -> int:
        """The diameter, larger with larger type."""
        return round(self.fontMetrics().height() * 1.75)

    def sizeHint(self) -> QSize:
        """The circle, and under it up to two lines of words."""
        size = max(self.across() + 10, 44)
        if not self.under:
            return QSize(size + 2 * RING, size + 2 * RING)
        metrics = QFontMetrics(font(Role.CAPTION, self.font().pointSizeF() / font(Role.SMALL).pointSizeF()))
        room = QRect(0, 0, max(self.minimumSizeHint().width(), 5 * self.fontMetrics().height()) - 2 * RING - 8, 10_000)
        lines = metrics.boundingRect(room, _LINES, self.under).height()
        return QSize(room.width() + 8 + 2 * RING, size + lines + 4 + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """The longest word under it."""
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.under.split()), default=0)
        return QSize(max(self.across() + 10, 44, longest + 12) + 2 * RING, 44 + 2 * RING)

    def hitButton(self, place: QPoint) -> bool:
        """The words too."""
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground when picked, circle, words, ring."""
        now, painter, area = colours(), brush(self), body(self)
        if self.isChecked() and self.under:
            paint_body(painter, area, now.primary_tint, now.primary)
        elif self.underMouse():
            paint_body(painter, area, now.rail)
        size = float(self.across())
        top = area.top() + 6 if self.under else area.center().y() - size / 2
        circle = QRectF(area.center().x() - size / 2, top, size, size)
        _paint_circle(painter, circle, self.share)
        if self.under:
            self._paint_words(painter, area.adjusted(2, size + 8, -2, 0))
        paint_ring(painter, self)
        painter.end()

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        shown = self.font()
        shown.setWeight(font(Role.CAPTION if self.isChecked() else Role.SMALL).weight())
        painter.setFont(shown)
        painter.setPen(QColor(colours().primary if self.isChecked() else colours().text))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | _LINES), self.under)


def _paint_circle(painter: QPainter, circle: QRectF, share: float) -> None:
    """A ring filled from below up to its share."""
    ink, pen = QColor(colours().primary), 2.0
    inner = circle.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if share > 0:
        painter.save()
        painter.setClipRect(inner.adjusted(-1, inner.height() * (1 - share) - (1 if share >= 1 else 0), 1, 1))
        painter.drawEllipse(inner)
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, pen))
    painter.drawEllipse(inner)


class _Circles(RovingRow, QWidget):
    """Five circles in a row, one Tab stop: arrows move, Space picks and takes back."""

    chosen = Signal(object)
    """The value picked by the person, None when taken back."""
    lowest = 0

    def __init__(self, names: Sequence[str], under: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._value: int | None = None
        self._roving = Roving()
        self._circles = [_Circle(*words, self) for words in zip(names, under, strict=True)]
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        for place, circle in enumerate(self._circles):
            circle.roving = self._roving
            circle.clicked.connect(lambda _on=False, place=place: self._clicked(place))
            self._row.addWidget(circle, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addStretch(1)
        self._roving.put(self._circles)
        self._show()

    def value(self) -> int | None:
        """What is picked, None for nothing: nothing is not the lowest."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Show this as picked, saying nothing."""
        inside = value is not None and 0 <= value - self.lowest < len(self._circles)
        self._value = value if inside else None
        self._show()

    def buttons(self) -> tuple[QRadioButton, ...]:
        """The circles, lowest first."""
        return tuple(self._circles)

    def _clicked(self, place: int) -> None:
        value = place + self.lowest
        self._value = None if value == self._value else value
        self._show()
        self.chosen.emit(self._value)

    def _show(self) -> None:
        for place, circle in enumerate(self._circles):
            circle.setChecked(self._value == place + self.lowest)
            circle.share = self._share(place)
            circle.update()
        if self._value is not None and not any(circle.hasFocus() for circle in self._circles):
            self._roving.rest_on(self._circles[self._value - self.lowest])

    def _share(self, place: int) -> float:
        raise NotImplementedError


class FillingCircles(_Circles):
    """0…4, each circle a quarter fuller than the one before, its words under it: never a face, never red."""

    def __init__(self, labels: Sequence[str] = (), parent: QWidget | None = None) -> None:
        words = list(labels) or [_(word) for word in SCALE_WORDS]
        super().__init__(words, words, parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._row)

    def _share(self, place: int) -> float:
        return place / (len(self._circles) - 1)


class GoalLevels(_Circles):
    """−2…+2 as one to five full circles; the words of the level stand below.

    ``labels`` are the five levels as they were written together, lowest first.
    """

    lowest = LOWEST_GOAL

    def __init__(self, labels: Sequence[str] = (), parent: QWidget | None = None) -> None:
        self._words = list(labels) or [_(word) for word in GOAL_WORDS]
        names = [_("{place} of 5: {words}").format(place=at, words=words) for at, words in enumerate(self._words, 1)]
        self._below = Label(" ", Role.SMALL, "muted")
        super().__init__(names, [""] * len(names), parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(self._row)
        outer.addWidget(self._below)
        self._below.setMinimumHeight(self._below.sizeHint().height())
        for circle in self._circles:
            circle.installEventFilter(self)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:
        """While moving, say the words of the circle under the keyboard."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Enter, QEvent.Type.Leave):
            here = event.type() in (QEvent.Type.FocusIn, QEvent.Type.Enter)
            self._say(self._circles.index(watched) if here else self._place())
        return False

    def _place(self) -> int | None:
        return None if self._value is None else self._value - self.lowest

    def _say(self, place: int | None) -> None:
        self._below.setText(" " if place is None else self._words[place])

    def _show(self) -> None:
        super()._show()
        self._say(self._place())

    def _share(self, place: int) -> float:
        at = self._place()
        return 1.0 if at is not None and place <= at else 0.0
