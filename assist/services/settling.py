# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One value in the place of several: where it lives, when some lie in the open and some behind the seal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from assist.casebook import Book, Entity
from assist.changesets import ZERO, Dot, FieldKey, Op, pack_answer
from assist.domain import safest, wire
from assist.domain.protection import HIDDEN, belongs_in_vault
from assist.ports import UnitOfWork
from assist.rows import RegRow
from assist.services.bench import Bench
from assist.services.scribe import Put, Target
from assist.weighing import is_structural
from forms.answers import NOT_ASKED

_SEALED, _OPEN = 4, 1
"""Levels of a value that is written behind the seal, or in the open, whatever its question says."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One register, what stands there from now on, how sensitive that is, and which values it replaces."""

    entity: Entity
    field: FieldKey
    value: bytes
    level: int
    replaces: Sequence[Dot]


def settle(bench: Bench, work: UnitOfWork, book: Book, settlements: Iterable[Settlement]) -> None:
    """Write each where its level says it belongs; in the other half nothing of that register is left."""
    puts: list[Put] = []
    dead: list[list[object]] = []
    for each in settlements:
        rows = [row for row in each.entity.fields[each.field] if row.dot in each.replaces]
        in_open = tuple(row.dot for row in rows if not row.protected)
        sealed = [row for row in rows if row.protected]
        if _lies_behind(book, each, in_open):
            puts.append(_put(each, _SEALED, tuple(each.replaces)))
            puts += _left_in_the_open(book, each, in_open)
        else:
            puts.append(_put(each, _OPEN, in_open))
            if sealed and each.field in safest.ONLY_BY_TWO:
                puts.append(_put(each, _SEALED, tuple(row.dot for row in sealed)))
            else:
                dead += [_gone(row, each.field) for row in sealed]
    target = Target(book.case_id, book.level, (book.newest_stamp,))
    bench.scribe.write(work, target, puts)
    if dead:
        gone = msgspec.msgpack.encode([[], dead])
        bench.scribe.write_protected(
            work, target, None, (Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_MERGED, gone),))


def _lies_behind(book: Book, each: Settlement, in_open: Sequence[Dot]) -> bool:
    """Where the level says; what lay behind the seal as a whole stays there, and so do things whose words all do."""
    if belongs_in_vault(each.level, book.level):
        return True
    if each.field != wire.TOMBSTONE:
        return not in_open
    held = [row for rows in each.entity.fields.values() for row in rows]
    return all(row.protected for row in held)


def _left_in_the_open(book: Book, each: Settlement, in_open: Sequence[Dot]) -> list[Put]:
    """Where a side lay before the seal, that place is left empty."""
    if not in_open or book.level >= HIDDEN or is_structural(each.field):
        return []
    return [Put(each.entity.id, each.entity.etype, each.field, pack_answer(NOT_ASKED), _OPEN, tuple(in_open))]


def _put(each: Settlement, level: int, replaces: tuple[Dot, ...]) -> Put:
    kind = wire.OP_TOMBSTONE if each.field == wire.TOMBSTONE else wire.OP_SET
    return Put(each.entity.id, each.entity.etype, each.field, each.value, level, replaces, kind)


def _gone(row: RegRow, field: FieldKey) -> list[object]:
    return [row.entity, row.etype, field, *row.dot]
