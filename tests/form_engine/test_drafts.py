# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A half-filled form as bytes and back: everything that was said, or one word that it cannot be read."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import Answer, AnswerState, Row
from forms.drafts import pack, unpack
from forms.engine import Known
from forms.model import Form, Reask
from forms.problems import FieldProblem
from forms.session import FormSession
from tests.form_engine import made_forms as made
from tests.form_engine.entered import SILENT, kinds, raws
from tests.form_engine.small_forms import TYPES, a_field, a_form, a_known_field, choices

MANY = settings(deadline=None, max_examples=300)
EVERY_KIND = a_form(*(a_field(kind, kind) for kind in TYPES))


@MANY
@given(entries=st.lists(st.tuples(kinds, raws | st.sampled_from(SILENT)), max_size=12))
def test_a_draft_comes_back_as_it_was(entries: list[tuple[str, Any]]):
    """Every kind of question, answered, left unsaid, taken back."""
    session = FormSession(EVERY_KIND)
    session.asked_on, session.asked_by = "2026-11-25", "ab" * 16
    for kind, entry in entries:
        with suppress(FieldProblem):
            session.set_state(kind, entry) if isinstance(entry, AnswerState) else session.answer(kind, entry)

    again = FormSession.from_draft(EVERY_KIND, session.to_draft())

    assert (again.changes(), again.state) == (session.changes(), session.state)
    assert (again.asked_on, again.asked_by) == (session.asked_on, session.asked_by)
    assert again.to_draft() == session.to_draft()


@MANY
@given(form=made.made_forms(), opened=made.said, known=made.known, at_review=st.booleans(), data=st.data())
def test_what_was_known_confirmed_and_corrected_comes_back_too(
    form: Form, opened: dict[str, Answer], known: dict[str, Known], at_review: bool, data: st.DataObject
):
    """The page after the pause is the page before it."""
    session = FormSession(form, opened, known, at_review)
    for field in form.fields():
        act = data.draw(st.sampled_from([session.still_right, session.correct, lambda key: None]))
        with suppress(FieldProblem):
            act(field.key)

    again = FormSession.from_draft(form, session.to_draft())

    assert (again.state, again.changes(), again.confirmed) == (session.state, session.changes(), session.confirmed)
    assert (again.opened, again.known, again.at_review) == (session.opened, session.known, session.at_review)
    assert all(again.answer_of(field.key) == session.answer_of(field.key) for field in form.fields())


def test_a_table_comes_back_with_its_rows_their_cells_and_their_order():
    """An empty row that somebody has just added too."""
    form = a_form(a_field("t", "table"))
    session = FormSession(form)
    first, second = session.add_row("t"), session.add_row("t")
    session.answer_cell("t", second, "count", 0)
    session.set_cell_state("t", second, "what", AnswerState.PREFERS_NOT_TO_SAY)

    again = FormSession.from_draft(form, session.to_draft())

    assert again.rows("t") == session.rows("t")
    assert [row.id for row in again.rows("t")] == [first, second]


def test_a_form_that_has_changed_since_takes_what_it_still_has_a_place_for():
    """A question, a code or a column that is gone takes nothing else with it; a text too long now is kept."""
    columns = (a_field("what"), a_field("count", "int"))
    before = a_form(a_field("gone"), a_field("c", "choice"), a_field("short"), a_field("kept"),
                    a_field("t", "table", columns=columns), a_field("u", "table"))
    session = FormSession(before)
    row = Row("a" * 32, {"what": Answer("uno"), "count": Answer(2)})
    for key, value in (("gone", "x"), ("c", "not_sure"), ("short", "a long text"), ("kept", "x"), ("t", (row,)),
                       ("u", (row,))):
        session.answer(key, value)
    after = a_form(a_field("c", "choice", choices=choices("yes", "no")), a_field("short", max_length=3),
                   a_field("kept"), a_field("t", "table", columns=columns[1:]), a_field("u"), version=2)

    again = FormSession.from_draft(after, session.to_draft())

    assert {key: answer.value for key, answer in again.changes().items()} == {
        "short": "a long text", "kept": "x", "t": (Row("a" * 32, {"count": Answer(2)}),)}


def test_a_draft_of_one_form_does_not_open_in_another():
    """In neither direction."""
    one, other = a_form(a_field("q"), ident="T1"), a_form(a_field("q"), ident="T2")

    for made_of, opened_in in ((one, other), (other, one)):
        with pytest.raises(FieldProblem, match="other_form"):
            FormSession.from_draft(opened_in, FormSession(made_of).to_draft())


def test_a_draft_says_nothing_but_what_was_said():
    """No label, no why: its size tells as little as can be."""
    session = FormSession(a_form(a_field("q", label={"en": "A very long label"}), a_known_field("k", Reask.CONFIRM)))
    session.answer("q", "words")

    packed = json.loads(session.to_draft())

    assert "very long label" not in json.dumps(packed)
    assert set(packed["entered"]) == {"q"}


# -- damaged ----------------------------------------------------------------------------


@MANY
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_bytes_that_are_no_draft_are_refused_in_one_word(content: bytes):
    """Never half a draft."""
    with pytest.raises(FieldProblem) as problem:
        unpack(content)

    assert problem.value.code == "draft.unreadable"


def a_whole_draft() -> dict[str, Any]:
    """A draft with a value, a silence, a table, something opened and something known."""
    form = a_form(a_field("q"), a_field("s"), a_field("t", "table"), a_known_field("k", Reask.CONFIRM))
    session = FormSession(form, {"q": Answer("before")}, {"k": Known(Answer("known"), "2026-11-14")})
    session.answer("q", "words")
    session.set_state("s", AnswerState.DOES_NOT_KNOW)
    session.answer_cell("t", session.add_row("t"), "what", "uno")
    session.still_right("k")
    packed: dict[str, Any] = json.loads(session.to_draft())
    return packed


@pytest.mark.parametrize("line", sorted(a_whole_draft()))
@pytest.mark.parametrize("instead", [None, 7, "x", 1e400, [], [7], {"q": 7}, {"q": ["x"]}, {"q": [1.5, "answered"]}])
def test_a_draft_with_a_damaged_line_is_refused_or_still_whole(line: str, instead: Any):
    """A crash is not among the possibilities."""
    damaged = a_whole_draft() | {line: instead}
    form = a_form(a_field("q"), a_field("s"), a_field("t", "table"), a_known_field("k", Reask.CONFIRM))

    refused = ""
    try:
        FormSession.from_draft(form, json.dumps(damaged).encode())
    except FieldProblem as problem:
        refused = problem.code

    assert refused in ("", "draft.unreadable", "draft.other_form")
    assert refused or line in ("asked_on", "asked_by", "at_review", "version", "opened", "entered", "known",
                               "corrected", "confirmed")


@pytest.mark.parametrize("answer", [
    [1.5, "answered", "", "", "", ""], [{"a": 1}, "answered", "", "", "", ""], [True, "answered", "", "", "", ""],
    [[1], "answered", "", "", "", ""], [["a", {"id": "x", "cells": {}}], "answered", "", "", "", ""],
    ["x", "maybe", "", "", "", ""], ["x", "answered"], "answered", None, [[{"id": "x"}], "answered", "", "", "", ""],
    [[{"id": "x", "cells": {"what": None}}], "answered", "", "", "", ""],
])
def test_an_answer_out_of_shape_is_no_answer(answer: Any):
    """Whoever wrote it there."""
    with pytest.raises(FieldProblem, match="unreadable"):
        unpack(json.dumps(a_whole_draft() | {"entered": {"q": answer}}).encode())


@MANY
@given(cut=st.integers(0, 10_000), flip=st.integers(0, 255))
def test_a_draft_cut_or_changed_anywhere_never_crashes(cut: int, flip: int):
    """The cipher around it would notice; this too."""
    whole = json.dumps(a_whole_draft()).encode()
    place = cut % len(whole)
    changed = whole[:place] + bytes([flip]) + whole[place + 1:]

    with pytest.raises(FieldProblem):
        unpack(whole[:place])
    with suppress(FieldProblem):
        assert unpack(pack(unpack(changed))) == unpack(changed)
