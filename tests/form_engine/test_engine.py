# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which questions of a form stand open: the same for the same answers, never again what is known, never by hearsay."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import Answer, AnswerState
from forms.engine import ASKED_AGAIN, THIRD_PARTY, Known, evaluate
from forms.model import Form, Reask, Source
from tests.form_engine import made_forms as made
from tests.form_engine.entered import SILENT
from tests.form_engine.small_forms import a_duty, a_field, a_form, a_known_field

MANY = settings(deadline=None, max_examples=400)
TOLD = Answer("Killa", AnswerState.TOLD_ELSEWHERE, "2026-11-14", "", "import:Casa Aurora")


# -- anything at all --------------------------------------------------------------------


@MANY
@given(form=made.made_forms(), said=made.said, known=made.known, at_review=st.booleans())
def test_the_same_answers_always_give_the_same_page(
    form: Form, said: dict[str, Answer], known: dict[str, Known], at_review: bool
):
    """In whatever order they stand, and none of them is touched."""
    said_before, known_before = copy.deepcopy(said), copy.deepcopy(known)

    first = evaluate(form, said, known, at_review)
    again = evaluate(form, dict(reversed(said.items())), dict(reversed(known.items())), at_review)

    assert first == again
    assert (said, known) == (said_before, known_before)


@MANY
@given(form=made.made_forms(), said=made.said, known=made.known, at_review=st.booleans())
def test_every_question_has_one_place(form: Form, said: Mapping[str, Answer], known: Mapping[str, Known],
                                      at_review: bool):
    """Shown or not; and of those shown, folded, quiet, put to somebody, or filled by the program."""
    state = evaluate(form, said, known, at_review)
    fields = {field.key: field for field in form.fields()}
    automatic = {key for key, field in fields.items() if field.source is Source.AUTOMATIC}

    assert state.visible | state.hidden == fields.keys()
    assert not state.visible & state.hidden
    assert state.folded | state.quiet | state.prompted | (automatic & state.visible) == state.visible
    assert not state.folded & state.quiet
    assert not state.prompted & (state.folded | state.quiet | automatic)


@MANY
@given(form=made.made_forms(), said=made.said, known=made.known)
def test_nothing_hidden_is_lacking_and_no_person_lacks_anything(
    form: Form, said: Mapping[str, Answer], known: Mapping[str, Known]
):
    """Only duties of the team that stand on the page."""
    state = evaluate(form, said, known)

    assert state.lacking <= {field.key for field in form.fields() if field.required and not field.is_participant}
    assert state.unasked <= {field.key for field in form.fields() if field.is_participant}
    assert not (state.lacking | state.unasked) & (state.hidden | state.folded)


@pytest.mark.rule("NR-06", "UX-16")
@MANY
@given(form=made.made_forms(), said=made.said, mask=st.lists(st.sampled_from(SILENT), min_size=6, max_size=6))
def test_one_silence_is_as_good_as_another(form: Form, said: Mapping[str, Answer], mask: list[AnswerState]):
    """Not asked, prefers not to say, does not know: the page is the same."""
    silent = {field.key for field in form.fields() if field.is_participant}
    rest = {key: answer for key, answer in said.items() if key not in silent}

    masked = evaluate(form, rest | {key: Answer(state=state) for key, state in zip(sorted(silent), mask, strict=False)})

    assert masked.visible == evaluate(form, rest).visible
    assert masked.lacking == evaluate(form, rest).lacking


@pytest.mark.rule("NR-22")
@MANY
@given(form=made.made_forms(), known=made.known, said=made.said)
def test_hearsay_about_a_person_changes_nothing_on_her_page(
    form: Form, known: Mapping[str, Known], said: Mapping[str, Answer]
):
    """It neither folds her question nor opens another, wherever it is held."""
    hers = {field.key for field in form.fields() if field.is_participant}
    told = {key for key, held in known.items() if key in hers and held.answer.source == THIRD_PARTY}
    told_now = {key for key, answer in said.items() if key in hers and answer.source == THIRD_PARTY}

    without = evaluate(form, {key: answer for key, answer in said.items() if key not in told_now},
                       {key: held for key, held in known.items() if key not in told})

    assert evaluate(form, said, known) == without


# -- asked once -------------------------------------------------------------------------


@pytest.mark.rule("NR-04")
@pytest.mark.parametrize("reask", [Reask.NEVER, Reask.CONFIRM])
def test_what_another_house_told_is_folded_with_its_name_and_day(reask: Reask):
    """It is not a question, and it is not her answer either."""
    state = evaluate(a_form(a_known_field("q", reask)), {}, {"q": Known(TOLD, "2026-11-14", "Casa Aurora")})

    assert (state.folded, state.prompted, state.unasked) == ({"q"}, frozenset(), frozenset())
    assert not TOLD.is_answered


@pytest.mark.parametrize("reask", [Reask.REPEATED, Reask.NONE])
def test_what_is_repeated_by_design_is_put_again(reask: Reask):
    """And what was said last time opens nothing this time, until it is said again."""
    form = a_form(a_field("q", "choice", reask=reask), a_field("more", show_if={"answered": "q"}))

    state = evaluate(form, {}, {"q": Known(Answer("yes"))})

    assert (state.prompted, state.hidden) == ({"q"}, {"more"})


def test_what_is_known_opens_what_follows_from_it():
    """As if it had been said on this page."""
    form = a_form(a_known_field("q", type_="choice"), a_field("more", show_if={"field": "q", "in": ["yes"]}))

    assert evaluate(form, {}, {"q": Known(Answer("yes"))}).visible == {"q", "more"}
    assert evaluate(form, {"q": Answer("no")}, {"q": Known(Answer("yes"))}).visible == {"q"}


@pytest.mark.parametrize("nothing", [Answer(), Answer(""), Answer(()), Answer(state=AnswerState.NOT_ASKED)])
def test_an_answer_with_nothing_in_it_is_not_known(nothing: Answer):
    """The question stands."""
    assert evaluate(a_form(a_known_field("q")), {}, {"q": Known(nothing)}).prompted == {"q"}


@pytest.mark.parametrize("state", [
    AnswerState.PREFERS_NOT_TO_SAY, AnswerState.WITHDRAWN, AnswerState.NOT_APPLICABLE])
@pytest.mark.parametrize("at_review", [False, True])
def test_what_was_left_unsaid_is_never_put_again(state: AnswerState, at_review: bool):
    """A quiet place remains, at a review too (ruling 6)."""
    page = evaluate(a_form(a_known_field("q")), {}, {"q": Known(Answer(state=state))}, at_review)

    assert (page.quiet, page.prompted) == ({"q"}, frozenset())


@pytest.mark.rule("UX-16")
def test_does_not_know_is_put_once_more_at_a_review_and_then_never():
    """Ruling 6; it is a question still open, not a doubt about her."""
    form = a_form(a_known_field("q"))
    unsure = Answer(state=AnswerState.DOES_NOT_KNOW)
    still = Answer(state=AnswerState.DOES_NOT_KNOW, source=ASKED_AGAIN)

    assert evaluate(form, {}, {"q": Known(unsure)}).quiet == {"q"}
    assert evaluate(form, {}, {"q": Known(unsure)}, at_review=True).prompted == {"q"}
    assert evaluate(form, {}, {"q": Known(unsure, asked_again=True)}, at_review=True).quiet == {"q"}
    assert evaluate(form, {}, {"q": Known(still)}, at_review=True).quiet == {"q"}


def test_what_is_volunteered_is_never_put_to_anybody():
    """A place exists if she brings it up."""
    state = evaluate(a_form(a_field("q", reask=Reask.VOLUNTEERED)), {})

    assert (state.quiet, state.prompted) == ({"q"}, frozenset())


def test_a_known_answer_of_the_team_is_folded_whoever_told_it():
    """What others told the team is the team's to know."""
    form = a_form(a_duty("q", reask=Reask.CONFIRM, concept="c"))

    assert evaluate(form, {}, {"q": Known(Answer("x", source=THIRD_PARTY))}).folded == {"q"}


# -- shown and hidden -----------------------------------------------------------------------


def test_an_answer_that_is_hidden_opens_nothing_further_down():
    """A chain falls together."""
    form = a_form(
        a_field("a", "choice"), a_field("b", "choice", show_if={"field": "a", "in": ["yes"]}),
        a_field("c", show_if={"field": "b", "in": ["yes"]}))
    said = {"a": Answer("no"), "b": Answer("yes")}

    assert evaluate(form, said).visible == {"a"}
    assert evaluate(form, said | {"a": Answer("yes")}).visible == {"a", "b", "c"}


def test_a_duty_is_lacking_while_it_is_shown_and_empty():
    """A state with a reason is enough; nothing ever stops a save."""
    form = a_form(a_field("q", "choice"), a_duty("w", required=True, show_if={"field": "q", "in": ["yes"]}))

    assert evaluate(form, {}).lacking == frozenset()
    assert evaluate(form, {"q": Answer("yes")}).lacking == {"w"}
    assert evaluate(form, {"q": Answer("yes"), "w": Answer("")}).lacking == {"w"}
    for said in (Answer("done"), Answer(state=AnswerState.NOT_APPLICABLE)):
        assert evaluate(form, {"q": Answer("yes"), "w": said}).lacking == frozenset()


def test_a_question_is_unasked_until_something_is_said():
    """Prefers not to say is something."""
    form = a_form(a_field("q"))

    assert evaluate(form, {}).unasked == {"q"}
    assert evaluate(form, {"q": Answer(state=AnswerState.NOT_ASKED)}).unasked == {"q"}
    assert evaluate(form, {"q": Answer(state=AnswerState.PREFERS_NOT_TO_SAY)}).unasked == frozenset()
    assert evaluate(form, {"q": Answer("x", source=THIRD_PARTY)}).unasked == {"q"}
