# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a snapshot of an own stream replaces, taken away where it lies: the same for ordinary and protected streams.

Earlier snapshots go as soon as the newest one lies there: it holds the same and more, or, after a case was raised,
the same and less. Bundles go once every colleague has read them, or thirty days after the first snapshot that stands
for them: whoever comes later reads the newest.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from assist.places import Workspace
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench
from assist.snapshotbook import LAID_OFF, PARTLY, OwnSnapshot
from assist.sync import cleared, names
from assist.sync.circle import Circle
from assist.sync.covering import objects_of

HERE = "here"
"""The relay of this laptop; any other place holds what is known to have been carried there."""
MOST_BUNDLES = 500
MONTH_MS = 30 * 24 * 3600 * 1000
OLDER, PARTS = 60, 16
"""Earlier snapshots that are looked for when they are taken away, and parts of each."""


class Clearing:
    """For one own stream of one open profile."""

    def __init__(self, bench: Bench, stream: bytes) -> None:
        self._bench, self._own = bench, stream

    def is_due(self, work: UnitOfWork) -> bool:
        """After 500 bundles, or a month after the last snapshot if there is anything new; at once after a case was
        raised or erased: bundles and an older snapshot hold it, sealed.

        Otherwise not while the last one has not replaced anything yet: a new one would begin the waiting anew.
        """
        now, erased = self._bench.clock.now_ms(), self._erased(work)
        sent, last = work.rounds.sent(self._own), work.rounds.own_snapshot(self._own)
        if sent.seq and (work.meta(_soon(self._own)) or (erased and (last is None or last.ms < max(erased)))):
            return True
        since = last.ms if last else work.rounds.wall_of(self._own, 1) or now
        due = sent.seq - (last.seq if last else 0) > MOST_BUNDLES or (
            sent.n > (last.n if last else 0) and now - since >= MONTH_MS)
        return due and (last is None or last.is_cleared)

    def _erased(self, work: UnitOfWork) -> Sequence[int]:
        """When cases were erased of which bundles of this stream still lie somewhere."""
        ring = self._bench.ring
        return work.rounds.erasures.to_rewrite(
            ring.ordinary_stream, protected=self._own == ring.protected_stream)

    def remember(self, work: UnitOfWork, made: OwnSnapshot) -> None:
        """This is the newest snapshot from now on.

        What the ones before stand for still goes when its own thirty days are over: whoever raises a case every week
        would else wait for ever, and what was sent today would go with what waited since last month.
        """
        over = [each for each in self._stands(work) if self._is_month(each[0])]
        waiting = [each for each in self._stands(work) if not self._is_month(each[0])]
        work.put_meta(_stands(self._own), msgspec.msgpack.encode([*over[-1:], *waiting, (made.ms, made.seq)]))
        work.rounds.put_own_snapshot(self._own, made)
        work.put_meta(_soon(self._own), b"")

    def _stands(self, work: UnitOfWork) -> list[tuple[int, int]]:
        """(milliseconds, last bundle) of snapshots made here, the oldest first."""
        return msgspec.msgpack.decode(work.meta(_stands(self._own)) or b"\x90", type=list[tuple[int, int]])

    def _is_month(self, ms: int) -> bool:
        return abs(self._bench.clock.now_ms() - ms) >= MONTH_MS

    def remember_covered(self, work: UnitOfWork, streams: list[tuple[bytes, int]]) -> None:
        """The newest snapshot stands for these streams of others too, up to these bundles: they ended there."""
        work.put_meta(_covers(self._own), msgspec.msgpack.encode(streams))

    def clear(self, store: Store, place: str, circle: Circle) -> int:
        """Take away what the newest snapshot stands for, once nobody needs it; how many objects went.

        Once for each snapshot in each ``place``, and only where the snapshot itself lies.
        """
        older = self._lay_off(store, place, circle)
        with self._bench.keeper.writing() as work:
            made = work.rounds.own_snapshot(self._own)
            if made is None or place in made.cleared:
                return older
            upto = self._last_that_goes(work, circle, made)
            mark = place if upto == made.seq else f"{PARTLY}{upto}@{place}"
            if not upto or mark in made.cleared:
                return older
            if place != HERE and not work.rounds.in_place().issuperset(made.names):
                return older
            covered = covered_by(work, self._own) if upto == made.seq else []
        there = store.list("")
        if not self._lies_there(store, made, there):
            return older
        old = self._bundles(circle, upto) | self._older(circle, made) | frozenset().union(
            *(objects_of(circle, stream, seq) for stream, seq in covered))
        gone = sorted(there & old)
        self._take_away(store, gone)
        with self._bench.keeper.writing() as work:
            work.rounds.forget_objects(sorted(old))
            work.rounds.put_own_snapshot(self._own, made._replace(cleared=made.cleared | {mark}))
            work.commit()
        return older + len(gone)

    def _lay_off(self, store: Store, place: str, circle: Circle) -> int:
        """Earlier snapshots go from a place once the newest lies there, whoever has read it; how many objects."""
        with self._bench.keeper.writing() as work:
            made = work.rounds.own_snapshot(self._own)
            if made is None or made.k == 1 or LAID_OFF + place in made.cleared or place in made.cleared:
                return 0
        there = store.list("")
        if not there.issuperset(made.names):
            return 0
        old = self._older(circle, made)
        gone = sorted(there & old)
        self._take_away(store, gone)
        with self._bench.keeper.writing() as work:
            work.rounds.forget_objects(sorted(old))
            work.rounds.put_own_snapshot(self._own, made._replace(cleared=made.cleared | {LAID_OFF + place}))
            work.commit()
        return len(gone)

    def _take_away(self, store: Store, gone: Sequence[str]) -> None:
        """Noted first: a mirror that runs in the same moment does not bring back what is half gone."""
        cleared.note(Workspace(self._bench.keeper.folder.parent.parent), gone, self._bench.clock.now_ms())
        for name in gone:
            store.delete(name)

    def _last_that_goes(self, work: UnitOfWork, circle: Circle, made: OwnSnapshot) -> int:
        """The last bundle that goes now; 0 for none."""
        if any(map(self._is_month, [made.ms, *self._erased(work)])) or self._is_read(work, circle, made):
            return made.seq
        return max((seq for ms, seq in self._stands(work) if self._is_month(ms)), default=0)

    def _is_read(self, work: UnitOfWork, circle: Circle, made: OwnSnapshot) -> bool:
        said = {(via, stream): seq for via, stream, seq, _head in work.rounds.all_heard()}
        return all(said.get((each.stream, stream), 0) >= seq or each.stream == stream
                   for each in circle.colleagues if each.until is None
                   for stream, seq in [(self._own, made.seq), *covered_by(work, self._own)])

    def _lies_there(self, store: Store, made: OwnSnapshot, there: frozenset[str]) -> bool:
        """Put there once more what is not; nothing is taken away before."""
        for name in made.names:
            if name not in there:
                with self._bench.keeper.writing() as work:
                    content = work.rounds.own_object(name)
                if content is None:
                    return False
                store.put(name, content)
        return True

    def _bundles(self, circle: Circle, upto: int) -> frozenset[str]:
        return frozenset(names.bundle_name(key.names, self._own, seq)
                         for key in circle.keys for seq in range(1, upto + 1))

    def _older(self, circle: Circle, made: OwnSnapshot) -> frozenset[str]:
        return frozenset(names.snapshot_name(key.names, self._own, k, part) for key in circle.keys
                         for k in range(max(1, made.k - OLDER), made.k) for part in range(PARTS))


def snapshot_soon(work: UnitOfWork, *streams: bytes) -> None:
    """What these own streams sent says too much since a case was raised or erased: a snapshot at once replaces it."""
    for stream in streams:
        work.put_meta(_soon(stream), b"1")


def covered_by(work: UnitOfWork, own: bytes) -> list[tuple[bytes, int]]:
    """(stream, last bundle) of every stream of others that the newest snapshot of an own stream stands for."""
    return msgspec.msgpack.decode(work.meta(_covers(own)) or b"\x90", type=list[tuple[bytes, int]])


def speaks_of(work: UnitOfWork, own: bytes, case: bytes) -> bool:
    """Whether bundles or snapshots of an own ordinary stream say anything of a case."""
    streams = (own, *(stream for stream, _seq in covered_by(work, own)))
    return any(case in work.rounds.cases_written(stream) for stream in streams)


def _covers(own: bytes) -> str:
    return f"snapshot_covers/{own.hex()}"


def _stands(stream: bytes) -> str:
    """Where it is kept which snapshots were made when, and for which bundles each stands."""
    return f"snapshot_stands/{stream.hex()}"


def _soon(stream: bytes) -> str:
    return f"snapshot_soon/{stream.hex()}"
