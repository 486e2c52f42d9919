# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What relay and place should hold beside what they do hold, and how it gets back (security-and-sync.md 4.8).

An author keeps the bytes of everything she made: whatever a store lost, was given damaged or had put back to an
earlier day is put there again, the same bytes under the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from assist.errors import DamagedFile, NameTaken
from assist.ports import Keeper, Store, UnitOfWork
from assist.sync import bundles, names, roster
from assist.sync.circle import Circle, TeamKey, circle_of
from assist.sync.pull import DAMAGED

DAY_MS = 24 * 3600 * 1000
_LOOKED = "looked_for_lost"
MOST_LOOKED_FOR = 100
"""Own objects asked for at most in one round when a colleague says she has not read them."""


class Repair:
    """For one profile, whose own stream is given; ``beside``: its protected one.

    Of a place that is met ``once`` nothing is remembered and nothing expected: it is listed and given what it lacks.
    """

    def __init__(
        self, keeper: Keeper, own: bytes, *, once: bool = False, beside: bytes = b"", ended: Sequence[bytes] = ()
    ) -> None:
        """``ended``: streams of this laptop before a backup was brought back."""
        self._keeper, self._own, self._once, self._ended = keeper, own, once, ended
        self._streams = (own, beside) if beside else (own,)

    # -- the relay -------------------------------------------------------------------------

    def relay(self, relay: Store) -> None:
        """A relay that lost our newest object lost more: everything waits for it again."""
        with self._keeper.writing() as work:
            mine = work.rounds.own_objects()
            waiting = {each.name for each in work.rounds.waiting()}
        if mine and mine[-1] not in waiting and relay.get(mine[-1]) is None:
            with self._keeper.writing() as work:
                work.rounds.send_again()
                work.commit()

    def drop_damaged(self, relay: Store) -> None:
        """What was found damaged in the relay makes room for a whole copy of it."""
        with self._keeper.writing() as work:
            wrong = [each for each in work.rounds.troubles() if each.kind == DAMAGED]
            keys = self._circle(work).keys if wrong else ()
        for each in wrong:
            for key in keys:
                relay.delete(names.bundle_name(key.names, each.stream, each.seq))

    # -- the place -------------------------------------------------------------------------

    def know(self, objects: Sequence[str]) -> None:
        """These lie in the place."""
        if objects and not self._once:
            with self._keeper.writing() as work:
                work.rounds.put_in_place(objects)
                work.commit()

    def place(self, far: Store) -> bool:
        """True when the place lost what it had of ours: then nothing is taken to lie there any more.

        What this laptop sent before a backup was brought back may rightly be gone: since then a snapshot replaced it.
        """
        if self._once:
            return False
        with self._keeper.writing() as work:
            known = work.rounds.in_place() - self._sent_before(work)
            newest = next((each for each in reversed(work.rounds.own_objects()) if each in known), "")
        if not newest or far.get(newest) is not None:
            return False
        with self._keeper.writing() as work:
            work.rounds.forget_place()
            work.commit()
        return True

    def to_carry(self, relay: Store, far: Store) -> list[str]:
        """What lies in the relay and not in the place, our own first and in order.

        A place nothing is known of is listed once; of our own objects it is not believed.
        """
        with self._keeper.writing() as work:
            known = frozenset() if self._once else work.rounds.in_place()
            mine = work.rounds.own_objects()
        here = relay.list("")
        if not known and here.difference(mine):
            known = far.list("") & here.difference(mine)
            self.know(sorted(known))
        missing = here - known
        return [*(name for name in mine if name in missing), *sorted(missing.difference(mine))]

    def _sent_before(self, work: UnitOfWork) -> frozenset[str]:
        """Names of what the streams hold that ended here."""
        if not self._ended:
            return frozenset()
        keys, made = self._circle(work).keys, [work.rounds.own_snapshot(stream) for stream in self._ended]
        return frozenset(name for each in made if each is not None for name in each.names) | frozenset(
            names.bundle_name(key.names, stream, seq) for key in keys for stream in self._ended
            for seq in range(1, work.rounds.sent(stream).seq + 1))

    def own_snapshots(self) -> frozenset[str]:
        """The newest that were made here."""
        with self._keeper.writing() as work:
            made = [work.rounds.own_snapshot(stream) for stream in self._streams]
        return frozenset(name for each in made if each is not None for name in each.names)

    def is_forked(self, far: Store, taken: Iterable[str]) -> bool:
        """Whether somebody else writes as us: another whole bundle of our stream lies under one of our names.

        Something damaged under such a name makes room for ours; what is no bundle of ours is left alone.
        """
        for name, key in self._own_bundles(taken):
            there = far.get(name)
            with self._keeper.writing() as work:
                public, mine = self._public(work), work.rounds.own_object(name)
            if there is not None and there != mine and _is_whole(name, key, there, public):
                return True
            if mine is not None and there != mine:
                far.delete(name)
                far.put(name, mine)
                self.know([name])
        return False

    def lacking(self, far: Store, now_ms: int) -> None:
        """Once a day: what colleagues say they have not read of ours is looked for, and put there when it is gone."""
        with self._keeper.writing() as work:
            looked = int.from_bytes(work.meta(_LOOKED) or b"", "big")
            circle, last, mine = self._circle(work), work.rounds.sent(self._own).seq, work.rounds.own_objects()
            read = self._least_read(work, circle)
        if self._once or read >= last or 0 <= now_ms - looked < DAY_MS:
            return
        wanted = range(read + 1, min(last, read + MOST_LOOKED_FOR) + 1)
        sought = {names.bundle_name(key.names, self._own, seq) for key in circle.keys for seq in wanted}
        for name in (each for each in mine if each in sought):
            if far.get(name) is None:
                self._put_back(far, name)
        with self._keeper.writing() as work:
            work.put_meta(_LOOKED, now_ms.to_bytes(8, "big"))
            work.commit()

    # -- inside -----------------------------------------------------------------------------

    def _least_read(self, work: UnitOfWork, circle: Circle) -> int:
        """How far whoever has read least of ours has come, among those who ever sent word and still belong here."""
        applied = work.rounds.applied()
        said = {via: seq for via, stream, seq, _head in work.rounds.all_heard() if stream == self._own}
        read = [said.get(each.stream, 0) for each in circle.colleagues if each.until is None and each.stream in applied]
        return min(read, default=work.rounds.sent(self._own).seq)

    def _put_back(self, far: Store, name: str) -> None:
        with self._keeper.writing() as work:
            content = work.rounds.own_object(name)
        if content is not None:
            with suppress(NameTaken):  # it came back meanwhile
                far.put(name, content)

    def _own_bundles(self, among: Iterable[str]) -> Iterator[tuple[str, TeamKey]]:
        wanted = frozenset(among)
        if not wanted:
            return
        with self._keeper.writing() as work:
            last, keys = {each: work.rounds.sent(each).seq for each in self._streams}, self._circle(work).keys
        for key in keys:
            for stream in self._streams:
                for seq in range(1, last[stream] + 1):
                    name = names.bundle_name(key.names, stream, seq)
                    if name in wanted:
                        yield name, key

    def _public(self, work: UnitOfWork) -> bytes:
        streams = roster.verify(work.roster()).streams.values()
        return next(each.ed_pub for each in streams if each.ordinary == self._own)

    def _circle(self, work: UnitOfWork) -> Circle:
        team, _epoch, _key = work.team_key()
        return circle_of(work.roster(), team, work.rounds.team_keys(team), self._own)


def _is_whole(name: str, key: TeamKey, content: bytes, public: bytes) -> bool:
    try:
        bundles.opened(name, key.key, content, public)
    except DamagedFile:
        return False
    return True
