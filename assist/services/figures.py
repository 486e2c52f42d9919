# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about the work, over every case this person may see; read on demand, case by case."""

from __future__ import annotations

from collections.abc import Iterator

from assist import gate, indicators
from assist.casebook import Book
from assist.indicators import ReaskIndex
from assist.policy import require
from assist.ports import Reader
from assist.services.bench import Bench


class FigureService:
    """Numbers only; nothing of any person."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def early_repeats(self, case: str) -> tuple[str, ...]:
        """The days on which this person was asked an instrument again before its time."""
        return indicators.early_repeats(self._bench.look_up(case))

    def reask_index(self, first: str, last: str, *, leaving: bool = False) -> ReaskIndex:
        """R-27 from one ISO day to another, both included; ``leaving``: for somebody outside (CO-15)."""
        require(self._bench.me.roles, "report.caseload")
        with self._bench.keeper.writing() as work:
            books = _books(work, work.all_cases())
            return indicators.reask_index(gate.countable(books) if leaving else books, first, last)


def _books(reader: Reader, cases: list[bytes]) -> Iterator[Book]:
    for case in cases:
        book = Book(case, reader.rows_of(case))
        if book.exists:
            yield book
