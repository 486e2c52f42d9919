# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters to people of other teams and from them, in the rounds of one open profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from assist.errors import DamagedFile
from assist.policy import may
from assist.ports import Store, UnitOfWork
from assist.services.bench import Bench
from assist.sync import entries as wire
from assist.sync import letters, names, roster
from assist.sync.arrivals import ACT
from assist.sync.chain import Roster
from assist.sync.circle import TeamKey, team_keys
from assist.sync.entries import Stream
from assist.sync.letters import Letter

_COUNTS, LETTER = "letters", "letter"
_LOOKED = "letters_looked"
HOUR_MS = 3600 * 1000
OFTEN = 40
"""From so many possible senders one looks in every round; from more, once an hour."""

_Counts = tuple[dict[bytes, int], dict[bytes, int]]


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    name: str
    content: bytes


class Came(NamedTuple):
    """A letter that lies here: its job, what it says, and which profile wrote it."""

    job: bytes
    letter: Letter
    sender: Stream


class Post:
    """Writes into the outbox; keeps what comes as it came, until the vault is open."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def send(self, work: UnitOfWork, to: Stream, kind: int, body: bytes) -> str:
        """A letter for one profile, with the next round; the name of its object."""
        known, mine = roster.verify(work.roster()), self._bench.ring.identity.profile
        out, came = _counts(work)
        number = out.get(to.profile, 0) + 1
        name = names.letter_name(_keys(work, known)[0].names, (mine, to.profile), number)
        letter = Letter(known.organisation, mine, to.profile, number, self._bench.clock.now_ms(), kind, body)
        work.rounds.put_out(name, letters.written(letter, name, to, self._bench.ring.sign_as))
        work.put_meta(_COUNTS, msgspec.msgpack.encode((out | {to.profile: number}, came)))
        return name

    def look(self, store: Store) -> int:
        """Keep what lies there for this profile; how many letters. Raises StoreTrouble."""
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            if len(known.teams) < 2 or not may(self._bench.me.roles, ACT).ok:
                return 0
            keys, senders = _keys(work, known), list(self._senders(known))
            if len(senders) > OFTEN and not self._is_time(work):
                return 0
        return sum(1 for sender in senders for _ in self._from(store, keys, sender))

    def _senders(self, known: Roster) -> Iterator[Stream]:
        home = known.team_of(self._bench.user)
        return (each for each in known.active_profiles()
                if known.home_of(each) != home and may(known.people[each.user].roles, ACT).ok)

    def _from(self, store: Store, keys: tuple[TeamKey, ...], sender: Stream) -> Iterator[str]:
        mine = self._bench.ring.identity.profile
        while True:
            with self._bench.keeper.writing() as work:
                number = _counts(work)[1].get(sender.profile, 0) + 1
            named = (names.letter_name(key.names, (sender.profile, mine), number) for key in keys)
            found = next(((name, content) for name in named if (content := store.get(name)) is not None), None)
            if found is None:
                return
            with self._bench.keeper.writing() as work:
                out, came = _counts(work)
                work.put_job(wire.digest(found[1])[:16], LETTER, msgspec.msgpack.encode(_Kept(*found)))
                work.put_meta(_COUNTS, msgspec.msgpack.encode((out, came | {sender.profile: number})))
                work.commit()
            yield found[0]

    def _is_time(self, work: UnitOfWork) -> bool:
        now = self._bench.clock.now_ms()
        if 0 <= now - int.from_bytes(work.meta(_LOOKED) or b"", "big") < HOUR_MS:
            return False
        work.put_meta(_LOOKED, now.to_bytes(8, "big"))
        work.commit()
        return True

    def count(self, work: UnitOfWork) -> int:
        """How many lie here unread; that much is known with the vault shut."""
        return sum(kind == LETTER for _ref, kind, _body in work.jobs())

    def kept(self, work: UnitOfWork) -> list[Came]:
        """What lies here, in the order in which it was written. What nobody wrote to this profile is let go.

        Needs the vault open.
        """
        known, mine, found = roster.verify(work.roster()), self._bench.ring.identity.profile, []
        for ref, kind, body in work.jobs():
            if kind != LETTER:
                continue
            held = msgspec.msgpack.decode(body, type=_Kept)
            try:
                letter, sender = letters.opened(held.content, held.name, known, self._bench.ring.unwrap_with_vault)
            except DamagedFile:
                work.end_job(ref)
                continue
            if letter.reader == mine:
                found.append(Came(ref, letter, sender))
            else:
                work.end_job(ref)
        return sorted(found, key=lambda each: (each.letter.wall_ms, each.letter.number))


def _counts(work: UnitOfWork) -> _Counts:
    kept = msgspec.msgpack.decode(work.meta(_COUNTS) or b"\x92\x80\x80", type=tuple[dict[bytes, int], dict[bytes, int]])
    return kept[0], kept[1]


def organisation_names(work: UnitOfWork) -> tuple[bytes, ...]:
    """What names are made with that everybody of the organisation can compute, the newest first."""
    return tuple(key.names for key in _keys(work, roster.verify(work.roster())))


def own_names(bench: Bench, work: UnitOfWork) -> tuple[bytes, ...]:
    """What the names of the own team are made with, the newest first."""
    team = roster.verify(work.roster()).team_of(bench.user)
    return tuple(key.names for key in team_keys(dict(work.rounds.team_keys(team))))


def _keys(work: UnitOfWork, known: Roster) -> tuple[TeamKey, ...]:
    return team_keys(dict(work.rounds.team_keys(known.organisation)))
