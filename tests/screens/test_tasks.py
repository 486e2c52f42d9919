# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lanes: one worker each, answers on the thread of the window, silence for whoever is gone."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread

from ui.tasks import Lane, sweeper, with_both

WAIT_S = 10


@pytest.fixture
def lane(qapp) -> Iterator[Lane]:
    """A lane that is stopped at the end."""
    made = Lane("test")
    yield made
    made.stop()


@pytest.fixture
def other(qapp) -> Iterator[Lane]:
    """A second one."""
    made = Lane("other")
    yield made
    made.stop()


def test_work_is_done_beside_the_window_and_answered_in_it(qtbot, lane):
    """The worker has its own thread; the answer comes on the thread of the window."""
    threads: list[object] = []

    lane.run(threading.get_ident, owner=lane, then=lambda ident: threads.extend((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: len(threads) == 2)

    assert threads[0] != threads[1]
    assert threads[1] == threading.get_ident()
    assert QThread.currentThread() is lane.thread()


def test_what_goes_in_first_is_done_first(qtbot, lane):
    """One worker, so two commands never meet."""
    done: list[int] = []

    for number in range(20):
        lane.run(lambda number=number: done.append(number), owner=lane)
    qtbot.waitUntil(lambda: not lane.is_busy)

    assert done == list(range(20))


def test_nobody_answers_a_screen_that_was_closed(qtbot, lane):
    """The owner is gone when the answer comes: neither then nor failed runs."""
    owner, gate, told = QObject(), threading.Event(), []
    lane.run(lambda: gate.wait(WAIT_S), owner=owner, then=told.append, failed=told.append)

    owner.deleteLater()
    qtbot.waitUntil(lambda: not _is_alive(owner))
    gate.set()
    qtbot.waitUntil(lambda: not lane.is_busy)

    assert told == []


def test_an_error_is_told_to_whoever_asked(qtbot, lane):
    """And the lane goes on with the next thing."""
    told: list[object] = []

    lane.run(lambda: 1 // 0, owner=lane, then=told.append, failed=told.append)
    lane.run(lambda: "next", owner=lane, then=told.append)
    qtbot.waitUntil(lambda: len(told) == 2)

    assert isinstance(told[0], ZeroDivisionError)
    assert told[1] == "next"


def test_what_is_taken_back_is_not_begun(qtbot, lane):
    """A job that waits behind another can be cancelled without a trace."""
    gate, done = threading.Event(), []
    lane.run(lambda: gate.wait(WAIT_S), owner=lane)
    job = lane.run(lambda: done.append("ran"), owner=lane, then=done.append)

    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not lane.is_busy)

    assert done == []


def test_the_answer_of_running_work_can_be_taken_back_too(qtbot, lane):
    """It runs to its end, and nobody hears of it."""
    gate, begun, told = threading.Event(), threading.Event(), []
    job = lane.run(lambda: (begun.set(), gate.wait(WAIT_S)), owner=lane, then=told.append)
    assert begun.wait(WAIT_S)

    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not lane.is_busy)

    assert told == []


def test_the_lane_says_when_it_is_busy_and_when_it_rests(qtbot, lane):
    """Once each, however much there is to do."""
    said: list[bool] = []
    lane.busy.connect(said.append)

    for _number in range(3):
        lane.run(lambda: None, owner=lane)
    qtbot.waitUntil(lambda: not lane.is_busy)

    assert said == [True, False]


def test_a_stopped_lane_takes_nothing_more(qtbot, lane):
    """And does not hang on what waits."""
    done: list[str] = []

    lane.stop()
    lane.run(lambda: done.append("ran"), owner=lane)

    assert not lane.is_busy
    assert done == []


def test_work_under_way_can_tell_how_far_it_is(qtbot, lane):
    """Each word is heard on the thread of the window, in order."""
    heard: list[tuple[int, int]] = []
    tell = lane.teller(lane, lambda step: heard.append((step, threading.get_ident())))

    lane.run(lambda: [tell(step) for step in range(5)], owner=lane)
    qtbot.waitUntil(lambda: len(heard) == 5)

    assert heard == [(step, threading.get_ident()) for step in range(5)]


def test_an_act_on_both_lanes_waits_for_the_readers(qtbot, lane, other):
    """Closing what readers hold begins when they rest, and they go on when it is done."""
    gate, order = threading.Event(), []
    other.run(lambda: (gate.wait(WAIT_S), order.append("read")), owner=other)

    with_both(lane, other, lambda: order.append("closed"), owner=lane)
    other.run(lambda: order.append("read again"), owner=other)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 3)

    assert order == ["read", "closed", "read again"]


def test_workers_never_collect_garbage(qtbot, lane):
    """A worker that swept up a closed screen would end the program."""
    kept: list[object] = []

    def allocate() -> int:
        before = gc.get_stats()[0]["collections"]
        for _number in range(5000):
            kept.append([kept])
        return gc.get_stats()[0]["collections"] - before

    told: list[int] = []
    lane.run(allocate, owner=lane, then=told.append)
    qtbot.waitUntil(lambda: bool(told))

    assert told == [0]


def test_garbage_is_collected_by_the_window_instead(qtbot, lane):
    """Old cycles do not pile up while lanes are there."""
    class Thing:
        pass

    thing = Thing()
    thing.itself = thing
    gone = weakref.ref(thing)
    del thing
    for _round in range(4):
        kept = [[] for _number in range(2000)]
        sweeper().sweep()
        del kept

    assert gone() is None


def test_without_lanes_python_collects_by_itself_again(qapp):
    """Commands and tests are left as they were."""
    before = gc.isenabled()
    made = Lane("short")
    inside = gc.isenabled()
    made.stop()
    made.stop()

    assert (before, inside, gc.isenabled()) == (True, False, True)


@pytest.mark.parametrize("gone", ["first", "second"])
def test_an_act_on_both_lanes_does_not_wait_for_one_that_is_stopped(qtbot, lane, other, gone):
    """When the window goes away nobody waits for a worker that will never come."""
    order: list[str] = []
    (lane if gone == "first" else other).stop()

    with_both(lane, other, lambda: order.append("closed"), owner=lane)
    other.run(lambda: order.append("read"), owner=other)
    qtbot.waitUntil(lambda: not lane.is_busy and not other.is_busy)

    assert order == (["read"] if gone == "first" else ["closed"])


def test_a_reader_taken_back_does_not_hold_up_the_act_on_both(qtbot, lane, other):
    """Cancelled before it rested: the act goes on without it."""
    gate, order = threading.Event(), []
    other.run(lambda: gate.wait(WAIT_S), owner=other)

    with_both(lane, other, lambda: order.append("closed"), owner=lane)
    other.cancel_waiting()
    qtbot.waitUntil(lambda: not lane.is_busy)
    gate.set()

    assert order == ["closed"]


def _is_alive(thing: QObject) -> bool:
    from shiboken6 import isValid

    return isValid(thing)
