# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be checked of a state that somebody else vouches for.

A snapshot holds values of many authors and none of their signatures: whoever made it vouches for them. An altered
program could put words into anybody's mouth. So what does not need a signature to be seen is looked at: that every
value was written in a stream of the list of people, by somebody who ever might write such a value, and what it says
of one's own changes is what one wrote. A section that fails is kept as it came and not believed. Values beyond the
last bundle that counts of somebody who left are left out, and the rest of the section holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from assist import changesets
from assist.casestate import CaseState, LiveValue, Parked
from assist.changesets import ZERO, FieldKey, Op
from assist.domain import wire
from assist.errors import DamagedFile
from assist.roundbook import Applied
from assist.rows import READABLE, LogRow
from assist.sync.chain import Roster
from assist.sync.rights import may_ever_write

_BY_VALUE = frozenset({wire.HOLD, wire.LEVEL, wire.FORM})
"""Whether somebody may write these depends on what she writes there."""

_Asked = tuple[bytes, int, FieldKey, bytes]


@dataclass
class Vouching:
    """``own`` is one's own stream and ``row_of`` its changes by number; ``applied`` says how far others were read."""

    known: Roster
    own: bytes
    row_of: Callable[[int], LogRow | None]
    applied: dict[bytes, Applied]
    _roles: dict[bytes, frozenset[str]] = field(default_factory=dict)
    _asked: dict[_Asked, bool] = field(default_factory=dict)
    _good: set[tuple[bytes, int, FieldKey]] = field(default_factory=set)
    _ops: dict[int, tuple[Op, ...] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.known.streams.values():
            ever = self.known.roles_ever(each.user)
            self._roles |= {each.ordinary: ever, each.protected: ever}
        self._ends = {stream: self.applied[stream].n for stream, last in self.known.until.items()
                      if stream in self.applied and (self.applied[stream].seq, self.applied[stream].head)
                      == (last.seq, last.head)}

    def checked(self, state: CaseState) -> CaseState:
        """The state without what does not count; raises DamagedFile ``sync.segment`` for what nobody can have written.

        A stream that was not read to its end may have come further than is known here: that is not held against it.
        """
        kinds = {(each.stream, each.etype, each.field) for each in state.live}
        streams = {stream for stream, _etype, _field in kinds} | {each.stream for each in state.parked}
        if not streams <= {*self._roles, ZERO}:
            raise DamagedFile("sync.segment")
        doubtful = kinds - self._good
        fields = {each for _stream, _etype, each in doubtful}
        if not all(self._may_stand(each) for each in state.live if each.field in fields or each.stream == self.own):
            raise DamagedFile("sync.segment")
        self._good |= {each for each in doubtful if each[0] != ZERO and each[2] not in _BY_VALUE}
        return self.counting(state)

    def counting(self, state: CaseState) -> CaseState:
        """Without values of whoever left that were written after her last bundle that counts."""
        if not self._ends or not (any(map(self._is_beyond, state.live)) or any(map(self._is_beyond, state.parked))):
            return state
        return msgspec.structs.replace(
            state, live=tuple(each for each in state.live if not self._is_beyond(each)),
            parked=tuple(each for each in state.parked if not self._is_beyond(each)))

    def _is_beyond(self, each: LiveValue | Parked) -> bool:
        return each.n > self._ends.get(each.stream, each.n)

    def _may_stand(self, value: LiveValue) -> bool:
        if value.stream == ZERO:  # which entity another one stands beside: said by whoever moved it, as by nobody
            return value.field == wire.ORIGINAL
        if value.stream == self.own and not self._did_write(value):
            return False
        asked = (value.stream, value.etype, value.field, value.value if value.field in _BY_VALUE else b"")
        if asked not in self._asked:
            op = Op(wire.OP_SET, value.entity, value.etype, value.field, value.value)
            self._asked[asked] = may_ever_write(self._roles[value.stream], op)
        return self._asked[asked]

    def _did_write(self, value: LiveValue) -> bool:
        """Whether the own change at this place says so; of one that was taken out or moved nobody can tell."""
        if value.n not in self._ops:
            row = self.row_of(value.n)
            self._ops[value.n] = () if row is None else (
                changesets.decode(row.body).ops if row.kind == READABLE else None)
        ops = self._ops[value.n]
        if ops is None:
            return True
        if not value.i < len(ops):
            return False
        op = ops[value.i]
        return (op.entity, op.field, op.value) == (value.entity, value.field, value.value)
