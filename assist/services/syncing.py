# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A round with colleagues: own changes out, theirs in, over any place that keeps objects.

A bundle is made and kept in one transaction, then carried out; a colleague's bundle is fetched first and then
taken in one transaction. Whatever is cut off half-way is done again with the same bytes and changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assist.errors import NameTaken
from assist.ports import Store, UnitOfWork
from assist.roundbook import Applied, Trouble
from assist.services.bench import Bench
from assist.services.blob_rounds import BlobRounds
from assist.services.bridging import Bridge, Looking, Progress
from assist.services.clearing import HERE
from assist.services.earlier import earlier_of
from assist.services.erasing import ErasureService
from assist.services.moving_rounds import MovingRounds
from assist.services.protected_rounds import ProtectedRounds
from assist.services.protected_snapshots import ProtectedSnapshotService
from assist.services.rejoining import is_listed
from assist.services.resending import Resending
from assist.services.roster_rounds import RosterRounds
from assist.services.rosters import RosterService
from assist.services.snapshotting import SnapshotService
from assist.sync.circle import Circle, Colleague, circle_of
from assist.sync.publish import Author, publish_next
from assist.sync.pull import FORK, LEFT, MISSING, Object, Taken, next_object, take

SENSELESS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading values may raise that nobody here would have written; a disk or a database that fails is not among
them, and is nobody's fault."""


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round did: bundles made and carried out, bundles and changes read, cases they touched."""

    made: int = 0
    carried: int = 0
    bundles: int = 0
    changes: int = 0
    cases: frozenset[str] = frozenset()


class SyncService:
    """Sends and reads for one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._list = RosterRounds(bench, RosterService(bench))
        self._protected = ProtectedRounds(bench)
        self._moving = MovingRounds(bench)
        self._erasing = ErasureService(bench)
        self._resending = Resending(bench)
        self._blobs = BlobRounds(bench)
        self._snapshots = SnapshotService(bench)
        self._protected_snapshots = ProtectedSnapshotService(bench)

    def round(self, store: Store, place: str = HERE, progress: Progress | None = None) -> RoundResult:
        """Everything that can be done now. Raises StoreTrouble; what was done until then stays done.

        ``place`` tells one store from another; ``progress`` is told of long reading in a new or late laptop.
        """
        self._list.round(store, place)
        self._erasing.run()
        made = self.publish()
        carried = self.carry_out(store)
        looking = Looking(self._bench, store, place)
        taken = list(self._pull(store, looking, progress))
        self._protected.pull(looking, self._circle)
        looking.note()
        protected = self._protected.read(frozenset().union(*(each.cases for each in taken)))
        if self._moving.round(store):
            carried += self.carry_out(store)
        if self._resending.run(place):
            protected |= self._protected.read()
            made += self.publish()
            carried += self.carry_out(store)
        with self._bench.keeper.writing() as work:
            circle = self._circle(work)
        self._blobs.round(store, circle, place)
        carried += self._replace_old(store, place)
        return RoundResult(
            made, carried, len(taken), sum(each.changes for each in taken),
            frozenset(case.hex() for case in protected.union(*(each.cases for each in taken))))

    def hear_who_belongs(self, store: Store) -> None:
        """The list of people alone, and the keys that come with it; nothing is put there. Raises StoreTrouble."""
        self._list.hear(store)

    def _replace_old(self, store: Store, place: str) -> int:
        """Bundles of long ago by a snapshot, when it is time; how many objects went out.

        Not where a copy of this profile writes too: what lies under our names is the other's.
        """
        own = self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            circle = self._circle(work)
            if any((each.kind, each.stream) == (FORK, own) for each in work.rounds.troubles()):
                return 0
        for each in (self._snapshots, self._protected_snapshots):
            each.clear(store, place, circle)
        made = [each.make_when_due(circle) for each in (self._snapshots, self._protected_snapshots)]
        return self.carry_out(store) if any(made) else 0

    # -- out ---------------------------------------------------------------------------

    def publish(self) -> int:
        """Bundles of everything that is old enough, into the outbox; how many. Protected work while it is open."""
        with self._bench.keeper.writing() as work:
            if not is_listed(work, self._bench.ring.identity.profile):
                return 0  # brought back from a backup, and no coordinator has let it go on yet: nobody could read it
        return self._protected.publish(self._circle) + self._publish_ordinary()

    def _publish_ordinary(self) -> int:
        ring, count = self._bench.ring, 0
        author = Author(ring.ordinary_stream, ring.write_bundle, ring.protected_stream)
        while True:
            with self._bench.keeper.writing() as work:
                done = publish_next(work, author, self._circle(work), self._bench.clock.now_ms())
                if not done:
                    return count
                work.commit()
            count += 1

    def carry_out(self, store: Store) -> int:
        """What waits goes into the store; how many objects. One that cannot is kept for the next time.

        Another object under our next name means that somebody else writes as us, from a copy of this profile:
        it is remembered and never written over.
        """
        with self._bench.keeper.writing() as work:
            waiting = work.rounds.waiting()
        for each in waiting:
            try:
                store.put(each.name, each.content)
            except NameTaken:
                self._remember_fork()
                raise
            with self._bench.keeper.writing() as work:
                work.rounds.is_out(each.ref)
                work.commit()
        return len(waiting)

    def _remember_fork(self) -> None:
        stream = self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            work.rounds.put_trouble(FORK, stream, work.rounds.sent(stream).seq, self._bench.clock.now_ms())
            work.commit()

    # -- in ----------------------------------------------------------------------------

    def _pull(self, store: Store, looking: Looking, progress: Progress | None) -> Iterator[Taken]:
        with self._bench.keeper.writing() as work:
            circle, mine = self._circle(work), {each.ordinary for each in earlier_of(work)} - {*work.rounds.applied()}
        bridge = Bridge(self._bench, looking, circle, progress, self._resending.before)
        # What everybody knows of a stream that was ours is read before anybody else's word of it.
        for colleague in (each for each in circle.colleagues if each.stream in mine):
            yield from bridge.at_first([colleague], pause=0)
            if bridge.waits:
                return
            yield from self._pull_stream(store, circle, colleague)
        yield from bridge.at_first()
        for colleague in circle.colleagues:
            yield from self._pull_stream(store, circle, colleague)
        for colleague, taken in bridge.over_gaps():
            yield taken
            yield from self._pull_stream(store, circle, colleague)
        self._compare(circle)

    def _pull_stream(self, store: Store, circle: Circle, colleague: Colleague) -> Iterator[Taken]:
        while (found := self._next_of(store, circle, colleague)) is not None:
            if not self._counts(colleague):
                return
            taken = self._take(circle, colleague, found)
            if not taken.went_on:
                return
            yield taken

    def _take(self, circle: Circle, colleague: Colleague, found: Object) -> Taken:
        """One bundle in one transaction. What cannot be made sense of stops nobody: its place is kept, and said."""
        try:
            return self._taken(circle, colleague, found, pass_over=False)
        except SENSELESS:
            return self._taken(circle, colleague, found, pass_over=True)

    def _taken(self, circle: Circle, colleague: Colleague, found: Object, *, pass_over: bool) -> Taken:
        with self._bench.keeper.writing() as work:
            taken = take(work, circle, colleague, found, self._bench.clock.now_ms(), pass_over=pass_over)
            work.commit()
        return taken

    def _counts(self, colleague: Colleague) -> bool:
        """Whether the next bundle of this stream was written before its writer left; later ones are not read."""
        if colleague.until is None:
            return True
        with self._bench.keeper.writing() as work:
            seq = work.rounds.applied().get(colleague.stream, Applied(colleague.stream)).seq + 1
            if seq <= colleague.until:
                return True
            work.rounds.put_trouble(LEFT, colleague.stream, seq, self._bench.clock.now_ms())
            work.commit()
        return False

    def _next_of(self, store: Store, circle: Circle, colleague: Colleague) -> Object | None:
        """The bundle of a stream that follows what was read of it."""
        with self._bench.keeper.writing() as work:
            seq = work.rounds.applied().get(colleague.stream, Applied(colleague.stream)).seq + 1
        return next_object(store, circle, colleague.stream, seq)

    def _compare(self, circle: Circle) -> None:
        """What colleagues say they have read, beside what reached us: whatever is kept from us has a name."""
        streams, now = {each.stream for each in circle.colleagues}, self._bench.clock.now_ms()
        own = self._bench.ring.ordinary_stream
        mine = {own, self._bench.ring.protected_stream}
        with self._bench.keeper.writing() as work:
            applied, sent = work.rounds.applied(), {each: work.rounds.sent(each) for each in mine}
            for _via, stream, seq, head in work.rounds.all_heard():
                here, last = applied.get(stream, Applied(stream)), sent.get(stream)
                if last is not None and (seq > last.seq or (seq == last.seq and head != last.head)):
                    work.rounds.put_trouble(FORK, own, seq, now)
                elif stream in streams and seq > here.seq:
                    work.rounds.put_trouble(MISSING, stream, here.seq + 1, now)
                elif stream in streams and seq == here.seq and head != here.head:
                    work.rounds.put_trouble(FORK, stream, seq, now)
            work.commit()

    # -- what there is to know ------------------------------------------------------------

    def troubles(self) -> list[Trouble]:
        """Everything that is wrong now, oldest first."""
        with self._bench.keeper.writing() as work:
            return list(work.rounds.troubles())

    def not_shared(self) -> int:
        """Own changes that no bundle holds yet."""
        stream = self._bench.ring.ordinary_stream
        with self._bench.keeper.writing() as work:
            return work.top(stream) - work.rounds.sent(stream).n

    def _circle(self, work: UnitOfWork) -> Circle:
        team, _epoch, _key = work.team_key()
        return circle_of(work.roster(), team, work.rounds.team_keys(team), self._bench.ring.ordinary_stream)
