# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rail at the left: where one can go, and at its foot what is quietly true."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assist.i18n import _
from ui.icons import SIZE, paint_icon
from ui.shell.places import on_rail
from ui.theme import RING, ROUND, Role, colours, font
from ui.widgets.labels import Label
from ui.widgets.painting import body, brush, paint_body, paint_ring
from ui.widgets.roving import Roves, Roving

WIDE, NARROW_WIDE = 196, 60
_LEFT = 10
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class RailButton(Roves, QPushButton):
    """A drawing and a word; where there is no room, the drawing alone with its word as a tip."""

    high = 44

    def __init__(self, text: str, icon: str, role: Role = Role.BODY, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.drawing, self.small = icon, False
        self.setFont(font(role))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        """Other words."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text if self.small else "")
        self.updateGeometry()

    def set_small(self, small: bool) -> None:
        """Drawing alone, or with its word."""
        self.small = small
        self.set_words(self.text())

    def sizeHint(self) -> QSize:
        """As wide as the rail; long words break."""
        return QSize(NARROW_WIDE if self.small else WIDE - 2 * _LEFT, self._height())

    def minimumSizeHint(self) -> QSize:
        """The drawing."""
        return QSize(SIZE + 2 * RING + 8, self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tinted and heavier where one is."""
        now, painter, area = colours(), brush(self), body(self)
        here = self.isChecked()
        if here or self.underMouse():
            paint_body(painter, area, now.primary_tint if here else now.track)
        ink = QColor(self._ink())
        left = area.center().x() - SIZE / 2 if self.small else area.left() + 8
        paint_icon(painter, self.drawing, QRectF(left, area.center().y() - SIZE / 2, SIZE, SIZE), ink.name())
        if not self.small:
            self._paint_words(painter, area, ink)
        paint_ring(painter, self, ROUND)
        painter.end()

    def _paint_words(self, painter: QPainter, area: QRectF, ink: QColor) -> None:
        painter.setFont(self._type())
        painter.setPen(ink)
        words = area.adjusted(8 + SIZE + 8, 0, -2, 0)
        painter.drawText(words, int(_MIDDLE | Qt.TextFlag.TextWordWrap), self.text())

    def _ink(self) -> str:
        return colours().primary if self.isChecked() else colours().text

    def _type(self) -> QFont:
        return font(Role.STRONG) if self.isChecked() else self.font()

    def _height(self) -> int:
        if self.small:
            return self.high
        room = WIDE - 2 * _LEFT - 2 * RING - SIZE - 18
        lines = QFontMetrics(self._type()).boundingRect(0, 0, room, 999, int(Qt.TextFlag.TextWordWrap), self.text())
        return max(self.high, lines.height() + 2 * RING + 8)


class FootLine(RailButton):
    """A quiet line at the foot that leads to where it can be changed."""

    high = 40

    def __init__(self, text: str, icon: str, tone: str = "muted", parent: QWidget | None = None) -> None:
        self._tone = tone
        super().__init__(text, icon, Role.SMALL, parent)

    def set_line(self, text: str, icon: str, tone: str = "muted") -> None:
        """What is true now."""
        self.drawing, self._tone = icon, tone
        self.set_words(text)
        self.update()

    def _ink(self) -> str:
        return str(getattr(colours(), self._tone))


class Rail(QWidget):
    """Says ``wanted`` with a place; the lines at its foot say what else is wanted."""

    wanted = Signal(str)
    backup_wanted = Signal()
    vault_wanted = Signal()
    meeting_wanted = Signal()

    def __init__(self, name: str, roles: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Rooms"))
        self.name = Label(name, Role.LEAD, "primary")
        heavy = QFont(font(Role.STRONG))  # a copy: the font of a role is shared by every widget
        heavy.setPointSizeF(font(Role.LEAD).pointSizeF())
        self.name.setFont(heavy)
        self._roving = Roving()
        self.buttons = {place: self._button(place, _(it.label), it.icon) for place, it in on_rail(roles)}
        self.backup = FootLine("", "save")
        self.backup.clicked.connect(self.backup_wanted)
        self.vault = FootLine("", "lock", "protect")
        self.vault.clicked.connect(self.vault_wanted)
        self.meeting = FootLine("", "sharing")
        self.meeting.clicked.connect(self.meeting_wanted)
        self._roving.put(list(self.buttons.values()))
        self._lay()

    def set_here(self, place: str) -> None:
        """Show where one is."""
        for name, button in self.buttons.items():
            button.setChecked(name == place)
        if place in self.buttons:
            self._roving.rest_on(self.buttons[place])

    def set_narrow(self, narrow: bool) -> None:
        """Drawings alone, or words beside them."""
        self.setFixedWidth(NARROW_WIDE if narrow else WIDE)
        edge = 4 if narrow else _LEFT
        self.layout().setContentsMargins(edge, 4 if narrow else 16, edge, 4 if narrow else 12)
        self.name.setVisible(not narrow)
        for button in (*self.buttons.values(), self.meeting, self.backup, self.vault):
            button.set_small(narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its own ground and a hairline at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().rail))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(colours().line))
        painter.end()

    def _button(self, place: str, label: str, icon: str) -> RailButton:
        button = RailButton(label, icon)
        button.setCheckable(True)
        button.roving = self._roving
        button.clicked.connect(lambda _on=False: self._clicked(place))
        return button

    def _clicked(self, place: str) -> None:
        # Where one is says the page, not the click: it may have been asked to stay.
        self.buttons[place].setChecked(not self.buttons[place].isChecked())
        self.wanted.emit(place)

    def _lay(self) -> None:
        outer = QVBoxLayout(self)
        outer.setSpacing(0)
        outer.addWidget(self.name)
        outer.addSpacing(10)
        for button in self.buttons.values():
            outer.addWidget(button)
        outer.addStretch(1)
        outer.addWidget(self.vault)
        outer.addWidget(self.meeting)
        outer.addWidget(self.backup)
        self.set_narrow(False)
