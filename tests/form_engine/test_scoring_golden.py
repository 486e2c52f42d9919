# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sums of practice on the forms as they are filled in: every cell of the risk table, WHO-5 and goals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import loader
from forms.answers import Answer, AnswerState
from forms.problems import FieldProblem
from forms.scoring import BANDS, Risk, Who5, goal_mean, goal_t, higher, risk_of, who5, who5_of
from forms.session import FormSession

PRACTICE = """
low low low low high
low low moderate moderate high
low moderate moderate high extreme
low moderate high extreme extreme
moderate high extreme extreme extreme
"""
"""Likelihood down, severity across, as printed in practice (F05)."""
TABLE = [row.split() for row in PRACTICE.split("\n") if row]
CODES = ("1", "2", "3", "4", "5", "unknown")
OWN = {"calm": "low", "careful": "moderate", "worried": "high", "in_danger": "extreme"}
ITEMS = ("item1", "item2", "item3", "item4", "item5")

Line = tuple[str, str]
lines = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=5)
own_views = st.sampled_from(["", *OWN])
dangers = st.sampled_from(["", "yes", "no", "not_sure"])
ratings = st.lists(st.integers(-2, 2), min_size=1, max_size=6)


def looked(risks: Sequence[Line] = (), own: str = "", danger: str = "") -> Risk:
    """The result of a safety form filled in as a person would, with one line a risk."""
    session = FormSession(loader.form("F05"))
    for likelihood, severity in risks:
        row = session.add_row("item")
        session.answer_cell("item", row, "likelihood", likelihood)
        session.answer_cell("item", row, "severity", severity)
    session.answer("own_band", own)
    session.answer("danger_now", danger)
    return risk_of(session.changes())


def in_table(line: Line) -> str:
    """What practice prints for it; the unknown stands in the middle."""
    likelihood, severity = (3 if code == "unknown" else int(code) for code in line)
    return TABLE[likelihood - 1][severity - 1]


def rank(band: str) -> int:
    """How grave: nothing said, low, moderate, high, extreme."""
    return BANDS.index(band) if band else -1


# -- risk ---------------------------------------------------------------------------------


@pytest.mark.parametrize("likelihood", CODES)
@pytest.mark.parametrize("severity", CODES)
def test_one_line_gives_the_band_that_practice_prints(likelihood: str, severity: str):
    """All twenty-five cells, and the unknown as the middle."""
    assert looked([(likelihood, severity)]).band == in_table((likelihood, severity))


@given(lines)
def test_several_lines_give_the_gravest_and_what_is_not_known_is_marked(risks: list[Line]):
    """By its place, so that somebody finds out."""
    risk = looked(risks)

    assert risk.band == risk.from_lines == max(map(in_table, risks), key=rank, default="")
    assert risk.find_out == tuple(place for place, line in enumerate(risks) if "unknown" in line)


@given(lines, st.sampled_from(CODES[:5]), st.sampled_from(CODES[:5]))
def test_one_more_line_never_makes_it_calmer(risks: list[Line], likelihood: str, severity: str):
    """And neither does a graver one in its place."""
    before = looked(risks).band
    more = looked([*risks, (likelihood, severity)]).band
    graver = looked([*risks, (min(CODES[4], str(int(likelihood) + 1)), severity)]).band

    assert rank(before) <= rank(more) <= rank(graver)


@given(lines, own_views, dangers)
def test_her_own_view_raises_and_never_lowers_and_danger_now_is_extreme(risks: list[Line], own: str, danger: str):
    """Nothing else changes the result."""
    from_lines = looked(risks).band
    hers = OWN.get(own, "")

    risk = looked(risks, own, danger)

    assert risk.band == ("extreme" if danger == "yes" else max(from_lines, hers, key=rank))
    assert (risk.from_lines, risk.own, risk.danger_now) == (from_lines, hers, danger == "yes")
    assert rank(risk.band) >= rank(from_lines)


@pytest.mark.rule("NR-20", "NR-06")
@pytest.mark.parametrize("state", [state for state in AnswerState if state is not AnswerState.ANSWERED])
def test_her_silence_says_nothing_about_her_safety(state: AnswerState):
    """Not that there is danger, nor that there is none."""
    said = {"own_band": "in_danger", "danger_now": "yes", "own_view": 0}
    silent = {key: Answer(value if state.carries_value else None, state) for key, value in said.items()}

    assert risk_of(silent) == looked()


def test_the_choices_of_the_form_are_those_the_sums_know():
    """A code added to the form and unknown to the sums would count as nothing."""
    form = loader.form("F05")
    columns = {column.key: column for column in form.field("item").columns}

    assert tuple(choice.code for choice in columns["likelihood"].choices) == CODES
    assert tuple(choice.code for choice in columns["severity"].choices) == CODES
    assert [choice.code for choice in form.field("own_band").choices] == list(OWN)
    assert [choice.code for choice in loader.choice_list("lk_band")] == list(BANDS)
    assert [higher("", band) for band in BANDS] == list(BANDS)


# -- wellbeing ------------------------------------------------------------------------------


def wellbeing(*marks: object) -> Who5 | None:
    """The total of a score sheet filled in; None leaves an item out, a state says why."""
    session = FormSession(loader.form("WHO5"))
    for key, mark in zip(ITEMS, marks, strict=True):
        if isinstance(mark, AnswerState):
            session.set_state(key, mark)
        else:
            session.answer(key, mark)
    return who5_of(session.changes(), ITEMS)


@pytest.mark.parametrize(("marks", "raw", "score", "reading"), [
    ((3, 2, 3, 2, 3), 13, 52, "not_low"), ((1, 1, 2, 1, 2), 7, 28, "very_low"), ((5, 5, 5, 5, 5), 25, 100, "not_low"),
    ((0, 0, 0, 0, 0), 0, 0, "very_low"), ((3, 3, 2, 2, 2), 12, 48, "low"), ((2, 2, 2, 1, 1), 8, 32, "low"),
])
def test_wellbeing_as_practice_prints_it(marks: tuple[int, ...], raw: int, score: int, reading: str):
    """Raw times four, and not what a well-known calculator makes of it."""
    total = wellbeing(*map(str, marks))

    assert total is not None
    assert (total.raw, total.score, total.reading) == (raw, score, reading)


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_a_whole_sheet_counts_every_item_the_same(marks: list[int]):
    """Whatever the order; one step more is four points more."""
    total, turned = who5(marks), who5(marks[::-1])

    assert total == turned
    assert total is not None
    assert total.score == 4 * sum(marks) == 4 * total.raw
    assert (total.reading == "very_low", total.reading == "not_low") == (total.score <= 28, total.score > 50)


@pytest.mark.rule("NR-05")
@pytest.mark.parametrize("left_out", range(5))
@pytest.mark.parametrize("how", [None, *(state for state in AnswerState if not state.carries_value)])
def test_a_sheet_with_one_item_left_out_has_no_total(left_out: int, how: AnswerState | None):
    """Whichever and however: the other four stay as they were said."""
    marks: list[Any] = ["3"] * 5
    marks[left_out] = how

    assert wellbeing(*marks) is None


@pytest.mark.parametrize("marks", [[6, 0, 0, 0, 0], [-1, 0, 0, 0, 0], [1, 1, 1, 1], [1] * 6])
def test_what_is_no_such_sheet_is_refused(marks: list[int]):
    """Five items from 0 to 5."""
    with pytest.raises(ValueError, match="five items"):
        who5(marks)


# -- goals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("given_ratings", "t"), [([0, 0, 0], 50.0), ([1, 1, 1], 63.7)])
def test_goal_attainment_as_practice_prints_it(given_ratings: list[int], t: float):
    """Fifty is what was hoped for."""
    assert goal_t(given_ratings) == pytest.approx(t, abs=0.05)


@given(ratings)
def test_goal_attainment_is_even_and_never_falls_when_a_goal_comes_closer(rated: list[int]):
    """As far below the hope as above it; goals nobody rated change nothing."""
    here = goal_t(rated)
    closer = goal_t([min(2, rated[0] + 1), *rated[1:]])

    assert here is not None
    assert closer is not None
    assert closer >= here
    assert goal_t([-rating for rating in rated]) == pytest.approx(100 - here)
    assert goal_t([*rated, None]) == pytest.approx(here)
    assert goal_mean([*rated, None]) == pytest.approx(sum(rated) / len(rated))


@given(st.lists(st.none(), max_size=4))
def test_goals_nobody_rated_have_no_attainment(unrated: list[None]):
    """Not nought: none."""
    assert goal_t(unrated) is None
    assert goal_mean(unrated) is None


@pytest.mark.rule("PA-09")
@pytest.mark.parametrize("form_id", ["F08", "F10"])
@pytest.mark.parametrize("key", ["rating_p", "rating_w"])
def test_a_goal_is_rated_from_minus_two_to_two(form_id: str, key: str):
    """Five levels, no sixth."""
    session = FormSession(loader.form(form_id))

    for rating in range(-2, 3):
        session.answer(key, rating)
        assert session.answer_of(key).value == rating
    for beyond in (-3, 3):
        with pytest.raises(FieldProblem):
            session.answer(key, beyond)
