# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody with an altered program may try with cases that move between teams; whoever receives it refuses."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from assist.changesets import Op, pack_plain
from assist.crypto import labels, seal, wrap
from assist.domain import wire
from assist.errors import DamagedFile
from assist.services.moving_records import parts_of
from assist.services.post import Post
from assist.sync import arrivals, names, roster
from assist.sync.arrivals import MORE, PARCEL, More, Parcel, Values
from assist.sync.bundles import Content, Part
from assist.sync.pull import REFUSED
from tests.syncing.houses import House, house, meet
from tests.syncing.team import Member
from tests.syncing.test_hostile_members import Forger, key_of
from tests.syncing.test_moving import answers, moved
from tests.syncing.test_teams import everything_of, opened_by


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana who may move cases and Beto who may not; Carla who may and Dora who may not."""
    made = house(tmp_path, ("Ana", "Beto"), ("Carla",))
    made.let_in("Dora", ("caseworker",))
    meet(made), meet(made)
    yield made
    made.close()


def parcel(by: Member, case: str, team: bytes, values: list[list[object]]) -> Parcel:
    """A case as an altered program packs it."""
    ref, ident = secrets.token_bytes(16), bytes.fromhex(case)
    value = msgspec.msgpack.encode([values, []])
    return Parcel(ref, ident, team, 0, "AAAAAAAA", "Killa", "Now", secrets.token_bytes(32),
                  parts_of(by.desk.bench, (ref, ident, team), [Values(False, value)]))


def worded(by: bytes, case: str) -> list[list[object]]:
    """A code and a band, in somebody's name."""
    ident = bytes.fromhex(case)
    return [[ident, wire.CASE, wire.CODE, by, 900, 0, 1 << 40, pack_plain("AAAAAAAA")],
            [ident, wire.CASE, wire.BAND, by, 900, 1, 1 << 40, pack_plain("low")]]


def sent(by: Member, to: Member, kind: int, body: msgspec.Struct) -> None:
    """A letter."""
    with by.desk.bench.keeper.writing() as work:
        stream = roster.verify(work.roster()).streams[to.desk.bench.ring.identity.profile]
        Post(by.desk.bench).send(work, stream, kind, msgspec.msgpack.encode(body))
        work.commit()


def team_of(member: Member) -> bytes:
    """Hers."""
    return member.desk.rosters.now().team_of(member.desk.bench.user)


def test_nobody_without_the_right_hands_a_case_over(two: House):
    """Beto writes the letter all the same, and Carla's laptop does not even ask for it."""
    _ana, beto = two.first
    carla = two.second[0]
    sent(beto, carla, PARCEL, parcel(beto, "ab" * 16, team_of(carla), worded(
        beto.desk.bench.ring.ordinary_stream, "ab" * 16)))
    meet(two)
    assert carla.desk.moving.offered() == []
    assert carla.desk.moving.unread() == 0


def test_a_right_that_was_taken_from_somebody_hands_nothing_over_with_values_of_nobody(two: House):
    """Values by streams that the list of people does not know."""
    ana, _beto = two.first
    carla = two.second[0]
    sent(ana, carla, PARCEL, parcel(ana, "ab" * 16, team_of(carla), worded(b"x" * 16, "ab" * 16)))
    meet(two)
    assert carla.desk.moving.offered() == []
    assert REFUSED in {each.kind for each in carla.sync.troubles()}


def test_a_case_that_was_packed_for_another_team_is_none(two: House):
    ana, _beto = two.first
    carla = two.second[0]
    sent(ana, carla, PARCEL, parcel(ana, "ab" * 16, team_of(ana), worded(
        ana.desk.bench.ring.ordinary_stream, "ab" * 16)))
    meet(two)
    assert carla.desk.moving.offered() == []


def arrival(forger: Forger, case: str, ops: tuple[Op, ...]) -> Part:
    """A change in the open, of these operations."""
    with forger.member.desk.bench.keeper.writing() as work:
        held = work.case_key(bytes.fromhex(case))
    assert held is not None
    return Part(held[1], Content((forger.change(bytes.fromhex(case), ops=ops),)))


@pytest.mark.parametrize("how", ["no word", "own word", "other values", "other case"])
def test_nobody_puts_values_into_anothers_mouth_as_if_they_had_moved(two: House, how: str):
    ana, _beto = two.first
    carla, dora = two.second
    case = moved(two, hopes="Zarquintela")
    before = carla.registers(case)
    honest = parcel(ana, case, team_of(carla), worded(ana.desk.bench.ring.ordinary_stream, case))
    own = parcel(carla, case, team_of(carla), worded(dora.desk.bench.ring.ordinary_stream, case))
    signer = ana.desk.bench.ring.identity.profile
    part = honest.parts[0]
    if how == "other values":
        part = msgspec.structs.replace(part, values=own.parts[0].values)
    elif how == "other case":
        other = parcel(ana, "cd" * 16, team_of(carla), worded(ana.desk.bench.ring.ordinary_stream, case))
        part, honest = other.parts[0], msgspec.structs.replace(honest, ref=other.ref)
    elif how == "own word":
        part, signer, honest = own.parts[0], carla.desk.bench.ring.identity.profile, own
    ops = arrivals.ordinary_ops(honest.ref, team_of(carla), signer, part)
    forger = Forger(carla, two.store)
    forger.send(arrival(forger, case, ops[:1] if how == "no word" else ops))
    dora.round(two.store)
    assert dora.registers(case) == before
    assert REFUSED in {each.kind for each in dora.sync.troubles()}


def test_who_may_take_nothing_over_cannot_tell_her_team_that_she_did(two: House):
    """Dora has the letter's words, and no right: her colleagues leave it."""
    ana, _beto = two.first
    carla, dora = two.second
    case = dora.first_contact("Zoe")
    meet(two)
    honest = parcel(ana, case, team_of(carla), worded(ana.desk.bench.ring.ordinary_stream, case))
    before = carla.registers(case)
    forger = Forger(dora, two.store)
    forger.send(Part(key_of(dora, case), Content((forger.change(bytes.fromhex(case), ops=arrivals.ordinary_ops(
        honest.ref, team_of(carla), ana.desk.bench.ring.identity.profile, honest.parts[0])),))))
    carla.round(two.store)
    assert carla.registers(case) == before
    assert REFUSED in {each.kind for each in carla.sync.troubles()}


def test_what_comes_after_a_case_is_taken_from_nobody_else(two: House):
    ana, beto = two.first
    carla, _dora = two.second
    case = moved(two, hopes="Zarquintela")
    before = carla.registers(case)
    bad = parcel(beto, case, team_of(carla), worded(beto.desk.bench.ring.ordinary_stream, case))
    sent(ana, carla, MORE, More(bad.ref, bytes.fromhex(case), bad.parts))
    meet(two)
    assert carla.registers(case) == before
    assert REFUSED in {each.kind for each in carla.sync.troubles()}


def test_no_key_of_the_other_team_opens_anything_from_then_on(two: House):
    """Not even that of the case, which whoever handed it over made."""
    ana, beto = two.first
    _carla, dora = two.second
    case = moved(two, hopes="Zarquintela", legal_name="Perlunqui")
    before = frozenset(two.store.objects)
    dora.save("F02", case, hopes="Quilombo", legal_name="Quilombola")
    for member in two.second:
        member.round(two.store)
    fresh = two.store.objects.keys() - before
    assert answers(dora, case)["hopes"] == "Quilombo"
    assert fresh
    streams = {stream for each in two.known().streams.values() for stream in (each.ordinary, each.protected)}
    for outsider in (ana, beto):
        looked = {names.bundle_name(names.name_key(key), stream, n)
                  for key in (*everything_of(outsider), key_of(dora, case)) for stream in streams for n in range(1, 60)}
        assert not looked & fresh
        assert not opened_by(outsider, two.store, before)
        for name in fresh:
            content = two.store.objects[name]
            with pytest.raises(DamagedFile):
                seal.unseal(key_of(dora, case), labels.BUNDLE, name.encode("ascii"), content)
            with pytest.raises(DamagedFile):
                outsider.desk.bench.ring.unwrap_with_vault(
                    labels.LETTER + name.encode("ascii"), content[: wrap.WRAPPED_KEY_BYTES])
