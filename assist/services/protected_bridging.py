# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Over what is missing of protected streams: the same way as over ordinary ones, and what is found is left closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from assist.errors import DamagedFile
from assist.roundbook import Applied
from assist.services.bench import Bench
from assist.services.bridging import Bridge, Looking
from assist.sync.catching_up import find
from assist.sync.circle import Circle, Colleague
from assist.sync.covering import counting, may_cover
from assist.sync.protected_snapshots import take_snapshot
from assist.sync.pull import DAMAGED, Taken


class ProtectedBridge(Bridge):
    """Reads snapshots of protected streams; its circle is that of protected streams."""

    def __init__(self, bench: Bench, looking: Looking, circle: Circle) -> None:
        super().__init__(bench, looking, circle)
        self._n_of: dict[bytes, int] = {}

    def _taken(self, colleague: Colleague, k: int, *, again: bool = False) -> Taken | None:
        try:
            found = find(self._looking.store.get, self._circle, colleague, k)
            if found is None or found.is_newer or not (again or self._helps(colleague, found)):
                return None
            with self._bench.keeper.writing() as work:
                take_snapshot(work, found, self._bench.clock.now_ms())
                work.commit()
        except DamagedFile:
            self._note(DAMAGED, colleague)
            self._is_damaged = True
            return None
        return Taken(True)

    def _take_covering(self, left: Colleague) -> Iterator[Taken]:
        """Whoever left: when a coordinator's snapshot says that all of them stand for her stream, all of them are
        taken, those too that were read before."""
        there = self._looking.there()
        if not left.until or not self._is_covered(left, there):
            return
        for colleague in self._circle.colleagues:
            for k in self._listed(colleague, there, again=True):
                if colleague.until is None and (taken := self._taken(colleague, k, again=True)) is not None:
                    yield taken
                    break
        with self._bench.keeper.writing() as work:
            last, here = self._circle.known.until[left.stream], work.rounds.applied()
            n = here[left.stream].n if left.stream in here else 0
            work.rounds.end_trouble(left.stream, self._here(work, left) + 1)
            work.rounds.put_applied(
                Applied(left.stream, last.seq, last.head, max(n, self._n_of[left.stream]), self._bench.clock.now_ms()))
            work.commit()
        yield Taken(True)

    def _is_covered(self, left: Colleague, there: frozenset[str]) -> bool:
        for steward in self._circle.colleagues:
            if may_cover(self._circle.known, steward.user):
                for k in self._listed(steward, there, again=True):
                    with suppress(DamagedFile):
                        found = find(self._looking.store.get, self._circle, steward, k)
                        for _of, cover in () if found is None else counting(
                                self._circle, steward, found.shared()):
                            if cover.stream == left.stream:
                                self._n_of[left.stream] = cover.n
                                return True
        return False
