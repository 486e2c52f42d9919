# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check-in RCI-24 as practice and rulings write it, and its exact sums."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import loader
from forms.answers import Answer, AnswerState
from forms.checkin import GROUPS, ITEMS, CheckIn, checkin_of, group_mean
from forms.model import LANGUAGES, FieldType, Reask, Source
from forms.score_sheets import score_sheet
from forms.session import FormSession
from tests.form_engine.care import filled, places
from tests.form_engine.first_days import spoken
from tests.form_engine.test_definitions_care import GUESSED

NA, NO_ANSWER = AnswerState.NOT_APPLICABLE, None
FORM = loader.form("F14")
SPANISH = {
    "e2r": "En el último mes comimos menos porque faltó dinero", "s1": "Donde vivo es seguro para mí",
    "p1": "Vivo mi día a día con seguridad", "p7": "Duermo lo suficiente",
}
"""As ruling 54 trims them: one thing each, and without a gender."""

SILENCES = [state for state in AnswerState if state not in (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE)]
circles = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
marks = st.lists(st.one_of(st.none(), st.just(NA), circles), min_size=8, max_size=8)


def all_answered(value: int = 4) -> dict[str, Answer]:
    """Every item with the same circle; the one said as a lack with the opposite word."""
    return {key: Answer(str(4 - value) if key == "e2r" else value) for key in ITEMS}


# -- the sums ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("group", "expected"), [
    ([1, NA, NA, .5, .5, NO_ANSWER, 1, .5], .700), ([1, NA, NA, NA, NA, 1, 1, NO_ANSWER], None),
    ([1] * 8, 1.0), ([0] * 8, 0.0), ([1, 1, 1, 1, 1, 1, None, None], 1.0), ([1, 1, 1, 1, 1, None, None, None], None),
    ([.25, .75, .5, .5, NA, NA, NA, NA], .5), ([NA] * 8, None), ([None] * 8, None),
    ([1, 0, 1, NA, NA, NA, NA, NA], None),
])
def test_a_group_as_practice_prints_it(group: list[object], expected: float | None):
    """Three quarters of what applies, and four at least."""
    assert group_mean(group) == (None if expected is None else pytest.approx(expected))


@given(marks)
def test_a_group_is_the_mean_of_what_was_answered_or_nothing(group: list[object]):
    """Said once more in another way."""
    given_ones = [mark for mark in group if isinstance(mark, float)]
    applies = [mark for mark in group if mark is not NA]
    enough = len(given_ones) >= 4 and len(given_ones) / len(applies) >= 0.75

    found = group_mean(group)

    assert found == (pytest.approx(sum(given_ones) / len(given_ones)) if enough else None)


def test_the_composite_is_the_mean_of_three_groups_and_never_of_two():
    """No total when incomplete."""
    assert CheckIn(1.0, 0.5, 0.0).composite == pytest.approx(0.5)
    assert CheckIn(1.0, None, 0.0).composite is None
    assert CheckIn().is_empty


def test_want_of_food_counts_the_other_way_round():
    """Never is the best answer to it, always the worst."""
    assert checkin_of(all_answered()) == CheckIn(1.0, 1.0, 1.0)
    assert checkin_of(all_answered() | {"e2r": Answer("4")}).economic == pytest.approx(7 / 8)
    assert checkin_of(all_answered(0) | {"e2r": Answer("0")}).economic == pytest.approx(1 / 8)


@pytest.mark.rule("NR-06", "UX-16")
@pytest.mark.parametrize("state", SILENCES)
def test_only_what_she_answered_here_counts(state: AnswerState):
    """Whatever is held beside another state is nobody's answer; it neither raises nor lowers."""
    silent = Answer(0 if state.carries_value else None, state)
    answers = all_answered() | {"s1": silent, "s2": silent}

    assert checkin_of(answers) == CheckIn(1.0, 1.0, 1.0)
    assert checkin_of(answers | {"s3": silent}).social is None


def test_what_does_not_apply_is_left_out_only_where_practice_says_so():
    """Work, children and papers of this country: for other questions it is no answer like any other."""
    with_na = {field.key for field in FORM.fields() if field.may_not_apply}
    away = {key: Answer(None, NA) for key in ("e3", "e4")}

    assert with_na == {"e3", "e4", "s5", "s6"}
    assert checkin_of(all_answered() | away | {"e5": Answer(None)}).economic == pytest.approx(1.0)
    assert checkin_of(all_answered() | {key: Answer(None, NA) for key in ("p1", "p2", "p3")}).psychosocial is None


def test_the_sums_read_the_form_as_it_is_filled_in():
    """Circles as numbers, the words for how often as codes."""
    session = FormSession(FORM)
    for key in ITEMS:
        session.answer(key, "0" if key == "e2r" else 2)
    session.set_state("s6", NA)

    found = checkin_of(session.changes())

    assert (found.economic, found.social, found.psychosocial) == (pytest.approx(4.5 / 8), 0.5, 0.5)


# -- the form ------------------------------------------------------------------------------------


def test_three_groups_of_eight_and_her_own_words():
    """In their order; all hers, none required, circles but for one."""
    assert [len(keys) for keys in GROUPS.values()] == [8, 8, 8]
    asked = [field.key for field in FORM.fields() if field.source is Source.PARTICIPANT]

    assert asked == ["today", *ITEMS, "g1"]
    for key in ITEMS:
        field = FORM.field(key)
        assert (field.level, field.reask, field.print, field.export) == (3, Reask.REPEATED, (), ())
        assert field.type is (FieldType.CHOICE if key == "e2r" else FieldType.SCALE5)
    assert FORM.field("g1").print == ("individual_report", "plan_copy")
    assert not [place for place, field in places(FORM) if field.required]


@pytest.mark.parametrize(("key", "words"), SPANISH.items())
def test_the_wording_of_the_ruling(key: str, words: str):
    """One thing each."""
    assert FORM.field(key).label["es"] == words


def test_want_of_food_is_answered_from_never_to_always():
    """A frequency and not a degree."""
    choices = FORM.field("e2r").choices

    assert [choice.code for choice in choices] == ["0", "1", "2", "3", "4"]
    assert (choices[0].label["es"], choices[-1].label["es"]) == ("nunca", "siempre")


@pytest.mark.rule("UX-14")
@pytest.mark.parametrize("language", GUESSED)
def test_no_item_takes_a_gender_for_granted(language: str):
    """With safety, not safe-she or safe-he."""
    guessed = set(GUESSED[language].split())

    for said in spoken(FORM, language):
        assert not guessed & set(re.findall(r"[\w']+", said.casefold())), said


@pytest.mark.rule("CO-17")
def test_it_begins_by_asking_whether_today_and_a_no_shows_no_item():
    """Silence about that hides nothing: she may simply begin."""
    assert next(FORM.fields()).key == "today"
    assert not {*ITEMS, "g1"} & filled("F14", today="not_today").state.visible
    assert {*ITEMS, "g1"} <= filled("F14").state.visible
    assert {*ITEMS, "g1"} <= filled("F14", today="yes").state.visible


@pytest.mark.rule("NR-08")
def test_ninety_days_lie_between_two_and_it_says_that_it_is_not_validated():
    """Ours, under the licence of the program, on from the start."""
    sheet = score_sheet("rci24")

    assert (sheet.form, sheet.items, sheet.interval_days, sheet.max_per_year) == ("F14", 24, 90, 0)
    assert sheet.on_by_default
    assert "not_validated" in sheet.tags
    for language, word in zip(LANGUAGES, ("validated", "validado", "validado", "validé"), strict=True):
        assert word in FORM.about[language]
