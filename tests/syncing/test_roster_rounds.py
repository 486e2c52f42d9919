# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people and laptops over a store: who leaves finds nothing new, and nobody becomes what she may not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from assist.crypto import labels, seal
from assist.errors import BadInput, DamagedFile, NotAllowed
from assist.services.rosters import RosterService, held_keys
from assist.services.syncing import SyncService
from assist.sync import bundles, names, roster
from assist.sync import entries as wire
from assist.sync.roster_objects import ListKeys, name_of, shelved
from assist.sync.teams import list_keys
from tests.syncing.team import Member, MemoryStore


@pytest.fixture
def three(tmp_path: Path) -> tuple[Member, Member, Member]:
    ana, beto, carla = (Member(tmp_path, name) for name in ("Ana", "Beto", "Carla"))
    beto.join(ana)
    carla.join(ana)
    beto.know(entries_of(ana), ())
    return ana, beto, carla


def entries_of(member: Member) -> list[bytes]:
    with member.desk.bench.keeper.writing() as work:
        return work.roster()


def lists(member: Member) -> RosterService:
    return RosterService(member.desk.bench)


def test_an_entry_reaches_every_laptop_and_the_store_learns_nothing_of_it(three):
    ana, beto, carla = three
    store = MemoryStore()
    lists(ana).set_roles(beto.desk.me.user, ["caseworker", "supervisor"])
    for member in (ana, beto, carla):
        member.round(store)
    assert entries_of(ana) == entries_of(beto) == entries_of(carla)
    assert "supervisor" in beto.desk.me.roles
    assert {len(content) for content in store.objects.values()} <= {4096, 8192}
    assert not any(b"Beto" in content or b"supervisor" in content for content in store.objects.values())


def test_who_left_finds_and_reads_nothing_new(three):
    ana, beto, carla = three
    store = MemoryStore()
    for member in (ana, beto, carla, ana, beto):
        member.round(store)
    old_keys = [key for _epoch, key in keys_of(beto)]
    before = set(store.objects)
    lists(ana).revoke_person(beto.desk.me.user)
    case = ana.first_contact("Noemí")
    ana.round(store)
    carla.round(store)
    assert carla.desk.cases.rows_of([case])
    ana.round(store)
    beto.round(store)
    assert not beto.desk.cases.rows_of([case])
    # The entry that says so and the one with the new key are the last that he can find.
    fresh = set(store.objects) - before
    computed = {
        name for key in old_keys for name in all_names(names.name_key(key), entries_of(ana), ana)}
    opened = {name for name in fresh & computed if opens(name, store.objects[name], old_keys)}
    assert len(opened) == 2
    assert roster.verify(entries_of(beto)).is_active(bytes.fromhex(beto.desk.me.user)) is False
    assert keys_of(beto) == [(1, old_keys[0])]
    assert len(keys_of(carla)) == 2


def test_what_is_written_after_leaving_does_not_count(three):
    ana, beto, carla = three
    store = MemoryStore()
    early = beto.first_contact("Irma")
    for member in (beto, ana, carla, beto):
        member.round(store)
    lists(ana).revoke_person(beto.desk.me.user)
    ana.round(store)
    late = beto.first_contact("Zoe")
    beto.clock.set(datetime.fromtimestamp(beto.clock.now_ms() / 1000 + 3600, UTC))
    assert beto.sync.publish()  # before he hears of it; a program that was altered goes on for ever
    beto.sync.carry_out(store)
    beto.round(store)
    for member in (ana, carla, ana, carla):
        member.round(store)
    for member in (ana, carla):
        assert member.desk.cases.rows_of([early])
        assert not member.desk.cases.rows_of([late])
        assert "left" in {trouble.kind for trouble in member.sync.troubles()}


def test_a_lost_laptop_is_shut_out_by_its_own_person(tmp_path):
    ana, beto, second = (Member(tmp_path, name) for name in ("Ana", "Beto", "Beto 2"))
    beto.join(ana)
    second.join(ana, as_person=beto)
    store = MemoryStore()
    for member in (ana, beto, second, ana, beto, second):
        member.round(store)
    lists(beto).revoke_laptop(second.desk.bench.ring.identity.profile.hex())
    for member in (beto, ana, second, beto):
        member.round(store)
    known = roster.verify(entries_of(ana))
    assert known.is_active(bytes.fromhex(beto.desk.me.user))
    assert [each.profile for each in known.active_profiles(bytes.fromhex(beto.desk.me.user))] == [
        beto.desk.bench.ring.identity.profile]
    assert len(keys_of(beto)) == len(keys_of(ana)) == 2
    assert len(keys_of(second)) == 1
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        lists(beto).revoke_laptop(ana.desk.bench.ring.identity.profile.hex())


def test_the_last_coordinator_can_neither_leave_nor_stop_being_one(three):
    ana, *_ = three
    for act in (lambda: lists(ana).revoke_person(ana.desk.me.user),
                lambda: lists(ana).set_roles(ana.desk.me.user, ["caseworker"])):
        with pytest.raises(NotAllowed, match=r"team\.last_coordinator"):
            act()


def test_nobody_promotes_himself(three):
    _ana, beto, _carla = three
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        lists(beto).set_roles(beto.desk.me.user, ["coordinator"])
    promoted = (wire.ROLES_SET, wire.Roles(bytes.fromhex(beto.desk.me.user), ("coordinator",)))
    by = beto.desk.bench.ring.signer(beto.clock.now_ms())
    with pytest.raises(DamagedFile, match=r"roster\.broken"):
        roster.appended(entries_of(beto), by, [promoted])


def test_a_forged_entry_in_the_store_is_refused_and_said(three):
    ana, beto, _carla = three
    store = MemoryStore()
    for member in (ana, beto):
        member.round(store)
    entries = entries_of(beto)
    promoted = wire.Roles(bytes.fromhex(beto.desk.me.user), ("coordinator",))
    forged = roster.proposed(entries, beto.desk.bench.ring.signer(beto.clock.now_ms()), (wire.ROLES_SET, promoted))
    put_entry(beto, store, [*entries, forged])
    ana.round(store)
    assert entries_of(ana) == entries
    assert {(each.kind, each.stream) for each in ana.sync.troubles()} == {("refused", bytes(16))}


def test_from_three_coordinators_on_weighty_entries_take_two(tmp_path):
    ana, beto, carla, dora = (Member(tmp_path, name) for name in ("Ana", "Beto", "Carla", "Dora"))
    for member in (beto, carla, dora):
        member.join(ana)
    for member in (beto, carla):
        assert lists(ana).set_roles(member.desk.me.user, ["caseworker", "coordinator"])
    store = MemoryStore()
    for member in (ana, beto, carla, dora, ana, beto):
        member.round(store)
    assert not lists(beto).revoke_person(dora.desk.me.user)
    assert roster.verify(entries_of(beto)).is_active(bytes.fromhex(dora.desk.me.user))
    (asked,) = lists(beto).proposals()
    assert asked.is_mine
    with pytest.raises(BadInput, match=r"team\.same_person"):
        lists(beto).agree(asked.ref)
    for member in (beto, carla):
        member.round(store)
    (waiting,) = lists(carla).proposals()
    assert (waiting.about, waiting.by, waiting.is_mine) == (dora.desk.me.user, beto.desk.me.user, False)
    lists(carla).agree(waiting.ref)
    for member in (carla, ana, beto):
        member.round(store)
    assert not roster.verify(entries_of(ana)).is_active(bytes.fromhex(dora.desk.me.user))
    assert lists(beto).proposals() == lists(carla).proposals() == []
    assert entries_of(ana) == entries_of(beto) == entries_of(carla)


def test_two_coordinators_who_changed_the_list_apart_end_with_one_list_and_both_changes(three):
    ana, beto, carla = three
    lists(ana).set_roles(beto.desk.me.user, ["caseworker", "coordinator"])
    store, other = MemoryStore(), MemoryStore()
    for member in (ana, beto, carla):
        member.round(store)
    lists(ana).set_roles(carla.desk.me.user, ["caseworker", "legal"])
    lists(beto).set_policy({"vault_minutes": 3})
    ana.round(store)
    beto.round(other)  # by the stick, far from the others
    case = beto.first_contact("Irma")
    for member in (beto, ana, carla, beto, ana, carla, beto, ana):
        member.round(store)
    assert entries_of(ana) == entries_of(beto) == entries_of(carla)
    known = roster.verify(entries_of(ana))
    assert known.people[bytes.fromhex(carla.desk.me.user)].roles == ("caseworker", "legal")
    assert known.policy == {"vault_minutes": 3}
    assert ana.desk.cases.rows_of([case])


def test_a_store_that_forgot_the_list_gets_it_back_from_anybody(three):
    ana, beto, _carla = three
    store = MemoryStore()
    for member in (ana, beto):
        member.round(store)
    kept = dict(store.objects)
    store.objects.clear()
    SyncService(beto.desk.bench).round(store)
    for n in range(1, len(entries_of(ana)) + 1):
        name = entry_name(beto, entries_of(beto), n)
        assert store.objects[name] == kept[name]


# -- ways of looking ------------------------------------------------------------------------


def keys_of(member: Member) -> list[tuple[int, bytes]]:
    with member.desk.bench.keeper.writing() as work:
        return work.rounds.team_keys(work.team_key()[0])


def entry_name(member: Member, entries: list[bytes], n: int) -> str:
    return name_of(entries, list_keys_of(member), n)[0]


def list_keys_of(member: Member) -> ListKeys:
    with member.desk.bench.keeper.writing() as work:
        known = roster.verify(work.roster())
        return list_keys(known, held_keys(work, known))


def put_entry(member: Member, store: MemoryStore, entries: list[bytes]) -> None:
    made = shelved(entries, list_keys_of(member), len(entries))
    store.put(made.name, made.content)


def all_names(key: bytes, entries: list[bytes], member: Member) -> list[str]:
    """Every name that can be computed with a key of names."""
    streams = [stream for each in roster.verify(entries).streams.values()
               for stream in (each.ordinary, each.protected)]
    return [*(names.roster_name(key, n) for n in range(1, 200)),
            *(names.bundle_name(key, stream, n) for stream in streams for n in range(1, 200)),
            *(names.snapshot_name(key, stream, n) for stream in streams for n in range(1, 50))]


def opens(name: str, content: bytes, keys: list[bytes]) -> bool:
    for key in keys:
        for label in (labels.ROSTER, labels.BUNDLE):
            try:
                seal.unseal(key, label, name.encode("ascii"), content)
            except DamagedFile:
                continue
            return True
    return False


def test_the_bytes_of_an_entry_are_the_same_whoever_puts_it(three):
    ana, beto, _carla = three
    assert bundles.SMALLEST == 4096
    a, b = MemoryStore(), MemoryStore()
    put_entry(ana, a, entries_of(ana))
    put_entry(beto, b, entries_of(ana))
    assert a.objects == b.objects
    assert msgspec.msgpack.decode(entries_of(ana)[-1])


def test_who_was_taken_out_is_told_so_on_her_own_laptop(three):
    ana, beto, _carla = three
    store = MemoryStore()
    for member in (ana, beto, ana):
        member.round(store)
    assert beto.desk.hearing.troubles() == []
    lists(ana).revoke_person(beto.desk.me.user)
    for member in (ana, beto):
        member.round(store)
    assert [row.kind for row in beto.desk.hearing.troubles()] == ["out"]
    assert ana.desk.hearing.troubles() == []
