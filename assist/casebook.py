# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One case read from its registers: entities, answers and the dots that were shown.

While the vault is open, protected rows stand on twin entities; here they are laid beside
the ordinary values of the entity they belong to, so that readers need not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

from assist.changesets import Dot, FieldKey, carries_value, person_of, unpack_answer, unpack_plain
from assist.domain import wire
from assist.rows import RegRow
from assist.weighing import covers, shown
from forms.answers import NOT_ASKED, Answer

Made = TypeVar("Made")


class Entity:
    """One entity with the live values of its fields."""

    __slots__ = ("_answers", "_weighed", "etype", "fields", "id", "twin")

    def __init__(self, ident: bytes, etype: int) -> None:
        self.id = ident
        self.etype = etype
        self.twin = b""
        self.fields: dict[FieldKey, list[RegRow]] = {}
        self._answers: dict[FieldKey, Answer] = {}
        self._weighed: dict[FieldKey, RegRow] = {}

    def newest(self, field: FieldKey) -> RegRow | None:
        """The value shown until people settle: of several written apart, the safest (``domain.safest``)."""
        rows = self.fields.get(field)
        if not rows:
            return None
        return rows[0] if len(rows) == 1 else self._believed(field, rows)

    def _believed(self, field: FieldKey, rows: list[RegRow]) -> RegRow:
        if field not in self._weighed:
            self._weighed[field] = shown(field, rows)
        return self._weighed[field]

    def plain(self, field: FieldKey, default: Any = None) -> Any:
        """A structural value."""
        row = self.newest(field)
        return default if row is None else unpack_plain(row.value)

    def answer(self, field: FieldKey) -> Answer:
        """An answer, or that it was not asked."""
        found = self._answers.get(field)
        if found is None:  # unpacked once: one look at a case asks for the same answer many times
            row = self.newest(field)
            found = self._answers[field] = NOT_ASKED if row is None else unpack_answer(row.value)
        return found

    def carries(self, field: FieldKey) -> bool:
        """Whether something is held there, whoever told it."""
        row = self.newest(field)
        return row is not None and carries_value(row.value)

    def dots(self, field: FieldKey) -> tuple[Dot, ...]:
        """What a save of this field replaces."""
        return tuple(row.dot for row in self.fields.get(field, ()))

    @property
    def is_protected(self) -> bool:
        """True when any of its values came from the vault."""
        return any(row.protected for rows in self.fields.values() for row in rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled form."""

    entity: Entity
    form: str
    version: int
    on: str
    by: str
    hlc: int


class Book:
    """A case as its readers see it."""

    def __init__(self, case: bytes, rows: Iterable[RegRow]) -> None:
        self.case_id = case
        self.entities: dict[bytes, Entity] = {}
        self.several: list[tuple[Entity, FieldKey]] = []
        """Registers that hold more than one value."""
        self._made: dict[Callable[..., object], object] = {}
        self.as_read = list(rows)
        """As they were read."""
        originals = _originals(self.as_read)
        for row in self.as_read:
            ident = originals.get(row.entity, row.entity)
            entity = self.entities.get(ident)
            if entity is None:
                entity = self.entities[ident] = Entity(ident, row.etype)
            if row.protected:
                entity.twin = row.entity
            rows_there = entity.fields.get(row.field)
            if rows_there is None:
                entity.fields[row.field] = [row]
                continue
            if len(rows_there) == 1:
                self.several.append((entity, row.field))
            rows_there.append(row)

    def once(self, make: Callable[[Book], Made]) -> Made:
        """What ``make`` reads from this book, read once: a book does not change after it was made."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @cached_property
    def case(self) -> Entity:
        """The case entity; empty when this reader may not know of it."""
        return self.entities.get(self.case_id) or Entity(self.case_id, wire.CASE)

    @cached_property
    def person(self) -> Entity:
        """The person entity, where answers live that are asked once."""
        ident = person_of(self.case_id)
        return self.entities.get(ident) or Entity(ident, wire.PERSON)

    @property
    def exists(self) -> bool:
        """A case has a code; without one there is nothing here to see."""
        return bool(self.case.plain(wire.CODE, ""))

    @property
    def level(self) -> int:
        """The most protective of concurrent levels (security-and-sync.md 4.4)."""
        return int(self.case.plain(wire.LEVEL, 0))

    def is_of(self, user: bytes) -> bool:
        """Whether this person accompanies her, or nobody does: it is theirs who look after it next."""
        return self.case.plain(wire.WORKER) in (None, user)

    @property
    def newest_stamp(self) -> int:
        """The stamp of the newest value in it: what is written after reading it comes after that."""
        return max((row.hlc for entity in self.entities.values() for held in entity.fields.values() for row in held),
                   default=0)

    @property
    def hold(self) -> bool:
        """A hold stands until nobody holds."""
        return bool(self.case.plain(wire.HOLD, False))

    @cached_property
    def _children(self) -> dict[bytes, list[Entity]]:
        found: dict[bytes, list[Entity]] = {}
        for entity in self.entities.values():
            parent = entity.plain(wire.PARENT)
            if parent:
                found.setdefault(parent, []).append(entity)
        return found

    def children(self, entity: Entity) -> list[Entity]:
        """Rows of the tables of an entity, those taken out too."""
        return self._children.get(entity.id, [])

    def is_gone(self, entity: Entity) -> bool:
        """Taken out, and nothing was written there that whoever took it out had not seen (``unseen``)."""
        rows = entity.fields.get(wire.TOMBSTONE)
        return rows is not None and all(unpack_plain(row.value) for row in rows) and not self.unseen(entity)

    def unseen(self, entity: Entity) -> list[RegRow]:
        """What stands in something that was taken out, rows of its tables included, and was not seen then."""
        stones = [row for row in entity.fields.get(wire.TOMBSTONE, ()) if unpack_plain(row.value)]
        held = (row for each in (entity, *self.children(entity)) for field, rows in each.fields.items()
                if field not in (wire.TOMBSTONE, wire.ORIGINAL) for row in rows)
        return [row for row in held if stones and not any(covers(stone, row) for stone in stones)]

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Filled forms that are not struck, oldest first."""
        found = []
        for entity in self.entities.values():
            if entity.etype == wire.RECORD and not self.is_gone(entity):
                form = entity.newest(wire.FORM)
                if form is not None:
                    found.append(Sheet(
                        entity, unpack_plain(form.value), entity.plain(wire.FORM_VERSION, 1),
                        entity.plain(wire.ASKED_ON, ""), (entity.plain(wire.ENTERED_BY) or b"").hex(), form.hlc,
                    ))
        return tuple(sorted(found, key=lambda sheet: (sheet.on, sheet.hlc)))

    def of_form(self, *forms: str) -> list[Sheet]:
        """Filled forms of these kinds, oldest first."""
        return [sheet for sheet in self.sheets if sheet.form in forms]

    def latest(self, form: str) -> Sheet | None:
        """The newest of its kind."""
        found = self.of_form(form)
        return found[-1] if found else None

    def rows(self, record: Entity, column: int) -> list[Entity]:
        """The rows of one table of a record, in the order they were added."""
        found = [
            child for child in self._children.get(record.id, ())
            if child.etype == wire.ROW and child.plain(wire.COLUMN) == column
            and not self.is_gone(child)
        ]
        return sorted(found, key=lambda child: min(row.hlc for rows in child.fields.values() for row in rows))


def _originals(rows: list[RegRow]) -> dict[bytes, bytes]:
    return {
        row.entity: unpack_plain(row.value) for row in rows if row.protected and row.field == wire.ORIGINAL
    }
