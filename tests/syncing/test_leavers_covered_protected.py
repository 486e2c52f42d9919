# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protected work of somebody who left: once every snapshot speaks of it, her bundles go, and nobody misses a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from assist.services import protected_snapshots
from assist.services.rosters import RosterService
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_leavers_covered import as_if_unread, months, read
from tests.syncing.test_protected import answers, told
from tests.syncing.test_protected_snapshots import bundles_of, compacted, keys_alone, streams

Team = Callable[..., list[Member]]
HOURS = 2 * 3600


def left(members: list[Member], store: MemoryStore) -> str:
    """A case of the second, who then left; the first is custodian, and all that was sent was read."""
    ana, beto, *_others = members
    case = told(beto, "Killa", legal_name="Perlunqui")
    settle(members, store)
    record = next(row.record for row in ana.desk.cases.records(case) if row.form == "F02")
    ana.save("F02", case, record, legal_name="Olmevante")
    settle(members, store)
    assert ana.desk.rosters.revoke_person(beto.desk.me.user)
    return case


def test_her_bundles_go_and_a_new_laptop_of_a_reader_has_everything(
        team: Team, store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nobody tells it anew: it reads the snapshots."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    keys_alone(monkeypatch)
    case = left([ana, beto, carla], store)
    until = read(ana, streams(beto)[1])
    months([ana, carla], store, 5)
    assert until
    assert bundles_of(beto, store, streams(beto)[1]) == []

    second = Member(tmp_path / "second", "Ana")
    try:
        second.join(ana, as_person=ana)
        settle([ana, carla, second], store)
        settle([ana, second], store)

        assert answers(second, case)["legal_name"] == "Olmevante"
        assert second.protected(case) == ana.protected(case)
        assert read(second, streams(beto)[1]) == until
        assert streams(beto)[1] not in {each.stream for each in second.sync.troubles()}
        assert second.desk.bench.keeper.projection_drift() == []
    finally:
        second.close()


def test_they_stay_until_every_laptop_speaks_of_them(team: Team, store: MemoryStore):
    """Carla supervises, writes what is protected too, and is away for five months."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    hers = told(carla, "Wayra", legal_name="Mistralcoya")
    left([ana, beto, carla], store)
    months([ana], store, 5)
    assert bundles_of(beto, store, streams(beto)[1])

    carla.round(store, seconds=10 * 31 * 24 * 3600)
    months([carla, ana], store, 3)

    assert bundles_of(beto, store, streams(beto)[1]) == []
    assert answers(carla, hers)["legal_name"] == "Mistralcoya"


def test_while_a_vault_is_shut_nothing_is_said_to_be_read(team: Team, store: MemoryStore):
    """What came stays closed there, and no snapshot of that laptop could hold it."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    told(carla, "Wayra", legal_name="Mistralcoya")
    left([ana, beto, carla], store)
    carla.desk.signed.shut_vault()
    months([ana, carla], store, 5)
    assert bundles_of(beto, store, streams(beto)[1])

    carla.desk.signed.open_vault(PASSPHRASE)
    months([carla, ana], store, 3)

    assert bundles_of(beto, store, streams(beto)[1]) == []


def test_a_laptop_that_lacks_them_takes_what_stands_for_them(team: Team, store: MemoryStore):
    """It has read everybody else all along."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["caseworker", "custodian"])
    settle([ana, beto, carla], store)
    carla.reopen()
    case = left([ana, beto, carla], store)
    months([ana, carla], store, 5)
    until = read(carla, streams(beto)[1])
    assert bundles_of(beto, store, streams(beto)[1]) == []
    as_if_unread(carla, streams(beto)[1])
    with carla.desk.bench.keeper.writing() as work:
        work.rounds.heard(streams(ana)[0], streams(beto)[1], until, bytes(32))
        work.commit()

    carla.round(store, seconds=HOURS)

    assert read(carla, streams(beto)[1]) == until
    assert answers(carla, case)["legal_name"] == "Olmevante"


@pytest.mark.parametrize("lie", ["who", "end"])
def test_who_may_not_say_so_or_says_too_much_is_not_believed(
        team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, lie: str):
    """Somebody who never was a coordinator, and a coordinator who goes beyond the last bundle that counts."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    told(carla, "Wayra", legal_name="Mistralcoya")
    if lie == "end":
        real: Any = protected_snapshots.covered
        monkeypatch.setattr(protected_snapshots, "covered", lambda work, circle: [
            msgspec.structs.replace(each, seq=each.seq + 5) for each in real(work, circle)])
    left([ana, beto, carla], store)
    settle([ana, carla], store)
    liar, reader = (carla, ana) if lie == "who" else (ana, carla)
    compacted(liar, store)
    until = read(reader, streams(beto)[1])
    for name in bundles_of(beto, store, streams(beto)[1]):
        del store.objects[name]
    as_if_unread(reader, streams(beto)[1])
    with reader.desk.bench.keeper.writing() as work:
        work.rounds.heard(streams(liar)[0], streams(beto)[1], until, bytes(32))
        work.commit()

    reader.round(store, seconds=8 * 24 * 3600)

    assert until > 0
    assert read(reader, streams(beto)[1]) == 0
