# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about the work itself, read from the books of cases (practice.md d3); pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist import casefile
from assist.casebook import Book
from assist.domain import stages, wire
from assist.domain.instruments import DECLINED
from assist.reading import said
from forms.checkin import GROUPS
from forms.score_sheets import early_ones, score_sheets
from forms.scoring import BANDS


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


@dataclass(frozen=True, slots=True)
class PlansCurrent:
    """R-07: of those accompanied whose risk is moderate at least, how many have a safety plan that is in date."""

    current: int
    needing: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None where nobody needs one."""
        return self.current / self.needing if self.needing else None


@dataclass(frozen=True, slots=True)
class CheckInChange:
    """R-24: of one group of the check-in the mean of how far each person came, from -1 to 1, and of how many people.

    ``mean`` is None where nobody was asked twice with enough answers. A trend of ours, not validated.
    """

    group: str
    mean: float | None
    people: int


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


def plans_current(books: Iterable[Book], day: str) -> PlansCurrent:
    """R-07 on an ISO day, by the band that stands; a low band needs no plan and is in neither number."""
    current = needing = 0
    for book in books:
        if BANDS.index(book.case.plain(wire.BAND, "") or BANDS[0]) and _is_active(book, day):
            needing += 1
            current += casefile.plan_until(book) >= day
    return PlansCurrent(current, needing)


def checkin_changes(books: Iterable[Book], first: str, last: str) -> tuple[CheckInChange, ...]:
    """R-24 from one ISO day to another, both included: for each person her first check-in of that time and her last,
    group by group, as far as both have enough answers. Whoever was asked once is in no number."""
    came: dict[str, list[float]] = {group: [] for group in GROUPS}
    for book in books:
        points = [point for point in casefile.checkins(book) if first <= point.on <= last]
        for group, steps in came.items():
            marks = [mark for point in points if (mark := getattr(point, group)) is not None]
            if len(marks) > 1:
                steps.append(marks[-1] - marks[0])
    return tuple(CheckInChange(group, sum(steps) / len(steps) if steps else None, len(steps))
                 for group, steps in came.items())


def _is_active(book: Book, day: str) -> bool:
    case = book.case
    if case.plain(wire.WITHOUT_FILE, False) or case.plain(wire.OPENED_ON, "")[:10] > day:
        return False
    return stages.is_open(case.plain(wire.STAGE, "contact")) or case.plain(wire.CLOSED_ON, "")[:10] > day
