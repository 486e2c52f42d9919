# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case is raised on one laptop while others write on, in any order: nothing is lost and readers hold alike.

The store keeps back, tears, flips and exchanges, laptops are switched off at every step, also while they raise. What
must come of it is written down while they save: a word stands until somebody saves who had it before her eyes.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assist.errors import AssistError
from tests.conftest import PASSPHRASE
from tests.syncing.model import (
    HARMS,
    CutOff,
    Laptop,
    RoughStore,
    Totals,
    counting,
    examples,
    meet_until_quiet,
    steps,
    try_round,
)
from tests.syncing.team import MemoryStore, met, settle
from tests.syncing.test_protected import answers, heap, told

TEAM = ("Ana", "Beto", "Carla")
GATE = 40
"""Runs for each level; ``run.py soak`` does as many as of any model."""
LAST_STEP, LAST_OF_A_RAISE = 239, 30
"""How many a round takes, and how many it takes to raise."""

totals = Totals()

WHO = st.sampled_from((0, 1, 2))
ACTS = st.lists(st.tuples(
    st.sampled_from(["round", "round", "round", "cut", "cut", "people", "people", "hopes", "hopes", "raise", "vault",
                     "harm", "heal"]), WHO, st.integers(0, LAST_STEP)), min_size=6, max_size=14)

CUT_BEFORE_IT_GOES = [
    ("round", 0, 0), ("raise", 1, 0), ("people", 0, 0), ("round", 1, 0), ("round", 1, 0), ("round", 2, 0),
    ("cut", 0, 112), ("round", 0, 0)]
"""Ana heard that it was hidden and was cut off before it went: the next round made another key, and it stayed."""


class Reader(Laptop):
    """Opens the vault whenever it is switched on."""

    def _open(self) -> None:
        super()._open()
        self.desk.signed.open_vault(PASSPHRASE)


@pytest.fixture(autouse=True, scope="module")
def steps_are_counted() -> Iterator[None]:
    """And the totals of all runs are said at the end."""
    with counting():
        yield
    if totals:
        totals.write("model of protected work")


@cache
def laid_down_with_a_case() -> tuple[Path, dict[str, bytes], str]:
    """The three, what lies in their store, and a case of Beto's that all have read; made once. Part of it was behind
    the seal from the first day on: Ana, who is custodian, has that too, and its key."""
    folder, store = Path(tempfile.mkdtemp(prefix="amparo-protected-")), MemoryStore()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    members = met(folder, *TEAM)
    case = told(members[1], "Killa", hopes="Zarquintela", people="Olmevante", legal_name="Perlunqui")
    settle(members, store)
    for member in members:
        member.close()
    return folder, store.objects, case


@contextmanager
def readers(store: RoughStore) -> Iterator[list[Reader]]:
    """Fresh copies of them."""
    origin, objects, _case = laid_down_with_a_case()
    store.objects.update(objects)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(origin, folder, dirs_exist_ok=True)
        members = [Reader(Path(folder), name) for name in TEAM]
        try:
            yield members
        finally:
            for member in members:
                member.close()


@pytest.mark.parametrize("level", [2, 3])
@settings(max_examples=examples(GATE), deadline=None, suppress_health_check=list(HealthCheck))
@example(acts=CUT_BEFORE_IT_GOES, named=2)
@given(acts=ACTS, named=st.sampled_from((0, 2)))
def test_whatever_the_order_every_word_is_there_and_outsiders_hold_nothing(
    level: int, acts: list[tuple[str, int, int]], named: int
):
    """Beto reads it, and whom he named; once it was hidden nobody else does, not even who keeps keys of the team, and
    not the next morning either. Below that Ana reads it, who is custodian."""
    named = named if level == 3 else 0
    store, case = RoughStore(totals), laid_down_with_a_case()[2]
    with readers(store) as members:
        world = World(members, store, case, (level, named))
        for what, who, which in acts:
            world.do(what, who, which)
        world.settle()

        with steps.cutting_at(0):
            for member in members:
                member.come_back()
        reader, beto, outsider = members[named], members[1], members[2 - named]
        if level == 3:
            with outsider.desk.bench.keeper.writing() as work:
                assert work.rounds.protected.keys(bytes.fromhex(case)) == []
                assert bytes.fromhex(case) not in work.all_cases()
        meet_until_quiet(members, store)
        totals["runs"] += 1
        totals["edits lost"] += len(world.live - world.words(reader))
        assert world.words(reader) == world.words(beto) == world.live
        assert reader.protected(case) == beto.protected(case)
        assert reader.registers(case) == beto.registers(case)
        left = heap(outsider)
        assert not [word for word in world.behind_the_seal if word.encode() in left]
        assert answers(reader, case).get("people") is not None


class World:
    """Three laptops, a store, a case that is raised, and every word of it that was acknowledged."""

    def __init__(self, members: list[Reader], store: RoughStore, case: str, raised: tuple[int, int]) -> None:
        self.members, self.store, self.case = members, store, case
        self.level, self.named = raised
        self.record = next(row.record for row in members[1].desk.cases.records(case) if row.form == "F02")
        self.live = {"Zarquintela", "Olmevante", "Perlunqui"}
        self.behind_the_seal = {"Olmevante", "Perlunqui"} | ({"Zarquintela"} if self.level == 3 else set())
        self._fields = {"Zarquintela": "hopes", "Olmevante": "people", "Perlunqui": "legal_name"}

    def do(self, what: str, who: int, which: int) -> None:
        """One thing that happens."""
        member = self.members[who]
        if what in ("round", "cut"):
            totals["crashes"] += try_round(member, self.store, which + 1 if what == "cut" else 0)
            totals["rounds"] += 1
        elif what == "vault":
            turn_vault(self.members[0])
        elif what == "raise":
            self._raise(which % LAST_OF_A_RAISE + 1 if which % 2 else 0)
        elif what in ("harm", "heal"):
            self.store.harm = HARMS[which % len(HARMS)] if what == "harm" else ""
        else:
            self._write(member, what)

    def _raise(self, step: int) -> None:
        beto = self.members[1]
        try:
            with steps.cutting_at(step):
                beto.desk.protection.set_level(self.case, self.level, [self.members[self.named].desk.me.user])
            totals["raised"] += 1
        except CutOff:
            beto.come_back()
            totals["crashes"] += 1

    def _write(self, member: Reader, field: str) -> None:
        word, seen = f"Mistralcoya{len(self._fields)}x", self.words(member)
        with suppress(AssistError):  # it is not there for her any more, or behind the seal
            member.save("F02", self.case, self.record, **{field: word})
            self.live -= {each for each in seen if self._fields[each] == field}
            self.live.add(word)
            self._fields[word] = field
            if field == "people" or self.level == 3:
                self.behind_the_seal.add(word)
            totals["edits"] += 1

    def words(self, member: Reader) -> set[str]:
        """Those of them that she holds and has open."""
        held = [row[-1] for row in (*member.registers(self.case), *member.protected(self.case))]
        return {word for word in self._fields if any(word.encode() in value for value in held)}  # type: ignore[operator]

    def settle(self) -> None:
        """Everything works again, it is raised whatever was before, and all meet."""
        self.store.harm = ""
        if not self.members[0].desk.vault_open:
            self.members[0].desk.signed.open_vault(PASSPHRASE)
        self._raise(0)
        meet_until_quiet(self.members, self.store)


def turn_vault(member: Reader) -> None:
    """Open what is shut, shut what is open."""
    if member.desk.vault_open:
        member.desk.signed.shut_vault()
    else:
        member.desk.signed.open_vault(PASSPHRASE)
