# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody wrote who left is never lost: snapshots of coordinators stand for it once her bundles are gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from assist.services import snapshotting
from assist.sync import covering
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected_snapshots import MONTH, bundles_of, circle, streams

Team = Callable[..., list[Member]]


def left(team: list[Member], store: MemoryStore) -> str:
    """A case of the second, who then left; all that she sent was read."""
    ana, beto, *_others = team
    case = beto.first_contact("Killa")
    beto.save("F01", case, lang_pref="pt-BR")
    settle(team, store)
    ana.save("F01", ana.first_contact("Wayra"), lang_pref="es")
    settle(team, store)
    assert ana.desk.rosters.revoke_person(beto.desk.me.user)
    return case


def months(members: list[Member], store: MemoryStore, count: int = 3) -> None:
    """Time in which they meet now and then."""
    for _month in range(count):
        for member in members:
            member.round(store)
            member.round(store, seconds=MONTH)


def as_if_unread(member: Member, *whose: bytes) -> None:
    """She has read nothing of these streams."""
    with member.desk.bench.keeper.writing() as work:
        run = work.case.connection.exec_driver_sql  # type: ignore[attr-defined]
        for stream in whose:
            run("DELETE FROM applied WHERE strm = (SELECT id FROM strm WHERE sid = ?)", (stream,))
        work.commit()


def read(member: Member, stream: bytes) -> int:
    """The last bundle she has read of a stream, or reads as read."""
    with member.desk.bench.keeper.writing() as work:
        applied = work.rounds.applied().get(stream)
    return applied.seq if applied else 0


def test_a_new_laptop_has_everything_of_somebody_who_left(team: Team, store: MemoryStore, tmp_path: Path):
    """Her bundles are gone from the place, and she who joins never had the key they were sealed under."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = left([ana, beto, carla], store)
    until = read(ana, streams(beto)[0])
    months([ana, carla], store)
    assert bundles_of(beto, store, streams(beto)[0]) == []

    dora = Member(tmp_path / "dora", "Dora")
    try:
        dora.join(ana)
        settle([ana, carla, dora], store)

        assert dora.registers(case) == ana.registers(case) == carla.registers(case)
        assert dora.desk.cases.find("Killa")
        assert read(dora, streams(beto)[0]) == until
        assert streams(beto)[0] not in {each.stream for each in dora.sync.troubles()}
    finally:
        dora.close()


def test_a_laptop_that_had_read_the_coordinator_all_along_finds_it_too(team: Team, store: MemoryStore):
    """Nothing of hers is missing but what the one who left had written."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    left([ana, beto, carla], store)
    months([ana, carla], store)
    until = read(carla, streams(beto)[0])
    as_if_unread(carla, streams(beto)[0])
    with carla.desk.bench.keeper.writing() as work:
        work.rounds.heard(streams(ana)[0], streams(beto)[0], until, bytes(32))
        work.commit()

    carla.round(store, seconds=7200)

    assert read(carla, streams(beto)[0]) == until


def test_bundles_of_somebody_who_left_stay_until_everybody_has_read_them(team: Team, store: MemoryStore):
    """Carla is away for three weeks."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    left([ana, beto], store)
    ana.round(store)
    assert ana.sync._snapshots.make(circle(ana))
    for _week in range(3):
        ana.round(store, seconds=7 * 24 * 3600)
    assert bundles_of(beto, store, streams(beto)[0])

    settle([carla, ana], store)
    carla.round(store, seconds=25 * 3600)
    ana.round(store)
    assert bundles_of(beto, store, streams(beto)[0]) == []


@pytest.mark.parametrize("lie", ["who", "end"])
def test_who_may_not_cover_or_covers_too_much_is_not_believed(
        team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, lie: str):
    """Somebody who never was a coordinator, and a coordinator who goes beyond the last bundle that counts."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    left([ana, beto, carla], store)
    settle([ana, carla], store)
    liar, reader = (carla, ana) if lie == "who" else (ana, carla)
    real: Any = covering.covered

    def beyond(work: Any, circle: Any) -> Any:
        return [msgspec.structs.replace(each, seq=each.seq + 5) for each in real(work, circle)]

    monkeypatch.setattr(snapshotting, "may_cover", lambda *_: True)
    if lie == "end":
        monkeypatch.setattr(snapshotting, "covered", beyond)
    liar.save("F01", liar.first_contact("Sumaq"), lang_pref="es")
    liar.round(store)
    assert liar.sync._snapshots.make(circle(liar))
    liar.sync.carry_out(store)
    for name in bundles_of(liar, store, streams(liar)[0]):
        del store.objects[name]
    until = read(reader, streams(beto)[0])
    as_if_unread(reader, streams(beto)[0], streams(liar)[0])

    reader.round(store, seconds=8 * 24 * 3600)

    assert read(reader, streams(liar)[0]) > 0
    assert read(reader, streams(beto)[0]) in (0, until)
    assert until > 0
