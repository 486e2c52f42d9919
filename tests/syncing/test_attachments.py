# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is attached to a case reaches whoever reads it, in parts that look like anything else, and leaves with it."""

from __future__ import annotations

import random  # noqa: TID251 - the same content for the same seed
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.changesets import pack_plain
from assist.crypto.kdf import FOR_TESTS
from assist.errors import AssistError, BadInput, DamagedFile, NotFound, VaultShut
from assist.services.attachments import AttachmentService
from assist.services.blob_files import BlobFiles
from assist.services.syncing import SyncService
from assist.sync import blobs, names
from tests.conftest import PASSPHRASE
from tests.syncing.attaching import switched_on
from tests.syncing.erased import ordered, written
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told
from tests.syncing.test_protected_snapshots import circle
from ui.wiring import Door

Team = Callable[..., list[Member]]
DAY = 24 * 3600
PHOTO = b"%PDF-1.7\n" + random.Random(4).randbytes(2 * blobs.CHUNK + 768)


def attached(member: Member) -> AttachmentService:
    """Her attachments."""
    return member.desk.attachments


def files(member: Member) -> BlobFiles:
    """As they lie on her disk."""
    return BlobFiles(member.desk.bench.keeper.folder)


def parts_in(member: Member, store: MemoryStore) -> list[str]:
    """Names of parts of anything attached that lie in the store."""
    with member.desk.bench.keeper.writing() as work:
        rows = [*work.rounds.attached(), *work.rounds.protected.attached()]
    made = [blobs.unpacked(row.value) for row in rows]
    wanted = [names.blob_name(key.names, each.blob, part) for key in circle(member).keys for each in made
              for part in range(each.parts)]
    return [name for name in wanted if name in store.objects]


def test_it_is_read_whole_on_another_laptop(team: Team, store: MemoryStore):
    """Byte for byte; its objects are of common sizes, and nothing of it can be seen in them."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = ana.first_contact("Killa")
    content = b"Zarquintela" * 200_000
    entity = attached(ana).add(case, "foto \u202e.jpg", content)
    assert parts_in(ana, store) == []
    settle([ana, beto], store)

    [seen] = attached(beto).of(case)
    assert (seen.entity, seen.name, seen.size, seen.here, seen.parts) == (entity, "foto .jpg", len(content), 3, 3)
    assert attached(beto).read(case, entity) == attached(ana).read(case, entity) == content
    sizes = sorted(len(store.objects[name]) for name in parts_in(beto, store))
    assert sizes[1:] == [blobs.PART, blobs.PART]
    assert not any(b"Zarquintela" in found for found in store.objects.values())
    assert beto.desk.bench.keeper.projection_drift() == []
    assert beto.desk.conflicts.of(case) == ()


def test_a_missing_part_is_seen_and_nothing_else_waits_for_it(team: Team, store: MemoryStore):
    """§10 test 22; what came stays, and the next round goes on with what is missing."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = ana.first_contact("Killa")
    entity = attached(ana).add(case, "foto", PHOTO)
    ana.round(store)
    second = parts_in(ana, store)[1]
    held = store.objects.pop(second)
    ana.save("F01", case, lang_pref="pt-BR")
    settle([ana, beto], store)

    [seen] = attached(beto).of(case)
    assert (seen.here, seen.parts) == (2, 3)
    assert any(b"pt-BR" in value for *_row, value in beto.registers(case))
    with pytest.raises(NotFound, match="attachment"):
        attached(beto).read(case, entity)

    calls = store.calls
    store.objects[second] = held
    beto.round(store)
    assert attached(beto).read(case, entity) == PHOTO
    assert store.calls - calls < 20


def test_no_part_is_asked_for_that_no_change_names(team: Team, store: MemoryStore):
    """What somebody merely lays there is never fetched; a damaged part is not kept."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = ana.first_contact("Killa")
    entity = attached(ana).add(case, "foto", PHOTO[:5000])
    ana.round(store)
    [name] = parts_in(ana, store)
    whole = store.objects[name]
    store.objects[name] = whole[:99] + bytes([whole[99] ^ 1]) + whole[100:]
    store.objects[names.blob_name(circle(ana).key.names, bytes(16), 0)] = whole

    beto.round(store)
    assert files(beto).held() == []
    store.objects[name] = whole
    beto.round(store)
    assert attached(beto).read(case, entity) == PHOTO[:5000]


def test_what_is_on_hold_stays_on_the_laptop(team: Team, store: MemoryStore):
    """Neither the change nor a byte of what it names goes to the team; readers of protected work may have it."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = told(ana, "Killa")
    settle([ana, beto], store)
    entity = attached(ana).add(case, "foto", PHOTO[:5000])
    with ana.desk.bench.keeper.writing() as work:
        [row] = work.rounds.attached()
    ordinary = names.blob_name(circle(ana).key.names, blobs.unpacked(row.value).blob, 0)
    ana.save("F17", case, what="seen_near", when="today", who_at_risk=("person",))
    settle([ana, beto], store)

    assert ana.desk.cases.header(case).hold
    assert ordinary not in store.objects
    assert files(beto).held() == []
    assert attached(ana).read(case, entity) == PHOTO[:5000]


@pytest.mark.rule("WP-08")
@pytest.mark.parametrize("level", [2, 3])
def test_after_a_raise_readers_have_it_under_another_key_and_nobody_else_has_it(
        team: Team, store: MemoryStore, level: int):
    """It goes from the laptop of whoever reads the case no longer, and later from the place."""
    ana, beto, carla = switched_on(team("Ana", "Beto", "Carla"))
    case = told(beto, "Killa", hopes="Perlunqui")
    entity = attached(beto).add(case, "foto", PHOTO)
    settle([ana, beto, carla], store)
    assert attached(carla).read(case, entity) == PHOTO
    old, before = parts_in(carla, store), files(carla).held()
    assert before == files(beto).held()

    beto.desk.protection.set_level(case, level, [ana.desk.me.user])
    assert set(files(beto).held()).isdisjoint(before)  # at once, not at the next round
    for _turn in range(3):
        settle([beto, ana, carla], store)

    assert files(carla).held() == []
    with pytest.raises(AssistError):
        attached(carla).read(case, entity)
    for reader in (ana, beto):
        [seen] = attached(reader).of(case)
        assert attached(reader).read(case, seen.entity) == PHOTO
        assert seen.entity == entity
    assert not set(parts_in(ana, store)) & set(old)
    beto.desk.signed.shut_vault()
    beto.round(store)
    beto.desk.signed.open_vault(PASSPHRASE)
    assert attached(beto).read(case, entity) == PHOTO

    for member in (beto, ana, carla):
        member.round(store, seconds=31 * DAY)
    assert not set(old) & set(store.objects)
    assert parts_in(ana, store)


def test_too_large_and_empty_are_said(team: Team):
    """Ten mebibytes; and a register that speaks of an impossible attachment is no value."""
    (ana,) = switched_on(team("Ana"))
    case = ana.first_contact("Killa")
    for content, code in ((b"", "attachment.empty"), (b"%PDF-" + bytes(blobs.LARGEST), "attachment.too_big")):
        with pytest.raises(BadInput) as refused:
            attached(ana).add(case, "x", content)
        assert refused.value.code == code
    for wrong in ([b"x", 1, bytes(32), 1], [bytes(16), 0, bytes(32), 0], [bytes(16), 1, bytes(32), 99], "x", 7):
        with pytest.raises(DamagedFile):
            blobs.unpacked(pack_plain(wrong))


def test_what_is_erased_takes_its_attachments_along(team: Team, store: MemoryStore):
    """From every laptop, and from the place once the wait for bundles is over too; another case keeps its own."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case, other = written(beto), beto.first_contact("Sami")
    beto.desk.attachments.add(case, "foto", PHOTO)
    kept = beto.desk.attachments.add(other, "foto", PHOTO[:900])
    settle([ana, beto], store)
    lying = set(parts_in(ana, store))
    assert len(files(ana).held()) == 2

    ordered(beto, ana, [ana, beto], store, case)
    settle([ana, beto], store)

    for member in (ana, beto):
        assert [blob.hex() for blob in files(member).held()] == [kept]
        assert member.desk.attachments.read(other, kept) == PHOTO[:900]
    for member in (beto, ana):
        member.round(store, seconds=31 * DAY)
    assert lying & set(store.objects) == set(parts_in(ana, store))


@pytest.mark.parametrize("of_whom", ["her own", "a colleague's"])
def test_what_is_removed_goes_from_every_laptop_and_at_once_from_the_place(
        team: Team, store: MemoryStore, of_whom: str):
    """At her wish nobody waits thirty days for it, whoever attached it; another file of the case stays."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = ana.first_contact("Killa")
    entity, kept = attached(ana).add(case, "Zarquintela", PHOTO), attached(ana).add(case, "foto", PHOTO[:900])
    settle([ana, beto], store)
    lying = parts_in(ana, store)
    remover = ana if of_whom == "her own" else beto

    attached(remover).remove(case, entity)
    assert [blob.hex() for blob in files(remover).held()] == [kept]
    settle([remover], store)  # before the other one was there again
    assert sum(name in store.objects for name in lying) == 1
    settle([ana, beto], store)

    for member in (ana, beto):
        assert [each.entity for each in attached(member).of(case)] == [kept]
        assert [blob.hex() for blob in files(member).held()] == [kept]
        assert not any(b"Zarquintela" in value for *_row, value in member.registers(case))
        with pytest.raises(NotFound):
            attached(member).read(case, entity)
    assert sum(name in store.objects for name in lying) == 1


@pytest.mark.rule("WP-08")
def test_what_one_removes_while_another_raises_the_case_is_removed(team: Team, store: MemoryStore):
    """Also under the key it was sealed with anew meanwhile."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = told(beto, "Killa")
    entity = attached(beto).add(case, "foto", PHOTO)
    settle([ana, beto], store)

    attached(ana).remove(case, entity)
    beto.desk.protection.set_level(case, 2, [ana.desk.me.user])
    for _turn in range(4):
        settle([ana, beto], store)

    for member in (ana, beto):
        assert attached(member).of(case) == []
        assert files(member).held() == []
    assert not set(parts_in(beto, store)) & set(store.objects)


@pytest.mark.parametrize("level", [3, 4])
def test_what_is_sensitive_lies_behind_the_seal_of_any_case(team: Team, store: MemoryStore, level: int):
    """Its words and its content: for readers of protected work, and for them only while the vault is open."""
    ana, beto, carla = switched_on(team("Ana", "Beto", "Carla"))
    case = told(beto, "Killa")
    settle([ana, beto, carla], store)
    entity = attached(beto).add(case, "Zarquintela", PHOTO, level)
    for _turn in range(2):
        settle([ana, beto, carla], store)

    assert attached(ana).read(case, entity) == PHOTO  # the custodian
    assert attached(carla).of(case) == []
    assert not any(b"Zarquintela" in value for member in (ana, beto, carla)
                   for *_row, value in member.registers(case))
    beto.desk.signed.shut_vault()
    assert attached(beto).of(case) == []
    with pytest.raises(AssistError):
        attached(beto).read(case, entity)
    with pytest.raises(VaultShut):
        attached(beto).add(case, "más", PHOTO, level)


def test_a_place_the_remover_never_meets_is_cleared_by_whoever_carried_it_there(team: Team, store: MemoryStore):
    """The relay of another laptop: at once too, as soon as that laptop hears of it."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = ana.first_contact("Killa")
    relay, place = store, MemoryStore()
    entity = attached(ana).add(case, "foto", PHOTO)
    for _turn in range(2):
        ana.round(relay)
        place.objects |= relay.objects
        beto.round(place)
    assert attached(beto).read(case, entity) == PHOTO
    assert parts_in(ana, relay)
    lying = parts_in(ana, relay)

    attached(beto).remove(case, entity)
    beto.round(place)
    assert set(lying) <= set(relay.objects)
    relay.objects |= place.objects
    for _turn in range(2):
        ana.round(relay)

    assert files(ana).held() == []
    assert not set(lying) & set(relay.objects)


def test_a_backup_holds_none_and_they_come_again_from_the_place(team: Team, store: MemoryStore, tmp_path: Path):
    """How many are not there is known at once; each says so until it has come."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case = ana.first_contact("Killa")
    entity = attached(ana).add(case, "foto", PHOTO)
    settle([ana, beto], store)
    file = beto.desk.backups.make(tmp_path / "stick.amparo")
    assert file.stat().st_size < len(PHOTO)
    beto.desk.close()
    beto.door.leave()
    beto.door = Door(tmp_path / "again", beto.clock, FOR_TESTS)
    beto.desk = beto.door.restore(file, "Beto", PASSPHRASE)
    beto.sync = SyncService(beto.desk.bench)
    assert attached(beto).lacking() == 1
    assert [each.here for each in attached(beto).of(case)] == [0]

    for _turn in range(2):
        settle([beto, ana], store)

    assert attached(beto).lacking() == 0
    assert attached(beto).read(case, entity) == PHOTO
