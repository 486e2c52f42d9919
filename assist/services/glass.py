# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a hidden case in an emergency: asked by one, agreed to by another, said to its readers, for a day.

Whoever asks names a whole code and a reason, and hears the same whether there is such a case or not; so does whoever
agrees. Neither can open it alone, whatever her program does: each holds one share of the key, and two are needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from string import hexdigits

from assist.casebook import Book
from assist.changesets import Op, pack_plain, unpack_plain
from assist.crypto import codes, seal
from assist.crypto import glass as marks
from assist.domain import wire
from assist.domain.protection import GLASS_ASKED_HOURS, two_people_agree
from assist.errors import BadInput, DamagedFile, NotAllowed, NotFound, VaultShut
from assist.glassbook import HeldShare, Opening
from assist.policy import may, require
from assist.ports import UnitOfWork
from assist.rows import RegRow
from assist.services.bench import Bench, Look
from assist.services.glass_opening import VERB, forget_what_is_over
from assist.services.glass_shares import DAY_MS, HOUR_MS, Notice, notices_in, writers_of
from assist.services.scribe import Target
from assist.sync import glass, roster
from assist.sync.chain import Roster
from assist.sync.compartments import reader_id, readers_op
from assist.views import Changes

LONGEST_REASON = 200
MOST_SHARES_GIVEN, REF_SIGNS = 4, 32
NOTICE_DAYS = 7
"""So long My day says that a case was opened."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asks to open the case with this code; whether there is one, this does not say."""

    ref: str
    code: str
    reason: str
    by: str
    by_name: str
    at_ms: int
    until_ms: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class OpenNow:
    """A case this person reads until then because another agreed; ``reason`` is the one she gave."""

    case: str
    code: str
    other_name: str
    until_ms: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the readers of a case are told when two people opened it."""

    case: str
    by_name: str
    other_name: str
    reason: str
    at_ms: int
    until_ms: int


class GlassService:
    """For custodians and supervisors, and for readers what was done. Everything needs the vault open."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- asking -----------------------------------------------------------------------------

    def ask(self, typed: str, reason: str) -> Changes:
        """Ask every other person who could agree; the answer says nothing of whether there is such a case.

        Raises NotAllowed, VaultShut, BadInput ``glass.code`` for what is no whole code, ``policy.reason`` without one.
        """
        require(self._bench.me.roles, glass.ACT)
        code, words = codes.parsed(typed), reason.strip()[:LONGEST_REASON]
        if not code:
            raise BadInput("glass.code")
        if not words:
            raise BadInput("policy.reason")
        with self._bench.keeper.writing() as work:
            known = self._known(work)
            room = glass.new_room()
            work.rounds.protected.put_key(room)
            readers = {reader_id(each.vault_kem_pub) for each in glass.holders_of(known, self._profile)}
            told = _said(wire.GLASS, wire.GLASS_ASKED, [self._bench.user, code, words, self._bench.clock.now_ms()])
            self._write(work, room.case, readers_op(room, readers | {self._bench.ring.reader}), told)
            self._bench.audit(work, Look(f"{VERB}.ask", b"", room.case, reason=words, protected=True))
            work.commit()
        return Changes(frozenset(), frozenset({VERB}))

    def _known(self, work: UnitOfWork) -> Roster:
        if not work.vault_open:
            raise VaultShut("vault.shut")
        return roster.verify(work.roster())

    def _write(self, work: UnitOfWork, room: bytes, *ops: Op) -> None:
        self._bench.scribe.write_protected(work, Target(room), None, ops)

    def others(self) -> int:
        """How many people may do this at all; with fewer than two nobody can."""
        with self._bench.keeper.writing() as work:
            held = glass.holders_of(roster.verify(work.roster()), self._profile)
        return len({each.user for each in held})

    @property
    def _profile(self) -> bytes:
        return self._bench.ring.identity.profile

    # -- agreeing ----------------------------------------------------------------------------

    def waiting(self) -> list[Asked]:
        """What was asked and nobody decided yet, oldest first; nothing for whoever could not agree."""
        if not may(self._bench.me.roles, glass.ACT).ok:
            return []
        with self._bench.keeper.writing() as work:
            if not work.vault_open:
                return []
            known = self._known(work)
            found = [asked for room in work.rounds.protected.glass.rooms(wire.GLASS)
                     if (asked := self._asked(work, known, room)) is not None]
        return sorted(found, key=lambda asked: (asked.at_ms, asked.ref))

    def _asked(self, work: UnitOfWork, known: Roster, room: bytes) -> Asked | None:
        """What stands in a room, as long as it waits for this person."""
        rows, writers = [row for row in work.rows_of(room) if row.etype == wire.GLASS], writers_of(known)
        told = next(_requests(rows, writers), None)
        if told is None or not known.is_active(told[0]) or not may(known.people[told[0]].roles, glass.ACT).ok:
            return None
        by, code, reason, at_ms = told
        until, now = at_ms + GLASS_ASKED_HOURS * HOUR_MS, self._bench.clock.now_ms()
        if until <= now or any(agrees or user == self._bench.user for user, agrees in _answers(rows, writers)):
            return None
        return Asked(room.hex(), code, reason, by.hex(), self._bench.name_of(by), at_ms, until,
                     by == self._bench.user)

    def agree(self, ref: str) -> Changes:
        """Give one's share to whoever asked, and tell the readers; the same is done where there is no such case.

        Raises NotAllowed ``glass.two_people`` for her own request (on record), VaultShut, NotFound.
        """
        with self._bench.keeper.writing() as work:
            known, asked = self._found(work, ref)
            if not two_people_agree(asked.by, self._bench.user.hex()):
                self._bench.audit(work, Look(f"{VERB}.agree", b"", bytes.fromhex(ref), outcome="refused",
                                             protected=True))
                work.commit()
                raise NotAllowed("glass.two_people")
            shares = self._shares(work, known, asked.code)
            self._answer(work, asked, glass.given_to(known, bytes.fromhex(asked.by), bytes.fromhex(ref), shares))
            self._tell(work, asked, shares[0].notices if shares else seal.new_key())
            work.commit()
        return Changes(frozenset(), frozenset({VERB}))

    def decline(self, ref: str) -> Changes:
        """It stays closed as far as this person is asked; another may still agree."""
        with self._bench.keeper.writing() as work:
            _known, asked = self._found(work, ref)
            self._answer(work, asked, [])
            work.commit()
        return Changes(frozenset(), frozenset({VERB}))

    def _found(self, work: UnitOfWork, ref: str) -> tuple[Roster, Asked]:
        require(self._bench.me.roles, glass.ACT)
        known = self._known(work)
        is_ref = len(ref) == REF_SIGNS and not set(ref) - set(hexdigits)
        asked = self._asked(work, known, bytes.fromhex(ref)) if is_ref else None
        if asked is None:
            raise NotFound("glass.no_request")
        return known, asked

    def _shares(self, work: UnitOfWork, known: Roster, code: str) -> list[HeldShare]:
        """Of the newest key; the same question whatever the code."""
        held = work.rounds.protected.glass.shares(marks.tag_of(known.organisation, code))
        return [share for share in held if share[:2] == held[0][:2]][:MOST_SHARES_GIVEN]

    def _answer(self, work: UnitOfWork, asked: Asked, given: list[bytes]) -> None:
        entity = secrets.token_bytes(16)
        ops = [_said(wire.GLASS, wire.GLASS_ANSWERED, [bool(given), self._bench.clock.now_ms()], entity)]
        if given:
            ops.append(_said(wire.GLASS, wire.GLASS_GIVEN, given, entity))
        self._write(work, bytes.fromhex(asked.ref), *ops)
        self._bench.audit(work, Look(f"{VERB}.agree", b"", bytes.fromhex(asked.ref), reason=asked.reason,
                                     outcome="ok" if given else "declined", protected=True))

    def _tell(self, work: UnitOfWork, asked: Asked, notices: bytes) -> None:
        """At once, by whoever agrees: whoever asked could have a program that tells nobody."""
        room, now = glass.notices_room(notices), self._bench.clock.now_ms()
        work.rounds.protected.put_key(room)
        self._write(work, room.case, _said(wire.GLASS_NOTICE, wire.GLASS_TOLD, [
            bytes.fromhex(asked.by), asked.reason, now, now + DAY_MS]))

    # -- what is open, and what was -----------------------------------------------------------

    def open_now(self) -> list[OpenNow]:
        """Cases this person reads for a day, those first that end first."""
        now = self._bench.clock.now_ms()
        with self._bench.keeper.writing() as work:
            writers = writers_of(roster.verify(work.roster()))
            found = [self._as_open(work, writers, each) for each in work.rounds.protected.glass.openings()
                     if not each.is_over and each.until_ms > now]
        return sorted(found, key=lambda each: each.until_ms)

    def _as_open(self, work: UnitOfWork, writers: dict[bytes, bytes], opening: Opening) -> OpenNow:
        asked = next(_requests(list(work.rows_of(opening.room)), writers), (b"", "", "", 0))
        return OpenNow(opening.case.hex(), Book(opening.case, work.rows_of(opening.case)).case.plain(wire.CODE, ""),
                       self._bench.name_of(opening.other), opening.until_ms, asked[2])

    def forget_what_is_over(self) -> Changes:
        """See glass_opening. To be asked before anything is shown."""
        cases = forget_what_is_over(self._bench) if self._bench.keeper.vault_open else frozenset()
        return Changes(frozenset(case.hex() for case in cases), frozenset({VERB}) if cases else frozenset())

    def told_of(self, case: str) -> list[Told]:
        """Every opening of a case, the newest first, for whoever reads it by right."""
        return [told for told in self._told() if told.case == case]

    def told_lately(self) -> list[Told]:
        """Openings of the last week, of every case this person reads, the newest first."""
        since = self._bench.clock.now_ms() - int(timedelta(days=NOTICE_DAYS).total_seconds() * 1000)
        return [told for told in self._told() if told.at_ms >= since]

    def _told(self) -> list[Told]:
        with self._bench.keeper.writing() as work:
            book = work.rounds.protected
            rooms = book.glass.rooms(wire.GLASS_NOTICE)
            if not rooms:
                return []
            writers = writers_of(roster.verify(work.roster()))
            whose = {glass.notices_of(key).case: key.case for key in book.keys(None)
                     if book.glass.given(key.comp, key.epoch) and not book.glass.is_open(key.case)}
            found = [self._as_told(whose[room], notice) for room in rooms if room in whose
                     for notice in notices_in(work.rows_of(room), writers)]
        return sorted(found, key=lambda told: -told.at_ms)

    def _as_told(self, case: bytes, notice: Notice) -> Told:
        return Told(case.hex(), self._bench.name_of(notice.by), self._bench.name_of(notice.other), notice.reason,
                    notice.at_ms, notice.until_ms)


def _said(etype: int, field: int, value: object, entity: bytes = b"") -> Op:
    return Op(wire.OP_CREATE, entity or secrets.token_bytes(16), etype, field, pack_plain(value))


def _requests(rows: list[RegRow], writers: dict[bytes, bytes]) -> Iterator[tuple[bytes, str, str, int]]:
    """Who asks for which code, why and when; nobody asks in another's name."""
    for row in rows:
        if row.field == wire.GLASS_ASKED:
            with suppress(DamagedFile, TypeError, ValueError):
                by, code, reason, at_ms = unpack_plain(row.value)
                if writers.get(row.dot[0]) == bytes(by):
                    yield bytes(by), str(code), str(reason), int(at_ms)


def _answers(rows: list[RegRow], writers: dict[bytes, bytes]) -> Iterator[tuple[bytes, bool]]:
    """Who answered, and whether she agrees."""
    for row in rows:
        if row.field == wire.GLASS_ANSWERED:
            with suppress(DamagedFile, TypeError, ValueError):
                yield writers.get(row.dot[0], b""), bool(unpack_plain(row.value)[0])


