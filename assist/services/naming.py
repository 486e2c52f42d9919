# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom somebody named to read a protected case; the list itself is protected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist.changesets import pack_plain
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.compartments import give_keys, know_custodians
from assist.services.scribe import Put, Target
from assist.sync import custodians, roster
from assist.sync.compartments import reader_entity
from assist.views import Changes


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody, and the name colleagues see."""

    user: str
    name: str


class NamingService:
    """Names people for a case and takes them off again; a custodian does, or her worker."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def named(self, case: str) -> list[NamedPerson]:
        """Named people, by the names colleagues see; nobody while the vault is shut."""
        with self._bench.keeper.writing() as work:
            users = _standing(work, bytes.fromhex(case))[2]
        people = [NamedPerson(user.hex(), self._bench.name_of(user)) for user in users]
        return sorted(people, key=lambda person: person.name)

    def nameable(self) -> list[NamedPerson]:
        """Everybody who could be named: people of this team now."""
        with self._bench.keeper.writing() as work:
            known = roster.verify(work.roster())
        people = [NamedPerson(each.user.hex(), each.name)
                  for each in known.people_of(known.team_of(self._bench.user))]
        return sorted(people, key=lambda person: person.name)

    def name_exactly(self, case: str, users: Iterable[str]) -> Changes:
        """These people and nobody else are named from now on; raises what naming and taking off raise."""
        wanted, before = frozenset(users), frozenset(person.user for person in self.named(case))
        for user in sorted(wanted - before):
            self.name_reader(case, user)
        for user in sorted(before - wanted):
            self.unname(case, user)
        return Changes(frozenset({case}), frozenset({"named"}))

    def name_reader(self, case: str, user: str) -> Changes:
        """Somebody may read it from now on, and all that was written. Raises NotAllowed, VaultShut, NotFound."""
        ident, whom = bytes.fromhex(case), bytes.fromhex(user)
        with self._bench.keeper.writing() as work:
            self._require(work, ident)
            known = roster.verify(work.roster())
            if whom not in {each.user for each in known.people_of(known.team_of(self._bench.user))}:
                raise NotFound("team.not_here")
            name_people(self._bench, work, ident, frozenset({whom}))
            self._bench.audit(work, Look("protection.name", ident, whom, protected=True))
            work.commit()
        return self._give(case)

    def unname(self, case: str, user: str) -> Changes:
        """Somebody reads nothing new of it; her laptops are told to drop what they hold where the level says so.

        Raises NotAllowed ``protection.two_named`` when fewer than two would be left at level 3, or she herself.
        """
        ident, whom = bytes.fromhex(case), bytes.fromhex(user)
        with self._bench.keeper.writing() as work:
            self._require(work, ident)
            level, named = _standing(work, ident)[1:]
            if level >= HIDDEN and not are_enough(work, named - {whom}):
                raise NotAllowed("protection.two_named")
            name_people(self._bench, work, ident, frozenset({whom}), holds=False)
            self._bench.audit(work, Look("protection.unname", ident, whom, protected=True))
            work.commit()
        return self._give(case)

    def _give(self, case: str) -> Changes:
        vault = self._bench.ring.vault
        if vault is not None:
            with self._bench.keeper.writing() as work:
                give_keys(self._bench, work, know_custodians(self._bench, work, vault))
                work.commit()
        return Changes(frozenset({case}), frozenset({"named"}))

    def _require(self, work: UnitOfWork, case: bytes) -> None:
        self._bench.book(work, case)
        if not work.vault_open:
            raise VaultShut("vault.shut")
        worker, _level, named = _standing(work, case)
        is_hers = self._bench.user in ({worker} | named)
        if not is_hers and custodians.ROLE not in self._bench.me.roles:
            raise NotAllowed("policy.role")


def name_people(
    bench: Bench, work: UnitOfWork, case: bytes, users: frozenset[bytes], *, holds: bool = True
) -> None:
    """Write down that these people may read it, or may no longer; what is so already is not written again."""
    before = _standing(work, case)[2]
    book = bench.book(work, case)
    puts = []
    for user in sorted(users - before if holds else users & before):
        entity = reader_entity(case, user)
        held = book.entities.get(entity)
        puts.append(Put(entity, wire.READER, wire.NAMED, pack_plain([user, holds]), 4,
                        held.dots(wire.NAMED) if held else ()))
    if puts:
        bench.scribe.write(work, Target(case, book.level), puts)


def hidden_readers(bench: Bench, work: UnitOfWork, case: bytes, given: Iterable[bytes] = ()) -> frozenset[bytes]:
    """Who reads a case at the highest level: named people, whoever raises it, and her worker."""
    worker, _level, named = _standing(work, case)
    return named | {bench.user, *given} | ({worker} if worker is not None else frozenset())


def are_enough(work: UnitOfWork, people: frozenset[bytes]) -> bool:
    """Two at least, unless there is nobody else in the team (ruling 72)."""
    known = roster.verify(work.roster())
    team = {each.user for user in people for each in known.people_of(known.team_of(user))}
    return len(people & team) >= max(1, min(2, len(team)))


def may_hide(bench: Bench, work: UnitOfWork, case: bytes) -> bool:
    """Whether the highest level would leave enough people who can read the case."""
    return work.vault_open and are_enough(work, hidden_readers(bench, work, case))


def _standing(work: UnitOfWork, case: bytes) -> tuple[bytes | None, int, frozenset[bytes]]:
    return work.rounds.protected.standings().get(case, (None, 0, frozenset()))
