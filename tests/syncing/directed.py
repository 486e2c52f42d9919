# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short stories in which exactly one rule of the rounds decides: what a random search finds late, these find at once.

Each runs by itself and fails where its rule does not hold; ``mutants.py`` breaks the rules one by one.
"""

from __future__ import annotations

from assist.errors import StoreTrouble
from tests.syncing.model import (
    CutOff,
    Endless,
    RoughStore,
    Spec,
    meet_until_quiet,
    specification,
    steps,
    team_of,
    try_round,
)


def what_was_replaced_before_it_came_stays_replaced() -> None:
    """Carla reads the new value first, and the old one that it replaced a week later."""
    store = RoughStore()
    with team_of("Ana", "Beto", "Carla", store=store) as (ana, beto, carla):
        case, before = min(ana.everything()), set(store.objects)
        ana.save("F01", case, chosen_name="Old")
        ana.round(store)
        first = {name: store.objects[name] for name in set(store.objects) - before}
        beto.round(store)
        beto.save("F01", case, chosen_name="New")
        beto.round(store)
        for name in first:
            del store.objects[name]
        carla.round(store)
        store.objects |= first
        carla.round(store)
        assert not any(b"Old" in value for *_, value in map(tuple, carla.registers(case)))  # type: ignore[operator]
        all_hold_the_same([ana, beto, carla], store)


def who_settles_replaces_everything_that_was_shown() -> None:
    """Two values, seen by Ana; she writes one, and it is the only one."""
    store = RoughStore()
    with team_of("Ana", "Beto", store=store) as (ana, beto):
        case = min(ana.everything())
        ana.save("F01", case, chosen_name="One")
        beto.save("F01", case, chosen_name="Two")
        meet_until_quiet([ana, beto], store)
        ana.save("F01", case, chosen_name="Three")
        meet_until_quiet([ana, beto], store)
        for laptop in (ana, beto):
            named = [value for *_, value in map(tuple, laptop.registers(case))
                     if any(word in value for word in (b"One", b"Two", b"Three"))]  # type: ignore[operator]
            assert len(named) == 1
        all_hold_the_same([ana, beto], store)


def what_comes_twice_changes_nothing() -> None:
    """Everything is read five times, in any order of streams, after it was replaced here."""
    store = RoughStore()
    with team_of("Ana", "Beto", store=store) as (ana, beto):
        case = min(ana.everything())
        ana.save("F01", case, chosen_name="Old")
        meet_until_quiet([ana, beto], store)
        beto.save("F01", case, chosen_name="New")
        before = beto.everything()
        for _again in range(5):
            beto.reads_all_again()
            beto.round(store)
        assert beto.everything() == before
        all_hold_the_same([ana, beto], store)


def what_could_not_be_carried_waits() -> None:
    """The place was full, and the laptop switched off; later it goes out with the same bytes."""
    store = RoughStore()
    with team_of("Ana", "Beto", store=store) as (ana, beto):
        ana.save("F01", min(ana.everything()), chosen_name="Here")
        store.harm = "full"
        try:
            ana.round(store)
        except StoreTrouble:
            pass
        else:
            raise AssertionError("nobody was told")
        ana.come_back()
        store.harm = ""
        all_hold_the_same([ana, beto], store)


def a_save_is_whole_at_each_step_or_not_there() -> None:
    """What the log says and what the registers say is the same at every moment."""
    with team_of("Ana", "Beto") as (ana, beto):
        case, step = min(ana.everything()), 0
        while True:
            step += 1
            before = ana.everything()
            try:
                with steps.cutting_at(step):
                    ana.save("F01", case, chosen_name=f"Killa {step}")
                break
            except CutOff:
                ana.come_back()
                held = ana.everything()
                assert held == specification([ana, beto])
                assert held == before or _says(held, case, f"Killa {step}")
        assert step > 2
        assert step < 100


def _says(held: Spec, case: str, word: str) -> bool:
    return any(word.encode() in value[-1] for value in held[case])  # type: ignore[operator]


def a_part_that_cannot_be_opened_stops_nothing() -> None:
    """It stands first in its bundle; what stands behind it and what comes after is read."""
    store = RoughStore()
    with team_of("Ana", "Beto", store=store) as (ana, beto):
        secret = ana.first_contact("Inti")
        ana.key_is_kept_back(secret, is_kept=True)
        known = min(beto.everything())
        ana.save("F01", known, chosen_name="Same day")
        meet_until_quiet([ana, beto], store)
        assert beto.registers(known) == ana.registers(known)
        ana.save("F01", known, chosen_name="Next day")
        meet_until_quiet([ana, beto], store)
        assert beto.registers(known) == ana.registers(known)
        assert secret not in beto.everything()
        ana.key_is_kept_back(secret, is_kept=False)
        ana.save("F01", secret, chosen_name="Now for all")
        all_hold_the_same([ana, beto], store)


def a_round_goes_on_after_each_of_its_steps() -> None:
    """Cut off at one step after the other, out, in and while keys come; nothing is lost and nothing comes twice."""
    store, step, cut = RoughStore(), 0, 0
    with team_of("Ana", "Beto", store=store) as (ana, beto):
        while True:
            step += 1
            case = ana.first_contact("Mar") if step % 4 == 1 else min(ana.everything())
            ana.save("F01", case, chosen_name=f"Killa {step}")
            beto.save("F01", min(beto.everything()), chosen_name=f"Mar {step}")
            done = [try_round(each, store, step) for each in (ana, beto, ana)]
            cut += sum(done)
            all_hold_the_same([ana, beto], store)
            if not any(done):
                break
            if step > 400:
                raise Endless
        assert cut > 60


def all_hold_the_same(laptops: list, store: RoughStore) -> None:
    """After rounds of everybody: what the specification says, lists as made from it, and no trouble."""
    meet_until_quiet(laptops, store)
    expected = specification(laptops)
    for laptop in laptops:
        assert laptop.everything() == expected
        assert laptop.desk.bench.keeper.projection_drift() == []
        assert laptop.sync.troubles() == []


STORIES = (
    what_was_replaced_before_it_came_stays_replaced, who_settles_replaces_everything_that_was_shown,
    what_comes_twice_changes_nothing, what_could_not_be_carried_waits, a_save_is_whole_at_each_step_or_not_there,
    a_part_that_cannot_be_opened_stops_nothing, a_round_goes_on_after_each_of_its_steps,
)
