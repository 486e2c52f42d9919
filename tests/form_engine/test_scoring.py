# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums a person can follow, with the golden values of the design."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import Answer, AnswerState, Row
from forms.scoring import BANDS, RiskLine, goal_mean, goal_t, higher, risk_of, who5, who5_of

TABLE = (
    ("low", "low", "low", "low", "high"), ("low", "low", "moderate", "moderate", "high"),
    ("low", "moderate", "moderate", "high", "extreme"), ("low", "moderate", "high", "extreme", "extreme"),
    ("moderate", "high", "extreme", "extreme", "extreme"),
)


@pytest.mark.parametrize("likelihood", range(1, 6))
@pytest.mark.parametrize("severity", range(1, 6))
def test_the_band_of_every_cell(likelihood: int, severity: int):
    """All twenty-five, as printed in the design."""
    assert RiskLine(likelihood, severity).band == TABLE[likelihood - 1][severity - 1]


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_graver_line_is_never_a_lower_band(likelihood: int, severity: int):
    """Monotone in both."""
    here = BANDS.index(RiskLine(likelihood, severity).band)

    assert BANDS.index(RiskLine(min(5, likelihood + 1), severity).band) >= here
    assert BANDS.index(RiskLine(likelihood, min(5, severity + 1)).band) >= here


def a_look(own: str = "", danger: str = "", *lines: tuple[int | None, int | None]) -> dict[str, Answer]:
    """Answers of a safety form."""
    answers: dict[str, Answer] = {}
    if own:
        answers["own_band"] = Answer(own)
    if danger:
        answers["danger_now"] = Answer(danger)
    rows = tuple(
        Row(f"{n:032x}", {name: Answer(str(value)) for name, value in zip(("likelihood", "severity"), pair, strict=True)
                          if value}) for n, pair in enumerate(lines))
    if rows:
        answers["item"] = Answer(rows)
    return answers


@pytest.mark.parametrize(("answers", "band"), [
    (a_look("", "", (2, 2)), "low"), (a_look("worried", "", (2, 2)), "high"), (a_look("calm", "", (4, 4)), "extreme"),
    (a_look("", "yes", (1, 1)), "extreme"), (a_look("", "no", (1, 1)), "low"), (a_look("", "", (None, 3)), "moderate"),
    (a_look(), ""), (a_look("careful"), "moderate"), (a_look("", "", (1, 5)), "high"),
])
def test_the_result_and_its_overrides(answers: dict[str, Answer], band: str):
    """Her own view raises and never lowers; immediate danger is extreme; the unknown counts three."""
    assert risk_of(answers).band == band


@given(st.sampled_from(["calm", "careful", "worried", "in_danger"]), st.integers(1, 5), st.integers(1, 5))
def test_her_own_view_never_lowers_the_result(own: str, likelihood: int, severity: int):
    """It can only make the team more careful."""
    alone = risk_of(a_look("", "", (likelihood, severity))).band
    with_hers = risk_of(a_look(own, "", (likelihood, severity))).band

    assert BANDS.index(with_hers) >= BANDS.index(alone)
    assert higher(alone, with_hers) == with_hers


def test_the_unknown_is_marked_to_find_out():
    """It counts as the middle and is not forgotten."""
    risk = risk_of(a_look("", "", (1, 1), (None, 4)))

    assert len(risk.find_out) == 1


@pytest.mark.rule("NR-20")
def test_only_answers_she_gave_count():
    """Prefers not to say, does not know and told elsewhere are no evidence of anything."""
    for state in AnswerState:
        if state is not AnswerState.ANSWERED:
            value = "yes" if state.carries_value else None
            assert risk_of({"danger_now": Answer(value, state)}).band == ""


@pytest.mark.parametrize(("items", "raw", "score", "reading"), [
    ([3, 2, 3, 2, 3], 13, 52, "not_low"), ([1, 1, 2, 1, 2], 7, 28, "very_low"), ([5] * 5, 25, 100, "not_low"),
    ([0] * 5, 0, 0, "very_low"), ([3, 2, 3, 2, 2], 12, 48, "low"),
])
def test_who5_golden_values(items, raw, score, reading):
    """Raw times four; the readings are signs to talk."""
    total = who5(items)

    assert total is not None
    assert (total.raw, total.score, total.reading) == (raw, score, reading)


@given(st.lists(st.none() | st.integers(0, 5), min_size=5, max_size=5).filter(lambda items: None in items))
def test_an_incomplete_sheet_has_no_total(items):
    """No partial sums, whatever was left out."""
    assert who5(items) is None


def test_a_sheet_is_read_by_its_keys():
    """Codes are figures; told elsewhere does not count."""
    keys = [f"item{n}" for n in range(1, 6)]
    sheet = {key: Answer("3") for key in keys}

    assert who5_of(sheet, keys).score == 60
    assert who5_of(sheet | {"item2": Answer("3", AnswerState.TOLD_ELSEWHERE)}, keys) is None


def test_goal_attainment_golden_values():
    """Fifty is what was hoped for."""
    assert goal_t([0, 0, 0]) == 50.0
    assert round(goal_t([1, 1, 1]), 1) == 63.7
    assert goal_mean([1, None, -1]) == 0
    assert goal_mean([None]) is None
    assert goal_t([None, None]) is None
