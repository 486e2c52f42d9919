# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several teams in the window: made in Settings, invited into, and a case handed from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.at_case_file import act, opened, pressed
from tests.screens.at_desk import Room, click
from tests.screens.at_window import cut_off, nameless, seen
from tests.syncing.houses import House, house, meet
from tests.syncing.test_protected import told
from ui.dialogs.ask_taker import AskTaker
from ui.dialogs.take_over import TakeOver
from ui.screens.my_day import MyDayScreen
from ui.screens.settings.people import PeopleTab
from ui.screens.settings.screen import SettingsScreen
from ui.widgets.lines import PressLine


@pytest.fixture
def people(room: Room) -> PeopleTab:
    """Ana looks at the people of her organisation."""
    return room.show(SettingsScreen(room.s, "people")).tab


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana in one team, Carla and Dora in another."""
    made = house(tmp_path, ("Ana",), ("Carla", "Dora"))
    yield made
    made.close()


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[Callable[..., Room]]:
    """A room for somebody's desk."""
    rooms: list[Room] = []

    def enter(desk: object, size: tuple[int, int] = (1170, 768)) -> Room:
        rooms.append(Room(desk, qtbot, size=size))
        return rooms[-1]

    yield enter
    for room in rooms:
        room.close()


def test_a_team_is_made_and_somebody_invited_into_it(room: Room, people: PeopleTab):
    assert not people.invite.ask_team.isVisible()
    click(people.teams.go_on, room.qtbot)
    people.teams.name.setText("Casa Sur")
    click(people.teams.go_on, room.qtbot)
    room.settle()
    assert [row.name for row in room.desk.teams.all()] == ["Casa Prueba", "Casa Sur"]
    assert "Casa Sur" in seen(people)

    click(people.invite.go_on, room.qtbot)
    assert people.invite.ask_team.isVisible()
    people.invite.name.setText("Dora")
    people.invite.roles.buttons()[0].click()
    people.invite.teams.buttons()[1].click()
    click(people.invite.go_on, room.qtbot)
    room.settle()
    with room.desk.bench.keeper.writing() as work:
        (kept,) = room.desk.inviting._kept(work)
    assert kept.invitation.team.hex() == room.desk.teams.found("Casa Sur").team


def test_two_teams_do_not_have_one_name(room: Room, people: PeopleTab):
    room.desk.teams.make("Casa Sur")
    click(people.teams.go_on, room.qtbot)
    people.teams.name.setText("casa sur")
    click(people.teams.go_on, room.qtbot)
    room.settle()
    assert "a name that no other team has" in room.said()
    assert people.teams.go_on.isEnabled()


def test_a_case_is_offered_in_its_file_and_taken_over_on_my_day(two: House, at: Callable[..., Room]):
    (ana,), (carla, dora) = two.first, two.second
    case = told(ana, "Killa", hopes="Zarquintela")
    meet(two)
    here = at(ana.desk)
    screen = opened(here, case, "history")
    act(screen, "Move to another team").click()
    here.settle()
    sheet = next(one for one in here.window.findChildren(AskTaker) if one.isVisible())
    assert not sheet.go_on.isEnabled()
    sheet.takers.buttons()[0].click()
    sheet.reason.setText("She lives there")
    sheet.reason.textEdited.emit("She lives there")
    click(sheet.go_on, here.qtbot)
    here.settle()
    assert "Casa Sur is asked to take it over" in seen(screen)
    assert "The case stays here" in here.said()
    assert not any(one.words() == "Move to another team" for one in screen.foot.acts())
    meet(two)

    there = at(carla.desk)
    day = there.show(MyDayScreen(there.s))
    line = next(one for one in day.findChildren(PressLine) if "Casa Prueba" in one.accessibleName())
    line.click()
    asked = next(one for one in there.window.findChildren(TakeOver) if one.isVisible())
    assert "Ana writes: She lives there" in seen(asked)
    assert not asked.go_on.isEnabled()
    names = [name for _user, name in carla.desk.moving.workers()]
    asked.workers.buttons()[names.index("Dora")].click()
    click(asked.go_on, there.qtbot)
    there.settle()
    assert "with your team now" in there.said()
    assert carla.desk.cases.header(case).worker == dora.desk.me.user
    for _turn in range(3):
        meet(two)
    assert not ana.desk.cases.rows_of([case])
    file = opened(at(dora.desk), case, "history")
    assert "Moved here from another team" in seen(file)


def test_my_day_says_which_laptops_still_hold_what_was_handed_over(tmp_path: Path, at: Callable[..., Room]):
    two = house(tmp_path, ("Ana", "Beto"), ("Carla",))
    try:
        ana, beto = two.first
        case = told(beto, "Killa")
        meet(two)
        ana.desk.moving.ask(case, two.second[0].desk.me.user, "She lives there")
        for member in (ana, two.second[0]) * 2:
            member.round(two.store)
        carla = two.second[0]
        carla.desk.moving.accept(carla.desk.moving.offered()[0].ref, carla.desk.me.user)
        for member in (carla, ana) * 2:
            member.round(two.store)
        room = at(ana.desk)
        day = room.show(MyDayScreen(room.s))
        assert "0 of 1 laptops have let it go." in seen(day)
        assert "Beto" in seen(day)
        assert "Killa" not in seen(day)
    finally:
        two.close()


def test_it_can_be_called_back_from_its_file(two: House, at: Callable[..., Room]):
    (ana,), (carla, _dora) = two.first, two.second
    case = told(ana, "Killa")
    meet(two)
    ana.desk.moving.ask(case, carla.desk.me.user, "She lives there")
    here = at(ana.desk)
    screen = opened(here, case, "history")
    pressed(screen, "Call it back")
    here.settle()
    assert "Called back" in here.said()
    assert "is asked to take it over" not in seen(screen)


def test_with_the_vault_shut_my_day_says_only_that_something_came(two: House, at: Callable[..., Room]):
    (ana,), (carla, _dora) = two.first, two.second
    case = told(ana, "Killa")
    meet(two)
    ana.desk.moving.ask(case, carla.desk.me.user, "She lives there")
    carla.desk.signed.shut_vault()
    meet(two)
    there = at(carla.desk)
    day = there.show(MyDayScreen(there.s))
    assert "Something came that only your passphrase opens." in seen(day)
    assert "Killa" not in seen(day)


@pytest.mark.parametrize("size", [(1170, 768), (640, 360)])
def test_sheets_fit_and_everything_has_a_name(two: House, at: Callable[..., Room], size: tuple[int, int]):
    (ana,), (carla, _dora) = two.first, two.second
    case = told(ana, "Killa")
    meet(two)
    ana.desk.moving.ask(case, carla.desk.me.user, "She lives there now, with her sister, and wants to go on there")
    meet(two)
    there = at(carla.desk, size)
    day = there.show(MyDayScreen(there.s))
    day._ask_take_over(carla.desk.moving.offered()[0])
    there.settle()
    sheet = next(one for one in there.window.findChildren(TakeOver) if one.isVisible())
    assert not nameless(sheet)
    assert not cut_off(sheet)

