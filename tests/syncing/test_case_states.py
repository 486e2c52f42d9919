# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever two laptops know of a case joins into what both know: in any order, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.casestate import CaseState, Killed, LiveValue, Parked, Read, join, join_kept
from assist.changesets import Arrival, Dot, Live, merge

STREAMS = (b"a" * 16, b"b" * 16, b"c" * 16)
ENTITY, ETYPE, FIELD = b"e" * 16, 1, 7
NEW_KIND = 40


@dataclass
class Laptop:
    """One register of one case as changes reach it, merged the way changes are; ``new`` dots are of a kind
    that this laptop cannot read."""

    live: tuple[Live, ...] = ()
    killed: frozenset[Dot] = frozenset()
    parked: frozenset[Dot] = frozenset()
    cursor: dict[bytes, int] = field(default_factory=dict)

    def seen(self, dot: Dot) -> bool:
        """Whether it has read this value."""
        return dot[1] <= self.cursor.get(dot[0], 0) and dot not in self.parked

    def take(self, arrival: Arrival, *, is_new: bool = False) -> None:
        """The next change of a stream."""
        stream, n, _ = arrival.dot
        if n <= self.cursor.get(stream, 0):
            return
        if is_new:
            self.parked |= {arrival.dot}
        else:
            self.live, self.killed = merge(self.live, self.killed, arrival, self.seen)
        self.cursor[stream] = n

    def state(self) -> CaseState:
        """As it would be sent."""
        return CaseState(
            tuple(Read(stream, n) for stream, n in sorted(self.cursor.items())),
            tuple(LiveValue(ENTITY, ETYPE, FIELD, *each.dot, each.hlc, each.value) for each in self.live),
            tuple(Killed(ENTITY, ETYPE, FIELD, *dot) for dot in sorted(self.killed)), (),
            tuple(Parked(*dot, 0, NEW_KIND, b"") for dot in sorted(self.parked)))


def plain(state: CaseState) -> tuple[object, ...]:
    """Without the order things are listed in."""
    return tuple(frozenset(part) for part in (state.cursor, state.live, state.killed, state.extra, state.parked))


STREAM = st.sampled_from(STREAMS)


@st.composite
def histories(draw) -> list[Arrival]:
    """Edits on three laptops; each replaces any part of what exists."""
    made: list[Arrival] = []
    counts = dict.fromkeys(STREAMS, 0)
    for _ in range(draw(st.integers(1, 14))):
        stream = draw(STREAM)
        counts[stream] += 1
        shown = draw(st.sets(st.sampled_from([each.dot for each in made]), max_size=4)) if made else set()
        made.append(Arrival((stream, counts[stream], 0), len(made), bytes([len(made)]), tuple(sorted(shown))))
    return made


def read_some(draw: st.DataObject, history: list[Arrival], new: set[Dot] = frozenset()) -> Laptop:  # type: ignore[assignment]
    """A laptop that has read each stream up to some place, in any mixture."""
    laptop = Laptop()
    waiting = {stream: [each for each in history if each.dot[0] == stream] for stream in STREAMS}
    waiting = {stream: some[: draw.draw(st.integers(0, len(some)))] for stream, some in waiting.items()}
    while any(waiting.values()):
        stream = draw.draw(st.sampled_from([each for each in STREAMS if waiting[each]]))
        arrival = waiting[stream].pop(0)
        laptop.take(arrival, is_new=arrival.dot in new)
    return laptop


def expected(history: list[Arrival], state: CaseState) -> CaseState:
    """The specification: alive is what was read and nobody replaced in what was read."""
    cursor = {each.stream: each.n for each in state.cursor}
    parked = {each.dot for each in state.parked}
    read = [each for each in history if each.dot[1] <= cursor.get(each.dot[0], 0)]
    known = [each for each in read if each.dot not in parked]
    replaced = {dot for each in known for dot in each.supersedes}
    seen = {each.dot for each in known}
    return CaseState(
        state.cursor,
        tuple(LiveValue(ENTITY, ETYPE, FIELD, *each.dot, each.hlc, each.value) for each in known
              if each.dot not in replaced),
        tuple(Killed(ENTITY, ETYPE, FIELD, *dot) for dot in replaced - seen), (), state.parked)


@settings(max_examples=400)
@given(history=histories(), data=st.data())
def test_the_join_is_what_a_laptop_would_know_that_had_read_both(history: list[Arrival], data: st.DataObject):
    """Live is what neither saw replaced; what was replaced early stays killed; the cursor is the farther one."""
    one, other = (read_some(data, history).state() for _ in range(2))

    both = join(one, other)

    farthest = {stream: max(dict(cursor(state)).get(stream, 0) for state in (one, other)) for stream in STREAMS}
    assert dict(cursor(both)) == {stream: n for stream, n in farthest.items() if n}
    assert plain(both) == plain(expected(history, both))


def cursor(state: CaseState) -> list[tuple[bytes, int]]:
    """Its cursor as pairs."""
    return [(each.stream, each.n) for each in state.cursor]


@settings(max_examples=300)
@given(history=histories(), data=st.data())
def test_order_and_repetition_of_joins_do_not_matter(history: list[Arrival], data: st.DataObject):
    """One after the other, the other way round, twice, or in another grouping; also with what only some can read."""
    new = data.draw(st.sets(st.sampled_from([each.dot for each in history])))
    states = [read_some(data, history, new if data.draw(st.booleans()) else set()).state() for _ in range(3)]
    first, second, third = states

    assert plain(join(first, second)) == plain(join(second, first))
    assert plain(join(join(first, second), third)) == plain(join(first, join(second, third)))
    assert plain(join(join(first, second), second)) == plain(join(first, second))
    assert plain(join(first, first)) == plain(first)
    assert plain(join(first, CaseState())) == plain(join(CaseState(), first)) == plain(first)


@settings(max_examples=300)
@given(history=histories(), data=st.data())
def test_what_one_cannot_read_yet_is_neither_lost_nor_brought_back(history: list[Arrival], data: st.DataObject):
    """A laptop of an earlier release parks it; joined with one that read it, nothing of it is parked or dead."""
    new = data.draw(st.sets(st.sampled_from([each.dot for each in history])))
    early, late = read_some(data, history, new), read_some(data, history)

    both = join(early.state(), late.state())

    assert plain(both) == plain(expected(history, both))
    assert all(late.cursor.get(each.stream, 0) < each.n for each in both.parked)


@given(history=histories(), data=st.data())
def test_protected_states_join_whatever_changes_somebody_could_read(history: list[Arrival], data: st.DataObject):
    """A reader may have read any of the changes, not the first ones alone: nothing she lacks counts as replaced."""
    several = [data.draw(st.lists(st.sampled_from(history), unique_by=lambda each: each.dot)) for _ in range(3)]
    states = [read_behind_a_seal(some) for some in several]
    together = read_behind_a_seal([arrival for some in several for arrival in some])

    for order in (states, states[::-1], [states[1], states[0], states[2], states[0]]):
        joined = CaseState()
        for state in order:
            joined = join_kept(joined, state)
        assert plain(joined) == plain(together)


def read_behind_a_seal(some: list[Arrival]) -> CaseState:
    """What is known of somebody who read these and nothing else; what was replaced stays known for good."""
    dead = {dot for arrival in some for dot in arrival.supersedes}
    live = {each.dot: each for each in some if each.dot not in dead}
    return CaseState(
        (), tuple(LiveValue(ENTITY, ETYPE, FIELD, *each.dot, each.hlc, each.value) for each in live.values()),
        tuple(Killed(ENTITY, ETYPE, FIELD, *dot) for dot in sorted(dead)))
