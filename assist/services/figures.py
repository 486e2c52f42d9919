# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about the work, over every case this person may see; read on demand, case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from assist import gate, indicators
from assist.casebook import Book
from assist.indicators import CheckInChange, PlansCurrent, ReaskIndex
from assist.policy import require
from assist.ports import Reader
from assist.services.bench import Bench

_Figure = TypeVar("_Figure")


class FigureService:
    """Numbers only; nothing of any person."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def early_repeats(self, case: str) -> tuple[str, ...]:
        """The days on which this person was asked an instrument again before its time."""
        return indicators.early_repeats(self._bench.look_up(case))

    def reask_index(self, first: str, last: str, *, leaving: bool = False) -> ReaskIndex:
        """R-27 from one ISO day to another, both included; ``leaving``: for somebody outside (CO-15)."""
        return self._over(leaving, lambda books: indicators.reask_index(books, first, last))

    def plans_current(self, *, leaving: bool = False) -> PlansCurrent:
        """R-07 today."""
        today = self._bench.today()
        return self._over(leaving, lambda books: indicators.plans_current(books, today))

    def checkin_changes(self, first: str, last: str, *, leaving: bool = False) -> tuple[CheckInChange, ...]:
        """R-24 from one ISO day to another, both included."""
        return self._over(leaving, lambda books: indicators.checkin_changes(books, first, last))

    def _over(self, leaving: bool, worked_out: Callable[[Iterable[Book]], _Figure]) -> _Figure:
        require(self._bench.me.roles, "report.caseload")
        with self._bench.keeper.writing() as work:
            books = _books(work, work.all_cases())
            return worked_out(gate.countable(books) if leaving else books)


def _books(reader: Reader, cases: list[bytes]) -> Iterator[Book]:
    for case in cases:
        book = Book(case, reader.rows_of(case))
        if book.exists:
            yield book
