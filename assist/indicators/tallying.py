# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding up what one person after the other says to an indicator; in whatever order they come, the same comes out."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from statistics import median

from assist.casebook import Book
from assist.indicators.shapes import COUNT, MEAN, MEDIAN, Figure, Indicator, Line, Period, Said


class Tally:
    """One indicator over people who come one by one, so that no book has to stay in memory."""

    def __init__(self, indicator: Indicator) -> None:
        self._of = indicator
        rows = indicator.rows
        self._part, self._whole, self._people = (dict.fromkeys(rows, 0) for _place in range(3))
        self._values: dict[str, list[float]] = {row: [] for row in rows}
        self._anywhere = 0

    def add(self, book: Book, period: Period) -> None:
        """What this person says to it, if anything."""
        if self._of.reads is None:
            return
        if self._of.kind == COUNT:
            self._stand({said.code for said in self._of.reads(book, period)})
        else:
            self._measure(list(self._of.reads(book, period)))

    def _stand(self, codes: set[str]) -> None:
        found = codes & self._part.keys()
        for code in found:  # people are counted, not what was written of them
            self._part[code] += 1
        self._anywhere += bool(found)

    def _measure(self, told: list[Said]) -> None:
        for said in told:
            if said.code in self._whole:
                self._part[said.code] += said.part
                self._whole[said.code] += said.whole
                self._values[said.code] += [said.value] * said.whole
        for code in {said.code for said in told if said.whole} & self._people.keys():
            self._people[code] += 1
        self._anywhere += any(said.whole for said in told)

    def figure(self) -> Figure:
        """What came out so far."""
        return Figure(self._of.ident, tuple(map(self._line, self._of.rows)), self._anywhere)

    def _line(self, code: str) -> Line:
        if self._of.kind == COUNT:
            return Line(code, self._part[code], 0, self._part[code])
        return Line(code, self._part[code], self._whole[code], self._people[code], self._value(code))

    def _value(self, code: str) -> float | None:
        values = self._values[code]
        if not values or self._of.kind not in (MEDIAN, MEAN):
            return None
        return float(median(values)) if self._of.kind == MEDIAN else fsum(values) / len(values)


def worked_out(indicators: Iterable[Indicator], books: Iterable[Book], period: Period) -> dict[str, Figure]:
    """Every indicator that is read from cases, by its number; the books are gone through once."""
    tallies = {each.ident: Tally(each) for each in indicators}
    for book in books:
        for tally in tallies.values():
            tally.add(book, period)
    return {ident: tally.figure() for ident, tally in tallies.items()}
