# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be looked at together is a list, and whoever she brings hears what she chose (PA-04, PA-14)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist.desk import Desk
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.services.together import ORDINARY, OWN_PAPERS, PARTS, SCOPES, may_be_shown, narrowed
from forms.answers import Answer, AnswerState, Row
from forms.loader import form as load_form
from forms.loader import forms
from forms.model import Source
from tests.conftest import PASSPHRASE
from tests.services.conftest import Fill

STAFF = "CANARYSTAFF"


@pytest.fixture
def told(fill: Fill, case: str) -> str:
    """Somebody with a plan, a conversation about health, and words of the team all around."""
    fill("F08", case, goal_own_words="Dormir sin susto", goal_worker_words=STAFF, goal_area="rest",
         level_m2="despierta", level_m1="a ratos", level_0="cinco noches", level_p1="casi siempre",
         level_p2="descanso", rating_p=-1, rating_w=1)
    fill("F07", case, support_wish=("peers",))
    fill("F11", case, facts=STAFF, person_wants=STAFF)
    return case


def everything(desk: Desk, case: str, here: tuple[str, ...] = ()) -> str:
    """All that could be shown of all parts there are."""
    return "\n".join(repr(desk.together.part(case, name, here, "es")) for name in desk.together.open(case, here).parts)


@pytest.mark.rule("PA-04", "UX-10")
def test_only_what_is_hers_and_may_be_shown(desk: Desk, told: str, fill: Fill):
    """Her goal and her rating are there; the team's words, its rating's sheet, facts of notes and dangers are not."""
    fill("F11", told, protected_part="CANARYPLACE")
    desk.signed.open_vault(PASSPHRASE)

    plan = desk.together.part(told, "plan", (), "es")

    assert [(goal.words, goal.rating) for goal in plan.goals] == [("Dormir sin susto", -1)]
    said = everything(desk, told)
    assert STAFF not in said
    assert "CANARYPLACE" not in said


@pytest.mark.rule("PA-04")
def test_no_part_reaches_above_what_may_be_kept_in_view():
    """Whatever a definition says: up to level 2, and further only on her contact card and her safety plan."""
    assert set(OWN_PAPERS) == {"F04", "F06"}
    for form in forms():
        for asked in form.fields():
            if may_be_shown(form, asked):
                assert asked.coview
                assert asked.is_participant
                assert asked.level <= OWN_PAPERS.get(form.id, ORDINARY)


@pytest.mark.rule("PA-04")
def test_of_a_table_only_columns_that_may_be_shown():
    """One that is the team's, or sealed, is not there, whatever the table itself says."""
    form = load_form("F09")
    asked = form.field("skills")
    first, second = asked.columns[:2]
    columns = (first, replace(second, level=4), replace(second, key="x", source=Source.WORKER))
    cells = {column.key: Answer("said", AnswerState.ANSWERED) for column in columns}
    answer = Answer((Row("0" * 32, cells),), AnswerState.ANSWERED)

    seen = narrowed(form, replace(asked, columns=columns), answer)

    assert [set(row.cells) for row in seen.value] == [{first.key}]


@pytest.mark.rule("PA-14")
def test_whoever_comes_along_hears_what_she_chose(desk: Desk, told: str, fill: Fill):
    """She may hear the plan, not health: while she is here that part is not there, whoever asks for it."""
    fill("SUPPORT", told, code="T1", may_hear=("plan", "safety"), promise="yes", still="yes")
    assert "health" in desk.together.open(told).parts

    seen = desk.together.open(told, ("t1",))

    assert "plan" in seen.parts
    assert {SCOPES[name] for name in seen.parts} <= {"plan", "safety"}
    with pytest.raises(NotFound):
        desk.together.part(told, "health", ("t1",), "es")


@pytest.mark.rule("PA-14")
def test_of_two_who_come_along_both_must_be_allowed(desk: Desk, told: str, fill: Fill):
    """The narrower of two words counts, and of somebody she said nothing about: nothing is shown."""
    fill("SUPPORT", told, code="T1", may_hear=("plan", "health"))
    fill("SUPPORT", told, code="T2", may_hear=("health",))

    assert desk.together.open(told, ("T1", "T2")).parts == ("health",)
    assert desk.together.open(told, ("nobody knows",)).parts == ()


@pytest.mark.rule("PA-14")
def test_the_newest_word_on_somebody_counts(desk: Desk, told: str, fill: Fill):
    """Written again with another choice it is that one; with a no, that person comes no more."""
    fill("SUPPORT", told, code="T1", may_hear=("plan", "health"))
    fill("SUPPORT", told, code="t1", may_hear=("health",))
    assert [each.may_hear for each in desk.together.supports(told)] == [{"health"}]

    fill("SUPPORT", told, code="T1", still="no")

    assert desk.together.supports(told) == ()
    assert desk.together.open(told, ("T1",)).parts == ()


def test_every_choice_of_hers_opens_a_part_and_every_part_has_its_choice():
    """The form and the window speak of the same parts."""
    offered = {choice.code for choice in load_form("SUPPORT").field("may_hear").choices}
    assert offered == set(SCOPES.values())
    assert set(SCOPES) == set(PARTS)


@pytest.mark.rule("UX-24")
def test_it_is_explained_once_in_a_case(desk: Desk, told: str):
    """Until somebody explained who sees this, every opening asks for it; afterwards none does."""
    assert desk.together.open(told).is_first
    assert desk.together.open(told).is_first
    desk.together.told(told)
    assert not desk.together.open(told).is_first


@pytest.mark.rule("UX-24", "WP-11")
def test_a_hidden_case_is_looked_at_with_protected_work_open_only(desk: Desk, told: str):
    """What was explained is remembered behind the seal; shut, there is no such case."""
    desk.protection.set_level(told, 3)
    desk.together.told(told)
    assert not desk.together.open(told).is_first
    assert "Dormir sin susto" in everything(desk, told)

    desk.signed.shut_vault()

    with pytest.raises(NotFound):
        desk.together.open(told)


@pytest.mark.rule("PA-04")
def test_what_she_points_at_is_saved_as_the_form_saves_it(desk: Desk, told: str, fill: Fill):
    """Her new rating stands on the goal, also after a review said something else; the plan stays as agreed."""
    goal = desk.together.part(told, "plan", (), "es").goals[0]
    fill("F13", told, goals=[{"goal": goal.record, "rating_p": 0}])
    assert desk.cases.plan(told).psychosocial[0].rating_person == 0

    desk.together.say(told, goal.form, goal.record, {"rating_p": 2})
    desk.together.say(told, goal.form, goal.record, {"disagree": AnswerState.PREFERS_NOT_TO_SAY})

    assert desk.cases.plan(told).psychosocial[0].rating_person == 2
    assert desk.auditing.of_case(told)[0].verb == "form.save"


def test_nothing_of_the_team_s_is_written_from_there(desk: Desk, told: str):
    """Questions to the team are not answered in the window she looks at."""
    goal = desk.together.part(told, "plan", (), "es").goals[0]
    with pytest.raises(NotAllowed):
        desk.together.say(told, goal.form, goal.record, {"rating_w": 2})
    assert desk.cases.plan(told).psychosocial[0].rating_worker == 1


@pytest.mark.rule("PA-04", "WP-16")
def test_her_safety_plan_is_there_with_protected_work_open_only(desk: Desk, told: str, fill: Fill):
    """Shut, there is no such part; open, it is hers to see, and the look is on record before."""
    desk.signed.open_vault(PASSPHRASE)
    fill("F06", told, calm_alone="respirar", kids="CANARYKIDS")
    desk.signed.shut_vault()
    assert not {"safety", "information"} & set(desk.together.open(told).parts)
    for name in ("safety", "information"):  # whoever asks for it
        with pytest.raises(VaultShut):
            desk.together.part(told, name, (), "es")

    desk.signed.open_vault(PASSPHRASE)

    assert {"safety", "information"} <= set(desk.together.open(told).parts)
    assert "CANARYKIDS" in repr(desk.together.part(told, "safety", (), "es"))
    assert "reveal" in [line.verb for line in desk.auditing.of_case(told)[:3]]
