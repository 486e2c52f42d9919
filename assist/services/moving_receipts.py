# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""That another team took a case over: said once that team surely has it, and by more than one, should a laptop be lost.

Whoever took it says so when everything of it has gone to the place of her team, not before: until then nobody else has
it. When her laptop is gone, any colleague who has all of it says the same. It is said to everybody of the other team
who could have asked, so that one of them lets the case go when whoever asked is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from assist.casebook import Book
from assist.domain import wire
from assist.policy import may
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.moving_files import are_ours
from assist.services.post import HOUR_MS, Post
from assist.sync import roster
from assist.sync.arrivals import ACT, ANSWER, Answer
from assist.sync.chain import Roster
from assist.sync.entries import Stream

PATIENCE = timedelta(days=3)
"""So long a laptop may be silent before somebody else does what it was to do."""

AT_LAST = timedelta(days=60)
"""From then on nobody is told anew."""

OWED = "receipt owed"
_TOLD, _LOOKED = "receipt/", "receipts_looked"
_WITH_ALL = 5
"""Parts of what stands in a case about where it came from, since others may say that it came."""


class _Owed(msgspec.Struct, array_like=True, frozen=True):
    ref: bytes
    case: bytes
    team: bytes
    ordinary_n: int
    protected_n: int


class Receipts:
    """For one open profile of whoever takes cases over."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._post = bench, Post(bench)

    def owe(self, work: UnitOfWork, ref: bytes, case: bytes, team: bytes) -> None:
        """It was taken over in this transaction; to be said once it is where the own team finds it."""
        ring = self._bench.ring
        owed = _Owed(ref, case, team, work.top(ring.ordinary_stream), work.top(ring.protected_stream))
        work.put_job(b"owed" + ref, OWED, msgspec.msgpack.encode(owed))

    def give(self) -> None:
        """Say what can be said now."""
        if not may(self._bench.me.roles, ACT).ok:
            return
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
            ready = [(job, owed) for job, owed in self._owed(work) if self._is_with_the_team(work, owed)]
            for job, owed in ready:
                self._tell(work, known, owed.ref, owed.team)
                work.end_job(job)
            is_time = self._is_time(work)
            for ref, team in list(self._of_others(work, known)) if is_time else ():
                self._tell(work, known, ref, team)
            if ready or is_time:
                work.commit()

    def _owed(self, work: UnitOfWork) -> Iterator[tuple[bytes, _Owed]]:
        return ((job, msgspec.msgpack.decode(body, type=_Owed)) for job, kind, body in work.jobs() if kind == OWED)

    def _is_with_the_team(self, work: UnitOfWork, owed: _Owed) -> bool:
        ring, rounds = self._bench.ring, work.rounds
        return (rounds.sent(ring.ordinary_stream).n >= owed.ordinary_n
                and rounds.sent(ring.protected_stream).n >= owed.protected_n
                and not any(case == owed.case for _n, case in rounds.withheld(ring.ordinary_stream))
                and not rounds.waiting() and are_ours(self._bench, work, owed.case))

    def _is_time(self, work: UnitOfWork) -> bool:
        now = self._bench.clock.now_ms()
        if 0 <= now - int.from_bytes(work.meta(_LOOKED) or b"", "big") < HOUR_MS:
            return False
        work.put_meta(_LOOKED, now.to_bytes(8, "big"))
        return True

    def _of_others(self, work: UnitOfWork, known: Roster) -> Iterator[tuple[bytes, bytes]]:
        """Cases that came lately and are here as a whole, of which whoever took them may not have said so."""
        mine, today = self._bench.ring.identity.profile, self._bench.clock.today()
        owed = {each.ref for _job, each in self._owed(work)}
        active = {each.profile for each in known.active_profiles()}
        for case in work.cases_with(wire.CAME_FROM):
            held = Book(case, work.rows_of(case)).case
            came = list(held.plain(wire.CAME_FROM) or ())
            if len(came) < _WITH_ALL or came[2] in owed:
                continue
            day, team, ref, taker, is_sealed_too = came
            since = today - date.fromisoformat(day)
            is_whole = not is_sealed_too or any(row.protected for row in held.fields[wire.CAME_FROM])
            is_whole = is_whole and are_ours(self._bench, work, case)
            if since <= AT_LAST and is_whole and (taker == mine or taker not in active or since >= PATIENCE):
                yield bytes(ref), bytes(team)

    def _tell(self, work: UnitOfWork, known: Roster, ref: bytes, team: bytes) -> None:
        """Everybody there who could have asked and was not told by this profile yet."""
        place = _TOLD + ref.hex()
        told = msgspec.msgpack.decode(work.meta(place) or b"\x90", type=list[bytes])
        fresh = [each for each in entitled(known, team) if each.profile not in told]
        for each in fresh:
            self._post.send(work, each, ANSWER, msgspec.msgpack.encode(Answer(ref, True)))
        if fresh:
            work.put_meta(place, msgspec.msgpack.encode([*told, *(each.profile for each in fresh)]))


def entitled(known: Roster, team: bytes) -> list[Stream]:
    """Profiles of whoever hands cases over and takes them over in a team now."""
    return [each for each in known.members(team) if may(known.people[each.user].roles, ACT).ok]
