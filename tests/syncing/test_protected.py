# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protected work between people: whoever may read it does, on whichever laptop, and nobody else learns a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from assist.changesets import decode
from assist.errors import NotAllowed, NotFound
from assist.rows import READABLE, LogRow
from tests.conftest import NOON, PASSPHRASE
from tests.services.test_protection import everything_in
from tests.syncing.team import Member, MemoryStore, settle

Team = Callable[..., list[Member]]


def told(member: Member, name: str, **answers: object) -> str:
    """Somebody who agreed to a record, with something said at level four."""
    case = member.first_contact(name)
    member.save("LIMITS", case, explained="yes")
    member.save("F03", case, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
                expiry="2027-11-24", mode="spoken")
    member.save("F02", case, **answers)
    return case


def answers(member: Member, case: str, form: str = "F02") -> dict[str, object]:
    """What a filled form says on this laptop."""
    record = next(row.record for row in member.desk.cases.records(case) if row.form == form)
    return {key: answer.value for key, answer in member.desk.records.answers(case, record)[1].items()}


def test_the_custodian_reads_what_a_worker_wrote(team: Team, store: MemoryStore):
    """Level four of an ordinary case: her worker and the custodians."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")

    settle([ana, beto, carla], store)

    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert "legal_name" not in answers(carla, case)
    assert answers(carla, case)["hopes"] == "Zarquintela"


def test_what_came_while_the_vault_was_shut_is_read_when_it_opens(team: Team, store: MemoryStore):
    """It waits closed as it came."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Perlunqui")
    ana.desk.signed.shut_vault()
    settle([beto, ana], store)
    assert "legal_name" not in answers(ana, case)

    ana.desk.signed.open_vault(PASSPHRASE)

    assert answers(ana, case)["legal_name"] == "Perlunqui"


# -- raising on one laptop, held by others ----------------------------------------------------


def heap(member: Member, *without: str) -> bytes:
    """All that can be read of the open database: tables, and every log body that is not sealed."""
    signed = member.desk.signed
    return everything_in(signed.place.folder, signed.database_key, "case.db", without) + b"".join(
        bytes(str(decode(row.body)), "utf-8") for row in log(member) if row.kind == READABLE)


def log(member: Member) -> list[LogRow]:
    """The whole log."""
    with member.desk.bench.keeper.writing() as work:
        return list(work.log.every())  # type: ignore[attr-defined]


@pytest.mark.rule("WP-08")
def test_raising_on_one_laptop_takes_what_is_sensitive_from_all_others(team: Team, store: MemoryStore):
    """Level two: the team keeps code, stage and plan; the rest goes from rows, log, search and backups."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle([ana, beto, carla], store)
    carla.desk.backups.make()
    assert b"Olmevante" in heap(carla)

    beto.desk.protection.set_level(case, 2)
    settle([beto, carla, ana], store)

    assert b"Olmevante" not in heap(carla)
    assert b"Zarquintela" in heap(carla)
    assert carla.desk.cases.header(case).level == 2
    assert len(carla.desk.backups.shelf()) == 1
    assert answers(ana, case)["people"] == answers(beto, case)["people"] == "Olmevante"
    assert "people" not in answers(carla, case)


@pytest.mark.rule("WP-08", "WP-11")
def test_a_hidden_case_ceases_to_exist_for_whoever_is_not_named(team: Team, store: MemoryStore):
    """Not its rows, its key, its id nor its code; for named people nothing of it stays in the open database."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle([ana, beto, carla], store)
    code = carla.desk.cases.header(case).code

    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    settle([beto, carla, ana, beto], store)

    assert answers(carla, case)["legal_name"] == answers(beto, case)["legal_name"] == "Perlunqui"
    assert answers(carla, case)["hopes"] == "Zarquintela"
    for member in (ana, beto, carla):
        # Who looked at it while it was ordinary stays on record with its id (ruling 22): Ana never did.
        left = heap(member, *(() if member is ana else ("audit",)))
        assert bytes.fromhex(case) not in left
        assert b"Zarquintela" not in left
        assert code.encode() not in left
    assert ana.desk.cases.find(code) == []
    with ana.desk.bench.keeper.writing() as work:
        assert bytes.fromhex(case) not in work.all_cases()


def test_the_raiser_sees_who_has_removed_it_and_who_was_not_heard_from(team: Team, store: MemoryStore):
    """Two of three laptops, and the name of the one that is missing."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle([ana, beto, carla], store)
    beto.desk.protection.set_level(case, 2)
    settle([beto, ana], store)
    settle([beto], store)

    seen = beto.desk.protection.removal(case)

    assert (seen.done, seen.of) == (1, 2)
    assert [laptop.name for laptop in seen.missing] == ["Carla"]


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("first", [0, 1])
def test_what_was_written_before_hearing_of_it_is_not_lost(team: Team, store: MemoryStore, level: int, first: int):
    """Two colleagues apart write on; their words go behind the seal with their dots, and from their own laptops."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle([ana, beto, carla], store)
    record = next(row.record for row in carla.desk.cases.records(case) if row.form == "F02")
    carla.save("F02", case, record, people="Mistralcoya")
    ana.save("F02", case, record, hopes="Perlunqui")

    beto.desk.protection.set_level(case, level, [ana.desk.me.user])
    order = [beto, carla, ana] if first else [carla, ana, beto]
    for _turn in range(3):
        settle(order, store)

    for reader in (ana, beto):
        assert answers(reader, case)["people"] == "Mistralcoya"
        assert answers(reader, case)["hopes"] == "Perlunqui"
    assert ana.protected(case) == beto.protected(case)
    assert b"Mistralcoya" not in heap(carla)
    assert (b"Perlunqui" in heap(carla)) is (level == 2)


@pytest.mark.parametrize("level", [2, 3])
def test_what_is_sent_after_all_readers_heard_is_still_read(team: Team, store: MemoryStore, level: int):
    """The late one was away for weeks; her words come under a key that only readers still hold."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle([ana, beto, carla], store)
    record = next(row.record for row in carla.desk.cases.records(case) if row.form == "F02")
    carla.save("F02", case, record, people="Mistralcoya")
    beto.desk.protection.set_level(case, level, [ana.desk.me.user])
    for _turn in range(2):
        settle([beto, ana], store)

    for _turn in range(2):
        settle([carla, ana, beto], store)

    assert answers(ana, case)["people"] == answers(beto, case)["people"] == "Mistralcoya"
    assert ana.protected(case) == beto.protected(case)
    assert b"Mistralcoya" not in heap(carla)
    assert b"Mistralcoya" not in heap(beto)


@pytest.mark.parametrize("level", [2, 3])
def test_what_was_written_in_the_same_minute_is_sent_before_it_goes(team: Team, store: MemoryStore, level: int):
    """She hears of it before her own words were old enough to leave: they leave first, and then her laptop."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle([ana, beto, carla], store)
    beto.desk.protection.set_level(case, level, [ana.desk.me.user])
    settle([beto, ana], store)
    record = next(row.record for row in carla.desk.cases.records(case) if row.form == "F02")
    carla.save("F02", case, record, people="Mistralcoya")
    carla.round(store, seconds=1)
    assert "people" not in (answers(carla, case) if level == 2 else {})

    for _turn in range(2):
        settle([carla, ana, beto], store)

    assert answers(ana, case)["people"] == answers(beto, case)["people"] == "Mistralcoya"
    assert b"Mistralcoya" not in heap(carla)


def test_a_case_raised_before_it_was_ever_sent_is_still_known_to_the_team(team: Team, store: MemoryStore):
    """What the level leaves to the team reaches it, though it stood in changes that went behind the seal."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    beto.desk.protection.set_level(case, 2)

    settle([beto, carla, ana], store)
    settle([beto, carla, ana], store)

    assert [row.name for row in carla.desk.cases.find("Killa")] == ["Killa"]
    assert answers(carla, case)["hopes"] == "Zarquintela"
    assert b"Olmevante" not in heap(carla)
    assert answers(ana, case)["people"] == "Olmevante"


# -- what takes two ------------------------------------------------------------------------


def made_supervisor(founder: Member, member: Member, others: list[Member]) -> None:
    """The founder gives somebody two roles more, and everybody has heard of it."""
    founder.desk.rosters.set_roles(member.desk.me.user, ["caseworker", "supervisor", "custodian"])
    with founder.desk.bench.keeper.writing() as work:
        entries = work.roster()
    for each in others:
        each.know(entries, ())
        each.desk.bench.learn(
            ["caseworker", "supervisor", "custodian"] if each is member else each.desk.me.roles,
            each.desk.bench.names)


@pytest.mark.rule("WP-06")
def test_lowering_is_asked_by_one_and_decided_by_another(team: Team, store: MemoryStore):
    """On both laptops and on that of whoever could not read it; the team reads again what the level gives back."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante", legal_name="Perlunqui")
    settle([ana, beto, carla], store)
    made_supervisor(ana, beto, [beto, carla])
    beto.desk.protection.set_level(case, 2)
    settle([ana, beto, carla], store)
    assert "people" not in answers(carla, case)

    ana.desk.two_people.ask(case, "lower", "Ya no corre peligro", 1)
    with pytest.raises(NotAllowed):
        ana.desk.two_people.agree(case, ana.desk.two_people.waiting(case)[0].ref)
    settle([ana, beto, carla], store)
    settle([ana, beto, carla], store)
    (request,) = beto.desk.two_people.waiting(case)
    assert (request.kind, request.level, request.reason) == ("lower", 1, "Ya no corre peligro")
    assert carla.desk.two_people.waiting(case) == []
    beto.desk.two_people.agree(case, request.ref)
    settle([beto, carla, ana], store)
    settle([beto, carla, ana], store)

    for member in (ana, beto, carla):
        assert member.desk.cases.header(case).level == 1
        assert answers(member, case)["people"] == "Olmevante"
        assert member.desk.two_people.waiting(case) == []
    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert "legal_name" not in answers(carla, case)


def test_from_hidden_to_protected_the_team_sees_the_case_again(team: Team, store: MemoryStore):
    """Under another key; and the custodian, who was not named, reads level four again."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante", legal_name="Perlunqui")
    settle([ana, beto, carla], store)
    made_supervisor(ana, beto, [beto, carla])
    made_supervisor(ana, carla, [carla])
    beto.desk.bench.learn(["caseworker", "supervisor"], beto.desk.bench.names)
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    settle([beto, carla, ana], store)
    settle([beto, carla, ana], store)
    assert ana.desk.cases.find("Killa") == []

    beto.desk.two_people.ask(case, "lower", "Ya no corre peligro", 2)
    for _turn in range(2):
        settle([beto, carla], store)
    carla.desk.two_people.agree(case, carla.desk.two_people.waiting(case)[0].ref)
    for _turn in range(3):
        settle([carla, beto, ana], store)

    assert [row.name for row in ana.desk.cases.find("Killa")] == ["Killa"]
    assert answers(ana, case)["hopes"] == "Zarquintela"
    assert answers(ana, case)["legal_name"] == "Perlunqui"


@pytest.mark.rule("WP-06")
def test_a_hold_is_lifted_by_a_second_person_within_fourteen_days(team: Team, store: MemoryStore):
    """An older request has to be made again; a refused try is on record."""
    ana, beto = team("Ana", "Beto")
    case = told(ana, "Killa", hopes="Zarquintela")
    settle([ana, beto], store)
    made_supervisor(ana, beto, [beto])
    ana.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    ana.desk.two_people.ask(case, "release", "Se mudó")
    (request,) = ana.desk.two_people.waiting(case)
    with pytest.raises(NotAllowed) as alone:
        ana.desk.two_people.agree(case, request.ref)
    assert alone.value.code == "protection.two_people"
    assert any(row.outcome == "refused" for row in ana.desk.auditing.newest())

    ana.clock.set(NOON + timedelta(days=15))

    assert ana.desk.two_people.waiting(case) == []
    with pytest.raises(NotFound):
        ana.desk.two_people.decline(case, request.ref)


@pytest.mark.rule("WP-06")
def test_a_hold_is_lifted_on_another_laptop_than_it_began_on(team: Team, store: MemoryStore):
    """The request goes out while everything else of the case is kept back; afterwards that follows, in order."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela")
    settle([ana, beto, carla], store)
    made_supervisor(ana, beto, [beto, carla])
    settle([ana, beto, carla], store)
    beto.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    beto.save("F01", case, chosen_name="Killa Luz")
    beto.desk.two_people.ask(case, "release", "Vive ahora lejos")
    for _turn in range(2):
        settle([beto, carla, ana], store)
    assert [row.name for row in carla.desk.cases.find("Killa")] == ["Killa"]
    assert beto.desk.cases.header(case).hold

    ana.desk.two_people.agree(case, ana.desk.two_people.waiting(case)[0].ref)
    for _turn in range(3):
        settle([ana, beto, carla], store)

    for member in (ana, beto, carla):
        assert not member.desk.cases.header(case).hold
        assert [row.name for row in member.desk.cases.find("Killa Luz")] == ["Killa Luz"]
