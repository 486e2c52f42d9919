# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same promise with snapshots, bundles taken away, keys that come late and laptops that begin anew.

Whatever happens, in whatever order: in the end all hold what the specification says, which is written down while
they save (``acknowledged.py``). Bundles are taken away by hand before anybody read them, and by the program when
their time has come. ``AMPARO_EXAMPLES`` says how many runs there are; short stories in ``test_snapshots.py`` catch
at once what this finds late.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.errors import AssistError
from db.snapshots import Snapshots
from tests.conftest import NOON
from tests.syncing.acknowledged import Acknowledged
from tests.syncing.compacting import (
    DAY,
    MONTH,
    bundles_of,
    circle,
    is_new,
    kept_out_of_snapshots,
    stream,
    take_away,
)
from tests.syncing.directed_snapshots import replacing_goes_on_after_each_of_its_steps
from tests.syncing.model import (
    HARMS,
    NAMES,
    CutOff,
    Laptop,
    RoughStore,
    Totals,
    conflicts_in,
    counting,
    examples,
    meet_until_quiet,
    specification,
    steps,
    team_of,
    try_round,
)

WRITERS = 3
"""Ana, Beto and Carla write; Dora reads, and begins anew whenever it pleases."""

SKEWS = (timedelta(0), timedelta(days=-400), timedelta(hours=1), timedelta(days=3650))
LAST_STEP = 239
"""A round takes between seventy and two hundred and forty steps."""

GATE = 300
PARTS = 3
"""So that several cores share the work."""

totals = Totals()


@pytest.fixture(autouse=True, scope="module")
def steps_are_counted() -> Iterator[None]:
    """What is done to snapshots is a step as well; and the totals of all runs are said at the end."""
    with ExitStack() as ends:
        ends.enter_context(counting())
        patch = ends.enter_context(pytest.MonkeyPatch.context())
        for name in ("join_state", "keep_sections", "put_own_snapshot", "forget_objects", "section_opened"):
            patch.setattr(Snapshots, name, _counted(getattr(Snapshots, name)))
        yield
    if totals:
        totals.write("model of snapshots")


def _counted(real: Any) -> Any:
    def act(*words: Any, **named: Any) -> Any:
        steps.one()
        done = real(*words, **named)
        steps.one()
        return done
    return act


ACTS = st.lists(st.tuples(
    st.sampled_from(["new", "edit", "edit", "edit", "edit", "round", "round", "round", "late", "month", "harm", "harm",
                     "cut", "cut", "heal", "secret", "told", "snapshot", "snapshot", "snapshot", "compact", "compact",
                     "compact", "anew", "rot"]),
    st.integers(0, 3), st.integers(0, LAST_STEP)), min_size=8, max_size=18)
CLOCKS = st.lists(st.sampled_from(SKEWS), min_size=4, max_size=4)


class World:
    """Four laptops, a store, what was acknowledged, and the cases whose keys only their authors have."""

    def __init__(self, laptops: list[Laptop], store: RoughStore) -> None:
        self.laptops, self.store = laptops, store
        self.told = Acknowledged(laptops[0].everything())
        self.secrets: dict[str, Laptop] = {}

    def do(self, what: str, who: int, which: int) -> None:
        """One thing that happens."""
        laptop, writer = self.laptops[who], self.laptops[who % WRITERS]
        if what in ("new", "secret"):
            self._new(writer, which, is_secret=what == "secret")
        elif what == "edit":
            self._edit(writer, which)
        elif what == "told" and self.secrets:
            self._tell(sorted(self.secrets)[which % len(self.secrets)])
        elif what in ("harm", "heal"):
            self.store.harm = HARMS[which % len(HARMS)] if what == "harm" else ""
        elif what == "snapshot":
            self._tried(writer, lambda: self._snapshot(writer), which // 3 if which % 3 == 0 else 0)
        elif what == "compact":
            self._compact(writer)
        elif what == "rot":
            self._rot(writer)
        elif what == "anew":
            is_new(self.laptops[WRITERS])
            totals["new laptops"] += 1
        elif what != "told":
            self._round(laptop, writer, what, which)

    def _round(self, laptop: Laptop, writer: Laptop, what: str, which: int) -> None:
        """Soon after the last, a week later or a month later, when what is old is taken away; and cut off, or not."""
        if what == "cut":
            self._edit(writer, which)
            laptop = writer
        step = which + 1 if what == "cut" or (what != "round" and which % 2) else 0
        later = {"late": 8 * DAY, "month": MONTH}.get(what, 120)
        totals["crashes"] += try_round(laptop, self.store, step, later)
        totals["rounds"] += 1

    def _new(self, writer: Laptop, which: int, *, is_secret: bool) -> None:
        case = self.told.new(writer, NAMES[which % 4])
        totals["edits"] += 1
        if is_secret:
            writer.key_is_kept_back(case, is_kept=True)
            self.secrets[case] = writer

    def _edit(self, writer: Laptop, which: int) -> None:
        cases = sorted(writer.everything())
        if cases:
            self.told.edit(writer, cases[which % len(cases)], f"{NAMES[which % 4]} {which}")
            totals["edits"] += 1

    def _tell(self, case: str) -> None:
        writer = self.secrets.pop(case)
        writer.key_is_kept_back(case, is_kept=False)
        self.told.edit(writer, case, "now for all")
        totals["late keys"] += 1

    def _snapshot(self, writer: Laptop) -> None:
        if writer.sync._snapshots.make(circle(writer)):
            totals["snapshots"] += 1
        writer.sync.carry_out(self.store)

    def _tried(self, laptop: Laptop, act: Any, step: int) -> None:
        try:
            with steps.cutting_at(step):
                act()
        except CutOff:
            totals["crashes"] += 1
            laptop.come_back()
        except AssistError:
            pass

    def _compact(self, writer: Laptop) -> None:
        """As if a month had passed: whoever has not read her bundles reads her snapshot."""
        with writer.desk.bench.keeper.writing() as work:
            made = work.rounds.own_snapshot(stream(writer))
        if made is not None and set(made.names) <= set(self.store.objects):
            take_away(self.store, bundles_of(writer, self.store, last=made.seq))
            totals["compactions"] += 1

    def _rot(self, writer: Laptop) -> None:
        """An earlier snapshot is damaged where it lies."""
        mine = bundles_of(writer, self.store)
        with writer.desk.bench.keeper.writing() as work:
            made = work.rounds.own_snapshot(stream(writer))
            older = [each for each in work.rounds.own_objects() if made and each in self.store.objects
                     and each not in made.names and each not in mine]
        if made is not None and set(made.names) <= set(self.store.objects):
            for name in older:
                self.store.objects[name] = self.store.objects[name][:-7]
                totals["faults"] += 1

    def settle(self) -> None:
        """Everything works again and a week passes: whoever has no key holds nothing of it; then it is told."""
        self.store.harm = ""
        if self.secrets:
            self._meet()
            for laptop in self.laptops:
                assert laptop.everything() == self.told.live(
                    lambda case, who=laptop: self.secrets.get(case, who) is not who), laptop.name
            for case in sorted(self.secrets):
                self._tell(case)
        self._meet()

    def _meet(self) -> None:
        for laptop in self.laptops:
            laptop.round(self.store, seconds=8 * DAY)
        meet_until_quiet(self.laptops, self.store)


@pytest.mark.parametrize("part", range(PARTS))
@settings(max_examples=examples(GATE, parts=PARTS), suppress_health_check=list(HealthCheck))
@given(acts=ACTS, skews=CLOCKS)
def test_all_laptops_end_where_the_specification_says(
        part: int, acts: list[tuple[str, int, int]], skews: list[timedelta]):
    """Also where nothing but snapshots is left of what somebody wrote."""
    store = RoughStore(totals)
    with team_of("Ana", "Beto", "Carla", "Dora", store=store) as laptops:
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
            assert laptop.everything() == expected, laptop.name
            assert laptop.desk.bench.keeper.projection_drift() == []
            with laptop.desk.bench.keeper.writing() as work:
                assert work.rounds.closed_sections() == []
        assert specification(laptops) == expected


def test_where_replacing_is_cut_off_at_each_of_its_steps():
    """One after the other, as a random search reaches them late."""
    replacing_goes_on_after_each_of_its_steps()
