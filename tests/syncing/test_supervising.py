# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A supervisor's list: plans, closings, openings with a reason, overdue requests; told apart on several laptops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.changesets import pack_plain
from assist.desk import Desk
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound
from assist.practice import fill
from assist.services import supervising
from assist.services.rosters import RosterService
from assist.services.scribe import Put, Target
from assist.services.supervising import QueueRow
from assist.supervisionbook import ASKED_BACK, CHILD, CLOSING, LOOK, PLAN, READ, WISH, version_of
from tests.syncing.team import Member, MemoryStore

DAY = 86_400
WHY = "stands_in Sabana"
Team = tuple[Member, Member, Member, MemoryStore]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Ana supervises and accompanies nobody; Beto and Carla accompany."""
    ana, beto, carla = (Member(tmp_path, name) for name in ("Ana", "Beto", "Carla"))
    store = MemoryStore()
    for member in (beto, carla):
        member.join(ana)
    meet((ana, beto, carla), store)
    RosterService(ana.desk.bench).set_roles(ana.desk.me.user, ["supervisor", "coordinator"])
    meet((ana, beto, carla), store)
    for member in (ana, beto, carla):
        member.reopen()
    yield ana, beto, carla, store
    for member in (ana, beto, carla):
        member.close()


def meet(members: tuple[Member, ...], store: MemoryStore) -> None:
    """Until everybody knows everything."""
    for _ in range(3):
        for member in members:
            member.round(store)


def accompanied(member: Member, name: str) -> str:
    """Somebody who agreed to a record."""
    case = member.first_contact(name)
    member.save("LIMITS", case, explained="yes")
    member.save("F03", case, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
                expiry="2027-11-24", mode="spoken")
    return case


def waits(member: Member, kind: str = "") -> list[QueueRow]:
    """What her list holds."""
    return [row for row in member.desk.supervision.queue().rows if kind in ("", row.kind)]


def later(member: Member, days: int) -> None:
    """So many days go by on her laptop."""
    member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + days * DAY, UTC))


def test_a_plan_waits_until_it_is_read_and_again_once_it_changed(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)

    (row,) = waits(ana, PLAN)
    assert (row.case, row.ref, row.state, row.worker) == (case, "psychosocial", "proposed", "Beto")
    assert ana.desk.supervision.count() == 1
    ana.desk.supervision.answer(case, PLAN, row.ref, READ)
    assert waits(ana) == []

    beto.save("F08", case, goal_own_words="Quiero mi taller")
    meet((ana, beto, carla), store)
    assert [each.ref for each in waits(ana, PLAN)] == ["psychosocial"]


def test_what_is_asked_back_goes_to_the_worker_and_comes_back_with_an_answer(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)
    with pytest.raises(BadInput, match=r"supervision\.question"):
        ana.desk.supervision.answer(case, PLAN, "psychosocial", ASKED_BACK, "  ")
    ana.desk.supervision.answer(case, PLAN, "psychosocial", ASKED_BACK, "¿Qué paso sigue?")
    assert waits(ana) == []
    assert [(each.question, each.to) for each in ana.desk.supervision.queue().waiting] == [
        ("¿Qué paso sigue?", beto.desk.me.user)]
    meet((ana, beto, carla), store)

    assert carla.desk.supervision.asked_of_me() == ()
    (asked,) = beto.desk.supervision.asked_of_me()
    assert (asked.question, asked.by) == ("¿Qué paso sigue?", "Ana")
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        carla.desk.supervision.reply(case, asked.word, "yo")
    beto.desk.supervision.reply(case, asked.word, "Buscar telar el lunes")
    with pytest.raises(NotFound, match=r"supervision\.gone"):
        beto.desk.supervision.reply(case, asked.word, "otra vez")
    meet((ana, beto, carla), store)

    (row,) = waits(ana, PLAN)
    assert (row.question, row.answer) == ("¿Qué paso sigue?", "Buscar telar el lunes")
    ana.desk.supervision.answer(case, PLAN, row.ref, READ)
    assert ana.desk.supervision.queue() == type(ana.desk.supervision.queue())((), ())


def test_a_closing_is_agreed_with_and_its_duty_goes_everywhere(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F15", case, reason="my_choice", return_open="yes")
    meet((ana, beto, carla), store)
    assert "supervisor_look" in {row.rule for row in beto.desk.cases.duties(case)}

    (row,) = waits(ana, CLOSING)
    ana.desk.supervision.answer(case, CLOSING, row.ref, READ)
    meet((ana, beto, carla), store)

    assert waits(ana, CLOSING) == []
    assert "supervisor_look" not in {row.rule for row in beto.desk.cases.duties(case)}


@pytest.mark.rule("NR-16", "WP-16")
def test_whoever_opens_a_colleagues_case_with_a_reason_is_on_the_list_of_every_supervisor(team: Team):
    ana, beto, carla, store = team
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    with pytest.raises(NotAllowed, match=r"policy\.reason"):
        carla.desk.cases.open(case)
    assert not carla.registers(case) - beto.registers(case)
    carla.desk.cases.open(case, WHY)
    carla.desk.cases.open(case, WHY)
    beto.desk.cases.open(case)
    meet((ana, beto, carla), store)

    (row,) = waits(ana, LOOK)
    assert (row.who, row.worker, row.why) == ("Carla", "Beto", WHY)
    ana.desk.supervision.answer(case, LOOK, row.ref, ASKED_BACK, "¿Por qué hoy?")
    meet((ana, beto, carla), store)
    assert beto.desk.supervision.asked_of_me() == ()
    (asked,) = carla.desk.supervision.asked_of_me()
    carla.desk.supervision.reply(case, asked.word, "Beto estaba enfermo")
    meet((ana, beto, carla), store)
    (row,) = waits(ana, LOOK)
    assert row.answer == "Beto estaba enfermo"
    ana.desk.supervision.answer(case, LOOK, row.ref, READ)
    assert waits(ana, LOOK) == []


@pytest.mark.rule("NR-16")
def test_nobody_is_content_with_her_own_opening(team: Team):
    ana, beto, carla, store = team
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["supervisor", "caseworker"])
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    carla.reopen()
    carla.desk.cases.open(case, WHY)
    meet((ana, beto, carla), store)

    assert waits(carla, LOOK) == []
    (row,) = waits(ana, LOOK)
    with pytest.raises(NotAllowed, match=r"supervision\.own"):
        carla.desk.supervision.answer(case, LOOK, row.ref, READ)


def test_opening_to_supervise_is_kept_with_the_case_and_asks_for_no_second_look(team: Team):
    ana, beto, carla, store = team
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["supervisor", "caseworker"])
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    for member in (ana, carla):
        member.reopen()
    ana.desk.cases.open(case, "supervision")
    meet((ana, beto, carla), store)
    assert waits(carla, LOOK) == []


@pytest.mark.rule("NR-16")
def test_however_often_supervisors_look_what_waits_behind_it_is_on_the_list(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    ana, beto, carla, store = team
    monkeypatch.setattr(supervising, "LIMIT", 2)
    cases = [beto.first_contact(name) for name in ("Killa", "Irma", "Sisa", "Nayra")]
    meet((ana, beto, carla), store)
    for case in cases:
        ana.desk.cases.open(case, "supervision")
    for member in (ana, beto, carla):
        later(member, 1)
    carla.desk.cases.open(cases[0], WHY)
    meet((ana, beto, carla), store)
    assert [row.who for row in waits(ana, LOOK)] == ["Carla"]
    assert ana.desk.supervision.count() == 1
    for case in cases[1:]:
        carla.desk.cases.open(case, WHY)
    meet((ana, beto, carla), store)
    assert (len(waits(ana, LOOK)), ana.desk.supervision.queue().more) == (2, True)


@pytest.mark.rule("NR-16")
def test_a_worker_who_says_that_she_supervises_is_on_the_list_all_the_same(team: Team):
    ana, beto, carla, store = team
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    carla.desk.cases.open(case, "supervision")
    meet((ana, beto, carla), store)
    assert [row.who for row in waits(ana, LOOK)] == ["Carla"]


@pytest.mark.rule("PA-07")
def test_an_overdue_request_about_her_data_waits_and_can_be_asked_about(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F19", case, kind="copy", how="spoken", items=("plan",))
    meet((ana, beto, carla), store)
    assert waits(ana, WISH) == []

    later(ana, 16)
    (row,) = waits(ana, WISH)
    with pytest.raises(BadInput, match=r"supervision\.answer"):
        ana.desk.supervision.answer(case, WISH, row.ref, READ)
    ana.desk.supervision.answer(case, WISH, row.ref, ASKED_BACK, "¿Ya tiene su copia?")
    assert waits(ana, WISH) == []


def test_she_reads_codes_and_no_name(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Zarquintela")
    beto.save("F08", case, goal_own_words="Volver con Zarquintela")
    carla_reads = "otro motivo"
    meet((ana, beto, carla), store)
    carla.desk.cases.open(case, carla_reads)
    meet((ana, beto, carla), store)
    rows = waits(ana)
    assert {row.kind for row in rows} == {PLAN, LOOK}
    assert "Zarquintela" not in repr(rows)
    assert all(row.code for row in rows)


@pytest.mark.rule("WP-11")
def test_a_hidden_case_is_on_no_list_of_whoever_does_not_read_it(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)
    assert waits(ana, PLAN)
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    meet((ana, beto, carla), store)
    assert (waits(ana), ana.desk.supervision.count()) == ([], 0)
    assert ana.desk.bench.keeper.projection_drift() == []


def test_supervising_is_for_supervisors(team: Team):
    beto = team[1]
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        beto.desk.supervision.queue()
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        beto.desk.supervision.answer(case, PLAN, "psychosocial", READ)
    assert beto.desk.supervision.count() == 0


def test_a_word_that_somebody_without_the_role_forged_counts_for_nobody(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)
    told = [PLAN, "psychosocial", waits_version(beto, case), ana.desk.bench.user, "2026-11-25", READ]
    bench, ident = beto.desk.bench, bytes.fromhex(case)
    with bench.keeper.writing() as work:
        bench.scribe.write(work, Target(ident, 0, (bench.book(work, ident).newest_stamp,)), [
            Put(bytes(16), wire.WORD, wire.WORD_GIVEN, pack_plain(told), 1, kind=wire.OP_CREATE)])
        work.commit()
    meet((ana, beto, carla), store)
    assert waits(ana, PLAN)


def waits_version(member: Member, case: str) -> str:
    """The plan as it is now."""
    return version_of(member.desk.bench.look_up(case), "psychosocial")


def test_questions_and_answers_about_a_case_at_level_two_are_read_by_both(team: Team):
    """Ana reads none of its protected parts, and needs none of them for her work."""
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)
    beto.desk.protection.set_level(case, 2, ())
    meet((ana, beto, carla), store)
    carla.desk.cases.open(case, "urgent")
    meet((ana, beto, carla), store)
    assert [row.why for row in waits(ana, LOOK)] == ["urgent"]
    ana.desk.supervision.answer(case, PLAN, "psychosocial", ASKED_BACK, "¿Qué paso sigue?")
    meet((ana, beto, carla), store)
    (asked,) = beto.desk.supervision.asked_of_me()
    assert asked.question == "¿Qué paso sigue?"
    beto.desk.supervision.reply(case, asked.word, "El telar")
    meet((ana, beto, carla), store)
    assert [row.answer for row in waits(ana, PLAN)] == ["El telar"]


def test_whoever_is_alone_reads_no_plan_of_her_own_and_agrees_with_her_own_closing(desk: Desk):
    """A house of one: there is nobody else to read it."""
    assert {"supervisor", "caseworker"} <= desk.me.roles
    member = desk
    opening = member.records.open("F01")
    fill(opening, {"chosen_name": "Killa", "may_keep_note": "yes"})
    case = member.records.save(opening).case
    for form, answers in (
            ("LIMITS", {"explained": "yes"}),
            ("F03", {"kind": "accompaniment", "accompany": "yes", "keep_record": "yes", "decision": "yes",
                     "expiry": "2027-11-24", "mode": "spoken"}),
            ("F08", {"goal_own_words": "Quiero volver a tejer"})):
        opening = member.records.open(form, case)
        fill(opening, answers)
        member.records.save(opening)
    assert (desk.supervision.queue().rows, desk.supervision.count()) == ((), 0)
    opening = member.records.open("F15", case)
    fill(opening, {"reason": "my_choice"})
    member.records.save(opening)
    (row,) = desk.supervision.queue().rows
    assert desk.supervision.count() == 1
    desk.supervision.answer(case, row.kind, row.ref, READ)
    assert desk.supervision.count() == 0


@pytest.mark.rule("PA-06", "WP-16")
def test_her_information_names_a_colleague_who_opened_it_on_another_laptop(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    carla.desk.cases.open(case, "urgent")
    meet((ana, beto, carla), store)
    assert "Carla" in repr(beto.desk.reports.my_information(case, "es"))


@pytest.mark.rule("CO-09")
def test_a_childs_no_is_a_line_of_its_own(team: Team):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F03", case, kind="referral", recipient="Taller", capacity="adolescent", decision="yes",
              expiry="2027-01-24", mode="spoken")
    beto.save("ASSENT", case, kind="referral", recipient="Taller", assent="no")
    meet((ana, beto, carla), store)
    (row,) = waits(ana, CHILD)
    ana.desk.supervision.answer(case, CHILD, row.ref, READ)
    assert waits(ana, CHILD) == []


@pytest.mark.rule("NR-16")
def test_an_altered_program_that_calls_it_supervision_is_on_the_list_all_the_same(team: Team):
    ana, beto, carla, store = team
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    bench, ident = carla.desk.bench, bytes.fromhex(case)
    with bench.keeper.writing() as work:
        bench.scribe.write(work, Target(ident, 0, (bench.book(work, ident).newest_stamp,)), [
            Put(bytes(16), wire.LOOK, wire.LOOKED, pack_plain([bench.user, "2026-11-25", True]), 1,
                kind=wire.OP_CREATE)])
        work.commit()
    meet((ana, beto, carla), store)
    assert [row.who for row in waits(ana, LOOK)] == ["Carla"]


@pytest.mark.parametrize("told", [[], ["x"], [b"", 3, True], 7, None, [b"1" * 16, "2026-11-25", True, 1]])
def test_what_has_no_shape_of_ours_is_not_there_and_stops_nobody(team: Team, told: object):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    bench, ident = beto.desk.bench, bytes.fromhex(case)
    with bench.keeper.writing() as work:
        puts = [Put(bytes([at]) * 16, kind, field, pack_plain(told), 1, kind=wire.OP_CREATE)
                for at, (kind, field) in enumerate((
                    (wire.LOOK, wire.LOOKED), (wire.HANDOVER, wire.HANDED), (wire.HANDOVER, wire.HANDED_ANSWER)), 1)]
        bench.scribe.write(work, Target(ident, 0, (bench.book(work, ident).newest_stamp,)), puts)
        work.commit()
    meet((ana, beto, carla), store)
    assert {row.kind for row in waits(ana)} <= {PLAN}
    assert beto.desk.handover.of_case(case) == []
    assert beto.desk.supervision.looks_of(case) == []
