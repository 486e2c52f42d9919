# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole threading model: a few lanes, each with one worker, answers on the thread of the window (ruling 68)."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import lru_cache
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
SWEEP_MS = 1000
_LONGEST_WAIT = 30.0
"""Seconds one lane waits for another before an act that needs both gives up."""


class Sweeper(QObject):
    """Collects cyclic garbage on the thread of the window, and nowhere else, as long as there are lanes.

    Python collects in whichever thread happens to allocate. A worker that swept up a closed screen
    would destroy its widgets while the window paints: the program would end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lanes = 0
        self._tick = QTimer(self)
        self._tick.setInterval(SWEEP_MS)
        self._tick.timeout.connect(self.sweep)

    def begin(self) -> None:
        """One more lane."""
        self._lanes += 1
        gc.disable()
        self._tick.start()

    def end(self) -> None:
        """One lane less; after the last Python collects by itself again."""
        self._lanes -= 1
        if self._lanes == 0:
            self._tick.stop()
            gc.enable()

    def sweep(self) -> None:
        """What Python would have done by now: young things often, old ones seldom."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [age for age in range(3) if counts[age] > limits[age]]
        if 0 in due:
            gc.collect(2 if {1, 2} <= set(due) else 1 if 1 in due else 0)


@lru_cache(maxsize=1)
def sweeper() -> Sweeper:
    """The one of this program."""
    return Sweeper()


class Job:
    """Something waiting in a lane or being done. ``cancel`` takes it back, or at least its answer.

    It alone holds what the window gave along, and lets go of it on the thread of the window: the
    last hold on a widget must never be a worker's.
    """

    def __init__(
        self, work: Callable[[], object] | None = None, owner: QObject | None = None,
        then: Callable[[T], object] | None = None, failed: Callable[[Exception], object] | None = None,
    ) -> None:
        from concurrent.futures import Future

        self.work, self.owner, self.then, self.failed = work, owner, then, failed
        self.future: Future[object] = Future()
        self.is_wanted = True

    def do(self) -> object:
        """In the worker."""
        return self.work() if self.work is not None else None

    def cancel(self) -> None:
        """Nobody is told about it any more; what has not begun is not begun."""
        self.is_wanted = False
        self.future.cancel()

    def when_over(self, act: Callable[[], object]) -> None:
        """Do this at once when it is done, taken back or refused, in whichever thread that happens."""
        self.future.add_done_callback(lambda _done: act())

    def let_go(self) -> tuple[QObject | None, Callable[..., object] | None, Callable[..., object] | None]:
        """Owner and both answers, for the last time."""
        held = self.owner, self.then, self.failed
        self.work = self.owner = self.then = self.failed = None
        return held


class Lane(QObject):
    """A queue with one worker: what goes in first is done first.

    One lane owns the writer of the databases, another the readers, so that two commands never
    meet there. ``then`` and ``failed`` run on the thread of the window, and not at all when
    ``owner`` is gone by then: nobody answers a screen that was closed.
    """

    busy = Signal(bool)
    """True when there is something to do, False when everything is done."""
    _finished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._worker: ThreadPoolExecutor | None = None
        self._waiting: list[Job] = []
        self._stopped = False
        sweeper().begin()
        self._finished.connect(self._call, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether anything is waiting or being done."""
        return bool(self._waiting)

    def run(
        self, work: Callable[[], T], *, owner: QObject, then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Do this when its turn comes. Without ``failed`` an error is our mistake and is raised in the window."""
        job = Job(work, owner, then, failed)
        if self._stopped:
            job.cancel()
            job.let_go()
            return job
        job.future = self._begun().submit(job.do)
        self._waiting.append(job)
        if len(self._waiting) == 1:
            self.busy.emit(True)
        job.when_over(lambda: self._tell(lambda: self._deliver(job)))
        return job

    def teller(self, owner: QObject, heard: Callable[[T], object]) -> Callable[[T], None]:
        """A function for work under way: what it is given is heard on the thread of the window."""
        return lambda word: self._tell(lambda: heard(word) if isValid(owner) else None)

    def cancel_waiting(self) -> None:
        """Take back everything that has not begun."""
        for job in self._waiting[:]:
            job.cancel()

    def stop(self) -> None:
        """Begin nothing more; what is being done is not waited for and tells nobody."""
        if self._stopped:
            return
        self._stopped = True
        sweeper().end()
        self.cancel_waiting()
        if self._worker is not None:
            self._worker.shutdown(wait=False, cancel_futures=True)

    def _begun(self) -> ThreadPoolExecutor:
        """The worker, hired with the first thing there is to do: the door is painted before that."""
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor

            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self.name)
        return self._worker

    def _tell(self, callback: Callable[[], object]) -> None:
        # The window may close while a worker is still at it.
        if isValid(self):
            self._finished.emit(callback)

    @Slot(object)
    def _call(self, callback: Callable[[], object]) -> None:
        callback()

    def _deliver(self, job: Job) -> None:
        self._waiting.remove(job)
        if not self._waiting:
            self.busy.emit(False)
        owner, then, failed = job.let_go()
        if not job.is_wanted or job.future.cancelled() or not isValid(owner):
            return
        error = job.future.exception()
        if error is None:
            if then is not None:
                then(job.future.result())
        elif failed is not None and isinstance(error, Exception):
            failed(error)
        else:
            raise error


def with_both(
    first: Lane, second: Lane, work: Callable[[], T], *, owner: QObject, then: Callable[[T], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
) -> Job:
    """Do this on the first lane while the second one rests: for acts that close what readers hold."""
    resting, done = Event(), Event()

    def rest() -> None:
        resting.set()
        done.wait(_LONGEST_WAIT)

    def act() -> T:
        try:
            resting.wait(_LONGEST_WAIT)
            return work()
        finally:
            done.set()

    # Either may be taken back or refused, when the window goes away: then the other does not wait for it.
    second.run(rest, owner=second).when_over(resting.set)
    job = first.run(act, owner=owner, then=then, failed=failed)
    job.when_over(done.set)
    return job
