# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is offered once a form is kept: offered, and never begun by itself."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from forms.session import FormSession
from tests.screens.at_desk import Room
from tests.screens.at_keyboard import words_on
from tests.screens.at_record_editor import opened, saved, say, way
from tests.screens.histories import LIMITS, SERVICE_CONSENT, accompanied, fill, first_contact
from ui.screens.feedback import FeedbackScreen

OPINION = "Ask for an opinion"
OFFERS = [
    ("F13", {"checkin_offer": "yes"}, ["Next: How I am getting on (RCI-24)", "Back to the case", OPINION]),
    ("F06", {"calm_alone": "cantar", "who_has_copy": "person"}, ["To the reports", "Back to the case"]),
    ("F06", {"calm_alone": "cantar", "who_has_copy": "none"}, ["Back to the case"]),
    ("F14", {"p1": 2}, ["Back to the case"]),
    ("F15", {"reason": "my_choice"}, ["Back to the case", OPINION]),
]


@pytest.mark.parametrize(("form", "answers", "ways"), OFFERS)
def test_what_comes_next_is_offered(room: Room, desk: Desk, form: str, answers: dict[str, object], ways: list[str]):
    """As she wants it; the way back is always there."""
    screen = opened(room, form, accompanied(desk))
    say(screen, **answers)

    saved(room, screen)

    assert [button.words() for button in screen.after.buttons] == ways


def test_after_the_first_intake_six_lines_about_daily_life_are_offered(room: Room, desk: Desk):
    """Once, and not whenever something is added to it."""
    case = first_contact(desk)
    fill(desk, "LIMITS", case, LIMITS)
    fill(desk, "F03", case, SERVICE_CONSENT)
    screen = opened(room, "F02", case)
    say(screen, hopes="dormir")
    saved(room, screen)
    assert [button.words() for button in screen.after.buttons] == [
        "Back to the case", "Next: What eases daily life (WG-SS score sheet)"]

    again = opened(room, "F02", case)
    say(again, strengths="cantar")
    saved(room, again)

    assert room.went[-1][0] == "case"


def test_a_check_in_she_does_not_want_is_not_spoken_of(room: Room, desk: Desk):
    """No and later lead back; the check-in has no button there."""
    case = accompanied(desk)
    for answer in ("no", "later"):
        screen = opened(room, "F13", case)
        say(screen, checkin_offer=answer)
        saved(room, screen)

        assert [button.words() for button in screen.after.buttons] == ["Back to the case", OPINION]
        way(screen, "Back to the case").click()
        assert room.went[-1] == ("case", {"case": case, "tab": "plan"})


@pytest.mark.rule("PA-12")
@pytest.mark.parametrize(("form", "answers"), [("F13", {"checkin_offer": "no"}), ("F15", {"reason": "my_choice"})])
def test_an_opinion_is_offered_and_nothing_of_the_case_goes_along(
        room: Room, desk: Desk, form: str, answers: dict[str, object]):
    """Neither in where it leads, nor in what is kept of it; the file and the log stay as they were."""
    case = accompanied(desk)
    screen = opened(room, form, case)
    say(screen, **answers)
    saved(room, screen)
    way(screen, OPINION).click()

    assert room.went[-1] == ("feedback", {})
    before = _held(desk, case)
    room.show(FeedbackScreen(room.s))
    session = FormSession(desk.feedback.form())
    session.answer("discreet", "yes")
    assert desk.feedback.hand_in(session.changes())
    with desk.bench.keeper.writing() as work:
        [waiting] = work.feedback.waiting()
    assert bytes.fromhex(case) not in waiting
    assert case.encode() not in waiting
    assert _held(desk, case) == before


def _held(desk: Desk, case: str) -> tuple[object, ...]:
    """Everything that is held of a case, and the newest lines of the log."""
    with desk.bench.keeper.writing() as work:
        return frozenset(work.rows_of(bytes.fromhex(case))), tuple(work.audit_tail(50))


def test_whoever_adds_to_an_old_closing_is_offered_nothing(room: Room, desk: Desk):
    """A supervisor who reads it has nobody before her to ask."""
    case = accompanied(desk)
    fill(desk, "F15", case, {"reason": "my_choice"})
    record = desk.bench.look_up(case).latest("F15").entity.id.hex()
    screen = opened(room, "F15", case, record=record)
    say(screen, supervisor_seen="2026-11-25")
    saved(room, screen)

    assert screen.after is None
    assert room.went[-1][0] == "case"


@pytest.mark.rule("NR-15")
def test_a_cue_leads_to_the_safety_plan(room: Room, desk: Desk):
    """Before anything else, and on a half-filled sheet too."""
    case = accompanied(desk)
    desk.questionnaires.switch("phq9", ["caseworker"])
    desk.questionnaires.set_responder(True)
    screen = opened(room, "PHQ9", case)
    say(screen, item9="1")

    saved(room, screen)
    words = words_on(screen.after)
    way(screen, "Next: Safety plan").click()

    assert "Talk about safety now" in words
    assert screen.after.buttons[0].words() == "Next: Safety plan"
    assert room.went[-1] == ("form", {"form": "F06", "case": case})
