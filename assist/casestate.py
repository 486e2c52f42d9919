# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that one laptop knows of a case's registers, and the join of what two laptops know (security-and-sync.md 4.10).

A state says three things: which values are live, which were replaced before they came (*killed*), and how
far each stream was read in this case (the *cursor*). Two states of one case join into the state of a laptop
that has read what either has: in any order, as often as one likes, and without a change having to be sent again.

Below a cursor may lie *holes*: places of a stream that were sent empty, because the case was on hold, and
that may still come. They belong to streams and not to cases, and count as not seen, but in a case that was joined
with what somebody knew who had read them: there they are *covered*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Annotated, NamedTuple

import msgspec

from assist.changesets import Dot, FieldKey

Id = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 62))]
"""What fits the columns it will be kept in."""


class Register(NamedTuple):
    """One field of one entity."""

    entity: bytes
    field: FieldKey


class _Placed(msgspec.Struct, array_like=True, frozen=True):
    """One value of one register, by who wrote it."""

    entity: Id
    etype: Count
    field: Count | str
    stream: Id
    n: Count
    i: Count

    @property
    def dot(self) -> Dot:
        """Who wrote it."""
        return self.stream, self.n, self.i

    @property
    def place(self) -> Place:
        """This value in this register."""
        return self.entity, self.field, self.stream, self.n, self.i


class LiveValue(_Placed, array_like=True, frozen=True):
    """A value that nothing has replaced yet, and where it stands."""

    hlc: Count
    value: bytes


class Killed(_Placed, array_like=True, frozen=True):
    """A value that was replaced before it came."""


class Parked(msgspec.Struct, array_like=True, frozen=True):
    """An operation of a kind that this release does not know: kept as it was signed, to be read by one that does.

    The cursor passes over it, and yet it counts as not seen: what replaces it is remembered as killed.
    """

    stream: Id
    n: Count
    i: Count
    hlc: Count
    kind: Count
    op: bytes

    @property
    def dot(self) -> Dot:
        """Who wrote it."""
        return self.stream, self.n, self.i


class Read(msgspec.Struct, array_like=True, frozen=True):
    """Every change of this stream in this case up to ``n`` was read."""

    stream: Id
    n: Count


class Covered(msgspec.Struct, array_like=True, frozen=True, order=True):
    """A change whose place came empty, and which a state that was joined had read: to this case it is no hole."""

    stream: Id
    n: Count


Place = tuple[bytes, FieldKey, bytes, int, int]


class CaseState(msgspec.Struct, array_like=True, frozen=True):
    """What is known of one case. ``extra`` would be changes read beyond the cursor: streams are read in
    their order, so there are none, and a state that claims some is not joined."""

    cursor: tuple[Read, ...] = ()
    live: tuple[LiveValue, ...] = ()
    killed: tuple[Killed, ...] = ()
    extra: tuple[Read, ...] = ()
    parked: tuple[Parked, ...] = ()
    covered: tuple[Covered, ...] = ()


NOWHERE: frozenset[Place] = frozenset()

Holes = Mapping[bytes, Set[int]]
"""Of each stream, the numbers of the changes that were sent empty and did not come since."""

NO_HOLES: Holes = {}


class _Seen:
    """Whether a laptop in this state has read a dot."""

    def __init__(self, state: CaseState, holes: Holes) -> None:
        self.cursor: Mapping[bytes, int] = {each.stream: each.n for each in state.cursor}
        self._parked = frozenset(each.dot for each in state.parked)
        covered = {(each.stream, each.n) for each in state.covered}
        self._holes = {stream: {n for n in holes[stream] if (stream, n) not in covered}
                       for stream in self.cursor if stream in holes}

    def read(self, stream: bytes, n: int) -> bool:
        """Whether every operation of that change was read, if it is one of this case."""
        return n <= self.cursor.get(stream, 0) and n not in self._holes.get(stream, ())

    def __call__(self, dot: Dot) -> bool:
        stream, n, _ = dot
        return self.read(stream, n) and dot not in self._parked


def join(
    one: CaseState, other: CaseState, holes: Holes = NO_HOLES, other_holes: Holes = NO_HOLES,
    standing: Set[Place] = NOWHERE,
) -> CaseState:
    """The state of whoever has read what either has; the same for either order, and for one that was joined before.

    A value stays live when both have it so, or when one has it and the other has neither seen nor killed it:
    what somebody saw and does not hold was replaced, so nothing comes back to life. What is ``standing`` stays, who
    ever has replaced it.
    """
    seen, theirs = _Seen(one, holes), _Seen(other, other_holes)
    live = {value.place: value for value in _surviving(one.live, other, theirs)}
    live |= {value.place: value for value in _surviving(other.live, one, seen)}
    if standing:
        live |= {value.place: value for state in (one, other) for value in state.live if value.place in standing}
    killed = {each.place: each for state in (one, other) for each in state.killed
              if not seen(each.dot) and not theirs(each.dot) and each.place not in standing}
    parked = {each.dot: each for state in (one, other) for each in state.parked
              if not seen(each.dot) and not theirs(each.dot)}
    gaps = {(stream, n) for some in (holes, other_holes) for stream, places in some.items() for n in places}
    covered = tuple(Covered(*gap) for gap in sorted(gaps) if seen.read(*gap) or theirs.read(*gap))
    streams = sorted({*seen.cursor, *theirs.cursor})
    return CaseState(
        tuple(Read(stream, max(seen.cursor.get(stream, 0), theirs.cursor.get(stream, 0))) for stream in streams),
        tuple(live.values()), tuple(killed.values()), (), tuple(parked.values()), covered)


def join_kept(one: CaseState, other: CaseState, standing: Set[Place] = NOWHERE) -> CaseState:
    """The same of protected work, of which nobody can tell how far somebody has read it: she may have become a reader
    half-way, or twice. There whatever was replaced is remembered for good, so it alone decides what is live.

    The cursors are those of the authors of snapshots alone, who have read all of their own.
    """
    killed = {each.place: each for state in (one, other) for each in state.killed if each.place not in standing}
    live = {value.place: value for state in (other, one) for value in state.live if value.place not in killed}
    parked = {each.dot: each for state in (one, other) for each in state.parked}
    read: dict[bytes, int] = {}
    for each in (*one.cursor, *other.cursor):
        read[each.stream] = max(read.get(each.stream, 0), each.n)
    return CaseState(tuple(Read(*each) for each in sorted(read.items())), tuple(live.values()),
                     tuple(killed.values()), (), tuple(parked.values()))


def _surviving(live: Iterable[LiveValue], other: CaseState, seen: _Seen) -> Iterable[LiveValue]:
    if not (other.live or other.killed or other.cursor or other.parked):
        return (value for value in live if value.n)  # a new laptop has seen nothing: everything survives there
    held = {each.place for each in other.live}
    killed = {each.place for each in other.killed}
    return (value for value in live
            if value.place in held or (value.place not in killed and not seen(value.dot)))
