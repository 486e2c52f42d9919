# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What practice promises of the forms on the way: both plans, their agreement, notes, reviews and closing."""

from __future__ import annotations

import pytest

from forms import loader
from forms.answers import Answer
from forms.engine import Known
from forms.model import LANGUAGES, FieldType, Tone
from forms.session import FormSession
from tests.form_engine.care import codes_of, filled, places

# -- plans ------------------------------------------------------------------------------------


@pytest.mark.rule("PA-01", "PA-09", "UX-28")
@pytest.mark.parametrize("form_id", ["F08", "F10"])
def test_a_goal_begins_with_her_words_and_ends_with_two_views_hers_first(form_id: str):
    """Five levels between them, of which two are enough; rest and disagreement have their place."""
    form = loader.form(form_id)
    pages = {page.key: [field.key for field in page.fields] for page in form.pages}

    assert pages["goal"][0] == "goal_own_words"
    assert pages["goal"].index("goal_own_words") < pages["goal"].index("goal_worker_words")
    assert pages["levels"] == ["level_p2", "level_p1", "level_0", "level_m1", "level_m2"]
    assert pages["voices"] == ["rating_p", "rating_w", "disagree", "pause_wanted"]
    assert all(form.pages[1].intro[language] for language in LANGUAGES)
    assert form.field("status").choice_list == "lk_goal_status"


@pytest.mark.rule("NR-03")
def test_whether_she_wants_both_plans_is_asked_once():
    """In whichever plan comes first; the other shows it as known (ruling 45)."""
    psychosocial, productive = (loader.form(form_id).field("wants_both") for form_id in ("F08", "F10"))
    known = {"wants_both": Known(Answer("yes", asked_on="2026-11-20"), on="2026-11-20")}

    session = FormSession(loader.form("F10"), known=known)

    assert psychosocial.number == productive.number > 0
    assert "wants_both" in session.state.folded
    assert "wants_both" not in session.state.prompted


@pytest.mark.parametrize(("path", "work", "savings"), [
    (None, True, True), ("job", True, True), ("enterprise", True, True), ("training", True, False),
    ("savings", False, True), ("documents", False, False), ("study", False, False),
])
def test_a_goal_asks_about_work_and_savings_only_where_they_belong(path: str | None, work: bool, savings: bool):
    """Until she names the way everything is there; what the team keeps is never taken away."""
    visible = filled("F10", path=path).state.visible

    assert ({"decent", "exit_rule"} <= visible) is work
    assert ({"savings_goal", "savings", "savings_rhythm", "savings_way"} <= visible) is savings
    assert {"training", "placement", "enterprise", "grant", "documents_step", "legal_work_step", "debt_step",
            "safety_check", "needs_for_it"} <= visible


def test_decent_work_is_six_things_to_tick():
    """Written contract, pay, papers, leaving, safety, respect."""
    assert codes_of("F10", "decent") == ["contract", "paid", "papers", "free", "safe", "respect"]


@pytest.mark.rule("WP-03", "WP-09")
def test_where_she_works_is_behind_the_seal_and_the_sector_is_a_letter():
    """The employer protected, the rest of the row with the plan; all sections of the standard."""
    row = dict(places(loader.form("F10")))

    assert (row["placement.employer"].level, row["placement.employer"].tags) == (4, ("third_party",))
    assert sorted(codes_of("F10", "placement.sector")) == list("ABCDEFGHIJKLMNOPQRSTU")
    assert codes_of("F10", "placement.still_after") == ["1", "3", "6", "12"]
    assert row["grant.amount"].type is FieldType.MONEY


@pytest.mark.rule("PA-02", "CO-10", "CO-18")
def test_a_plan_is_agreed_in_any_of_six_ways_and_who_helped_has_a_code():
    """An interpreter where there was one, a witness where it was spoken."""
    assert codes_of("AGR", "how") == [
        "signature", "mark", "spoken", "signed_language", "through_interpreter", "with_witness"]
    assert not {"interpreter", "witness"} & filled("AGR", how="signature").state.visible
    assert "interpreter" in filled("AGR", how="through_interpreter").state.visible
    assert "witness" in filled("AGR", how="with_witness").state.visible
    assert codes_of("AGR", "plan") == ["psychosocial", "productive"]


@pytest.mark.rule("UX-25", "PA-05")
def test_at_the_end_of_a_plan_as_of_a_consent_stands_what_became_of_her_copy():
    """Given, read out, not safe, not wanted: the last question of both."""
    for form_id in ("AGR", "F03"):
        assert codes_of(form_id, "copy") == ["given", "read_out", "not_safe", "not_wanted"]
        assert [field.key for field in loader.form(form_id).fields()][-1] == "copy"


# -- meetings, reviews, closing ------------------------------------------------------------------


@pytest.mark.rule("PA-10", "UX-14")
@pytest.mark.parametrize("key", ["outcome", "topics", "channel", "read_back"])
def test_a_note_has_no_word_for_blame_and_none_for_the_story(key: str):
    """Held, partly, moved; never a mark against her."""
    codes = set(codes_of("F11", key))

    assert not {"non_compliant", "noncompliant", "no_show", "refused", "failed", "absent", "uncooperative"} & codes
    assert not {"exploitation", "trafficking", "story", "statement"} & codes


def test_a_note_is_short_and_says_in_which_language_and_how_it_was_spoken():
    """600 signs for what she wants, 800 for facts; language, way, interpreter (ruling 45)."""
    form = loader.form("F11")

    assert (form.field("person_wants").max_length, form.field("facts").max_length) == (600, 800)
    assert form.field("language").choice_list == "lk_lang"
    assert form.field("mode").choice_list == "lk_mode"
    assert form.field("interpreter").level == 2
    assert next(iter(form.fields())).key == "person_wants"
    assert not any(field.is_participant for field in form.fields())


@pytest.mark.rule("NR-19")
def test_a_meeting_ends_with_when_again_how_now_and_what_to_leave_out():
    """Three questions, nothing hard, each skippable (ruling 17)."""
    form = loader.form("CLOSING")

    assert [field.key for field in form.fields()] == ["next_contact", "how_now", "leave_out"]
    assert all(field.tone is not Tone.HARD for field in form.fields())
    assert codes_of("CLOSING", "leave_out")[0] == "nothing"


@pytest.mark.rule("PA-10", "UX-13")
def test_a_review_begins_with_what_got_better_and_may_be_asked_for_by_her():
    """And she says when the next one is, or that she comes by herself."""
    form = loader.form("F13")

    assert [field.key for field in form.pages[0].fields] == ["better", "needs_new", "harder", "safety_quick"]
    assert codes_of("F13", "asked_by")[0] == "participant"
    assert form.field("next_on").is_participant
    assert "i_will_come" in codes_of("F13", "next_way")
    assert form.field("needs_new").pick == 3


@pytest.mark.rule("PA-09", "UX-28")
def test_in_a_review_her_rating_stands_before_the_teams():
    """Then how it stands, and whether to keep, change or stop."""
    columns = [column.key for column in loader.form("F13").field("goals").columns]

    assert columns == ["goal", "rating_p", "rating_w", "status", "decision"]
    assert codes_of("F13", "goals.decision") == ["keep", "change", "stop"]


@pytest.mark.rule("PA-11")
def test_closing_puts_her_choice_first_and_keeps_the_door_open():
    """First reason, first proposer, and the words that she may come back."""
    form = loader.form("F15")

    assert form.field("reason").choice_list == "lk_close"
    assert codes_of("F15", "reason")[0] == "my_choice"
    assert codes_of("F15", "proposed_by")[0] == "participant"
    assert form.pages[0].intro == loader.sentences()["S15"]
    assert "return_open" in {field.key for field in form.fields()}


def test_months_of_later_calls_are_asked_only_after_a_yes():
    """And what becomes of her data is asked in any case."""
    yes, no = filled("F15", aftercare_consent="yes"), filled("F15", aftercare_consent="no")

    assert "aftercare_months" in yes.state.visible
    assert "aftercare_months" not in no.state.visible
    assert codes_of("F15", "aftercare_months") == ["1", "3", "6", "12"]
    assert codes_of("F15", "data_choice") == ["keep_until", "plan_only", "erase", "copy"]
    assert "data_choice" in no.state.visible
