# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One side: what it says, who wrote it, and that it is the one shown until now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assist.differences import Side
from assist.i18n import _
from ui import difference_words as words
from ui.theme import RING, Role, colours
from ui.widgets.chip import Chip
from ui.widgets.labels import Label
from ui.widgets.painting import body, brush, paint_body, paint_ring
from ui.widgets.roving import Roves

BAR, LEAST_WIDE, LEAST_HIGH = 4, 200, 120


class Paragraph(QWidget):
    """One paragraph; a bar at its side says that the other text does not have it."""

    def __init__(self, text: str, *, differs: bool) -> None:
        super().__init__()
        self._differs = differs
        row = QHBoxLayout(self)
        row.setContentsMargins(BAR + 4, 0, 0, 0)
        row.addWidget(Label(text, Role.BODY, "text" if differs else "muted"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar."""
        if self._differs:
            painter = QPainter(self)
            painter.fillRect(0, 2, BAR, self.height() - 4, QColor(colours().primary))
            painter.end()


class SideCard(Roves, QPushButton):
    """Pressed anywhere, or with Enter: this one. Arrows go to the others."""

    def __init__(self, said: str | Sequence[tuple[str, bool]], side: Side, *, is_shown: bool, note: str = "") -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(6)
        if is_shown:
            column.addWidget(Chip(_("shown until now"), "ochre"), 0, Qt.AlignmentFlag.AlignLeft)
        if isinstance(said, str):
            column.addWidget(Label(said, Role.QUESTION))
        else:
            for text, differs in said:
                column.addWidget(Paragraph(text, differs=differs))
        column.addSpacing(6)
        column.addStretch(1)
        about = [words.who(side), words.when(side)]
        for line in about:
            column.addWidget(Label(line, Role.SMALL, "muted"))
        if side.clock_off:
            about.append(_("The clock of that laptop did not fit: do not go by the time."))
            column.addWidget(Label(about[-1], Role.SMALL, "ochre"))
        if note:
            column.addWidget(Label(note, Role.SMALL, "protect"))
        told = said if isinstance(said, str) else ". ".join(text for text, _differs in said)
        shown = [_("shown until now")] if is_shown else []
        self.setAccessibleName(", ".join([told, *shown, *about, *([note] if note else [])]))
        for inside in self.findChildren(QWidget):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.setForegroundRole(QPalette.ColorRole.WindowText)  # not that of the words of a button

    def sizeHint(self) -> QSize:
        """As much as its words want."""
        return self.layout().sizeHint().expandedTo(QSize(LEAST_WIDE, LEAST_HIGH))

    def minimumSizeHint(self) -> QSize:
        """A few words."""
        return QSize(LEAST_WIDE, LEAST_HIGH)

    def hasHeightForWidth(self) -> bool:
        """Words break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What its words need at that width."""
        return max(LEAST_HIGH, self.layout().heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picked: tinted and framed twice, so that it also shows without colour."""
        now, painter, picked = colours(), brush(self), self.isChecked()
        fill = now.primary_tint if picked else now.rail if self.underMouse() else now.surface
        area = QRectF(body(self))
        paint_body(painter, area, fill, now.primary if picked else now.field_line)
        if picked:
            paint_body(painter, area.adjusted(RING / 2, RING / 2, -RING / 2, -RING / 2), "", now.primary)
        paint_ring(painter, self)
        painter.end()
