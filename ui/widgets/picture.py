# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture to look at, as wide as there is room or larger, scrolled with the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.theme import RING
from ui.widgets.painting import paint_ring, see_through
from ui.widgets.scrolling import QuietBar

SIZES = (1.0, 1.5, 2.0, 3.0)
"""Times the width of the page."""


class _Painted(QWidget):
    """The picture itself; it is in memory as long as this is."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QImage()

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self.picture)
        painter.end()


class Picture(QScrollArea):
    """Arrows scroll; plus and minus change the size. ``name`` says to screen readers what it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = 0
        self._painted = _Painted()
        self._painted.setAccessibleName(name)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBar(QuietBar(Qt.Orientation.Vertical))
        self.setHorizontalScrollBar(QuietBar(Qt.Orientation.Horizontal))
        self.setViewportMargins(RING, RING, RING, RING)
        self.viewport().setAutoFillBackground(False)
        see_through(self)
        self.setWidget(self._painted)

    @property
    def times(self) -> float:
        """How large it is shown: 1 is as wide as the page."""
        return SIZES[self._size]

    def show_picture(self, content: bytes) -> None:
        """This instead of the one before; from its beginning."""
        self._painted.picture = QImage.fromData(content)
        self._fit()
        self._painted.update()
        self.verticalScrollBar().setValue(0)

    def is_shown(self) -> bool:
        """Whether there is anything to be seen."""
        return not self._painted.picture.isNull()

    def forget(self) -> None:
        """Nothing of it stays in memory."""
        self._painted.picture = QImage()
        self._painted.update()

    def resize_by(self, steps: int) -> None:
        """Larger or smaller, by so many sizes."""
        self._size = min(max(0, self._size + steps), len(SIZES) - 1)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus, whatever else is held."""
        steps = {"+": 1, "-": -1}.get(event.text(), 0)
        if steps:
            self.resize_by(steps)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(1000, 600)

    def event(self, event: QEvent) -> bool:
        """A ring round it while it has the keyboard: on the edge, which the picture leaves free."""
        done = super().event(event)
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            paint_ring(painter, self)
            painter.end()
        return done

    def _fit(self) -> None:
        picture = self._painted.picture
        if picture.isNull():
            return
        room = self.viewport().width() - 1
        wide = round(min(room, picture.width()) * self.times)
        self._painted.resize(wide, max(1, round(wide * picture.height() / picture.width())))
