# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""R-27: how often somebody was asked again before it was time, among those accompanied; the aim is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.errors import NotAllowed
from forms.score_sheets import early_ones, score_sheet
from tests.services.conftest import Fill

FIRST = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def asked(fill: Fill, case: str, clock: FixedClock):
    """``asked(day, reason)``: the wellbeing questions so many days after the first time."""
    def at(day: int, reason: str = "") -> None:
        clock.set(FIRST + timedelta(days=day))
        fill("WHO5", case, item1="2", **({"early_reason": reason} if reason else {}))
    return at


@pytest.mark.rule("NR-08")
def test_a_repeat_before_its_time_is_counted_and_a_timely_one_is_not(desk: Desk, case: str, asked):
    """A reason lets it be asked; it does not make it timely."""
    asked(0)
    asked(5, "She asked for it")
    asked(19)
    asked(33, "a reason nobody needed")

    assert desk.figures.early_repeats(case) == ("2026-12-06",)
    found = desk.figures.reask_index("2026-11-01", "2027-01-31")
    assert (found.early, found.active, found.value) == (1, 1, 1.0)


@pytest.mark.rule("NR-08")
def test_what_was_refused_is_not_counted(desk: Desk, case: str, asked):
    """Nothing was asked."""
    asked(0)
    with pytest.raises(NotAllowed):
        asked(3)

    assert desk.figures.early_repeats(case) == ()


def test_the_index_is_of_a_time_and_of_those_accompanied_at_its_end(desk: Desk, fill: Fill, case: str, asked):
    """Help without a file is nobody who is accompanied; who left before is not counted below the line."""
    asked(0)
    asked(5, "x")
    fill("F01", may_keep_note="no")
    other = fill("F01", may_keep_note="yes").case
    fill("F15", other, reason="my_choice")

    assert desk.figures.reask_index("2026-12-01", "2026-12-05").early == 0
    assert desk.figures.reask_index("2026-12-07", "2026-12-31").early == 0
    found = desk.figures.reask_index("2026-12-06", "2026-12-31")
    assert desk.figures.reask_index("2026-11-01", "2026-11-24").active == 0, "nobody was here yet"
    assert (found.early, found.active, found.value) == (1, 1, 1.0)


def test_with_nobody_accompanied_there_is_no_index(desk: Desk):
    """Not nought: there is nothing to divide by."""
    found = desk.figures.reask_index("2026-01-01", "2026-12-31")

    assert (found.early, found.active, found.value) == (0, 0, None)


@pytest.mark.rule("NR-08")
def test_early_ones_are_those_too_near_or_too_many_in_a_year():
    """In whatever order they come, the first one never."""
    sheet = score_sheet("who5")
    monthly = [f"2026-{month:02}-01" for month in range(1, 9)]

    assert early_ones(sheet, []) == ()
    assert early_ones(sheet, ["2026-03-01", "2026-03-01"]) == ("2026-03-01",)
    assert early_ones(sheet, monthly[::-1]) == tuple(monthly[6:]), "six a year"
