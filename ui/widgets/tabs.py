# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a case as a row of words, or as one list where there is no room for a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QStackedLayout, QWidget

from assist.i18n import _
from ui.theme import NARROW, RING, Role, colours, font
from ui.widgets.drop_list import DropList
from ui.widgets.fitting import Fitting
from ui.widgets.painting import body, brush, paint_ring
from ui.widgets.roving import Roving
from ui.widgets.worded import Worded


class _Tab(Worded, QRadioButton):
    """One word of the row, underlined thickly while it is the one shown."""

    side = 7

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoExclusive(False)
        self.dress_words()
        self.set_text(text)

    def widest(self) -> QFont:
        """The word of the part shown is heavier."""
        return font(Role.STRONG)

    def hasHeightForWidth(self) -> bool:
        """A tab has one line."""
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word, and the line under it."""
        now, painter, area = colours(), brush(self), body(self)
        painter.setFont(self.widest() if self.isChecked() else self.font())
        painter.setPen(QColor(now.primary if self.isChecked() or self.underMouse() else now.muted))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), self.words())
        if self.isChecked():
            line = QRectF(area.left() + self.side, area.bottom() - 3, area.width() - 2 * self.side, 3)
            painter.fillRect(line, QColor(now.primary))
        paint_ring(painter, self, 5)
        painter.end()


class TabRow(Fitting, QWidget):
    """Says ``changed`` with the index of the part somebody went to.

    One Tab stop: arrows move and Space goes there. In a window under 900 px, or where the words do
    not fit beside each other, the same parts are one list.
    """

    changed = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = 0
        self._roving = Roving()
        self._row = QWidget()
        self._tabs = [_Tab(name, self._row) for name in names]
        self._list = DropList(names)
        self._list.setAccessibleName(_("Parts of this page"))
        self._list.picked.connect(self._go)
        self._build()
        self.set_current(0)

    def current(self) -> int:
        """The index of the part shown."""
        return self._index

    def set_current(self, index: int) -> None:
        """Show that this part is shown, saying nothing."""
        self._index = index
        for place, tab in enumerate(self._tabs):
            tab.setChecked(place == index)
        self._list.set_current(index)
        if self._tabs and not any(tab.hasFocus() for tab in self._tabs):
            self._roving.rest_on(self._tabs[index])

    def is_list(self) -> bool:
        """Whether it stands as a list now."""
        return self._stack.currentWidget() is self._list_page

    def sizeHint(self) -> QSize:
        """The row."""
        return QSize(self._row.sizeHint().width(), self._row.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The list."""
        return QSize(160, self._list.sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to what is shown."""
        target = self._list if self.is_list() else self._roving.resting()
        if target is not None:
            target.setFocus(event.reason())

    def _build(self) -> None:
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, tab in enumerate(self._tabs):
            tab.roving = self._roving
            tab.clicked.connect(lambda _on=False, place=place: self._go(place))
            row.addWidget(tab)
        row.addStretch(1)
        self._roving.put(self._tabs)
        self._list_page = QWidget()
        page = QHBoxLayout(self._list_page)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._list)
        page.addStretch(1)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(RING, 0, RING, 0)
        self._stack.addWidget(self._row)
        self._stack.addWidget(self._list_page)

    def fit(self) -> None:
        """A row or a list, as the window allows."""
        narrow = self.window().width() < NARROW or self._row.sizeHint().width() > self.width()
        self._stack.setCurrentWidget(self._list_page if narrow else self._row)

    def _go(self, place: int) -> None:
        changed = place != self._index
        self.set_current(place)
        if changed:
            self.changed.emit(place)
