# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever holds a share of a hidden case knows nothing by it, and can do nothing with it alone."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from assist.glassbook import HeldShare
from assist.services.rosters import RosterService
from assist.sync.glass import put_together
from tests.services.test_protection import everything_in
from tests.syncing.at_glass import WHY, five, lists, meet, traced
from tests.syncing.houses import house
from tests.syncing.houses import meet as meet_house
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told

__all__ = ["five"]


@pytest.mark.rule("WP-11")
def test_asking_for_a_code_that_is_nobodys_is_answered_the_same(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """For whoever asks, for whoever agrees, and in what they write: as many objects of the same size, and in the room
    where every holder reads along values as long."""
    members, _case, code = five
    ana, _beto, carla, dora, _eva = members
    free = dora.desk.cases.header(dora.first_contact("Nadie")).code

    def emergency(which: str) -> tuple[object, ...]:
        changes = carla.desk.glass.ask(which, WHY)
        meet([carla], store)
        meet([ana], store)
        before = dict(store.objects)
        seen = lists(ana, which)
        (asked,) = ana.desk.glass.waiting()
        agreed = ana.desk.glass.agree(asked.ref)
        assert lists(ana, which)[:2] + lists(ana, which)[3:] == seen[:2] + seen[3:]
        with ana.desk.bench.keeper.writing() as work:
            said = sorted(len(row.value) for row in work.rows_of(bytes.fromhex(asked.ref)))
        meet([ana], store)
        return changes, agreed, said, sorted(len(each) for name, each in store.objects.items() if name not in before)

    emergency(free)
    assert emergency(free) == emergency(code) == emergency(free)


@pytest.mark.rule("WP-11", "WP-12")
def test_asking_and_agreeing_ask_the_databases_the_same_for_any_code(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """The same statements in number and shape (ruling 39), in both databases."""
    members, _case, code = five
    ana, _beto, carla, _dora, _eva = members
    free = carla.desk.cases.header(carla.first_contact("Nadie")).code
    traces: list[list[str]] = []
    for which in (free, free, code):
        with traced(carla) as asked:
            carla.desk.glass.ask(which, WHY)
        meet([carla, ana], store, 0)
        (request,) = ana.desk.glass.waiting()
        with traced(ana) as agreed:
            ana.desk.glass.agree(request.ref)
        traces.append([*asked, *agreed])

    assert traces[1] == traces[2] != []


@pytest.mark.rule("WP-11", "WP-12")
def test_shares_show_nothing_to_those_who_hold_them(five: tuple[list[Member], str, str]):
    """A holder's lists are those of a colleague who holds none; her databases name neither the case nor its code."""
    members, case, code = five
    ana, _beto, carla, dora, _eva = members
    for holder in (ana, carla, dora):
        with holder.desk.bench.keeper.writing() as work:
            shares = work.rounds.protected.glass.shares()
            assert len(shares) == 1
            assert bytes.fromhex(case) not in work.all_cases()
        assert all(bytes.fromhex(case) not in bytes(part) for part in shares[0] if isinstance(part, bytes))
        assert holder.desk.cases.find(code) == []
        assert holder.desk.glass.told_lately() == []
        signed = holder.desk.signed
        assert code.encode() not in everything_in(signed.place.folder, signed.database_key, "case.db", ("audit",))


def test_one_share_opens_nothing_and_any_two_do(five: tuple[list[Member], str, str]):
    members, case, _code = five
    ana, _beto, carla, dora, _eva = members
    held: list[HeldShare] = []
    for holder in (ana, carla, dora):
        with holder.desk.bench.keeper.writing() as work:
            held += work.rounds.protected.glass.shares()

    assert len({share.share for share in held}) == 3
    for one, other in combinations(held, 2):
        (key,) = put_together([one], [other])
        assert key.case == bytes.fromhex(case)
    for share in held:
        assert list(put_together([share], [share])) == []


def test_with_one_such_person_there_are_no_shares(three: list[Member], store: MemoryStore):
    """Nobody else could open it in an emergency, and that can be said."""
    ana, beto, carla = three
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(three, store)
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    for _turn in range(2):
        settle(three, store)

    assert beto.desk.glass.others() == 1
    with ana.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.shares() == []


def test_whoever_becomes_supervisor_later_holds_a_share_of_what_is_hidden_already(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    members, _case, _code = five
    ana, beto, _carla, _dora, eva = members
    RosterService(ana.desk.bench).set_roles(eva.desk.me.user, ["caseworker", "supervisor"])
    for _turn in range(3):
        meet(members, store)

    with eva.desk.bench.keeper.writing() as work:
        assert len(work.rounds.protected.glass.shares()) >= 1
    with beto.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.shares() == []


@pytest.mark.rule("WP-11")
def test_whoever_belongs_to_another_team_holds_no_share(tmp_path: Path):
    """She could not be asked, and her team learns nothing of cases of this one."""
    made = house(tmp_path, ("Ana", "Beto"), ("Carla", "Dora"))
    (ana, beto), (carla, _dora) = made.first, made.second
    ana.desk.rosters.set_roles(carla.desk.bench.user.hex(), ["supervisor"])
    meet_house(made)
    case = told(beto, "Killa", hopes="Zarquintela")
    meet_house(made)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    for _turn in range(2):
        meet_house(made)
    assert beto.desk.glass.others() == 1

    ana.desk.rosters.set_roles(beto.desk.bench.user.hex(), ["caseworker", "supervisor"])
    for _turn in range(3):
        meet_house(made)

    assert beto.desk.glass.others() == 2
    counts = []
    for member in (ana, beto, carla):
        with member.desk.bench.keeper.writing() as work:
            counts.append(len(work.rounds.protected.glass.shares()) > 0)
    made.close()
    assert counts == [True, True, False]
