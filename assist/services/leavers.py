# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protected work of whoever left: her bundles go once the snapshots of everybody else stand for them.

No laptop reads all of it: each says in its own snapshots that whatever it may read of such a stream is in there. When
every laptop that writes behind the seal said so, and every other one has read the stream to its end, a coordinator's
laptop takes the bundles away.
"""

from __future__ import annotations

from contextlib import suppress

import msgspec

from assist.errors import DamagedFile
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench
from assist.sync import protected, roster
from assist.sync.catching_up import find
from assist.sync.circle import Circle, Colleague
from assist.sync.covering import may_cover, objects_of

WEEK_MS = 7 * 24 * 3600 * 1000


def speak_of(work: UnitOfWork, own: bytes, streams: list[tuple[bytes, int]]) -> None:
    """The newest snapshot of this own protected stream speaks of these, up to these bundles: they ended there."""
    work.put_meta(_speaks(own), msgspec.msgpack.encode(streams))


def spoken_of(work: UnitOfWork, own: bytes) -> list[tuple[bytes, int]]:
    """(stream, last bundle) of all those."""
    return msgspec.msgpack.decode(work.meta(_speaks(own)) or b"\x90", type=list[tuple[bytes, int]])


def _speaks(own: bytes) -> str:
    return f"snapshot_speaks/{own.hex()}"


class Leavers:
    """For one open profile, in one place."""

    def __init__(self, bench: Bench, store: Store, place: str) -> None:
        self._bench, self._store = bench, store
        self._looked, self._own = f"leavers/{place}", bench.ring.protected_stream

    def to_clear(self, circle: Circle) -> list[str]:
        """What of theirs lies there and is needed by nobody; a coordinator's laptop looks once a week."""
        if not may_cover(circle.known, self._bench.user):
            return []
        now = self._bench.clock.now_ms()
        with self._bench.keeper.writing() as work:
            made, ended = work.rounds.own_snapshot(self._own), spoken_of(work, self._own)
            looked = int.from_bytes(work.meta(self._looked) or b"", "big")
            if made is None or not ended or abs(now - looked) < WEEK_MS:
                return []
            behind = protected.circle_of(roster.verify(work.roster()), circle, self._own)
            work.put_meta(self._looked, now.to_bytes(8, "big"))
            work.commit()
        there = self._store.list("")
        lying = {stream: names for stream, seq in ended if (names := there & objects_of(circle, stream, seq))}
        if not lying or not there.issuperset(made.names):
            return []
        for colleague in behind.colleagues:
            if lying and colleague.until is None:
                speaks = self._says(behind, colleague, dict(ended))
                lying = {stream: names for stream, names in lying.items() if stream in speaks}
        return sorted(frozenset().union(*lying.values()))

    def _says(self, behind: Circle, colleague: Colleague, ended: dict[bytes, int]) -> frozenset[bytes]:
        """Of which of these streams a colleague's laptop needs nothing any more."""
        with self._bench.keeper.writing() as work:
            writes = colleague.stream in work.rounds.applied()
            hers = (behind.known.streams[colleague.profile].ordinary, colleague.stream)
            newest = max((k for via, stream, k in work.rounds.snapshots_heard()
                          if via in hers and stream == colleague.stream), default=0)
            read = {stream: seq for via, stream, seq, _head in work.rounds.all_heard() if via in hers}
        if not writes:
            return frozenset(stream for stream, seq in ended.items() if read.get(stream, 0) >= seq)
        with suppress(DamagedFile):
            found = find(self._store.get, behind, colleague, newest) if newest else None
            if found is not None:
                return frozenset(each.stream for each in found.shared().covers if ended.get(each.stream) == each.seq)
        return frozenset()
