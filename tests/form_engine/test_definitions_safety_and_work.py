# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What practice promises of the safety plan, which is hers, and of the talk about work and study."""

from __future__ import annotations

import re

import pytest

from forms import loader
from forms.answers import AnswerState
from forms.linter import lint_form
from forms.model import LANGUAGES, FieldType, Reask, Source, Tone
from forms.session import FormSession
from tests.form_engine.care import codes_of, filled, in_silence, places
from tests.form_engine.first_days import spoken
from tests.form_engine.test_definitions_care import GUESSED

LISTED = {
    "F06": "calm_alone P3 R, people_ok P4 R, steps P4 R, steps.if_this P4 R, steps.then_i P4 R, steps.who_helps P4 R,"
           " steps.how P4 R, signs P4 R, leave_bag P4 C, online P4 C, kids P4 R, who_has_copy P4 R, agreed_on W2 R,"
           " review_on W2 R",
    "F09": "path_wish P2 R, work_liked P2 R, study_wish P2 R, study_wish_level P2 R, savings_wish P2 R, skills P2 R,"
           " skills.what P2 R, skills.how_well P2 R, certificates P2 C, certificates.what P2 C,"
           " certificates.valid_here P2 C, literacy P2 C, numbers P2 C, digital P2 C, edu_level P2 N,"
           " work_history P2 V, work_history.sector P2 V, work_history.years P2 V, documents P3 C,"
           " documents.paper P3 C, documents.state P3 C, legal_work P3 C, care_time P2 C, care_time.day P2 C,"
           " care_time.care P2 C, care_time.free P2 C, health_fit P3 C, work_avoid P3 C, work_avoid_words P3 C,"
           " income_now P3 R, account P3 R, debts P4 C, debts_to P4 C, debt_in_name P4 C, remit P4 C,"
           " remit_pressure P4 C, record_barrier P4 V, record_help P4 V, market W1 R, employer_safety W1 R",
}
"""Key, voice with level, and whether it may be asked again."""

SILENT = [state for state in AnswerState if not state.carries_value]


@pytest.mark.parametrize("form_id", LISTED)
def test_every_question_is_as_practice_lists_it(form_id: str):
    """Voice, level and asking again; none is missing and none was added unseen."""
    expected = {key: (voice, again) for key, voice, again in map(str.split, LISTED[form_id].split(", "))}
    shipped = {place: (f"{field.source.value}{field.level}", field.reask.value)
               for place, field in places(loader.form(form_id))}

    assert shipped == expected


@pytest.mark.parametrize("form_id", LISTED)
def test_what_is_protected_is_kept_as_such_and_no_report_may_print_it(form_id: str):
    """Nothing of it leaves, nothing of it is on a paper of the team."""
    for place, field in places(loader.form(form_id)):
        assert (field.export, field.print) == ((), ()), place
        assert not field.required, place
        assert (field.retention == "protected") == (field.level == 4), place


@pytest.mark.rule("UX-14")
@pytest.mark.parametrize("language", GUESSED)
@pytest.mark.parametrize("form_id", LISTED)
def test_nothing_said_takes_a_gender_for_granted(form_id: str, language: str):
    """Whoever answers."""
    guessed = {*GUESSED[language].split(), "allé", "allée", "ceux", "celles"}

    for said in spoken(loader.form(form_id), language):
        assert not guessed & set(re.findall(r"[\w']+", said.casefold())), said


@pytest.mark.rule("NR-05", "NR-18")
@pytest.mark.parametrize("state", SILENT)
@pytest.mark.parametrize("form_id", LISTED)
def test_a_sheet_of_silence_is_whole(form_id: str, state: AnswerState):
    """Cells too, through a draft and back."""
    form = loader.form(form_id)
    session = in_silence(form, state)

    again = FormSession.from_draft(form, session.to_draft())

    assert session.state.lacking == frozenset()
    assert again.changes() == session.changes()


# -- the safety plan -------------------------------------------------------------------------


@pytest.mark.rule("UX-13")
def test_a_safety_plan_begins_with_what_does_good():
    """Alone, and with others; the signs of danger come after what one does then."""
    pages = loader.form("F06").pages

    assert [page.key for page in pages] == ["good", "danger", "ready", "copies"]
    assert all(field.tone is Tone.STRENGTH for field in pages[0].fields)
    assert [field.key for field in pages[1].fields] == ["steps", "signs"]
    assert pages[1].intro == loader.sentences()["S01"]


def test_a_safety_plan_waits_for_no_consent_and_there_is_one_of_it():
    """Danger does not wait; and the plan is one living paper, not a pile."""
    form = loader.form("F06")

    assert form.gates == ()
    assert form.single
    assert form.tab == "safety"


def test_a_safety_plan_is_no_blank_sheet():
    """All but one of its answers is protected and never written on loose paper; her copy is made from what is kept."""
    assert not loader.form("F06").paper
    assert loader.form("F09").paper


@pytest.mark.rule("PA-04")
def test_her_own_safety_plan_may_be_looked_at_together_and_what_the_team_adds_may_not():
    """The one document whose protected answers she sees while she gives them (practice b2-12)."""
    form = loader.form("F06")

    assert all(field.coview == (field.source is Source.PARTICIPANT) for _place, field in places(form))
    assert lint_form(form) == []


def test_no_other_form_shows_protected_answers_to_two():
    """Not by any way of writing them."""
    shown = {form.id for form in loader.forms() for _place, field in places(form) if field.coview and field.level == 4}

    assert shown == {"F06"}


@pytest.mark.rule("PA-05")
def test_who_keeps_a_copy_is_asked_in_the_plan_itself():
    """Nobody, she, or only the team."""
    assert codes_of("F06", "who_has_copy") == ["none", "person", "worker_only"]


# -- work and study ---------------------------------------------------------------------------


@pytest.mark.rule("NR-03")
def test_papers_and_the_right_to_work_are_not_asked_twice():
    """Intake and this talk read and write the same answers."""
    intake, talk = loader.form("F02"), loader.form("F09")

    for here, there in (("documents", "documents"), ("legal_work", "legal_status")):
        asked, before = talk.field(here), intake.field(there)
        assert (asked.concept, asked.number, asked.label) == (before.concept, before.number, before.label)
        assert [column.number for column in asked.columns] == [column.number for column in before.columns]


@pytest.mark.rule("NR-02")
def test_past_work_is_only_volunteered_and_has_no_room_for_names_or_places():
    """A letter of the sector and years; nothing of where, for whom or how."""
    history = loader.form("F09").field("work_history")

    assert history.reask is Reask.VOLUNTEERED
    assert {column.key: column.type for column in history.columns} == {
        "sector": FieldType.CHOICE, "years": FieldType.INT}
    assert {"work_history", "record_barrier", "record_help"} <= filled("F09").state.quiet


def test_aspiration_comes_first_and_what_weighs_last():
    """Her order of ways, then what she can do; debts stand on a page of their own."""
    form = loader.form("F09")

    assert form.pages[0].fields[0].key == "path_wish"
    assert form.field("path_wish").type is FieldType.RANK
    assert codes_of("F09", "path_wish")[-1] == "not_now"
    assert [page.key for page in form.pages] == [
        "wishes", "skills", "path", "fit", "money", "protected", "barrier", "team"]


def test_no_amount_is_asked():
    """Neither of income nor of debts: only what it covers and how it weighs."""
    assert not [place for place, field in places(loader.form("F09")) if field.type is FieldType.MONEY]


def test_whom_one_owes_is_asked_only_when_there_is_a_debt():
    """And who presses, only when something is sent."""
    assert "debts_to" not in filled("F09", debts="none").state.visible
    assert "debts_to" in filled("F09", debts="heavy").state.visible
    assert "remit_pressure" not in filled("F09", remit="no").state.visible
    assert "remit_pressure" in filled("F09", remit="not_sure").state.visible
    assert "debt_in_name" in filled("F09", debts="none").state.visible


def test_an_employer_is_checked_on_five_points_before_anybody_begins():
    """Contract, pay, papers, no debt, somebody to go to."""
    assert codes_of("F09", "employer_safety") == ["contract", "pay", "papers_stay", "no_debt", "harassment_route"]
    assert loader.form("F09").gates == ("consent",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", LISTED)
def test_each_says_what_it_is_for(form_id: str, language: str):
    """In a sentence or three."""
    assert 4 <= len(loader.form(form_id).about[language].split()) <= 30
