# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the relay of this laptop and a place further away: by names that are known, so that nothing need be listed.

Whatever lies in the relay goes out once, whichever colleague of this laptop wrote it; what a colleague elsewhere
wrote is asked for by its name and stays in the relay too. Both may be broken off and begun again at any point.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from assist.errors import NameTaken, StoreTrouble
from assist.ports import Store
from assist.sync.mirror import AT_ONCE, Rhythm, patiently

TRIES = 2
"""Somebody waits for the answer: what is not over after the first pause is said."""

_PROBE_BYTES = 4096


class Stopped(Exception):
    """Somebody wants the round to end; what was done until then stays done."""


class Watched:
    """A place that is asked again when it stumbles, and not at all any more once the round is to end."""

    def __init__(self, store: Store, rhythm: Rhythm) -> None:
        self._store, self._rhythm = store, rhythm

    def put(self, name: str, content: bytes) -> None:
        """See ports.Store."""
        self._go_on()
        patiently(lambda: self._store.put(name, content), self._rhythm, TRIES)

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        self._go_on()
        return patiently(lambda: self._store.get(name), self._rhythm, TRIES)

    def list(self, prefix: str) -> frozenset[str]:
        """See ports.Store."""
        self._go_on()
        return patiently(lambda: self._store.list(prefix), self._rhythm, TRIES)

    def delete(self, name: str) -> None:
        """See ports.Store."""
        self._go_on()
        patiently(lambda: self._store.delete(name), self._rhythm, TRIES)

    def _go_on(self) -> None:
        if self._rhythm.stopped():
            raise Stopped


class Both:
    """The relay, and behind it the place. What the place alone had stays in the relay, for colleagues on this laptop.

    ``brought`` are the names of what came so. Puts go into the relay: ``carry`` brings them on. Where both hold
    something else under a name (``disputed``), the place is read: everybody meets there.
    """

    def __init__(self, relay: Store, place: Store, disputed: Iterable[str] = ()) -> None:
        self._relay, self._place, self._disputed = relay, place, frozenset(disputed)
        self.brought: list[str] = []

    def put(self, name: str, content: bytes) -> None:
        """See ports.Store."""
        self._relay.put(name, content)

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        if name in self._disputed:
            return self._place.get(name)
        content = self._relay.get(name)
        if content is None:
            content = self._place.get(name)
            if content is not None:
                self._relay.put(name, content)
                self.brought.append(name)
        return content

    def list(self, prefix: str) -> frozenset[str]:
        """See ports.Store."""
        return self._relay.list(prefix) | self._place.list(prefix)

    def delete(self, name: str) -> None:
        """See ports.Store."""
        self._relay.delete(name)
        self._place.delete(name)


@dataclass
class Carried:
    """What came of carrying out: names that lie in the place now, and those under which something else lies there."""

    there: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def carry(relay: Store, place: Store, objects: Iterable[str], heard: Callable[[Carried], object]) -> None:
    """Put these objects of the relay into the place, a few at once; ``heard`` is told what got there, in any case.

    Raises what the place raised first; what is on the way then still gets its turn, nothing new begins.
    """
    made, lock, wrong = Carried(), Lock(), list[Exception]()

    def move(name: str) -> None:
        if wrong:
            return
        try:
            content = relay.get(name)
            if content is not None:
                place.put(name, content)
                with lock:
                    made.there.append(name)
        except NameTaken:
            with lock:
                made.taken.append(name)
        except (StoreTrouble, Stopped) as error:
            wrong.append(error)

    try:
        with ThreadPoolExecutor(AT_ONCE) as several:
            list(several.map(move, objects))
    finally:
        heard(made)
    if wrong:
        raise wrong[0]


def probe(place: Store) -> None:
    """Whether an object can be put there, read and taken away again; raises StoreTrouble.

    It looks like any other object, and nothing of it stays.
    """
    name = b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
    content = secrets.token_bytes(_PROBE_BYTES)
    place.put(name, content)
    read = place.get(name)
    place.delete(name)
    if read != content or place.get(name) is not None:
        raise StoreTrouble("store.answer")
