# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables while they are filled in: rows that keep their ids, cells that say who was asked, and no empty lines."""

from __future__ import annotations

import pytest

from forms.answers import NOT_ASKED, Answer, AnswerState, Row
from forms.fieldtypes import ROW_LIMIT
from forms.model import Field
from forms.problems import FieldProblem
from forms.session import FormSession
from tests.form_engine.small_forms import a_field, a_form

TODAY, ANA = "2026-11-25", "ab" * 16


def a_session(*fields: Field, **opened: object) -> FormSession:
    """A dated session over one page."""
    session = FormSession(a_form(*fields), **opened)  # type: ignore[arg-type]
    session.asked_on, session.asked_by = TODAY, ANA
    return session


def test_rows_keep_their_ids_and_may_be_taken_out():
    """Two laptops may add rows apart."""
    session = a_session(a_field("t", "table"))
    first, second = session.add_row("t"), session.add_row("t")
    session.answer_cell("t", first, "what", "uno")
    session.answer_cell("t", second, "count", "2")
    session.set_cell_state("t", second, "what", AnswerState.PREFERS_NOT_TO_SAY)

    session.remove_row("t", first)

    assert [row.id for row in session.rows("t")] == [second]
    assert session.rows("t")[0].cells == {
        "count": Answer(2, AnswerState.ANSWERED, TODAY, ANA),
        "what": Answer(None, AnswerState.PREFERS_NOT_TO_SAY, TODAY, ANA)}


def test_a_cell_taken_back_leaves_no_trace():
    """Emptied, or said to be not asked."""
    session = a_session(a_field("t", "table"))
    row = session.add_row("t")
    session.answer_cell("t", row, "what", "uno")
    session.answer_cell("t", row, "count", 1)

    session.answer_cell("t", row, "what", " ")
    session.set_cell_state("t", row, "count", AnswerState.NOT_ASKED)

    assert session.rows("t")[0].cells == {}


def test_a_row_in_which_nothing_was_said_is_not_kept():
    """An empty line is not an answer; while the form is open it stays."""
    session = a_session(a_field("t", "table"))
    row = session.add_row("t")

    untouched, still_there = session.changes(), len(session.rows("t"))
    session.answer_cell("t", row, "what", "uno")
    session.add_row("t")

    assert (untouched, still_there, session.is_touched) == ({}, 1, True)
    value = session.changes()["t"].value
    assert isinstance(value, tuple)
    assert [item.id for item in value if isinstance(item, Row)] == [row]


def test_a_row_that_was_there_and_is_emptied_is_kept_as_changed():
    """Its cells were taken back, and that is a change."""
    held = Row("a" * 32, {"what": Answer("uno", asked_on="2026-01-01")})
    session = a_session(a_field("t", "table"), answers={"t": Answer((held,))})

    session.answer_cell("t", held.id, "what", "")

    assert session.changes()["t"].value == (Row(held.id),)


def test_the_same_words_in_a_cell_are_no_change():
    """In a table too, whoever only looked has not written."""
    held = Row("a" * 32, {"what": Answer("uno", asked_on="2026-01-01")})
    session = a_session(a_field("t", "table"), answers={"t": Answer((held,))})

    session.answer_cell("t", held.id, "what", "uno")

    assert not session.is_touched


def test_all_rows_taken_out_of_a_known_table_is_a_change():
    """The last one too."""
    held = Row("a" * 32, {"what": Answer("uno")})
    session = a_session(a_field("t", "table"), answers={"t": Answer((held,))})

    session.remove_row("t", held.id)

    assert session.changes() == {"t": NOT_ASKED}


def test_there_is_room_for_two_hundred_rows():
    """And not for one more."""
    session = a_session(a_field("t", "table"), answers={"t": Answer(tuple(Row(f"{n:032x}") for n in range(ROW_LIMIT)))})

    with pytest.raises(FieldProblem, match="too_many_rows"):
        session.add_row("t")
