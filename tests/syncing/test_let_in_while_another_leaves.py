# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One coordinator lets somebody in while another takes somebody out: the newcomer finds the list that holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.services.inviting import Wanted
from tests.syncing.houses import EVERY_ROLE, House, Newcomer, house, meet
from tests.syncing.team import Member


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana and Beto coordinate; Carla works in another team; Dora is about to leave theirs."""
    made = house(tmp_path, ("Ana", "Beto", "Dora"), ("Carla",))
    ana, beto, _dora = made.first
    ana.desk.rosters.set_roles(beto.desk.me.user, ("caseworker", "coordinator"))
    meet(made)
    yield made
    made.close()


@pytest.fixture
def one(tmp_path: Path) -> Iterator[House]:
    """The same without the other team."""
    made = house(tmp_path, ("Ana", "Beto", "Dora"), ())
    ana, beto, _dora = made.first
    ana.desk.rosters.set_roles(beto.desk.me.user, ("caseworker", "coordinator"))
    meet(made)
    yield made
    made.close()


def let_in(at: House, where: str) -> Member:
    """Eva, by Ana, who has not heard of anything."""
    if where == "there":
        return at.let_in("Eva")
    eva = Newcomer(at.folder, "Eva", at.first[0], Wanted("Eva", EVERY_ROLE))
    at.first.append(eva)
    return eva


def keys_of(member: Member) -> set[bytes]:
    """Every key of a team, and of the list, that a profile was ever given."""
    with member.desk.bench.keeper.writing() as work:
        rows = work.case.connection.exec_driver_sql("SELECT key FROM team_key").all()  # type: ignore[attr-defined]
    return {bytes(row[0]) for row in rows}


def newest_keys(member: Member) -> set[bytes]:
    """Those under which is written from now on."""
    with member.desk.bench.keeper.writing() as work:
        rows = work.case.connection.exec_driver_sql(  # type: ignore[attr-defined]
            "SELECT key FROM team_key k WHERE epoch = (SELECT max(epoch) FROM team_key WHERE team = k.team)").all()
    return {bytes(row[0]) for row in rows}


@pytest.mark.parametrize("where", ["here", "there"])
@pytest.mark.parametrize("first", ["newcomer", "coordinator"])
def test_the_newcomer_finds_the_list_that_holds(two: House, where: str, first: str):
    ends_well(two, where, first)


@pytest.mark.parametrize("first", ["newcomer", "coordinator"])
def test_so_she_does_where_there_is_one_team(one: House, first: str):
    ends_well(one, "here", first)


def ends_well(at: House, where: str, first: str) -> None:
    """Whoever meets first: one list everywhere, she reads and is read, and who left finds nothing new."""
    ana, beto, dora = at.first
    early = (at.second[0] if where == "there" else beto).first_contact("Killa")
    meet(at)
    known_to_dora = keys_of(dora)
    beto.desk.rosters.revoke_person(dora.desk.me.user)
    beto.round(at.store)
    eva = let_in(at, where)
    at.first.remove(dora)
    for member in (eva, ana) if first == "newcomer" else (ana, eva):
        member.round(at.store)
    for _turn in range(4):
        meet(at)
    late = eva.first_contact("Inti")
    for _turn in range(2):
        meet(at)

    known = at.known()
    assert {tuple(member.roster_entries()) for member in at.everybody} == {tuple(at.entries())}
    assert not known.is_active(bytes.fromhex(dora.desk.me.user))
    assert known.is_active(eva.desk.bench.user)
    assert early in eva.everything()
    assert late in (at.second[0] if where == "there" else beto).everything()
    for member in at.everybody:
        assert not newest_keys(member) & known_to_dora, "nothing new lies under a key that she has"
    dora.round(at.store)
    assert late not in dora.everything()
    dora.close()
