# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing where laptops come late or join later, what lies in the place, and cases behind the seal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.crypto import labels, seal
from assist.errors import NotAllowed
from assist.services.blob_files import BlobFiles
from assist.services.closed_grants import key_in
from assist.sync import blobs, bundles, names
from assist.sync.compartments import where
from assist.sync.erasures import SignedOrder
from assist.sync.snapshots import section_id
from tests.conftest import PASSPHRASE
from tests.syncing.attaching import switched_on
from tests.syncing.erased import DAY, WORDS, body_of, left, ordered, row, send, signed_by, unwell, written
from tests.syncing.team import Member, MemoryStore, settle

Team = Callable[..., list[Member]]
ALL = (*WORDS, "600123123")


# -- late ------------------------------------------------------------------------------------------------


def test_what_a_late_laptop_still_sends_comes_back_nowhere(team: Team, store: MemoryStore):
    """Ninety days away, with words of that case unsent: they reach nobody, and her other work reaches everybody."""
    ana, beto, carla = members = team("Ana", "Beto", "Carla")
    case, other = written(beto), beto.first_contact("Sami")
    settle(members, store)
    carla.save("F11", case, outcome="held", minutes=10, facts="Perlunqui", protected_part="Tovimarca")
    carla.save("F11", other, outcome="held", minutes=10, facts="Ondarela")
    ordered(beto, ana, [ana, beto], store, case)
    for _turn in range(3):
        settle([ana, beto], store)
    assert row(ana).done == 2
    assert [each.name for each in row(ana).missing] == ["Carla"]

    carla.round(store, 90 * DAY)
    for _turn in range(3):
        settle(members, store)

    for member in members:
        assert left(member.desk, (*ALL, "Perlunqui", "Tovimarca")) == []
        assert "Ondarela" in left(member.desk, ("Ondarela",))
        assert unwell(member.desk) == []
        with member.desk.bench.keeper.writing() as work:
            assert work.rounds.closed() == []
            assert work.rounds.erasures.expecting() == []
            assert work.rounds.protected.parts(tried=True) + work.rounds.protected.parts(tried=False) == [] or (
                member is carla)
    assert (row(ana).done, row(ana).missing) == (3, ())


def test_a_laptop_that_joins_afterwards_gets_nothing_of_it(team: Team, store: MemoryStore):
    """Neither from bundles that still lie there nor from snapshots; and nobody waits for its word."""
    ana, beto = team("Ana", "Beto")
    case, other = written(beto), beto.first_contact("Sami")
    settle([ana, beto], store)
    ordered(beto, ana, [ana, beto], store, case)
    settle([ana, beto], store)
    [dana] = team("Dana")[2:]
    dana.join(ana)
    settle([ana, beto, dana], store)
    settle([ana, beto, dana], store)

    assert dana.registers(other)
    assert left(dana.desk, ALL) == []
    assert row(ana).of == 2


def withheld_from(store: MemoryStore, dana: Member, author: Member) -> None:
    """She meets the others while everything that one of them ever sent is kept from her; then it lies there again."""
    stream, kept = author.desk.bench.ring.ordinary_stream, dict(store.objects)
    with dana.desk.bench.keeper.writing() as work:
        key = names.name_key(work.team_key()[2])
    for n in range(1, 40):
        for name in (names.bundle_name(key, stream, n), names.snapshot_name(key, stream, n)):
            store.objects.pop(name, None)
    for _turn in range(2):
        dana.round(store)
    store.objects.update(kept)


def test_the_key_of_an_erased_case_is_not_taken_when_it_comes_late(team: Team, store: MemoryStore):
    """Who hears of the order first and gets old bundles afterwards opens nothing of them that was hers."""
    ana, beto = team("Ana", "Beto")
    case, other = written(beto), beto.first_contact("Sami")
    settle([ana, beto], store)
    ordered(beto, ana, [ana, beto], store, case)
    ana.round(store)
    [dana] = team("Dana")[2:]
    dana.join(ana)

    withheld_from(store, dana, beto)
    assert [each.holds for each in dana.desk.erasures.rows()] == [True]
    for _turn in range(2):
        dana.round(store)

    assert dana.registers(other)
    assert left(dana.desk, ALL) == []
    with dana.desk.bench.keeper.writing() as work:
        assert work.case_key(bytes.fromhex(case)) is None
        assert work.rounds.closed() == []


@pytest.mark.parametrize("is_due", [False, True])
def test_a_calendar_shuts_no_case_out_that_comes_after_it(team: Team, store: MemoryStore, is_due: bool):
    """It is looked at when it comes: one that is due goes, one of which somebody only said so stays."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    if is_due:
        beto.save("F15", case, reason="my_choice")
    settle([ana, beto], store)
    body = body_of(ana, case, "schedule")
    send(ana, SignedOrder(body, (signed_by(ana, body),)))
    ana.round(store)
    ana.round(store)
    [dana] = team("Dana")[2:]
    dana.join(ana)
    withheld_from(store, dana, beto)
    assert [each.holds for each in dana.desk.erasures.rows()] == [True]

    for _turn in range(2):
        dana.round(store, 731 * DAY if is_due else 60)

    assert bool(dana.registers(case)) is not is_due


# -- the place and the backups ------------------------------------------------------------------------------


def test_no_object_in_the_place_opens_with_its_keys_any_more(team: Team, store: MemoryStore):
    """Once everybody has read the new snapshots, not even somebody who kept every key finds anything of it there."""
    ana, beto = team("Ana", "Beto")
    case, other = written(beto), written(beto, "Sami")
    settle([ana, beto], store)
    ana.save("F11", case, outcome="held", minutes=10, facts=WORDS[1], protected_part=WORDS[2])
    settle([ana, beto], store)
    keys = {each: _keys_of(ana, each) for each in (case, other)}
    assert len(keys[case]) > 1
    assert _opened_by(ana, beto, store, keys[case]) > 2

    ordered(beto, ana, [ana, beto], store, case)
    for _turn in range(5):
        settle([ana, beto], store)

    assert _opened_by(ana, beto, store, keys[case]) == 0
    assert _opened_by(ana, beto, store, keys[other]) > 1
    assert row(ana).is_complete
    assert ana.registers(other) == beto.registers(other) != frozenset()


def _keys_of(member: Member, case: str) -> list[bytes]:
    with member.desk.bench.keeper.writing() as work:
        ident = bytes.fromhex(case)
        return [work.case_key(ident)[1], *(each.key for each in work.rounds.protected.keys(ident))]


def _opened_by(ana: Member, beto: Member, store: MemoryStore, keys: list[bytes]) -> int:
    """How many parts of bundles and sections of snapshots that lie there one of these keys opens."""
    with ana.desk.bench.keeper.writing() as work:
        team, _epoch, _key = work.team_key()
        team_keys = [held for _epoch, held in work.rounds.team_keys(team)]
    rings = [member.desk.bench.ring for member in (ana, beto)]
    streams = [stream for ring in rings for stream in (ring.ordinary_stream, ring.protected_stream)]
    found = 0
    for stream, team_key in ((stream, key) for stream in streams for key in team_keys):
        made_with = names.name_key(team_key)
        for n in range(1, 40):
            for name, label, mark in (
                (names.bundle_name(made_with, stream, n), labels.BUNDLE, bundles.key_id),
                (names.snapshot_name(made_with, stream, n), labels.SNAPSHOT, section_id),
            ):
                if name in store.objects:
                    inside = seal.unseal(team_key, label, name.encode("ascii"), store.objects[name])
                    found += sum(inside.count(mark(key, stream, n)) for key in keys)
    return found


@pytest.mark.parametrize("level", [0, 2])
def test_what_was_attached_goes_from_every_laptop_and_from_the_place(team: Team, store: MemoryStore, level: int):
    """Sealed parts too; nobody waits thirty days for what nobody is to get any more."""
    ana, beto = switched_on(team("Ana", "Beto"))
    case, other = written(beto), beto.first_contact("Sami")
    for each in (case, other):
        beto.desk.attachments.add(each, "foto.jpg", b"Zarquintela" * 200_000)
    settle([ana, beto], store)
    if level:
        beto.desk.protection.set_level(case, level)
    for _turn in range(3):
        settle([ana, beto], store)
    assert _large(store) == (6 if level else 4)
    ordered(beto, ana, [ana, beto], store, case)
    for _turn in range(5):
        settle([ana, beto], store)
    if level:  # what lay there from before the raise goes with what was raised
        assert not row(ana).is_complete
        for _turn in range(2):
            beto.round(store, 31 * DAY)
            settle([ana, beto], store)

    for member in (ana, beto):
        [blob] = BlobFiles(member.desk.bench.keeper.folder).held()
        [there] = member.desk.attachments.of(other)
        assert (blob.hex(), there.here) == (there.entity, 3)
    assert row(ana).is_complete
    assert _large(store) == 2


def _large(store: MemoryStore) -> int:
    """Objects that nothing but an attachment is as large as."""
    return sum(len(content) == blobs.PART for content in store.objects.values())


# -- behind the seal --------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [2, 3])
def test_a_protected_case_is_gone_from_both_databases_of_every_laptop(
    three: list[Member], store: MemoryStore, level: int
):
    """Readers and others; the copies behind seals too, and the wrapped keys that would open them again."""
    ana, beto, _carla = three
    case, other = written(beto), beto.first_contact("Sami")
    settle(three, store)
    beto.desk.protection.set_level(case, level, [ana.desk.me.user] if level == 3 else [])
    for _turn in range(3):
        settle(three, store)
    beto.desk.records.keep_draft(beto.desk.records.open("F11", case))
    assert "Zarquintela" in left(ana.desk)

    ordered(beto, ana, three, store, case)
    for _turn in range(3):
        settle(three, store)

    for member in three:
        assert left(member.desk, ALL) == []
        assert member.registers(other)
        assert unwell(member.desk) == []
        with member.desk.bench.keeper.writing() as work:
            assert bytes.fromhex(case) not in work.all_cases()
            vault = member.desk.bench.ring.vault
            grants = [key_in(vault.open_closed_grant(where(each.stream, each.seq), each.content))
                      for each in work.rounds.erasures.all_grants()]
            assert bytes.fromhex(case) not in {each.case for each in grants if each is not None}
    assert beto.desk.records.drafts() == []
    assert row(beto).done == row(beto).of == 3


@pytest.mark.parametrize("level", [1, 2, 3])
def test_with_the_vault_shut_the_protected_half_waits_and_nothing_is_said_before(
    three: list[Member], store: MemoryStore, level: int
):
    """What is sealed stays sealed until it is opened next; only then does that laptop say that nothing is left."""
    ana, beto, _carla = three
    case = written(beto)
    beto.desk.protection.set_level(case, level, [ana.desk.me.user] if level == 3 else [])
    for _turn in range(3):
        settle(three, store)
    beto.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    beto.round(store, DAY)
    settle(three, store)
    [wish] = ana.desk.erasing.waiting()
    beto.desk.signed.shut_vault()

    ana.desk.erasing.agree(case, wish.ref)
    for _turn in range(3):
        settle(three, store)

    assert left(ana.desk, ALL) == []
    assert left(beto.desk, ALL) == []  # of what can be read while it is shut
    assert [each.name for each in row(ana).missing] == ["Beto"]
    beto.desk.signed.open_vault(PASSPHRASE)
    assert left(beto.desk, ALL) == []
    for _turn in range(2):
        settle(three, store)
    assert row(ana).done == 3


def test_a_wish_about_a_hidden_case_names_it_nowhere_in_the_open(three: list[Member], store: MemoryStore):
    """Not while the day lasts, and not when the case is hidden only after it was asked (ruling 13)."""
    ana, beto, _carla = three
    first, second = written(beto), written(beto, "Sami")
    beto.desk.protection.set_level(first, 3, [ana.desk.me.user])
    beto.desk.erasing.ask(first, "own_request", nobody_asked_for_it=True)
    with beto.desk.bench.keeper.writing() as work:
        assert bytes.fromhex(first) not in b"".join(body for _ref, _kind, body in work.jobs())
    beto.desk.erasing.ask(second, "own_request", nobody_asked_for_it=True)
    beto.desk.protection.set_level(second, 3, [ana.desk.me.user])
    beto.round(store)

    with beto.desk.bench.keeper.writing() as work:
        jobs = b"".join(body for _ref, _kind, body in work.jobs())
    assert bytes.fromhex(first) not in jobs
    assert bytes.fromhex(second) not in jobs
    assert len(beto.desk.erasing.waiting()) == 2
    beto.desk.signed.shut_vault()
    assert beto.desk.erasing.waiting() == []


def test_of_a_hidden_case_somebody_who_reads_it_must_be_able_to_agree(three: list[Member], store: MemoryStore):
    """Else it would wait for ever for somebody who must not know of it."""
    ana, beto, carla = three
    case = written(beto)
    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])

    with pytest.raises(NotAllowed, match=r"erase\.name_second"):
        beto.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    assert ana.desk.erasing.waiting() == []


def test_shares_for_an_emergency_go_with_it(three: list[Member], store: MemoryStore):
    """Whoever holds one and never read the case is told by the mark alone what to throw away."""
    ana, beto, carla = three
    ana.desk.rosters.set_roles(carla.desk.me.user, ["supervisor"])
    case = written(beto)
    settle(three, store)
    for member in three:
        member.reopen()
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    for _turn in range(3):
        settle(three, store)
    assert _shares(carla)

    ordered(beto, ana, three, store, case)
    for _turn in range(3):
        settle(three, store)

    assert [_shares(member) for member in three] == [0, 0, 0]
    assert row(ana).done == 3


def _shares(member: Member) -> int:
    with member.desk.bench.keeper.writing() as work:
        return len(work.rounds.protected.glass.shares())
