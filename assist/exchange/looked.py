# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that would leave as a table to look at: each cell in exactly the letters it is written with; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assist.exchange.leaving import Leaving, cells
from assist.exchange.outgoing import REFERENCE
from assist.exchange.profile import Column, Profile
from assist.exchange.writers.cells import lines


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name in the file, and what the standard calls it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Columns in which something stands, in the order of the file, and a line of text a row."""

    headings: tuple[Heading, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()


def as_looked(profile: Profile, rows: Sequence[Leaving], going: Callable[[int], bool]) -> Looked:
    """The rows as they are written. ``going`` is told how many are done; raises Stopped where it says no."""
    blank = profile.unknown
    texts = list(lines(profile, cells(rows), going, str))
    filled = [at for at in range(len(profile.columns)) if any(line[at] not in ("", blank) for line in texts)]
    headings = _headings([profile.columns[at] for at in filled])
    shown = [tuple(line[at] for at in filled) for line in texts]
    if not profile.reference:  # it stands only where programs read
        headings.insert(0, Heading(REFERENCE, REFERENCE))
        shown = [(row.reference, *line) for row, line in zip(rows, shown, strict=True)]
    return Looked(tuple(headings), tuple(shown))


def _headings(columns: Sequence[Column]) -> list[Heading]:
    """Two that are called the same are told apart by their names."""
    called = Counter(column.label for column in columns)
    return [Heading(column.name, column.label if called[column.label] == 1 else f"{column.label} ({column.name})")
            for column in columns]
