# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""While she rests the window offers no next form; a note and a threat can be written, and going on is one press."""

from __future__ import annotations

from assist.desk import Desk
from tests.screens.at_case_file import act
from tests.screens.at_case_file import opened as file_of
from tests.screens.at_desk import Room
from tests.screens.at_record_editor import opened, saved, say
from tests.screens.at_window import seen
from tests.screens.histories import LIMITS, SERVICE_CONSENT, accompanied, fill, first_contact


def offered(room: Room, case: str) -> list[str]:
    """The buttons at the foot of the first page."""
    return [button.words() for button in file_of(room, case).foot.acts()]


def test_a_rest_may_begin_with_her_consent_and_offers_nothing_but_what_she_needs(room: Room, desk: Desk):
    """Its place on the path is before the intake."""
    case = first_contact(desk)
    fill(desk, "LIMITS", case, LIMITS)
    fill(desk, "F03", case, SERVICE_CONSENT)
    assert "Rest a while" in offered(room, case)
    assert "Write a first goal" in seen(file_of(room, case))

    act(file_of(room, case), "Rest a while").click()
    room.settle()

    assert offered(room, case) == ["She is ready to go on", "Note of today", "Record a threat"]
    assert "Write a first goal" not in seen(file_of(room, case))


def test_no_check_in_and_no_questions_about_daily_life_are_offered_during_a_rest(room: Room, desk: Desk):
    """What she wants to tell is kept, and leads back to the case."""
    case = accompanied(desk)
    desk.care.pause(case)
    for form, answers in (("F13", {"checkin_offer": "yes"}), ("F02", {"strengths": "cantar"})):
        screen = opened(room, form, case)
        say(screen, **answers)
        saved(room, screen)

        assert room.went[-1][0] == "case"
    screen = opened(room, "F03", case)
    say(screen, kind="referral", recipient="Registro", decision="no", copy="not_wanted")
    saved(room, screen)
    assert [button.words() for button in screen.after.buttons] == ["Back to the case"]
