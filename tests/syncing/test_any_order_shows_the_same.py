# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In whatever order changes arrive: every laptop believes the same value and asks people the same questions."""

from __future__ import annotations

import tempfile
from datetime import UTC, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.casebook import Book
from assist.changesets import Arrival, Dot, Live, merge, pack_answer
from assist.conflictbook import count, differences
from assist.domain import wire
from assist.rows import RegRow
from assist.weighing import gone_value, meaning
from forms.answers import Answer, AnswerState
from forms.registry import number_of
from tests.conftest import NOON
from tests.syncing.team import Member, MemoryStore, met, settle
from tests.syncing.written_apart import consented

STREAMS = (b"a" * 16, b"b" * 16, b"c" * 16)
ENTITY = b"e" * 16
ANSWERS = {
    "F03/decision": ("yes", "no", "later", AnswerState.PREFERS_NOT_TO_SAY, AnswerState.WITHDRAWN),
    "contact.channel": (("call",), ("text", "call"), ("none",), AnswerState.NOT_ASKED),
    "contact.value": ("111", "222", AnswerState.NOT_ASKED),
    "F03/withhold": ("one", "other", AnswerState.DOES_NOT_KNOW),
    "F02/hopes": ("a house", "to study", AnswerState.WITHDRAWN),
}


def packed(value: object) -> bytes:
    """An answer, or a reason why there is none."""
    return pack_answer(Answer(None, value) if isinstance(value, AnswerState) else Answer(value))  # type: ignore[arg-type]


@st.composite
def histories(draw) -> tuple[str, list[Arrival]]:
    """Answers to one question on three laptops; each replaces any part of what exists."""
    name = draw(st.sampled_from(sorted(ANSWERS)))
    made: list[Arrival] = []
    counts = dict.fromkeys(STREAMS, 0)
    for _ in range(draw(st.integers(1, 9))):
        stream = draw(st.sampled_from(STREAMS))
        counts[stream] += 1
        shown = draw(st.sets(st.sampled_from([each.dot for each in made]), max_size=3)) if made else set()
        value = packed(draw(st.sampled_from(ANSWERS[name])))
        made.append(Arrival((stream, counts[stream], 0), draw(st.integers(0, 5)), value, tuple(sorted(shown))))
    return name, made


def delivered(history: list[Arrival], order: list[int]) -> list[Live]:
    """One laptop's live values, after each stream came in its own order and the streams in this one."""
    waiting = {stream: [each for each in history if each.dot[0] == stream] for stream in STREAMS}
    live: tuple[Live, ...] = ()
    killed: frozenset[Dot] = frozenset()
    seen: set[Dot] = set()
    for turn in [*order, *([0, 1, 2] * len(history))]:
        stream = STREAMS[turn]
        if waiting[stream]:
            arrival = waiting[stream].pop(0)
            live, killed = merge(live, killed, arrival, seen.__contains__)
            seen.add(arrival.dot)
    return list(live)


def book_of(name: str, live: list[Live]) -> Book:
    """The case as this laptop reads it."""
    return Book(b"k" * 16, [
        RegRow(ENTITY, wire.RECORD, number_of(name), each.dot, each.hlc, each.value) for each in live])


@settings(max_examples=300)
@given(told=histories(), first=st.lists(st.integers(0, 2), max_size=9), second=st.lists(st.integers(0, 2), max_size=9))
def test_any_order_of_arrival_is_believed_the_same(
    told: tuple[str, list[Arrival]], first: list[int], second: list[int]
):
    """Value, sides, and which of them is shown."""
    name, history = told
    one, other = (book_of(name, delivered(history, order)) for order in (first, second))

    assert one.entities[ENTITY].answer(number_of(name)) == other.entities[ENTITY].answer(number_of(name))
    sides = [
        [(each.shown, each.why, [row.dot for row in each.rows]) for each in differences(book)] for book in (one, other)]
    assert sides[0] == sides[1]
    assert count(one) == count(other) == len(sides[0])


@settings(max_examples=200)
@given(told=histories(), order=st.lists(st.integers(0, 2), max_size=12))
def test_what_is_settled_is_settled(told: tuple[str, list[Arrival]], order: list[int]):
    """A change that replaces everything shown leaves one value, and nothing to ask."""
    name, history = told
    live = delivered(history, order)
    book = book_of(name, live)
    for difference in differences(book):
        assert len({meaning(difference.field, row) for row in difference.rows}) == len(difference.rows) > 1
        settled = Arrival((b"d" * 16, 1, 0), 99, difference.rows[0].value, difference.dots)
        after, killed = merge(tuple(live), frozenset(), settled, lambda _dot: True)
        assert [each.dot for each in after] == [settled.dot]
        assert killed == frozenset()
        assert count(book_of(name, list(after))) == 0


@given(seen=st.sets(st.integers(1, 4)), written=st.sets(st.integers(1, 4), min_size=1), stamp=st.integers(0, 9))
def test_what_whoever_took_it_out_had_not_seen_brings_it_back(seen: set[int], written: set[int], stamp: int):
    """Whatever the clocks say."""
    number = number_of("F02/hopes")
    rows = [RegRow(ENTITY, wire.RECORD, number + n, (STREAMS[n % 3], n, 0), 5, packed("x")) for n in written]
    form = RegRow(ENTITY, wire.RECORD, wire.FORM, (b"z" * 16, 1, 0), 1, b"\xa3F02")
    stone = RegRow(ENTITY, wire.RECORD, wire.TOMBSTONE, (b"z" * 16, 2, 0), stamp,
                   gone_value([form.dot, *((STREAMS[n % 3], n, 0) for n in seen)]))
    book = Book(b"k" * 16, [form, *rows, stone])

    assert book.is_gone(book.entities[ENTITY]) is (written <= seen)
    assert count(book) == (0 if written <= seen else 1)


act = st.tuples(st.integers(0, 2), st.sampled_from(["may_say", "channel", "value", "who_starts", "round", "round"]),
                st.integers(0, 2))
CHOICES: dict[str, tuple[object, ...]] = {
    "may_say": ("nothing", "first_name", "neutral"), "channel": (("call",), ("text",), ("call", "text")),
    "value": ("111", "222", "333"), "who_starts": ("we", "i", "in_person"),
}


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(act, min_size=4, max_size=10), skews=st.lists(st.integers(-400, 3650), min_size=3, max_size=3))
def test_three_laptops_show_and_ask_the_same(acts: list[tuple[int, str, int]], skews: list[int]):
    """Real databases, clocks years apart; and the tables for lists are what making them again would make."""
    with tempfile.TemporaryDirectory() as folder:
        members, store = met(Path(folder), "Ana", "Beto", "Carla"), MemoryStore()
        try:
            case = consented(members[0])
            _case, record = members[0].save("F04", case, may_say="neutral")
            settle(members, store)
            for member, days in zip(members, skews, strict=True):
                member.clock.set((NOON + timedelta(days=days)).astimezone(UTC))
            for who, what, which in acts:
                if what == "round":
                    members[who].round(store)
                else:
                    members[who].save("F04", case, record, **{what: CHOICES[what][which]})
            settle(members, store)
            settle(members, store)

            ordinary = [_shown(member, case) for member in members]
            assert ordinary[0] == ordinary[1] == ordinary[2]
            for member in members:
                assert member.desk.bench.keeper.projection_drift() == []
                assert sum(n for _case, n in _counted(member)) == len(member.desk.conflicts.of(case))
        finally:
            for member in members:
                member.close()


def _shown(member: Member, case: str) -> object:
    """What this laptop believes of the card, and what it asks people; protected parts are not exchanged yet."""
    book = member.desk.bench.look_up(case)
    believed = {name: book.person.answer(number_of(f"contact.{name}")) for name in CHOICES if name != "value"}
    asked = [(each.field, each.shown, [row.dot for row in each.rows]) for each in differences(book)
             if not each.is_protected]
    return believed, sorted(asked, key=repr)


def _counted(member: Member) -> list[tuple[bytes, int]]:
    with member.desk.bench.keeper.reading() as reader:
        return reader.differing()
