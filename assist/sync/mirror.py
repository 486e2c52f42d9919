# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one store has and the other lacks, copied both ways: without any key, so also while locked.

Nothing is ever deleted or written over. Whatever breaks off is done by the next round: an object is
there whole or not at all, and putting it again is a success.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from assist.errors import StoreTrouble
from assist.ports import Store

_T = TypeVar("_T")

PASSING = frozenset({"store.unreachable", "store.slow"})
"""What may be over in a moment."""
OF_ONE_OBJECT = frozenset({"store.taken", "store.answer"})
"""What says nothing about the next object."""

TRIES, FIRST_PAUSE, AT_ONCE = 4, 0.5, 3
"""Calls at most for one thing; seconds before the second one, doubled each time; objects on the way at once."""


@dataclass(slots=True)
class Traffic:
    """Calls made of a store and bytes of objects that went there and came from there."""

    calls: int = 0
    sent: int = 0
    received: int = 0


class CountedStore:
    """A store that counts; several threads may use it."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock, self.traffic = store, threading.Lock(), Traffic()

    def put(self, name: str, content: bytes) -> None:
        """Keep an object."""
        self._count(sent=len(content))
        self._store.put(name, content)

    def get(self, name: str) -> bytes | None:
        """The whole object; None when there is none."""
        content = self._store.get(name)
        self._count(received=len(content or b""))
        return content

    def list(self, prefix: str) -> frozenset[str]:
        """Names of the objects that begin so."""
        self._count()
        return self._store.list(prefix)

    def delete(self, name: str) -> None:
        """Take an object away."""
        self._count()
        self._store.delete(name)

    def _count(self, sent: int = 0, received: int = 0) -> None:
        with self._lock:
            self.traffic.calls += 1
            self.traffic.sent += sent
            self.traffic.received += received


@dataclass(slots=True)
class Mirrored:
    """What came of one place. ``code`` is why it was given up, empty when it was not."""

    place: str
    sent: int = 0
    received: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    """Code to number of objects that did not get through for that reason."""
    waiting: int = 0
    """Objects that were not tried or not got through; the next round does them."""
    code: str = ""
    traffic: Traffic = field(default_factory=Traffic)
    settled: frozenset[str] = frozenset()
    """Names that were on both sides at some time and still are on one: what the next round is told."""


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How the mirror waits and when it is told to stop; tests give another one."""

    wait: Callable[[float], None] = _wait
    stopped: Callable[[], bool] = lambda: False
    jitter: Callable[[], float] = lambda: 0.5 + secrets.randbelow(1000) / 1000
    """Between a half and one and a half, so that many laptops do not come back in the same moment."""


USUAL = Rhythm()


def mirror(
    relay: Store, places: Sequence[tuple[str, Store]], rhythm: Rhythm = USUAL, settled: frozenset[str] = frozenset(),
    cleared: frozenset[str] = frozenset(),
) -> list[Mirrored]:
    """Bring the relay and every place (its name for people, its store) to the same objects.

    Never raises ``StoreTrouble``: what one place cannot do is said in its line, and the others go on.
    Places come one after the other, so that what the first brought also goes to the second.

    What is ``settled`` and missing on one side was taken away there by its author, who put something shorter in its
    place: it is not brought back. Only a side that lost more than half of it was emptied, and is filled again.
    What is known to be ``cleared`` is never carried.
    """
    return [_Round(relay, name, store, rhythm, cleared).run(settled) for name, store in places]


class _Round:
    """The relay and one place."""

    def __init__(
        self, relay: Store, name: str, store: Store, rhythm: Rhythm, cleared: frozenset[str] = frozenset()
    ) -> None:
        self._cleared = cleared
        self._relay, self._place, self._rhythm = relay, CountedStore(store), rhythm
        self._result = Mirrored(name, traffic=self._place.traffic)
        self._lock = threading.Lock()
        self._gone = 0
        self._both: frozenset[str] = frozenset()
        self._shut: dict[bool, str] = {}  # direction (True = to the place) to the code that closed it

    def run(self, settled: frozenset[str]) -> Mirrored:
        """Compare once, then move."""
        try:
            here = self._patiently(lambda: self._relay.list(""))
            there = self._patiently(lambda: self._place.list(""))
        except StoreTrouble as trouble:
            self._result.code = trouble.code
            return self._result
        here, there, settled = (each - self._cleared for each in (here, there, settled))
        if any(2 * len(side & settled) < len(settled) for side in (here, there)):
            settled = frozenset()
        jobs = [(name, True) for name in sorted(here - there - settled)]
        jobs += [(name, False) for name in sorted(there - here - settled)]
        self._both = (here & there) | (settled & (here | there))
        with ThreadPoolExecutor(AT_ONCE) as several:
            list(several.map(lambda job: self._move(*job), _mixed(jobs)))
        self._result.code = next(iter(self._shut.values()), "")
        self._result.settled = frozenset(self._both)
        self._result.waiting = len(jobs) - self._result.sent - self._result.received - self._gone
        return self._result

    def _move(self, name: str, out: bool) -> None:
        if out in self._shut or self._rhythm.stopped():
            return
        source, target = (self._relay, self._place) if out else (self._place, self._relay)
        try:
            content = self._patiently(lambda: source.get(name))
            if content is None:
                with self._lock:  # its author took it away meanwhile
                    self._gone += 1
                return
            self._patiently(lambda: target.put(name, content))
        except StoreTrouble as trouble:
            self._note(trouble.code, out)
            return
        with self._lock:
            self._both |= {name}
            self._result.sent += out
            self._result.received += not out

    def _note(self, code: str, out: bool) -> None:
        with self._lock:
            self._result.failed[code] = self._result.failed.get(code, 0) + 1
            if code in PASSING:  # it was tried again and again: the line is down both ways
                self._shut = {True: code, False: code}
            elif code not in OF_ONE_OBJECT:
                self._shut.setdefault(out, code)

    def _patiently(self, call: Callable[[], _T]) -> _T:
        return patiently(call, self._rhythm)


def patiently(call: Callable[[], _T], rhythm: Rhythm, tries: int = TRIES) -> _T:
    """Do it again after a pause while what is wrong may be over in a moment; raises StoreTrouble."""
    for tried in range(1, tries + 1):
        try:
            return call()
        except StoreTrouble as trouble:
            if trouble.code not in PASSING or tried == tries or rhythm.stopped():
                raise
        rhythm.wait(FIRST_PAUSE * 2 ** (tried - 1) * rhythm.jitter())
    raise AssertionError("the last try returns or raises")


def _mixed(jobs: Sequence[tuple[str, bool]]) -> Iterable[tuple[str, bool]]:
    """One out, one in: where a line breaks off early, both sides have got something."""
    out = [job for job in jobs if job[1]]
    back = [job for job in jobs if not job[1]]
    for index in range(max(len(out), len(back))):
        yield from out[index:index + 1]
        yield from back[index:index + 1]
