# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mirror: both sides come to the same objects, without keys, whatever breaks off in between."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.errors import NameTaken, StoreTrouble
from assist.ports import Store
from assist.sync.mirror import AT_ONCE, TRIES, CountedStore, Mirrored, Rhythm, mirror
from assist.sync.stores.folder import FolderStore
from tests.syncing import mirroring_until_killed as copier
from tests.syncing.stores_served import KINDS, ROOT, Served, content_of, name_of

every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def relay(tmp_path: Path) -> FolderStore:
    """The folder of this laptop."""
    (tmp_path / "relay").mkdir()
    return FolderStore(tmp_path / "relay")


class Laid:
    """A store in memory that does what it is told to do wrong."""

    def __init__(self, *names: str) -> None:
        self.kept = {name: content_of(name) for name in names}
        self.wrong: Callable[[str, str], str] = lambda call, name: ""
        self.calls: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def _call(self, call: str, name: str) -> None:
        with self._lock:
            self.calls.append((call, name))
            code = self.wrong(call, name)
        if code:
            raise NameTaken(code) if code == "store.taken" else StoreTrouble(code)

    def put(self, name: str, content: bytes) -> None:
        """Keep."""
        self._call("put", name)
        self.kept[name] = content

    def get(self, name: str) -> bytes | None:
        """Read."""
        self._call("get", name)
        return self.kept.get(name)

    def list(self, prefix: str) -> frozenset[str]:
        """List."""
        self._call("list", prefix)
        return frozenset(name for name in self.kept if name.startswith(prefix))

    def delete(self, name: str) -> None:
        """Delete."""
        self._call("delete", name)
        self.kept.pop(name, None)


class Pauses:
    """Counts instead of waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        """Note it."""
        self.seconds.append(seconds)


def quick(pauses: Pauses | None = None) -> Rhythm:
    """A rhythm that waits for nothing."""
    return Rhythm(wait=pauses or Pauses(), jitter=lambda: 1.0)


def contents(store: Store) -> dict[str, bytes | None]:
    """All that is there."""
    return {name: store.get(name) for name in store.list("")}


# -- every kind of place ----------------------------------------------------------------


@every_kind
def test_both_sides_come_to_hold_what_either_held(place: Served, relay: FolderStore):
    """Eight only here, six only there, three on both; foreign files stay where they are."""
    names = [name_of(number, shelf) for number, shelf in enumerate(["ab", "cd", "ab", "zz"] * 5)]
    here, there, both = names[:8], names[8:14], names[14:17]
    place.plant(f"ab/{name_of(1)}.sync-conflict-20261130-021500-ABCDEFG", b"foreign")
    with place.open() as store:
        for name in here + both:
            relay.put(name, content_of(name))
        for name in there + both:
            store.put(name, content_of(name))

        (first,) = mirror(relay, [("place", store)])
        (second,) = mirror(relay, [("place", store)])

        whole = {name: content_of(name) for name in names[:17]}
        assert contents(relay) == contents(store) == whole

    assert (first.place, first.sent, first.received, first.failed, first.waiting, first.code) == (
        "place", 8, 6, {}, 0, "")
    assert astuple(first.traffic) == (1 + 8 + 6, 8 * 4096, 6 * 4096)
    assert (second.sent, second.received, astuple(second.traffic)) == (0, 0, (1, 0, 0))


@every_kind
def test_a_mirror_that_is_killed_is_finished_by_the_next(place: Served, relay: FolderStore, tmp_path: Path):
    """Kill -9 on the way; neither side lists half an object, and the next round brings the rest."""
    here, there = [name_of(number) for number in range(12)], [name_of(number, "cd") for number in range(12)]
    with place.open() as store:
        for name in here:
            relay.put(name, content_of(name, copier.SIZE))
        for name in there:
            store.put(name, content_of(name, copier.SIZE))
        _mirror_until_killed(place, tmp_path / "relay")
        for side in (relay, store):
            assert {name: content == content_of(name, copier.SIZE) for name, content in contents(side).items()} == (
                dict.fromkeys(side.list(""), True))
        between = len(relay.list("")) + len(store.list(""))

        (last,) = mirror(relay, [("place", store)])

        assert 24 < between < 48
        assert last.sent + last.received == 48 - between
        assert relay.list("") == store.list("") == {*here, *there}


def _mirror_until_killed(place: Served, relay: Path) -> None:
    process = subprocess.Popen([sys.executable, "-m", copier.__name__], cwd=ROOT, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([str(relay), place.address, *astuple(place.good)]) + "\n")
    process.stdin.flush()
    for _object in range(4):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()


@every_kind
def test_a_stick_carried_between_two_who_have_no_line_brings_both_together(place: Served, relay: FolderStore,
                                                                           tmp_path: Path):
    """Each meets the place in turn; what the first brought, the second takes along."""
    (tmp_path / "other").mkdir()
    other = FolderStore(tmp_path / "other")
    relay.put(name_of(1), content_of(name_of(1)))
    other.put(name_of(2), content_of(name_of(2)))
    with place.open() as store:
        for laptop in (relay, other, relay):
            mirror(laptop, [("stick", store)])

    assert contents(relay) == contents(other) == {name: content_of(name) for name in (name_of(1), name_of(2))}


# -- what goes wrong --------------------------------------------------------------------


@pytest.mark.parametrize("code", ["store.refused", "store.changed", "store.clock", "store.unreachable", "store.slow"])
def test_a_place_that_fails_is_named_and_the_others_are_served(code: str):
    """And what another place brought still goes to the third."""
    relay, down = Laid(name_of(1)), Laid(name_of(2))
    second, third = Laid(name_of(3)), Laid()
    down.wrong = lambda call, name: code

    results = mirror(relay, [("down", down), ("second", second), ("third", third)], quick())

    assert [(result.place, result.code) for result in results] == [("down", code), ("second", ""), ("third", "")]
    assert set(relay.kept) == set(second.kept) == set(third.kept) == {name_of(1), name_of(3)}
    assert set(down.kept) == {name_of(2)}


def test_what_may_pass_is_tried_again_after_longer_and_longer_pauses():
    """Three failures in a row are forgiven, each pause about twice the one before."""
    pauses, place = Pauses(), Laid()
    failures = iter(["store.unreachable", "store.slow", "store.unreachable"])
    place.wrong = lambda call, name: next(failures, "") if call == "put" else ""

    (result,) = mirror(Laid(name_of(1)), [("place", place)], quick(pauses))

    assert (result.sent, result.failed, result.code) == (1, {}, "")
    assert pauses.seconds == [0.5, 1.0, 2.0]


def test_pauses_differ_so_that_laptops_do_not_come_back_together():
    """Between a half and one and a half of what they would be."""
    drawn = [Rhythm().jitter() for _draw in range(200)]

    assert min(drawn) >= 0.5
    assert max(drawn) <= 1.5
    assert len(set(drawn)) > 50


def test_what_does_not_pass_is_not_tried_again():
    """A wrong password three times over locks an account."""
    pauses, place = Pauses(), Laid()
    place.wrong = lambda call, name: "store.refused"

    mirror(Laid(name_of(1)), [("place", place)], quick(pauses))

    assert (place.calls, pauses.seconds) == ([("list", "")], [])


def test_a_line_that_breaks_is_given_up_and_not_tried_for_every_object():
    """A thousand objects do not wait a thousand times."""
    place = Laid()
    place.wrong = lambda call, name: "store.unreachable" if call == "put" else ""

    (result,) = mirror(Laid(*map(name_of, range(100))), [("place", place)], quick())

    assert len([call for call in place.calls if call[0] == "put"]) <= AT_ONCE * TRIES
    assert (result.code, result.sent, result.waiting) == ("store.unreachable", 0, 100)


@pytest.mark.parametrize("code", ["store.read_only", "store.full"])
def test_where_nothing_can_be_put_everything_is_still_got(code: str):
    """And at the first refusal no more is sent that way."""
    relay, place = Laid(*map(name_of, range(50))), Laid(*map(name_of, range(100, 150)))
    place.wrong = lambda call, name: code if call == "put" else ""

    (result,) = mirror(relay, [("place", place)], quick())

    assert (result.code, result.received, result.sent, result.waiting) == (code, 50, 0, 50)
    assert len([call for call in place.calls if call[0] == "put"]) <= AT_ONCE
    assert len(relay.kept) == 100


def test_a_full_laptop_still_sends():
    """What it has goes out, what it cannot take waits."""
    relay, place = Laid(*map(name_of, range(50))), Laid(*map(name_of, range(100, 150)))
    relay.wrong = lambda call, name: "store.full" if call == "put" else ""

    (result,) = mirror(relay, [("place", place)], quick())

    assert (result.code, result.sent, result.received, result.waiting) == ("store.full", 50, 0, 50)


@pytest.mark.parametrize("code", ["store.taken", "store.answer"])
def test_one_object_that_cannot_be_moved_does_not_hold_up_the_others(code: str):
    """It is counted by its code."""
    place = Laid()
    place.wrong = lambda call, name: code if (call, name) == ("put", name_of(3)) else ""

    (result,) = mirror(Laid(*map(name_of, range(9))), [("place", place)], quick())

    assert (result.sent, result.failed, result.waiting, result.code) == (8, {code: 1}, 1, "")


def test_an_object_taken_away_meanwhile_is_waited_for_by_nobody():
    """Its author compacted it between the list and the copy."""
    relay, place = Laid(name_of(1), name_of(2)), Laid()

    def compacted(call: str, _name: str) -> str:
        if call == "get":
            relay.kept.pop(name_of(1), None)
        return ""

    relay.wrong = compacted

    (result,) = mirror(relay, [("place", place)], quick())

    assert (set(place.kept), result.sent, result.waiting, result.failed) == ({name_of(2)}, 1, 0, {})


def test_three_objects_are_on_the_way_at_once_and_never_more():
    """A fourth would make a bad line worse."""
    relay, place = Laid(*map(name_of, range(30))), Laid()
    meeting, most, going = threading.Barrier(AT_ONCE), [0], [0]
    lock, put = threading.Lock(), place.put

    def counted(name: str, content: bytes) -> None:
        with lock:
            going[0] += 1
            most[0] = max(most[0], going[0])
        meeting.wait(10)  # three have to be here, or it breaks
        with lock:
            going[0] -= 1
        put(name, content)

    place.put = counted  # type: ignore[method-assign]
    mirror(relay, [("place", place)], quick())

    assert (most[0], len(place.kept)) == (AT_ONCE, 30)


def test_it_stops_when_told_and_goes_on_the_next_time():
    """When the window closes or the laptop is locked for good."""
    relay, place = Laid(*map(name_of, range(40))), Laid()
    stopping = Rhythm(wait=Pauses(), stopped=lambda: len(place.kept) >= 10)

    (first,) = mirror(relay, [("place", place)], stopping)
    (second,) = mirror(relay, [("place", place)], quick())

    assert 10 <= first.sent <= 10 + AT_ONCE
    assert (first.code, first.waiting) == ("", 40 - first.sent)
    assert (second.sent, len(place.kept)) == (40 - first.sent, 40)


@given(here=st.sets(st.integers(0, 20)), there=st.sets(st.integers(0, 20)), seed=st.randoms(use_true_random=False))
def test_whatever_fails_nothing_is_deleted_and_quiet_rounds_make_both_equal(here: set[int], there: set[int], seed):
    """Any call may fail in any way; the union comes about in the end and nothing of it is ever taken away."""
    relay, place = Laid(*map(name_of, here)), Laid(*map(name_of, there))
    before = set(relay.kept), set(place.kept)
    codes = ["", "", "", "store.unreachable", "store.slow", "store.full", "store.refused", "store.answer"]
    relay.wrong = place.wrong = lambda call, name: seed.choice(codes)
    for _round in range(3):
        results = mirror(relay, [("place", place)], quick())
        assert before[0] <= set(relay.kept)
        assert before[1] <= set(place.kept)
        assert set(relay.kept) | set(place.kept) == before[0] | before[1]
        assert all(isinstance(result, Mirrored) for result in results)
    relay.wrong = place.wrong = lambda call, name: ""
    mirror(relay, [("place", place)], quick())

    assert relay.kept == place.kept == {name: content_of(name) for name in before[0] | before[1]}
    assert not any(call == "delete" for call, _name in relay.calls + place.calls)


def test_a_counted_store_counts_every_call_and_every_byte_of_objects():
    """Also those that fail."""
    store = CountedStore(Laid(name_of(1)))
    store.put(name_of(2), b"x" * 10)
    store.get(name_of(1))
    store.get(name_of(3))
    store.list("")
    store.delete(name_of(1))

    assert astuple(store.traffic) == (5, 10, 4096)
