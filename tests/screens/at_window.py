# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole window with a person at it: real services, real lanes, invented time, and a lock that comes back here."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from tests.conftest import PASSPHRASE
from ui.app import Amparo, Parts
from ui.screens.first_run.founding import Opened
from ui.screens.settings.screen import TABS
from ui.shell.idle import Clocks
from ui.shell.sitting import Sitting
from ui.widgets.chip import Chip
from ui.widgets.labels import OneLineTitle
from ui.wiring import Door

CODE = "4071"
LARGE, SMALL = (1366, 768), (683, 384)
"""A whole small laptop, and the same at 200 %."""
WAIT = 20_000


class Spell:
    """Time at the laptop: ``steady`` rests while it sleeps, ``wall`` does not."""

    def __init__(self) -> None:
        self.steady, self.wall = 1000.0, 5_000_000.0

    def clocks(self) -> Clocks:
        """For the window."""
        return Clocks(lambda: self.steady, lambda: self.wall)

    def pass_(self, seconds: float) -> None:
        """Nobody touches anything."""
        self.steady += seconds
        self.wall += seconds

    def sleep(self, seconds: float) -> None:
        """The lid is shut."""
        self.wall += seconds


class AtWindow:
    """One start of the program. ``relaunched`` is what locking ended in."""

    def __init__(self, qtbot: QtBot, clock: FixedClock) -> None:
        self.qtbot, self.clock, self.spell = qtbot, clock, Spell()
        self.relaunched: list[Path | None] = []
        self.amparo = Amparo(Parts(self.make_door, self.relaunched.append, self.spell.clocks()))
        self.window = self.amparo.window

    def make_door(self, folder: Path) -> Door:
        """With keys that are cheap to derive."""
        return Door(folder, self.clock, FOR_TESTS)

    @property
    def sitting(self) -> Sitting:
        """Whoever is signed in."""
        assert self.amparo.sitting is not None
        return self.amparo.sitting

    def start(self, folder: Path | None = None, size: tuple[int, int] = (1180, 720)) -> None:
        """Open the window."""
        self.window.resize(*size)
        with self.qtbot.waitExposed(self.window):
            self.amparo.start(folder)
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def sit_down(self, desk: Desk, door: Door, code: str = CODE, size: tuple[int, int] = (1180, 720)) -> Sitting:
        """Somebody has just signed in and chosen four digits."""
        self.window.resize(*size)
        self.amparo._founded(Opened(desk, door))
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.amparo.screen.chosen.emit(code)
        self.settle()
        return self.sitting

    def settle(self) -> None:
        """Every lane has done its work and every answer has been heard."""
        quiet = 0
        while quiet < 2:
            self.until(lambda: not any(lane.is_busy for lane in self.amparo.lanes))
            QApplication.processEvents()
            quiet = 0 if any(lane.is_busy for lane in self.amparo.lanes) else quiet + 1

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for it."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, as the system gives it to the window."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def write(self, words: str) -> None:
        """Words where the keyboard is."""
        QTest.keyClicks(QApplication.focusWidget(), words)

    def click(self, widget: QWidget) -> None:
        """A press of the mouse in the middle of something."""
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def sign_in(self, name: str = "Ana Ríos", passphrase: str = PASSPHRASE) -> None:
        """At the door: name, passphrase, open."""
        screen = self.amparo.screen
        screen.name.setText(name)
        screen.passphrase.line.setText(passphrase)
        self.click(screen.open_button)

    def place_of(self, widget: QWidget) -> QPoint:
        """Where it is, from the top right of the window."""
        corner = widget.mapTo(self.window, QPoint(widget.width(), 0))
        return QPoint(self.window.width() - corner.x(), corner.y())

    def seconds_of(self, act: Callable[[], object]) -> float:
        """How long it takes."""
        began = time.perf_counter()
        act()
        return time.perf_counter() - began

    def go_through(self, places: list[tuple[str, dict[str, str]]]) -> list[str]:
        """Which of these places could be gone to, each shown in turn."""
        shown = []
        for place, where in places:
            self.sitting.go(place, **where)
            self.settle()
            shown.append(self.sitting.frame.stage.place)
        return shown

    def rest(self) -> None:
        """Nothing is being done any more, and nothing begins."""
        for lane in self.amparo.lanes:
            self.until(lambda lane=lane: not lane.is_busy)
            lane.stop()

    def close(self) -> None:
        """Leave nothing behind."""
        self.rest()
        if self.amparo.sitting is not None:
            self.amparo.sitting.idle.stop()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()


def every_place(case: str) -> list[tuple[str, dict[str, str]]]:
    """Each place of the frame once, each tab of Settings too."""
    return [
        ("my_day", {}), ("cases", {}), ("case", {"case": case}), ("form", {"form": "F01"}), ("reports", {}),
        ("export", {}),
        ("bring", {}), ("differences", {}), ("differences", {"case": case}),
        *(("settings", {"tab": tab}) for tab in TABS),
    ]


def seen(window: QWidget) -> str:
    """Every word that can be seen or heard in a window now: labels, buttons, fields and their names."""
    found: list[str] = [window.windowTitle()]
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                found.append(widget.text())
            elif isinstance(widget, QPlainTextEdit):
                found.append(widget.toPlainText())
    return "\n".join(word for word in found if word)


def nameless(window: QWidget) -> list[str]:
    """Controls that can have the keyboard and have no name for a screen reader."""
    from PySide6.QtGui import QAccessible

    from tests.screens.at_keyboard import reached_by_keyboard

    return [
        f"{type(one).__name__} in {type(one.parentWidget()).__name__}" for one in reached_by_keyboard(window)
        if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip()
    ]


def cut_off(window: QWidget) -> list[str]:
    """Labels whose words need more room than they have."""
    return [
        label.text() for label in window.findChildren(QLabel)
        if label.isVisible() and label.text() and (_needs(label) > label.height() + 1 or _too_narrow(label))
    ]


def _too_narrow(label: QLabel) -> bool:
    """One line that does not end in a sign, or one word, with less room than its letters."""
    if isinstance(label, OneLineTitle | Chip):  # what there is no room for, they say in their tip
        return False
    room = label.contentsRect().adjusted(0, 0, 1, 9999)
    wrap = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextExpandTabs
    return label.fontMetrics().boundingRect(room, int(wrap), label.text()).width() > room.width()


def _needs(label: QLabel) -> int:
    return label.heightForWidth(label.width()) if label.wordWrap() else label.fontMetrics().height()
