# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of the own stream, and what they replace taken away (security-and-sync.md 4.10).

Each laptop does this for its own stream alone: it surely holds the key of every case it wrote in. Bundles
are taken away once every colleague has read them, or after thirty days: whoever comes later reads the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assist import changesets
from assist.casestate import CaseState, Killed, LiveValue, Read
from assist.changesets import Arrival, Live, merge
from assist.domain import wire
from assist.errors import DamagedFile
from assist.ports import Keeper, Store, UnitOfWork
from assist.roundbook import Sent
from assist.rows import READABLE, LogRow
from assist.services.bench import Bench
from assist.snapshotbook import OwnSnapshot
from assist.sync import bundles, names, snapshots
from assist.sync.bundles import SignedChange
from assist.sync.circle import Circle
from assist.sync.snapshots import Draft, EmptyPlace, ForTeam, Holes

HERE = "here"
"""The relay of this laptop; any other place holds what is known to have been carried there."""
MOST_BUNDLES = 500
MONTH_MS = 30 * 24 * 3600 * 1000
AT_ONCE = 100
"""Cases in one transaction: long work never keeps a save waiting."""
OLDER, PARTS = 60, 16
"""Earlier snapshots that are looked for when they are taken away, and parts of each."""


class SnapshotService:
    """Makes snapshots for one open profile and clears what they stand for."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._own = bench.ring.ordinary_stream

    # -- making ------------------------------------------------------------------------

    def make_when_due(self, circle: Circle) -> bool:
        """After 500 bundles, or a month after the last one if there is anything new; whether one was made.

        Not while the last one has not replaced anything yet: a new one would begin the waiting anew. But at once
        after a case was erased: bundles and an older snapshot hold it, sealed.
        """
        now = self._bench.clock.now_ms()
        with self._bench.keeper.writing() as work:
            sent, last = work.rounds.sent(self._own), work.rounds.own_snapshot(self._own)
            since = last.ms if last else work.rounds.wall_of(self._own, 1) or now
            erased = work.rounds.erasures.to_rewrite(self._own)
        if sent.seq and erased and (last is None or last.ms < max(erased)):
            return self.make(circle)
        due = sent.seq - (last.seq if last else 0) > MOST_BUNDLES or (
            sent.n > (last.n if last else 0) and now - since >= MONTH_MS)
        return due and (last is None or bool(last.cleared)) and self.make(circle)

    def make(self, circle: Circle) -> bool:
        """A snapshot of everything that was sent so far, into the outbox; False when there is nothing, or when
        one case is so large that no object holds it: then its bundles stay."""
        with self._bench.keeper.writing() as work:
            sent, last = work.rounds.sent(self._own), work.rounds.own_snapshot(self._own)
            cases = work.rounds.cases_written(self._own)
        if not sent.seq:
            return False
        draft = Draft(self._own, last.k + 1 if last else 1, circle.key)
        try:
            for first in range(0, len(cases), AT_ONCE):
                with self._bench.keeper.writing() as work:
                    self._add(work, draft, cases[first : first + AT_ONCE], sent)
        except DamagedFile:
            return False
        with self._bench.keeper.writing() as work:
            self._put_out(work, draft, circle, sent)
            work.commit()
        return True

    def _add(self, work: UnitOfWork, draft: Draft, cases: Iterable[bytes], sent: Sent) -> None:
        partly = work.rounds.on_hold() | work.rounds.unsent_cases(self._own, sent.n)
        kept_back = {n for n, _case in work.rounds.withheld(self._own)}
        for case in cases:
            held = work.case_key(case)
            if held is None:
                continue
            if case in partly:
                state = own_part(row for row in work.log_of_case(case) if row.stream == self._own
                                 and row.n <= sent.n and row.n not in kept_back)
            else:
                state = work.rounds.state_of(case)
            if state.cursor:
                sealed = bundles.sealed_key(case, held[0], held[1], draft.team_key.key)
                draft.add(held[1], state, case[0], sealed)

    def _put_out(self, work: UnitOfWork, draft: Draft, circle: Circle, sent: Sent) -> None:
        now, empty = self._bench.clock.now_ms(), []
        for n, _case in work.rounds.withheld(self._own):
            if n <= sent.n:
                empty += [EmptyPlace(n, row.digest) for row in work.log_rows(self._own, n - 1, 1)]
        holes = tuple(Holes(stream, tuple(sorted(some))) for stream, some in sorted(work.rounds.holes().items()))
        told = [row for n in work.rounds.words_to_all(self._own, sent.n) for row in work.log_rows(self._own, n - 1, 1)]
        words = tuple(SignedChange(row.body, row.signature, row.n, row.digest) for row in told
                      if changesets.decode(row.body).comp == circle.team)
        manifest = snapshots.draft_manifest(
            (circle.organisation, circle.team), self._own, draft.k, (sent.seq, sent.n, sent.head), now)
        made = list(draft.objects(manifest, ForTeam((), tuple(empty), holes, words), self._bench.ring.sign_as))
        for name, content in made:
            work.rounds.put_out(name, content)
        work.rounds.put_own_snapshot(
            self._own, OwnSnapshot(draft.k, sent.seq, sent.n, now, tuple(name for name, _ in made)))

    # -- clearing ----------------------------------------------------------------------

    def clear(self, store: Store, place: str, circle: Circle) -> int:
        """Take away what the newest snapshot stands for, once nobody needs it; how many objects went.

        Once for each snapshot in each ``place``, and only where the snapshot itself lies.
        """
        with self._bench.keeper.writing() as work:
            made = work.rounds.own_snapshot(self._own)
            if made is None or place in made.cleared or not self._is_read(work, circle, made):
                return 0
            if place != HERE and not work.rounds.in_place().issuperset(made.names):
                return 0
        there = store.list("")
        if not self._lies_there(store, made, there):
            return 0
        old = self._replaced(circle, made)
        gone = sorted(there & old)
        for name in gone:
            store.delete(name)
        with self._bench.keeper.writing() as work:
            work.rounds.forget_objects(sorted(old))
            work.rounds.put_own_snapshot(self._own, made._replace(cleared=made.cleared | {place}))
            work.commit()
        return len(gone)

    def _is_read(self, work: UnitOfWork, circle: Circle, made: OwnSnapshot) -> bool:
        since = min([made.ms, *work.rounds.erasures.to_rewrite(self._own)])  # a newer one lets nothing stay longer
        if abs(self._bench.clock.now_ms() - since) >= MONTH_MS:
            return True
        said = {via: seq for via, stream, seq, _head in work.rounds.all_heard() if stream == self._own}
        return all(said.get(each.stream, 0) >= made.seq for each in circle.colleagues if each.until is None)

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

    def _replaced(self, circle: Circle, made: OwnSnapshot) -> frozenset[str]:
        found = {names.bundle_name(key.names, self._own, seq)
                 for key in circle.keys for seq in range(1, made.seq + 1)}
        found |= {names.snapshot_name(key.names, self._own, k, part) for key in circle.keys
                  for k in range(max(1, made.k - OLDER), made.k) for part in range(PARTS)}
        return frozenset(found)


def read_parked(keeper: Keeper) -> None:
    """What an earlier release could not read and kept is read by this one, once it is installed."""
    with keeper.writing() as work:
        if work.rounds.read_parked():
            work.commit()


def own_part(rows: Iterable[LogRow]) -> CaseState:
    """What the own changes of a case come to by themselves, as far as they were sent.

    For a case with changes that nobody may have yet: the registers hold those already, and what they replaced
    is gone from there. What colleagues wrote stands in their own streams.
    """
    live: dict[tuple[bytes, int | str], tuple[Live, ...]] = {}
    killed: dict[tuple[bytes, int | str], frozenset[changesets.Dot]] = {}
    etypes, top, stream = dict[bytes, int](), 0, b""
    for row in sorted((row for row in rows if row.kind == READABLE), key=lambda row: row.n):
        made, before = changesets.decode(row.body), top
        for place, op in enumerate(made.ops):
            dot = (made.stream, made.n, place)
            if op.kind in wire.REGISTER_OPS:
                register = op.entity, op.field
                etypes.setdefault(op.entity, op.etype)
                live[register], killed[register] = merge(
                    live.get(register, ()), killed.get(register, frozenset()),
                    Arrival(dot, made.hlc, op.value, op.supersedes), _read_up_to(made.stream, before))
        top, stream = made.n, made.stream
    if not stream:
        return CaseState()
    return CaseState(
        (Read(stream, top),),
        tuple(LiveValue(entity, etypes[entity], field, *each.dot, each.hlc, each.value)
              for (entity, field), some in live.items() for each in some),
        tuple(Killed(entity, etypes[entity], field, *dot) for (entity, field), dots in killed.items() for dot in dots))


def _read_up_to(stream: bytes, n: int) -> Callable[[changesets.Dot], bool]:
    return lambda dot: dot[0] == stream and dot[1] <= n

