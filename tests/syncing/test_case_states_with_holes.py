# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was sent as an empty place is still to come: no cursor that passed it makes anybody believe that it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.casestate import CaseState, Covered, join
from assist.changesets import Arrival, Dot
from tests.syncing.directed_snapshots import an_empty_place_was_not_read
from tests.syncing.test_case_states import ENTITY, ETYPE, FIELD, STREAMS, Laptop, LiveValue, histories


@dataclass
class Waiting(Laptop):
    """A laptop that some changes reached as empty places."""

    holes: set[Dot] = field(default_factory=set)

    def seen(self, dot: Dot) -> bool:
        """Whether it has read this value."""
        return super().seen(dot) and dot not in self.holes

    def take_place(self, arrival: Arrival) -> None:
        """The place of the next change, and not the change."""
        self.holes.add(arrival.dot)
        self.cursor[arrival.dot[0]] = arrival.dot[1]

    def gaps(self) -> dict[bytes, set[int]]:
        """As they are told."""
        return {stream: {n for one, n, _i in self.holes if one == stream} for stream in STREAMS}


def read_some(data: st.DataObject, history: list[Arrival]) -> Waiting:
    """A laptop that has read each stream up to some place, less what did not come yet."""
    laptop = Waiting()
    for stream in data.draw(st.permutations(STREAMS)):
        some = [each for each in history if each.dot[0] == stream]
        for arrival in some[: data.draw(st.integers(0, len(some)))]:
            if data.draw(st.booleans()):
                laptop.take(arrival)
            else:
                laptop.take_place(arrival)
    return laptop


@settings(max_examples=300)
@given(history=histories(), data=st.data())
def test_the_join_knows_what_either_read_and_waits_for_what_neither_did(
        history: list[Arrival], data: st.DataObject):
    """Nothing that one of them read is dropped because the other's cursor passed its empty place."""
    one, other = read_some(data, history), read_some(data, history)

    both = join(one.state(), other.state(), one.gaps(), other.gaps())

    known = [each for each in history if one.seen(each.dot) or other.seen(each.dot)]
    replaced = {dot for each in known for dot in each.supersedes}
    assert set(both.live) == {LiveValue(ENTITY, ETYPE, FIELD, *each.dot, each.hlc, each.value) for each in known
                              if each.dot not in replaced}
    assert {each.dot for each in both.killed} == replaced - {each.dot for each in known}
    assert set(both.covered) == {
        Covered(*dot[:2]) for dot in one.holes | other.holes if one.seen(dot) or other.seen(dot)}
    assert join(other.state(), one.state(), other.gaps(), one.gaps()).covered == both.covered


def test_an_empty_place_was_not_read():
    """In one example, which a broken rule fails every time."""
    an_empty_place_was_not_read()
    assert join(CaseState(), CaseState()) == CaseState()
