# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several people of one organisation, each with a profile of her own on a disk, who meet over a store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.domain import wire
from assist.errors import NameTaken
from assist.practice import fill
from assist.rows import RegRow
from assist.services.profile_rows import kept_identity
from assist.services.profiles import NewProfile
from assist.services.syncing import RoundResult, SyncService
from assist.sync import roster
from tests.conftest import NOON, PASSPHRASE
from tests.syncing.laid_down import Person, copied
from ui.wiring import Door

MINUTE = 60


class MemoryStore:
    """A store that can be looked into and harmed; the real ones have a suite of their own."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.calls = 0

    def put(self, name: str, content: bytes) -> None:
        """See ports.Store."""
        if self.objects.setdefault(name, content) != content:
            raise NameTaken("store.taken")

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        self.calls += 1
        return self.objects.get(name)

    def list(self, prefix: str) -> frozenset[str]:
        """See ports.Store."""
        return frozenset(name for name in self.objects if name.startswith(prefix))

    def delete(self, name: str) -> None:
        """See ports.Store."""
        self.objects.pop(name, None)


class Member:
    """One person at her own laptop."""

    def __init__(self, folder: Path, name: str) -> None:
        self.clock = FixedClock(NOON)
        self.door = Door(folder / name, self.clock, FOR_TESTS)
        self.desk: Desk = self.door.found(NewProfile("Casa Prueba", name, PASSPHRASE))
        self.sync = SyncService(self.desk.bench)

    def join(self, founder: Member, as_person: Member | None = None) -> None:
        """Into the organisation of somebody else, by the same entries that an invitation ends in.

        ``as_person``: this is a second laptop of somebody who is in it already.
        """
        with founder.desk.bench.keeper.writing() as work:
            entries, grant = work.roster(), roster.TeamGrant(*work.team_key())
        with self.desk.bench.keeper.writing() as work:
            mine = roster.verify(work.roster())
            identity = kept_identity(work)
        me, stream = mine.people[identity.user], mine.streams[identity.profile]
        if as_person is not None:
            stream = msgspec.structs.replace(stream, user=as_person.desk.bench.user)
        newcomer = roster.Newcomer(
            roster.User(stream.user, me.ed_pub, me.name, ("caseworker",), (grant.team,)), stream)
        added = roster.admit(entries, founder.as_admin(), newcomer, grant, self.clock.now_ms())
        grants = roster.granted([*entries, *added], identity.profile, self.desk.signed._secret.kem)
        for member in (founder, self):
            member.know([*entries, *added], grants if member is self else ())
        with self.desk.bench.keeper.writing() as work:
            work.put_meta("identity", msgspec.msgpack.encode(
                (stream.user, identity.profile, identity.ordinary_stream, identity.protected_stream)))
            work.commit()
        self.reopen()

    def reopen(self) -> None:
        """Out and in again, with the vault: as the list of people says it now."""
        name = self.desk.signed.sign_in_name
        self.desk.close()
        self.desk = self.door.sign_in(name, PASSPHRASE)
        self.desk.signed.open_vault(PASSPHRASE)
        self.sync = SyncService(self.desk.bench)

    def as_admin(self) -> roster.Founder:
        """Herself, able to sign entries."""
        with self.desk.bench.keeper.writing() as work:
            mine, identity = roster.verify(work.roster()), kept_identity(work)
        stream = mine.streams[identity.profile]
        return roster.Founder(
            identity.user, identity.profile, identity.ordinary_stream, identity.protected_stream, "", stream.laptop,
            self.desk.bench.ring._signing, stream.kem_pub, stream.vault_kem_pub)

    def know(self, entries: list[bytes], grants: tuple[roster.TeamGrant, ...]) -> None:
        """Take over a longer roster, and the team keys in it."""
        with self.desk.bench.keeper.writing() as work:
            run = work.case.connection.exec_driver_sql  # type: ignore[attr-defined]
            run("DELETE FROM roster")
            for n, entry in enumerate(entries, 1):
                work.put_roster(n, entry, roster.digest(entry))
            if grants:
                run("DELETE FROM team_key")
            for grant in grants:
                work.put_team_key(grant.team, grant.epoch, grant.key)
            work.commit()

    def roster_entries(self) -> list[bytes]:
        """The list of people as she has it."""
        with self.desk.bench.keeper.writing() as work:
            return work.roster()

    # -- a day's work ------------------------------------------------------------------

    def save(self, form: str, case: str = "", record: str = "", **answers: Any) -> tuple[str, str]:
        """Fill in a form; the case and the record."""
        opening = self.desk.records.open(form, case, record)
        fill(opening, answers)
        saved = self.desk.records.save(opening)
        return saved.case, saved.record

    def first_contact(self, name: str) -> str:
        """Somebody new."""
        return self.save("F01", chosen_name=name, may_keep_note="yes")[0]

    def round(self, store: Any, seconds: int = 2 * MINUTE) -> RoundResult:
        """Meet, two minutes later than before."""
        self.clock.set(datetime.fromtimestamp(self.clock.now_ms() / 1000 + seconds, UTC))
        return self.sync.round(store)

    def registers(self, case: str) -> frozenset[tuple[object, ...]]:
        """Every live value of a case: what two laptops must hold alike."""
        with self.desk.bench.keeper.writing() as work:
            rows: list[RegRow] = work.ordinary_rows(bytes.fromhex(case))
        return frozenset((row.entity, row.etype, row.field, row.dot, row.hlc, row.value) for row in rows)

    def protected(self, case: str) -> frozenset[tuple[object, ...]]:
        """Every live value of a case in the vault, twins' references aside: what two readers must hold alike."""
        with self.desk.bench.keeper.writing() as work:
            rows: list[RegRow] = [row for row in work.rows_of(bytes.fromhex(case)) if row.protected]
        return frozenset((row.entity, row.field, row.dot, row.value) for row in rows if row.field != wire.ORIGINAL)

    def everything(self) -> dict[str, frozenset[tuple[object, ...]]]:
        """Of every case."""
        with self.desk.bench.keeper.writing() as work:
            cases = [case.hex() for case in work.all_cases()]
        return {case: held for case in sorted(cases) if (held := self.registers(case))}

    def close(self) -> None:
        """Go home."""
        self.desk.close()
        self.door.leave()


class Returned(Member):
    """Somebody whose files were laid down before."""

    def __init__(self, folder: Path, person: Person) -> None:
        self.clock = FixedClock(person.now)
        self.door = Door(folder / person.folder, self.clock, FOR_TESTS)
        self.desk = self.door.sign_in(person.name, PASSPHRASE)
        if person.vault_open:
            self.desk.signed.open_vault(PASSPHRASE)
        self.sync = SyncService(self.desk.bench)


def returned(folder: Path, people: Iterable[Person]) -> list[Member]:
    """All of them, signed in."""
    return [Returned(folder, person) for person in people]


def met(folder: Path, *called: str) -> list[Member]:
    """The first founded the organisation, the others joined it one after the other, and all know all."""
    people, _objects, _told = copied(folder, _meeting, *called)
    return returned(folder, people)


def _meeting(folder: Path, *called: str) -> tuple[list[Member], dict[str, bytes], None]:
    members = [Member(folder, name) for name in called]
    for member in members[1:]:
        member.join(members[0])
    with members[0].desk.bench.keeper.writing() as work:
        entries = work.roster()
    for member in members[1:]:
        member.know(entries, ())
    return members, {}, None


def settle(members: list[Member], store: Any) -> None:
    """Rounds until nobody has anything new."""
    for _turn in range(2):
        for member in members:
            member.round(store)

