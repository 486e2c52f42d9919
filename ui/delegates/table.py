# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table itself: keyboard first, whole rows, a quiet head, Enter opens."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.delegates.row import HIGH, SIDE, RowDelegate
from ui.icons import paint_icon
from ui.models.paged import PagedModel
from ui.theme import Role, colours, font
from ui.widgets.scrolling import QuietBar

_SIGN = 16


class RowHeader(QHeaderView):
    """Names of the columns, small and quiet; an arrow where the order comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(font(Role.CARD_TITLE))

    def sizeHint(self) -> QSize:
        """A line of small words."""
        return QSize(super().sizeHint().width(), max(HIGH, self.fontMetrics().height() + 14))

    def paintSection(self, painter: QPainter, area: QRect, place: int) -> None:
        """Words and arrow on the ground of the window."""
        now = colours()
        painter.save()
        painter.fillRect(area, QColor(now.window))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(now.line))
        words = str(self.model().headerData(place, Qt.Orientation.Horizontal) or "")
        painter.setFont(self.font())
        painter.setPen(QColor(now.muted))
        inner = area.adjusted(SIDE, 0, -SIDE, 0)
        fitted = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fitted)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == place:
            upward = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            left = inner.left() + self.fontMetrics().horizontalAdvance(words) + 6
            sign = QRect(left, area.center().y() - _SIGN // 2 + 1, _SIGN, _SIGN)
            paint_icon(painter, "up" if upward else "down", sign.toRectF(), now.muted)
        painter.restore()


class RowTable(QTableView):
    """Says ``opened`` with the index somebody pressed Enter on or clicked twice."""

    opened = Signal(QModelIndex)

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalHeader(RowHeader(self))
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(QuietBar(Qt.Orientation.Vertical))
        self.setCornerButtonEnabled(False)
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(max(HIGH, self.fontMetrics().height() + 12))
        self.setSortingEnabled(False)
        self.horizontalHeader().sectionClicked.connect(self._sort)
        self._wanted = ""
        model.dataChanged.connect(lambda *_changed: self._find_wanted())

    def stretch(self, column: int) -> None:
        """This column takes what the others leave."""
        self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def heading_wide(self, column: int) -> int:
        """How wide a column must be for its heading and the arrow beside it."""
        header = self.horizontalHeader()
        words = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        return header.fontMetrics().horizontalAdvance(words) + 2 * SIDE + _SIGN + 6

    def current_id(self) -> str:
        """The id of the row one is at; empty for none."""
        index = self.currentIndex()
        return str(index.data(PagedModel.IdRole) or "") if index.isValid() else ""

    def stay_at(self, ident: str) -> None:
        """Come back to the row of that id once it is there, else to the first."""
        self._wanted = ident
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self._find_wanted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, nothing is copied out; everything else is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks open."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(index)

    def _sort(self, column: int) -> None:
        header = self.horizontalHeader()
        self.model().sort(column, header.sortIndicatorOrder())

    def _find_wanted(self) -> None:
        if not self._wanted:
            return
        model, first = self.model(), self.rowAt(0)
        for row in range(max(0, first), min(model.rowCount(), max(0, first) + 200)):
            index = model.index(row, 0)
            if index.data(PagedModel.IdRole) == self._wanted:
                self._wanted = ""
                self.setCurrentIndex(index)
                return
