# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole threading model: a few lanes, each with one worker, answers on the thread of the window (ruling 68)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
_LONGEST_WAIT = 30.0
"""Seconds one lane waits for another before an act that needs both gives up."""


class Job:
    """Something waiting in a lane or being done. ``cancel`` takes it back, or at least its answer."""

    def __init__(self, future: Future[object]) -> None:
        self._future = future
        self.is_wanted = True

    def cancel(self) -> None:
        """Nobody is told about it any more; what has not begun is not begun."""
        self.is_wanted = False
        self._future.cancel()

    def when_over(self, act: Callable[[], object]) -> None:
        """Do this at once when it is done, taken back or refused, in whichever thread that happens."""
        self._future.add_done_callback(lambda _done: act())


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
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: list[Job] = []
        self._stopped = False
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
        if self._stopped:
            return _refused()
        future: Future[T] = self._worker.submit(work)
        job = Job(future)  # type: ignore[arg-type]
        self._waiting.append(job)
        if len(self._waiting) == 1:
            self.busy.emit(True)
        future.add_done_callback(lambda done: self._tell(lambda: self._deliver(job, done, owner, then, failed)))
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
        self._stopped = True
        self.cancel_waiting()
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _tell(self, callback: Callable[[], object]) -> None:
        # The window may close while a worker is still at it.
        if isValid(self):
            self._finished.emit(callback)

    @Slot(object)
    def _call(self, callback: Callable[[], object]) -> None:
        callback()

    def _deliver(
        self, job: Job, done: Future[T], owner: QObject, then: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        self._waiting.remove(job)
        if not self._waiting:
            self.busy.emit(False)
        if not job.is_wanted or done.cancelled() or not isValid(owner):
            return
        error = done.exception()
        if error is None:
            if then is not None:
                then(done.result())
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


def _refused() -> Job:
    future: Future[object] = Future()
    future.cancel()
    return Job(future)
