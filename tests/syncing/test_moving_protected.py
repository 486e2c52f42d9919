# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protected and hidden cases that go to another team, and what becomes of them there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.errors import NotAllowed, NotFound
from assist.sync import names
from tests.conftest import PASSPHRASE
from tests.syncing.houses import House, house, meet
from tests.syncing.team import Member
from tests.syncing.test_moving import REASON, asked, holds_nothing, moved, of, taken, taken_over, turn
from tests.syncing.test_protected import answers, told


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana and Beto in one team, Carla and Dora in another."""
    made = house(tmp_path, ("Ana", "Beto"), ("Carla", "Dora"))
    yield made
    made.close()


def raised(two: House, case: str, level: int, *named: Member) -> None:
    """Ana raises it; everybody has heard."""
    two.first[0].desk.protection.set_level(case, level, [of(member) for member in named])
    for _turn in range(2):
        meet(two)


def test_a_protected_case_keeps_its_level_and_its_readers_change(two: House):
    _ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    meet(two)
    raised(two, case, 2)
    asked(two, case)
    assert carla.desk.moving.offered()[0].level == 2
    taken(two, dora)
    for _turn in range(3):
        meet(two)
    for member in two.second:
        assert member.desk.bench.look_up(case).level == 2
        assert answers(member, case)["hopes"] == "Zarquintela"
        assert answers(member, case)["legal_name"] == "Perlunqui"
        assert "Perlunqui" not in str(member.registers(case))
    for member in two.first:
        holds_nothing(member, case)


def test_a_hidden_case_goes_by_whoever_is_named_and_outsiders_of_both_teams_see_nothing(tmp_path: Path):
    two = house(tmp_path, ("Ana", "Beto", "Berta"), ("Carla", "Dora", "Delia"))
    try:
        ana, beto, berta = two.first
        carla, dora, delia = two.second
        case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
        meet(two)
        raised(two, case, 3, ana, beto)
        holds_nothing(berta, case)
        ana.desk.rosters.set_roles(of(berta), ("caseworker", "supervisor"))
        meet(two)
        with pytest.raises(NotFound):
            berta.desk.moving.ask(case, of(carla), REASON)
        asked(two, case)
        taken(two, dora)
        for _turn in range(4):
            meet(two)
        for member in (carla, dora):
            assert member.desk.bench.look_up(case).level == 3
            assert answers(member, case)["legal_name"] == "Perlunqui"
            assert member.registers(case) == frozenset()
        for member in (ana, beto, berta, delia):
            holds_nothing(member, case)
        assert {row.name for row in carla.desk.naming.named(case)} == {"Carla", "Dora"}
    finally:
        two.close()


def test_a_hold_that_was_told_too_late_follows_the_case(two: House):
    """Beto tells of a threat while his laptop is away; the case has gone, and the hold stands over there."""
    ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa", hopes="Zarquintela")
    meet(two)
    ana.desk.moving.ask(case, of(carla), REASON)
    turn([ana, carla, dora], two)
    taken(two, dora)
    beto.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    for _turn in range(2):
        turn([ana, carla, dora], two)
    holds_nothing(ana, case)
    for _turn in range(5):
        meet(two)
    holds_nothing(beto, case)
    assert carla.desk.cases.header(case).hold
    assert carla.desk.bench.look_up(case).of_form("F17")


def test_at_the_highest_level_two_are_needed_over_there_too(two: House):
    ana, beto = two.first
    case = told(beto, "Killa")
    meet(two)
    raised(two, case, 3, ana, beto)
    carla = asked(two, case)
    with pytest.raises(NotAllowed, match=r"protection\.two_named"):
        carla.desk.moving.accept(carla.desk.moving.offered()[0].ref, of(carla))


def test_with_the_vault_shut_nothing_is_read_and_nothing_is_lost(two: House):
    ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa", hopes="Zarquintela")
    meet(two)
    carla.desk.signed.shut_vault()
    asked(two, case)
    assert carla.desk.moving.offered() == []
    assert carla.desk.moving.unread() == 1
    with carla.desk.bench.keeper.writing() as work:
        kept = b"".join(body for _ref, _kind, body in work.jobs())
    assert b"Killa" not in kept
    carla.desk.signed.open_vault(PASSPHRASE)
    taken(two, dora)
    ana.desk.signed.shut_vault()
    meet(two)
    assert ana.desk.cases.rows_of([case])
    ana.desk.signed.open_vault(PASSPHRASE)
    for _turn in range(3):
        meet(two)
    holds_nothing(ana, case)
    assert answers(carla, case)["hopes"] == "Zarquintela"


def test_who_comes_later_gets_it_from_a_snapshot(two: House):
    """What came from another team is in the snapshot of whoever took it over, when her bundles are gone."""
    ana, _beto = two.first
    carla, dora = two.second
    case = moved(two, hopes="Zarquintela", legal_name="Perlunqui")
    for member in (carla, dora):
        with member.desk.bench.keeper.writing() as work:
            circle = member.sync._circle(work)
            last = work.rounds.sent(member.desk.bench.ring.ordinary_stream).seq
        assert member.sync._snapshots.make(circle)
        member.sync.carry_out(two.store)
        for key in circle.keys:
            for seq in range(1, last + 1):
                two.store.delete(names.bundle_name(key.names, member.desk.bench.ring.ordinary_stream, seq))
    eva = two.let_in("Eva")
    for _turn in range(3):
        meet(two)
    assert answers(eva, case)["hopes"] == "Zarquintela"
    assert eva.registers(case) == carla.registers(case)
    assert eva.desk.moving.said(case).came_team == "Casa Prueba"
    assert not eva.sync.troubles()
    holds_nothing(ana, case)


def test_raised_before_it_was_sent_nothing_of_it_is_lost(two: House):
    """Carla takes it over and raises it at once: what stays in the open still reaches her team."""
    _ana, _beto = two.first
    carla, dora = two.second
    case = taken_over(two, hopes="Zarquintela", legal_name="Perlunqui")
    carla.desk.protection.set_level(case, 2)
    for _turn in range(3):
        meet(two)
    assert answers(dora, case)["hopes"] == "Zarquintela"
    assert answers(dora, case)["legal_name"] == "Perlunqui"
    assert dora.desk.bench.look_up(case).level == 2
    with carla.desk.bench.keeper.writing() as work:
        bodies = b"".join(row.body for row in work.log_of_case(bytes.fromhex(case)))
    assert b"Perlunqui" not in bodies
