# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An organisation of two teams, each with laptops of its own, who came in as anybody does: by invitation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.services.inviting import Wanted
from assist.services.joining import NewMember
from assist.services.syncing import SyncService
from assist.sync import roster
from tests.conftest import NOON, PASSPHRASE
from tests.syncing.laid_down import copied
from tests.syncing.team import Member, MemoryStore, met, returned, settle
from ui.wiring import Door

EVERY_ROLE = ("caseworker", "supervisor", "custodian")


class Newcomer(Member):
    """Somebody who was invited."""

    def __init__(self, folder: Path, name: str, by: Member, wanted: Wanted) -> None:
        self.clock = FixedClock(NOON)
        self.clock.set(datetime.fromtimestamp(by.clock.now_ms() / 1000, UTC))
        self.door = Door(folder / name, self.clock, FOR_TESTS)
        inviting = by.desk.inviting
        made = inviting.invite(wanted)
        waits = self.door.join(self.door.read_invitation(made.file, made.words), NewMember(name, PASSPHRASE, name))
        ref = inviting.read_request(waits.request)
        asked = next(each for each in inviting.open_ones() if each.ref == ref)
        self.desk = self.door.admitted(waits, inviting.admit(ref, asked.compared))
        self.desk.signed.open_vault(PASSPHRASE)
        self.sync = SyncService(self.desk.bench)


@dataclass
class House:
    """Two teams over one store."""

    folder: Path
    first: list[Member]
    second: list[Member] = field(default_factory=list)
    store: MemoryStore = field(default_factory=MemoryStore)

    @property
    def everybody(self) -> list[Member]:
        """Of both teams."""
        return [*self.first, *self.second]

    def entries(self) -> list[bytes]:
        """The list as the first person has it."""
        return self.first[0].roster_entries()

    def known(self) -> roster.Roster:
        """What it says."""
        return roster.verify(self.entries())

    def let_in(self, name: str, roles: Sequence[str] = EVERY_ROLE) -> Member:
        """One more in the second team, invited by the coordinator of the first."""
        ana = self.first[0]
        team = next(row.team for row in ana.desk.teams.all() if not row.is_mine)
        member = Newcomer(self.folder, name, ana, Wanted(name, tuple(roles), team=team))
        self.second.append(member)
        return member

    def close(self) -> None:
        """Everybody goes home."""
        for member in self.everybody:
            member.close()


def house(folder: Path, first: Sequence[str], second: Sequence[str], store: MemoryStore | None = None) -> House:
    """These people in one team, and those in another; everybody has met."""
    if store is not None:
        return _formed(folder, first, second, store)
    people, objects, _told = copied(folder, _forming, tuple(first), tuple(second))
    members, store = returned(folder, people), MemoryStore()
    store.objects = objects
    return House(folder, members[:len(first)], members[len(first):], store)


def _forming(folder: Path, first: Sequence[str], second: Sequence[str]) -> (
        tuple[list[Member], dict[str, bytes], None]):
    made = _formed(folder, first, second, MemoryStore())
    return made.everybody, made.store.objects, None


def _formed(folder: Path, first: Sequence[str], second: Sequence[str], store: MemoryStore) -> House:
    made = House(folder, met(folder, *first), store=store)
    settle(made.first, made.store)
    made.first[0].desk.teams.make("Casa Sur")
    for name in second:
        made.let_in(name)
    meet(made)
    return made


def meet(house: House) -> None:
    """Rounds until nobody has anything new."""
    settle(house.everybody, house.store)
