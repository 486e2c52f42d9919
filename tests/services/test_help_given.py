# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help given is a list by day with its sums, and children who came along have a sheet of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assist.desk import Desk
from assist.supportbook import Given, totals
from tests.services.conftest import Fill


def test_help_is_listed_by_the_day_it_was_given(fill: Fill, desk: Desk, case: str):
    """The day written in it counts; where none is written, that of the sheet."""
    fill("F23", case, service="legal", minutes="45")
    fill("F23", case, service="transport", on="2026-11-20", given="fare", amount="12,50 PEN", receipt="R-7")
    fill("F23", case, service="food", on="2026-11-26", units="3")

    rows = desk.cases.services(case)

    assert [(row.on, row.service) for row in rows] == [
        ("2026-11-26", "food"), ("2026-11-25", "legal"), ("2026-11-20", "transport")]
    assert (rows[0].units, rows[1].minutes, rows[2].amount) == (3, 45, "12.50 PEN")


def test_sums_add_what_is_alike_and_never_two_currencies():
    """Cents are exact."""
    rows = [Given("", "", "cash", 0, 0, "cash", "0.10 PEN"), Given("", "", "cash", 30, 0, "cash", "0.20 PEN"),
            Given("", "", "transport", 20, 0, "fare", "3 USD")]

    sums = totals(rows)

    assert sums.times == {"cash": 2, "transport": 1}
    assert sums.minutes == {"cash": 30, "transport": 20}
    assert sums.money == {"PEN": Decimal("0.30"), "USD": Decimal(3)}


def test_a_line_of_help_is_no_meeting_and_asks_for_nothing(fill: Fill, desk: Desk, case: str):
    """It moves neither the last contact nor a duty."""
    before = desk.cases.duties(case), desk.cases.header(case).stage

    fill("F23", case, service="food")

    assert (desk.cases.duties(case), desk.cases.header(case).stage) == before


@pytest.mark.rule("WP-03")
def test_what_keeps_a_child_safe_is_behind_the_seal_and_the_rest_is_not(fill: Fill, desk: Desk, case: str):
    """The sheet goes on with the vault shut: age, name and health; school and who fetches the child wait."""
    fill("F22", case, children=[{"age_band": "0_11", "called": "Lalo", "school": "E7", "may_collect": "T2",
                                 "safety_line": "solo con ella"}])
    record = desk.cases.records(case)[0].record
    seen_open = desk.records.answers(case, record)[1]["children"].value[0].cells
    desk.signed.shut_vault()
    seen_shut = desk.records.answers(case, record)[1]["children"].value[0].cells

    assert {key: cell.value for key, cell in seen_open.items()} == {
        "age_band": "0_11", "called": "Lalo", "school": "E7", "may_collect": "T2", "safety_line": "solo con ella"}
    assert set(seen_shut) == {"age_band", "called"}
