# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside the yes of whoever decides stands the child's own word, and a no is set aside by nobody (CO-09)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from tests.services.conftest import Fill
from tests.services.to_the_registry import REFERRAL, leaves

WORD = {"kind": "referral", "recipient": "Registro"}


def to_think_about(desk: Desk) -> list[str]:
    """On the first page of whoever leads: the sheets of the yes that a child's no stands against."""
    day = desk.cases.day()
    return [row.record for row in (*day.today, *day.late) if row.rule == "child_said_no"]


@pytest.mark.rule("CO-09")
@pytest.mark.parametrize(("born", "capacity", "said", "found"), [
    ("2014-01", "child", "", "child_not_asked"), ("2014-01", "child", "yes", "given"),
    ("2014-01", "child", "later", "child_not_asked"), ("2014-01", "child", "no", "child_said_no"),
    ("2018-01", "child", "", "given"), ("2018-01", "child", "no", "child_said_no"),
    ("", "child", "", "child_not_asked"), ("", "child", "yes", "given"),
    ("2010-01", "", "", "child_not_asked"), ("2010-01", "adult", "", "child_not_asked"),
    ("2010-01", "adolescent", "", "given"), ("1990-01", "adult", "", "given"), ("", "", "", "given"),
    ("2007-01", "child", "yes", "of_age"),
])
def test_whoever_decides_is_not_enough(
    born: str, capacity: str, said: str, found: str, fill: Fill, desk: Desk, case: str,
):
    """Asked from the age of the pack on, heard at any age, and alone from the age of majority on."""
    if born:
        fill("F02", case, birth=born)
    fill("F03", case, **REFERRAL, **({"capacity": capacity} if capacity else {}))
    if said:
        fill("ASSENT", case, assent=said, **WORD)

    assert leaves(desk, case) == found
    assert desk.cases.consents(case)[0].standing == found


@pytest.mark.rule("CO-09")
def test_a_no_is_shown_and_set_aside_by_nobody(fill: Fill, desk: Desk, clock: FixedClock, case: str):
    """Stop and think: another yes of the grown-ups does not end it; the child's own word does, or their stopping."""
    first = fill("F03", case, capacity="child", **REFERRAL).record
    fill("ASSENT", case, assent="no", **WORD)
    assert to_think_about(desk) == [first]
    clock.set(datetime(2026, 11, 27, 10, tzinfo=UTC))

    again = fill("F03", case, capacity="child", **REFERRAL).record

    assert (to_think_about(desk), leaves(desk, case)) == ([again], "child_said_no")
    fill("ASSENT", case, assent="yes", **WORD)
    assert (to_think_about(desk), leaves(desk, case)) == ([], "given")
    fill("ASSENT", case, assent="no", **WORD)
    desk.care.withdraw(case, again)
    assert (to_think_about(desk), leaves(desk, case)) == ([], "withdrawn")


@pytest.mark.rule("CO-09", "NR-06")
def test_a_no_closes_no_help(fill: Fill, desk: Desk, case: str):
    """Nor does it speak of any other service."""
    fill("F02", case, birth="2014-01")
    fill("F03", case, capacity="child", **REFERRAL)
    fill("ASSENT", case, kind="accompaniment", assent="no")
    fill("ASSENT", case, kind="referral", recipient="Hospital", assent="no")

    standings = {row.kind: row.standing for row in desk.cases.consents(case)}
    assert (leaves(desk, case), standings["accompaniment"]) == ("child_not_asked", "child_said_no")
    assert "consent" in desk.cases.gates_met(case)
    assert desk.records.open("F08", case)


@pytest.mark.rule("CO-09")
def test_the_child_s_word_is_no_consent(fill: Fill, desk: Desk, case: str):
    """A yes of the child alone opens nothing, and stands in no list of consents."""
    before = len(desk.cases.consents(case))

    fill("ASSENT", case, assent="yes", **WORD)

    assert (leaves(desk, case), len(desk.cases.consents(case))) == ("none", before)
