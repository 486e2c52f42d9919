# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people wrote apart as flat rows: the question, who wrote what on which laptop, and who may settle it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from assist import conflictbook
from assist.casebook import Book, Entity
from assist.changesets import FieldKey, unpack_answer, unpack_plain
from assist.clock import COUNTER_BITS, iso_of
from assist.conflictbook import Difference
from assist.differences import TAKEN_OUT, DifferenceRow, Side
from assist.domain import safest, wire
from assist.policy import may
from assist.ports import UnitOfWork
from assist.rows import RegRow
from assist.services.bench import Bench
from assist.services.protection import level_of
from assist.sync import roster
from assist.weighing import is_structural
from forms.loader import forms
from forms.model import Field, FieldType
from forms.registry import named_fields

OPEN_UP_TO = 2
"""Answers above this level stay closed until somebody asks (NR-11)."""

SEALED_LEVEL = 4
CLOCK_MS = 10 * 60 * 1000
"""From here on two clocks do not agree."""

LAST_MS = 253_402_300_799_000
"""The end of the year 9999; a stamp beyond it is shown as that."""

LISTS = frozenset({FieldType.MULTI, FieldType.RANK, FieldType.CHECKLIST})
TEXTS = {FieldType.TEXT_LONG: "\n\n", FieldType.TEXT_SHORT: "; "}
"""Kinds of answers that can stand together, and what stands between texts."""

_HER_WORDS = frozenset({"goal_own_words", "disagree", "own_summary"})
"""Nobody writes these anew: one of the two is kept, or both (PA-03)."""

_FACTS = frozenset({"facts", "protected_part"})


@cache
def _questions() -> dict[FieldKey, tuple[str, Field, Field | None]]:
    """Every number with its form, its question, and the table it is a column of."""
    found: dict[FieldKey, tuple[str, Field, Field | None]] = {}
    for form in forms():
        table: Field | None = None
        for _name, field in named_fields(form):
            is_column = table is not None and field in table.columns
            found.setdefault(field.number, (form.id, field, table if is_column else None))
            table = table if is_column else field
    return found


class ConflictReading:
    """Reads one case inside a transaction."""

    def __init__(self, bench: Bench, work: UnitOfWork, book: Book) -> None:
        self._bench, self._work, self._book = bench, work, book
        known = roster.verify(work.roster())
        self._writers = {
            stream: (known.people[each.user].name if each.user in known.people else "", each.laptop)
            for each in known.streams.values() for stream in (each.ordinary, each.protected)}

    def rows(self, *, opened: bool = False) -> Iterator[DifferenceRow]:
        """Every difference, the careful matters first."""
        return (self.row(each, opened=opened) for each in conflictbook.differences(self._book))

    def row(self, difference: Difference, *, opened: bool = False) -> DifferenceRow:
        """One of them; its words are left out where they are closed and nobody opened them."""
        is_gone = difference.field == wire.TOMBSTONE
        field = difference.rows[-1].field if is_gone else difference.field
        form, question, table = _questions().get(field, ("", None, None))
        sheet = difference.sheet
        found = DifferenceRow(
            case=self._book.case_id.hex(), entity=difference.entity.id, field=difference.field,
            sides=tuple(self._sides(difference)), dots=difference.dots, shown=difference.shown, why=difference.why,
            form=sheet.plain(wire.FORM, "") if sheet.etype == wire.RECORD else form,
            on=sheet.plain(wire.ASKED_ON, "") if sheet.etype == wire.RECORD else "", question=question, table=table,
            seen=tuple(conflictbook.seen_of(self._book, difference.entity)) if is_gone else (),
            may_settle=may(self._bench.me.roles, "form.fill").ok and self._may_read(difference, question),
            may_write=not is_gone and question is not None and not question.has_rows
            and question.key not in _HER_WORDS and question.type is not FieldType.REF,
            may_keep_both=not is_gone and question is not None and question.type in (*LISTS, *TEXTS),
        )
        if opened or sensitivity(found) <= OPEN_UP_TO:
            return found
        return replace(found, closed=True, sides=tuple(replace(side, answer=None) for side in found.sides))

    def _may_read(self, difference: Difference, question: Field | None) -> bool:
        if question is None:
            return True
        roles = self._bench.me.roles
        if question.level >= SEALED_LEVEL and not may(roles, "protected.show").ok:
            return False
        writer = difference.sheet.plain(wire.ENTERED_BY)
        is_facts = question.key in _FACTS and difference.sheet.plain(wire.FORM, "") == "F11"
        return not is_facts or writer == self._bench.user or may(roles, "note.facts").ok

    def _sides(self, difference: Difference) -> Iterator[Side]:
        for place, row in enumerate(difference.rows):
            by, laptop = self._writers.get(row.dot[0], ("", ""))
            wall, off = self._written(row)
            side = Side(row.dot, by=by, laptop=laptop, at=iso_of(wall), clock_off=off)
            if difference.field == wire.TOMBSTONE and place == TAKEN_OUT:
                yield side
            elif is_structural(row.field):
                yield self._structural(difference, row, side)
            else:
                yield replace(side, answer=unpack_answer(row.value))

    def _structural(self, difference: Difference, row: RegRow, side: Side) -> Side:
        value = unpack_plain(row.value)
        plain = self._bench.name_of(value) if isinstance(value, bytes) else value
        entity: Entity = difference.entity
        careful = entity.plain(difference.field)
        return replace(side, plain=plain, two_people=row.field in safest.ONLY_BY_TWO and value != careful)

    def _written(self, row: RegRow) -> tuple[int, bool]:
        """When, by that laptop's own clock, and whether that does not fit with what it had read or with today."""
        stamp = row.hlc >> COUNTER_BITS
        held = self._work.log_rows(row.dot[0], row.dot[1] - 1, 1)
        wall = held[0].wall_ms if held and held[0].n == row.dot[1] else stamp
        off = wall > self._bench.clock.now_ms() + CLOCK_MS or stamp > wall + CLOCK_MS
        return min(max(wall, 0), LAST_MS), off


def sensitivity(row: DifferenceRow) -> int:
    """The level of what is told, from the question; what a case itself holds is its administration."""
    if row.field == wire.TOMBSTONE:
        return row.question.level if row.question else 1
    return level_of(row.field)
