# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One filling of a form: nothing is asked twice, nothing is lost, silence is never an answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import NOT_ASKED, Answer, AnswerState, Row
from forms.engine import ASKED_AGAIN, THIRD_PARTY, Known
from forms.model import Field, Form, Reask
from forms.problems import FieldProblem
from forms.session import FormSession
from tests.form_engine import made_forms as made
from tests.form_engine.entered import SILENT, kinds, raws
from tests.form_engine.small_forms import TYPES, a_duty, a_field, a_form, a_known_field

MANY = settings(deadline=None, max_examples=300)
TODAY, ANA = "2026-11-25", "ab" * 16
HELD = Known(Answer("before", asked_on="2026-01-01"), "2026-01-01")


def a_session(*fields: Field, **opened: object) -> FormSession:
    """A dated session over one page."""
    session = FormSession(a_form(*fields), **opened)  # type: ignore[arg-type]
    session.asked_on, session.asked_by = TODAY, ANA
    return session


# -- entering ---------------------------------------------------------------------------


@MANY
@given(kind=kinds, raw=raws)
def test_a_refused_entry_leaves_everything_as_it_was(kind: str, raw: object):
    """And what was kept is dated and signed."""
    session = a_session(a_field("q", kind))
    before, state = session.answer_of("q"), session.state
    try:
        session.answer("q", raw)
    except FieldProblem:
        assert (session.answer_of("q"), session.state, session.changes()) == (before, state, {})
        return

    for answer in session.changes().values():
        assert (answer.asked_on, answer.asked_by) == (TODAY, ANA)


def test_an_empty_entry_takes_the_answer_back():
    """As if nothing had been touched; over an answer of the record it is a change."""
    fresh = a_session(a_field("q"))
    fresh.answer("q", "words")
    fresh.answer("q", "  ")
    opened = a_session(a_field("q"), answers={"q": Answer("words")})
    opened.answer("q", "")

    assert (fresh.changes(), fresh.is_touched) == ({}, False)
    assert opened.changes() == {"q": NOT_ASKED}


def test_the_same_words_again_are_no_change():
    """Whoever only looked has not written."""
    session = a_session(a_field("q"), answers={"q": Answer("words", asked_on="2026-01-01", asked_by="other")})

    session.answer("q", " words ")

    assert not session.is_touched
    assert session.answer_of("q").asked_on == "2026-01-01"


@pytest.mark.parametrize("act", [
    lambda session: session.answer("other", "x"), lambda session: session.set_state("other", AnswerState.WITHDRAWN),
    lambda session: session.correct("other"), lambda session: session.still_right("other"),
    lambda session: session.told_elsewhere("other", "x", "Casa"), lambda session: session.answer_of("other"),
    lambda session: session.rows("q"), lambda session: session.add_row("q"), lambda session: session.add_row("other"),
    lambda session: session.remove_row("t", "0" * 32), lambda session: session.answer_cell("t", "0" * 32, "what", "x"),
    lambda session: session.answer_cell("t", session.add_row("t"), "other", "x"),
    lambda session: session.set_cell_state("t", "0" * 32, "what", AnswerState.WITHDRAWN),
    lambda session: session.set_state("q", AnswerState.ANSWERED), lambda session: session.still_right("q"),
    lambda session: session.set_state("q", AnswerState.TOLD_ELSEWHERE),
    lambda session: session.set_cell_state("t", session.add_row("t"), "what", AnswerState.ANSWERED),
])
def test_what_cannot_be_done_is_said_as_a_problem(act):
    """Never as a crash."""
    session = a_session(a_field("q"), a_field("t", "table"))

    with pytest.raises(FieldProblem):
        act(session)


# -- silence ----------------------------------------------------------------------------


@pytest.mark.rule("NR-05")
@MANY
@given(states=st.lists(st.sampled_from(SILENT), min_size=len(TYPES), max_size=len(TYPES)))
def test_any_mixture_of_silence_is_a_form_that_can_be_kept(states: list[AnswerState]):
    """Every kind of question may be left in every way, and no reason is asked for."""
    session = a_session(*(a_field(kind, kind) for kind in TYPES))

    for kind, state in zip(TYPES, states, strict=True):
        session.set_state(kind, state)

    assert session.state.lacking == frozenset()
    assert {key: answer.state for key, answer in session.changes().items()} == {
        kind: state for kind, state in zip(TYPES, states, strict=True) if state is not AnswerState.NOT_ASKED}
    assert all(answer.value is None for answer in session.changes().values())


@pytest.mark.rule("NR-06")
@MANY
@given(form=made.made_forms(), said=made.said, data=st.data())
def test_leaving_a_question_unsaid_shows_what_not_asking_shows(
    form: Form, said: dict[str, Answer], data: st.DataObject
):
    """Whatever else was answered, whichever question is left, in whichever way."""
    hers = [field.key for field in form.fields() if field.is_participant]
    unasked, silent = FormSession(form, said), FormSession(form, said)

    for key in hers:
        unasked.set_state(key, AnswerState.NOT_ASKED)
        silent.set_state(key, data.draw(st.sampled_from(SILENT)))

    assert silent.state.visible == unasked.state.visible
    assert silent.state.lacking == unasked.state.lacking


@pytest.mark.rule("UX-16")
def test_a_second_does_not_know_is_the_last_time_it_is_put():
    """Once more at a review, and what is kept says so by itself (ruling 6)."""
    form = a_form(a_known_field("q"))
    kept: list[Answer] = []
    for at_review in (False, False, True, True, False, True):
        session = FormSession(form, known={"q": Known(kept[-1])} if kept else {}, at_review=at_review)
        if "q" in session.state.prompted:
            session.set_state("q", AnswerState.DOES_NOT_KNOW)
            kept.append(session.changes()["q"])

    assert [answer.source for answer in kept] == ["", ASKED_AGAIN]
    assert all(answer.value is None for answer in kept)


# -- known before -----------------------------------------------------------------------


def test_what_was_only_shown_folded_is_no_filling():
    """Nothing is written for a question nobody touched."""
    session = a_session(a_known_field("q", Reask.CONFIRM), a_field("r"), known={"q": HELD})

    assert (session.changes(), session.is_touched, session.state.folded) == ({}, False, {"q"})
    assert session.answer_of("q") == HELD.answer


def test_a_table_told_elsewhere_becomes_hers_cell_by_cell():
    """What the team added to it stays the team's."""
    told = Answer("uno", AnswerState.TOLD_ELSEWHERE, "2026-11-14", "", "import:Casa Aurora")
    left = Answer(None, AnswerState.DOES_NOT_KNOW, "2026-11-14")
    table = Answer((Row("a" * 32, {"what": told, "count": left}),), AnswerState.TOLD_ELSEWHERE, "2026-11-14")
    session = a_session(a_known_field("t", Reask.CONFIRM, type_="table"), known={"t": Known(table)})

    session.still_right("t")

    assert session.changes()["t"] == Answer(
        (Row("a" * 32, {"what": Answer("uno", AnswerState.ANSWERED, TODAY, ANA), "count": left}),),
        AnswerState.ANSWERED, TODAY, ANA)


@pytest.mark.rule("NR-04")
def test_told_elsewhere_keeps_who_and_when_and_becomes_hers_with_one_click():
    """The house that told it, the day it was told; and then: still right, as of today."""
    taking = a_session(a_known_field("q", Reask.CONFIRM))
    taking.told_elsewhere("q", " Killa ", "Casa Aurora")
    told = taking.changes()["q"]
    later = a_session(a_known_field("q", Reask.CONFIRM), known={"q": Known(told, told.asked_on, "Casa Aurora")})

    folded = later.state.folded
    later.still_right("q")

    assert told == Answer("Killa", AnswerState.TOLD_ELSEWHERE, TODAY, ANA, "import:Casa Aurora")
    assert folded == {"q"}
    assert later.changes() == {"q": Answer("Killa", AnswerState.ANSWERED, TODAY, ANA)}


def test_a_known_answer_is_confirmed_or_corrected():
    """One click for still right; another word for something else; and the click can be taken back."""
    session = a_session(a_known_field("q", Reask.CONFIRM), known={"q": HELD})

    session.still_right("q")
    confirmed = session.changes()["q"]
    session.correct("q")
    nothing_yet = session.changes()
    session.answer("q", "after")

    assert (confirmed.value, confirmed.asked_on) == ("before", TODAY)
    assert nothing_yet == {}
    assert session.changes()["q"].value == "after"
    assert session.confirmed == frozenset()


def test_correcting_hides_nothing_until_something_else_is_said():
    """The old answer stands in the box, so what follows from it stands too."""
    more = a_field("more", show_if={"field": "q", "in": ["yes"]})
    session = a_session(a_known_field("q", Reask.CONFIRM, type_="choice"), more,
                        known={"q": Known(Answer("yes"))}, answers={"more": Answer("old words")})
    session.answer("more", "new words")

    session.correct("q")

    assert session.state.prompted == {"q", "more"}
    assert set(session.changes()) == {"more"}
    session.answer("q", "no")
    assert session.state.visible == {"q"}
    assert set(session.changes()) == {"q"}


def test_never_again_means_no_click_either():
    """Only what may be confirmed is confirmed."""
    session = a_session(a_known_field("q", Reask.NEVER), known={"q": HELD})

    with pytest.raises(FieldProblem, match="not_to_confirm"):
        session.still_right("q")


def test_a_question_left_unsaid_in_this_record_stays_quiet_when_it_is_opened_again():
    """And opens when she brings it up."""
    session = a_session(a_field("q"), answers={"q": Answer(state=AnswerState.PREFERS_NOT_TO_SAY)})

    quiet = session.state.quiet
    session.correct("q")

    assert (quiet, session.state.prompted) == ({"q"}, {"q"})


# -- by hearsay -------------------------------------------------------------------------


@pytest.mark.rule("NR-22")
@pytest.mark.parametrize("kind", TYPES)
def test_what_others_say_of_a_person_never_fills_her_question(kind: str):
    """It is refused as an answer, whatever kind of question it is."""
    sample = {"int": 1, "scale5": 1, "rating5": 1, "date": "1990", "month": "1990", "year": "1990", "money": "1 PEN",
              "time": "9:30", "strokes": "1,1 9,9"}
    value = sample.get(kind, (Row("0" * 32),) if kind in ("table", "group", "matrix") else "yes")
    session = a_session(a_field("q", kind))

    with pytest.raises(FieldProblem, match="not_from_others"):
        session.answer("q", value, source=THIRD_PARTY)

    assert session.changes() == {}
    assert session.state.prompted == {"q"}


@pytest.mark.rule("NR-22")
def test_hearsay_does_not_come_in_by_a_table_either():
    """A cell that asks her is hers; a column of the team may hold what others told."""
    told = Answer("x", source=THIRD_PARTY)
    hers = a_field("t", "table")
    theirs = a_field("u", "table", columns=(a_duty("what"),))
    session = a_session(hers, theirs)

    with pytest.raises(FieldProblem, match="not_from_others"):
        session.answer("t", (Row("0" * 32, {"what": told}),))
    with pytest.raises(FieldProblem, match="not_from_others"):
        session.told_elsewhere("t", (Row("0" * 32, {"what": told}),), "Casa Aurora")
    session.answer("u", (Row("0" * 32, {"what": told}),))

    assert session.rows("t") == ()
    assert session.rows("u")[0].cells["what"].source == THIRD_PARTY


@pytest.mark.rule("NR-22")
def test_known_hearsay_leaves_the_question_open_and_the_place_empty():
    """It never stands in for her answer."""
    session = a_session(a_known_field("q", Reask.CONFIRM), known={"q": Known(Answer("x", source=THIRD_PARTY))})

    assert session.state.prompted == {"q"}
    assert session.answer_of("q") == NOT_ASKED
    with pytest.raises(FieldProblem):
        session.still_right("q")


def test_the_team_may_write_what_others_told_and_it_says_so():
    """Marked as theirs."""
    session = a_session(a_duty("w"))

    session.answer("w", "the clinic called", source=THIRD_PARTY)

    assert session.changes()["w"].source == THIRD_PARTY


# -- shown and hidden -----------------------------------------------------------------------


def test_hidden_answers_are_not_saved_and_come_back_when_shown():
    """What is no longer asked is no longer said."""
    session = a_session(a_field("q", "choice"), a_field("more", show_if={"field": "q", "in": ["yes"]}))
    session.answer("q", "yes")
    session.answer("more", "words")

    session.answer("q", "no")
    hidden = set(session.changes())
    session.answer("q", "yes")

    assert hidden == {"q"}
    assert set(session.changes()) == {"q", "more"}


def test_pages_show_what_is_shown_and_no_empty_page():
    """Pages with nothing on them are passed over."""
    form = Form("T1", 1, {}, (
        *a_form(a_field("q", "choice")).pages, *a_form(a_field("more", show_if={"answered": "q"})).pages))
    session = FormSession(form)

    before = [field.key for page in session.pages() for field in page.fields]
    session.answer("q", "yes")

    assert before == ["q"]
    assert [field.key for page in session.pages() for field in page.fields] == ["q", "more"]


def test_worker_duties_are_counted_and_never_stop_anything():
    """A duty with nothing written is said; the form is kept all the same."""
    session = a_session(a_duty("w", required=True), a_field("q"))

    session.answer("q", "words")

    assert session.state.lacking == {"w"}
    assert set(session.changes()) == {"q"}
    session.answer("w", "done")
    assert session.state.lacking == frozenset()
