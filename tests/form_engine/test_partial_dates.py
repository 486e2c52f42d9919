# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as exact as the person wants, never guessed and never made more exact than they were."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.partial_dates import WORDS_LIMIT, Finest, parse_partial, precision_of
from forms.problems import FieldProblem

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.rule("UX-15")
@pytest.mark.parametrize(("raw", "value", "precision"), [
    ("1986", "1986", "year"), ("1986-05", "1986-05", "month"), ("1986-5", "1986-05", "month"),
    ("05/1986", "1986-05", "month"), ("5.1986", "1986-05", "month"), ("1986-05-12", "1986-05-12", "day"),
    ("1986/5/2", "1986-05-02", "day"), ("31/12/1990", "1990-12-31", "day"), ("12/31/1990", "1990-12-31", "day"),
    ("5.5.1990", "1990-05-05", "day"), ("29/2/2024", "2024-02-29", "day"), (" 1986 ", "1986", "year"),
    ("1986~", "1986~", "about"), ("~1986", "1986~", "about"), ("1986?", "1986~", "about"),
    ("about 1986", "1986~", "about"), ("hacia 1986", "1986~", "about"), ("Hacia mayo", "=Hacia mayo", "relative"),
    ("más o menos en 1986", "1986~", "about"), ("por volta de 1986", "1986~", "about"),
    ("vers 05/1986", "1986-05~", "about"), ("c. 1986", "1986~", "about"),
    ("antes de que naciera mi hija", "=antes de que naciera mi hija", "relative"),
    ("=1986", "=1986", "relative"), ("before 1986", "=before 1986", "relative"), ("", "", ""), ("=", "", ""),
    ("١٩٨٦", "1986", "year"), ("१९८६-०५", "1986-05", "month"),
])
def test_a_date_is_kept_as_exact_as_it_was_said(raw: str, value: str, precision: str):
    """Day, month, year, about then, or in her own words; in figures of any script."""
    assert parse_partial(raw) == value
    assert precision_of(value) == precision


@pytest.mark.parametrize("raw", [
    "31/02/1990", "1990-13", "1990-00", "30-02-2024", "29/2/2023", "1899", "2101", "86", "1/1/86", "19860512", "?",
    "~", "12", "--", "1986-05-12-01", "99-99-2024", "0/2024", "١",
])
@pytest.mark.parametrize("finest", Finest)
def test_what_is_no_date_is_said_and_not_bent(raw: str, finest: Finest):
    """However little of it would be kept."""
    with pytest.raises(FieldProblem) as problem:
        parse_partial(raw, finest)

    assert problem.value.code == "field.date_unreadable"
    assert raw not in str(problem.value)


@pytest.mark.parametrize("raw", ["03/04/1990", "3-4-1990", "12.11.2001"])
def test_a_day_and_a_month_that_could_be_swapped_are_asked_about(raw: str):
    """Neither order is assumed; where only the year is kept there is nothing to ask."""
    for finest in (Finest.DAY, Finest.MONTH):
        with pytest.raises(FieldProblem) as problem:
            parse_partial(raw, finest)
        assert problem.value.code == "field.date_ambiguous"

    assert parse_partial(raw, Finest.YEAR) == raw[-4:]


def test_her_own_words_have_a_limit():
    """Said with the limit."""
    assert parse_partial("=" + "a" * WORDS_LIMIT) == "=" + "a" * WORDS_LIMIT
    with pytest.raises(FieldProblem, match="too_long"):
        parse_partial("=" + "a" * (WORDS_LIMIT + 1))


@given(day=DAYS, finest=st.sampled_from(Finest), about=st.booleans())
def test_nothing_finer_than_asked_is_kept(day: date, finest: Finest, about: bool):
    """Day and month are dropped, not hidden."""
    value = parse_partial(day.isoformat() + ("~" if about else ""), finest)

    assert value.rstrip("~") == day.isoformat()[: {Finest.YEAR: 4, Finest.MONTH: 7, Finest.DAY: 10}[finest]]
    assert value.endswith("~") is about


@given(day=DAYS, sign=st.sampled_from("/-."))
def test_a_day_above_twelve_is_never_taken_for_a_month(day: date, sign: str):
    """In either order; the same day comes out."""
    for raw in (f"{day.day}{sign}{day.month}{sign}{day.year}", f"{day.month}{sign}{day.day}{sign}{day.year}"):
        if day.day > 12 or day.day == day.month:
            assert parse_partial(raw) == day.isoformat()
        else:
            with pytest.raises(FieldProblem, match="date_ambiguous"):
                parse_partial(raw)


@given(raw=st.text(max_size=30) | st.from_regex(r"[=~]?[0-9./ -]{0,12}[~?]?", fullmatch=True),
       finest=st.sampled_from(Finest))
def test_any_text_is_read_or_refused_and_what_was_read_reads_the_same(raw: str, finest: Finest):
    """Reading twice changes nothing."""
    value = ""
    with suppress(FieldProblem):
        value = parse_partial(raw, finest)

    assert parse_partial(value, finest) == value
    assert precision_of(value) in {"", "day", "month", "year", "about", "relative"}
    assert bool(precision_of(value)) == bool(value)
