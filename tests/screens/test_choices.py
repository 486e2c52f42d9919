# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices and scales can be pointed at and picked with keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.screens.at_keyboard import press, spoken
from ui import theme
from ui.theme import Role
from ui.widgets.choice import ChoiceButtons
from ui.widgets.fields import LineEdit
from ui.widgets.scale import FillingCircles, GoalLevels

Key = Qt.Key
NEEDS = (("sleep", "a place to sleep"), ("call", "call someone"), ("food", "food"), ("clothes", "clothes"))


@pytest.mark.rule("UX-11")
def test_choices_are_picked_with_arrows_and_space(shown, qtbot: QtBot):
    """One Tab stop; each gesture has a key."""
    before, choices, after = LineEdit(), ChoiceButtons(NEEDS, multiple=True), LineEdit()
    shown(before, choices, after)
    before.setFocus()

    press(Key.Key_Tab, Key.Key_Space, Key.Key_Right, Key.Key_Down, Key.Key_Space)

    assert choices.picked() == ("sleep", "food")
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is after
    press(Key.Key_Backtab, Key.Key_Space)
    assert choices.picked() == ("sleep",)
    press(Key.Key_End)
    assert QApplication.focusWidget() is choices.buttons()[-1]
    press(Key.Key_Right, Key.Key_Home)
    assert QApplication.focusWidget() is choices.buttons()[0]


def test_one_choice_excludes_the_others_and_can_be_taken_back(shown, qtbot: QtBot):
    """Taking back is as easy as picking."""
    choices = ChoiceButtons(NEEDS)
    shown(choices)
    said: list[tuple[str, ...]] = []
    choices.chosen.connect(said.append)

    for place in (0, 2, 2):
        choices.buttons()[place].click()

    assert said == [("sleep",), ("food",), ()]
    assert not any(button.isChecked() for button in choices.buttons())


@pytest.mark.rule("UX-11")
def test_ranking_shows_and_says_the_order(shown):
    """1 · 2 · 3, in her order; taking the first back moves the others up."""
    choices = ChoiceButtons(NEEDS, limit=3, ranked=True)
    shown(choices)

    for place in (2, 0, 3):
        choices.buttons()[place].click()

    assert choices.picked() == ("food", "sleep", "clothes")
    assert spoken(choices.buttons()[0]) == "2 · a place to sleep"
    choices.buttons()[2].click()
    assert [button.words() for button in choices.buttons()] == [
        "1 · a place to sleep", "call someone", "food", "2 · clothes",
    ]  # fmt: skip


def test_one_more_than_the_limit_is_not_taken(shown, qtbot: QtBot):
    """And it is said, so that a sentence can explain it."""
    choices = ChoiceButtons(NEEDS, multiple=True, limit=2)
    shown(choices)
    choices.pick(["sleep", "call"])

    with qtbot.assertNotEmitted(choices.chosen), qtbot.waitSignal(choices.full) as full:
        choices.buttons()[2].click()

    assert full.args == [2]
    assert choices.picked() == ("sleep", "call")
    assert not choices.buttons()[2].isChecked()


def test_showing_a_stored_choice_says_nothing(shown, qtbot: QtBot):
    """Only the person answers; unknown codes are left out."""
    choices = ChoiceButtons(NEEDS, multiple=True)

    with qtbot.assertNotEmitted(choices.chosen):
        choices.pick(["clothes", "gone", "sleep"])

    assert choices.picked() == ("sleep", "clothes")


def test_a_long_list_begins_with_eight_and_unfolds(shown):
    """Up to nine are buttons at once; a picked one is never left folded away."""
    many = [(f"c{at}", f"choice {at}") for at in range(18)]
    folded, picked = ChoiceButtons(many), ChoiceButtons(many)
    picked.pick(["c17"])
    shown(folded, picked)
    assert sum(button.isVisible() for button in folded.buttons()) == 8
    assert all(button.isVisible() for button in picked.buttons())

    folded.setFocus()
    press(Key.Key_End, Key.Key_Space)

    assert all(button.isVisible() for button in folded.buttons())
    assert QApplication.focusWidget() is folded.buttons()[8]


def test_nothing_moves_when_a_choice_is_picked(shown):
    """Heavier words have their room from the beginning."""
    choices = ChoiceButtons(NEEDS)
    shown(choices)
    before = [button.geometry() for button in choices.buttons()]

    choices.buttons()[0].click()

    assert [button.geometry() for button in choices.buttons()] == before


@pytest.mark.rule("UX-11")
def test_circles_are_picked_with_arrows_and_space(shown):
    """0 is an answer, nothing is none."""
    circles = FillingCircles()
    shown(circles)
    circles.setFocus()
    assert circles.value() is None

    press(Key.Key_Space)
    assert circles.value() == 0
    press(Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    assert circles.value() == 3

    press(Key.Key_Space)
    assert circles.value() is None


def test_circles_fill_step_by_step_and_say_their_words(shown):
    """A quarter more each; the words stand under them, in the words of the form when it has some."""
    circles = FillingCircles(["nada", "un poco", "mitad", "casi todo", "todo"])
    shown(circles)

    assert [circle.share for circle in circles.buttons()] == [0, 0.25, 0.5, 0.75, 1]
    assert [spoken(circle) for circle in circles.buttons()] == ["nada", "un poco", "mitad", "casi todo", "todo"]


@pytest.mark.rule("UX-11")
def test_goal_levels_go_from_minus_two_to_two(shown):
    """One to five full circles; the words of the level are said."""
    levels = GoalLevels()
    shown(levels)
    levels.setFocus()

    press(Key.Key_Right, Key.Key_Space)

    assert levels.value() == -1
    assert [circle.share for circle in levels.buttons()] == [1, 1, 0, 0, 0]
    assert spoken(levels.buttons()[4]) == "5 of 5: much more than hoped"
    levels.set_value(7)
    assert levels.value() is None


@pytest.mark.parametrize("make", [FillingCircles, GoalLevels, lambda: ChoiceButtons(NEEDS)])
def test_larger_type_makes_larger_targets(make, shown):
    """In the window looked at together everything grows with its type."""
    control = make()
    shown(control, width=1300)
    before = control.buttons()[0].sizeHint()

    control.setFont(theme.font(Role.BODY, 1.8))

    after = control.buttons()[0].sizeHint()
    assert after.height() > before.height()
    assert after.width() > before.width()
