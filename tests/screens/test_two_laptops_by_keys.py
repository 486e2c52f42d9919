# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows, two keyboards and no mouse: invite, join, they match, sync, settle what was written apart, take out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from assist.crypto.words import fold
from assist.practice import fill
from tests.conftest import NOON
from tests.screens.at_keyboard import here
from tests.screens.at_window import LARGE, AtWindow, cut_off, nameless, seen
from tests.screens.hands import Hands, Key
from tests.screens.histories import first_contact
from ui.screens.first_run.paper import PaperPage
from ui.screens.first_run.waiting import WaitingPage
from ui.screens.return_code import ReturnCodeScreen

STOPS = 130
"""Presses of Tab that all of it may take: 100 when it was walked first."""


@pytest.fixture
def ana(at_window: AtWindow, desk, door, killa: str, tmp_path: Path) -> Hands:
    """She founded the organisation and chose a stick to meet at."""
    (tmp_path / "stick").mkdir()
    desk.meeting.set((tmp_path / "stick").as_uri())
    at_window.sit_down(desk, door, size=LARGE)
    return Hands(at_window)


@pytest.fixture
def beto(qtbot, clock, ana: Hands, monkeypatch, tmp_path: Path) -> Iterator[Hands]:
    """A laptop on which nothing is yet."""
    monkeypatch.setenv("AMPARO_DEVICE_DIR", str(tmp_path / "another laptop"))
    at = AtWindow(qtbot, clock)
    yield Hands(at)
    if at.amparo.sitting is not None:
        at.sitting.desk.close()
    at.close()


def page_of(hands: Hands) -> QWidget:
    """The page of the first run."""
    return hands.at.amparo.screen.page


def whole(hands: Hands) -> None:
    """Every word on the screen has room and every control a name."""
    hands.at.until(lambda: cut_off(hands.at.window) == [])
    assert nameless(hands.at.window) == []


def invite(ana: Hands, file: Path) -> str:
    """Settings, people, invite: a file, and twelve words read off the screen."""
    ana.do("Settings")
    ana.do("Invite somebody")
    ana.write("Beto")
    ana.find("Caseworker")
    ana.press(Key.Key_Space)
    ana.do("Make the invitation")
    words = ana.at.sitting.frame.stage.current.tab.invite.words.words
    whole(ana)
    ana.do_with_file("Save the file", file)
    ana.do("The words were told")
    return words


def join(beto: Hands, file: Path, words: str) -> str:
    """From the first screen to the six words; returns them."""
    beto.at.start(size=LARGE)
    beto.do("English")
    beto.do("Join my organisation")
    beto.press(Key.Key_Tab)  # the keyboard waits at the file
    beto.do_with_file("Choose the file", file)
    beto.write(fold(words))
    beto.do("Go on")
    assert here() is page_of(beto).name
    beto.find("What you call this laptop")
    beto.write("azul")
    beto.press(Key.Key_Return)
    paper = page_of(beto)
    assert isinstance(paper, PaperPage)
    beto.do("They are on paper")
    for place in paper.type_back.places:
        beto.find(f"Word number {place}")
        beto.write(paper.words.word(place))
    beto.press(Key.Key_Return)
    beto.until(lambda: isinstance(page_of(beto), WaitingPage))
    whole(beto)
    return page_of(beto).words.words


def meet(hands: Hands) -> None:
    """The quiet line at the foot."""
    hands.take_turn()
    hands.do("ynced")


def write_apart(hands: Hands, case: str, language: str) -> None:
    """She asks the same question of the same person."""
    desk = hands.at.sitting.desk
    record = next(row.record for row in desk.cases.records(case) if row.form == "F01")
    opening = desk.records.open("F01", case, record)
    fill(opening, {"lang_pref": language})
    desk.records.save(opening)


def test_two_people_do_all_of_it_without_a_mouse(ana: Hands, beto: Hands, killa: str, clock, tmp_path: Path):
    """Each thing is found by its name, in a number of steps somebody would take; nothing waits for a pointer."""
    ana.take_turn()
    words = invite(ana, tmp_path / "beto.amparo-invitation")
    six = join(beto, tmp_path / "beto.amparo-invitation", words)

    meet(ana)
    ana.do("My day")
    ana.do("Beto")
    assert all(word in seen(ana.at.window) for word in six.split())
    ana.do("They match")
    assert "Beto is in." in seen(ana.at.window)
    whole(ana)

    beto.take_turn()
    page_of(beto).look()
    beto.until(lambda: isinstance(beto.at.amparo.screen, ReturnCodeScreen))
    beto.write("4071")
    beto.until(lambda: beto.at.amparo.sitting is not None)

    clock.set(NOON + timedelta(minutes=3))
    meet(ana)
    meet(beto)
    assert beto.at.sitting.desk.cases.rows_of([killa])
    for minutes, hands, language in ((5, ana, "en"), (9, beto, "fr")):
        clock.set(NOON + timedelta(minutes=minutes))
        write_apart(hands, killa, language)
    clock.set(NOON + timedelta(minutes=12))
    for hands in (ana, beto, ana):
        meet(hands)
    settle(ana, killa)

    ana.do("Settings")
    ana.choose("Laptops")
    ana.do("take it out azul Beto")
    whole(ana)
    assert here().words() == "Keep as it is"  # Enter by mistake changes nothing
    ana.do("Take it out")
    ana.until(lambda: "was taken out" in ana.at.sitting.surroundings.banner.message())
    fresh = first_contact(ana.at.sitting.desk, "Wayra")
    clock.set(NOON + timedelta(minutes=15))
    for hands in (ana, beto):
        meet(hands)
    assert not beto.at.sitting.desk.cases.rows_of([fresh])
    assert ana.stops + beto.stops < STOPS


def settle(ana: Hands, case: str) -> None:
    """My day leads to it; a side is chosen with Enter, and settled with Enter."""
    ana.do("My day")
    ana.do("1 difference to settle")
    screen = ana.at.sitting.frame.stage.current
    ana.until(lambda: screen.cards)
    whole(ana)
    assert here() is screen.cards[0]
    ana.press(Key.Key_Right, Key.Key_Return)
    assert here().words() == "Settle it so"
    ana.press(Key.Key_Return)
    assert "There is nothing to settle." in seen(ana.at.window)
    assert ana.at.sitting.desk.conflicts.of(case) == ()
