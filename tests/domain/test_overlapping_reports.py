# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A year and its quarters side by side tell of no few, in whatever order they are made (practice.md d2)."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from assist.figures.editions import publish
from assist.figures.shapes import Threshold, Why, one_way
from assist.indicators.overlaps import Report, withheld
from assist.indicators.shapes import Period

QUARTERS = [Period("2026-01-01", "2026-03-31"), Period("2026-04-01", "2026-06-30"), Period("2026-07-01", "2026-09-30"),
            Period("2026-10-01", "2026-12-31")]
YEAR = Period("2026-01-01", "2026-12-31")
LEAST = Threshold.OUTSIDE


def made(order: list[Period], came: dict[Period, int]) -> dict[Period, int | None]:
    """How many came as each report says, made one after the other."""
    reports: list[Report] = []
    for period in order:
        count = came[period]
        tables = [one_way("R-02/new", "came/new", {"": count}), one_way("R-01", "open", {"a": 40, "b": 40})]
        now = Report(period, publish(tables, LEAST))
        reports.append(Report(period, withheld(now, reports)))
    assert all(each.edition.table("R-01").cell("a").value == 40 for each in reports), "a day adds up with no other day"
    return {each.period: each.edition.table("R-02/new").cells[0].value for each in reports}


@pytest.mark.parametrize("order", [[*QUARTERS, YEAR], [YEAR, *QUARTERS], [QUARTERS[0], YEAR, *QUARTERS[1:]]])
def test_nothing_can_be_worked_out_of_a_quarter_in_which_few_came(order: list[Period]):
    """Whoever adds and takes away what was told comes to no number below the threshold."""
    for counts_of in product((0, 3, 12, 25), repeat=4):
        came = dict(zip(QUARTERS, counts_of, strict=True))
        told = made(order, came | {YEAR: sum(came.values())})
        whole = told[YEAR]
        for size in range(1, 4):
            for parts in combinations(QUARTERS, size):
                counts = [told[part] for part in parts]
                if whole is not None and None not in counts:
                    assert not 0 <= whole - sum(filter(None, counts)) < LEAST


def test_where_many_came_in_every_quarter_everything_is_told():
    """It hides nothing for nothing."""
    came = dict.fromkeys(QUARTERS, 20)

    assert made([*QUARTERS, YEAR], came | {YEAR: 80}) == came | {YEAR: 80}


def test_a_time_that_is_longer_by_days_says_nothing_of_who_came_in_them():
    """All of that population goes, its total too."""
    table = one_way("R-03", "R-03", {"moved": 20, "died": 15})
    first = Report(Period("2026-07-01", "2026-09-29"), publish([table], LEAST))
    now = Report(QUARTERS[2], publish([one_way("R-03", "R-03", {"moved": 22, "died": 15})], LEAST))

    edition = withheld(now, [first])

    assert {cell.why for cell in edition.table("R-03").cells} == {Why.WITHHELD}
    assert edition.totals["R-03"].why is Why.WITHHELD
    assert withheld(now, [Report(QUARTERS[1], first.edition)]) == now.edition
