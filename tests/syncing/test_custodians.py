# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who becomes custodian later reads what custodians read, as soon as a coordinator opened her vault."""

from __future__ import annotations

from assist.services.rosters import RosterService
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told


def opened_again(member: Member) -> None:
    """Her vault, shut and opened with the passphrase."""
    member.desk.signed.shut_vault()
    member.desk.signed.open_vault(PASSPHRASE)


def test_a_new_custodian_gets_the_keys_when_a_coordinator_opens_her_vault(three: list[Member], store: MemoryStore):
    """What was written before is there too; nobody writes anything again, and nobody else gets a key."""
    ana, beto, carla = three
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle(three, store)
    assert "legal_name" not in answers(carla, case)
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["custodian"])
    settle([carla, beto], store)
    assert "legal_name" not in answers(carla, case)

    opened_again(ana)
    settle([ana, carla], store)
    opened_again(carla)
    settle([ana, carla], store)

    assert answers(carla, case)["legal_name"] == "Perlunqui"
    assert carla.desk.bench.ring.vault is not None
    assert set(carla.desk.bench.ring.vault.custodian_keys) == {1}
    assert beto.desk.bench.ring.vault is not None
    assert beto.desk.bench.ring.vault.custodian_keys == {}


def test_who_is_custodian_no_longer_reads_nothing_that_is_written_later(three: list[Member], store: MemoryStore):
    """There is another pair, and another key of each compartment."""
    ana, beto, carla = three
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["custodian"])
    opened_again(ana)
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    for _turn in range(2):
        settle(three, store)
    opened_again(carla)
    settle(three, store)
    assert answers(carla, case)["legal_name"] == "Perlunqui"
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["caseworker"])
    opened_again(ana)
    for _turn in range(2):
        settle(three, store)

    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, legal_name="Olmevante")
    for _turn in range(3):
        settle(three, store)

    assert answers(ana, case)["legal_name"] == "Olmevante"
    assert answers(carla, case).get("legal_name") != "Olmevante"
