# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in forms: asked once, skipped at no cost, kept whole or not at all."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from assist.desk import Desk
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.views import CaseQuery
from forms.answers import AnswerState
from forms.loader import forms
from tests.services.conftest import OPEN_FORMS


def only(desk: Desk):
    """The one case there is."""
    (row,) = desk.cases.listed(CaseQuery())
    return row


@pytest.mark.rule("NR-01")
def test_not_today_leaves_nothing_but_a_day(desk: Desk):
    """No case, no draft, no duty, no change and no line in the log: she did not want to talk, and that is all right."""
    before = written(desk)

    desk.care.not_today()

    assert desk.cases.listed(CaseQuery()) == []
    assert desk.records.drafts() == []
    assert (desk.cases.day().today, desk.cases.day().late) == ((), ())
    assert desk.care.not_today_count("2026-11-25") == 1
    assert written(desk) == before


def written(desk: Desk) -> tuple[int, int, int]:
    """How many changes, sealed changes and lines in the log of looks there are."""
    ring = desk.bench.ring
    with desk.bench.keeper.writing() as work:
        changes = [len(work.log_rows(stream, 0, 500)) for stream in (ring.ordinary_stream, ring.protected_stream)]
        return changes[0], changes[1], len(list(work.audit_tail(1000)))


@pytest.mark.rule("NR-02")
def test_a_case_opens_without_a_story(fill, desk: Desk):
    """Nothing about what happened is asked or needed."""
    made = fill("F01", may_keep_note="yes")

    assert made.code
    assert only(desk).stage == "contact"


@pytest.mark.rule("NR-05", "UX-04")
@pytest.mark.parametrize("form_id", [each for each in OPEN_FORMS if each not in ("AGR", "F17", "F03")])
def test_every_question_may_be_skipped(form_id: str, desk: Desk, case: str):
    """All of a form "prefers not to say": it is saved and nothing is said about it."""
    opening = desk.records.open(form_id, case)
    for field in opening.form.fields():
        if field.is_participant:
            opening.session.set_state(field.key, AnswerState.PREFERS_NOT_TO_SAY)

    saved = desk.records.save(opening)

    assert saved.case == case


@pytest.mark.rule("NR-06")
@pytest.mark.parametrize("state", [AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW, AnswerState.NOT_ASKED])
def test_silence_changes_neither_stage_nor_service(state: AnswerState, fill, desk: Desk, case: str):
    """The same step is taken whatever she leaves out."""
    before = only(desk).stage
    opening = desk.records.open("F02", case)
    for field in opening.form.fields():
        if field.is_participant:
            opening.session.set_state(field.key, state)
    desk.records.save(opening)

    assert (before, only(desk).stage) == ("consented", "assessing")
    assert desk.records.open("F08", case)


@pytest.mark.rule("NR-03", "PA-11")
def test_what_was_told_once_is_never_a_question_again(fill, desk: Desk, case: str):
    """In whatever order forms are opened, a concept asked once is prompted at most once."""
    fill("F02", case, gender="woman", birth="1990-05", address_form="formal", legal_name="Nombre Legal")
    once = {field.concept for form in forms() for field in form.fields() if field.lives_on_person}

    for form_id in itertools.chain(OPEN_FORMS, reversed(OPEN_FORMS)):
        session = desk.records.open(form_id, case).session
        for key in session.state.prompted:
            field = session.form.field(key)
            assert field.concept not in {"person.gender", "person.birth", "person.chosen_name", "person.language"}
    assert "person.gender" in once


@pytest.mark.rule("PA-11")
def test_coming_back_asks_nothing_again(fill, desk: Desk, case: str):
    """Closed by her choice, reopened months later: no question of the kind asked once."""
    fill("F02", case, gender="woman", address_form="formal")
    fill("F15", case, reason="my_choice")
    assert only(desk).stage == "closed"

    desk.care.reopen(case)
    prompted = desk.records.open("F02", case).session.state.prompted

    assert only(desk).stage == "reviewing"
    assert not {"gender", "address_form"} & prompted


@pytest.mark.rule("NR-07")
def test_a_form_left_half_way_goes_on_where_it_was(desk: Desk, case: str):
    """Stop at any second: what was said is kept, encrypted, and what was not is not asked about."""
    opening = desk.records.open("F07", case)
    opening.session.answer("hope", 3)
    draft = desk.records.keep_draft(opening)

    again = desk.records.resume(draft)

    assert again.session.answer_of("hope").value == 3
    assert [row.form for row in desk.records.drafts()] == ["F07"]
    desk.records.save(again)
    assert desk.records.drafts() == []


def test_a_draft_with_protected_answers_is_sealed(desk: Desk, case: str):
    """With the vault shut one sees that a draft is there, and not of whom or what."""
    opening = desk.records.open("F05", case)
    row = opening.session.add_row("item")
    opening.session.answer_cell("item", row, "action", "QuilcaDraft")
    draft = desk.records.keep_draft(opening)
    desk.signed.shut_vault()

    (seen,) = desk.records.drafts()

    assert (seen.case, seen.code, seen.form, seen.sealed) == ("", "", "", True)
    with pytest.raises(VaultShut):
        desk.records.resume(draft)


@pytest.mark.rule("NR-08", "CO-17")
def test_an_instrument_is_not_repeated_by_habit(fill, desk: Desk, case: str, clock):
    """Within the interval it needs a written reason; without one nothing is kept."""
    fill("WHO5", case, **{f"item{n}": "3" for n in range(1, 6)})
    clock.set(datetime(2026, 11, 30, 10, tzinfo=UTC))

    with pytest.raises(NotAllowed) as refused:
        fill("WHO5", case, item1="2")
    fill("WHO5", case, item1="2", early_reason="She asked for it")

    assert refused.value.code == "instrument.interval"
    assert len([row for row in desk.cases.records(case) if row.form == "WHO5"]) == 2


@pytest.mark.rule("CO-13")
def test_the_limits_of_secrecy_come_before_the_first_real_question(fill, desk: Desk):
    """Intake opens only after they were explained; first contact is always possible."""
    made = fill("F01", may_keep_note="yes").case

    with pytest.raises(NotAllowed) as refused:
        desk.records.open("F02", made)
    fill("LIMITS", made, explained="yes")
    with pytest.raises(NotAllowed) as next_refused:
        desk.records.open("F02", made)

    assert refused.value.code == "gate.limits"
    assert next_refused.value.code == "gate.consent"


def test_without_her_yes_no_name_is_written(fill, desk: Desk, door):
    """Help without a file: date, needs, services and worker; not a word of who she is (ruling 18)."""
    made = fill("F01", chosen_name="Zuntalba", lang_pref="quz", needs_now=("food",), may_keep_note="no")

    assert made.without_file
    assert only(desk).name == ""
    assert only(desk).language == ""
    assert only(desk).next_duty == "erase_without_file"


@pytest.mark.rule("NR-18")
def test_people_are_not_counted_by_what_they_answered(fill, desk: Desk, case: str):
    """A case with everything skipped has no duty that comes from silence."""
    for form_id in ("F02", "F07", "F04"):
        opening = desk.records.open(form_id, case)
        for field in opening.form.fields():
            if field.is_participant:
                opening.session.set_state(field.key, AnswerState.PREFERS_NOT_TO_SAY)
        desk.records.save(opening)

    rules = {row.rule for row in desk.cases.duties(case)}

    assert rules == {"first_safety_look", "renew_consent", "confirm_contact"}


@pytest.mark.rule("NR-21")
def test_help_depends_on_no_label_and_no_testimony(fill, desk: Desk, case: str):
    """From first contact to closing with "none" and silence about justice."""
    fill("F02", case, formal_identification="none")
    fill("F07", case)
    fill("F08", case, goal_own_words="Dormir")
    fill("F10", case, goal_own_words="Coser", path="training")
    fill("AGR", case, plan="psychosocial", how="spoken")
    fill("F11", case, outcome="held", person_wants="seguir")
    fill("F13", case, better="duermo")
    fill("F15", case, reason="my_choice")

    assert only(desk).stage == "closed"


def test_over_long_text_is_refused_before_anything_is_signed(desk: Desk, case: str):
    """The words stay in the form; the limit is said."""
    from forms.problems import FieldProblem

    opening = desk.records.open("F11", case)

    with pytest.raises(FieldProblem) as refused:
        opening.session.answer("protected_part", "x" * 30_000)

    assert refused.value.code == "field.too_long"


def test_a_form_of_a_case_that_is_not_here_reads_as_not_found(desk: Desk):
    """Hidden and missing are the same."""
    with pytest.raises(NotFound):
        desk.records.open("F11", "00" * 16)


def test_only_a_first_contact_opens_a_case(desk: Desk):
    """Everything else belongs to somebody."""
    with pytest.raises(BadInput) as refused:
        desk.records.save(desk.records.open("F11"))

    assert refused.value.code == "record.needs_case"


def test_two_edits_of_one_answer_both_live_until_settled(fill, desk: Desk, case: str):
    """Two screens, one record: a save replaces exactly what it was shown, and loses nothing."""
    fill("F02", case, hopes="una")
    first, second = desk.records.open("F02", case), desk.records.open("F02", case)
    first.session.answer("hopes", "dos")
    second.session.answer("hopes", "tres")
    desk.records.save(first)
    desk.records.save(second)

    with desk.bench.keeper.reading() as reader:
        from forms.registry import number_of

        live = [row for row in reader.rows_of(bytes.fromhex(case)) if row.field == number_of("F02/hopes")]

    assert len(live) == 2
