# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about the work itself, read from the books of cases (practice.md d3); pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist.casebook import Book
from assist.domain import stages, wire
from assist.domain.instruments import DECLINED
from assist.reading import said
from forms.score_sheets import early_ones, score_sheets


@dataclass(frozen=True, slots=True)
class ReaskIndex:
    """R-27: instruments asked again before their time, and how many people are accompanied; the aim is none.

    Questions that are asked once add nothing: no page puts them again, a known answer is only corrected.
    """

    early: int
    active: int

    @property
    def value(self) -> float | None:
        """Repeats for each person accompanied; None with nobody to divide by."""
        return self.early / self.active if self.active else None


def early_repeats(book: Book) -> tuple[str, ...]:
    """The days on which an instrument was asked before it was time, as ISO dates; a day she declined asked nothing."""
    found = (
        day for sheet in score_sheets() if sheet.form
        for day in early_ones(sheet, [
            held.on for held in book.of_form(sheet.form) if said(held.entity, f"{sheet.form}/today") != DECLINED]))
    return tuple(sorted(found))


def reask_index(books: Iterable[Book], first: str, last: str) -> ReaskIndex:
    """The index from one day to another, both included, over those accompanied on the last of them."""
    early = active = 0
    for book in books:
        early += sum(first <= day <= last for day in early_repeats(book))
        active += _is_active(book, last)
    return ReaskIndex(early, active)


def _is_active(book: Book, day: str) -> bool:
    case = book.case
    if case.plain(wire.WITHOUT_FILE, False) or case.plain(wire.OPENED_ON, "")[:10] > day:
        return False
    return stages.is_open(case.plain(wire.STAGE, "contact")) or case.plain(wire.CLOSED_ON, "")[:10] > day
