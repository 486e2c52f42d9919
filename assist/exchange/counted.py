# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""People counted in the tables of a profile, one way at a time; pure.

These are bare counts: nothing of them leaves before small cells are hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assist.casebook import Book
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import BadInput
from assist.exchange.columns import is_no_victim
from assist.exchange.facts import Facts, facts_of
from assist.exchange.profile import Profile, Table, band_of
from assist.gate import countable

UNKNOWN = "unknown"
"""The row of those of whom it is not known, where a table has one."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people stand in each row of a table, every row of it in order; one person may stand in several where
    ``several`` is true."""

    table: str
    rows: Mapping[str, int]
    several: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """All tables over the same people, and how many those are."""

    people: int
    tables: tuple[Counts, ...]


def count_tables(profile: Profile, books: Iterable[Book], first: str, last: str) -> Counted:
    """Count who came from one day to another, both included, as ISO dates.

    Whoever objects to figures, and whoever is hidden, is in none of them. Raises BadInput ``export.refused``.
    """
    if profile.refused:
        raise BadInput("export.refused")
    people = 0
    found: dict[str, Counter[str]] = {table.name: Counter() for table in profile.tables}
    for facts in _told(profile, books, first, last):
        people += 1
        for table in profile.tables:
            found[table.name].update(_rows(table, facts))
    return Counted(people, tuple(
        Counts(table.name, {row: found[table.name][row] for row in table.rows}, table.column.many)
        for table in profile.tables))


def _told(profile: Profile, books: Iterable[Book], first: str, last: str) -> Iterator[Facts]:
    for book in countable(books):
        if book.level >= HIDDEN or book.case.plain(wire.WITHOUT_FILE, False):
            continue
        if first <= str(book.case.plain(wire.OPENED_ON, ""))[:10] <= last:
            facts = facts_of(book)
            if not (profile.victims_only and is_no_victim(facts)):
                yield facts


def _rows(table: Table, facts: Facts) -> tuple[str, ...]:
    """Where one person stands in one table."""
    column = table.column
    told = [facts[name] for name in column.facts]
    if column.how == "band":
        found = [band] if (band := band_of(column.bands, told[0].span)) else []
    else:
        found = list(dict.fromkeys(filter(None, (column.codes.get(code) for fact in told for code in fact.codes))))
    if not column.many:
        found = found[:1]
    return tuple(found) or ((UNKNOWN,) if UNKNOWN in table.rows else ())
