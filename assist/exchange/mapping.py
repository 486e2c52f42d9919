# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column means what: the header row is found, headings are proposed, and a person may change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assist.errors import BadInput
from assist.exchange.cells import fold, listed
from assist.exchange.readers import HEADER_WITHIN, Line, Table

FIELDS = (
    "number", "full_name", "first_name", "second_name", "chosen_name", "birth", "age", "citizenship", "gender",
    "arrived", "language", "needs", "ref_source", "consent", "goal_psychosocial", "goal_productive", "goal_own",
    "protection", "remarks", "state", "exploitation", "contact", "document",
)
LEAVE_OUT = "leave_out"
"""A person may say that a column is not brought at all."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it is taken for (empty: kept as a protected remark), how many cells are filled."""

    place: int
    heading: str
    field: str
    filled: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table with its header found and its columns named."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    repeated: frozenset[int]
    """Numbers of lines that repeat the headings."""

    def places(self, field: str) -> list[int]:
        """Where a field stands."""
        return [column.place for column in self.columns if column.field == field]


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {fold(heading): field for field, headings in listed("headings").items() for heading in headings}


def field_of(heading: str) -> str:
    """What a heading is taken for: an exact one first, then the longest one it begins with."""
    folded, known = fold(heading), _known()
    if folded in known:
        return known[folded]
    longer = [name for name in known if len(name) > 3 and folded.startswith(f"{name} ")]
    return known[max(longer, key=len)] if longer else ""


def mapped(table: Table, changes: Mapping[str, str]) -> Mapped:
    """Find the header row and name the columns; raises BadInput when no row looks like headings."""
    place = _header_place(table.lines)
    header = table.lines[place]
    wanted = {fold(heading): field for heading, field in changes.items()}
    unknown = set(wanted.values()) - {*FIELDS, LEAVE_OUT, ""}
    if unknown:
        raise BadInput("import.unknown_field")
    body = table.lines[place + 1:]
    repeated = frozenset(line.number for line in body if _repeats(line, header))
    columns = []
    for position in range(max(len(line.cells) for line in table.lines)):
        heading = header.said(position)
        field = wanted.get(fold(heading), field_of(heading)) if heading else ""
        filled = sum(1 for line in body if line.said(position) and line.number not in repeated)
        if not heading and not filled:
            continue
        columns.append(Column(position, heading or str(position + 1), field, filled))
    return Mapped(_number_first(tuple(columns)), tuple(body), repeated)


def _number_first(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A first column without a heading that counts the rows is their number."""
    first = columns[0] if columns else None
    if first and first.place == 0 and first.heading == "1" and not first.field:
        return (Column(0, first.heading, "number", first.filled), *columns[1:])
    return columns


def _header_place(lines: Sequence[Line]) -> int:
    scores = [
        sum(1 for place in range(len(line.cells)) if field_of(line.said(place))) for line in lines[:HEADER_WITHIN]
    ]
    best = max(scores, default=0)
    if best < 2:
        raise BadInput("import.no_headings")
    return scores.index(best)


def _repeats(line: Line, header: Line) -> bool:
    """The headings once more, or their long names under the codes."""
    said = [line.said(place) for place in range(len(line.cells)) if line.said(place)]
    if len(said) < 2:
        return False
    pairs = ((line.said(place), header.said(place)) for place in range(len(line.cells)) if line.said(place))
    same = sum(1 for label, heading in pairs if _like(label, heading))
    return same >= max(2, len(said) * 0.6)


def _like(label: str, heading: str) -> bool:
    """The same heading, or its long name: ``Case Owner`` under ``cas_CaseOwner``."""
    short = fold(label).replace(" ", "")[:14]
    return len(short) > 2 and short in fold(heading).replace(" ", "")


def is_total(line: Line) -> bool:
    """A row of sums, not a person."""
    words = {fold(cell) for cell in (line.said(place) for place in range(min(3, len(line.cells))))}
    return bool(words & {"total", "totales", "totais", "totaux", "suma", "soma", "sum", "somme", "subtotal"})
