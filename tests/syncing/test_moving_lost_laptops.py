# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop is lost while a case is on its way between teams: in the end one team has it, whole, and never nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.errors import NotAllowed, NotFound
from assist.services.moving_receipts import Receipts
from tests.syncing.houses import EVERY_ROLE, House, house
from tests.syncing.team import Member
from tests.syncing.test_moving import REASON, answers, holds_nothing, of, told
from tests.syncing.written_apart import later

DAY = 24 * 3600


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana and Berta may hand over Beto's cases; Carla and Dora may take them."""
    made = house(tmp_path, ("Ana", "Berta", "Beto"), ("Carla", "Dora"))
    made.first[0].desk.rosters.set_roles(of(made.first[1]), (*EVERY_ROLE, "coordinator"))
    meet(made, *made.everybody)
    yield made
    made.close()


def meet(two: House, *members: Member, times: int = 2) -> None:
    """Rounds of these people alone."""
    for _turn in range(times):
        for member in members:
            member.round(two.store)


def asked(two: House) -> str:
    """A case that Ana asks Carla to take; all have heard."""
    ana, _berta, beto = two.first
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    meet(two, *two.everybody)
    ana.desk.moving.ask(case, of(two.second[0]), REASON)
    meet(two, *two.everybody)
    return case


def take(two: House) -> None:
    """Carla takes what is offered, for Dora."""
    (offered,) = two.second[0].desk.moving.offered()
    two.second[0].desk.moving.accept(offered.ref, of(two.second[1]))


def is_over_there(two: House, case: str, *here: Member, there: tuple[Member, ...]) -> None:
    """Whole with one team, and nothing of it with the other."""
    for member in there:
        assert answers(member, case)["legal_name"] == "Perlunqui"
    for member in here:
        holds_nothing(member, case)


@pytest.mark.parametrize("is_known", [True, False], ids=["taken out", "silent"])
def test_whoever_asked_is_gone_and_a_colleague_lets_it_go(two: House, is_known: bool):
    """At once when she was taken out of the list, else when her laptop was silent for three days."""
    _ana, berta, beto = two.first
    carla, dora = two.second
    case = asked(two)
    take(two)
    others = (carla, dora, berta, beto)
    meet(two, *others)
    beto.save("F02", case, hopes="Meanwhile")
    meet(two, *others)
    assert beto.desk.cases.rows_of([case]), "she may still come and do it herself"

    if is_known:
        berta.desk.rosters.revoke_person(of(two.first[0]))
    else:
        for member in others:
            later(member, 4 * DAY)
    meet(two, *others, times=5)

    is_over_there(two, case, berta, beto, there=(carla, dora))
    assert answers(carla, case)["hopes"] == "Meanwhile"


def test_whoever_took_it_is_gone_and_a_colleague_says_so(two: House, monkeypatch: pytest.MonkeyPatch):
    """Her team has it by then; what was written meanwhile goes to whoever is left."""
    ana, berta, beto = two.first
    carla, dora = two.second
    case = asked(two)
    take(two)
    with monkeypatch.context() as patch:
        patch.setattr(Receipts, "give", lambda _self: None)
        meet(two, carla, dora)
    beto.save("F02", case, hopes="Meanwhile")
    meet(two, beto)
    others = (dora, ana, berta, beto)
    meet(two, *others)
    assert answers(dora, case)["legal_name"] == "Perlunqui"
    assert ana.desk.cases.rows_of([case]), "nobody said yet that it was taken"

    ana.desk.rosters.revoke_person(of(carla))
    for _hour in range(5):
        for member in others:
            later(member, 3600)
        meet(two, *others)

    is_over_there(two, case, ana, berta, beto, there=(dora,))
    assert answers(dora, case)["hopes"] == "Meanwhile"


def test_it_is_not_let_go_before_the_other_team_has_it(two: House):
    """Carla took it over, met within the minute and lost her laptop: nothing of it had left that yet."""
    ana, berta, beto = two.first
    carla, dora = two.second
    case = asked(two)
    take(two)
    carla.round(two.store, seconds=5)
    for _turn in range(3):
        meet(two, dora, ana, berta, beto)

    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert answers(beto, case)["hopes"] == "Zarquintela"
    assert not dora.desk.cases.rows_of([case])
    ana.desk.rosters.revoke_person(of(carla))
    ana.desk.moving.call_back(case)
    meet(two, dora, ana, berta, beto)
    ana.desk.moving.ask(case, of(dora), REASON)
    meet(two, dora, ana, berta, beto)
    (offered,) = dora.desk.moving.offered()
    dora.desk.moving.accept(offered.ref, of(dora))
    meet(two, dora, ana, berta, beto, times=5)
    is_over_there(two, case, ana, berta, beto, there=(dora,))


def test_what_somebody_asked_who_is_gone_a_colleague_calls_back(two: House):
    """It stays where it is, and another can be asked."""
    _ana, berta, beto = two.first
    carla, dora = two.second
    case = asked(two)
    assert not berta.desk.moving.said(case).may_call_back
    with pytest.raises(NotFound):
        berta.desk.moving.call_back(case)
    others = (berta, beto, carla, dora)
    berta.desk.rosters.revoke_person(of(two.first[0]))
    meet(two, *others)
    assert berta.desk.moving.said(case).may_call_back

    berta.desk.moving.call_back(case)
    meet(two, *others, times=3)

    assert carla.desk.moving.offered() == []
    assert berta.desk.moving.said(case).asked_team == beto.desk.moving.said(case).asked_team == ""
    assert answers(berta, case)["legal_name"] == "Perlunqui"
    berta.desk.moving.ask(case, of(carla), REASON)
    meet(two, *others)
    take(two)
    meet(two, *others, times=5)
    is_over_there(two, case, berta, beto, there=(carla, dora))


def test_who_does_not_read_all_of_it_cannot_hand_it_over(two: House):
    """A supervisor who is no custodian sees what is in the open: the rest would be with nobody afterwards."""
    ana, berta, beto = two.first
    ana.desk.rosters.set_roles(of(berta), ("supervisor",))
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    meet(two, *two.everybody)

    assert not berta.desk.moving.may_move(case)
    with pytest.raises(NotAllowed):
        berta.desk.moving.ask(case, of(two.second[0]), REASON)
    assert ana.desk.moving.may_move(case)
