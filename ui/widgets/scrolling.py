# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page longer than the window, with a scroll bar as quiet as the rest."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from ui.theme import GAP, colours
from ui.widgets.painting import brush, paint_body

WIDE = 12
_TURNS = {
    Qt.Key.Key_PageDown.value: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp.value: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Home.value: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End.value: QAbstractSlider.SliderAction.SliderToMaximum,
}


class QuietBar(QScrollBar):
    """A rounded thumb on nothing: the only sign that there is more, so it has the contrast of a control."""

    def sizeHint(self) -> QSize:
        """Twelve pixels across."""
        hint = super().sizeHint()
        upright = self.orientation() == Qt.Orientation.Vertical
        return QSize(WIDE, hint.height()) if upright else QSize(hint.width(), WIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The thumb, darker while it is held."""
        if self.minimum() == self.maximum():
            return
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider  # slow to come by, and most first pages are short

        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        thumb = QRectF(self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self))
        held = self.isSliderDown() or self.underMouse()
        painter = brush(self)
        paint_body(
            painter, thumb.adjusted(3, 3, -3, -3), getattr(colours(), "muted" if held else "field_line"), round_by=3
        )
        painter.end()


class ScrollPage(QScrollArea):
    """What it holds goes into ``body``; the keyboard is always brought into view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietBar(Qt.Orientation.Vertical))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()  # to ask for the one Qt made has PySide look up every kind of widget: a tenth of the start
        self.setViewport(ground)
        ground.setAutoFillBackground(False)
        self.page = QWidget()
        self.body = QVBoxLayout(self.page)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP)
        self.setWidget(self.page)
        self.page.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """It is content with little."""
        return QSize(200, 80)


def turn_page(root: QWidget, key: int) -> bool:
    """Turn the largest page that does not fit, since Tab comes to nothing in a long text; False where there is none.

    ``key`` is the number of a key of Qt; it may be any, and False is said of all but those of a page.
    """
    act = _TURNS.get(key)
    pages = [] if act is None else [page for page in root.findChildren(ScrollPage) if _does_not_fit(page)]
    if act is None or not pages:
        return False
    max(pages, key=lambda page: page.width() * page.height()).verticalScrollBar().triggerAction(act)
    return True


def _does_not_fit(page: ScrollPage) -> bool:
    return page.isVisible() and page.isEnabled() and page.verticalScrollBar().maximum() > 0
