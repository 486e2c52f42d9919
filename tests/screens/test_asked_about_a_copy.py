# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether she gets a copy is asked once, in the form; what comes after only follows from her answer."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import words_on
from tests.screens.at_record_editor import opened, saved, say, to_page_with, way
from tests.screens.histories import SERVICE_CONSENT, SEWING, accompanied, fill
from ui.screens.record_editor import RecordEditor
from ui.widgets.choice import ChoiceButtons

FOLLOWS = {
    "given": "The participant copy is made under Reports, after one question about safety.",
    "read_out": "Read it out now, slowly, from the Plan or Consent part of the file.",
    "not_safe": "Then no paper is made. It can be asked again another day.",
    "not_wanted": "That is all right.",
}
ANSWERS = {"AGR": {"how": "spoken"}, "F03": SERVICE_CONSENT}


def agreed(room: Room, desk: Desk, form: str, copy: str = "") -> tuple[str, RecordEditor]:
    """A plan or a consent agreed, with what became of her copy if that was asked."""
    case = accompanied(desk)
    fill(desk, "F10", case, SEWING)
    screen = opened(room, form, case)
    say(screen, **ANSWERS[form], **({"copy": copy} if copy else {}))
    saved(room, screen)
    return case, screen


@pytest.mark.rule("UX-25")
@pytest.mark.parametrize("form", ["AGR", "F03"])
def test_the_last_question_of_the_form_is_the_one_about_a_copy(form: str, room: Room, desk: Desk):
    """Given, read out, not safe, not wanted; and with it whether she can keep one without danger."""
    case = accompanied(desk)
    fill(desk, "F10", case, SEWING)
    screen = opened(room, form, case)
    if form == "F03":
        say(screen, kind="accompaniment")

    card = to_page_with(screen, "copy")
    labels = [one.label for one in card.findChild(ChoiceButtons).buttons()]

    assert labels == ["copy given", "read out", "a copy is not safe", "not wanted"]
    assert "Would you like a copy? Can you keep it without danger?" in words_on(card)


@pytest.mark.rule("UX-25", "UX-08")
@pytest.mark.parametrize("copy", [*FOLLOWS, ""])
@pytest.mark.parametrize("form", ["AGR", "F03"])
def test_after_the_form_nobody_asks_again(form: str, copy: str, room: Room, desk: Desk):
    """What was answered is followed by what it means; what was passed over stays passed over."""
    _case, screen = agreed(room, desk, form, copy)

    said = words_on(screen.after)

    assert screen.after.findChild(ChoiceButtons) is None
    assert "Would you like a copy?" not in said
    assert [words for words in FOLLOWS.values() if words in said] == ([FOLLOWS[copy]] if copy else [])


@pytest.mark.rule("UX-25")
@pytest.mark.parametrize("form", ["AGR", "F03"])
def test_a_copy_she_gets_leads_to_the_reports(form: str, room: Room, desk: Desk, qtbot: QtBot):
    """There the paper is made, and there alone."""
    case, screen = agreed(room, desk, form, "given")

    click(way(screen, "To the reports"), qtbot)

    assert room.went == [("reports", {"case": case, "kind": "participant"})]


@pytest.mark.rule("UX-25")
@pytest.mark.parametrize("copy", ["read_out", "not_safe", "not_wanted", ""])
def test_no_other_answer_leads_to_a_paper(copy: str, room: Room, desk: Desk):
    """Where a paper is not safe nothing invites to make one."""
    _case, screen = agreed(room, desk, "AGR", copy)

    assert "To the reports" not in [one.words() for one in screen.after.buttons]


@pytest.mark.rule("PA-02")
def test_the_plan_that_waits_is_proposed_and_then_agreed(room: Room, desk: Desk):
    """The form begins with the plan that has goals and no agreement."""
    case, screen = agreed(room, desk, "AGR")

    assert screen.view.session.answer_of("plan").value == "productive"
    assert desk.cases.plan(case).states["productive"] == "agreed"
