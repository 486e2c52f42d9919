# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emergency opening in the window: asked, agreed to, read for a day, and seen by those who work with her."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.services.rosters import RosterService
from tests.screens.at_desk import Room, click
from tests.syncing.team import Member, MemoryStore, met, settle
from tests.syncing.test_protected import told
from ui.dialogs.emergency import OpenStrip
from ui.screens.case_file import CaseFileScreen
from ui.screens.emergency import EmergencyScreen
from ui.screens.my_day import MyDayScreen
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines

WHY = "La busca el juzgado"
HOURS_MS = 3_600_000
Rooms = Callable[[Desk], Room]


@pytest.fixture
def rooms(qtbot: QtBot) -> Iterator[Rooms]:
    """A room for each desk."""
    made: list[Room] = []

    def room(desk: Desk) -> Room:
        made.append(Room(desk, qtbot))
        return made[-1]

    yield room
    for each in made:
        each.close()


@pytest.fixture
def hidden(tmp_path: Path) -> Iterator[tuple[list[Member], str, MemoryStore]]:
    """Ana the custodian and Beto read a hidden case; Carla supervises and does not."""
    store, members = MemoryStore(), met(tmp_path, "Ana", "Beto", "Carla")
    ana, beto, carla = members
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["supervisor"])
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(members, store)
    for each in members:
        each.reopen()
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    for _turn in range(2):
        settle(members, store)
    yield members, case, store
    for each in members:
        each.close()


def words(widget: object) -> str:
    """Everything it says."""
    return "\n".join(label.text() for label in widget.findChildren(Label))  # type: ignore[attr-defined]


def button(widget: object, said: str) -> Button:
    """The button with these words."""
    return next(each for each in widget.findChildren(Button) if each.text() == said)  # type: ignore[attr-defined]


def test_two_people_open_it_in_the_window_and_its_reader_is_told(
    hidden: tuple[list[Member], str, MemoryStore], rooms: Rooms, qtbot: QtBot
):
    (ana, beto, carla), case, store = hidden
    code = shown(beto.desk.cases.header(case).code)

    asking = rooms(carla.desk)
    screen = asking.show(EmergencyScreen(asking.s))
    assert isinstance(screen, EmergencyScreen)
    assert not screen.ask_it.isEnabled()
    screen.code.setText(code)
    screen.why.setText(WHY)
    screen._fit()
    click(screen.ask_it, qtbot)
    asking.settle()
    assert asking.said() == "Asked. If there is such a case, a second person has to agree."
    assert asking.reasons == ["An emergency opening needs your passphrase again."]
    assert WHY in words(screen)
    for each in (carla, ana):
        each.round(store)

    day = rooms(ana.desk)
    today = day.show(MyDayScreen(day.s))
    assert "Emergency opening" in [card.accessibleName() for card in today.findChildren(Card)]
    agreeing = rooms(ana.desk)
    page = agreeing.show(EmergencyScreen(agreeing.s))
    assert WHY in words(page)
    click(button(page, "Agree"), qtbot)
    agreeing.settle()
    for each in (ana, carla, beto):
        each.round(store)

    reading = rooms(carla.desk)
    file = reading.show(CaseFileScreen(reading.s, case))
    assert isinstance(file, CaseFileScreen)
    (strip,) = file.findChildren(OpenStrip)
    assert strip.isVisible()
    assert "Ana agreed" in strip.words.text()
    assert file.foot.isHidden()
    assert file.header().together.isHidden()

    told_to = rooms(beto.desk)
    file = told_to.show(CaseFileScreen(told_to.s, case, "safety"))
    assert "Carla opened it in an emergency; Ana agreed." in words(file)
    assert WHY in words(file)
    morning = rooms(beto.desk)
    page = morning.show(MyDayScreen(morning.s))
    assert "Opened in an emergency" in [card.accessibleName() for card in page.findChildren(Card)]
    assert page.findChildren(PressLines)


def test_when_the_day_is_over_the_file_closes_itself(
    hidden: tuple[list[Member], str, MemoryStore], rooms: Rooms
):
    (ana, beto, carla), case, store = hidden
    carla.desk.glass.ask(beto.desk.cases.header(case).code, WHY)
    for each in (carla, ana):
        each.round(store)
    ana.desk.glass.agree(ana.desk.glass.waiting()[0].ref)
    for each in (ana, carla):
        each.round(store)
    reading = rooms(carla.desk)
    file = reading.show(CaseFileScreen(reading.s, case))
    assert isinstance(file, CaseFileScreen)
    assert file.strip.isVisible()

    carla.clock.set(datetime.fromtimestamp((carla.clock.now_ms() + 24 * HOURS_MS) / 1000, UTC))
    file.strip.look()
    reading.settle()

    assert ("cases", {}) in reading.went
    assert carla.desk.glass.open_now() == []
    assert carla.desk.cases.find("Killa") == []
    assert "Zarquintela" not in words(file)


def test_it_is_said_when_nobody_else_could_open_a_hidden_case(
    hidden: tuple[list[Member], str, MemoryStore], rooms: Rooms
):
    (ana, beto, carla), case, store = hidden
    room = rooms(beto.desk)
    assert "In an emergency any two custodians" in words(room.show(CaseFileScreen(room.s, case, "safety")))
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["caseworker"])
    settle([ana, beto, carla], store)

    room = rooms(beto.desk)

    assert "In an emergency nobody else could open it" in words(room.show(CaseFileScreen(room.s, case, "safety")))
