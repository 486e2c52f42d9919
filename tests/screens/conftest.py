# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every screen under test wears our colours and speaks English until a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assist import i18n
from assist.clock import FixedClock
from assist.desk import Desk
from forms.session import FormSession
from tests.screens.at_desk import Room
from tests.screens.at_keyboard import FakeTime
from tests.screens.at_window import AtWindow
from tests.screens.histories import SEWING, SLEEPING, accompanied, fill, first_contact
from ui import theme
from ui.form_view.form_view import FormView
from ui.shell.sitting import Sitting
from ui.widgets.reading_order import ReadingWindow
from ui.wiring import Door


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """Light, in English, before and after each test."""
    i18n.use("en")
    theme.apply(qapp, theme.LIGHT)
    yield
    i18n.use("en")


@pytest.fixture
def time_() -> FakeTime:
    """A clock that stands still."""
    return FakeTime()


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., QWidget]:
    """Puts widgets under each other in a window that has the keyboard."""

    kept: list[QWidget] = []

    def put(*widgets: QWidget, width: int = 700, height: int = 600) -> QWidget:
        window = ReadingWindow()
        kept.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch(1)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return put


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., FormView]:
    """Puts a view of a session into a window that has the keyboard."""
    kept: list[QWidget] = []

    def put(session: FormSession, width: int = 1170, height: int = 768, **more: object) -> FormView:
        window, view = ReadingWindow(), FormView(session, **more)  # type: ignore[arg-type]
        kept.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return view

    return put


@pytest.fixture
def at_window(
    qtbot: QtBot, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AtWindow]:
    """The program, started on a laptop that remembers nothing."""
    monkeypatch.setenv("AMPARO_DEVICE_DIR", str(tmp_path / "laptop"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    made = AtWindow(qtbot, clock)
    yield made
    made.close()


@pytest.fixture
def killa(desk: Desk) -> str:
    """Somebody who came today, with words that must not be seen where they do not belong."""
    return first_contact(
        desk, "Killa", minors_note="CANARYMINORS", danger_now="yes", health_now="yes")


@pytest.fixture
def luz(desk: Desk) -> str:
    """Somebody with two goals, a contact card and a safety plan."""
    case = accompanied(desk, "Luz")
    fill(desk, "F10", case, SEWING)
    fill(desk, "F08", case, SLEEPING)
    fill(desk, "F04", case, {"who_starts": "we", "channel": ("call",), "may_say": "nothing"})
    fill(desk, "F06", case, {"calm_alone": "respirar"})
    return case


@pytest.fixture
def sitting(at_window: AtWindow, desk: Desk, door: Door, killa: str) -> Iterator[Sitting]:
    """Ana has signed in and chosen four digits. A window that is looked at together goes with the test."""
    made = at_window.sit_down(desk, door)
    yield made
    made.together.end_behind_cover()
    at_window.rest()


@pytest.fixture
def room(desk: Desk, qtbot: QtBot) -> Iterator[Room]:
    """A room for one screen at a time, on a real desk."""
    made = Room(desk, qtbot)
    yield made
    made.close()
