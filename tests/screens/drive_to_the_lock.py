# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of its own: opens a workspace in the real window, signs in, presses F12, and lets the real thing happen."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui import app
from ui.screens.return_code import ReturnCodeScreen
from ui.screens.unlock import UnlockScreen


class Driver:
    """Looks every 20 ms what is on the screen and does the next thing a person would do."""

    def __init__(self, amparo: app.Amparo, name: str, passphrase: str) -> None:
        self.amparo, self.name, self.passphrase = amparo, name, passphrase
        self.done: list[str] = []
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(20)

    def look(self) -> None:
        """One step."""
        screen = self.amparo.screen
        if isinstance(screen, UnlockScreen) and "door" not in self.done:
            self.done.append("door")
            screen.name.setText(self.name)
            screen.passphrase.line.setText(self.passphrase)
            screen.try_it()
        elif isinstance(screen, ReturnCodeScreen):
            screen.chosen.emit("4071")
        elif self.amparo.sitting is not None and "lock" not in self.done:
            self.done.append("lock")
            print("signed in", flush=True)
            QTest.keyClick(self.amparo.window.windowHandle(), Qt.Key.Key_F12)


def main(folder: str, name: str, passphrase: str) -> int:
    """Until the program is replaced."""
    application = QApplication([])
    amparo = app.Amparo()
    driver = Driver(amparo, name, passphrase)
    amparo.start(Path(folder))
    status = application.exec()
    print("not replaced", driver.done, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
