# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one window: the entrance, the rooms, or a cover in front of either; its title never says anything."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QToolTip, QWidget
from shiboken6 import isValid

from ui.icons import icon
from ui.shell.corner import KEYS
from ui.shell.idle import is_input
from ui.shell.system_watch import ask_for_session_messages
from ui.theme import LIGHT
from ui.widgets.reading_order import ReadingWindow
from ui.widgets.scrolling import turn_page

SMALLEST = QSize(640, 360)
USUAL = QSize(1180, 720)
ICON_MS = 150
"""The first page is painted by then. To read and draw the sign of the window takes as long as that page."""
_ACTS = {int(key): name for name, key in KEYS.items()}
_OPENS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
                    QEvent.Type.TouchEnd})
"""What may open a list or a menu; such a one takes the keys of the window below and never counts as active."""
_NOT_CAPTURED = 0x11
"""WDA_EXCLUDEFROMCAPTURE of Windows; where the system has nothing like it, Settings says so."""


class Window(ReadingWindow):
    """Shows one page at a time.

    ``act`` says ``pause``, ``hide`` or ``lock`` when its key was pressed, in whichever window of
    ours; ``touched`` that somebody is there; ``close_wanted`` that the window should go.
    """

    act = Signal(str)
    touched = Signal()
    close_wanted = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        QTimer.singleShot(ICON_MS, self, self._take_icon)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.may_close = False
        self._covered: QWidget | None = None
        self._had_keyboard: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        QGuiApplication.instance().focusWindowChanged.connect(self._watch)

    def _take_icon(self) -> None:
        self.setWindowIcon(icon("note", LIGHT.primary, 32))

    @property
    def page(self) -> QWidget | None:
        """What is shown now."""
        return self._stack.currentWidget()

    @property
    def is_covered(self) -> bool:
        """Whether a cover is in front."""
        return self._covered is not None

    def show_page(self, page: QWidget) -> None:
        """Put this page in; the one before is gone for good."""
        old = self._covered or self._stack.currentWidget()
        self._stack.addWidget(page)
        if self._covered is not None:
            self._covered = page
        else:
            self._stack.setCurrentWidget(page)
        if old is not None and old is not page:
            self._stack.removeWidget(old)
            old.deleteLater()

    def cover_with(self, cover: QWidget) -> None:
        """In front of everything, at once; open file dialogs and tips go away."""
        self._close_others()
        if self._covered is None:
            self._had_keyboard = self.focusWidget()
            self._covered = self._stack.currentWidget()
        if self._stack.indexOf(cover) < 0:
            self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        self.repaint()

    def uncover(self) -> None:
        """Back to what was there, the keyboard where it was."""
        if self._covered is None:
            return
        page, self._covered = self._covered, None
        self._stack.setCurrentWidget(page)
        if self._had_keyboard is not None and isValid(self._had_keyboard):
            self._had_keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self._had_keyboard = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The three keys of the corner, and those that turn a page from beside it."""
        if not self._acted(event) and not turn_page(self, event.key()):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """All input of all our windows passes here before it reaches anything."""
        if is_input(event):
            self.touched.emit()
        if event.type() in _OPENS:
            QTimer.singleShot(0, self, self._watch_lists)
        return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._acted(event)

    def showEvent(self, event: QEvent) -> None:
        """From the first moment on, pictures of the screen leave this window out where that can be had."""
        super().showEvent(event)
        self._watch(self.windowHandle())
        if sys.platform == "win32":
            import ctypes

            getattr(ctypes, "windll").user32.SetWindowDisplayAffinity(int(self.winId()), _NOT_CAPTURED)  # noqa: B009
            ask_for_session_messages(int(self.winId()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not before everything is kept."""
        if not self.may_close:
            self.close_wanted.emit()
        event.setAccepted(self.may_close)

    def _acted(self, event: QKeyEvent) -> bool:
        name = _ACTS.get(event.key())
        if name is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if not event.isAutoRepeat():
            self.act.emit(name)
        return True

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _watch_lists(self) -> None:
        opened = QApplication.activePopupWidget()
        if opened is not None:
            self._watch(opened.windowHandle())

    def _close_others(self) -> None:
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for other in QApplication.topLevelWidgets():
            if isinstance(other, QDialog) and other.isVisible():
                other.reject()
