# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever lies in the store, and whatever a member signs: a round goes on, in good time and in little memory."""

from __future__ import annotations

import json
import random  # noqa: TID251 - where an object is damaged must be the same for the same seed
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assist.changesets import Op, pack_plain
from assist.domain import wire
from assist.rows import RegRow
from assist.sync.bundles import Content, Part
from assist.sync.pull import Object, Taken, take
from tests.syncing.hostile_member import ATTACKS
from tests.syncing.model import Laptop, RoughStore, Totals, counting, meet_until_quiet, specification, steps, team_of
from tests.syncing.test_hostile_members import Forger, key_of

ROOT = Path(__file__).resolve().parents[2]
HARMED = 3000
MOST_SECONDS, MOST_MB = 2.0, 300


@pytest.fixture
def pair() -> Iterator[tuple[RoughStore, Laptop, Laptop]]:
    """A store, Ana, and Beto who means harm."""
    store = RoughStore()
    with counting(), team_of("Ana", "Beto", store=store) as (ana, beto):
        yield store, ana, beto


# -- whoever holds the objects ------------------------------------------------------------


def test_three_thousand_damages_of_a_bundle_are_refused_and_change_nothing(pair: tuple[RoughStore, Laptop, Laptop]):
    """Bits turned, ends cut off, noise put on: each is said to be damaged; whole again it is read."""
    store, ana, beto = pair
    before = set(store.objects)
    beto.save("F01", min(beto.everything()), chosen_name="Mar")
    beto.round(store)
    (name,) = set(store.objects) - before
    whole, held, dice = store.objects[name], ana.everything(), random.Random(5)

    def damaged(number: int) -> bytes:
        at = dice.randrange(len(whole))
        return (whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :], whole[:at],
                whole + dice.randbytes(9))[number % 3]

    with ana.desk.bench.keeper.writing() as work:
        circle = ana.sync._circle(work)
    author = next(each for each in circle.colleagues if each.stream == beto.desk.bench.ring.ordinary_stream)
    for number in range(HARMED):
        with steps.cutting_at(0), ana.desk.bench.keeper.writing() as work:
            taken = take(work, circle, author, Object(name, damaged(number), circle.key), 1)
            assert taken == Taken(went_on=False)
            work.commit()
    for number in range(30):
        store.objects[name] = damaged(number)
        with steps.cutting_at(0):
            ana.sync.round(store)

    assert ana.everything() == held
    assert [(each.kind, each.stream) for each in ana.sync.troubles()] == [
        ("damaged", beto.desk.bench.ring.ordinary_stream)]
    store.objects[name] = whole
    meet_until_quiet([ana, beto], store)
    assert ana.everything() == beto.everything() == specification([ana, beto])
    assert ana.sync.troubles() == []
    Totals({"damaged objects refused": HARMED}).write("damages")


@pytest.mark.parametrize("harm", ["swap", "rename", "flip", "tear"])
def test_objects_under_other_names_are_not_taken_for_what_they_are_not(
        pair: tuple[RoughStore, Laptop, Laptop], harm: str):
    """Exchanged, replayed, renamed: a name says what must lie there, and nothing else opens under it."""
    store, ana, beto = pair
    for laptop, word in ((beto, "Mar"), (ana, "Luz")):
        laptop.save("F01", min(laptop.everything()), chosen_name=word)
        laptop.round(store)
    held = ana.everything()

    store.harm = harm
    for _again in range(20):
        ana.round(store)
    assert ana.everything() == held

    store.harm = ""
    meet_until_quiet([ana, beto], store)
    assert ana.everything() == beto.everything() == specification([ana, beto])


def test_two_different_objects_for_one_place_are_a_fork_at_the_first_exchange():
    """Beto's stream says one thing to Ana and another to Carla: the first who hears of both says so."""
    store, other = RoughStore(), RoughStore()
    with counting(), team_of("Ana", "Beto", "Carla", store=store) as (ana, beto, carla):
        other.objects |= store.objects
        case, forger = min(ana.everything()), Forger(beto, store)
        key, sent = key_of(ana, case), sent_of(beto)
        forger.send(Part(key, Content((forger.change(bytes.fromhex(case)),))))
        ana.round(store)
        put_sent(beto, sent)
        forger = Forger(beto, other)
        forger.send(Part(key, Content((forger.change(bytes.fromhex(case), wall_ms=7),))))
        carla.round(other)
        ana.save("F01", case, chosen_name="Luz")
        ana.round(other)

        carla.round(other)

        assert [each.kind for each in carla.sync.troubles()] == ["fork"]


def sent_of(laptop: Laptop) -> Any:
    """How far its stream was sent."""
    with laptop.desk.bench.keeper.writing() as work:
        return work.rounds.sent(laptop.desk.bench.ring.ordinary_stream)


def put_sent(laptop: Laptop, sent: Any) -> None:
    """As if it had not been sent further."""
    with laptop.desk.bench.keeper.writing() as work:
        work.rounds.put_sent(laptop.desk.bench.ring.ordinary_stream, sent)
        work.commit()


# -- whoever is a member ------------------------------------------------------------------


def test_no_attack_of_a_member_stops_slows_or_fills_anybody():
    """Bombs, depths, numbers without end, a million operations, orders to the database, nonsense in every form."""
    done = subprocess.run([sys.executable, "-m", "tests.syncing.hostile_member"], cwd=ROOT, capture_output=True,
                          text=True)

    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [each["attack"] for each in told] == [attack.__name__ for attack in ATTACKS]
    assert [each["attack"] for each in told if each["stopped"]] == []
    assert {each["attack"] for each in told if not each["changed"]} >= {
        "bomb", "many_bombs", "deep", "huge_numbers", "many_ops", "many_replaced"}
    assert max(each["seconds"] for each in told) < MOST_SECONDS
    assert max(each["mb"] for each in told) < MOST_MB
    Totals({"attacks": len(told), "rounds stopped": 0}).write("attacks of a member")


def test_what_nobody_here_can_make_sense_of_is_passed_over_and_the_next_is_read(
        pair: tuple[RoughStore, Laptop, Laptop], monkeypatch: pytest.MonkeyPatch):
    """A value that no list can be made from: the place of the bundle is kept, it is said, and honest work goes on."""
    store, ana, beto = pair
    case, keeper = min(ana.everything()), ana.desk.bench.keeper
    real = keeper._projector  # type: ignore[attr-defined]

    def stumbling(which: bytes, rows: Sequence[RegRow], *only: Any) -> Any:
        if any(b"senseless" in row.value for row in rows):
            raise ValueError
        return real(which, rows, *only)

    monkeypatch.setattr(keeper, "_projector", stumbling)
    forger = Forger(beto, store)
    forger.send(Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case), ops=(
        Op(wire.OP_SET, bytes.fromhex(case), wire.CASE, wire.BAND, pack_plain("senseless")),)),))))
    forger.send(Part(key_of(ana, case), Content((forger.change(bytes.fromhex(case)),))))
    before = ana.everything()

    ana.round(store)

    assert [(each.kind, each.stream) for each in ana.sync.troubles()] == [("refused", forger.ring.ordinary_stream)]
    assert ana.everything() != before
    assert keeper.projection_drift() == []
