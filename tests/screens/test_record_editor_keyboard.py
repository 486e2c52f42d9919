# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms are filled in without a mouse, from the first contact to a threat, and every control says its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from assist.views import CaseQuery
from tests.screens.at_desk import Room
from tests.screens.at_keyboard import Key, here, press, reached_by_keyboard, spoken, write
from tests.screens.at_record_editor import opened
from tests.screens.histories import half_a_year
from ui.screens.my_day import MyDayScreen


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def tab_until(self, what: str, is_there: Callable[[QWidget], bool]) -> None:
        """Tab until the keyboard is where it is wanted."""
        for _step in range(120):
            if here() is not None and is_there(here()):
                return
            QTest.keyClick(here() or self.room.window, Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {what}")

    def tab_to(self, name: str) -> None:
        """To the control with that name."""
        self.tab_until(name, lambda widget: widget.accessibleName() == name)

    def press_button(self, name: str) -> None:
        """To a button, and Enter."""
        self.tab_to(name)
        press(Key.Key_Return)
        self.room.settle()

    def to_question(self, question: str) -> None:
        """To the answer of a question, turning pages as needed."""
        for _page in range(12):
            cards = self.room.screen.view.sheet.cards()
            card = next((one for one in cards if one.question.text() == question), None)
            if card is not None:
                self.tab_until(question, card.isAncestorOf)
                return
            self.go_on()
        raise AssertionError(f"no page asks {question}")

    def choose(self, question: str, choice: str) -> None:
        """To a question, arrows to one of its choices, Space."""
        self.to_question(question)
        for _step in range(12):
            if here().accessibleName() == choice:
                break
            press(Key.Key_Right)
        press(Key.Key_Space)

    def say(self, question: str, words: str) -> None:
        """To a question, and write."""
        self.to_question(question)
        write(words)

    def go_on(self) -> None:
        """Next page, or save."""
        press(Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
        self.room.settle()

    def finish(self) -> None:
        """On through every page that is left, and save."""
        screen = self.room.screen
        for _page in range(12):
            if self.room.screen is not screen or screen.after is not None:
                return
            self.go_on()

    def to_part(self, name: str) -> None:
        """To a part of the case file."""
        tabs = self.room.screen.tabs
        self.tab_until("the parts of the file", tabs.isAncestorOf)
        for _step in range(8):
            if here().accessibleName() == name:
                break
            press(Key.Key_Right)
        press(Key.Key_Space)
        self.room.settle()


def first_contact_to_intake(keys: Keyboard) -> None:
    """From My day through limits and consent to an intake that is kept."""
    keys.press_button("New first contact")
    keys.choose("What would help most today? Up to three, in your order.", "a place to sleep")
    keys.say("What shall we call you? Any name.", "Killa")
    keys.choose("May we keep this short note?", "yes")
    keys.finish()
    keys.press_button("Next: Limits of secrecy")
    keys.choose("The limits were explained", "yes")
    keys.finish()
    keys.press_button("Next: Consent")
    keys.choose("What it is about", "to be accompanied and keep a record")
    keys.go_on()
    for step in ("1 · What it is for", "2 · What helps, what may not", "3 · If the answer is no",
                 "4 · In her own words"):
        keys.press_button(step)
    keys.choose("Your decision", "yes")
    keys.finish()
    keys.press_button("Next: Intake")
    keys.say("What would you like to be different in three months?", "Trabajar cerca")
    keys.finish()
    keys.press_button("Back to the case")


def test_the_whole_way_is_walked_with_the_keyboard_alone(desk: Desk, qtbot: QtBot):
    """First contact, limits, consent, intake, goal, agreement, threat: no mouse, no lost step."""
    room = Room(desk, qtbot, follows=True)
    keys = Keyboard(room)
    room.show(MyDayScreen(room.s))

    first_contact_to_intake(keys)
    case = desk.cases.listed(CaseQuery())[0].case
    stage_after_intake = desk.cases.header(case).stage
    keys.to_part("Plan")
    keys.press_button("New psychosocial goal")
    keys.say("What I want, in my words", "Dormir sin susto")
    keys.finish()
    keys.press_button("Agree the plan")
    keys.choose("How it was agreed", "signature")
    keys.finish()
    state = desk.cases.plan(case).states["psychosocial"]
    keys.press_button("Back to the case")
    keys.to_part("Safety")
    keys.press_button("Record a threat")
    keys.choose("What", "seen near")
    keys.choose("When", "now")
    keys.choose("Who is at risk", "the person")
    keys.finish()
    room.close()

    assert room.troubles == []
    assert stage_after_intake == "assessing"
    assert state == "agreed"
    assert desk.cases.header(case).level == 2
    assert desk.cases.safety(case).hold


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("form", ["F01", "F03", "F05", "F08", "F11", "F13", "F17"])
def test_whatever_can_have_the_keyboard_says_its_name(form: str, room: Room, desk: Desk):
    """On every page, and on the page after."""
    case = half_a_year(desk)
    screen = opened(room, form, "" if form == "F01" else case)

    silent = []
    for page in range(screen.view.page_count()):
        screen.view.show_page(page)
        silent += [one for one in reached_by_keyboard(room.window) if not spoken(one)]

    assert silent == []
