# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans are hers: her words, her agreement, her view of how it goes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.desk import Desk
from assist.errors import NotAllowed


@pytest.mark.rule("PA-01")
def test_a_plan_without_her_words_cannot_be_agreed(fill, desk: Desk, case: str):
    """A worker's wording alone stays proposed, and says why."""
    fill("F08", case, goal_worker_words="Mejorar el descanso")

    with pytest.raises(NotAllowed) as refused:
        fill("AGR", case, plan="psychosocial", how="spoken")

    assert refused.value.code == "plan.needs_own_words"
    assert desk.cases.plan(case).states["psychosocial"] == "proposed"


@pytest.mark.rule("PA-01")
def test_proposals_alone_are_not_hers_to_agree_yet(fill, desk: Desk, case: str):
    """Marked as such they may stand beside her goals, not instead of them."""
    fill("F08", case, goal_worker_words="Mejorar el descanso", proposal_only="yes")
    with pytest.raises(NotAllowed):
        fill("AGR", case, plan="psychosocial", how="spoken")

    fill("F08", case, goal_own_words="Dormir sin susto")
    fill("AGR", case, plan="psychosocial", how="spoken")

    assert desk.cases.plan(case).states["psychosocial"] == "agreed"


@pytest.mark.rule("PA-02")
def test_a_changed_step_makes_the_plan_a_proposal_again(fill, desk: Desk, case: str):
    """And the version that was agreed stays readable."""
    goal = fill("F08", case, goal_own_words="Dormir sin susto", step=[{"what": "Té", "who": "L"}])
    agreed = fill("AGR", case, plan="psychosocial", how="through_interpreter", language="quz")
    opening = desk.records.open("F08", case, goal.record)
    row = opening.session.rows("step")[0]
    opening.session.answer_cell("step", row.id, "what", "Grupo")
    desk.records.save(opening)

    plan = desk.cases.plan(case)

    assert plan.states["psychosocial"] == "proposed"
    assert plan.why_not["psychosocial"] == "plan.changed_since"
    assert [(a.version, a.how, a.language, a.current) for a in plan.agreements] == [
        (1, "through_interpreter", "quz", False)]
    assert "Dormir sin susto" in desk.cases.agreed_text(case, agreed.record)


@pytest.mark.rule("PA-03")
def test_what_she_sees_differently_is_not_rewritten(fill, desk: Desk, case: str, clock):
    """The next day nobody edits or deletes it; it is only added to."""
    goal = fill("F08", case, goal_own_words="Dormir", disagree="Yo no quiero empezar por eso")
    clock.set(datetime(2026, 11, 26, 9, tzinfo=UTC))

    for words in ("De acuerdo con el equipo", ""):
        opening = desk.records.open("F08", case, goal.record)
        opening.session.answer("disagree", words)
        with pytest.raises(NotAllowed) as refused:
            desk.records.save(opening)
        assert refused.value.code == "plan.her_words"
    opening = desk.records.open("F08", case, goal.record)
    opening.session.answer("disagree", "Yo no quiero empezar por eso. Quiero empezar por los papeles.")
    desk.records.save(opening)

    assert desk.cases.plan(case).psychosocial[0].disagreement.endswith("por los papeles.")


@pytest.mark.rule("PA-09")
def test_two_ratings_are_kept_side_by_side(fill, desk: Desk, case: str):
    """Hers and the team's, each review, never one in place of the other."""
    goal = fill("F10", case, goal_own_words="Coser", path="training", rating_w=-1)
    (before,) = desk.cases.plan(case).productive
    fill("F13", case, goals=[{"goal": goal.record, "rating_p": 1, "rating_w": 0, "decision": "keep"}])

    (row,) = desk.cases.plan(case).productive

    assert (before.rating_person, before.rating_worker) == (None, -1)
    assert (row.rating_person, row.rating_worker) == (1, 0)
    assert row.ratings[0][1:] == (None, -1)


@pytest.mark.rule("PA-10")
def test_she_may_ask_for_the_review_and_names_the_next_date(fill, desk: Desk, case: str):
    """The next look together is a duty of the team."""
    fill("F08", case, goal_own_words="Dormir")
    fill("F13", case, asked_by="participant", next_on="2026-12-20")

    assert ("review", "2026-12-20") in {(row.rule, row.due) for row in desk.cases.duties(case)}


@pytest.mark.rule("PA-08")
def test_goals_stand_in_the_order_she_gave(fill, desk: Desk, case: str):
    """As they were made until she says what matters most; then hers, in the plan and on the first page."""
    fill("F08", case, goal_own_words="Llamar a mi hermana", goal_area="family")
    fill("F08", case, goal_own_words="Dormir sin susto", goal_area="rest")
    fill("F10", case, goal_own_words="Coser", path="training")
    fill("F10", case, goal_own_words="Mis papeles", path="documents")
    made = ["Llamar a mi hermana", "Dormir sin susto", "Coser", "Mis papeles"]
    assert [goal.own_words for goal in desk.cases.now(case).goals] == made

    fill("RANK", case, order=("documents", "study", "rest"))

    plan = desk.cases.plan(case)
    assert [goal.own_words for goal in plan.productive] == ["Mis papeles", "Coser"]
    assert [goal.own_words for goal in plan.psychosocial] == ["Dormir sin susto", "Llamar a mi hermana"]
    assert [goal.own_words for goal in desk.cases.now(case).goals] == [
        "Mis papeles", "Coser", "Dormir sin susto", "Llamar a mi hermana"]
    assert desk.cases.goals_open(case)[0][1] == "Mis papeles"
