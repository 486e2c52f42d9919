# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an indicator is and what came of it, before anything of it is hidden; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from assist.casebook import Book

COUNT, SHARE, MEDIAN, MEAN, NOT_HELD = "count", "share", "median", "mean", "not_held"
"""How many people stand where; so many of so many; the middle of what was measured; its mean; and what the program
does not hold, which is said and never guessed."""

PERCENT, DAYS, HOURS, STEPS, POINTS, EACH = "percent", "days", "hours", "steps", "points", "each"
"""What a value is measured in. Steps are those of a goal, -4 to 4; points are hundredths of a group of the check-in;
``each`` is so many to one."""

ALL = ""
"""The code of a line about everybody."""


class Period(NamedTuple):
    """From one ISO day to another, both included."""

    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Whether a day lies in it; an empty one does not. Of a month alone the first day counts."""
        told = day[:10] if len(day) >= 10 else f"{day[:7]}-01" if len(day) >= 7 else ""
        return bool(told) and self.first <= told <= self.last

    @property
    def day_after(self) -> str:
        """The first day after it."""
        return (date.fromisoformat(self.last) + timedelta(days=1)).isoformat()


class Said(NamedTuple):
    """What one person adds to one line: of ``whole`` things ``part``, or ``value`` as it was measured once.

    The list of ``ALL`` is the line of everybody.
    """

    code: str = ALL
    part: int = 0
    whole: int = 0
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what came out. ``part`` of ``whole``; for a median or mean ``value`` of ``whole`` measurements.

    ``people``: how many different people are behind ``whole``, and behind ``part`` where that counts people.
    """

    code: str
    part: int = 0
    whole: int = 0
    people: int = 0
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What came of one indicator. ``people``: how many stand anywhere in a table."""

    ident: str
    lines: tuple[Line, ...]
    people: int = 0


Reads = Callable[[Book, Period], Iterable[Said]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """``ident`` as in R-01, how it is worked out, and from what.

    ``rows``: the codes of its lines in order. ``several``: one person may stand in more than one row. ``labels``: the
    list of forms or the table of words that names the rows. ``counts_people``: numerator and denominator are people,
    not goals or meetings. ``of``: which population; indicators of the same people say the same, so that one does not
    give away what another hides; ``within``: of which other one it is a part. ``apart``: each row is a population of
    its own.
    """

    ident: str
    kind: str
    title: str
    formula: str
    not_said: str
    reads: Reads | None = None
    rows: tuple[str, ...] = (ALL,)
    labels: str = ""
    unit: str = PERCENT
    several: bool = False
    counts_people: bool = True
    of: str = ""
    apart: bool = False
    within: str = ""

    def population(self, code: str) -> str:
        """Of whom a line is."""
        name = self.of or self.ident
        return f"{name}/{code}" if self.apart and code else name
