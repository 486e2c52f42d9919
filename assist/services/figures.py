# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about the work, over every case this person may see; read on demand, case by case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assist import gate
from assist.casebook import Book
from assist.indicators.catalogue import indicators
from assist.indicators.shapes import Figure, Line, Period
from assist.indicators.tallying import worked_out
from assist.indicators.work import early_repeats
from assist.policy import require
from assist.ports import Reader
from assist.services.bench import Bench


@dataclass(frozen=True, slots=True)
class ReaskIndex:
    """R-27: instruments asked again before their time, and how many people are accompanied; the aim is none."""

    early: int
    active: int

    @property
    def value(self) -> float | None:
        """Repeats for each person accompanied; None with nobody to divide by."""
        return self.early / self.active if self.active else None


@dataclass(frozen=True, slots=True)
class PlansCurrent:
    """R-07: of those accompanied whose risk is moderate at least, how many have a safety plan that is in date."""

    current: int
    needing: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None where nobody needs one."""
        return self.current / self.needing if self.needing else None


class FigureService:
    """Numbers only; nothing of any person."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def early_repeats(self, case: str) -> tuple[str, ...]:
        """The days on which this person was asked an instrument again before its time."""
        return early_repeats(self._bench.look_up(case))

    def reask_index(self, first: str, last: str, *, leaving: bool = False) -> ReaskIndex:
        """R-27 from one ISO day to another, both included; ``leaving``: for somebody outside (CO-15)."""
        (line,) = self._over("R-27", Period(first, last), leaving=leaving).lines
        return ReaskIndex(line.part, line.whole)

    def plans_current(self, *, leaving: bool = False) -> PlansCurrent:
        """R-07 today."""
        today = self._bench.today()
        (line,) = self._over("R-07", Period(today, today), leaving=leaving).lines
        return PlansCurrent(line.part, line.whole)

    def checkin_changes(self, first: str, last: str, *, leaving: bool = False) -> tuple[Line, ...]:
        """R-24 from one ISO day to another, both included, group by group: the mean of how far each person came, from
        -1 to 1, and of how many people; no mean where nobody was asked twice with enough answers."""
        return self._over("R-24", Period(first, last), leaving=leaving).lines

    def _over(self, ident: str, period: Period, *, leaving: bool) -> Figure:
        require(self._bench.me.roles, "report.caseload")
        asked = [each for each in indicators() if each.ident == ident]
        with self._bench.keeper.writing() as work:
            books = _books(work, work.all_cases())
            return worked_out(asked, gate.countable(books) if leaving else books, period)[ident]


def _books(reader: Reader, cases: list[bytes]) -> Iterator[Book]:
    for case in cases:
        book = Book(case, reader.rows_of(case))
        if book.exists:
            yield book
