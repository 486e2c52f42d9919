# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom somebody named reads a protected case; whom somebody took off reads nothing new and keeps nothing hidden."""

from __future__ import annotations

import pytest

from assist.errors import NotAllowed
from assist.services.closed_grants import key_in
from assist.services.naming import NamingService
from assist.sync.compartments import where
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told


def test_whoever_is_named_reads_what_was_written_before(three: list[Member], store: MemoryStore):
    """Her laptop had it closed all the time; nobody writes anything again."""
    ana, beto, carla = three
    case = told(beto, "Killa", legal_name="Perlunqui")
    settle([beto, ana, carla], store)
    assert "legal_name" not in answers(carla, case)

    beto.desk.naming.name_exactly(case, [carla.desk.me.user])
    for _turn in range(2):
        settle([beto, carla], store)

    assert answers(carla, case)["legal_name"] == "Perlunqui"
    assert [person.user for person in carla.desk.naming.named(case)] == [carla.desk.me.user]


def test_only_a_custodian_or_who_works_with_her_names_people(three: list[Member], store: MemoryStore):
    """Anybody else is refused."""
    ana, beto, carla = three
    case = told(beto, "Killa", legal_name="Perlunqui")
    settle([beto, ana, carla], store)

    with pytest.raises(NotAllowed):
        NamingService(carla.desk.bench).name_reader(case, carla.desk.me.user)
    ana.desk.naming.name_reader(case, carla.desk.me.user)

    assert [person.user for person in ana.desk.naming.named(case)] == [carla.desk.me.user]


@pytest.mark.rule("WP-11")
def test_whoever_is_taken_off_a_hidden_case_keeps_nothing_of_it(three: list[Member], store: MemoryStore):
    """Another key from then on; her vault forgets the case, and what is written later stays closed to her."""
    ana, beto, carla = three
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle([beto, ana, carla], store)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user, carla.desk.me.user])
    for _turn in range(2):
        settle([beto, ana, carla], store)
    assert answers(carla, case)["legal_name"] == "Perlunqui"

    beto.desk.naming.unname(case, carla.desk.me.user)
    for _turn in range(3):
        settle([beto, ana, carla], store)
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, hopes="Olmevante")
    for _turn in range(2):
        settle([beto, ana, carla], store)

    with carla.desk.bench.keeper.writing() as work:
        assert bytes.fromhex(case) not in work.all_cases()
    assert carla.desk.cases.find("Killa") == []
    assert answers(ana, case)["hopes"] == "Olmevante"


@pytest.mark.rule("WP-11")
@pytest.mark.parametrize("late", [False, True])
def test_a_custodian_of_a_case_that_was_hidden_has_no_key_of_it_the_next_morning(
    three: list[Member], store: MemoryStore, late: bool
):
    """Wrapped keys are tried again at every opening; those of a case that left her go with it, and none is taken late.
    Named after all, she reads it."""
    ana, beto, carla = three
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle([beto, ana, carla], store)
    with ana.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.keys(bytes.fromhex(case))
        grants = work.rounds.erasures.all_grants()
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    for _turn in range(3):
        settle([beto, ana, carla], store)

    if late:
        with ana.desk.bench.keeper.writing() as work:
            for grant in grants:
                work.rounds.protected.leave_grant(grant)
            work.commit()
    ana.reopen()
    ana.round(store)

    vault = ana.desk.bench.ring.vault
    assert vault is not None
    with ana.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.keys(bytes.fromhex(case)) == []
        assert bytes.fromhex(case) not in work.all_cases()
        held = [key_in(vault.open_closed_grant(where(each.stream, each.seq), each.content))
                for each in work.rounds.erasures.all_grants()]
    assert late or not [key for key in held if key is not None and key.case == bytes.fromhex(case)]

    beto.desk.naming.name_reader(case, ana.desk.me.user)
    for _turn in range(2):
        settle([beto, ana, carla], store)
    assert answers(ana, case) == {"hopes": "Zarquintela", "legal_name": "Perlunqui"}


def test_two_must_be_left_at_the_highest_level(three: list[Member], store: MemoryStore):
    """Neither raised nor taken off below that, where there are colleagues (ruling 72)."""
    ana, beto, _carla = three
    case = told(beto, "Killa", hopes="Zarquintela")
    with pytest.raises(NotAllowed) as alone:
        beto.desk.protection.set_level(case, 3)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    with pytest.raises(NotAllowed) as left:
        beto.desk.naming.unname(case, ana.desk.me.user)

    assert alone.value.code == left.value.code == "protection.two_named"
    assert beto.desk.cases.header(case).level == 3


def test_a_worker_without_the_role_holds_no_key_of_the_custodians(three: list[Member]):
    """One pair for all custodians; its private half is with them and with nobody else."""
    ana, beto, _carla = three
    assert ana.desk.bench.ring.vault is not None
    assert beto.desk.bench.ring.vault is not None
    for member in three:
        member.desk.signed.shut_vault()
        member.desk.signed.open_vault("casa lunes verde trigo nube farol")

    assert set(ana.desk.bench.ring.vault.custodian_keys) == {1}
    assert beto.desk.bench.ring.vault.custodian_keys == {}
