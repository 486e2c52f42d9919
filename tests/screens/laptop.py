# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole program in its window, for whoever looks at it without pytest: pictures and measurements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from assist.desk import Desk
from ui.app import Amparo, Parts
from ui.context import Screen
from ui.screens.first_run.founding import Opened
from ui.shell.idle import Clocks
from ui.shell.sitting import Sitting
from ui.wiring import Door

PATIENCE_MS = 60_000
CODE = "4071"


class TooLong(Exception):
    """What was waited for did not come."""


class Laptop:
    """Starts the program on a folder of device settings that is ours; nobody is ever locked out for being away."""

    def __init__(self, make_door: Callable[[Path], Door] = Door) -> None:
        self.left: list[Path | None] = []
        self.amparo = Amparo(Parts(make_door, self.left.append, Clocks(lambda: 1000.0, lambda: 5_000_000.0)))
        self.window = self.amparo.window

    @property
    def sitting(self) -> Sitting:
        """Whoever is signed in; raises TooLong when nobody is."""
        if self.amparo.sitting is None:
            raise TooLong("nobody is signed in")
        return self.amparo.sitting

    @property
    def screen(self) -> Screen:
        """The screen shown."""
        found = self.sitting.frame.stage.current
        if found is None:
            raise TooLong("no screen is shown")
        return found

    def sit_down(self, desk: Desk, door: Door) -> None:
        """Somebody signed in and chose four digits."""
        self.amparo._founded(Opened(desk, door))
        self.window.show()
        self.amparo.screen.chosen.emit(CODE)
        self.settle()

    def go(self, place: str, **where: str) -> Screen:
        """To another place, once everything it asks for is there."""
        self.sitting.go(place, **where)
        self.settle()
        return self.screen

    def settle(self) -> None:
        """Every lane has done its work, every answer has been heard, everything is painted."""
        quiet = 0
        while quiet < 3:
            wait_until(lambda: not any(lane.is_busy for lane in self.amparo.lanes))
            QApplication.processEvents()
            quiet = 0 if any(lane.is_busy for lane in self.amparo.lanes) else quiet + 1

    def close(self) -> None:
        """Shut the window; the desk stays with whoever opened it."""
        self.settle()
        if self.amparo.sitting is not None:
            self.amparo.sitting.idle.stop()
        for lane in self.amparo.lanes:
            lane.stop()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the window live until then; raises TooLong."""
    if condition():
        return
    loop, looks, end, seen = QEventLoop(), QTimer(), QTimer(), list[bool]()

    def look() -> None:
        if condition():
            seen.append(True)  # it may have passed again by the time the loop has ended
            loop.quit()

    end.setSingleShot(True)
    looks.timeout.connect(look)
    end.timeout.connect(loop.quit)
    looks.start(2)
    end.start(PATIENCE_MS)
    loop.exec()
    looks.stop()
    if not seen:
        raise TooLong("it did not come")


class Painted(QObject):
    """Waits for the first painting of a widget at which ``ready`` holds."""

    def __init__(self, watched: QWidget | None = None, ready: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._is_seen = False
        self.watch(watched, ready)

    def watch(self, watched: QWidget | None, ready: Callable[[], bool] = lambda: True) -> None:
        """This is what will be painted; it may only come to be while one waits."""
        self._watched, self._ready = watched, ready
        if watched is not None:
            watched.installEventFilter(self)

    def after(self, act: Callable[[], object]) -> None:
        """Do this and return when what came of it has been painted; raises TooLong."""
        end = QTimer()
        end.setSingleShot(True)
        end.timeout.connect(self._loop.quit)
        end.start(PATIENCE_MS)
        act()
        self._loop.exec()
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        if not self._is_seen:
            raise TooLong("it was not painted")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A painting goes by; once it is over, the wait is."""
        if event.type() == QEvent.Type.Paint and not self._is_seen and self._ready():
            self._is_seen = True
            QTimer.singleShot(0, self._loop.quit)
        return False
