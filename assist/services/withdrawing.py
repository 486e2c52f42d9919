# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a level no longer allows in ``case.db`` goes behind the seal, or goes: where a case is raised, and elsewhere.

Nothing is lost by it. What somebody wrote and had not sent is sent first, to those who hold the case's key; readers
put what comes late behind their seals, with the dots it had, and tell other readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from assist.changesets import ZERO, FieldKey, Op, decode, pack_plain, twin_of
from assist.domain import wire
from assist.domain.protection import HIDDEN, belongs_in_vault
from assist.ports import UnitOfWork
from assist.rows import EMPTIED, READABLE, SEALED, LogRow, RegRow
from assist.services.bench import Bench
from assist.services.clearing import snapshot_soon, speaks_of
from assist.services.scribe import Put, Target
from assist.sync.arrivals import fields_in, values_in
from forms.registry import spec_of

_MOST_BYTES = 400_000
"""Of values carried in one change: it must stay well under what one may hold."""

_NOTHING: frozenset[tuple[bytes, FieldKey]] = frozenset({(b"", 0)})
"""Keeps no value of a case, and yet its key: what was written here is still to be sent."""

_SEALED = frozenset({wire.PINNED, wire.ADDRESSED, wire.DROPPED, wire.NAMED, wire.ASKED_WHY})
"""Structural fields that tell something of her, or of who protects her."""

_TOLD = frozenset({wire.ATTACHED, wire.HANDED_NOTE})
"""What is attached, and what a colleague must know to begin with: as sensitive as a session note."""

_OF_WORK = frozenset({wire.LOOKED_WHY, wire.WORD_SAID, wire.WORD_ANSWER})
"""Words of the team about its own work: as sensitive as a plan, so that supervisors read them up to level 2."""

_WEIGHED = frozenset({wire.LEVEL, wire.HOLD, wire.APPROVED})


def level_of(field: FieldKey) -> int:
    """How sensitive a register is; structural ones are case administration, imported ones sensitive."""
    if isinstance(field, str):
        return 3
    if field < 100:
        return 4 if field in _SEALED else 3 if field in _TOLD else 2 if field in _OF_WORK else 1
    return spec_of(field).level


def goes(field: FieldKey, level: int) -> bool:
    """Whether values of this field lie behind the seal at this level."""
    return belongs_in_vault(level_of(field), level)


def carried(rows: Sequence[RegRow], changes: Iterable[LogRow], level: int) -> Iterator[tuple[Op, ...]]:
    """Values and what they replaced, on twins, as operations that may be merged in any order; a few at a time.

    They keep their dots: moving is not editing.
    """
    dead = [
        [twin_of(op.entity), op.etype, op.field, *dot] for row in changes if row.kind == READABLE
        for op in decode(row.body).ops if op.kind in wire.REGISTER_OPS and goes(op.field, level)
        for dot in op.supersedes
    ]
    # Levels, holds and what two people signed first: whoever receives a part weighs it by what stands in it.
    return _in_parts(list(_live(sorted(rows, key=lambda row: row.field not in _WEIGHED))), dead)


def standing(rows: Sequence[RegRow]) -> Iterator[tuple[Op, ...]]:
    """Everything protected as it stands, for somebody who becomes a reader and may lack what was said before."""
    return _in_parts([[row.entity, row.etype, row.field, *row.dot, row.hlc, row.value] for row in rows], [])


def _in_parts(live: list[list[Any]], dead: list[list[Any]]) -> Iterator[tuple[Op, ...]]:
    while live or dead:
        some = _some(live), _some(dead)
        live, dead = live[len(some[0]):], dead[len(some[1]):]
        yield (Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_MERGED, msgspec.msgpack.encode(some)),)


def _live(rows: Sequence[RegRow]) -> Iterator[list[Any]]:
    """Each entity first with what it stands beside, under a dot of nobody: everybody who moves it says the same."""
    for entity, etype in dict.fromkeys((row.entity, row.etype) for row in rows):
        yield [twin_of(entity), etype, wire.ORIGINAL, ZERO, 1, 0, 0, pack_plain(entity)]
    for row in rows:
        yield [twin_of(row.entity), row.etype, row.field, *row.dot, row.hlc, row.value]


def _some(values: list[list[Any]]) -> list[list[Any]]:
    size = 0
    for count, value in enumerate(values):
        size += 120 + sum(len(part) for part in value if isinstance(part, bytes))
        if size > _MOST_BYTES and count:
            return values[:count]
    return values


class Withdrawal:
    """Takes one case down to what a level allows, in a transaction of the caller."""

    def __init__(self, bench: Bench, work: UnitOfWork, case: bytes, level: int) -> None:
        self._bench, self._work, self._case, self._level = bench, work, case, level
        self._own = bench.ring.ordinary_stream

    def seal(self, extra: Sequence[Op] = ()) -> bool:
        """Behind the seal of this profile; ``extra`` operations go first. Whether there was anything."""
        rows, going = self._rows()
        changes = [row for row in self._work.log_of_case(self._case) if self._says_too_much(row)]
        if not going and not changes and not extra:
            return False
        self._replace_what_was_sent()
        target = Target(self._case, self._level, (max((row.hlc for row in rows), default=0),))
        first = tuple(extra)
        for ops in carried(going, changes, self._level):
            self._bench.scribe.write_protected(self._work, target, None, (*first, *ops))
            first = ()
        if first:
            self._bench.scribe.write_protected(self._work, target, None, first)
        again = self._unsent(rows, going, changes)
        for row in changes:
            body = self._bench.ring.seal_row(row.stream, row.n, row.body, row.signature)
            self._work.replace_log(replace(row, kind=SEALED, body=body, signature=b"", case=None, tag=None))
        self._forget(rows, going)
        if again:
            self._bench.scribe.write(self._work, replace(target, level=self._level), again)
        return True

    def empty(self) -> bool:
        """Out of ``case.db`` altogether, for somebody who is no reader; what she wrote and did not send waits for that.

        Whether there was anything.
        """
        rows, going = self._rows()
        changes = [row for row in self._work.log_of_case(self._case) if self._says_too_much(row)]
        unsent = [row for row in changes if self._is_unsent(row)]
        for row in changes:
            if row not in unsent:
                self._work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", case=(
                    None if self._level >= HIDDEN else row.case)))
        held = self._work.case_key(self._case) is not None
        if going or changes:
            self._replace_what_was_sent()
        if self._level >= HIDDEN and unsent:
            self._work.forget_ordinary(self._case, _NOTHING)
        else:
            self._forget(rows, going)
        return bool(going or len(unsent) < len(changes) or (held and self._level >= HIDDEN and not unsent))

    def _replace_what_was_sent(self) -> None:
        """What the own stream said of the case leaves the meeting place with the next snapshot, and that is soon."""
        if speaks_of(self._work, self._own, self._case):
            snapshot_soon(self._work, self._own)

    def is_complete(self) -> bool:
        """Whether nothing is left here that the level does not allow."""
        if self._level >= HIDDEN:
            return self._work.case_key(self._case) is None
        return not self._rows()[1] and not any(map(self._says_too_much, self._work.log_of_case(self._case)))

    def _rows(self) -> tuple[list[RegRow], list[RegRow]]:
        rows = self._work.ordinary_rows(self._case)
        return rows, [row for row in rows if goes(row.field, self._level)]

    def _says_too_much(self, row: LogRow) -> bool:
        return row.kind == READABLE and (
            self._level >= HIDDEN or any(
                goes(field, self._level) for op in decode(row.body).ops for field in fields_in(op)))

    def _is_unsent(self, row: LogRow) -> bool:
        if row.stream != self._own:
            return False
        kept_back = {n for n, _case in self._work.rounds.withheld(self._own)}
        return row.n > self._work.rounds.sent(self._own).n or row.n in kept_back

    def _unsent(self, rows: Sequence[RegRow], going: Sequence[RegRow], changes: Sequence[LogRow]) -> list[Put]:
        """What stays and was said in changes of one's own that nobody will get now: it is said once more."""
        unsent = [row for row in changes if self._is_unsent(row)]
        lost = {row.n for row in unsent}
        came = {value.dot for row in unsent for op in decode(row.body).ops for value in values_in(op)}
        return [
            Put(row.entity, row.etype, row.field, row.value, level_of(row.field), (row.dot,)) for row in rows
            if row not in going and ((row.dot[0] == self._own and row.dot[1] in lost) or row.dot in came)]

    def _forget(self, rows: Sequence[RegRow], going: Sequence[RegRow]) -> None:
        gone = {(row.entity, row.field) for row in going}
        staying = frozenset((row.entity, row.field) for row in rows if (row.entity, row.field) not in gone)
        for draft in self._work.drafts():
            if draft.case == self._case and not draft.sealed:
                self._work.drop_draft(draft.id)
        if gone or self._level >= HIDDEN:
            self._work.forget_ordinary(self._case, staying)
