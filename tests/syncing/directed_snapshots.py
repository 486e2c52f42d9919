# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stories of snapshots in which exactly one rule decides, beside those of ``test_snapshots.py``."""

from __future__ import annotations

from assist.casestate import CaseState, Covered, Killed, LiveValue, Read, join
from tests.syncing.compacting import (
    DAY,
    MONTH,
    all_agree,
    bundles_of,
    compacted,
    publish_only,
    stream,
    take_away,
)
from tests.syncing.holding import hold, lift
from tests.syncing.model import Endless, RoughStore, specification, steps, team_of, try_round


def what_came_empty_is_still_to_come_and_comes_with_a_snapshot() -> None:
    """On hold, Ana's change was sent as an empty place; once it is over, Beto hears of it in Dora's snapshot alone."""
    store = RoughStore()
    with team_of("Ana", "Beto", "Dora", store=store) as (ana, beto, dora):
        case = min(ana.everything())
        hold(ana, case)
        ana.save("F01", case, chosen_name="Kept back")
        publish_only(ana, store)
        for laptop in (beto, dora):
            laptop.round(store)
        before = set(store.objects)
        lift(ana, case, asked_by=beto)
        publish_only(ana, store)
        late = {name: store.objects[name] for name in set(store.objects) - before}
        dora.round(store)
        dora.save("F01", case, lang_pref="pt-BR")
        publish_only(dora, store)
        take_away(store, late)
        compacted(dora, store)
        assert not bundles_of(dora, store)

        beto.round(store, seconds=8 * DAY)
        assert any(b"pt-BR" in value for *_, value in map(tuple, beto.registers(case)))  # type: ignore[operator]
        assert any(b"Kept back" in value for *_, value in map(tuple, beto.registers(case)))  # type: ignore[operator]

        store.objects |= late
        all_agree([ana, beto, dora], store)


def replacing_goes_on_after_each_of_its_steps() -> None:
    """A month later a snapshot is made and what the last one stands for is taken away; cut off at one step after the
    other, nothing is lost and nothing stays away."""
    store, step, cut, made = RoughStore(), 0, 0, set[int]()
    with team_of("Ana", "Beto", store=store) as (ana, beto):
        case = min(ana.everything())
        while True:
            step += 1
            ana.save("F01", case, chosen_name=f"Killa {step}")
            beto.save("F01", case, lang_pref=("pt-BR", "nl")[step % 2])
            is_cut = try_round(ana, store, step, MONTH)
            cut += is_cut
            for laptop in (beto, ana, beto):
                laptop.round(store)
            assert ana.everything() == beto.everything() == specification([ana, beto])
            with ana.desk.bench.keeper.writing() as work:
                newest = work.rounds.own_snapshot(stream(ana))
            made |= {newest.k} if newest else set()
            if not is_cut:
                break
            if step > 400:
                raise Endless
        assert cut > 60
        assert len(made) > 10
        assert not bundles_of(ana, store, last=3)
        with steps.cutting_at(0):
            all_agree([ana, beto], store)


def an_empty_place_was_not_read() -> None:
    """Ana's change 1 reached Beto as an empty place and her change 2 whole; Dora has read both, Carla heard early that
    somebody replaced it. Whoever believes that Beto has read it drops a value that nobody replaced, or revives one.
    """
    ana, entity, holes = b"a" * 16, b"e" * 16, {b"a" * 16: frozenset({1})}
    first, second = (LiveValue(entity, 1, 7, ana, n, 0, n, b"value") for n in (1, 2))
    beto = CaseState((Read(ana, 2),), (second,))
    dora = CaseState((Read(ana, 2),), (first, second))
    carla = CaseState(killed=(Killed(entity, 1, 7, ana, 1, 0),))

    for joined in (join(beto, dora, holes), join(dora, beto, {}, holes)):
        assert set(joined.live) == {first, second}
        assert joined.covered == (Covered(ana, 1),)
    for joined in (join(beto, carla, holes), join(carla, beto, {}, holes)):
        assert joined.killed == carla.killed
        assert joined.covered == ()
