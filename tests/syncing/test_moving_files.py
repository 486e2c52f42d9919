# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is attached to a case goes with it to another team: whole, under keys of that team, and away from the first."""

from __future__ import annotations

import random  # noqa: TID251 - the same content for the same seed
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.errors import NotAllowed
from assist.services.blob_files import BlobFiles
from assist.services.moving_records import going
from assist.services.post import organisation_names
from assist.sync import blobs, names
from tests.syncing.attaching import switched_on
from tests.syncing.houses import House, house, meet
from tests.syncing.team import Member
from tests.syncing.test_moving import REASON, asked, holds_nothing, of, taken, told, turn
from tests.syncing.test_moving_broken_off import accept, ask, goes_on, switched_off_at
from tests.syncing.test_protected_snapshots import circle

LETTER, PHOTO = b"Querida hermana", b"%PDF-1.7\n" + random.Random(9).randbytes(2 * blobs.CHUNK)
STEPS = (11, 14, 20)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[House]:
    """Ana and Beto in one team, Carla and Dora in another; files are switched on."""
    made = house(tmp_path, ("Ana", "Beto"), ("Carla", "Dora"))
    switched_on(made.everybody)
    yield made
    made.close()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[House]:
    """Ana alone in one team, Carla in another."""
    made = house(tmp_path, ("Ana",), ("Carla",))
    switched_on(made.everybody)
    yield made
    made.close()


def files(member: Member) -> BlobFiles:
    """As they lie on her disk."""
    return BlobFiles(member.desk.bench.keeper.folder)


def registers(member: Member) -> list[blobs.Attached]:
    """What her laptop says of everything attached."""
    with member.desk.bench.keeper.writing() as work:
        return [blobs.unpacked(row.value) for row in (*work.rounds.attached(), *work.rounds.protected.attached())]


def parts_of(member: Member, made: list[blobs.Attached]) -> set[str]:
    """Under which names her team finds their parts."""
    return {names.blob_name(circle(member).key.names, each.blob, part) for each in made for part in range(each.parts)}


def on_the_way(member: Member) -> set[str]:
    """Under which names lies what she sealed for the way, once it lies there."""
    with member.desk.bench.keeper.writing() as work:
        (record,) = going(member.desk.bench, work)
        return {names.blob_name(key, each.on_way, part) for key in organisation_names(work) for each in record.files
                for part in range(each.parts)}


def with_files(member: Member, photo: bytes = PHOTO) -> str:
    """A case with a letter in the open and a photo behind the seal."""
    case = told(member, "Killa", legal_name="Perlunqui")
    member.desk.attachments.add(case, "carta", LETTER)
    member.desk.attachments.add(case, "foto", photo, 3)
    return case


def contents(member: Member, case: str) -> list[bytes]:
    """Everything attached that she can read."""
    held = member.desk.attachments
    return [held.read(case, each.entity) for each in held.of(case)]


def test_they_arrive_whole_under_keys_of_the_other_team_and_nothing_of_them_is_left(two: House):
    """On both laptops there; on none here, nor in the place under the names of the first team."""
    ana, beto = two.first
    carla, dora = two.second
    case = with_files(beto)
    meet(two)
    old = parts_of(ana, registers(ana))
    assert old <= set(two.store.objects)

    asked(two, case)
    way = on_the_way(ana)
    assert way & set(two.store.objects)
    taken(two, dora)
    for _turn in range(5):
        meet(two)

    for member in two.second:
        assert sorted(contents(member, case)) == sorted([LETTER, PHOTO])
        made = registers(member)
        assert not [each for each in made if each.key]
        assert parts_of(carla, made) <= set(two.store.objects)
        assert member.desk.bench.keeper.projection_drift() == []
        assert member.desk.conflicts.of(case) == ()
    assert carla.registers(case) == dora.registers(case)
    for member in (ana, beto):
        holds_nothing(member, case)
        assert files(member).held() == []
    assert not old & set(two.store.objects)
    assert not [name for name, content in two.store.objects.items() if LETTER in content]

    for _turn in range(2):
        for member in two.everybody:
            member.round(two.store, seconds=31 * 24 * 3600)
    assert set(files(carla).held()) == {each.blob for each in registers(carla)}
    assert not way & set(two.store.objects)
    assert sorted(contents(dora, case)) == sorted([LETTER, PHOTO])


def test_until_the_other_team_has_them_all_the_first_one_keeps_them(pair: House):
    """Taken over, and a part has not come: nothing is handed over, and nobody lets anything go."""
    (ana,), (carla,) = pair.first, pair.second
    case = with_files(ana)
    meet(pair)
    before = set(pair.store.objects)
    ana.desk.moving.ask(case, of(carla), REASON)
    meet(pair)
    lost = {name: content for name, content in pair.store.objects.items()
            if name not in before and len(content) == blobs.PART}
    for name in lost:
        del pair.store.objects[name]
    taken(pair, carla)
    for _turn in range(2):
        meet(pair)
    assert sorted(contents(ana, case)) == sorted([LETTER, PHOTO])
    assert [each.is_whole for each in carla.desk.attachments.of(case)].count(False) == 1

    pair.store.objects.update(lost)
    for _turn in range(3):
        meet(pair)

    assert sorted(contents(carla, case)) == sorted([LETTER, PHOTO])
    holds_nothing(ana, case)


def test_of_a_case_on_hold_no_file_leaves(pair: House):
    """The hold began after it was asked, and before its files were carried out."""
    (ana,), (carla,) = pair.first, pair.second
    case = with_files(ana, LETTER * 2)
    meet(pair)
    ana.desk.moving.ask(case, of(carla), REASON)
    ana.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    meet(pair)
    assert on_the_way(ana)
    assert not on_the_way(ana) & set(pair.store.objects)


def test_what_somebody_attached_before_hearing_of_it_goes_after_it(two: House):
    """Beto was away; when he comes back nobody of his team holds the case, and his file is not lost with it."""
    ana, beto = two.first
    carla, dora = two.second
    case = told(beto, "Killa", legal_name="Perlunqui")
    meet(two)
    ana.desk.moving.ask(case, of(carla), REASON)
    turn([ana, carla, dora], two)
    taken(two, dora)
    beto.desk.attachments.add(case, "carta", LETTER)
    beto.desk.attachments.add(case, "foto", LETTER * 2, 3)
    turn([ana, carla, dora], two)
    turn([ana, carla, dora], two)
    holds_nothing(ana, case)

    for _turn in range(3):
        meet(two)

    assert sorted(contents(carla, case)) == sorted(contents(dora, case)) == [LETTER, LETTER * 2]
    assert not [each for each in registers(carla) if each.key]
    holds_nothing(beto, case)
    assert files(beto).held() == files(ana).held() == []


def test_a_file_that_has_not_come_to_whoever_asks_is_said(two: House):
    """She is not to hand over what she cannot send; removed at her wish, the case goes without it."""
    ana, beto = two.first
    case = told(beto, "Killa")
    meet(two)
    file = beto.desk.attachments.add(case, "carta", LETTER)
    beto.round(two.store)
    two.store.objects = {name: content for name, content in two.store.objects.items()
                         if name not in parts_of(ana, registers(beto))}
    ana.round(two.store)
    with pytest.raises(NotAllowed, match=r"move\.attached"):
        ana.desk.moving.ask(case, of(two.second[0]), REASON)

    ana.desk.attachments.remove(case, file)
    asked(two, case)
    taken(two, two.second[1])
    turn(two.everybody, two)
    assert two.second[0].desk.attachments.of(case) == []


def test_what_was_removed_on_the_way_is_waited_for_by_nobody_and_what_was_added_goes_too(pair: House):
    """After it was asked, at her wish and by somebody who has heard that it is going."""
    (ana,), (carla,) = pair.first, pair.second
    case = with_files(ana, LETTER * 2)
    meet(pair)
    ana.desk.moving.ask(case, of(carla), REASON)
    photo = next(each.entity for each in ana.desk.attachments.of(case) if each.name == "foto")
    ana.desk.attachments.remove(case, photo)
    meet(pair)
    taken(pair, carla)
    ana.desk.attachments.add(case, "otra", LETTER * 3)
    for _turn in range(3):
        meet(pair)

    assert sorted(contents(carla, case)) == [LETTER, LETTER * 3]
    holds_nothing(ana, case)
    assert files(ana).held() == []


@pytest.mark.parametrize("step", STEPS)
def test_switched_off_at_any_step_no_file_is_lost(pair: House, step: int):
    """At every moment somebody reads it, and in the end only the other team."""
    (ana,), (carla,) = pair.first, pair.second
    case = with_files(ana, LETTER * 2)
    for _turn in range(2):
        ana.round(pair.store), carla.round(pair.store)
    with switched_off_at(step, done=step % 2 == 0):
        goes_on(ana, lambda: ask(ana, carla, case))
        for _turn in range(7):
            goes_on(ana, lambda: ana.round(pair.store))
            somebody_reads_it(pair, case)
            goes_on(carla, lambda: carla.round(pair.store))
            goes_on(carla, lambda: accept(carla))
            somebody_reads_it(pair, case)
    assert sorted(contents(carla, case)) == [LETTER, LETTER * 2]
    holds_nothing(ana, case)
    assert files(ana).held() == []


def somebody_reads_it(made: House, case: str) -> None:
    """All of it, on some laptop."""
    def has_all(member: Member) -> bool:
        rows = member.desk.attachments.of(case) if member.desk.cases.rows_of([case]) else []
        return len(rows) == 2 and all(each.is_whole for each in rows)

    assert any(has_all(member) for member in made.everybody)
