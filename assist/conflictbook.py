# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people wrote apart and have to settle, read from the book of a case; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assist.casebook import Book, Entity
from assist.changesets import Dot, FieldKey, unpack_plain
from assist.differences import STAYS
from assist.domain import safest, wire
from assist.rows import RegRow
from assist.weighing import care_of, is_structural, meaning, sides

UNASKED = frozenset({wire.DROP, wire.LISTED, wire.SHARE, wire.SHARE_SECRET})
"""Entities of which nobody is asked: what was written apart in a list of the team, or on a receipt of
what left, goes by its rule alone."""

_DEEP = 4
"""Rows stand in forms, two deep at most (ruling 25); a circle somebody sent ends here."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One register with values of different meaning, or something taken out here and changed there.

    ``rows`` are the sides, oldest first; ``dots`` everything that a settlement replaces, the silent ones too.
    ``shown`` is the place of the side believed until now; -1 when it was put together, or is none of them.
    ``why`` is the sentence that says why that one is believed.
    """

    entity: Entity
    field: FieldKey
    rows: tuple[RegRow, ...]
    dots: tuple[Dot, ...]
    shown: int
    why: str
    sheet: Entity
    """The filled form it stands in; the entity itself where it stands in none."""

    @property
    def is_protected(self) -> bool:
        """Whether any side came from behind the seal."""
        return any(row.protected for row in self.rows)


def count(book: Book) -> int:
    """How many there are, for lists: as cheap as a book is that has none."""
    return sum(1 for _each in _all(book))


def differences(book: Book) -> tuple[Difference, ...]:
    """Every one, those about safety and consent first, then the newest first."""
    found = list(_all(book))
    found.sort(key=lambda each: max(row.hlc for row in each.rows), reverse=True)
    found.sort(key=lambda each: care_of(each.field).why == safest.LATER_WINS)
    return tuple(found)


def open_fields(book: Book) -> frozenset[tuple[bytes, FieldKey]]:
    """Entities and registers that wait to be settled, for the mark at a question."""
    return frozenset((each.entity.id, each.field) for each in _all(book))


def _all(book: Book) -> Iterator[Difference]:
    for entity, field in book.several:
        rows = [] if field == wire.TOMBSTONE or entity.etype in UNASKED else sides(field, entity.fields[field])
        if rows and not _is_out(book, entity):
            yield _written_apart(book, entity, field, rows)
    for entity in book.entities.values():
        if wire.TOMBSTONE in entity.fields and entity.etype != wire.DROP and not _is_out(book, _parent(book, entity)):
            yield from _taken_out(book, entity)


def _written_apart(book: Book, entity: Entity, field: FieldKey, rows: list[RegRow]) -> Difference:
    believed = entity.newest(field)
    at = next((place for place, row in enumerate(rows)
               if believed is not None and meaning(field, row) == meaning(field, believed)), -1)
    return Difference(
        entity, field, tuple(rows), entity.dots(field), at, care_of(field).why, _sheet(book, entity))


def _taken_out(book: Book, entity: Entity) -> Iterator[Difference]:
    """Taken out by somebody who had not seen what stands there now: it is shown until somebody settles it."""
    stones = [row for row in entity.fields[wire.TOMBSTONE] if unpack_plain(row.value)]
    unseen = book.unseen(entity)
    if stones and unseen:
        stone, word = (max(rows, key=lambda row: (row.hlc, row.dot)) for rows in (stones, unseen))
        yield Difference(
            entity, wire.TOMBSTONE, (stone, word), entity.dots(wire.TOMBSTONE), STAYS, safest.STILL_THERE,
            _sheet(book, entity))


def _is_out(book: Book, entity: Entity | None) -> bool:
    """Whether it, or the form it stands in, was taken out: then there is nothing in it to settle."""
    for _level in range(_DEEP):
        if entity is None or book.is_gone(entity):
            return entity is not None
        entity = _parent(book, entity)
    return False


def _parent(book: Book, entity: Entity) -> Entity | None:
    ident = entity.plain(wire.PARENT)
    found = book.entities.get(ident) if isinstance(ident, bytes) and ident != entity.id else None
    return found if found is not None and found.etype != wire.CASE else None


def _sheet(book: Book, entity: Entity) -> Entity:
    """The filled form an entity stands in."""
    for _level in range(_DEEP):
        above = _parent(book, entity) if entity.etype == wire.ROW else None
        if above is None:
            return entity
        entity = above
    return entity


def seen_of(book: Book, entity: Entity) -> list[Dot]:
    """Everything that stands in something and in the rows of its tables: what is named when it is taken out."""
    return [
        row.dot for each in (entity, *book.children(entity)) for field, rows in each.fields.items()
        if field != wire.TOMBSTONE for row in rows
    ]


def speaks_of_case(difference: Difference) -> bool:
    """Whether it is about the case itself: its stage, its worker, its level, its hold."""
    return is_structural(difference.field) and difference.field != wire.TOMBSTONE
