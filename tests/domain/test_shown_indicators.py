# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No line of a report tells of fewer people than it may, whoever is in the team; every line has its words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.casebook import Book
from assist.changesets import pack_plain
from assist.domain import wire
from assist.figures.editions import publish
from assist.figures.shapes import Edition, Threshold
from assist.indicators.catalogue import UNREAD, indicators
from assist.indicators.publishing import Behind, Shown, bounds_of, shown, tables_of, values_of
from assist.indicators.shapes import COUNT, NOT_HELD
from assist.indicators.tallying import worked_out
from assist.reportbook import PROGRAMME, Kept, kept_in, written
from assist.reports.figure_words import folded, marks_of, parts_of
from assist.reports.speech import Speech
from assist.rows import RegRow
from tests.domain.test_indicators import EVERYBODY, SUMMER

FROM_CASES = [each for each in indicators() if each.reads is not None]


def behind(books: list[Book], threshold: Threshold, before: Edition | None = None) -> Behind:
    """What a report about these people would hold."""
    figures = worked_out(FROM_CASES, books, SUMMER)
    told = [(each, figures[each.ident]) for each in FROM_CASES]
    return Behind(
        publish([table for each, figure in told for table in tables_of(each, figure)], threshold, before),
        {name: value for each, figure in told for name, value in values_of(each, figure)},
        {name: bound for each, figure in told for name, bound in bounds_of(each, figure, threshold)})


def lines(held: Behind) -> list[Shown]:
    return [line for each in FROM_CASES for line in shown(each, held)]


def report(held: Behind) -> Kept:
    return Kept("00" * 16, PROGRAMME, SUMMER, held.edition, "2026-10-02", 1, "ab" * 16, "", "", dict(held.values),
                dict(held.bounds))


@settings(max_examples=10)
@given(st.lists(st.sampled_from(EVERYBODY), max_size=60), st.sampled_from(Threshold))
def test_no_line_tells_of_fewer_than_it_may(books: list[Any], threshold: Threshold):
    """Neither how many, nor of how many, nor what was measured of them."""
    for line in lines(behind(books, threshold)):
        assert line.count is None or line.count >= threshold
        assert line.whole is None or line.whole >= threshold
        assert line.value is None or line.count is not None


@settings(max_examples=8)
@given(st.lists(st.sampled_from(EVERYBODY), min_size=8, max_size=50), st.sampled_from(EVERYBODY))
def test_one_more_person_moves_no_number_by_a_few(books: list[Any], one: Any):
    """What is shown of the second report is as it was, or far from it."""
    first = behind(books, Threshold.INSIDE)
    second = behind([*books, one], Threshold.INSIDE, first.edition)
    for before, now in zip(first.edition.tables, second.edition.tables, strict=True):
        for old, new in zip(before.cells, now.cells, strict=True):
            assert old.value is None or new.value is None or old.value == new.value or abs(
                old.value - new.value) >= Threshold.INSIDE


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_part_has_its_words_and_says_what_is_hidden(language: str):
    """In every language: what it is, how it is worked out, what it does not say; no code of ours stands bare."""
    speech = Speech(language)
    kept = report(behind([book for book in EVERYBODY for _time in range(3)], Threshold.INSIDE))

    parts = parts_of(kept, speech)

    assert [part.ident for part in parts] == [each.ident for each in indicators()
                                              if each.reads is not None or each.kind == NOT_HELD]
    assert all(part.title and part.formula and part.not_said and (part.rows or part.hidden) for part in parts)
    assert not [row.label for part in parts for row in part.rows if "_" in row.label or not row.label]
    assert any(part.hidden for part in parts)
    assert any(row.bar for part in parts for row in part.rows)
    assert str(int(Threshold.INSIDE)) in " ".join(marks_of(kept, speech, "Ana"))
    *told, last = folded(parts, kept, speech)
    assert {part.ident for part in parts} == {part.ident for part in told} | {
        part.ident for part in parts if f"{part.title} {part.ident}" in last.hidden[0]}
    assert all(part.hidden or any(row.count or row.whole or row.value is not None for row in part.rows)
               for part in told)


def test_what_is_kept_comes_back_whole_or_not_at_all():
    """A report that a later release wrote, or that somebody damaged, is passed over."""
    kept = report(behind(EVERYBODY, Threshold.OUTSIDE))
    ident = bytes(16)

    def held(told: object) -> Kept | None:
        return kept_in(Book(ident, [RegRow(ident, wire.LISTED, wire.REPORTED, (bytes(16), 1, 0), 1, pack_plain(told))]))

    told = written(kept)
    back = held(told)
    assert back is not None
    assert (back.period, back.edition, back.values, back.bounds) == (
        kept.period, kept.edition, kept.values, kept.bounds)
    for at in range(len(told)):
        assert held([*told[:at], None, *told[at + 1:]]) is None
    assert held("words") is None
    assert held([99, *told[1:]]) is None


def test_tables_are_named_once():
    """UNREAD is about nobody, and what is not held has no table."""
    figures = worked_out(FROM_CASES, EVERYBODY, SUMMER)
    names = [table.name for each in FROM_CASES for table in tables_of(each, figures[each.ident])]

    assert len(set(names)) == len(names)
    assert not any(name.startswith(UNREAD) for name in names)
    assert {each.ident for each in FROM_CASES if each.kind == COUNT} <= {name.partition("/")[0] for name in names}
