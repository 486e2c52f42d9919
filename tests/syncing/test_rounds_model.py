# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever happens between laptops, in whatever order: in the end all hold what the specification says.

The specification is one line: a value is live when somebody wrote it and nobody who saw it replaced it. It is
computed twice, from what saves acknowledged (``acknowledged.py``) and from what laptops have in their logs.
Real databases on disk; the store keeps back, tears, flips, exchanges and comes back, laptops are switched off
at every step, some lack the key of a case, and clocks are years apart. ``run.py soak`` runs it thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON
from tests.syncing.acknowledged import Acknowledged
from tests.syncing.compacting import kept_out_of_snapshots
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
LAST_STEP = 199
"""A round of four takes between seventy and two hundred steps, a save six at most."""

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
                     "cut", "cut save", "heal", "again", "secret"]),
    st.integers(0, 3), st.integers(0, LAST_STEP)), min_size=6, max_size=14)
CLOCKS = st.lists(st.sampled_from(SKEWS), min_size=4, max_size=4)


class World:
    """Four laptops, a store, what was acknowledged, and the cases whose keys only their authors have."""

    def __init__(self, laptops: list[Laptop], store: RoughStore) -> None:
        self.laptops, self.store = laptops, store
        self.told = Acknowledged(laptops[0].everything())
        self.secrets: dict[str, Laptop] = {}

    def do(self, what: str, who: int, which: int) -> None:
        """One thing that happens."""
        laptop = self.laptops[who]
        if what in ("new", "secret"):
            case = self.told.new(laptop, NAMES[which % 4])
            totals["edits"] += 1
            if what == "secret":
                laptop.key_is_kept_back(case, is_kept=True)
                self.secrets[case] = laptop
        elif what in ("edit", "cut save"):
            self._edit(laptop, which, which % 6 + 1 if what == "cut save" else 0)
        elif what in ("harm", "heal"):
            self.store.harm = HARMS[which % len(HARMS)] if what == "harm" else ""
        elif what == "again":
            laptop.reads_all_again()
            totals["read all again"] += 1
        else:
            self._round(laptop, which, is_cut=what == "cut")

    def _edit(self, laptop: Laptop, which: int, step: int = 0) -> None:
        cases = sorted(laptop.everything())
        is_kept = self.told.edit(laptop, cases[which % len(cases)], f"{NAMES[which % 4]} {which}", step)
        totals["edits" if is_kept else "crashes"] += 1

    def _round(self, laptop: Laptop, which: int, *, is_cut: bool) -> None:
        if is_cut:
            self._edit(laptop, which)
        totals["crashes"] += try_round(laptop, self.store, which + 1 if is_cut else 0)
        totals["rounds"] += 1

    def settle(self) -> None:
        """Everything works again, and all meet: whoever has no key holds nothing of it; then it is told."""
        self.store.harm = ""
        if self.secrets:
            meet_until_quiet(self.laptops, self.store)
            for laptop in self.laptops:
                assert laptop.everything() == self.told.live(
                    lambda case, who=laptop: self.secrets.get(case, who) is not who)
        while self.secrets:
            case, whose = self.secrets.popitem()
            whose.key_is_kept_back(case, is_kept=False)
            self.told.edit(whose, case, "now for all")
            totals["late keys"] += 1
        meet_until_quiet(self.laptops, self.store)


@pytest.mark.parametrize("part", range(PARTS))
@settings(max_examples=examples(300, parts=PARTS), suppress_health_check=list(HealthCheck))
@given(acts=ACTS, skews=CLOCKS)
@example(acts=[("new", 0, 0), ("harm", 0, 3), ("cut", 0, 123), ("cut", 1, 123), ("again", 1, 0)],
         skews=[timedelta(days=3650), timedelta(days=-400), timedelta(0), timedelta(0)])
def test_all_laptops_end_where_the_specification_says(
        part: int, acts: list[tuple[str, int, int]], skews: list[timedelta]):
    """Four laptops, one store, everything that can go wrong with either."""
    store = RoughStore(totals)
    with team_of(*TEAM, store=store) as laptops:
        for laptop, skew in zip(laptops, skews, strict=True):
            laptop.clock.set((NOON + skew).astimezone(UTC))
        world = World(laptops, store)
        with kept_out_of_snapshots(world.secrets):
            for what, who, which in acts:
                world.do(what, who, which)
            world.settle()

        expected = world.told.live()
        totals["runs"] += 1
        totals["conflicts kept"] += conflicts_in(expected)
        totals["edits lost"] += sum(world.told.lost(laptop.everything()) for laptop in laptops)
        for laptop in laptops:
            assert laptop.everything() == expected
            assert laptop.desk.bench.keeper.projection_drift() == []
            assert troubles_left(laptop, laptops) == []
        assert specification(laptops) == expected


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
