# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laptops apart agree when they meet: the merge of registers on replicas in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.changesets import Arrival, Dot, Live, merge, shown_first
from assist.clock import next_hlc


@dataclass
class Replica:
    """One laptop: the live values of one register, dots replaced before they came, and what was applied."""

    live: tuple[Live, ...] = ()
    killed: frozenset[Dot] = frozenset()
    applied: dict[bytes, int] = field(default_factory=dict)

    def seen(self, dot: Dot) -> bool:
        """Whether everything up to this dot of its stream was applied."""
        return dot[1] <= self.applied.get(dot[0], 0)

    def take(self, arrival: Arrival) -> None:
        """Apply the next change of a stream; a repeated one changes nothing."""
        stream, n, _ = arrival.dot
        if n <= self.applied.get(stream, 0):
            return
        assert n == self.applied.get(stream, 0) + 1, "a stream is applied in its own order"
        self.live, self.killed = merge(self.live, self.killed, arrival, self.seen)
        self.applied[stream] = n


def expected(arrivals: list[Arrival]) -> set[Dot]:
    """The specification: alive is what nobody replaced."""
    replaced = {dot for arrival in arrivals for dot in arrival.supersedes}
    return {arrival.dot for arrival in arrivals} - replaced


STREAMS = (b"a" * 16, b"b" * 16, b"c" * 16)


@st.composite
def histories(draw) -> list[Arrival]:
    """Edits on three laptops; each replaces what it was shown, which is any part of what exists."""
    made: list[Arrival] = []
    counts = dict.fromkeys(STREAMS, 0)
    for _ in range(draw(st.integers(1, 14))):
        stream = draw(st.sampled_from(STREAMS))
        counts[stream] += 1
        shown = draw(st.sets(st.sampled_from([each.dot for each in made]), max_size=4)) if made else set()
        stamp = draw(st.integers(0, 2**40))
        made.append(Arrival((stream, counts[stream], 0), stamp, bytes([len(made)]), tuple(sorted(shown))))
    return made


@settings(max_examples=400)
@given(history=histories(), data=st.data())
def test_any_order_of_arrival_ends_the_same(history: list[Arrival], data: st.DataObject):
    """Streams arrive in any mixture, repeated or late; what lives at the end is what nobody replaced."""
    replica = Replica()
    waiting = {stream: [each for each in history if each.dot[0] == stream] for stream in STREAMS}
    while any(waiting.values()):
        stream = data.draw(st.sampled_from([each for each in STREAMS if waiting[each]]))
        arrival = waiting[stream].pop(0)
        replica.take(arrival)
        if data.draw(st.booleans()):
            replica.take(arrival)

    assert {item.dot for item in replica.live} == expected(history)
    assert replica.killed == frozenset()


@settings(max_examples=200)
@given(history=histories())
def test_what_is_shown_first_is_one_of_the_living(history: list[Arrival]):
    """And the same one on every laptop."""
    replica = Replica()
    for arrival in history:
        replica.take(arrival)

    first = shown_first(replica.live)

    assert first is not None
    assert first == shown_first(tuple(reversed(replica.live)))
    assert all((first.hlc, first.dot) >= (item.hlc, item.dot) for item in replica.live)


@given(now=st.integers(0, 2**44), last=st.integers(0, 2**60), parents=st.lists(st.integers(0, 2**62), max_size=4))
def test_a_stamp_follows_all_it_was_made_from(now: int, last: int, parents: list[int]):
    """Later than its own last and its parents; a laptop of the year 2036 does not drag the others along."""
    stamp, own = next_hlc(now, last, parents)

    assert stamp > max([last, *parents], default=0)
    assert own == max(last + 1, now << 16)
