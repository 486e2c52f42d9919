# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people and laptops in a round: entries of others in, what the store lacks out, two lists made one."""

from __future__ import annotations

from contextlib import suppress

from assist.errors import DamagedFile, NameTaken
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench
from assist.services.earlier_keys import EarlierKeys
from assist.services.late_lists import LateLists
from assist.services.rejoining import Rejoining
from assist.services.rosters import MOST_PROPOSALS, RosterService, held_keys
from assist.sync import entries as wire
from assist.sync import names, roster
from assist.sync.chain import FROM_THREE_COORDINATORS
from assist.sync.circle import TeamKey
from assist.sync.publish import note_new_roles
from assist.sync.pull import LIST, REFUSED
from assist.sync.roster_objects import ListKeys, followed_by, name_of, opened, sealed, shelved, wins
from assist.sync.teams import everybodys, list_keys, with_grants

FRESH_MS = 30 * 24 * 3600 * 1000
"""A coordinator signs the list at least once a month (security-and-sync.md 3.5)."""


class RosterRounds:
    """Meets a store with the list of one open profile."""

    def __init__(self, bench: Bench, rosters: RosterService) -> None:
        self._bench = bench
        self._rosters = rosters
        self._late = LateLists(bench)

    def round(self, store: Store, place: str = "") -> int:
        """How many entries of others were taken over. Raises StoreTrouble; what was done until then stays done.

        ``place`` tells one store from another.
        """
        taken, before = 0, self._length()
        there = self._newest_there(store)
        made = self._make_one(store) if there is False else 0
        taken += made or 0
        taken += self._take_all(store)
        self._rosters.freshen(FRESH_MS)
        self._rosters.shut_out_who_left()
        if made is not None and (there is not True or self._length() != before):
            self._put_missing(store)
        self._exchange_proposals(store)
        with self._bench.keeper.writing() as work:
            entries, keys = self._held(work)
        Rejoining(self._bench).round(store, everybodys(keys), place)
        EarlierKeys(self._bench).round(store)
        self._late.lay_down(store, entries, keys)
        return taken

    def hear(self, store: Store) -> None:
        """Only read what is new, before anything else is done there. Raises StoreTrouble."""
        if self._newest_there(store) is not False:
            self._take_all(store)

    # -- in -------------------------------------------------------------------------------

    def _take_all(self, store: Store) -> int:
        taken = 0
        while self._take_next(store):
            taken += 1
        if taken:
            known = self._rosters.now()
            me = known.people[self._bench.user]
            self._bench.learn(me.roles, {user: each.name for user, each in known.people.items()})
        return taken

    def _take_next(self, store: Store) -> bool:
        with self._bench.keeper.writing() as work:
            entries, keys = self._held(work)
        try:
            name, key = name_of(entries, keys, len(entries) + 1)
        except DamagedFile:  # the key of that epoch was not for this profile: somebody shut it out
            return False
        content = store.get(name)
        if content is None:
            return False
        with self._bench.keeper.writing() as work:
            entries = work.roster()
            try:
                found = opened(name, key, content)
            except DamagedFile:
                found = b""
            if not found or not followed_by(entries, found):
                work.rounds.put_trouble(REFUSED, LIST, len(entries) + 1, self._bench.clock.now_ms())
                work.commit()
                return False
            self._take(work, found, len(entries) + 1)
            work.rounds.end_trouble(LIST, len(entries) + 1)
            work.commit()
            return True

    def _take(self, work: UnitOfWork, found: bytes, n: int) -> None:
        _, entry = wire.entry_of(found)
        if entry.type == wire.ROLES_SET and wire.payload_of(entry, wire.Roles).user == self._bench.user:
            note_new_roles(work, self._bench.ring.ordinary_stream, n - 1)
        work.put_roster(n, found, roster.digest(found))
        for grant in self._bench.ring.team_keys_in([found]):
            work.put_team_key(grant.team, grant.epoch, grant.key)

    # -- out ------------------------------------------------------------------------------

    def _put_missing(self, store: Store) -> None:
        """From the newest backwards until one is there: whatever a store lost, any member puts back."""
        with self._bench.keeper.writing() as work:
            entries, keys = self._held(work)
        missing = []
        for n in range(len(entries), 0, -1):
            with suppress(DamagedFile):
                each = shelved(entries, keys, n)
                there = store.get(each.name)
                if there is not None and there != each.content and _found(store, entries[: n - 1], keys, n):
                    return  # another list: nothing of ours may lie beside it, or nobody would notice the two
                if there is not None:
                    break
                missing.append(each)
        for each in reversed(missing):
            with suppress(NameTaken):  # somebody was quicker: the next round makes one list of two
                store.put(each.name, each.content)

    def _exchange_proposals(self, store: Store) -> None:
        """What one coordinator signed goes to the others; where one alone may sign, there is nothing to exchange."""
        known = self._rosters.now()
        if self._bench.user not in known.coordinators or len(known.coordinators) < FROM_THREE_COORDINATORS:
            return
        with self._bench.keeper.writing() as work:
            entries, keys = self._held(work)
            mine = self._rosters.own_proposals(work)
        n = len(entries) + 1
        _, key = name_of(entries, keys, n)
        for place, content in enumerate(mine):
            name = names.proposal_name(key.names, n, self._bench.user, place)
            with suppress(NameTaken):
                store.put(name, sealed(name, key, content))
        for user in sorted(known.coordinators - {self._bench.user}):
            self._hear_proposals(store, (key, n), user)

    def _hear_proposals(self, store: Store, at: tuple[TeamKey, int], user: bytes) -> None:
        (key, n) = at
        for place in range(MOST_PROPOSALS):
            name = names.proposal_name(key.names, n, user, place)
            found = store.get(name)
            if found is None:
                return
            with self._bench.keeper.writing() as work, suppress(DamagedFile):
                self._rosters.take_proposal(work, opened(name, key, found))
                work.commit()

    # -- two lists --------------------------------------------------------------------------

    def _length(self) -> int:
        with self._bench.keeper.writing() as work:
            return len(work.roster())

    def _newest_there(self, store: Store) -> bool | None:
        """Whether our newest entry lies at its place; None when it does not yet, and False when the newest place of
        ours where anything lies holds another one: then there are two lists."""
        with self._bench.keeper.writing() as work:
            entries, keys = self._held(work)
        for n in range(len(entries), 0, -1):
            try:
                each = shelved(entries, keys, n)
            except DamagedFile:
                return True if n == len(entries) else None
            content = store.get(each.name)
            if content is not None:
                return False if content != each.content else (n == len(entries) or None)
        return None

    def _make_one(self, store: Store) -> int | None:
        """Two coordinators changed the list apart from each other: one of the lists holds, the rest is signed again.

        None while the other one does not know this profile yet: then nothing of ours may lie beside it.
        """
        with self._bench.keeper.writing() as work:
            ours, keys = self._held(work)
        theirs = self._theirs(store, ours, keys)
        if theirs is None:
            return 0
        if not self._names_me(theirs):
            theirs = self._late.find(store, keys)
            if theirs is None or theirs[: len(ours)] == ours[: len(theirs)]:
                return None
        at = next(n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1])
        if wins(ours, theirs):
            for n in range(at + 1, len(theirs) + 1):
                with suppress(DamagedFile):
                    store.delete(name_of(theirs, keys, n)[0])
            return 0
        with self._bench.keeper.writing() as work:
            self._rosters.take_over(work, theirs, at + 1)
            work.commit()
        return len(theirs) - at

    def _theirs(self, store: Store, ours: list[bytes], keys: ListKeys) -> list[bytes] | None:
        """The list that the store holds, from where it leaves ours; None when it cannot be read or does not hold.

        It is followed also where it goes on under another key, once it gave that to this profile.
        """
        common = 1
        for n in range(len(ours), 1, -1):
            if _found(store, ours, keys, n) == ours[n - 1]:
                common = n
                break
        theirs = ours[:common]
        while (entry := _found(store, theirs, keys, len(theirs) + 1)) is not None:
            theirs.append(entry)
            keys = with_grants(keys, self._bench.ring.team_keys_in([entry]))
        is_other = len(theirs) > common and theirs[: len(ours)] != ours[: len(theirs)]
        try:
            roster.verify(theirs)
        except DamagedFile:
            return None
        return theirs if is_other else None

    def _names_me(self, entries: list[bytes]) -> bool:
        """Another list is not hers yet: whoever let her in signs that again behind it."""
        return self._bench.ring.identity.profile in roster.verify(entries).streams

    def _held(self, work: UnitOfWork) -> tuple[list[bytes], ListKeys]:
        entries = work.roster()
        known = roster.verify(entries)
        return entries, list_keys(known, held_keys(work, known))


def _found(store: Store, entries: list[bytes], keys: ListKeys, n: int) -> bytes | None:
    try:
        name, key = name_of(entries, keys, n)
        content = store.get(name)
        return None if content is None else opened(name, key, content)
    except DamagedFile:
        return None

