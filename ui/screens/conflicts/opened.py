# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closed words that were opened close again by themselves (NR-11)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.widgets.countdown import Countdown
from ui.widgets.hidden import SECONDS

_INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)


class ForAWhile(QObject):
    """Says ``over`` a minute after the last input, or when the application is no longer in front."""

    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._countdown = Countdown(SECONDS, parent=self)
        self._countdown.over.connect(self.end)
        self._runs = False
        QGuiApplication.instance().applicationStateChanged.connect(self._in_front)

    def begin(self) -> None:
        """The words are open now."""
        self._runs = True
        self._countdown.start()
        QApplication.instance().installEventFilter(self)

    def stop(self) -> None:
        """Nothing is open any more."""
        if self._runs:
            self._runs = False
            self._countdown.stop()
            QApplication.instance().removeEventFilter(self)

    def end(self) -> None:
        """Close them."""
        if self._runs:
            self.stop()
            self.over.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any input gives the full time again."""
        if event.type() in _INPUT and self._runs:
            self._countdown.start()
        return False

    def _in_front(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.end()
