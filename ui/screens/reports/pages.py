# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a report as they will leave, under each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from assist.i18n import _
from ui.theme import GAP, colours

RENDERED = 1000
"""Pixels across a rendered page: sharp at twice the size it is usually shown."""
WIDEST = 760


class PagePicture(QWidget):
    """One page, as wide as there is room."""

    def __init__(self, picture: QImage, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = picture
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(WIDEST)
        self.setAccessibleName(_("Page {number}").format(number=number))

    def sizeHint(self) -> QSize:
        """A page that can be read."""
        return QSize(WIDEST, self.heightForWidth(WIDEST))

    def minimumSizeHint(self) -> QSize:
        """Still a page."""
        return QSize(220, 100)

    def hasHeightForWidth(self) -> bool:
        """Paper keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of the same shape as the paper."""
        wide = min(width, WIDEST)
        return round(wide * self.picture.height() / max(1, self.picture.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper with its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRect(0, 0, self.width(), self.heightForWidth(self.width()))
        painter.drawImage(area, self.picture)
        painter.setPen(QPen(QColor(colours().line), 1.0))
        painter.drawRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class Pages(QWidget):
    """All pages of one report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self.pictures: list[PagePicture] = []

    def show_pages(self, pngs: Sequence[bytes]) -> None:
        """These pages instead of those before."""
        self.forget()
        for number, png in enumerate(pngs, 1):
            page = PagePicture(QImage.fromData(png), number)
            self._column.addWidget(page)
            self.pictures.append(page)

    def forget(self) -> None:
        """No page stays in memory."""
        for page in self.pictures:
            page.hide()
            page.picture = QImage()
            page.deleteLater()
        self.pictures = []
