# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From whatever was entered to the one shape a kind of question stores, or a reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from forms.answers import Answer, AnswerState, Row, Value
from forms.fieldtypes import CODE_LIMIT, LONG_LIMIT, ROW_LIMIT, SHORT_LIMIT, answered, is_row_id, parse
from forms.model import Field, FieldType
from forms.problems import FieldProblem
from tests.form_engine.entered import kinds, raws
from tests.form_engine.small_forms import ROWS, a_field, choices

MANY = settings(deadline=None, max_examples=600)
ID = "0123456789abcdef" * 2
OTHER_ID = "f" * 32


def kept(field: Field, raw: object) -> Value:
    """What is stored, or the code of the refusal after an exclamation mark."""
    try:
        return parse(field, raw)
    except FieldProblem as problem:
        return f"!{problem.code}"


# -- anything at all --------------------------------------------------------------------


@MANY
@given(kind=kinds, raw=raws)
def test_whatever_is_entered_is_kept_or_refused_with_a_reason(kind: str, raw: object):
    """Nothing but a FieldProblem ever comes out, and it repeats nothing of what was entered."""
    refused: FieldProblem | None = None
    try:
        value = parse(a_field("q", kind), raw)
    except FieldProblem as problem:
        refused = problem

    if refused is None:
        assert is_of(kind, value)
    else:
        assert refused.code.startswith("field.")
        assert all(isinstance(detail, int) or detail in ("q", "what", "count", "other")
                   for detail in refused.details.values())


def is_of(kind: str, value: Value) -> bool:
    """Whether a value has the shape that ``forms.answers.Value`` promises for this kind."""
    if value is None:
        return True
    if kind in ("int", "scale5", "rating5"):
        return isinstance(value, int) and not isinstance(value, bool)
    if kind in ("multi", "rank", "checklist"):
        return isinstance(value, tuple) and all(isinstance(code, str) for code in value) and value != ()
    if kind in ROWS:
        return isinstance(value, tuple) and all(isinstance(row, Row) and is_row_id(row.id) for row in value)
    return isinstance(value, str) and value == value.strip() != ""


@MANY
@given(kind=kinds, raw=raws)
def test_reading_twice_reads_the_same(kind: str, raw: object):
    """What was understood once is understood again as itself, and as exact as before."""
    field = a_field("q", kind)
    try:
        once = answered(field, raw)
    except FieldProblem:
        return

    assert answered(field, once.value) == once


@pytest.mark.parametrize("kind", [kind.value for kind in FieldType])
@pytest.mark.parametrize("raw", [None, "", (), []])
def test_an_empty_answer_is_none(kind: str, raw: object):
    """Of every kind: nothing was said, which is not "no"."""
    assert parse(a_field("q", kind), raw) is None


@pytest.mark.parametrize("kind", ["text_short", "text_long", "int", "date", "money", "code", "ref", "scale5"])
@pytest.mark.parametrize("raw", ["   ", "\n\t", "\u200e", "\u202e \u2069", "\x00"])
def test_blanks_and_unseen_signs_say_nothing(kind: str, raw: str):
    """They are no answer, whatever kind of question it is."""
    assert kept(a_field("q", kind), raw) in (None, "!field.money_unreadable")


# -- text -------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "limit"), [
    ("text_short", SHORT_LIMIT), ("text_long", LONG_LIMIT), ("code", CODE_LIMIT), ("ref", SHORT_LIMIT)])
def test_a_text_longer_than_its_limit_is_refused_and_not_cut(kind: str, limit: int):
    """With the limit, so that the sentence can say it."""
    assert parse(a_field("q", kind), "ñ" * limit) == "ñ" * limit

    with pytest.raises(FieldProblem) as problem:
        parse(a_field("q", kind), "ñ" * (limit + 1))

    assert (problem.value.code, problem.value.details) == ("field.too_long", {"limit": limit})


@pytest.mark.parametrize("kind", ["text_short", "text_long", "code", "ref"])
def test_no_question_may_ask_for_more_than_a_change_can_hold(kind: str):
    """Whatever a definition says (ruling 85)."""
    endless = a_field("q", kind, max_length=10**9)

    assert kept(endless, "a" * (LONG_LIMIT + 1)) == "!field.too_long"


def test_a_question_may_ask_for_less():
    """The limit of its own."""
    assert kept(a_field("q", max_length=3), "abcd") == "!field.too_long"
    assert kept(a_field("q", "text_long", max_length=3), "abc") == "abc"


def test_a_short_text_is_one_line_and_a_long_one_keeps_its_lines():
    """As they are shown."""
    assert parse(a_field("q"), " one\r\n two ") == "one two"
    assert parse(a_field("q", "text_long"), " one\r\n two ") == "one\n two"


# -- choices ----------------------------------------------------------------------------


@pytest.mark.parametrize(("raw", "value"), [
    ("yes", "yes"), (" no ", "no"), (True, "yes"), (False, "no"), ("not_sure", "not_sure"),
    ("YES", "!field.unknown_choice"), ("NO", "!field.unknown_choice"), ("true", "!field.unknown_choice"),
    (1, "!field.unknown_choice"), (("yes",), "!field.not_text"),
])
@pytest.mark.parametrize("listed", [(), choices("yes", "no", "not_sure")])
def test_yes_and_no_are_words(raw: object, value: str, listed: Any):
    """With a list of its own or with the usual three."""
    assert kept(a_field("q", "bool3", choices=listed), raw) == value


def test_a_choice_is_one_of_its_codes():
    """Figures are read as the codes they are written as."""
    levels = a_field("q", "choice", choices=choices("1", "2"))

    assert [kept(levels, raw) for raw in ("1", 2, "3", True, 1.0)] == [
        "1", "2", "!field.unknown_choice", "!field.not_text", "!field.not_text"]


@pytest.mark.parametrize("kind", ["multi", "checklist"])
def test_several_choices_are_kept_in_the_order_of_the_list(kind: str):
    """So that two laptops write the same value."""
    field = a_field("q", kind)

    for raw in (["not_sure", "yes"], {"yes", "not_sure"}, ("yes", "not_sure", "yes")):
        assert parse(field, raw) == ("yes", "not_sure")
    assert parse(field, "no") == ("no",)


def test_a_ranking_keeps_its_order_and_has_one():
    """A set has none."""
    field = a_field("q", "rank")

    assert parse(field, ["not_sure", "yes", "not_sure"]) == ("not_sure", "yes")
    assert kept(field, {"yes", "no"}) == "!field.unknown_choice"


@pytest.mark.parametrize("kind", ["multi", "rank", "checklist"])
def test_no_more_are_picked_than_asked_for(kind: str):
    """And one unknown code refuses them all."""
    field = a_field("q", kind, pick=2)

    assert kept(field, ["yes", "no"]) == ("yes", "no")
    assert kept(field, ["yes", "no", "not_sure"]) == "!field.too_many"
    assert kept(field, ["yes", "maybe"]) == "!field.unknown_choice"


# -- figures ----------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "raw", "value"), [
    ("int", "12", 12), ("int", 0, 0), ("int", "-3", -3), ("int", "+3", 3), ("int", "007", 7), ("int", "١٢", 12),
    ("int", "1.5", "!field.not_a_number"), ("int", "1e3", "!field.not_a_number"), ("int", 1.0, "!field.not_text"),
    ("int", True, "!field.not_text"), ("int", "9" * 13, "!field.not_a_number"), ("int", 10**18, "!field.not_a_number"),
    ("int", 10**10, "!field.out_of_range"),
    ("scale5", "4", 4), ("scale5", 5, "!field.out_of_range"), ("scale5", -1, "!field.out_of_range"),
    ("rating5", "-2", -2), ("rating5", 3, "!field.out_of_range"),
])
def test_whole_numbers(kind: str, raw: object, value: object):
    """Zero is an answer."""
    assert kept(a_field("q", kind), raw) == value


@pytest.mark.parametrize("kind", [kind.value for kind in FieldType])
def test_a_number_without_end_is_refused_like_any_other(kind: str):
    """It cannot even be written down."""
    assert str(kept(a_field("q", kind), 10**5000)).startswith("!field.")


def test_a_number_keeps_within_what_the_question_says():
    """The sentence can say both ends."""
    field = a_field("q", "int", minimum=0, maximum=20)

    with pytest.raises(FieldProblem) as problem:
        parse(field, 21)

    assert problem.value.details == {"minimum": 0, "maximum": 20}
    assert parse(field, 0) == 0


@pytest.mark.parametrize(("raw", "value"), [
    ("9:30", "09:30"), ("09.30", "09:30"), ("14h", "14:00"), ("14 h 05", "14:05"), ("0900", "09:00"), ("7", "07:00"),
    ("23:59", "23:59"), ("0:00", "00:00"), ("   ", None), ("24:00", "!field.time_unreadable"),
    ("9:60", "!field.time_unreadable"), ("noon", "!field.time_unreadable"), ("9.5", "!field.time_unreadable"),
    ("1430:00", "!field.time_unreadable"), (True, "!field.not_text"),
])
def test_an_hour_is_read_as_people_write_it_and_never_guessed(raw: object, value: object):
    """On the clock of a whole day; what is no hour stays on the screen as it was written."""
    assert kept(a_field("q", "time"), raw) == value


@pytest.mark.parametrize(("raw", "value"), [
    ("125.50 PEN", "125.50 PEN"), ("125,50 pen", "125.50 PEN"), ("125 PEN", "125 PEN"), ("125.5PEN", "125.50 PEN"),
    ("1.234,50 BRL", "1234.50 BRL"), ("1,234.50 USD", "1234.50 USD"), ("1 234,50 EUR", "1234.50 EUR"),
    ("1'234 CHF", "1234 CHF"), ("1.234.567 COP", "1234567 COP"), ("1.234 COP", "1234 COP"), ("0 PEN", "0 PEN"),
    ("125.00 PEN", "125 PEN"), ("007 PEN", "7 PEN"), ((125, "PEN"), "125 PEN"), (["1.5", "PEN"], "1.50 PEN"),
    ("١٢٥٫٥ PEN", "!"), ("١٢٥,٥٠ PEN", "125.50 PEN"), ("-5 PEN", "!"), ("125", "!"), ("PEN", "!"), ("1,2345 PEN", "!"),
    ("12 34 PEN", "!"), ("1.234,567 PEN", "!"), ("1,234,56 PEN", "!"), ("125 soles", "!"), ((), None), (True, "!"),
    ("1" + ".000" * 2000 + " PEN", "!"), ("9" * 13 + " PEN", "!"), ("9" * 5000 + " PEN", "!"), ([["1"], "PEN"], "!"),
])
def test_money_is_an_amount_and_a_currency(raw: object, value: str | None):
    """Either way of parting the cents; what could be read in two ways is asked about."""
    found = kept(a_field("q", "money"), raw)

    assert found == value or (value == "!" and str(found).startswith("!field."))


@pytest.mark.parametrize(("kind", "value", "precision"), [
    ("date", "1990-12-31", "day"), ("month", "1990-12", "month"), ("year", "1990", "year")])
def test_a_date_is_as_exact_as_its_question(kind: str, value: str, precision: str):
    """What is finer is not kept."""
    assert answered(a_field("q", kind), "31/12/1990") == Answer(value, precision=precision)
    assert answered(a_field("q", kind), "hacia 1990").precision == "about"


# -- rows -------------------------------------------------------------------------------


def a_row(ident: object = ID, cells: object = None) -> Row:
    """A row, right or wrong."""
    return Row(ident, {} if cells is None else cells)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize(("raw", "code"), [
    ("words", "field.not_rows"), ([{"what": "x"}], "field.not_rows"), ([a_row("short")], "field.row_id"),
    ([a_row(ID.upper())], "field.row_id"), ([a_row(7)], "field.row_id"), ([a_row(), a_row()], "field.row_id"),
    ([a_row(cells={"other": Answer("x")})], "field.unknown_column"), ([a_row(cells=7)], "field.not_rows"),
    ([a_row(cells={"what": "x"})], "field.not_rows"), ([a_row(cells={"count": Answer("many")})], "field.not_a_number"),
    ([a_row(f"{number:032x}") for number in range(ROW_LIMIT + 1)], "field.too_many_rows"),
])
def test_rows_out_of_shape_are_refused(kind: str, raw: object, code: str):
    """Whoever sends them."""
    with pytest.raises(FieldProblem) as problem:
        parse(a_field("q", kind), raw)

    assert problem.value.code == code


def test_every_cell_is_read_by_its_own_column():
    """And keeps who was asked and when."""
    cell = Answer(" 3 ", AnswerState.TOLD_ELSEWHERE, "2026-11-25", "ab", "import:Casa Aurora")
    silent = Answer("a value nobody gave", AnswerState.PREFERS_NOT_TO_SAY, "2026-11-25", "ab", precision="day")

    cells = _cells(parse(a_field("q", "table"), [a_row(cells={"count": cell, "what": silent})]))

    assert cells["count"] == Answer(3, AnswerState.TOLD_ELSEWHERE, "2026-11-25", "ab", "import:Casa Aurora")
    assert cells["what"] == Answer(None, AnswerState.PREFERS_NOT_TO_SAY, "2026-11-25", "ab")


def test_a_cell_with_nothing_in_it_is_not_a_cell():
    """An empty answer is none, in a table too."""
    cells = {"count": Answer(""), "what": Answer(state=AnswerState.NOT_ASKED)}

    assert _cells(parse(a_field("q", "table"), [a_row(cells=cells)])) == {}


def test_rows_keep_their_order_and_their_ids():
    """They are the same rows on every laptop."""
    value = parse(a_field("q", "table"), [a_row(OTHER_ID), a_row(ID)])

    assert isinstance(value, tuple)
    assert [row.id for row in value if isinstance(row, Row)] == [OTHER_ID, ID]


def _cells(value: Value) -> Mapping[str, Answer]:
    assert isinstance(value, tuple)
    (row,) = value
    assert isinstance(row, Row)
    return row.cells
