# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of figures that were made once and are kept: printed again they say the same (practice.md d2); pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.casebook import Book
from assist.domain import wire
from assist.errors import DamagedFile
from assist.figures.editions import packed, unpacked
from assist.figures.shapes import Edition, Threshold
from assist.indicators.publishing import Behind
from assist.indicators.shapes import Period
from assist.ports import Reader

PROGRAMME, DONOR = "programme", "donor"
KINDS = (PROGRAMME, DONOR)
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One report. Days are ISO text, ``by`` the hex of whoever made it, ``made_ms`` the moment.

    ``funder`` and ``template``: for whom a donor report is and what it is made of; empty for the programme's own.
    ``more``: what stands beside counts of people where those are shown: times, minutes, goals, money as text.
    """

    ref: str
    kind: str
    period: Period
    edition: Edition
    made_on: str
    made_ms: int
    by: str
    funder: str = ""
    template: str = ""
    values: dict[str, float] = field(default_factory=dict)
    bounds: dict[str, tuple[int, str]] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)

    @property
    def is_outside(self) -> bool:
        """Whether it is made to be handed out."""
        return self.edition.threshold is Threshold.OUTSIDE

    @property
    def behind(self) -> Behind:
        """What its lines are read from."""
        return Behind(self.edition, self.values, self.bounds)

    def is_for_the_same(self, other: Kept) -> bool:
        """Whether both tell the same people of the same things: kind, threshold, funder, template."""
        return (self.kind, self.edition.threshold, self.funder, self.template) == (
            other.kind, other.edition.threshold, other.funder, other.template)

    def is_like(self, other: Kept) -> bool:
        """Whether they do so about the same time."""
        return self.period == other.period and self.is_for_the_same(other)

    def tells_with(self, kind: str, period: Period, funder: str) -> bool:
        """Whether this and one of another time, both handed out, could be taken from each other: of a year and three of
        its quarters somebody who came in the fourth."""
        return (self.is_outside and (self.kind, self.funder) == (kind, funder) and self.period != period
                and self.period.first <= period.last and period.first <= self.period.last)


def written(kept: Kept) -> list[object]:
    """As it is kept in its register."""
    return [_VERSION, kept.kind, *kept.period, packed(kept.edition), kept.made_on, kept.made_ms, kept.by, kept.funder,
            kept.template, kept.values, {name: list(bound) for name, bound in kept.bounds.items()}, kept.more]


def kept_in(book: Book) -> Kept | None:
    """The report of a compartment; None when it holds none that this release can read."""
    held = book.entities.get(book.case_id)
    if held is None or held.etype != wire.LISTED:
        return None
    told = held.plain(wire.REPORTED)
    if not isinstance(told, list) or len(told) != 13 or told[0] != _VERSION:
        return None
    _version, kind, first, last, edition, made_on, made_ms, by, funder, template, values, bounds, more = told
    if not all(isinstance(each, str) for each in (kind, first, last, made_on, by, funder, template)):
        return None
    if kind not in KINDS or not isinstance(made_ms, int) or not all(
            isinstance(each, dict) for each in (values, bounds, more)):
        return None
    try:
        return Kept(book.case_id.hex(), kind, Period(first, last), unpacked(edition), made_on, made_ms, by, funder,
                    template, {name: float(value) for name, value in values.items()},
                    {name: (int(bound[0]), str(bound[1])) for name, bound in bounds.items()},
                    {name: str(words) for name, words in more.items()})
    except (DamagedFile, TypeError, ValueError, IndexError):
        return None


def reports(reader: Reader) -> list[Kept]:
    """Every report that is here, the newest first."""
    books = (Book(ref, reader.rows_of(ref)) for ref in reader.listed())
    found = [kept for book in books if (kept := kept_in(book)) is not None]
    return sorted(found, key=lambda each: (each.made_ms, each.ref), reverse=True)
