# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What she asks about her data: answered within fifteen days and told, her words beside what was written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.domain.duties import CaseFacts, duties_of
from tests.services.conftest import Fill

SHEET = b"s" * 16


def due(desk: Desk, case: str) -> list[str]:
    """The days on which answers are due."""
    return [duty.due for duty in desk.cases.duties(case) if duty.rule == "wish_due"]


@pytest.mark.rule("PA-07")
@pytest.mark.parametrize(("answer", "left"), [
    ({}, ["2026-12-10"]), ({"decision": "done"}, ["2026-12-10"]),
    ({"decision": "not_done", "told_how": "not_reached"}, ["2026-12-10"]),
    ({"decision": "not_done", "not_reason": "legal_hold", "told_how": "in_person"}, []),
    ({"decision": "done", "told_how": "safe_contact"}, []),
])
def test_a_wish_is_due_until_it_has_an_answer_and_she_knows_of_it(
    answer: dict[str, str], left: list[str], fill: Fill, desk: Desk, case: str,
):
    """Silence is no answer, and an answer she did not hear is silence."""
    fill("F19", case, kind="see", **answer)

    assert due(desk, case) == left
    assert [wish.is_open for wish in desk.cases.wishes(case)] == [bool(left)]


@pytest.mark.rule("PA-07")
def test_a_late_answer_stands_on_the_first_page_of_whoever_leads(
    fill: Fill, desk: Desk, clock: FixedClock, case: str,
):
    """Under "needs you", with the sheet on which it is answered."""
    fill("F19", case, kind="correct", her_words="No fue en marzo.")
    clock.set(datetime(2026, 12, 11, 10, tzinfo=UTC))

    late = {row.rule: row for row in desk.cases.day().late}

    assert late["wish_due"].record == desk.cases.wishes(case)[0].record


@pytest.mark.parametrize("facts", [
    {"is_open": False, "closed_on": "2026-11-01", "supervisor_seen": True}, {"is_paused": True},
    {"without_file": True, "opened_on": ""}])
def test_a_right_waits_for_no_stage(facts: dict[str, object]):
    """Closed, resting, or helped without a file: she has her answer in the same time."""
    found = duties_of(CaseFacts(wishes=(("2026-11-25", SHEET),), **facts))  # type: ignore[arg-type]

    assert [(duty.rule, duty.due, duty.record) for duty in found] == [("wish_due", "2026-12-10", SHEET)]


@pytest.mark.rule("PA-07")
def test_her_correction_stands_beside_what_was_written(fill: Fill, desk: Desk, case: str):
    """Newest first, with its day; where she named parts, on those; where none, on all of it."""
    fill("F19", case, kind="correct", items=("plan",), her_words="Fue mi idea, no de ustedes.")
    fill("F19", case, kind="note", her_words="Hablo también aimara.")
    fill("F19", case, kind="restrict", items=("plan",), her_words="")

    words = {form: [said for _day, said in desk.cases.beside(case, form)] for form in ("F08", "F02")}

    assert words == {"F08": ["Hablo también aimara.", "Fue mi idea, no de ustedes."],
                     "F02": ["Hablo también aimara."]}
    assert desk.cases.beside(case, "F08")[0][0] == "2026-11-25"
