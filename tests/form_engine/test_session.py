# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One filling of a form: nothing is asked twice, nothing is lost, silence is never an answer."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.answers import Answer, AnswerState
from forms.drafts import unpack
from forms.engine import Known, evaluate
from forms.model import FieldType, Reask, Source
from forms.problems import FieldProblem
from forms.rules import holds
from forms.session import FormSession

STATES = [state for state in AnswerState if not state.carries_value]
TYPES = [each.value for each in FieldType]
RAW = st.one_of(
    st.none(), st.booleans(), st.integers(-10**13, 10**13), st.text(max_size=60), st.floats(allow_nan=True),
    st.lists(st.text(max_size=8), max_size=4), st.binary(max_size=6),
    st.sampled_from(["yes", "2024-05", "31/12/1990", "hacia 1986", "125,50 PEN", "0", "-2", "=her words"]),
)
ONCE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)


@ONCE
@given(kind=st.sampled_from(TYPES), raw=RAW)
def test_whatever_is_entered_is_kept_or_refused_with_a_reason(kind: str, raw: object, field, form_of):
    """Nothing but a FieldProblem ever comes out, and after it everything is as before."""
    session = FormSession(form_of(field("q", kind)))
    before = session.answer_of("q")
    refused = False
    try:
        session.answer("q", raw)
    except FieldProblem:
        refused = True

    assert not refused or session.answer_of("q") == before


@ONCE
@given(kind=st.sampled_from(TYPES), raw=RAW)
def test_reading_twice_reads_the_same(kind: str, raw: object, field, form_of):
    """What was understood once is understood again as itself."""
    session = FormSession(form_of(field("q", kind)))
    try:
        session.answer("q", raw)
    except FieldProblem:
        return
    value = session.answer_of("q").value

    again = FormSession(form_of(field("q", kind)))
    again.answer("q", value)

    assert again.answer_of("q").value == value


@pytest.mark.rule("NR-05")
@ONCE
@given(states=st.lists(st.sampled_from(STATES), min_size=len(TYPES), max_size=len(TYPES)))
def test_any_mixture_of_silence_is_a_form_that_can_be_kept(states: list[AnswerState], field, form_of):
    """Every kind of question may be left in every way."""
    session = FormSession(form_of(*(field(kind, kind) for kind in TYPES)))

    for kind, state in zip(TYPES, states, strict=True):
        session.set_state(kind, state)

    assert session.state.lacking == frozenset()
    assert all(answer.value is None for answer in session.changes().values())


@pytest.mark.rule("NR-06", "UX-16")
@ONCE
@given(state=st.sampled_from(STATES))
def test_no_kind_of_silence_counts_as_no(state: AnswerState, field, form_of):
    """A question that opens on "no" stays closed on every way of not answering, "does not know" too."""
    rule = {"field": "q", "in": ["no"]}
    other = {"field": "q", "not_in": ["yes"]}
    form = form_of(field("q", "choice"), field("a", show_if=rule), field("b", show_if=other))

    shown = evaluate(form, {"q": Answer(state=state)}).visible

    assert shown == {"q"}


@pytest.mark.rule("NR-03")
@ONCE
@given(order=st.permutations(range(4)))
def test_a_concept_is_prompted_at_most_once_in_any_order_of_forms(order, field, form_of):
    """Whichever form is opened first asks; all others show it folded."""
    forms = [form_of(field(f"k{n}", concept="person.name", reask=Reask.NEVER, number=101), ident=f"T{n}")
             for n in range(4)]
    known: dict[str, Answer] = {}
    prompted = 0
    for n in order:
        key = f"k{n}"
        session = FormSession(forms[n], known={key: Known(known["person.name"])} if known else {})
        if key in session.state.prompted:
            prompted += 1
            session.answer(key, "Killa")
            known["person.name"] = session.answer_of(key)

    assert prompted == 1


@pytest.mark.rule("NR-04")
def test_what_another_agency_told_is_folded_with_its_name_and_day(field, form_of):
    """It is not a question, and it is not her answer either."""
    told = Answer("Killa", AnswerState.TOLD_ELSEWHERE, "2026-11-14", "", "import:Casa Aurora")
    form = form_of(field("q", concept="person.name", reask=Reask.NEVER))

    session = FormSession(form, known={"q": Known(told, "2026-11-14", "Casa Aurora")})

    assert session.state.folded == {"q"}
    assert session.changes() == {}
    assert not told.is_answered


@pytest.mark.rule("NR-22")
def test_what_others_say_of_a_person_never_fills_her_question(field, form_of):
    """Hearsay is refused as an answer and stays a question when it is known."""
    form = form_of(field("q", concept="person.name", reask=Reask.NEVER))
    session = FormSession(form, known={"q": Known(Answer("x", source="third_party"))})

    with pytest.raises(FieldProblem):
        session.answer("q", "x", source="third_party")

    assert session.state.prompted == {"q"}


def test_after_prefers_not_to_say_there_is_no_second_time(field, form_of):
    """Never prompted again, a quiet place remains; "does not know" comes once more at a review."""
    form = form_of(field("q", concept="c", reask=Reask.NEVER))
    silent = Known(Answer(state=AnswerState.PREFERS_NOT_TO_SAY))
    unsure = Known(Answer(state=AnswerState.DOES_NOT_KNOW))

    assert FormSession(form, known={"q": silent}, at_review=True).state.quiet == {"q"}
    assert FormSession(form, known={"q": unsure}).state.quiet == {"q"}
    assert FormSession(form, known={"q": unsure}, at_review=True).state.prompted == {"q"}


def test_volunteered_questions_are_never_put_to_anybody(field, form_of):
    """A place exists if she brings it up."""
    session = FormSession(form_of(field("q", reask=Reask.VOLUNTEERED)))

    assert session.state.quiet == {"q"}
    assert session.state.prompted == frozenset()


def test_a_known_answer_is_confirmed_or_corrected(field, form_of):
    """One click for still right; another word for something else."""
    form = form_of(field("q", concept="c", reask=Reask.CONFIRM))
    session = FormSession(form, known={"q": Known(Answer("before", asked_on="2026-01-01"))})
    session.asked_on = "2026-11-25"

    session.still_right("q")
    assert session.changes()["q"].asked_on == "2026-11-25"
    session.correct("q")
    session.answer("q", "after")

    assert session.changes()["q"].value == "after"
    assert session.confirmed == frozenset()


@ONCE
@given(raws=st.lists(st.tuples(st.sampled_from(TYPES), RAW), max_size=12))
def test_a_draft_comes_back_as_it_was(raws, field, form_of):
    """Everything said so far, states, rows and all."""
    form = form_of(*(field(kind, kind) for kind in TYPES))
    session = FormSession(form)
    for kind, raw in raws:
        try:
            session.answer(kind, raw)
        except FieldProblem:
            continue
    session.set_state("text_short", AnswerState.DOES_NOT_KNOW)

    again = FormSession.from_draft(form, session.to_draft())

    assert again.changes() == session.changes()
    assert again.state == session.state


@ONCE
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_a_damaged_draft_is_refused_in_one_word(content: bytes):
    """Never half a draft."""
    refused = ""
    try:
        unpack(content)
    except FieldProblem as problem:
        refused = problem.code

    assert refused == "draft.unreadable"


def test_hidden_answers_are_not_saved(field, form_of):
    """What is no longer asked is no longer said."""
    form = form_of(field("q", "choice"), field("more", show_if={"field": "q", "in": ["yes"]}))
    session = FormSession(form)
    session.answer("q", "yes")
    session.answer("more", "words")

    session.answer("q", "no")

    assert set(session.changes()) == {"q"}


def test_rows_keep_their_ids_and_may_be_taken_out(field, form_of):
    """Two laptops may add rows apart."""
    session = FormSession(form_of(field("t", "table")))
    first, second = session.add_row("t"), session.add_row("t")
    session.answer_cell("t", first, "what", "uno")
    session.answer_cell("t", second, "count", 2)
    session.set_cell_state("t", second, "what", AnswerState.PREFERS_NOT_TO_SAY)

    session.remove_row("t", first)

    assert [row.id for row in session.rows("t")] == [second]
    assert session.rows("t")[0].cells["count"].value == 2


def test_worker_duties_are_counted_and_never_stop_anything(field, form_of):
    """A duty with nothing written is said; the form is kept all the same."""
    session = FormSession(form_of(field("w", source=Source.WORKER, required=True, why={})))

    assert session.state.lacking == {"w"}
    session.answer("w", "done")
    assert session.state.lacking == frozenset()


@given(st.recursive(
    st.fixed_dictionaries({"field": st.sampled_from("ab"), "in": st.lists(st.sampled_from(["yes", "no"]))})
    | st.fixed_dictionaries({"answered": st.sampled_from("ab")}),
    lambda inner: st.fixed_dictionaries({"all": st.lists(inner, max_size=3)})
    | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}) | st.fixed_dictionaries({"not": inner}),
    max_leaves=8), st.dictionaries(st.sampled_from("ab"), st.sampled_from(["yes", "no"])))
def test_a_rule_is_a_pure_function_of_the_answers(rule, said):
    """The same answers always give the same page, and not is the opposite."""
    answers = {key: Answer(value) for key, value in said.items()}

    assert holds(rule, answers) == holds(rule, dict(reversed(answers.items())))
    assert holds({"not": rule}, answers) != holds(rule, answers)


@pytest.mark.parametrize("name", [
    "Ñusta", "Jean-Baptiste D'Ávila", "ʼAbdul", "Mɛ̃", "g̃uarani", "名前", "اسم", "Ꞌa", "क्षेत्र", "🌿 Flor",
])
def test_names_in_any_script_stay_as_written(name: str, field, form_of):
    """Composed, and nothing else."""
    import unicodedata

    session = FormSession(form_of(field("q")))
    session.answer("q", name)

    assert session.answer_of("q").value == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x00", "\x1b", "\u200f", "\ufeff", "\x85"])
def test_signs_that_hide_or_turn_text_do_not_get_in(sign: str, field, form_of):
    """Control and direction marks are left out, the words stay."""
    session = FormSession(form_of(field("q")))
    session.answer("q", f"Kil{sign}la")

    assert sign not in str(session.answer_of("q").value)
    assert str(session.answer_of("q").value).replace(" ", "") == "Killa"


def test_every_pair_of_forms_can_be_told_apart_by_its_draft(field, form_of):
    """A draft of one form does not open in another."""
    one, other = form_of(field("q"), ident="T1"), form_of(field("q"), ident="T2")

    for made, opened in itertools.permutations((one, other), 2):
        with pytest.raises(FieldProblem):
            FormSession.from_draft(opened, FormSession(made).to_draft())
