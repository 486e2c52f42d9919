# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes in any order, five times, with holes, or after three months, ends as if it had come at once."""

from __future__ import annotations

import random  # noqa: TID251 - the same order for the same seed
from collections.abc import Iterator

import pytest

from tests.syncing.acknowledged import Acknowledged
from tests.syncing.compacting import ALL, MONTH, bundles_of, stream
from tests.syncing.model import Laptop, RoughStore, counting, meet_until_quiet, team_of
from tests.syncing.team import MemoryStore

TIMES, KEPT_FROM_HER = 5, 0.1


@pytest.fixture
def four(rough: RoughStore) -> Iterator[list[Laptop]]:
    """Ana, Beto, Carla and Dora, who know each other and two cases."""
    with counting(), team_of(*ALL, store=rough) as laptops:
        yield laptops


@pytest.fixture
def rough() -> RoughStore:
    """Where they meet."""
    return RoughStore()


def write(told: Acknowledged, laptops: list[Laptop], store: MemoryStore, turns: int) -> None:
    """They edit the same cases and meet somebody new; after each turn some of them send and read."""
    for turn in range(turns):
        for number, laptop in enumerate(laptops):
            for case in sorted(laptop.everything())[turn % 2 :: 2]:
                told.edit(laptop, case, f"{laptop.name} {turn}")
            if turn % 4 == number:
                told.new(laptop, f"Wayra {turn}")
            if (turn + number) % 3:
                laptop.round(store)


@pytest.mark.parametrize("seed", range(4))
def test_any_order_five_times_with_one_in_ten_missing_until_the_end(
        four: list[Laptop], rough: RoughStore, seed: int):
    """A place of Dora's own is given the objects in any order, each five times; what is missing comes last."""
    *writers, dora = four  # names differ each time: what is missing need not be anything that others have named
    told, before, dice = Acknowledged(dora.everything()), dict(rough.objects), random.Random(seed)
    write(told, writers, rough, 6)
    meet_until_quiet(writers, rough)
    place = MemoryStore()
    place.objects |= before
    coming = sorted(set(rough.objects) - set(before)) * TIMES
    missing = {name for name in sorted(set(coming)) if dice.random() < KEPT_FROM_HER} or {coming[0]}
    dice.shuffle(coming)
    assert len(coming) > 60

    for at in range(0, len(coming), 15):
        for name in coming[at : at + 15]:
            if name not in missing:
                place.put(name, rough.objects[name])
        dora.reads_all_again()
        dora.round(place)
    for name in missing:
        place.put(name, rough.objects[name])
    dora.round(place)

    assert dora.everything() == told.live()
    assert dora.sync.troubles() == []
    assert dora.desk.bench.keeper.projection_drift() == []
    assert [laptop.everything() for laptop in writers] == [told.live()] * 3


def test_a_laptop_that_was_away_for_ninety_days_loses_nothing_and_brings_its_own(
        four: list[Laptop], rough: RoughStore):
    """Its colleagues have taken away twice what lay in the place; its own was never sent."""
    *writers, dora = four
    told = Acknowledged(dora.everything())
    cases, early = sorted(dora.everything()), {laptop.name: bundles_of(laptop, rough) for laptop in writers}
    told.edit(dora, cases[0], "written on the road")
    gone_for_good = told.new(dora, "met on the road")
    cleared: dict[str, int] = dict.fromkeys(early, 0)
    for month in range(4):
        for laptop in writers:
            for case in cases:
                told.edit(laptop, case, f"{laptop.name} in month {month}")
            told.new(laptop, f"Wayra {month}")
            known = snapshot_of(laptop)
            laptop.round(rough, seconds=MONTH)
            cleared[laptop.name] += bool(known and snapshot_of(laptop) != known)
        told.edit(dora, cases[1], f"month {month} on the road")
    assert all(count >= 2 for count in cleared.values()), cleared
    for laptop in writers:
        assert not set(early[laptop.name]) & set(rough.objects)

    dora.round(rough, seconds=3 * MONTH)
    meet_until_quiet(four, rough)

    for laptop in four:
        assert laptop.everything() == told.live(), laptop.name
        assert laptop.desk.bench.keeper.projection_drift() == []
        assert laptop.registers(gone_for_good)
    assert any(b"written on the road" in row[-1] for row in map(tuple, writers[0].registers(cases[0])))  # type: ignore[operator]


def snapshot_of(laptop: Laptop) -> int:
    """The number of its newest snapshot: a new one is made once the last has replaced what it stands for."""
    with laptop.desk.bench.keeper.writing() as work:
        made = work.rounds.own_snapshot(stream(laptop))
    return made.k if made else 0
