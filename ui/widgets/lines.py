# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short lines under each other with hairlines between: a date and what it is about, to read or to press."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import CONTROL, RING, Role, colours, font
from ui.widgets.labels import Label
from ui.widgets.painting import body, brush, paint_body, paint_ring
from ui.widgets.roving import Roves, Roving

DATE_WIDE = 84
LINK_AIR = 8
_WRAP = Qt.TextFlag.TextWordWrap
_GAP = 12
HEAD_WIDEST = 340
_ROOMY = 640
"""From this width on the parts of a line stand beside each other."""


class Hairline(QWidget):
    """One pixel between two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the colour of hairlines, as far in as the words."""
        painter = QPainter(self)
        painter.fillRect(RING, 0, self.width() - 2 * RING, 1, QColor(colours().line))
        painter.end()


class Lines(QWidget):
    """Lines to read; a widget of one's own may stand at the end of a line or below it."""

    def __init__(self, first_wide: int = DATE_WIDE, spacing: int = 7, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_wide = first_wide
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def put(
        self,
        first: str,
        words: str,
        note: str = "",
        *,
        tone: str = "text",
        first_tone: str = "muted",
        tail: QWidget | None = None,
        below: QWidget | None = None,
    ) -> None:
        """One more line: a short first column, the words, a small note under them."""
        # Words stand as high as the link at the end of their line.
        above = LINK_AIR if tail is not None else 0
        row = QHBoxLayout()
        row.setSpacing(8)
        if self._first_wide:
            when = Label(first, Role.SMALL, first_tone)
            when.setFixedWidth(self._first_wide)
            when.setContentsMargins(RING, 3 + above, 0, 0)
            row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        middle = _under_each_other(Label(words, Role.BODY, tone), note, below)
        middle.setContentsMargins(0, above, 0, above if not (note or below) else 0)
        row.addLayout(middle, 1)
        if tail is not None:
            row.addWidget(tail, 0, Qt.AlignmentFlag.AlignTop)
        self._next()
        self._column.addLayout(row)

    def put_widget(self, widget: QWidget) -> None:
        """One more line that is a widget."""
        self._next()
        self._column.addWidget(widget)

    def _next(self) -> None:
        if self._column.count():
            self._column.addWidget(Hairline())


def _under_each_other(words: Label, note: str, below: QWidget | None) -> QVBoxLayout:
    """The words, a small note, a widget."""
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addWidget(words)
    if note:
        column.addWidget(Label(note, Role.SMALL, "muted"))
    if below is not None:
        column.addWidget(below, 0, Qt.AlignmentFlag.AlignLeft)
    return column


@dataclass(frozen=True, slots=True)
class Said:
    """What a line to press says: a heavy beginning, words, and a short end; ``tone`` colours the end."""

    head: str
    words: str = ""
    end: str = ""
    tone: str = "muted"
    small: str = ""
    """Quiet words right after the beginning."""
    share: float = 0.4
    """How much of a roomy line its beginning may take."""

    def spoken(self) -> str:
        """All of it in one sentence, for screen readers."""
        return ", ".join(part for part in (self.head, self.small, self.words, self.end) if part)


class PressLine(Roves, QPushButton):
    """A line that leads somewhere: pressed anywhere, or with Enter."""

    def __init__(self, said: Said, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = said
        self.setAutoDefault(False)
        self.setFont(font(Role.BODY))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(said.spoken())

    def is_roomy(self) -> bool:
        """Whether its parts stand beside each other."""
        return self.width() >= _ROOMY

    def sizeHint(self) -> QSize:
        """A comfortable line."""
        return QSize(_ROOMY, self.heightForWidth(_ROOMY))

    def minimumSizeHint(self) -> QSize:
        """A few words."""
        return QSize(160, CONTROL + 2 * RING)

    def hasHeightForWidth(self) -> bool:
        """Words break when there is little room."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line, or as many as the words need."""
        inner = width - 2 * (RING + 6)
        metrics = QFontMetrics(font(Role.BODY))
        if width >= _ROOMY:
            room = self._columns(inner)[1]
            lines = metrics.boundingRect(QRect(0, 0, max(40, room), 9_999), _WRAP, self.said.words).height()
            return max(CONTROL, lines + 14) + 2 * RING
        lines = metrics.boundingRect(QRect(0, 0, max(40, inner), 9_999), _WRAP, self.said.words).height()
        return max(CONTROL, metrics.height() + (lines if self.said.words else 0) + 16) + 2 * RING

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground while touched, words, ring."""
        now, painter, area = colours(), brush(self), body(self)
        if self.isDown() or self.underMouse():
            paint_body(painter, area, now.primary_tint if self.isDown() else now.rail)
        inner = area.adjusted(6, 0, -6, 0)
        if self.is_roomy():
            self._paint_beside(painter, inner)
        else:
            self._paint_below(painter, inner)
        paint_ring(painter, self)
        painter.end()

    def _columns(self, inner: int) -> tuple[int, int, int]:
        """Widths of beginning, words and end."""
        end = QFontMetrics(font(Role.SMALL)).horizontalAdvance(self.said.end) + 2 if self.said.end else 0
        if not self.said.words:
            return inner - end - _GAP, 0, end
        head = min(round(inner * self.said.share), HEAD_WIDEST)
        return head, inner - head - end - 2 * _GAP, end

    def _paint_beside(self, painter: QPainter, area: QRectF) -> None:
        head, words, end = self._columns(round(area.width()))
        self._paint_head(painter, QRectF(area.left(), area.top(), head, area.height()))
        painter.setFont(font(Role.BODY))
        painter.setPen(QColor(colours().text))
        middle = QRectF(area.left() + head + _GAP, area.top(), words, area.height())
        painter.drawText(middle, int(Qt.AlignmentFlag.AlignVCenter | _WRAP), self.said.words)
        self._paint_end(painter, QRectF(area.right() - end, area.top(), end, area.height()))

    def _paint_below(self, painter: QPainter, area: QRectF) -> None:
        line = QFontMetrics(font(Role.BODY)).height()
        end = self._columns(round(area.width()))[2]
        top = QRectF(area.left(), area.top() + 6, area.width(), line)
        self._paint_head(painter, top.adjusted(0, 0, -end - _GAP, 0))
        self._paint_end(painter, QRectF(top.right() - end, top.top(), end, line))
        painter.setFont(font(Role.BODY))
        painter.setPen(QColor(colours().text))
        below = QRectF(area.left(), top.bottom() + 2, area.width(), area.bottom() - top.bottom() - 4)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignTop | _WRAP), self.said.words)

    def _paint_head(self, painter: QPainter, area: QRectF) -> None:
        strong, small = font(Role.STRONG), font(Role.SMALL)
        painter.setFont(strong)
        painter.setPen(QColor(colours().text))
        quiet = QFontMetrics(small).horizontalAdvance(self.said.small) + 8 if self.said.small else 0
        shown = QFontMetrics(strong).elidedText(
            self.said.head, Qt.TextElideMode.ElideRight, max(40, round(area.width()) - quiet)
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if quiet:
            beside = area.adjusted(QFontMetrics(strong).horizontalAdvance(shown) + 8, 0, 0, 0)
            painter.setFont(small)
            painter.setPen(QColor(colours().muted))
            fitted = QFontMetrics(small).elidedText(
                self.said.small, Qt.TextElideMode.ElideRight, max(0, round(beside.width())))
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter), fitted)

    def _paint_end(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(Role.SMALL))
        painter.setPen(QColor(getattr(colours(), self.said.tone)))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self.said.end)


class PressLines(QWidget):
    """Lines to press under each other: one Tab stop, arrows move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roving = Roving()
        self._lines: list[PressLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def put(self, said: Said) -> PressLine:
        """One more line; connect its ``clicked``."""
        if self._lines:
            self._column.addWidget(Hairline())
        line = PressLine(said)
        line.roving = self._roving
        self._column.addWidget(line)
        self._lines.append(line)
        self._roving.put(self._lines)
        return line

    def lines(self) -> tuple[PressLine, ...]:
        """All of them, in order."""
        return tuple(self._lines)
