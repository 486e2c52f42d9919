# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sums of the questionnaires, vector by vector as practice prints them; incomplete has no total."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import loader
from forms.answers import AnswerState
from forms.instrument_sums import Itq, Result, itq, phq4, phq9, phq9_safety_prompt, result_of, total, wgss
from forms.score_sheets import score_sheet
from forms.session import FormSession

PAIRS = [2, 0, 2, 0, 2, 0, 2, 0, 0]
"""One of each pair of ITQ, and one of its three lines about daily life."""

SUMS = [
    ("phq9", [1] * 9, 9, "mild", False), ("phq9", [2, 2, 2, 2, 2, 0, 0, 0, 0], 10, "moderate", True),
    ("phq9", [0] * 9, 0, "minimal", False), ("phq9", [3] * 9, 27, "severe", True),
    ("phq9", [2] * 7 + [1, 0], 15, "moderately_severe", True), ("phq8", [2, 2, 2, 2, 2, 0, 0, 0], 10, "moderate", True),
    ("phq8", [3] * 8, 24, "severe", True), ("gad7", [2, 2, 2, 2, 2, 0, 0], 10, "moderate", True),
    ("gad7", [1, 1, 1, 1, 0, 0, 0], 4, "minimal", False), ("gad7", [3] * 7, 21, "severe", True),
    ("phq4", [2, 1, 0, 0], 3, "mild", True), ("k6", [3, 2, 2, 2, 2, 2], 13, "high", True),
    ("k6", [2, 2, 2, 2, 0, 0], 8, "moderate", True), ("k6", [1] * 6, 6, "low", False),
    ("k6", [4] * 6, 24, "high", True),
]
SUMMED = ("phq9", "phq8", "gad7", "k6", "phq4")


@pytest.mark.parametrize(("ident", "items", "value", "band", "talk"), SUMS)
def test_a_sum_and_its_band(ident: str, items: list[int], value: int, band: str, talk: bool):
    """Where a band begins stands on the sheet, with its source."""
    found = total(score_sheet(ident), items)

    assert found is not None
    assert (found.value, found.band, found.talk) == (value, band, talk)


@pytest.mark.parametrize("ident", SUMMED)
@given(st.data())
def test_a_total_needs_every_item_and_is_their_sum(ident: str, data: st.DataObject):
    """One left out, whichever, and there is none."""
    sheet = score_sheet(ident)
    high = int(sheet.scale[-1])
    items = data.draw(st.lists(st.one_of(st.none(), st.integers(0, high)), min_size=sheet.items, max_size=sheet.items))

    found = total(sheet, items)

    assert (found is None) == (None in items)
    assert found is None or found.value == sum(item for item in items if item is not None)


@pytest.mark.parametrize(("ident", "items"), [
    ("phq9", [0] * 8), ("phq9", [4, *[0] * 8]), ("gad7", [-1] + [0] * 6), ("k6", [5] * 6), ("phq4", [0] * 5)])
def test_what_is_no_mark_of_a_sheet_is_refused(ident: str, items: list[int]):
    """Neither too many nor off the scale."""
    with pytest.raises(ValueError, match="scale"):
        total(score_sheet(ident), items)


@pytest.mark.rule("NR-15")
def test_the_cue_for_safety_works_on_a_partial_form_and_a_nought_is_no_proof():
    """Any answer but none of it; silence about it is neither."""
    assert phq9_safety_prompt([None] * 8 + [1])
    assert not phq9_safety_prompt([3] * 8 + [None])
    assert not phq9_safety_prompt([2, 2, 2, 2, 2, 0, 0, 0, 0])
    assert phq9([1] * 9) is not None
    assert phq9_safety_prompt([1] * 9)
    assert not phq9_safety_prompt([])


def test_two_halves_of_two():
    """Anxiety first."""
    found = phq4([2, 1, 0, 0])

    assert found is not None
    assert (found.anxiety, found.anxiety_positive, found.mood, found.mood_positive) == (3, True, 0, False)
    assert phq4([2, 1, 0, None]) is None
    assert phq4([1, 1, 1, 1]).anxiety_positive is False


@pytest.mark.parametrize(("ptsd", "dso", "reading"), [
    (PAIRS, [0] * 9, "ptsd"), (PAIRS, PAIRS, "cptsd"), ([0] * 9, PAIRS, "dso"), ([0] * 9, [0] * 9, "below"),
    ([*PAIRS[:6], 0, 0, 0], [0] * 9, "below"), ([*PAIRS[:6], 1, 1, 1], PAIRS, "dso"),
    ([2, 2, 2, 2, 0, 0, 2, 0, 0], [0] * 9, "below"), ([1] * 9, [1] * 9, "below"),
])
def test_one_of_each_pair_and_daily_life(ptsd: list[int], dso: list[int], reading: str):
    """Both halves are one reading, never two."""
    assert itq(ptsd, dso) == Itq(reading, sum(ptsd[:6]), sum(dso[:6]))


@pytest.mark.parametrize("place", range(18))
def test_of_eighteen_lines_none_may_be_missing(place: int):
    """Whichever it is."""
    items: list[int | None] = [*PAIRS, *PAIRS]
    items[place] = None

    assert itq(items[:9], items[9:]) is None


@pytest.mark.parametrize(("items", "expected"), [
    ([1, 1, 1, 3, 1, None], True), ([1, 2, 1, 1, 1, None], None), ([1, 2, 2, 2, 1, 1], False),
    ([4, None, None, None, None, None], True), ([None] * 6, None), ([1] * 6, False),
])
def test_what_would_need_adjusting(items: list[int | None], expected: bool | None):
    """Open as long as what is missing could decide it."""
    assert wgss(items) is expected


# -- on the forms as they are filled in ---------------------------------------------------------


def filled(form_id: str, marks: dict[str, str | AnswerState]) -> Result | None:
    """The result of a sheet filled in as a person would."""
    session = FormSession(loader.form(form_id))
    for key, mark in marks.items():
        if isinstance(mark, AnswerState):
            session.set_state(key, mark)
        else:
            session.answer(key, mark)
    return result_of(form_id, session.changes())


def marks(count: int, mark: str, start: str = "item") -> dict[str, str | AnswerState]:
    """The same mark on every line."""
    return {f"{start}{number}": mark for number in range(1, count + 1)}


FILLED = [
    ("PHQ9", marks(9, "1"), Result("mild", 9, False, True)),
    ("PHQ9", marks(9, "1") | {"item10": "3"}, Result("mild", 9, False, True)),
    ("PHQ9", {"item9": "2"}, Result(safety=True)), ("PHQ9", marks(8, "3"), Result()),
    ("PHQ8", marks(8, "2"), Result("moderately_severe", 16, True)), ("PHQ4", marks(4, "1"), Result("mild", 4, False)),
    ("GAD7", marks(7, "0"), Result("minimal", 0, False)), ("K6", marks(6, "3"), Result("high", 18, True)),
    ("ITQ", marks(9, "2", "p") | marks(9, "2", "c"), Result("cptsd", talk=True)),
    ("ITQ", marks(9, "2", "p"), Result()), ("WGSS", marks(6, "1"), Result("no_need")),
    ("WGSS", {"item4": "3"}, Result("adjust", talk=True)), ("F07", {}, None),
]


@pytest.mark.parametrize(("form_id", "given_marks", "expected"), FILLED)
def test_a_filled_sheet_comes_to(form_id: str, given_marks: dict[str, str | AnswerState], expected: Result | None):
    """The function line of PHQ-9 is not counted; the numbers of ITQ are kept and not shown."""
    assert filled(form_id, given_marks) == expected


@pytest.mark.rule("NR-06", "UX-16")
@pytest.mark.parametrize("state", [state for state in AnswerState if not state.carries_value])
@pytest.mark.parametrize(("form_id", "count"), [("PHQ8", 8), ("GAD7", 7), ("K6", 6), ("PHQ4", 4)])
def test_a_silence_is_no_nought(form_id: str, count: int, state: AnswerState):
    """One line left out, in whichever way: no total."""
    assert filled(form_id, marks(count, "0") | {"item2": state}) == Result()
