# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words on a screen: always plain text, in one of our sizes and one of our colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import RING, Role, font
from ui.widgets.painting import TONES, tone


class Label(QLabel):
    """A piece of text that keeps its tone when the palette changes.

    It never reads markup: what people wrote is shown letter by letter. It leaves the room of a
    focus ring at both sides, so that words and fields stand under each other.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        tone: str = "text",
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setContentsMargins(RING, 0, RING, 0)
        self.setWordWrap(wrap)
        self.setFont(font(role))
        self.setText(text)
        self._colour()

    def set_tone(self, name: str) -> None:
        """Another colour: one of ``painting.TONES``."""
        self._tone = name
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette of the application."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        if self._tone not in TONES:
            raise ValueError(f"no tone is called {self._tone}")
        wanted = tone(self._tone)
        if self.palette().color(QPalette.ColorRole.WindowText) != wanted:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(palette)


class Title(Label):
    """The name of a screen."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, Role.TITLE, parent=parent)


class OneLineTitle(Title):
    """A name on one line. Where there is no room it ends in a sign, and the whole of it is the tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(False)

    def setText(self, text: str) -> None:
        """Another name; screen readers always hear all of it."""
        super().setText(text)
        self.setAccessibleName(text)
        self._tell()

    def seen(self) -> str:
        """What there is room for."""
        room = self.contentsRect().width() + 1
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(self.sizeHint().width(), 120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of it is seen."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much as there is room for."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.seen())
        painter.end()

    def _tell(self) -> None:
        self.setToolTip(self.text() if self.seen() != self.text() else "")
