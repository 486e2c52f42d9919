# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what came out of the indicators to what may be shown: every count goes through ``assist.figures`` (d2); pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assist.figures.shapes import Cell, Edition, Published, Table, Threshold, Why, one_way
from assist.figures.shares import share
from assist.indicators.catalogue import FEEDBACK, UNREAD
from assist.indicators.shapes import ALL, COUNT, EACH, MEAN, MEDIAN, NOT_HELD, SHARE, Figure, Indicator, Line

YES, NO = "yes", "no"
PEOPLE, TIMES = "people", "times"
_DIGITS = 2


def name_of(indicator: Indicator, code: str = ALL) -> str:
    """How the table of a line is called."""
    return f"{indicator.ident}/{code}" if code else indicator.ident


def tables_of(indicator: Indicator, figure: Figure) -> Iterator[Table]:
    """The counts behind one indicator, as tables of people; of things, with how many people they belong to."""
    if indicator.kind == COUNT:
        yield from _counted(indicator, figure)
    elif indicator.kind == SHARE and indicator.unit != EACH:
        for line in figure.lines:
            yield from _share(indicator, line)
    elif indicator.kind in (MEDIAN, MEAN) and not indicator.apart and len(indicator.rows) > 1:
        yield one_way(indicator.ident, indicator.population(ALL), {
            line.code: line.people for line in figure.lines if line.code != ALL}, total=figure.people, several=True,
            everybody=False)
    elif indicator.kind != NOT_HELD:
        for line in figure.lines:
            people = line.whole if indicator.unit == EACH else line.people
            yield _one(name_of(indicator, line.code), indicator.population(line.code), people)
            if _is_rate(indicator):
                yield _one(f"{name_of(indicator, line.code)}/{TIMES}", f"{indicator.ident}/{TIMES}", line.part)


def _is_rate(indicator: Indicator) -> bool:
    """So many things to one person, where the things are counted too."""
    return indicator.kind == SHARE and indicator.unit == EACH


def _one(name: str, of: str, count: int) -> Table:
    return one_way(name, of, {ALL: count})


def _counted(indicator: Indicator, figure: Figure) -> Iterator[Table]:
    if indicator.apart:
        for line in figure.lines:
            yield _one(name_of(indicator, line.code), indicator.population(line.code), line.part)
    else:
        yield one_way(indicator.ident, indicator.population(ALL), {line.code: line.part for line in figure.lines},
                      total=figure.people, several=indicator.several)


def _share(indicator: Indicator, line: Line) -> Iterator[Table]:
    name, of = name_of(indicator, line.code), indicator.population(line.code)
    yield one_way(name, of, {YES: line.part, NO: line.whole - line.part})
    if not indicator.counts_people:
        yield _one(f"{name}/{PEOPLE}", f"{of}/{PEOPLE}", line.people)


def values_of(indicator: Indicator, figure: Figure) -> Iterator[tuple[str, float]]:
    """What was measured, by the name of its table; shown only where the people behind it are."""
    for line in figure.lines:
        if line.value is not None:
            yield name_of(indicator, line.code), round(line.value, _DIGITS)


def bounds_of(indicator: Indicator, figure: Figure, threshold: Threshold) -> Iterator[tuple[str, tuple[int, str]]]:
    """On which side of which percentage a share lies that cannot be told more exactly, by the name of its table."""
    if indicator.kind == SHARE and indicator.unit != EACH:
        for line in figure.lines:
            found = share(line.part, line.whole, threshold)
            if found.sign and found.percent is not None and line.people >= threshold:
                yield name_of(indicator, line.code), (found.percent, found.sign)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as it may be read. ``count`` of ``whole``; ``value`` of a median, a mean or so many to one.

    ``whole`` and ``value`` are None where there is none or it is not told; ``why`` tells why ``count`` is not, and
    ``bound`` as much of its share as may be: a percentage and on which side of it.
    """

    code: str
    count: int | None
    whole: int | None = None
    value: float | None = None
    why: Why = Why.SHOWN
    bound: tuple[int, str] | None = None

    @property
    def share(self) -> float | None:
        """The share, 0 to 1, where both numbers are told."""
        return self.count / self.whole if self.count is not None and self.whole else None


@dataclass(frozen=True, slots=True)
class Behind:
    """What a report that was made holds: its counts as shown, what was measured, and sides of percentages."""

    edition: Edition
    values: Mapping[str, float]
    bounds: Mapping[str, tuple[int, str]]


def shown(indicator: Indicator, behind: Behind) -> tuple[Shown, ...]:
    """The lines of one indicator in a report that was made; none where it had none."""
    edition, values = behind.edition, behind.values
    tables = {table.name: table for table in edition.tables}
    if indicator.ident == UNREAD:
        return tuple(Shown(code, int(values[name]), int(values[f"{name}/all"])) for code in indicator.rows
                     if (name := name_of(indicator, code)) in values)
    if indicator.kind == COUNT:
        return tuple(_count_lines(indicator, edition))
    if indicator.ident in tables and not indicator.apart and len(indicator.rows) > 1 and indicator.kind != SHARE:
        return tuple(_by_row(indicator, edition, values))
    return tuple(_line(indicator, code, behind) for code in indicator.rows if name_of(indicator, code) in tables)


def feedback(edition: Edition) -> Iterator[tuple[str, Published]]:
    """What people said of the house, question by question."""
    for table in edition.tables:
        if table.name.startswith(f"{FEEDBACK}/"):
            yield table.name.removeprefix(f"{FEEDBACK}/"), table


def _count_lines(indicator: Indicator, edition: Edition) -> Iterator[Shown]:
    for table in edition.tables:
        name, _slash, code = table.name.partition("/")
        if name == indicator.ident != FEEDBACK:
            whole = None if indicator.apart or len(table.rows) < 2 else edition.totals[table.of].value
            for row, cell in zip(table.rows, table.cells, strict=True):
                yield Shown(row or code, cell.value, whole, None, cell.why)


def _by_row(indicator: Indicator, edition: Edition, values: Mapping[str, float]) -> Iterator[Shown]:
    table = edition.table(indicator.ident)
    total = edition.totals[table.of]
    yield Shown(ALL, total.value, None, _told(total, values, name_of(indicator)), total.why)
    for row, cell in zip(table.rows, table.cells, strict=True):
        yield Shown(row, cell.value, None, _told(cell, values, name_of(indicator, row)), cell.why)


def _line(indicator: Indicator, code: str, behind: Behind) -> Shown:
    name, edition = name_of(indicator, code), behind.edition
    if indicator.kind == SHARE and indicator.unit != EACH:
        return _shown_share(indicator, code, behind)
    cell = edition.table(name).cells[0]
    if _is_rate(indicator):
        times = edition.table(f"{name}/{TIMES}").cells[0]
        both = None if times.value is None or not cell.value else round(times.value / cell.value, _DIGITS)
        return Shown(code, times.value, cell.value, both, times.why if cell.why is Why.SHOWN else cell.why)
    return Shown(code, cell.value, None, _told(cell, behind.values, name), cell.why)


def _shown_share(indicator: Indicator, code: str, behind: Behind) -> Shown:
    name, edition = name_of(indicator, code), behind.edition
    table = edition.table(name)
    total, cell = edition.totals[table.of], table.cell(YES)
    if not indicator.counts_people:
        people = edition.table(f"{name}/{PEOPLE}").cells[0]
        if people.why is not Why.SHOWN:
            return Shown(code, None, None, None, people.why)
    return Shown(code, cell.value, total.value, None, cell.why if total.why is Why.SHOWN else total.why,
                 behind.bounds.get(name) if total.why is Why.SHOWN else None)


def _told(cell: Cell, values: Mapping[str, float], name: str) -> float | None:
    return values.get(name) if cell.why is Why.SHOWN and cell.value is not None else None
