# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of the own ordinary stream (security-and-sync.md 4.10).

Each laptop does this for its own stream alone: it surely holds the key of every case it wrote in.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import reduce

from assist import changesets
from assist.casestate import CaseState, Killed, LiveValue, Read, join
from assist.changesets import Arrival, Live, merge
from assist.domain import wire
from assist.errors import DamagedFile
from assist.ports import Keeper, UnitOfWork
from assist.roundbook import Sent
from assist.rows import READABLE, LogRow
from assist.services.bench import Bench
from assist.services.clearing import MONTH_MS, Clearing, covered_by
from assist.snapshotbook import OwnSnapshot
from assist.sync import bundles, snapshots
from assist.sync.arrivals import reads_in, values_in
from assist.sync.bundles import SignedChange
from assist.sync.circle import Circle
from assist.sync.covering import covered, may_cover, spoken_for
from assist.sync.snapshots import Covers, Draft, EmptyPlace, ForTeam, Holes

AT_ONCE = 100
"""Cases in one transaction: long work never keeps a save waiting."""


class SnapshotService(Clearing):
    """Makes snapshots of the ordinary stream of one open profile and clears what they stand for."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, bench.ring.ordinary_stream)

    def make_when_due(self, circle: Circle) -> bool:
        """Whether it was time for one, and it was made."""
        with self._bench.keeper.writing() as work:
            due = self.is_due(work) or self._leaves_out_somebody(work, circle)
        return due and self.make(circle)

    def _leaves_out_somebody(self, work: UnitOfWork, circle: Circle) -> bool:
        """Whether somebody left of whom the last snapshot, a month ago, does not speak."""
        last, now = work.rounds.own_snapshot(self._own), self._bench.clock.now_ms()
        if last is not None and (not last.is_cleared or now - last.ms < MONTH_MS):
            return False
        known = covered_by(work, self._own)
        return any((each.stream, each.seq) not in known for each in self._covers(work, circle))

    def make(self, circle: Circle) -> bool:
        """A snapshot of everything that was sent so far, into the outbox; False when there is nothing, or when
        one case is so large that no object holds it: then its bundles stay."""
        with self._bench.keeper.writing() as work:
            sent, last = work.rounds.sent(self._own), work.rounds.own_snapshot(self._own)
            covers = self._covers(work, circle)
            cases = spoken_for(work, self._own, covers)
        if not sent.seq:
            return False
        draft = Draft(self._own, last.k + 1 if last else 1, circle.key)
        try:
            for first in range(0, len(cases), AT_ONCE):
                with self._bench.keeper.writing() as work:
                    self._add(work, draft, cases[first : first + AT_ONCE], sent, covers)
        except DamagedFile:
            return False
        with self._bench.keeper.writing() as work:
            self._put_out(work, draft, circle, sent, covers)
            work.commit()
        return True

    def _covers(self, work: UnitOfWork, circle: Circle) -> tuple[Covers, ...]:
        return tuple(covered(work, circle)) if may_cover(circle.known, self._bench.user) else ()

    def _add(
        self, work: UnitOfWork, draft: Draft, cases: Iterable[bytes], sent: Sent, covers: Sequence[Covers]
    ) -> None:
        partly = work.rounds.on_hold() | work.rounds.unsent_cases(self._own, sent.n)
        kept_back = {n for n, _case in work.rounds.withheld(self._own)}
        for case in cases:
            held = work.case_key(case)
            if held is None:
                continue
            state = work.rounds.state_of(case)
            if case in partly:
                rows, own = work.log_of_case(case), _part(self._own, sent.n, kept_back)
                parts = [own, *(_part(each.stream, each.n, frozenset()) for each in covers)]
                state = reduce(join, (own_part(filter(part, rows), filter(part, state.live)) for part in parts))
            if state.cursor:
                sealed = bundles.sealed_key(case, held[0], held[1], draft.team_key.key)
                draft.add(held[1], state, case[0], sealed)

    def _put_out(
        self, work: UnitOfWork, draft: Draft, circle: Circle, sent: Sent, covers: tuple[Covers, ...]
    ) -> None:
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
        made = list(draft.objects(
            manifest, ForTeam((), tuple(empty), holes, words, (), covers), self._bench.ring.sign_as))
        for name, content in made:
            work.rounds.put_out(name, content)
        self.remember_covered(work, [(each.stream, each.seq) for each in covers])
        self.remember(work, OwnSnapshot(draft.k, sent.seq, sent.n, now, tuple(name for name, _ in made)))


def read_parked(keeper: Keeper) -> None:
    """What an earlier release could not read and kept is read by this one, once it is installed."""
    with keeper.writing() as work:
        if work.rounds.read_parked():
            work.commit()


def own_part(rows: Iterable[LogRow], staying: Iterable[LiveValue] = ()) -> CaseState:
    """What the own changes of a case come to by themselves, as far as they were sent.

    For a case with changes that nobody may have yet: the registers hold those already, and what they replaced
    is gone from there. What colleagues wrote stands in their own streams. ``staying`` are own values that still hold,
    though the changes that brought them lie behind a seal since the case was raised.
    """
    live: dict[tuple[bytes, int | str], tuple[Live, ...]] = {}
    killed: dict[tuple[bytes, int | str], frozenset[changesets.Dot]] = {}
    etypes, top, stream = dict[bytes, int](), 0, b""
    came: list[LiveValue] = []
    read: list[Read] = []
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
            came += values_in(op)
            read += reads_in(op)
        top, stream = made.n, made.stream
    found = {value.place: value for (entity, field), some in live.items() for each in some
             for value in [LiveValue(entity, etypes[entity], field, *each.dot, each.hlc, each.value)]}
    replaced = {dot for dots in killed.values() for dot in dots}
    found |= {each.place: each for each in came if each.dot not in replaced}
    dead = tuple(Killed(entity, etypes[entity], field, *dot)
                 for (entity, field), dots in killed.items() for dot in dots)
    for value in sorted(staying, key=lambda each: each.n):
        if value.place not in found:
            # The change that brought it is sealed, and what it replaced in the own stream with it.
            found = {place: each for place, each in found.items()
                     if (each.entity, each.field) != (value.entity, value.field) or each.n >= value.n}
            found[value.place] = value
        top, stream = max(top, value.n), value.stream
    cursor = {each.stream: each.n for each in sorted(read, key=lambda each: each.n)} | {stream: top}
    return CaseState(tuple(map(Read, cursor, cursor.values())), tuple(found.values()), dead) if stream else CaseState()


def _part(stream: bytes, upto: int, without: Container[int]) -> Callable[[LogRow | LiveValue], bool]:
    return lambda each: each.stream == stream and each.n <= upto and each.n not in without


def _read_up_to(stream: bytes, n: int) -> Callable[[changesets.Dot], bool]:
    return lambda dot: dot[0] == stream and dot[1] <= n

