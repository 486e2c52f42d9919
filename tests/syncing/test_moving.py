# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case goes from one team to another: never in neither, nothing of it lost, and nothing of it left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound
from tests.syncing.houses import House, house, meet
from tests.syncing.team import Member
from tests.syncing.test_protected import answers, told

REASON = "She lives near Casa Sur now"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana and Beto in one team, Carla and Dora in another."""
    made = house(tmp_path, ("Ana", "Beto"), ("Carla", "Dora"))
    yield made
    made.close()


def of(member: Member) -> str:
    """Her id."""
    return member.desk.me.user


def asked(two: House, case: str, by: Member | None = None) -> Member:
    """Ana asks Carla; everybody has heard."""
    (by or two.first[0]).desk.moving.ask(case, of(two.second[0]), REASON)
    meet(two)
    return two.second[0]


def taken(two: House, worker: Member, named: tuple[str, ...] = ()) -> None:
    """Carla takes it over for her team."""
    offered = two.second[0].desk.moving.offered()
    two.second[0].desk.moving.accept(offered[0].ref, of(worker), named)


def taken_over(two: House, **said: str) -> str:
    """A case of Beto's that Carla has just taken over, for Dora to accompany; nobody else has heard of that yet."""
    case = told(two.first[1], "Killa", **said)
    meet(two)
    asked(two, case)
    taken(two, two.second[1])
    return case


def moved(two: House, **said: str) -> str:
    """The same, and everybody has heard."""
    case = taken_over(two, **said)
    for _turn in range(3):
        meet(two)
    return case


def holds_nothing(member: Member, case: str, *words: str) -> None:
    """Neither list nor registers, nor a word in any file of this profile."""
    assert member.registers(case) == frozenset()
    assert member.protected(case) == frozenset()
    assert not member.desk.cases.rows_of([case])
    with member.desk.bench.keeper.writing() as work:
        assert work.case_key(bytes.fromhex(case)) is None
        assert bytes.fromhex(case) not in work.all_cases()


def test_it_is_with_the_other_team_whole_and_with_its_own_no_more(two: House):
    ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    meet(two)
    before, secret = ana.registers(case), ana.protected(case)

    asked(two, case)
    offered = carla.desk.moving.offered()
    assert [(each.name, each.by, each.team, each.reason) for each in offered] == [
        ("Killa", "Ana", "Casa Prueba", REASON)]
    assert ana.desk.moving.said(case).asked_team == "Casa Sur"
    assert beto.desk.moving.said(case).asked_team == "Casa Sur"
    assert ana.registers(case) >= before

    taken(two, dora)
    for _turn in range(3):
        meet(two)

    for member in two.first:
        holds_nothing(member, case)
        assert member.desk.bench.keeper.projection_drift() == []
    (gone,) = ana.desk.moving.gone()
    assert (gone.team, gone.done, gone.of, gone.missing) == ("Casa Sur", 1, 1, ())
    for member in two.second:
        assert answers(member, case)["hopes"] == "Zarquintela"
        assert answers(member, case)["legal_name"] == "Perlunqui"
        assert member.desk.moving.said(case).came_team == "Casa Prueba"
        assert member.desk.bench.keeper.projection_drift() == []
        assert member.desk.bench.look_up(case).case.plain(wire.WORKER).hex() == of(dora)
    kept = {(entity, field, dot, value) for entity, _etype, field, dot, _hlc, value in carla.registers(case)}
    assert {(entity, field, dot, value) for entity, _etype, field, dot, _hlc, value in before
            if field not in (wire.WORKER, wire.GOING)} <= kept
    assert {each for each in secret if each[1] not in (wire.NAMED,)} <= carla.protected(case)
    assert carla.registers(case) == dora.registers(case)
    assert carla.protected(case) == dora.protected(case)


def test_the_other_team_works_on_in_it_and_its_own_learns_nothing_of_that(two: House):
    ana, beto = two.first
    carla, dora = two.second
    case = taken_over(two, hopes="Zarquintela")
    meet(two)
    dora.save("F02", case, hopes="Quilombo")
    meet(two)
    assert answers(carla, case)["hopes"] == "Quilombo"
    holds_nothing(ana, case)
    holds_nothing(beto, case)


def test_nothing_is_removed_before_it_was_taken_over(two: House):
    ana, beto = two.first
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    meet(two)
    asked(two, case)
    meet(two)
    for member in two.first:
        assert answers(member, case)["hopes"] == "Zarquintela"
    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert not two.second[0].desk.cases.rows_of([case])


def test_what_was_written_between_asking_and_taking_over_goes_too(two: House):
    _ana, beto = two.first
    carla, dora = two.second
    case = taken_over(two, hopes="Zarquintela", legal_name="Perlunqui")
    beto.save("F02", case, hopes="Meanwhile", legal_name="Meanwhileson")
    beto.round(two.store)
    for _turn in range(3):
        meet(two)
    assert answers(carla, case)["hopes"] == "Meanwhile"
    assert answers(carla, case)["legal_name"] == "Meanwhileson"
    assert carla.registers(case) == dora.registers(case)
    for member in two.first:
        holds_nothing(member, case)


def test_what_somebody_wrote_before_hearing_of_it_goes_after_it(two: House):
    """Beto was away, and nobody of his team holds the case any more when he comes back."""
    ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    meet(two)
    ana.desk.moving.ask(case, of(carla), REASON)
    others = [ana, carla, dora]
    turn(others, two)
    taken(two, dora)
    beto.save("F02", case, hopes="Meanwhile", legal_name="Meanwhileson")
    turn(others, two)
    turn(others, two)
    holds_nothing(ana, case)
    for _turn in range(4):
        meet(two)
    assert answers(carla, case)["hopes"] == "Meanwhile"
    assert answers(carla, case)["legal_name"] == "Meanwhileson"
    assert answers(dora, case)["hopes"] == "Meanwhile"
    holds_nothing(beto, case)


def turn(members: list[Member], two: House) -> None:
    """Two rounds of each."""
    for _turn in range(2):
        for member in members:
            member.round(two.store)


def test_whoever_is_asked_may_say_no(two: House):
    ana, beto = two.first
    case = told(beto, "Killa", hopes="Zarquintela")
    meet(two)
    carla = asked(two, case)
    carla.desk.moving.decline(carla.desk.moving.offered()[0].ref)
    meet(two)
    meet(two)
    assert carla.desk.moving.offered() == []
    assert ana.desk.moving.said(case).asked_team == ""
    assert beto.desk.moving.said(case).asked_team == ""
    assert answers(beto, case)["hopes"] == "Zarquintela"
    ana.desk.moving.ask(case, of(carla), REASON)


def test_it_is_called_back_as_long_as_nobody_has_taken_it_over(two: House):
    ana, beto = two.first
    case = told(beto, "Killa", hopes="Zarquintela")
    meet(two)
    carla = asked(two, case)
    ana.desk.moving.call_back(case)
    meet(two)
    assert carla.desk.moving.offered() == []
    assert ana.desk.moving.said(case).asked_team == ""
    with pytest.raises(NotFound):
        ana.desk.moving.call_back(case)
    assert answers(beto, case)["hopes"] == "Zarquintela"


def test_called_back_too_late_it_goes_all_the_same(two: House):
    """Both said something before hearing of the other: it is in one place in the end, and nothing of it is lost."""
    ana, _beto = two.first
    carla, _dora = two.second
    case = taken_over(two, hopes="Zarquintela")
    ana.desk.moving.call_back(case)
    for _turn in range(3):
        meet(two)
    assert answers(carla, case)["hopes"] == "Zarquintela"
    for member in two.first:
        holds_nothing(member, case)


def test_what_is_on_hold_does_not_leave(two: House):
    ana, beto = two.first
    case = told(beto, "Killa")
    meet(two)
    beto.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    meet(two)
    with pytest.raises(NotAllowed, match=r"move\.on_hold"):
        ana.desk.moving.ask(case, of(two.second[0]), REASON)


def test_a_hold_after_it_was_asked_keeps_it_until_it_is_lifted(two: House):
    """Both teams have it then; what is new stays where it is."""
    _ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa")
    meet(two)
    asked(two, case)
    beto.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    beto.round(two.store)
    taken(two, dora)
    for _turn in range(3):
        meet(two)
    assert beto.desk.cases.rows_of([case])
    assert carla.desk.cases.rows_of([case])


def test_who_may_not_cannot_ask(two: House):
    _ana, beto = two.first
    case = told(beto, "Killa")
    meet(two)
    with pytest.raises(NotAllowed):
        beto.desk.moving.ask(case, of(two.second[0]), REASON)
    with pytest.raises(BadInput, match=r"move\.nobody"):
        two.first[0].desk.moving.ask(case, of(beto), REASON)
    with pytest.raises(BadInput, match=r"policy\.reason"):
        two.first[0].desk.moving.ask(case, of(two.second[0]), "  ")


def test_it_comes_back_the_same_way(two: House):
    ana, beto = two.first
    carla, dora = two.second
    case = moved(two, hopes="Zarquintela", legal_name="Perlunqui")
    dora.save("F02", case, hopes="Quilombo")
    meet(two)
    carla.desk.moving.ask(case, of(ana), "She came back")
    meet(two)
    ana.desk.moving.accept(ana.desk.moving.offered()[0].ref, of(beto))
    for _turn in range(3):
        meet(two)
    for member in two.first:
        assert answers(member, case)["hopes"] == "Quilombo"
        assert answers(member, case)["legal_name"] == "Perlunqui"
    assert ana.registers(case) == beto.registers(case)
    for member in two.second:
        holds_nothing(member, case)


def test_what_was_written_on_both_sides_meanwhile_leaves_no_difference_to_settle(two: House):
    """Who replaced what is told too: neither team finds an old value beside the one that stands instead of it."""
    _ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    meet(two)
    asked(two, case)
    beto.save("F02", case, hopes="Meanwhile", legal_name="Meanwhileson")
    beto.round(two.store)
    taken(two, dora)
    carla.save("F01", case, lang_pref="quz")
    for _turn in range(4):
        meet(two)
    for member in two.second:
        assert member.desk.conflicts.of(case) == ()
        assert (answers(member, case)["hopes"], answers(member, case)["legal_name"]) == ("Meanwhile", "Meanwhileson")
        assert answers(member, case, "F01")["lang_pref"] == "quz"
