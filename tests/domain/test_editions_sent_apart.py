# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two supervisors sent figures of a year from laptops that had not met; what is told next is held against both."""

from __future__ import annotations

import pytest

from assist.editionbook import Kept, newest
from assist.figures.editions import packed, publish, unpacked
from assist.figures.shapes import Cell, Edition, Table, Threshold, one_way

YEAR = "2026"


def tables(people: int) -> list[Table]:
    """One table of so many people."""
    return [one_way("sex", "people", {"woman": people - 12, "man": 12})]


def left(edition: Edition, second: int) -> Kept:
    """It left, and was kept as it is kept."""
    return Kept(YEAR, "sdg-16.2.2", "Ministerio", f"{second:032x}", f"2027-02-01T10:00:{second:02}Z", "", ("sex",),
                unpacked(packed(edition)))


@pytest.mark.rule("CO-15")
def test_what_is_told_next_is_held_against_each_edition_that_left_apart():
    """One more than the first, many fewer than the second: beside the first it would give somebody away."""
    first, second = publish(tables(24), Threshold.OUTSIDE), publish(tables(40), Threshold.OUTSIDE)
    apart = [left(first, 1), left(second, 2)]

    against_one = publish(tables(25), Threshold.OUTSIDE, apart[-1].edition)
    against_both = publish(tables(25), Threshold.OUTSIDE, newest(apart))

    assert against_one.totals["people"] == Cell(25)
    assert against_both.totals["people"] == second.totals["people"] == Cell(40)


def test_an_edition_that_another_one_knew_stands_behind_it_once():
    """However many followed it."""
    first = publish(tables(24), Threshold.OUTSIDE)
    second = publish(tables(40), Threshold.OUTSIDE, first)
    third = publish(tables(60), Threshold.OUTSIDE, second)
    kept = [left(first, 1), left(second, 2), left(third, 3)]

    held = newest(kept)

    assert held is not None
    assert [each.basis[0].total for each in (held, *held.past)] == [60, 40, 24]
    assert newest([]) is None
