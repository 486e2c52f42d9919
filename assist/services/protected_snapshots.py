# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of the own protected stream: made while the vault is open, read whether it is or not.

A laptop does this for its own stream, of the cases whose key it holds now. What it wrote for a case that is no
longer for it stands in the snapshots of whoever reads that case.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress

from assist.compartmentbook import CompartmentKey, ProtectedPart
from assist.errors import DamagedFile
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench
from assist.services.clearing import MONTH_MS, Clearing
from assist.services.leavers import Leavers, speak_of, spoken_of
from assist.snapshotbook import OwnSnapshot
from assist.sync import protected, roster, snapshots
from assist.sync import protected_snapshots as wire
from assist.sync.circle import Circle
from assist.sync.covering import covered
from assist.sync.snapshots import STEP, Covers, Draft, ForTeam
from assist.sync.standing import unproven
from assist.sync.vouching import Vouching

AT_ONCE = 100
"""Cases in one transaction: long work never keeps a save waiting."""


class ProtectedSnapshotService(Clearing):
    """Makes snapshots of the protected stream of one open profile and clears what they stand for."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, bench.ring.protected_stream)

    def make_when_due(self, circle: Circle) -> bool:
        """Whether it was time for one and it was made: not while the vault is shut, nor while something is unsent."""
        with self._bench.keeper.writing() as work:
            due = work.vault_open and (self.is_due(work) or self._leaves_out_somebody(work, circle))
        return due and self.make(circle)

    def clear(self, store: Store, place: str, circle: Circle) -> int:
        """See Clearing; and what somebody left behind whom the snapshots of all speak of."""
        gone = Leavers(self._bench, store, place).to_clear(circle)
        self._take_away(store, gone)
        if gone:
            with self._bench.keeper.writing() as work:
                work.rounds.forget_objects(gone)
                work.commit()
        return len(gone) + super().clear(store, place, circle)

    def _leaves_out_somebody(self, work: UnitOfWork, circle: Circle) -> bool:
        """Whether somebody left of whom the last snapshot, a month ago, does not speak."""
        last, now = work.rounds.own_snapshot(self._own), self._bench.clock.now_ms()
        if last is not None and (not last.is_cleared or now - last.ms < MONTH_MS):
            return False
        known = spoken_of(work, self._own)
        return any((each.stream, each.seq) not in known for each in self._covers(work, circle))

    def _covers(self, work: UnitOfWork, circle: Circle) -> tuple[Covers, ...]:
        """Streams that ended and of which nothing waits here to be opened: what this profile may read of them is in
        its snapshot."""
        waits = {part.stream for part in work.rounds.protected.parts(tried=False)}
        behind = protected.circle_of(roster.verify(work.roster()), circle, self._own)
        return tuple(each for each in covered(work, behind) if each.stream not in waits)

    def make(self, circle: Circle) -> bool:
        """A snapshot of everything protected, into the outbox; False when there is nothing, when something was
        written that is not sent yet, or when one case is too large for an object: then its bundles stay."""
        with self._bench.keeper.writing() as work:
            sent, last = work.rounds.sent(self._own), work.rounds.own_snapshot(self._own)
            cases = list(wire.spoken_for(work, roster.verify(work.roster()), self._own))
        if not sent.seq or not self._bench.keeper.vault_open:
            return False
        secrets.SystemRandom().shuffle(cases)  # where a section stands says nothing of which case it is
        draft = Draft(self._own, last.k + 1 if last else 1, circle.key, STEP)
        with suppress(DamagedFile):
            for first in range(0, len(cases), AT_ONCE):
                with self._bench.keeper.writing() as work:
                    for key, state in self._sections(work, cases[first : first + AT_ONCE], sent.n):
                        draft.add(key, state)
            with self._bench.keeper.writing() as work:
                if work.vault_open and work.rounds.sent(self._own) == sent and work.top(self._own) == sent.n:
                    self._put_out(work, draft, circle, cases)
                    work.commit()
                    return True
        return False

    def _sections(self, work: UnitOfWork, cases: list[bytes], upto: int) -> Iterator[
            tuple[bytes, snapshots.ProtectedState]]:
        for case in cases:
            held = work.compartment(case)
            if held is not None:
                yield held[2], wire.section_of(work, self._own, case, upto)

    def _put_out(self, work: UnitOfWork, draft: Draft, circle: Circle, cases: list[bytes]) -> None:
        sent, now = work.rounds.sent(self._own), self._bench.clock.now_ms()
        known = roster.verify(work.roster())
        wrapped = wire.wrapped_again(
            work, known, cases, self._bench.ring.identity.profile, wire.place_of(self._own, draft.k))
        covers = self._covers(work, circle)
        manifest = snapshots.draft_manifest(
            (circle.organisation, circle.team), self._own, draft.k, (sent.seq, sent.n, sent.head), now)
        made = list(draft.objects(manifest, ForTeam(grants=tuple(wrapped), covers=covers), self._bench.ring.sign_as))
        for name, content in made:
            work.rounds.put_out(name, content)
        speak_of(work, self._own, [(each.stream, each.seq) for each in covers])
        self.remember(work, OwnSnapshot(draft.k, sent.seq, sent.n, now, tuple(name for name, _ in made)))


def join_section(work: UnitOfWork, part: ProtectedPart, key: CompartmentKey) -> bool:
    """What a section holds into the open vault; whether anything is new. Raises DamagedFile.

    The vault is written after ``case.db``: the section may be dropped in a later transaction alone.
    """
    held, known = wire.opened_section(part, key), roster.verify(work.roster())
    state = Vouching(known, b"", lambda _n: None, work.rounds.applied()).checked(held.state)
    stays = unproven(key.case, work.rows_of(key.case), state, known, behind=True)
    return work.rounds.protected.join_state(key.case, state, held.ops, stays)
