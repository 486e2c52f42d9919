# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Raising protection: rows change database under a seal and nothing stays behind (ruling 69)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assist.changesets import Op, pack_plain
from assist.compartmentbook import CompartmentKey
from assist.domain import wire
from assist.domain.protection import HIDDEN, THREAT_LEVEL
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.clearing import snapshot_soon
from assist.services.compartments import names_of, send_order, tell_all
from assist.services.naming import are_enough, hidden_readers, name_people
from assist.services.ordering import TRACES, leave_no_trace
from assist.services.scribe import Put, Target
from assist.services.withdrawing import Withdrawal, level_of
from assist.sync import roster
from assist.sync.compartments import (
    Standing,
    former_op,
    new_compartment,
    next_epoch,
    purge_mark,
    readers_of,
    readers_op,
)
from assist.views import Changes

__all__ = ["RAISE_DUE", "ProtectionService", "level_of"]

RAISE_DUE = "raise due"
"""A save raised a case and what it protects has not moved yet; the job is named by the case."""


@dataclass(frozen=True, slots=True)
class NamedLaptop:
    """A colleague's laptop, by the names that people know."""

    name: str
    laptop: str


@dataclass(frozen=True, slots=True)
class Removal:
    """``done`` of ``of`` other laptops hold nothing any more; none when nothing was ever sent to them."""

    done: int
    of: int
    missing: tuple[NamedLaptop, ...]


class ProtectionService:
    """Raise at once, alone; lower and release only with a second person."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- raising ------------------------------------------------------------------------

    def raise_case(self, case: bytes, level: int, *, settle: bool = True) -> Changes:
        """Move what the new level protects behind the seal, then empty every trace.

        ``settle`` is false only while many invented cases are raised one after the other.

        The cleaning is recorded with the move and taken up again after a crash. Level 3 needs the vault open, so
        that the case does not vanish from its own worker (ruling 58).
        """
        if level == HIDDEN and not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        with self._bench.keeper.writing() as work:
            ref = self._raise(work, case, level, hidden_readers(self._bench, work, case))
            work.commit()
        if settle:
            self._finish([ref])
        return Changes(frozenset({case.hex()}), frozenset({"level"}))

    def settle(self) -> None:
        """Finish every raise that was not: write-ahead files, freed pages, older backups."""
        with self._bench.keeper.writing() as work:
            refs = [ref for ref, kind, _ in work.jobs() if kind == TRACES]
        if refs:
            self._finish(refs)

    def resume(self) -> None:
        """Take up what a crash interrupted: a raise between the save and the move, or before the cleaning."""
        with self._bench.keeper.writing() as work:
            due = [(ref, body[0]) for ref, kind, body in work.jobs() if kind == RAISE_DUE]
            is_open = work.vault_open
        for case, level in due:
            if level < HIDDEN or is_open:
                self.raise_case(case, level, settle=False)
        self.settle()

    def _finish(self, refs: Sequence[bytes]) -> None:
        leave_no_trace(self._bench, refs)

    def _raise(self, work: UnitOfWork, case: bytes, level: int, named: frozenset[bytes]) -> bytes:
        ref = secrets.token_bytes(16)
        work.put_job(ref, TRACES, b"")
        work.end_job(case)
        self._bench.audit(work, Look("protection.raise", case, protected=True))
        self._move(work, case, level, named)
        return ref

    def _move(self, work: UnitOfWork, case: bytes, level: int, named: frozenset[bytes]) -> None:
        """What the level protects goes behind the seal; whoever holds it elsewhere is told.

        At the highest level another key is made, for named people alone. What somebody wrote under the case's
        ordinary key and had not sent still comes: readers keep that key where only they find it.
        """
        ordinary = next((held for held in work.rounds.case_keys() if held.case == case), None)
        extra: list[Op] = []
        key = None
        if level >= HIDDEN:
            name_people(self._bench, work, case, named)
            key = self._next_key(work, case)
            readers = readers_of(Standing(None, level, named), roster.verify(work.roster()))
            extra.append(readers_op(key, {self._bench.ring.reader, *readers}))
            snapshot_soon(work, self._bench.ring.protected_stream)
            if ordinary is not None:
                extra.append(former_op(case, ordinary.epoch, ordinary.key))
        Withdrawal(self._bench, work, case, level).seal(extra)
        if key is not None and key.epoch > 1:  # what two people need, should they open it in an emergency
            tell_all(self._bench, work, case)
        if ordinary is not None and ordinary.is_sent:
            send_order(self._bench, work, ordinary.key, (level, key))

    def _next_key(self, work: UnitOfWork, case: bytes) -> CompartmentKey:
        held = work.compartment(case)
        key = new_compartment(case) if held is None else next_epoch(CompartmentKey(case, *held))
        work.rounds.protected.put_key(key)
        return key

    def set_level(self, case: str, level: int, named: Iterable[str] = ()) -> Changes:
        """Raise the level of a case; lowering is refused, it takes two people (WP-06).

        At level 3 ``named`` people read it, with whoever raises it and her worker. Raises NotAllowed
        ``protection.two_named`` where there are colleagues and fewer than two would (ruling 72).
        """
        ident = bytes.fromhex(case)
        require(self._bench.me.roles, "protection.raise")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if level < book.level:
                self._refuse(work, ident, "protection.lower", "protection.two_people")
            if level == book.level:
                return Changes()
            people = hidden_readers(self._bench, work, ident, map(bytes.fromhex, named))
            if level == HIDDEN:
                if not work.vault_open:
                    raise VaultShut("vault.shut")
                if not are_enough(work, people):
                    raise NotAllowed("protection.two_named")
            put = Put(ident, wire.CASE, wire.LEVEL, pack_plain(level), 1, book.case.dots(wire.LEVEL))
            self._bench.scribe.write(work, Target(ident, book.level, (book.newest_stamp,)), [put])
            ref = self._raise(work, ident, level, people)
            work.commit()
        self._finish([ref])
        return Changes(frozenset({case}), frozenset({"level"}))

    # -- what became of it ------------------------------------------------------------------

    def removal(self, case: str) -> Removal:
        """How many other laptops said that nothing is left of what the level hides; which were not heard from."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            level = self._bench.book(work, ident).level
            held = work.case_key(ident)
            former = [key for _case, _epoch, key in work.rounds.protected.former_keys(ident)]
            marks = {purge_mark(key) for key in ([held[1]] if held else []) + former}
            asked = any(order.mark in marks for order in work.rounds.protected.orders())
            done = {stream for mark in marks for told, stream, _ms in work.rounds.protected.done(mark)
                    if told >= level}
            known = roster.verify(work.roster())
        own = self._bench.ring.ordinary_stream
        team = known.members(known.team_of(self._bench.user))
        others = [each for each in team if each.ordinary != own] if asked else []
        missing = [NamedLaptop(known.people[each.user].name, each.laptop) for each in others
                   if each.ordinary not in done]
        return Removal(len(others) - len(missing), len(others), tuple(missing))

    def could_read(self, case: str) -> list[str]:
        """Whoever had been able to read what the next level hides: to be said before and after a raise."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            level = self._bench.book(work, ident).level
            known = roster.verify(work.roster())
            if level < THREAT_LEVEL:
                return sorted(each.name for each in known.people_of(known.team_of(self._bench.user)))
            readers = frozenset[bytes]().union(
                *(each.readers for each in work.rounds.protected.compartments() if each.case == ident))
            return names_of(known, readers)

    # -- what takes two ---------------------------------------------------------------------

    def release_hold(self, case: str) -> Changes:
        """Lifting a hold takes two people: one alone is refused, and the refusal is on record."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if not book.hold:
                raise NotFound("protection.no_hold")
            self._refuse(work, ident, "protection.release", "protection.two_people")
        return Changes()

    def _refuse(self, work: UnitOfWork, case: bytes, verb: str, code: str) -> None:
        self._bench.audit(work, Look(verb, case, outcome="refused", protected=True))
        work.commit()
        raise NotAllowed(code)
