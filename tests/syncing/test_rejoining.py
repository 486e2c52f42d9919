# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brought back from a backup: she works on at once; what she writes reaches others once a coordinator agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.crypto import sign
from assist.crypto.kdf import FOR_TESTS
from assist.services import rejoining
from assist.services.rosters import RosterService
from assist.services.syncing import SyncService
from assist.sync import roster
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member, MemoryStore
from ui.wiring import Door

HOUR = 3600


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Member, Member, MemoryStore]:
    ana, beto, store = Member(tmp_path, "Ana"), Member(tmp_path, "Beto"), MemoryStore()
    beto.join(ana)
    for member in (ana, beto, ana):
        member.round(store)
    return ana, beto, store


def brought_back(member: Member, folder: Path) -> None:
    """The laptop broke; the backup of this morning is opened on another."""
    file = member.desk.backups.make(folder / "backup.amparo")
    member.desk.close()
    member.door.leave()
    member.desk = Door(folder / "again", member.clock, FOR_TESTS).restore(file, "Beto", PASSPHRASE)
    member.sync = SyncService(member.desk.bench)


def test_she_goes_on_at_once_and_is_heard_once_a_coordinator_agrees(pair, tmp_path):
    ana, beto, store = pair
    early = beto.first_contact("Irma")
    beto.round(store)
    brought_back(beto, tmp_path)
    late = beto.first_contact("Noemí")
    assert beto.round(store).made == 0
    ana.round(store, 2 * HOUR)
    assert [len(ana.desk.cases.rows_of([case])) for case in (early, late)] == [1, 0]
    (asked,) = RosterService(ana.desk.bench).proposals()
    assert (asked.about, asked.is_mine) == (beto.desk.me.user, False)
    assert [row.sentence for row in ana.desk.people.proposals()] == ["Let {name} go on from a backup"]

    RosterService(ana.desk.bench).agree(asked.ref)
    for member in (ana, beto, ana):
        member.round(store)

    assert ana.desk.cases.rows_of([late])
    assert RosterService(ana.desk.bench).proposals() == []
    known = roster.verify(entries(ana))
    assert len(known.active_profiles(bytes.fromhex(beto.desk.me.user))) == 2


def test_nobody_is_let_in_who_does_not_hold_the_key_of_the_profile_it_was(pair):
    ana, beto, _store = pair
    with beto.desk.bench.keeper.writing() as work:
        known = roster.verify(work.roster())
        (stream,) = known.active_profiles(bytes.fromhex(beto.desk.me.user))
    other = sign.SigningKey(bytes(range(32)))
    forged = rejoining.request(
        roster.Stream(b"x" * 16, stream.user, b"o" * 16, b"p" * 16, other.public, stream.kem_pub, stream.vault_kem_pub,
                      ""), other)
    with ana.desk.bench.keeper.writing() as work:
        work.put_job(b"j" * 16, rejoining.REJOIN, forged)
        assert rejoining.waiting(work) == []


def test_who_left_is_not_let_on(pair, tmp_path):
    ana, beto, store = pair
    brought_back(beto, tmp_path)
    beto.round(store)
    ana.round(store, 2 * HOUR)
    (asked,) = RosterService(ana.desk.bench).proposals()
    RosterService(ana.desk.bench).revoke_person(beto.desk.me.user)
    assert asked.ref not in {each.ref for each in RosterService(ana.desk.bench).proposals()}


def test_a_coordinator_goes_on_by_herself(pair, tmp_path):
    ana, beto, store = pair
    file = ana.desk.backups.make(tmp_path / "a.amparo")
    ana.desk.close()
    ana.door.leave()
    ana.desk = Door(tmp_path / "again", ana.clock, FOR_TESTS).restore(file, "Ana", PASSPHRASE)
    ana.sync = SyncService(ana.desk.bench)
    case = ana.first_contact("Killa")
    for member in (ana, beto):
        member.round(store)
    assert beto.desk.cases.rows_of([case])


def entries(member: Member) -> list[bytes]:
    with member.desk.bench.keeper.writing() as work:
        return work.roster()
