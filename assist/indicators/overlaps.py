# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports about times that lie in each other: a year beside three of its quarters tells of the fourth; pure.

Whatever could be worked out so of fewer people than may be told is withheld in the report that comes last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from assist.figures.shapes import Cell, Edition, Published, Why
from assist.indicators.publishing import TIMES
from assist.indicators.shapes import Period

ON_ONE_DAY = frozenset({"R-01", "R-07", "R-08", "R-09", "R-11", "R-19", "R-27", "R-31"})
"""Indicators of the last day: those of two times do not add up."""

MOST = 12
"""So many reports inside another are looked at together, the longest ones."""


class Report(NamedTuple):
    """What was told about a time."""

    period: Period
    edition: Edition


def of_its_last_day(edition: Edition) -> Edition:
    """What it tells of its last day alone: a report that ends on the same day is held against that."""
    tables = tuple(each for each in edition.tables if _is_of_one_day(each.name))
    populations = {each.of for each in tables}
    return replace(
        edition, tables=tables, basis=tuple(each for each in edition.basis if _is_of_one_day(each.name)),
        totals={of: cell for of, cell in edition.totals.items() if of in populations})


def _is_of_one_day(table: str) -> bool:
    """Of a rate the people are of one day, and what they are held against of the whole time."""
    return table.partition("/")[0] in ON_ONE_DAY and not table.endswith(f"/{TIMES}")


def withheld(now: Report, earlier: Sequence[Report]) -> Edition:
    """The new report, without the populations of which it and earlier ones would tell too much together."""
    given_away = {of for whole, parts in _sums(now, earlier) for of in _told(whole, parts)} - now.edition.stands
    if not given_away:
        return now.edition
    totals = {of: Cell(None, Why.WITHHELD) if of in given_away else cell for of, cell in now.edition.totals.items()}
    return replace(now.edition, totals=totals, tables=tuple(
        _empty(table) if table.of in given_away else table for table in now.edition.tables))


def _empty(table: Published) -> Published:
    return replace(table, cells=tuple(
        cell if cell.why is Why.NEVER else Cell(None, Why.WITHHELD) for cell in table.cells))


def _sums(now: Report, earlier: Sequence[Report]) -> Iterator[tuple[Report, tuple[Report, ...]]]:
    """Every report and others that lie in it apart from each other and leave some of its time; the new one is among
    them."""
    for whole in (now, *earlier):
        inside = sorted((each for each in (now, *earlier) if _is_inside(each.period, whole.period)),
                        key=lambda each: -_days(each.period))[:MOST]
        for parts in _apart(sorted(inside, key=lambda each: each.period), ""):
            left = _days(whole.period) - sum(_days(each.period) for each in parts)
            if parts and left and (whole is now or now in parts):
                yield whole, parts


def _apart(reports: Sequence[Report], after: str) -> Iterator[tuple[Report, ...]]:
    """Every choice of reports whose times do not meet."""
    yield ()
    for place, each in enumerate(reports):
        if each.period.first > after:
            for more in _apart(reports[place + 1:], each.period.last):
                yield (each, *more)


def _told(whole: Report, parts: Sequence[Report]) -> Iterator[str]:
    """Populations of which a few would be left between these reports."""
    numbers, inside = _numbers(whole.edition), [_numbers(each.edition) for each in parts]
    for key, (of, count) in numbers.items():
        counts = [each[key][1] for each in inside if key in each]
        if len(counts) == len(inside) and 0 <= count - sum(counts) < whole.edition.threshold:
            yield of


def _numbers(edition: Edition) -> Mapping[tuple[str, str], tuple[str, int]]:
    """Every number that is shown, by table and row, with its population."""
    found = {
        (table.name, row): (table.of, cell.value) for table in edition.tables
        if not _is_of_one_day(table.name) and not table.columns
        for row, cell in zip(table.rows, table.cells, strict=True) if cell.value is not None}
    summed = {table.of for table in edition.tables if not _is_of_one_day(table.name)}
    return found | {("", of): (of, cell.value) for of, cell in edition.totals.items()
                    if of in summed and cell.value is not None}


def _is_inside(inner: Period, outer: Period) -> bool:
    return inner != outer and outer.first <= inner.first and inner.last <= outer.last


def _days(period: Period) -> int:
    return date.fromisoformat(period.last).toordinal() - date.fromisoformat(period.first).toordinal() + 1
