# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which figures about a year left for an authority, and what they were made of; pure.

Each stands in a compartment of its own, which is no case. What is told next about that year is held against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from assist.casebook import Book
from assist.domain import wire
from assist.errors import DamagedFile
from assist.figures.editions import unpacked
from assist.figures.shapes import Edition
from assist.ports import Reader


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures that left: of which year, in which profile, to whom, in which package, when (the second, UTC), by whom;
    ``tables``: the names of those that were shown."""

    year: str
    profile: str
    recipient: str
    export_id: str
    made: str
    by: str
    tables: tuple[str, ...]
    edition: Edition


def told(kept: Kept, packed: object) -> list[object]:
    """What is written down of it, around an edition that was packed."""
    return [[kept.year, kept.profile, kept.recipient, kept.export_id, kept.made, kept.by], list(kept.tables), packed]


def every(reader: Reader) -> tuple[Kept, ...]:
    """All that left, oldest first; what cannot be read any more is passed over."""
    found = (_kept(Book(ref, reader.rows_of(ref))) for ref in reader.listed())
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.made, each.export_id)))


def kept(reader: Reader, year: str) -> tuple[Kept, ...]:
    """What left about a year, oldest first."""
    return tuple(each for each in every(reader) if each.year == year)


def newest(kept: Sequence[Kept]) -> Edition | None:
    """The last edition of these, with all others before it; None of none.

    Each knows those that its maker knew. Two may have left apart, from laptops that had not met: what is told next is
    held against both.
    """
    if not kept:
        return None
    last = kept[-1].edition
    others = [last.past, *((each.edition, *each.edition.past) for each in reversed(kept[:-1]))]
    past: list[Edition] = []
    for edition in (replace(each, stands=frozenset(), past=()) for each in chain.from_iterable(others)):
        if edition not in past:
            past.append(edition)
    return replace(last, past=tuple(past))


def _kept(book: Book) -> Kept | None:
    held = book.entities.get(book.case_id)
    said = held.plain(wire.SHARED) if held is not None and held.etype == wire.LISTED else None
    if not isinstance(said, list) or len(said) != 3:
        return None
    texts, tables, packed = said
    try:
        edition = unpacked(packed)
    except DamagedFile:
        return None
    if not all(isinstance(each, str) for each in (*texts, *tables)) or len(texts) != 6:
        return None
    year, profile, recipient, export_id, made, by = texts
    return Kept(year, profile, recipient, export_id, made, by, tuple(tables), edition)
