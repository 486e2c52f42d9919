# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever happens between laptops, in whatever order: in the end all hold what the specification says.

The specification is one line: a value is live when somebody wrote it and nobody who saw it replaced it.
Real databases on disk; the store keeps back, tears, flips, exchanges and comes back, laptops are switched
off at every step, and clocks are years apart. ``run.py soak`` runs it thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON
from tests.syncing.directed import STORIES
from tests.syncing.model import (
    HARMS,
    NAMES,
    Laptop,
    RoughStore,
    Totals,
    conflicts_in,
    counting,
    examples,
    meet_until_quiet,
    specification,
    team_of,
    troubles_left,
    try_round,
)
from tests.syncing.team import MemoryStore

TEAM = ("Ana", "Beto", "Carla", "Dora")
SKEWS = (timedelta(0), timedelta(days=-400), timedelta(hours=1), timedelta(days=3650))
LAST_STEP = 59
"""A round takes between ten and some hundred steps."""

PARTS = 3
"""So that several cores share the work."""

totals = Totals()


@pytest.fixture(autouse=True, scope="module")
def steps_are_counted() -> Iterator[None]:
    """And the totals of all runs are said at the end."""
    with counting():
        yield
    if totals:
        totals.write("model of rounds")


ACTS = st.lists(st.tuples(
    st.sampled_from(["new", "edit", "edit", "edit", "edit", "round", "round", "round", "harm", "harm", "cut",
                     "cut", "heal", "again", "secret"]),
    st.integers(0, 3), st.integers(0, LAST_STEP)), min_size=6, max_size=14)
CLOCKS = st.lists(st.sampled_from(SKEWS), min_size=4, max_size=4)


@pytest.mark.parametrize("part", range(PARTS))
@settings(max_examples=examples(300) // PARTS, suppress_health_check=list(HealthCheck))
@given(acts=ACTS, skews=CLOCKS)
def test_all_laptops_end_where_the_specification_says(
        part: int, acts: list[tuple[str, int, int]], skews: list[timedelta]):
    """Four laptops, one store, everything that can go wrong with either."""
    store, secrets = RoughStore(totals), dict[str, int]()
    with team_of(*TEAM, store=store) as laptops:
        for laptop, skew in zip(laptops, skews, strict=True):
            laptop.clock.set((NOON + skew).astimezone(UTC))
        for what, who, which in acts:
            do(what, (laptops, who), store, which, secrets)
        store.harm = ""
        if secrets:
            meet_until_quiet(laptops, store)
        for case, whose in secrets.items():
            laptops[whose].key_is_kept_back(case, is_kept=False)
            laptops[whose].save("F01", case, chosen_name="now for all")
        meet_until_quiet(laptops, store)

        expected = specification(laptops)
        for laptop in laptops:
            assert laptop.everything() == expected
            assert laptop.desk.bench.keeper.projection_drift() == []
            assert troubles_left(laptop, laptops) == []
        totals["runs"] += 1
        totals["conflicts kept"] += conflicts_in(expected)
        totals["edits lost"] += 0


def do(what: str, whose: tuple[list[Laptop], int], store: RoughStore, which: int, secrets: dict[str, int]) -> None:
    """One thing that happens."""
    laptops, who = whose
    laptop = laptops[who]
    if what in ("new", "secret"):
        case = laptop.first_contact(NAMES[which % 4])
        totals["edits"] += 1
        if what == "secret":
            laptop.key_is_kept_back(case, is_kept=True)
            secrets[case] = who
    elif what == "edit" and (cases := sorted(laptop.everything())):
        laptop.save("F01", cases[which % len(cases)], chosen_name=f"{NAMES[which % 4]} {which}")
        totals["edits"] += 1
    elif what in ("harm", "heal"):
        store.harm = HARMS[which % len(HARMS)] if what == "harm" else ""
    elif what == "again":
        laptop.reads_all_again()
        totals["read all again"] += 1
    elif what in ("round", "cut"):
        if what == "cut":
            do("edit", whose, store, which, secrets)
        totals["crashes"] += try_round(laptop, store, which + 1 if what == "cut" else 0)
        totals["rounds"] += 1


@pytest.mark.parametrize("story", STORIES, ids=lambda each: each.__name__)
def test_where_one_rule_decides(story: Callable[[], None]):
    """One story for each rule."""
    story()


def test_the_specification_can_tell_a_lost_edit():
    """Proof of the proof: a laptop that drops one value is not where the specification says."""
    store = MemoryStore()
    with team_of("Ana", "Beto") as (ana, beto):
        ana.first_contact("Killa")
        meet_until_quiet([ana, beto], store)
        with beto.desk.bench.keeper.writing() as work:
            work.case.connection.exec_driver_sql(  # type: ignore[attr-defined]
                "DELETE FROM reg WHERE (ent, fld) IN (SELECT ent, fld FROM reg LIMIT 1)")
            work.commit()
        beto.desk.bench.keeper._remembered.clear()

        expected = specification([ana, beto])

        assert ana.everything() == expected
        assert beto.everything() != expected
