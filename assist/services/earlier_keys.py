# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Earlier keys of a team for somebody whom a coordinator of another team let in.

Whoever lets her in does not know them, and makes a new one that she does not keep. What was written before lies under
the earlier ones: any member of the team lays them down for her, under the present key, and she finds them there.
"""

from __future__ import annotations

from contextlib import suppress

import msgspec

from assist.errors import DamagedFile, NameTaken
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench
from assist.sync import names, roster
from assist.sync.chain import Roster
from assist.sync.circle import TeamKey, team_keys
from assist.sync.entries import Stream
from assist.sync.roster_objects import opened, sealed
from assist.unpacking import UNREADABLE

_Keys = list[tuple[int, bytes]]


class EarlierKeys:
    """Carries them in a round, for one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def round(self, store: Store) -> None:
        """Take what was laid down for this profile, lay down what others lack. Raises StoreTrouble."""
        mine = self._bench.ring.identity.profile
        with self._bench.keeper.writing() as work:
            known, (team, _epoch, _key) = roster.verify(work.roster()), work.team_key()
            held = dict(work.rounds.team_keys(team))
            others = [] if not known.from_outside else list(self._in_the_dark(work, known, team))
        newest, *earlier = team_keys(held)
        if mine in known.from_outside and not held.keys() >= set(range(1, newest.epoch)):
            self._take(store, team, newest)
        for each in others if earlier else ():
            name = names.earlier_keys_name(newest.names, each.profile)
            content = msgspec.msgpack.encode([(key.epoch, key.key) for key in earlier])
            if store.get(name) is None:
                with suppress(NameTaken):  # somebody was quicker
                    store.put(name, sealed(name, newest, content))

    def _take(self, store: Store, team: bytes, newest: TeamKey) -> None:
        name = names.earlier_keys_name(newest.names, self._bench.ring.identity.profile)
        found = store.get(name)
        if found is None:
            return
        with suppress(DamagedFile, *UNREADABLE), self._bench.keeper.writing() as work:
            for epoch, key in msgspec.msgpack.decode(opened(name, newest, found), type=_Keys):
                if 0 < epoch < newest.epoch and len(key) == len(newest.key):
                    work.put_team_key(team, epoch, key)
            work.commit()

    def _in_the_dark(self, work: UnitOfWork, known: Roster, team: bytes) -> list[Stream]:
        """Let in from outside, and not known to have read anything of ours yet."""
        own = self._bench.ring.ordinary_stream
        read = {via for via, stream, _seq, _head in work.rounds.all_heard() if stream == own}
        return [each for each in known.members(team)
                if each.profile in known.from_outside and each.ordinary not in read | {own}]
