# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rest is hers: nothing done meanwhile ends it, nothing but safety is asked, and she says when she goes on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.domain import stages
from assist.domain.duties import SAFETY
from assist.errors import BadInput
from tests.services.conftest import Fill


def rules(desk: Desk, case: str) -> dict[str, str]:
    """What is due in a case, and when."""
    return {duty.rule: duty.due for duty in desk.cases.duties(case)}


@pytest.mark.parametrize("event", sorted({*stages._FORWARD, "reopened"} - stages._ENDS_A_REST))
def test_nothing_that_is_done_meanwhile_leads_out_of_a_rest(event: str):
    """Neither a form nor an agreement: the word is hers."""
    assert stages.stage_after(event, "pause") == "pause"


def test_what_she_wants_to_tell_during_a_rest_is_kept_and_the_rest_goes_on(fill: Fill, desk: Desk, case: str):
    """An intake, a conversation and a goal, of her own accord."""
    fill("F02", case, hopes="dormir")
    desk.care.pause(case)

    fill("F02", case, hopes="dormir y estudiar")
    fill("F07", case, rest=2)
    fill("F08", case, goal_own_words="dormir")

    assert desk.cases.header(case).stage == "pause"
    assert set(rules(desk, case)) <= SAFETY | {"rest_look"}
    desk.care.ready(case)
    assert desk.cases.header(case).stage == "assessing"
    assert "agree_plan" in rules(desk, case)


def test_after_thirty_days_the_worker_asks_and_nothing_goes_on_by_itself(
    fill: Fill, desk: Desk, case: str, clock: FixedClock
):
    """A line for the worker, on the day, until she says that she is ready; the next rest counts anew."""
    fill("F02", case, hopes="dormir")
    desk.care.pause(case)
    assert rules(desk, case)["rest_look"] == "2026-12-25"
    clock.set(datetime(2027, 2, 1, 10, tzinfo=UTC))

    assert desk.cases.header(case).stage == "pause"
    assert "rest_look" in {duty.rule for duty in desk.cases.day().late}
    desk.care.ready(case)
    assert "rest_look" not in rules(desk, case)
    desk.care.pause(case)
    assert rules(desk, case)["rest_look"] == "2027-03-03"


def test_a_rest_may_begin_as_soon_as_she_agreed_to_be_accompanied(desk: Desk, case: str):
    """Before any assessment: that is its place on the path."""
    assert desk.cases.header(case).stage == "consented"
    desk.care.pause(case)
    assert desk.cases.header(case).stage == "pause"
    with pytest.raises(BadInput):
        desk.care.pause(case)
    desk.care.ready(case)
    assert desk.cases.header(case).stage == "assessing"


def test_she_may_leave_from_a_rest(fill: Fill, desk: Desk, case: str):
    """A closing ends it, as any other stay."""
    desk.care.pause(case)

    fill("F15", case, reason="my_choice")

    assert desk.cases.header(case).stage == "closed"
