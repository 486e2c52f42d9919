# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a role cannot do is not on the screen: no room that would only refuse, no list that would only fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.practice import PracticeOrder
from assist.practice_team import MEMBERS, SUPERVISOR, PracticeTeam, make_team
from assist.services.practice_keys import PracticeKey, leave_practice_key
from tests.conftest import NOON
from tests.screens.at_window import LARGE, AtWindow, seen
from ui.screens.return_code import ReturnCodeScreen
from ui.screens.settings.screen import TABS
from ui.shell.places import on_rail
from ui.wiring import Door

CASES = 12


@pytest.mark.parametrize(("role", "rooms"), [
    ("caseworker", ["my_day", "cases", "reports", "team", "settings"]),
    ("supervisor", ["my_day", "cases", "reports", "team", "settings"]),
    ("coordinator", ["my_day", "team", "settings"]),
    ("auditor", ["my_day", "settings"]),
    ("house", ["my_day", "settings"]),
])
def test_the_rail_holds_the_rooms_of_a_role(role: str, rooms: list[str]):
    assert [place for place, _it in on_rail({role})] == rooms


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PracticeTeam]:
    """A team of five with invented people, everybody signed out."""
    folder = tmp_path_factory.mktemp("team") / "practice"
    door = Door(folder, FixedClock(NOON), FOR_TESTS)
    made = make_team(door, PracticeOrder(CASES, 7, "es"))
    made.desk.close()
    door.leave()
    return folder, made


@pytest.fixture
def sit(practice: tuple[Path, PracticeTeam], at_window: AtWindow) -> Iterator[AtWindow]:
    """At the window; whoever sits down is signed out at the end."""
    yield at_window
    if at_window.amparo.sitting is not None:
        at_window.sitting.desk.close()


@pytest.mark.parametrize(("name", "roles"), MEMBERS)
def test_everybody_can_be_in_every_room_of_hers_and_no_case_shows_to_who_keeps_none(
    sit: AtWindow, practice: tuple[Path, PracticeTeam], name: str, roles: tuple[str, ...]
):
    folder, made = practice
    door = sit.make_door(folder)
    desk = door.sign_in(name, made.passphrase)
    try:
        sit.sit_down(desk, door, size=LARGE)
        sit.settle()
        words = ""
        for place, _it in on_rail(roles):
            sit.sitting.go(place)
            sit.settle()
            words += seen(sit.window)
            assert not sit.sitting.frame.stage.banner.isVisible(), (name, place, seen(sit.window))
        for tab in TABS:
            sit.sitting.go("settings", tab=tab)
            sit.settle()
            assert not sit.sitting.frame.stage.banner.isVisible(), (name, tab, seen(sit.window))
        keeps_cases = bool({"caseworker", "supervisor", "custodian"} & set(roles))
        assert bool(re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{2}\b", words)) is keeps_cases  # codes of cases
    finally:
        door.leave()


def test_at_the_door_of_invented_people_any_of_the_team_is_taken_by_name(
    sit: AtWindow, practice: tuple[Path, PracticeTeam]
):
    """A supervisor sees other rooms than a caseworker, and nobody has to type six words to look into them."""
    folder, made = practice
    others = tuple((name, roles[0]) for name, roles in made.users if name != made.user)
    leave_practice_key(folder, PracticeKey(made.user, made.passphrase, others))

    sit.start(folder)
    told = [button.text() for button in sit.amparo.screen.colleagues]
    sit.click(next(each for each in sit.amparo.screen.colleagues if SUPERVISOR in each.text()))
    sit.until(lambda: isinstance(sit.amparo.screen, ReturnCodeScreen))
    sit.amparo.screen.chosen.emit("")
    sit.settle()

    assert told == [
        "Bruno Ceibo · Caseworker", "Sofía Ceibo · Supervisor", "Clara Ceibo · Coordinator", "Alma Ceibo · Auditor"]
    assert sit.sitting.desk.me.display_name == SUPERVISOR
    assert sit.sitting.desk.vault_open
