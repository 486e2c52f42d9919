# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about the work: asked again before it was time (R-27), safety plans in date (R-07), check-ins (R-24)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.errors import NotAllowed
from forms.checkin import GROUPS, REVERSED
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


# -- R-07 -----------------------------------------------------------------------------------------


def someone(fill: Fill, band: str, plan: dict[str, str] | None = None) -> str:
    """A person with this view of her own safety, and a plan or none."""
    made: str = fill("F01", may_keep_note="yes").case
    if band:
        fill("F05", made, own_band=band)
    if plan is not None:
        fill("F06", made, calm_alone="cantar", **plan)
    return made


@pytest.mark.rule("WP-07")
def test_safety_plans_are_counted_among_those_who_need_one(desk: Desk, fill: Fill, clock: FixedClock):
    """Not over all open cases: a low band, no look yet, help without a file and whoever left are in neither number."""
    someone(fill, "careful", {"review_on": "2026-12-10"})
    someone(fill, "worried", {})
    someone(fill, "in_danger")
    someone(fill, "calm", {})
    someone(fill, "", {})
    fill("F15", someone(fill, "worried"), reason="my_choice")
    fill("F01", may_keep_note="no")

    found = desk.figures.plans_current()
    assert (found.current, found.needing, found.value) == (2, 3, 2 / 3)

    for passed, current in ((7, 2), (8, 1), (15, 1), (16, 0)):  # the high one lasts a week: no other day was agreed
        clock.set(datetime(2026, 11, 25, 10, tzinfo=UTC) + timedelta(days=passed))
        assert desk.figures.plans_current().current == current


def test_with_nobody_in_need_of_a_plan_there_is_no_share(desk: Desk, fill: Fill):
    """Neither none nor all."""
    someone(fill, "calm", {})

    assert desk.figures.plans_current().value is None


# -- R-24 -----------------------------------------------------------------------------------------


def checked_in(fill: Fill, case: str, day: int, clock: FixedClock, **marks: int | None) -> None:
    """A check-in so many days after the first, each group all of one mark; a group of None is left out."""
    clock.set(FIRST + timedelta(days=day))
    said = {item: str(4 - mark) if item in REVERSED else mark for group, mark in marks.items() if mark is not None
            for item in GROUPS[group]}
    fill("F14", case, **said)


def test_change_is_of_the_same_people_twice_group_by_group(desk: Desk, fill: Fill, clock: FixedClock):
    """Her first and her last of that time; whoever has one of a group alone is not in the number of that group."""
    one, other, once = (accompanied(fill) for _number in range(3))
    checked_in(fill, one, 0, clock, economic=1, social=2, psychosocial=0)
    checked_in(fill, other, 0, clock, economic=3, social=None, psychosocial=1)
    checked_in(fill, once, 0, clock, economic=0, social=0, psychosocial=0)
    checked_in(fill, one, 95, clock, economic=0, social=2, psychosocial=None)
    checked_in(fill, one, 190, clock, economic=3, social=1, psychosocial=None)
    checked_in(fill, other, 195, clock, economic=2, social=4, psychosocial=1)

    def told(first: str, last: str) -> list[tuple[str, float | None, int]]:
        return [(each.code, each.value, each.people) for each in desk.figures.checkin_changes(first, last)]

    assert told("2026-12-01", "2027-12-31") == [
        ("economic", (0.5 - 0.25) / 2, 2), ("social", -0.25, 1), ("psychosocial", 0.0, 1)]
    assert told("2026-12-01", "2027-04-30") == [("economic", -0.25, 1), ("social", 0.0, 1), ("psychosocial", None, 0)]
    assert told("2026-12-02", "2027-04-30")[0] == ("economic", None, 0), "the first day is outside"


@pytest.mark.rule("CO-15")
def test_whoever_wants_not_to_be_counted_is_in_no_figure_that_leaves(desk: Desk, fill: Fill, clock: FixedClock):
    """Inside the house they stay what they are."""
    one = accompanied(fill)
    fill("F05", one, own_band="worried")
    checked_in(fill, one, 0, clock, economic=1, social=1, psychosocial=1)
    checked_in(fill, one, 95, clock, economic=2, social=2, psychosocial=2)
    fill("F03", one, kind="statistics_objection", recipient="x", decision="yes", expiry="2027-11-24", mode="spoken")

    assert desk.figures.plans_current().needing == 1
    assert desk.figures.plans_current(leaving=True).needing == 0
    assert {each.people for each in desk.figures.checkin_changes("2026-01-01", "2027-12-31")} == {1}
    assert {each.people for each in desk.figures.checkin_changes("2026-01-01", "2027-12-31", leaving=True)} == {0}


def accompanied(fill: Fill) -> str:
    """A person who agreed to be accompanied."""
    made: str = fill("F01", may_keep_note="yes").case
    fill("LIMITS", made, explained="yes")
    fill("F03", made, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes", expiry="2027-11-24",
         mode="spoken")
    return made
