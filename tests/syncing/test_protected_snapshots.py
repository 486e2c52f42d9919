# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot of protected work stands for the bundles it replaces, for readers alone, and says not of which cases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from assist.compartmentbook import SECTIONS
from assist.crypto import labels, seal
from assist.errors import DamagedFile
from assist.services import compartments
from assist.sync import bundles, names, snapshots
from tests.conftest import PASSPHRASE
from tests.syncing.cut_off import open_and_cut_off
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told
from tests.syncing.test_protected_closed import unsealed

Team = Callable[..., list[Member]]
DAY = 24 * 3600
MONTH = 31 * DAY


def circle(member: Member) -> Any:
    """Whom she shares with."""
    with member.desk.bench.keeper.writing() as work:
        return member.sync._circle(work)


def streams(member: Member) -> tuple[bytes, bytes]:
    """Her ordinary and her protected stream."""
    return member.desk.bench.ring.ordinary_stream, member.desk.bench.ring.protected_stream


def bundles_of(member: Member, store: MemoryStore, stream: bytes) -> list[str]:
    """Names of those of its bundles that lie in the store."""
    wanted = [names.bundle_name(key.names, stream, seq) for key in circle(member).keys for seq in range(1, 99)]
    return [name for name in wanted if name in store.objects]


def compacted(member: Member, store: MemoryStore) -> tuple[str, ...]:
    """A snapshot of her protected stream in the place of all its bundles; the names of its objects."""
    assert member.sync._protected_snapshots.make(circle(member))
    member.sync.carry_out(store)
    for name in bundles_of(member, store, streams(member)[1]):
        del store.objects[name]
    with member.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(streams(member)[1])
    assert made is not None
    return made.names


def keys_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody tells a new reader anew what was written before her: she has the snapshot or nothing."""
    monkeypatch.setattr(compartments, "tell_all", lambda *_: None)


def test_a_reader_who_was_away_for_months_reads_the_snapshot(team: Team, store: MemoryStore):
    """Bundles and the keys in them are gone; the snapshot holds both, and later bundles follow it."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Perlunqui")
    for _month in range(3):
        beto.round(store)
        beto.round(store, seconds=MONTH)
    assert bundles_of(beto, store, streams(beto)[1]) == []
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, legal_name="Olmevante")
    beto.round(store)

    ana.round(store, seconds=4 * MONTH)

    assert answers(ana, case)["legal_name"] == "Olmevante"
    assert ana.protected(case) == beto.protected(case)
    assert ana.desk.bench.keeper.projection_drift() == []


def test_another_laptop_starts_from_snapshots(team: Team, store: MemoryStore, tmp_path: Any, monkeypatch: Any):
    """She has the keys from whoever reads it now, and all that was said from the snapshot."""
    ana, beto = team("Ana", "Beto")
    keys_alone(monkeypatch)
    case = told(beto, "Killa", legal_name="Perlunqui")
    settle([ana, beto], store)
    compacted(beto, store)
    second = Member(tmp_path / "second", "Ana")
    try:
        second.join(ana, as_person=ana)
        with ana.desk.bench.keeper.writing() as work:
            entries = work.roster()
        beto.know(entries, ())
        settle([beto, ana, second], store)

        assert answers(second, case)["legal_name"] == "Perlunqui"
        assert second.protected(case) == beto.protected(case)
    finally:
        second.close()


def test_whoever_is_named_later_reads_the_snapshot_that_waited_closed(
        team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch):
    """It came to her laptop while she was no reader, and opens when her key comes."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    keys_alone(monkeypatch)
    case = told(beto, "Killa", legal_name="Perlunqui")
    settle([ana, beto], store)
    compacted(beto, store)
    settle([carla, ana, beto], store)
    assert "legal_name" not in answers(carla, case)
    with carla.desk.bench.keeper.writing() as work:
        assert [part for part in work.rounds.protected.parts(tried=True) if part.seq >= SECTIONS]

    beto.desk.naming.name_exactly(case, [carla.desk.me.user])
    for _turn in range(2):
        settle([beto, carla], store)

    assert answers(carla, case)["legal_name"] == "Perlunqui"


def test_what_was_replaced_does_not_come_back_with_a_snapshot(team: Team, store: MemoryStore):
    """Hers was made before she knew of the new value; whoever knows it keeps it."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Perlunqui")
    settle([ana, beto], store)
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    ana.save("F02", case, record, legal_name="Olmevante")
    ana.round(store)
    compacted(beto, store)
    with ana.desk.bench.keeper.writing() as work:  # as if she had read nothing of hers
        work.case.connection.exec_driver_sql("DELETE FROM applied")  # type: ignore[attr-defined]
        work.case.connection.exec_driver_sql("DELETE FROM snapshot_heard")  # type: ignore[attr-defined]
        work.commit()

    settle([ana, beto], store)

    assert answers(ana, case)["legal_name"] == answers(beto, case)["legal_name"] == "Olmevante"
    assert ana.protected(case) == beto.protected(case)


def test_sections_say_neither_which_case_nor_how_much_there_is(team: Team, store: MemoryStore):
    """In steps of a kibibyte, in no order, marked anew in every snapshot; from outside an object like any other."""
    _ana, beto, carla = team("Ana", "Beto", "Carla")
    for name in ("Killa", "Wayra", "Sumaq"):
        told(beto, name, legal_name="Perlunqui" * (1 + len(name)))
    beto.round(store)
    marks: list[set[bytes]] = []
    for _twice in range(2):
        made = compacted(beto, store)
        assert all(len(store.objects[name]) == seal.padme(len(store.objects[name])) for name in made)
        carla.round(store, seconds=8 * DAY)
        with carla.desk.bench.keeper.writing() as work:
            sections = [part for part in work.rounds.protected.parts(tried=True) if part.seq >= SECTIONS]
        assert {(len(part.content) - seal.OVERHEAD) % 1024 for part in sections} == {0}
        marks.append({part.key_id for part in sections})
        told(beto, "Illari", legal_name="Olmevante")
        beto.round(store)

    assert len(marks[0]) == 3
    assert len(marks[1]) == 4
    assert not marks[0] & marks[1]


def test_no_snapshot_while_the_vault_is_shut_or_something_is_unsent(team: Team, store: MemoryStore):
    """It would hold what its author may still take back."""
    _ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Perlunqui")
    beto.round(store)
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, legal_name="Olmevante")
    assert not beto.sync._protected_snapshots.make(circle(beto))
    beto.round(store)
    beto.desk.signed.shut_vault()
    assert not beto.sync._protected_snapshots.make(circle(beto))

    beto.desk.signed.open_vault(PASSPHRASE)
    assert beto.sync._protected_snapshots.make(circle(beto))


def opened_with(key: bytes, store: MemoryStore, team_key: bytes) -> bytes:
    """All that the key of a case opens of what lies in the store."""
    found: list[bytes] = []
    for name, content in store.objects.items():
        for label in (labels.BUNDLE, labels.SNAPSHOT):
            with suppress(DamagedFile):
                body = seal.unpad(seal.unseal(team_key, label, name.encode(), content))
                found += _parts(body, [key, team_key], is_bundle=label == labels.BUNDLE)
    return b"".join(found)


def _parts(body: bytes, keys: list[bytes], *, is_bundle: bool) -> list[bytes]:
    end = 4 + int.from_bytes(body[:4], "big")
    found, at = [], end + 64
    manifest: Any = (bundles._manifests if is_bundle else snapshots._manifests).decode(body[4:end])
    for index, ref in enumerate(manifest.segments if is_bundle else manifest.sections):
        place = (bundles._place(manifest.stream, manifest.seq, index) if is_bundle
                 else snapshots._place((manifest.stream, manifest.k, manifest.part, index)))
        label = labels.SEGMENT if is_bundle else labels.SECTION
        found += unsealed(keys, label, place, body[at : at + ref.length])
        at += ref.length
    return found


@pytest.mark.rule("WP-08")
@pytest.mark.parametrize("level", [2, 3])
def test_what_was_raised_leaves_the_meeting_place(team: Team, store: MemoryStore, level: int):
    """Bundles and snapshots sent before it, of everybody who wrote in the case, once all have read what came since."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle([ana, beto, carla], store)
    record = next(row.record for row in carla.desk.cases.records(case) if row.form == "F02")
    carla.save("F02", case, record, people="Mistralcoya")
    settle([carla, ana, beto], store)
    with carla.desk.bench.keeper.writing() as work:
        held, team_key = work.case_key(bytes.fromhex(case)), work.team_key()[2]
    assert held is not None
    assert beto.sync._snapshots.make(circle(beto))
    beto.round(store)
    assert b"Olmevante" in (before := opened_with(held[1], store, team_key))
    assert b"Mistralcoya" in before

    beto.desk.protection.set_level(case, level, [ana.desk.me.user])
    for _day in range(4):
        for member in (beto, carla, ana):
            member.round(store, seconds=DAY + 1)

    after = opened_with(held[1], store, team_key)
    assert b"Olmevante" not in after
    assert b"Mistralcoya" not in after
    assert (b"Zarquintela" in after) is (level == 2)
    assert answers(ana, case)["people"] == answers(beto, case)["people"] == "Mistralcoya"
    assert ana.protected(case) == beto.protected(case)


def test_a_snapshot_of_a_raised_case_on_hold_takes_nothing_from_the_team(team: Team, store: MemoryStore):
    """What the level leaves to everybody stands in changes that went behind a seal; it still holds."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    beto.save("F01", case, lang_pref="pt-BR")  # later, and not sealed by what follows
    settle([ana, beto, carla], store)
    beto.save("F17", case, what="seen_near", when="today", who_at_risk=("person",), facts="Perlunqui")
    for _day in range(3):
        for member in (beto, carla, ana):
            member.round(store, seconds=DAY + 1)
    with beto.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(streams(beto)[0])
    assert made is not None
    assert beto.desk.cases.header(case).hold

    for member in (carla, ana):
        with member.desk.bench.keeper.writing() as work:
            run = work.case.connection.exec_driver_sql  # type: ignore[attr-defined]
            run("DELETE FROM applied")
            run("DELETE FROM snapshot_heard")
            work.commit()
    for member in (beto, carla, ana):
        member.round(store, seconds=8 * DAY)

    for member in (ana, beto, carla):
        assert answers(member, case)["hopes"] == "Zarquintela"
        assert member.desk.cases.find("Killa")


@pytest.mark.parametrize("step", range(0, 12, 2))
def test_cut_off_at_any_step_of_opening_a_snapshot_it_is_done_again(
        team: Team, store: MemoryStore, step: int):
    """After the n-th transaction the power fails; at the next opening everything is there."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Perlunqui")
    beto.round(store)
    compacted(beto, store)
    ana.desk.signed.shut_vault()
    ana.round(store)
    ana.round(store, seconds=8 * DAY)
    open_and_cut_off(ana, step)

    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert ana.protected(case) == beto.protected(case)
    assert ana.desk.bench.keeper.projection_drift() == []
    with ana.desk.bench.keeper.writing() as work:
        assert not [part for tried in (True, False) for part in work.rounds.protected.parts(tried=tried)]
