# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A room for screens under test: real services in real lanes, and a person who answers questions of the frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from assist.device import Device
from assist.messages import sentence
from tests.conftest import PASSPHRASE
from ui.context import Screen, Surroundings
from ui.dialogs.ask_passphrase import AskPassphrase
from ui.dialogs.patience import Patience
from ui.hub import Hub
from ui.shell.places import PLACES
from ui.tasks import Lane
from ui.widgets.banner import Banner

EDGE = 20


class Room:
    """Shows one screen as the frame would. ``went`` is where it wanted to go.

    With ``follows`` it goes there. Passphrases that are asked for are typed rightly, and the
    reasons are kept in ``reasons``.
    """

    def __init__(self, desk: Desk, qtbot: QtBot, *, follows: bool = False, size: tuple[int, int] = (1170, 768)) -> None:
        self.desk, self.qtbot, self.follows, self.size = desk, qtbot, follows, size
        self.went: list[tuple[str, dict[str, str]]] = []
        self.reasons: list[str] = []
        self.types = PASSPHRASE
        self.troubles: list[Exception] = []
        self.screen: Screen | None = None
        self.hub = Hub()
        self.lanes = tuple(Lane(name) for name in ("write", "read", "paper", "meeting"))
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.banner = Banner()
        self.s = Surroundings(
            desk, self.hub, *self.lanes, self.go, self.banner, self._trouble, self._ask, Device,
            step_up=self._step_up)
        self._heads, self._pages = QStackedWidget(), QStackedWidget()
        self._heads.setFixedHeight(60)
        outer = QVBoxLayout(self.window)
        outer.setContentsMargins(EDGE, 4, EDGE, 0)
        for part in (self._heads, self.banner):
            outer.addWidget(part)
        outer.addWidget(self._pages, 1)

    def show(self, screen: Screen) -> Screen:
        """Put a screen in, let it ask for its rows, and wait until they are there."""
        self.put(screen)
        self.window.resize(*self.size)
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()
        return screen

    def put(self, screen: Screen) -> None:
        """The screen and its head."""
        self.screen = screen
        head = screen.header() or QWidget()
        for stack, widget in ((self._heads, head), (self._pages, screen)):
            stack.addWidget(widget)
            stack.setCurrentWidget(widget)
        screen.refresh()

    def settle(self) -> None:
        """Wait until every lane has done its work, every answer has been heard, and everything has its place."""
        quiet = 0
        while quiet < 2:
            self.qtbot.waitUntil(lambda: not any(lane.is_busy for lane in self.lanes), timeout=20_000)
            QApplication.processEvents()
            self.window.repaint()
            quiet = 0 if any(lane.is_busy for lane in self.lanes) else quiet + 1

    def go(self, place: str, **where: str) -> None:
        """Where a screen wants to go; there, when this room follows."""
        self.went.append((place, where))
        if self.follows:
            old = self.screen
            if old is not None:
                old.leave()
            self.put(PLACES[place].make(self.s, **where))

    def close(self) -> None:
        """Leave nothing running."""
        self.settle()
        for lane in self.lanes:
            lane.stop()
        self.window.close()

    def said(self) -> str:
        """The words of the banner."""
        return "" if self.banner.isHidden() else self.banner.message()

    def _trouble(self, error: Exception) -> None:
        self.troubles.append(error)
        self.banner.show_trouble(*sentence(error))

    def _step_up(self, reason: str) -> AskPassphrase:
        """A sheet on which she types ``types`` as soon as somebody listens."""
        self.reasons.append(reason)
        self.sheet = sheet = AskPassphrase(reason, self.screen, Patience())
        sheet.field.line.setText(self.types)
        QTimer.singleShot(0, sheet, sheet.go_on.click)
        return sheet

    def _ask(self, reason: str, then: Callable[[], object], *, opens_vault: bool = False) -> None:
        self.reasons.append(reason)
        if opens_vault and not self.desk.vault_open:
            self.desk.signed.open_vault(PASSPHRASE)
            self.hub.vault.emit(True)
        then()


def click(widget: QWidget, qtbot: QtBot) -> None:
    """A press of the mouse in the middle of something."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def choose_file(qtbot: QtBot, file: Path) -> None:
    """The person says in the open file dialog where something goes."""

    def dialog() -> QFileDialog | None:
        opened = (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible())
        return next(opened, None)

    qtbot.waitUntil(lambda: dialog() is not None)
    chosen = dialog()
    chosen.fileSelected.emit(str(file))
    chosen.done(QFileDialog.DialogCode.Rejected)


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """A moment of a day, in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)
