# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the lines of a list that opens look: as high as a finger, tinted where the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import CONTROL, Role, colours, font
from ui.widgets.painting import paint_body, ring_around
from ui.widgets.scrolling import QuietBar

SIDE = 12


class ListLook(QStyledItemDelegate):
    """Paints one line: words, and a tint with a ring for the one the keyboard is on."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Forty pixels high."""
        words = option.fontMetrics.horizontalAdvance(str(index.data() or ""))
        return QSize(words + 2 * SIDE + 8, max(CONTROL, round(option.fontMetrics.height() * 1.9)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, words, ring."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, here = QRectF(option.rect), bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, QColor(colours().surface))
        if here:
            paint_body(painter, area.adjusted(3, 3, -3, -3), colours().primary_tint, round_by=6)
            ring_around(painter, area, 6)
        painter.setFont(option.font)
        painter.setPen(QColor(colours().primary if here else colours().text))
        words = area.adjusted(SIDE, 0, -SIDE, 0)
        shown = option.fontMetrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.restore()


def dress_list(view: QAbstractItemView) -> None:
    """Our lines and our scroll bar."""
    view.setFont(font(Role.BODY))
    view.setItemDelegate(ListLook(view))
    view.setVerticalScrollBar(QuietBar(Qt.Orientation.Vertical))
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setFrameShape(QFrame.Shape.StyledPanel)
