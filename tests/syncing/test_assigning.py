# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing a case over: by her worker or by whoever looks over all, heard of by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.errors import BadInput, NotAllowed
from assist.services.rosters import RosterService
from tests.syncing.team import Member, MemoryStore


@pytest.fixture
def team(tmp_path: Path) -> tuple[Member, Member, Member, MemoryStore]:
    ana, beto, carla = (Member(tmp_path, name) for name in ("Ana", "Beto", "Carla"))
    store = MemoryStore()
    for member in (beto, carla):
        member.join(ana)
    meet((ana, beto, carla), store)
    RosterService(ana.desk.bench).set_roles(ana.desk.me.user, ["supervisor", "coordinator"])
    meet((ana, beto, carla), store)
    ana.reopen()
    return ana, beto, carla, store


def meet(members: tuple[Member, ...], store: MemoryStore) -> None:
    for _ in range(3):
        for member in members:
            member.round(store)


def worker_of(member: Member, case: str) -> str:
    return member.desk.cases.rows_of([case])[0].worker


def test_her_worker_hands_it_over_and_everybody_hears_of_it(team):
    ana, beto, carla, store = team
    case = beto.first_contact("Killa")
    beto.desk.assigning.assign(case, carla.desk.me.user)
    meet((ana, beto, carla), store)
    assert {worker_of(each, case) for each in (ana, beto, carla)} == {carla.desk.me.user}
    assert carla.desk.cases.open(case)
    with pytest.raises(NotAllowed, match=r"policy\.reason"):
        beto.desk.cases.open(case)
    assert "case.assign" in {row.verb for row in beto.desk.auditing.of_case(case, 50)}


def test_a_colleague_cannot_take_a_case_that_is_not_hers(team):
    ana, beto, carla, store = team
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    assert not carla.desk.assigning.may_assign(case)
    with pytest.raises(NotAllowed, match=r"policy\.role"):
        carla.desk.assigning.assign(case, carla.desk.me.user)
    assert worker_of(carla, case) == beto.desk.me.user
    assert ana.desk.assigning.may_assign(case)
    ana.desk.assigning.assign(case, carla.desk.me.user)
    assert worker_of(ana, case) == carla.desk.me.user


def test_nobody_who_accompanies_no_cases_is_given_one(team):
    ana, beto, carla, store = team
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    assert [each.name for each in ana.desk.assigning.colleagues()] == ["Beto", "Carla"]
    with pytest.raises(BadInput, match=r"assign\.nobody"):
        beto.desk.assigning.assign(case, ana.desk.me.user)


