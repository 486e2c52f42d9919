# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody asked to join: any round finds it, My day says it to who may let people in, and leads to the six words."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from assist.services.inviting import Wanted
from assist.services.joining import NewMember
from tests.screens.at_desk import Room, click
from tests.screens.at_window import seen
from tests.screens.test_people import HERS, newcomer
from ui.hub import UnderWay
from ui.screens.my_day import MyDayScreen
from ui.screens.settings.screen import SettingsScreen
from ui.widgets.lines import PressLine
from ui.wiring import Door

__all__ = ["newcomer"]


@pytest.fixture
def waits(desk, newcomer: Door, tmp_path: Path):
    """Beto's request lies where the organisation meets; nobody has looked there yet."""
    (tmp_path / "stick").mkdir()
    desk.meeting.set((tmp_path / "stick").as_uri())
    made = desk.inviting.invite(Wanted("Beto", ("caseworker",), "", "es"))
    asked = newcomer.join(newcomer.read_invitation(made.file, made.words), NewMember("Beto Quispe", HERS, "azul"))
    newcomer.ask(asked)
    return asked


def test_a_round_brings_it_to_my_day_and_a_press_leads_to_the_six_words(room: Room, desk, waits):
    """Nobody has to think of looking."""
    screen = room.show(MyDayScreen(room.s))
    before = seen(screen)
    desk.meeting.round()
    room.hub.met.emit()
    room.settle()
    room.qtbot.waitUntil(lambda: "Beto Quispe" in seen(screen))
    line = next(each for each in screen.findChildren(PressLine) if "Beto Quispe" in each.accessibleName())
    click(line, room.qtbot)

    assert "asked to join" not in before
    assert "Somebody asked to join" in seen(screen)
    assert room.went == [("settings", {"tab": "people"})]


def test_the_page_with_the_six_words_learns_of_it_from_the_round(room: Room, desk, waits, monkeypatch):
    """It does not have to ask the place again by itself."""
    monkeypatch.setattr(desk.inviting, "look_everywhere", lambda: 0)
    tab = room.show(SettingsScreen(room.s, "people")).tab
    before = seen(tab)
    desk.meeting.round()
    room.hub.met.emit()
    room.settle()

    assert "Nobody has asked yet." in before
    assert all(word in seen(tab) for word in waits.compared.split())
    assert tab.asked.rows[0].match is not None


def test_whoever_lets_nobody_in_is_told_nothing(room: Room, desk, waits):
    """Her day is her work; and no round of hers asks the place for it."""
    desk.bench.learn(frozenset({"caseworker"}), {})
    screen = room.show(MyDayScreen(room.s))
    desk.meeting.round()
    room.hub.met.emit()
    room.settle()

    assert "asked to join" not in seen(screen)
    assert desk.inviting.look_on_the_way(desk.meeting.relay()) == 0


def test_looking_keeps_no_paper_waiting_and_rests_while_a_round_is_under_way(room: Room, desk, waits, monkeypatch):
    """It is asked where places are asked; a round looks by itself."""
    speaks, looked = Event(), list[int]()
    monkeypatch.setattr(desk.inviting, "look_everywhere", lambda: (speaks.wait(20), looked.append(1), 0)[-1])
    screen = SettingsScreen(room.s, "people")
    room.put(screen)
    room.qtbot.waitUntil(lambda: room.s.meeting.is_busy)
    done: list[str] = []
    room.s.paper.run(lambda: None, owner=room.hub, then=lambda _nothing: done.append("paper"))
    room.qtbot.waitUntil(lambda: bool(done))
    speaks.set()
    room.settle()
    before = len(looked)
    room.hub.tell_round(UnderWay())
    screen.tab.asked.look()
    room.settle()
    during = len(looked)
    room.hub.tell_round(None)
    screen.tab.asked.look()
    room.settle()

    assert before >= 1
    assert (during, len(looked)) == (before, before + 1)
