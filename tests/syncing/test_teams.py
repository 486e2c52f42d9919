# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several teams of one organisation: one list of people, and nothing of one team's work for another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assist.crypto import labels, seal
from assist.errors import BadInput, DamagedFile, NotAllowed
from assist.services.inviting import Wanted
from assist.services.teams import TeamService
from assist.sync import entries as wire
from assist.sync import names, roster
from tests.syncing.houses import House, house, meet
from tests.syncing.team import Member, MemoryStore, settle

Team = Callable[..., list[Member]]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana and Beto in one team, Carla and Dora in another; Ana coordinates."""
    made = house(tmp_path, ("Ana", "Beto"), ("Carla", "Dora"))
    yield made
    made.close()


def everything_of(member: Member) -> list[bytes]:
    """Every key that lies in this profile: of teams and of cases."""
    with member.desk.bench.keeper.writing() as work:
        known = roster.verify(work.roster())
        teams = [key for team in (*known.teams, known.organisation) for _epoch, key in work.rounds.team_keys(team)]
        return [*teams, *(each.key for each in work.rounds.case_keys())]


def opened_by(member: Member, store: MemoryStore, before: frozenset[str]) -> list[str]:
    """Objects put there since, that any of her keys opens under any label."""
    tried = (labels.BUNDLE, labels.SNAPSHOT, labels.ROSTER, labels.CASE_KEY, labels.SEGMENT)
    found = []
    for name in sorted(store.objects.keys() - before):
        for key in everything_of(member):
            for label in tried:
                try:
                    seal.unseal(key, label, name.encode("ascii"), store.objects[name])
                except DamagedFile:
                    continue
                found.append(name)
    return found


def test_a_team_reads_its_own_and_nothing_of_another(two: House):
    case, other = two.first[1].first_contact("Irma"), two.second[1].first_contact("Zoe")
    before = frozenset(two.store.objects)
    meet(two)
    assert set(two.first[0].everything()) == {case}
    assert set(two.second[0].everything()) == {other}
    made = roster.verify(two.entries())
    theirs = {name for member in two.second for key in key_names(member, made.team_of(member.desk.bench.user))
              for stream in made.streams.values() for seq in range(1, 30)
              for name in [names.bundle_name(key, stream.ordinary, seq)]}
    lying = theirs & two.store.objects.keys()
    assert lying
    for outsider in two.first:  # Ana made the team, and kept nothing of its key
        assert not set(opened_by(outsider, two.store, before)) & lying


def key_names(member: Member, team: bytes) -> list[bytes]:
    with member.desk.bench.keeper.writing() as work:
        return [names.name_key(key) for _epoch, key in work.rounds.team_keys(team)]


def test_everybody_has_the_same_list(two: House):
    meet(two)
    two.first[0].desk.rosters.set_roles(two.second[1].desk.bench.user.hex(), ("caseworker", "supervisor"))
    meet(two)
    lists = {tuple(member.roster_entries()) for member in two.everybody}
    assert len(lists) == 1
    assert {row.name for row in two.second[0].desk.people.all()} == {"Ana", "Beto", "Carla", "Dora"}
    assert [(row.name, row.people) for row in TeamService(
        two.second[0].desk.bench, two.second[0].desk.rosters).all()] == [("Casa Sur", 2), ("Casa Prueba", 2)]


def test_who_comes_later_into_another_team_reads_what_was_written_before(two: House):
    """Whoever let her in does not know that team's earlier keys; her colleagues tell her."""
    early = two.second[0].first_contact("Zoe")
    meet(two)
    eva = two.let_in("Eva")
    with eva.desk.bench.keeper.writing() as work:
        assert len(work.rounds.team_keys(work.team_key()[0])) == 1
    meet(two)
    meet(two)
    assert set(eva.everything()) == {early}
    late = eva.first_contact("Lena")
    meet(two)
    assert set(two.second[1].everything()) == {early, late}


@pytest.mark.parametrize("which", ["first", "second"])
def test_who_left_one_team_finds_nothing_new_of_any(two: House, which: str):
    meet(two)
    gone = getattr(two, which)[1]
    with gone.desk.bench.keeper.writing() as work:
        held = [key for team in (work.team_key()[0], two.known().organisation)
                for _epoch, key in work.rounds.team_keys(team)]
    two.first[0].desk.rosters.revoke_person(gone.desk.bench.user.hex())
    stays = [member for member in two.everybody if member is not gone]
    settle(stays, two.store)
    told = len(two.entries())
    before = frozenset(two.store.objects)
    for member in stays:
        member.first_contact("Irma")
    two.first[0].desk.rosters.set_policy({"lock_minutes": 5})
    settle(stays, two.store)
    known = two.known()
    fresh = two.store.objects.keys() - before
    assert fresh
    assert len(two.entries()) > told
    looked = {name for key in map(names.name_key, held) for stream in known.streams.values() for n in range(1, 90)
              for name in (names.bundle_name(key, stream.ordinary, n), names.bundle_name(key, stream.protected, n),
                           names.snapshot_name(key, stream.ordinary, n), names.roster_name(key, n))}
    assert not looked & fresh
    assert not opened_by(gone, two.store, before)
    lists = {tuple(member.roster_entries()) for member in stays}
    assert len(lists) == 1


def test_only_a_coordinator_makes_a_team(team: Team):
    ana, beto = team("Ana", "Beto")
    with pytest.raises(NotAllowed):
        beto.desk.teams.make("Casa Sur")
    ana.desk.teams.make("Casa Sur")
    with pytest.raises(BadInput, match=r"team\.name"):
        ana.desk.teams.make("casa sur")
    with pytest.raises(BadInput, match=r"team\.name"):
        ana.desk.teams.make("   ")


def test_a_team_that_is_signed_by_nobody_who_may_is_none(team: Team, store: MemoryStore):
    ana, beto = team("Ana", "Beto")
    forged = roster.proposed(ana.roster_entries(), beto.desk.bench.ring.signer(beto.clock.now_ms()),
                             (wire.TEAM_ADD, wire.Team(b"t" * 16, "Mine")))
    with pytest.raises(DamagedFile):
        roster.verify([*ana.roster_entries(), forged])
    settle([ana, beto], store)


def test_the_list_goes_on_under_its_own_key_from_the_second_team_on(team: Team, store: MemoryStore):
    """What an organisation with one team wrote is read as before; what comes later is everybody's."""
    ana, beto = team("Ana", "Beto")
    settle([ana, beto], store)
    ana.desk.teams.make("Casa Sur")
    settle([ana, beto], store)
    ana.desk.rosters.set_policy({"lock_minutes": 5})
    settle([ana, beto], store)
    assert beto.desk.rosters.now().policy == {"lock_minutes": 5}
    with ana.desk.bench.keeper.writing() as work:
        own = [names.name_key(key) for _epoch, key in work.rounds.team_keys(work.team_key()[0])]
    assert not {names.roster_name(key, len(ana.roster_entries())) for key in own} & store.objects.keys()


def test_an_invitation_into_a_team_that_is_not_there_is_none(team: Team):
    ana, _beto = team("Ana", "Beto")
    with pytest.raises(Exception, match=r"team\.none"):
        ana.desk.inviting.invite(Wanted("Eva", ("caseworker",), team="ab" * 16))


@pytest.mark.parametrize("turn", range(3))
def test_two_coordinators_at_once_leave_nobody_without_a_key(two: House, turn: int):
    """One lets Eva into the other team while another changes the list elsewhere; either of the two lists may hold."""
    ana, beto = two.first
    ana.desk.rosters.set_roles(beto.desk.me.user, ("caseworker", "coordinator"))
    early = two.second[0].first_contact("Zoe")
    meet(two)
    beto.desk.rosters.set_policy({"lock_minutes": 5 + turn})
    beto.round(two.store)
    eva = two.let_in("Eva")
    for _turn in range(4):
        meet(two)
    known = two.known()
    assert {tuple(member.roster_entries()) for member in two.everybody} == {tuple(two.entries())}
    assert known.policy == {"lock_minutes": 5 + turn}
    assert eva.desk.bench.ring.identity.profile in known.given[known.team_of(eva.desk.bench.user)]
    assert set(eva.everything()) == {early}
