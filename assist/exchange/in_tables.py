# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a profile of tables tells an authority: people counted, few of them hidden, and the rows of a file; pure.

All tables of all such profiles are made in one edition for each year, since they count the same people. Of one fact
only one way to divide people ever leaves of a year: two ways side by side, such as ages in two kinds of bands, would
give away who stands between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assist.casebook import Book
from assist.exchange.columns import Cell
from assist.exchange.counted import UNKNOWN, count_tables
from assist.exchange.profile import Column, Profile, Sensitivity, Table, load, profile_ids
from assist.figures import shapes
from assist.figures.shapes import Edition, Published, one_way
from assist.figures.words import mark
from assist.i18n import text_of

PEOPLE = "people"
SHAPES = ("csv", "xlsx")
REFERENCE = "x_Reference"

_COLUMNS = tuple(Column(name, name, Sensitivity.CODE) for name in (
    "year", "table", "row", "count", "table_name", "row_name"))


@dataclass(frozen=True, slots=True)
class Told:
    """One table of a profile as it leaves. ``published``: None where people were divided otherwise by it already."""

    table: Table
    published: Published | None


def table_profiles() -> tuple[Profile, ...]:
    """Every profile that is made of tables."""
    return tuple(profile for profile in map(load, profile_ids()) if profile.unit == "table")


def name_of(profile: Profile, table: Table) -> str:
    """How a table is called among those of all profiles."""
    return f"{profile.ident}/{table.name}"


def asked(profile: Profile) -> tuple[Table, ...]:
    """The tables about something we ask; the others stay empty at the recipient too."""
    return tuple(table for table in profile.tables if table.column.facts)


def counted(books: Sequence[Book], year: str) -> tuple[shapes.Table, ...]:
    """Everybody who may be counted and came in that year, in every table of every profile."""
    return tuple(made for profile in table_profiles() for made in _counted(profile, books, year))


def _counted(profile: Profile, books: Sequence[Book], year: str) -> Iterator[shapes.Table]:
    found = count_tables(profile, books, f"{year}-01-01", f"{year}-12-31")
    counts = {each.table: each for each in found.tables}
    of = "victims" if profile.victims_only else PEOPLE
    for table in asked(profile):
        many = table.column.many
        yield one_way(name_of(profile, table), of, counts[table.name].rows, total=found.people, several=many,
                      everybody=UNKNOWN in table.rows, never=_unreached(table))


def _unreached(table: Table) -> frozenset[str]:
    """Rows in which nobody can stand, since nothing we ask leads there."""
    column = table.column
    return frozenset(table.rows) - {*column.codes.values(), *column.bands, UNKNOWN}


def of_profile(profile: Profile, edition: Edition, told: Iterable[str]) -> tuple[Told, ...]:
    """What this profile shows of an edition; ``told``: names of the tables about that year that left already."""
    others = [table for other in table_profiles() for table in asked(other) if name_of(other, table) in told]
    return tuple(
        Told(table, None if any(_divides_otherwise(table.column, other.column) for other in others)
             else edition.table(name_of(profile, table)))
        for table in asked(profile))


def _divides_otherwise(one: Column, other: Column) -> bool:
    return bool({*one.facts} & {*other.facts}) and (one.how, one.codes, one.bands, one.many) != (
        other.how, other.codes, other.bands, other.many)


def people_of(profile: Profile, edition: Edition) -> str:
    """How many people there are, as text."""
    return mark(edition.totals["victims" if profile.victims_only else PEOPLE], edition.threshold)


# -- rows of a file -------------------------------------------------------------------------------


def rows(profile: Profile, year: str, edition: Edition, tables: Iterable[Told]) -> list[dict[str, Cell]]:
    """One row for everybody and one for each row of each table, with the reference by which a later package replaces
    it."""
    found: list[dict[str, Cell]] = [
        {REFERENCE: f"{year}/{PEOPLE}", "year": year, "table": PEOPLE, "count": people_of(profile, edition)}]
    for told in tables:
        if told.published is None:
            continue
        for code, cell in zip(told.published.rows, told.published.cells, strict=True):
            found.append({
                REFERENCE: f"{year}/{told.table.name}/{code}", "year": year, "table": told.table.name, "row": code,
                "count": mark(cell, edition.threshold), "table_name": text_of(told.table.title),
                "row_name": text_of(told.table.rows[code])})
    return found


def as_rows(profile: Profile) -> Profile:
    """The same profile as the writers of rows take it: a line for each count."""
    return replace(profile, columns=_COLUMNS, tables=(), shapes=SHAPES, sheet={})
