# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever reads snapshots and no bundles can take part in an emergency opening like everybody else."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from assist.changesets import Op
from assist.domain import wire
from assist.services.rosters import RosterService
from assist.sync.shapes import is_grant
from tests.syncing.at_glass import DAY, five, later, opened_for
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told
from tests.syncing.test_protected_snapshots import compacted

__all__ = ["five"]

Hidden = tuple[list[Member], str, str]


@pytest.fixture
def hidden(five_at_work: list[Member], store: MemoryStore) -> Hidden:
    """Beto hides a case; Dora, who holds a share of it, is away, and the bundles that brought it are gone by then."""
    members = five_at_work
    ana, beto, carla, _dora, eva = members
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle(members, store)
    code = beto.desk.cases.header(case).code
    beto.desk.protection.set_level(case, 3, [eva.desk.me.user])
    for _turn in range(2):
        settle([ana, beto, carla, eva], store)
    for reader in (beto, eva):
        compacted(reader, store)
    for each in members:
        later(each, 8 * DAY)
    return members, case, code


@pytest.fixture
def five_at_work(team: Callable[..., list[Member]], store: MemoryStore) -> list[Member]:
    """Ana coordinates and is custodian, Beto and Eva work with people, Carla and Dora supervise."""
    members: list[Member] = team("Ana", "Beto", "Carla", "Dora", "Eva")
    for each in members[2:4]:
        RosterService(members[0].desk.bench).set_roles(each.desk.me.user, ["supervisor"])
    settle(members, store)
    for each in members:
        each.reopen()
    return members


@pytest.mark.rule("WP-11")
def test_her_share_comes_with_the_snapshot(hidden: Hidden, store: MemoryStore):
    """She answers, and somebody else's share and hers open the case."""
    (_ana, _beto, carla, dora, _eva), case, code = hidden
    dora.round(store)

    opened_for(carla, dora, code, store)

    assert answers(carla, case)["legal_name"] == "Perlunqui"
    assert carla.desk.bench.keeper.projection_drift() == []


@pytest.mark.rule("WP-11")
def test_she_opens_what_she_only_has_in_the_snapshot(hidden: Hidden, store: MemoryStore):
    """The whole case, and what was written before it had its present key."""
    (ana, beto, _carla, dora, _eva), case, code = hidden
    dora.round(store)

    opened_for(dora, ana, code, store)

    assert answers(dora, case)["legal_name"] == answers(beto, case)["legal_name"] == "Perlunqui"
    assert dora.desk.bench.keeper.projection_drift() == []


def test_whoever_began_with_a_snapshot_can_pass_them_on(hidden: Hidden, store: MemoryStore):
    """Who reads a case keeps the shares of everybody for her own snapshots, and forgets them with it."""
    (ana, _beto, _carla, dora, eva), case, code = hidden
    with eva.desk.bench.keeper.writing() as work:
        book = work.rounds.protected
        key = book.keys(bytes.fromhex(case))[-1]
        cuts = book.glass.cuts(key.comp, key.epoch)
    assert len(cuts) == 1
    dora.round(store)
    with dora.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.cuts(key.comp, key.epoch) == []  # she holds her own share alone
    opened_for(dora, ana, code, store)
    with dora.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.cuts(key.comp, key.epoch) == cuts
    dora.round(store, DAY + 3600)
    with dora.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.cuts(key.comp, key.epoch) == []  # their day is over


@pytest.mark.rule("WP-11")
def test_a_custodian_who_had_read_it_before_it_was_hidden_reads_all_of_it_again(
    five: Hidden, store: MemoryStore
):
    """What she had was taken from her laptop then; it was said again under the key that two of them make."""
    (ana, _beto, carla, _dora, _eva), case, code = five

    opened_for(ana, carla, code, store)

    assert answers(ana, case) == {"hopes": "Zarquintela", "legal_name": "Perlunqui"}


def test_whoever_may_open_nothing_by_two_any_more_is_given_no_share(hidden: Hidden, store: MemoryStore):
    """Roles are those of the day when the snapshot is made."""
    (ana, beto, _carla, dora, eva), _case, _code = hidden
    RosterService(ana.desk.bench).set_roles(dora.desk.me.user, ["caseworker"])
    for _turn in range(2):
        for each in (ana, beto, eva):
            each.round(store)
    for reader in (beto, eva):
        compacted(reader, store)
    dora.round(store)
    with dora.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.glass.shares() == []


@pytest.mark.parametrize("field", [wire.GRANT_READERS, wire.GRANT_FORMER, wire.GRANT_SHARES])
@pytest.mark.parametrize("value", [b"", msgspec.msgpack.encode([b"short", 1]), msgspec.msgpack.encode([1, 2, 3])])
def test_what_nobody_could_read_is_no_word_about_keys(field: int, value: bytes):
    """Else one reader could shut the vaults of all others."""
    assert not is_grant(Op(wire.OP_GRANT, bytes(16), wire.CASE, field, value))
