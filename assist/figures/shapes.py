# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts as they are, and what of them is shown; codes only, no words of any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Threshold(IntEnum):
    """The smallest number of people that is told exactly: inside the organisation, and outside (ruling 11)."""

    INSIDE = 5
    OUTSIDE = 11


class Why(StrEnum):
    """Why a cell shows no number.

    ``FEW``: fewer than the threshold, perhaps nobody. ``ALSO``: the threshold or more, hidden because few others could
    be worked out from it. ``WITHHELD``: nothing can be said of it. ``NEVER``: nobody can stand here at all.
    """

    SHOWN = "shown"
    FEW = "few"
    ALSO = "also"
    WITHHELD = "withheld"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that is shown, or why it is not."""

    value: int | None
    why: Why = Why.SHOWN


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of one population, one way or two.

    ``of``: which population. Tables that count the same people must say the same ``of``: they share its ``total``, and
    what one of them hides another must not give away. ``several``: somebody may stand in several rows; ``everybody``:
    each stands in at least one. ``never``: rows in which nobody can stand.

    Two ways (``columns``): ``counts`` row by row; ``down`` and ``across`` name the tables of the same report that hold
    the sums of its rows and of its columns. Without them it has no margins.

    Raises ValueError for counts that do not fit together.
    """

    name: str
    of: str
    rows: tuple[str, ...]
    counts: tuple[int, ...]
    total: int
    several: bool = False
    everybody: bool = True
    never: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    down: str = ""
    across: str = ""

    def __post_init__(self) -> None:
        places = len(self.rows) * (len(self.columns) or 1)
        held = sum(self.counts)
        is_right = (
            len(self.counts) == places and all(0 <= count <= self.total for count in self.counts)
            and len(set(self.rows)) == len(self.rows) and len(set(self.columns)) == len(self.columns)
            and (self.total <= held if self.several and self.everybody else self.several or held == self.total)
            and not (self.columns and (self.several or self.never))
            and not any(count for row, count in zip(self.rows, self.counts, strict=False) if row in self.never))
        if not is_right:
            raise ValueError("counts that do not fit together")


def one_way(
    name: str, of: str, counts: Mapping[str, int], *, total: int | None = None, several: bool = False,
    everybody: bool = True, never: frozenset[str] = frozenset(),
) -> Table:
    """A table of one answer; ``total`` is needed where somebody may stand in several rows. Raises ValueError."""
    whole = sum(counts.values()) if total is None else total
    return Table(name, of, tuple(counts), tuple(counts.values()), whole, several, everybody, never)


def two_way(name: str, of: str, down: tuple[str, tuple[str, ...]], across: tuple[str, tuple[str, ...]],
            counts: Mapping[tuple[str, str], int]) -> Table:
    """A table of two answers: for each the name of its own table and its rows; what is not counted is nobody.

    Raises ValueError.
    """
    flat = tuple(counts.get((row, column), 0) for row in down[1] for column in across[1])
    return Table(name, of, down[1], flat, sum(counts.values()), columns=across[1], down=down[0], across=across[0])


@dataclass(frozen=True, slots=True)
class Published:
    """What is shown of a table: its cells row by row. ``is_dropped``: it would have told too much, and shows none."""

    name: str
    of: str
    rows: tuple[str, ...]
    cells: tuple[Cell, ...]
    columns: tuple[str, ...] = ()
    several: bool = False
    everybody: bool = True
    down: str = ""
    across: str = ""

    def cell(self, row: str, column: str = "") -> Cell:
        """The cell of a row, and of a column where it has some. Raises ValueError for none of the table."""
        at = self.rows.index(row)
        return self.cells[at * len(self.columns) + self.columns.index(column) if self.columns else at]

    @property
    def is_dropped(self) -> bool:
        """Whether nothing is said of any of its cells."""
        return all(cell.why in (Why.WITHHELD, Why.NEVER) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Edition:
    """What is shown of a report. ``totals``: of each population how many there are, or that they are few.

    ``basis``: the counts behind it. They are kept with it, so that the next edition about the same period does not
    give away who came since, and are never shown. ``stands``: populations of which the earlier edition is shown again.
    ``past``: every earlier edition about the period that differed, the newest first, each without its own.
    """

    threshold: Threshold
    totals: Mapping[str, Cell]
    tables: tuple[Published, ...]
    basis: tuple[Table, ...]
    stands: frozenset[str] = frozenset()
    past: tuple[Edition, ...] = ()

    def table(self, name: str) -> Published:
        """The table of that name. Raises KeyError."""
        for each in self.tables:
            if each.name == name:
                return each
        raise KeyError(name)
