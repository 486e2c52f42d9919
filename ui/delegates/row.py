# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of a table: 34 px, a hairline below, tinted where one is, a ring while the keyboard is there."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.models.roles import FiguresRole, LookRole, StrongRole, ToneRole
from ui.theme import Role, colours, font

HIGH = 34
SIDE = 10


@lru_cache(maxsize=8)
def cell_font(strong: bool, figures: bool) -> QFont:
    """The type of a cell."""
    made = QFont(font(Role.STRONG if strong else Role.BODY))
    if figures:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=64)
def ink(colour: str) -> QColor:
    """A colour of the palette, made once."""
    return QColor(colour)


def _asked_for(index: QModelIndex | QPersistentModelIndex) -> tuple[object, str, bool, bool]:
    """One by one, of a model that has no answer to all of it."""
    return (index.data(Qt.ItemDataRole.DisplayRole), index.data(ToneRole) or "text",
            bool(index.data(StrongRole)), bool(index.data(FiguresRole)))


class RowDelegate(QStyledItemDelegate):
    """Paints plain words and nothing else: fast enough for any table."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """34 px high, higher only with larger type."""
        return QSize(80, max(HIGH, option.fontMetrics.height() + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, words, hairline, ring."""
        now, area = colours(), QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, ink(now.primary_tint if chosen else now.surface))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), ink(now.line))
        self._paint_words(painter, area, index, chosen=chosen)
        view = option.widget
        if chosen and isinstance(view, QTableView) and view.hasFocus():
            _paint_ring(painter, area, view, index.column())
        painter.restore()

    def _paint_words(
        self, painter: QPainter, area: QRectF, index: QModelIndex | QPersistentModelIndex, *, chosen: bool
    ) -> None:
        words, tone, strong, figures = index.data(LookRole) or _asked_for(index)
        if not words:
            return
        painter.setFont(cell_font(strong, figures))
        painter.setPen(ink(getattr(colours(), tone)))
        inner = area.adjusted(SIDE, 0, -4, -1)
        fitted = painter.fontMetrics().elidedText(str(words), Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fitted)


def _paint_ring(painter: QPainter, area: QRectF, view: QTableView, column: int) -> None:
    """Three pixels around the whole row: every cell paints its share."""
    header = view.horizontalHeader()
    shown = [place for place in (header.logicalIndex(at) for at in range(header.count()))
             if not header.isSectionHidden(place)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(colours().focus), 3))
    top, bottom = area.top() + 1, area.bottom() - 2
    painter.drawLine(int(area.left()), int(top), int(area.right()), int(top))
    painter.drawLine(int(area.left()), int(bottom), int(area.right()), int(bottom))
    if shown and column == shown[0]:
        painter.drawLine(int(area.left() + 1), int(top), int(area.left() + 1), int(bottom))
    if shown and column == shown[-1]:
        painter.drawLine(int(area.right() - 2), int(top), int(area.right() - 2), int(bottom))
