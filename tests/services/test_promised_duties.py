# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a form says will be seen to is a duty of the team: a permit that runs out, a call before the next look."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from tests.services.conftest import Fill


def due(desk: Desk, case: str, rule: str) -> list[str]:
    """The days on which something of that kind is due."""
    return [duty.due for duty in desk.cases.duties(case) if duty.rule == rule]


def test_a_permit_that_runs_out_is_seen_to_a_month_before(fill: Fill, desk: Desk, case: str):
    """Of several the last to end counts; a new one moves the day, and one not granted has no end."""
    fill("F10", case, goal_own_words="trabajar con permiso", legal_work_step=[
        {"route": "temporal", "state": "granted", "expires_on": "2027-01-31"},
        {"route": "otra", "state": "not_granted", "expires_on": "2027-12-31"}])
    assert due(desk, case, "paper_ends") == ["2027-01-01"]

    fill("F10", case, goal_own_words="seguir", legal_work_step=[
        {"route": "temporal", "state": "applied"},
        {"route": "temporal", "state": "granted", "expires_on": "2028-01-31"}])

    assert due(desk, case, "paper_ends") == ["2028-01-01"]


@pytest.mark.rule("UX-01")
def test_the_duty_tells_nobody_what_paper_it_is(fill: Fill, desk: Desk, case: str):
    """A way to work is a sensitive thing; a list shows that a paper ends, and no more."""
    from assist.domain.duties import RULES

    fill("F10", case, goal_own_words="x", legal_work_step=[{"state": "granted", "expires_on": "2027-01-31"}])

    assert due(desk, case, "paper_ends") == ["2027-01-01"]
    assert RULES["paper_ends"] == "Renew a paper in good time"


def test_without_a_day_there_is_nothing_to_renew(fill: Fill, desk: Desk, case: str):
    """An application has no end."""
    fill("F10", case, goal_own_words="x", legal_work_step=[{"state": "applied"}])

    assert due(desk, case, "paper_ends") == []


@pytest.mark.rule("PA-10")
def test_who_wants_to_be_told_before_the_next_look_is_told(fill: Fill, desk: Desk, case: str):
    """The day before, until the look was held; who comes by herself is not called."""
    fill("F13", case, next_on="2027-02-10", next_way="on_that_day")
    assert due(desk, case, "tell_review") == ["2027-02-09"]
    assert due(desk, case, "review") == ["2027-02-10"]

    fill("F13", case, next_on="2027-05-10", next_way="i_will_come")

    assert due(desk, case, "tell_review") == []
    assert due(desk, case, "review") == ["2027-05-10"]
