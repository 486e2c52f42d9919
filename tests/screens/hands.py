# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody at a window who has a keyboard and no mouse: she finds things by the names a screen reader says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.screens.at_desk import choose_file
from tests.screens.at_keyboard import here, spoken
from tests.screens.at_window import AtWindow
from ui.widgets.drop_list import DropList

Key = Qt.Key
MOST = 90
"""Stops of the Tab key after which nobody would go on looking."""


class Hands:
    """Hers at one window. Every key goes to the window, as the system gives it."""

    def __init__(self, at: AtWindow) -> None:
        self.at = at
        self.stops = 0

    def take_turn(self) -> None:
        """Her laptop is the one that is looked at."""
        self.at.window.activateWindow()
        self.at.until(self.at.window.isActiveWindow)
        self.at.settle()

    def press(self, *keys: Qt.Key) -> None:
        """One key after the other; what comes of it is waited for."""
        for key in keys:
            QTest.keyClick(self.at.window.windowHandle(), key)
        self.at.settle()

    def write(self, words: str) -> None:
        """Words where the keyboard is."""
        for letter in words:
            QTest.keyClick(self.at.window.windowHandle(), letter)
        self.at.settle()

    def find(self, name: str) -> QWidget:
        """Tab, and arrows within rows, until she hears this name; fails with what she heard instead."""
        heard: list[str] = []
        for one in self._stops():
            heard.append(_heard(one))
            if name in heard[-1]:
                return one
        raise AssertionError(f"nobody says {name!r}, but: {heard}")

    def do(self, name: str) -> None:
        """Go there and press Enter."""
        self.find(name)
        self.press(Key.Key_Return)

    def choose(self, name: str) -> None:
        """In the list she is at, down or up to this line."""
        at = self.find_list()
        wanted = at.findText(name)
        while at.currentIndex() != wanted:
            self.press(Key.Key_Down if at.currentIndex() < wanted else Key.Key_Up)

    def find_list(self) -> DropList:
        """The list of names at the head of a page."""
        for one in self._stops():
            if isinstance(one, DropList):
                return one
        raise AssertionError("there is no list")

    def do_with_file(self, name: str, file: Path) -> None:
        """Enter opens the file dialog of the system, where she picks this one."""
        self.find(name)
        QTest.keyClick(self.at.window.windowHandle(), Key.Key_Return)
        choose_file(self.at.qtbot, file)
        self.take_turn()  # as the system does when its dialog is gone

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for what colleagues do."""
        self.at.until(condition)
        self.at.settle()

    def _stops(self) -> Iterator[QWidget]:
        seen: set[int] = set()
        for _turn in range(MOST):
            at = QApplication.focusWidget()
            if at is not None and id(at) not in seen:
                seen.add(id(at))
                yield at
                yield from self._along(at, seen)
            self.stops += 1
            QTest.keyClick(self.at.window.windowHandle(), Key.Key_Tab)

    def _along(self, at: QWidget, seen: set[int]) -> Iterator[QWidget]:
        """The others of its row."""
        roving = getattr(at, "roving", None)
        members = [one for one in roving.members() if one.isVisible() and one.isEnabled()] if roving else []
        if len(members) < 2:
            return
        QTest.keyClick(self.at.window.windowHandle(), Key.Key_Home)
        for _member in members:
            seen.add(id(here()))
            yield here()
            QTest.keyClick(self.at.window.windowHandle(), Key.Key_Down)


def _heard(one: QWidget) -> str:
    return " ".join(part for part in (spoken(one), one.accessibleDescription()) if part)
