# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would happen to every row of a file, and what did: values that services, commands and screens share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assist.exchange.fates import Fate
from assist.exchange.mapping import Column, Mapped
from assist.exchange.rows import Columns, Person
from assist.exchange.tables import Table
from assist.i18n import N_, _
from assist.workplace import ImportedRow

REASONS = {
    "duplicate": N_("the same row stands further up, in row {row}"),
    "seen": N_("this row was brought before"),
    "seen_changed": N_("this person was brought before; what changed since is for you to write"),
    "packet_seen": N_("this referral was brought before"),
    "no_note": N_("there is no yes to keeping a note"),
    "total": N_("a row of sums, not a person"),
    "title": N_("a line between the rows, not a person"),
    "header": N_("the headings once more"),
    "number_again": N_("its number stands also in row {row}"),
    "alike": N_("cannot be told apart from row {row}"),
    "held": N_("held back: {cells}"),
    "unclear": N_("not understood"),
    "too_long": N_("longer than its question takes"),
    "said_twice": N_("another column says something else"),
    "m_unclear": N_("M may mean two things here"),
    "date_swapped": N_("day and month could be swapped"),
    "date_turned": N_("the spreadsheet program may have swapped day and month"),
    "date_unclear": N_("not read as a date"),
    "date_ahead": N_("lies in the future"),
    "century_unclear": N_("the century is not clear"),
}
HERE = "here"
_SEEN = frozenset({"seen", "seen_changed", "packet_seen"})
FATES = {
    "imported": N_("imported"), "flagged": N_("in part"), "skipped": N_("skipped"), HERE: N_("already here"),
}
"""What becomes of a row, in one word (``shown_fate``)."""
ORDERS = {
    "dmy": N_("{columns}: read as day, month, year, as the dates in it show."),
    "mdy": N_("{columns}: read as month, day, year, as the dates in it show."),
    "": N_("{columns}: nothing shows whether day or month comes first; such dates are held back."),
}


@dataclass(frozen=True)
class ImportPlan:
    """What would happen. ``rows`` has every data row once; ``empty`` rows are only counted.

    ``sheet`` was read; ``other_sheets`` hold rows too and were not; at ``unread_sheets``, further on in the
    file, nobody looked. ``dates_said`` states once for each date column in which order day and month were read.
    ``told``: label and words of what a sealed referral says, for whoever looks at it; empty for a spreadsheet.
    """

    rows: tuple[ImportedRow, ...]
    columns: tuple[Column, ...]
    empty: int
    dates_said: str
    source: str
    people: Mapping[int, Person] = field(default_factory=dict, repr=False)
    marks: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict, repr=False)
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows have each fate."""
        return counted(self.rows)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read, and what its columns are taken for.

    ``changes``: headings a person has to speak of before anything is recognised; empty where that is not so.
    """

    table: Table
    columns: tuple[Column, ...]
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought: the batch by which it can be undone (empty: nothing was), and every row with its code."""

    batch: str
    rows: tuple[ImportedRow, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows had each fate."""
        return counted(self.rows)


@dataclass(frozen=True, slots=True)
class Undone:
    """How many cases went, and the codes of those somebody has worked on since."""

    removed: int
    kept: tuple[str, ...]


def counted(rows: Sequence[ImportedRow]) -> Mapping[str, int]:
    """``imported``, ``flagged`` and ``skipped``, each with its number."""
    found = Counter(row.fate for row in rows)
    return {fate: found[fate] for fate in ("imported", "flagged", "skipped")}


def shown_fate(row: ImportedRow) -> str:
    """The fate of a row for whoever looks at it: of those that are skipped, some are here already."""
    return HERE if row.why in _SEEN else row.fate


def row_of(fate: Fate) -> ImportedRow:
    """A row as it is shown."""
    return ImportedRow(fate.line, fate.fate, reason_of(fate), why=fate.why)


def reason_of(fate: Fate) -> str:
    """Why a row has its fate, without any value of it."""
    said = [_(REASONS[fate.why]).format(row=fate.row)] if fate.why else []
    if fate.person is not None and fate.person.held:
        held = "; ".join(f"{heading} ({_(REASONS[why])})" for heading, why in fate.person.held)
        said.append(_(REASONS["held"]).format(cells=held))
    return "; ".join(said)


def dates_said(table: Mapped, columns: Columns) -> str:
    """One sentence for each order in which dates were read."""
    by_order: dict[str, list[str]] = {}
    for column in table.columns:
        evidence = columns.dates.get(column.place)
        if evidence is not None and (evidence.order or evidence.is_needed):
            by_order.setdefault(evidence.order, []).append(column.heading)
    return " ".join(_(ORDERS[order]).format(columns=", ".join(named)) for order, named in by_order.items())
