# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A layout that writes controls like words: side by side, and on the next line when there is no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items from left to right, top to bottom; a control too wide for a line gets the whole line.

    Those of one line begin at the same height, or with ``middle`` have their middles at the same height.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 0, *, middle: bool = False) -> None:
        super().__init__(parent)
        self._middle = middle
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at that place, None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at that place out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It never asks for more than its items need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at that width. Layouts around it ask dozens of times before anything is painted."""
        if width not in self._heights:
            self._heights[width] = self._laid(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Something in it is of another size now."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, area: QRect) -> None:
        """Place every item."""
        super().setGeometry(area)
        self._laid(area, place=True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return self._with_margins(QSize(width, max((hint.height() for hint in hints), default=0)))

    def minimumSize(self) -> QSize:
        """The widest item that cannot be broken."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _with_margins(self, size: QSize) -> QSize:
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _laid(self, area: QRect, *, place: bool) -> int:
        edges = self.contentsMargins()
        inner = area.adjusted(edges.left(), edges.top(), -edges.right(), -edges.bottom())
        x, y, line = inner.x(), inner.y(), list[tuple[QLayoutItem, QRect]]()
        for item in self._shown():
            size = _fitted(item, inner.width())
            if line and x + size.width() > inner.x() + inner.width():
                x, y, line = inner.x(), y + self._put(line, place=place) + self.spacing(), []
            line.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()
        return y + self._put(line, place=place) - area.y() + edges.bottom()

    def _put(self, line: list[tuple[QLayoutItem, QRect]], *, place: bool) -> int:
        """One line; returns its height."""
        high = max((at.height() for _item, at in line), default=0)
        for item, at in line if place else ():
            item.setGeometry(at.translated(0, (high - at.height() + 1) // 2 if self._middle else 0))
        return high


def _fitted(item: QLayoutItem, room: int) -> QSize:
    """The size of an item in a line of that width: its words break when they must."""
    hint = item.sizeHint()
    if hint.width() <= room:
        return hint
    return QSize(room, item.heightForWidth(room) if item.hasHeightForWidth() else hint.height())
