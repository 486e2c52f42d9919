# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Her safety plan is one living document behind the seal; the team sees that it is there and when to look again."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from assist.domain.duties import SAFETY, CaseFacts, duties_of
from assist.errors import VaultShut
from tests.services.conftest import Fill

PLAN = {"calm_alone": "cantar bajito", "signs": "pasos en la escalera", "leave_bag": ("money", "keys"),
        "steps": [{"if_this": "si llama", "then_i": "no contesto", "who_helps": "la vecina"}],
        "agreed_on": "2026-11-24", "review_on": "2026-12-24"}
ROWS = [
    ("moderate", "", "", [("safety_plan", "2026-11-27")]), ("high", "", "", [("safety_plan", "2026-11-27")]),
    ("extreme", "", "", [("safety_plan", "2026-11-25")]), ("low", "", "", []), ("", "", "", []),
    ("high", "2026-11-24", "2026-12-24", [("safety_plan_again", "2026-12-24")]),
    ("high", "2026-11-24", "", [("safety_plan_again", "2026-12-01")]),
    ("low", "2026-11-24", "", [("safety_plan_again", "2027-02-22")]),
    ("moderate", "2026-11-24", "2026-11-01", [("safety_plan_again", "2026-12-24")]),
]
"""Band, day of the plan, agreed day of the next look, what is due."""


def about_the_plan(facts: CaseFacts) -> list[tuple[str, str]]:
    """What is due of the safety plan."""
    return [(duty.rule, duty.due) for duty in duties_of(facts) if duty.rule.startswith("safety_plan")]


@pytest.mark.parametrize(("band", "written", "again", "expected"), ROWS)
def test_from_a_moderate_band_on_there_is_a_plan_and_it_is_looked_at_again(
        band: str, written: str, again: str, expected: list[tuple[str, str]]):
    """Within three days, within one at the highest; as agreed, else as often as the risk."""
    facts = CaseFacts(opened_on="2026-11-20", last_safety_look="2026-11-24", band=band, safety_plan_on=written,
                      safety_plan_review=again)

    assert about_the_plan(facts) == expected


def test_safety_does_not_rest_while_she_does():
    """During a recovery pause these duties go on."""
    facts = CaseFacts(opened_on="2026-11-20", is_paused=True, last_safety_look="2026-11-24", band="high")

    assert about_the_plan(facts) == [("safety_plan", "2026-11-27")]
    assert {"safety_plan", "safety_plan_again"} <= SAFETY


def test_a_plan_that_was_written_is_no_longer_due_and_stands_on_the_safety_tab(fill: Fill, desk: Desk, case: str):
    """With its days and nothing of what is in it."""
    fill("F05", case, own_band="worried")
    assert "safety_plan" in {duty.rule for duty in desk.cases.duties(case)}
    fill("F06", case, **PLAN)

    view = desk.cases.safety(case)

    assert {duty.rule for duty in desk.cases.duties(case)} >= {"safety_plan_again"}
    assert "safety_plan" not in {duty.rule for duty in desk.cases.duties(case)}
    assert (view.plan_on, view.plan_review) == ("2026-11-25", "2026-12-24")
    assert "cantar" not in repr(view)


def test_there_is_one_plan_and_it_opens_as_it_was_left(fill: Fill, desk: Desk, case: str):
    """Every answer and every row; a second time adds to the same sheet."""
    fill("F06", case, **PLAN)
    again = desk.records.open("F06", case)

    assert again.session.answer_of("signs").value == "pasos en la escalera"
    assert len(again.session.answer_of("steps").value) == 1
    again.session.answer("kids", "la tía los recoge")
    desk.records.save(again)

    rows = [row for row in desk.cases.records(case) if row.form == "F06"]
    _form, answers = desk.records.answers(case, rows[0].record)
    assert len(rows) == 1
    assert {"calm_alone", "signs", "steps", "kids", "leave_bag"} <= set(answers)


@pytest.mark.rule("WP-01")
def test_with_the_vault_shut_the_plan_does_not_pose_as_an_empty_one(fill: Fill, desk: Desk, case: str):
    """That there is one is known, and when it is looked at again; a first one may be written at any time."""
    desk.signed.shut_vault()
    assert desk.records.open("F06", case).is_new
    fill("F06", case, **PLAN)

    assert desk.cases.safety(case).plan is not None
    assert "safety_plan_again" in {duty.rule for duty in desk.cases.duties(case)}
    with pytest.raises(VaultShut):
        desk.records.open("F06", case)


def test_the_work_conversation_is_a_step_to_the_plan(fill: Fill, desk: Desk, case: str):
    """In any order with the other assessments; debts stay behind the seal."""
    fill("F09", case, path_wish=("study_first", "employment"), debts="pressured", debt_in_name="yes")

    assert desk.cases.header(case).stage == "assessing"
    desk.signed.shut_vault()
    opening = desk.records.open("F09", case)
    assert opening.session.answer_of("debts").value is None
    assert "debts" not in opening.session.state.folded
