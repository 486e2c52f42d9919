# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody is taken out while the place says nothing: nothing else waits, and closing the laptop does it at once."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from assist.services.inviting import Wanted
from assist.services.joining import NewMember
from assist.services.meeting import Meeting, MeetingService
from tests.screens.at_window import SMALL, AtWindow, cut_off, seen
from tests.screens.test_meeting_place import at_place, stick
from tests.screens.test_people import HERS, newcomer
from ui.dialogs.confirm import Confirm
from ui.screens.settings.people import PeopleTab
from ui.shell.sitting import Sitting
from ui.wiring import Door

__all__ = ["newcomer", "stick"]


@pytest.fixture
def beto(desk, newcomer: Door) -> str:
    """He was let in already; his id."""
    made = desk.inviting.invite(Wanted("Beto", ("caseworker",), "", "es"))
    waits = newcomer.join(newcomer.read_invitation(made.file, made.words), NewMember("Beto Quispe", HERS, "azul"))
    desk.inviting.read_request(waits.request)
    desk.inviting.admit(made.ref, waits.compared)
    return desk.people.person("Beto Quispe").user


@pytest.fixture
def silent(monkeypatch) -> Iterator[Event]:
    """A place that says nothing until somebody lets it."""
    speaks = Event()

    def nothing(self: MeetingService, *_more: object, **_named: object) -> Meeting:
        speaks.wait(20)
        return Meeting()

    monkeypatch.setattr(MeetingService, "round", nothing)
    yield speaks
    speaks.set()


@pytest.fixture
def tab(at_window: AtWindow, sitting: Sitting, beto: str) -> PeopleTab:
    """Settings, at the people."""
    sitting.go("settings", tab="people")
    at_window.settle()
    return sitting.frame.stage.current.tab


def take_out(at_window: AtWindow, tab: PeopleTab) -> None:
    """The link at his name, and yes."""
    link = next(each for each in tab.links if each.words() == "has left")
    link.setFocus()
    link.click()
    assert isinstance(tab.sheet, Confirm)
    tab.sheet.act.click()
    at_window.until(tab.taking_out.isVisible)


def test_paper_and_saves_go_on_while_a_place_says_nothing(at_window, sitting, tab, silent, desk, beto):
    """It is said that it is under way, every word has room, and once the place answers it is done."""
    at_window.window.resize(*SMALL)
    take_out(at_window, tab)
    done: list[str] = []
    for lane in (sitting.write, sitting.read, sitting.paper):
        lane.run(lambda: None, owner=sitting, then=lambda _nothing, lane=lane: done.append(lane.name))
    at_window.until(lambda: len(done) == 3)
    words, cut, still = seen(at_window.window), cut_off(tab.taking_out.parentWidget()), desk.rosters.now()
    silent.set()
    at_window.until(lambda: not desk.rosters.now().is_active(bytes.fromhex(beto)))
    at_window.settle()

    assert sorted(done) == ["paper", "read", "write"]
    assert "You can go on meanwhile" in words
    assert cut == []
    assert still.is_active(bytes.fromhex(beto))
    assert "Beto Quispe was taken out." in sitting.surroundings.banner.message()
    assert not tab.taking_out.isVisible()


def test_whoever_goes_elsewhere_hears_of_it_there(at_window, sitting, tab, silent, desk, beto):
    """The page it was decided on need not stay open."""
    take_out(at_window, tab)
    sitting.go("my_day")
    silent.set()
    at_window.until(lambda: "was taken out" in sitting.surroundings.banner.message())

    assert not desk.rosters.now().is_active(bytes.fromhex(beto))


def test_locking_does_at_once_what_was_decided(at_window, sitting, tab, silent, desk, door, beto, passphrase):
    """Somebody may be in danger: a decision is not lost with the page."""
    take_out(at_window, tab)
    sitting.lock()
    at_window.until(lambda: at_window.relaunched)
    silent.set()
    again = door.sign_in("Ana Ríos", passphrase)
    try:
        assert not again.rosters.now().is_active(bytes.fromhex(beto))
    finally:
        again.close()


def test_what_was_decided_during_a_round_goes_out_with_one_of_its_own(at_window, sitting, stick, monkeypatch):
    """The round under way may have passed it by; nothing is said of the second one."""
    at_place(at_window, sitting, stick)
    begun: list[int] = []
    real = MeetingService.round
    monkeypatch.setattr(MeetingService, "round", lambda self, **named: (begun.append(1), real(self, **named))[1])

    sitting.meetings.soon()
    sitting.surroundings.carry()
    at_window.until(lambda: len(begun) == 2)
    at_window.settle()

    assert begun == [1, 1]
    assert sitting.surroundings.banner.isHidden()
