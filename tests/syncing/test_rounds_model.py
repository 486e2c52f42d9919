# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever happens between laptops, in whatever order: in the end all hold what the specification says.

The specification is one line: a value is live when somebody wrote it and nobody who saw it replaced it.
Real databases on disk; the store drops, tears, flips and comes back, laptops are cut off at every step, and
clocks are years apart.
"""

from __future__ import annotations

import random  # noqa: TID251 - what is damaged must be the same for the same seed
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist import changesets
from assist.domain import wire
from assist.errors import AssistError
from assist.services import syncing
from tests.conftest import NOON
from tests.syncing.team import Member, MemoryStore, met, settle

NAMES = ("Killa", "Inti", "Mar", "Luz")
SKEWS = (timedelta(0), timedelta(days=-400), timedelta(days=3650))
EXAMPLES = 40


class CutOff(BaseException):
    """The laptop is switched off at this moment."""


class RoughStore(MemoryStore):
    """Loses, tears and flips what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.harm, self.dice = "", random.Random(3)

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        found = super().get(name)
        if found is None or self.harm == "withhold":
            return None
        if self.harm == "flip":
            at = self.dice.randrange(len(found))
            return found[:at] + bytes([found[at] ^ 4]) + found[at + 1 :]
        return found[: len(found) // 2] if self.harm == "tear" else found

    def put(self, name: str, content: bytes) -> None:
        """See ports.Store."""
        if self.harm == "full":
            raise OSError("no room")
        super().put(name, content)


@contextmanager
def cut_off_at(step: int) -> Iterator[None]:
    """At the so-many-eth step inside a round, before or after what it does."""
    counted = [0]

    def wrapped(real, after: bool):
        def act(*words, **named):
            counted[0] += 1
            if counted[0] == step and not after:
                raise CutOff
            done = real(*words, **named)
            if counted[0] == step and after:
                raise CutOff
            return done
        return act

    real = {name: getattr(syncing, name) for name in ("publish_next", "take")}
    try:
        for name, call in real.items():
            setattr(syncing, name, wrapped(call, after=step % 2 == 0))
        yield
    finally:
        for name, call in real.items():
            setattr(syncing, name, call)


def specification(members: list[Member]) -> dict[bytes, frozenset[tuple[object, ...]]]:
    """Of every case: all values anybody wrote, without those that somebody who saw them replaced."""
    written: dict[tuple[bytes, int, int], tuple[bytes, tuple[object, ...]]] = {}
    replaced: set[tuple[bytes, int, int]] = set()
    for member in members:
        stream = member.desk.bench.ring.ordinary_stream
        with member.desk.bench.keeper.writing() as work:
            rows = work.log_rows(stream, 0, 1 << 20)
        for row in rows:
            made = changesets.decode(row.body)
            for place, op in enumerate(made.ops):
                if op.kind in wire.REGISTER_OPS:
                    dot = (stream, made.n, place)
                    written[dot] = (made.comp, (op.entity, op.etype, op.field, dot, made.hlc, op.value))
                    replaced |= {tuple(each) for each in op.supersedes}
    live: dict[bytes, set[tuple[object, ...]]] = {}
    for dot, (case, value) in written.items():
        if dot not in replaced:
            live.setdefault(case, set()).add(value)
    return {case: frozenset(values) for case, values in live.items()}


act = st.tuples(st.sampled_from(["new", "edit", "edit", "round", "round", "harm", "cut", "heal"]),
                st.integers(0, 3), st.integers(0, 9))


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(acts=st.lists(act, min_size=4, max_size=14), skews=st.lists(st.sampled_from(SKEWS), min_size=4, max_size=4))
def test_all_laptops_end_where_the_specification_says(acts: list[tuple[str, int, int]], skews: list[timedelta]):
    """Four laptops, one store, everything that can go wrong with either."""
    with tempfile.TemporaryDirectory() as folder:
        members, store = met(Path(folder), "Ana", "Beto", "Carla", "Dora"), RoughStore()
        try:
            for member, skew in zip(members, skews, strict=True):
                member.clock.set((NOON + skew).astimezone(UTC))
            for what, who, which in acts:
                do(what, members[who], store, which)
            store.harm = ""
            settle(members, store)
            settle(members, store)

            expected = {case.hex(): values for case, values in specification(members).items()}
            for member in members:
                assert member.everything() == expected
                assert member.desk.bench.keeper.projection_drift() == []
                assert [each for each in member.sync.troubles() if each.kind != "damaged"] == []
        finally:
            for member in members:
                member.close()


def do(what: str, member: Member, store: RoughStore, which: int) -> None:
    """One thing that happens."""
    cases = sorted(member.everything())
    if what == "new":
        member.first_contact(NAMES[which % 4])
    elif what == "edit" and cases:
        member.save("F01", cases[which % len(cases)], chosen_name=f"{NAMES[which % 4]} {which}")
    elif what == "harm":
        store.harm = ("withhold", "flip", "tear", "full", "")[which % 5]
    elif what == "heal":
        store.harm = ""
    elif what in ("round", "cut"):
        try:
            with cut_off_at(which + 1 if what == "cut" else 0):
                member.round(store)
        except (CutOff, OSError, AssistError):
            pass


def test_the_specification_can_tell_a_lost_edit(tmp_path: Path):
    """Proof of the proof: a laptop that drops one value is not where the specification says."""
    ana, beto = met(tmp_path, "Ana", "Beto")
    store = MemoryStore()
    case = ana.first_contact("Killa")
    settle([ana, beto], store)
    with beto.desk.bench.keeper.writing() as work:
        work.case.connection.exec_driver_sql(  # type: ignore[attr-defined]
            "DELETE FROM reg WHERE (ent, fld) IN (SELECT ent, fld FROM reg LIMIT 1)")
        work.commit()
    beto.desk.bench.keeper._remembered.clear()

    expected = {each.hex(): values for each, values in specification([ana, beto]).items()}

    assert ana.everything() == expected
    assert beto.registers(case) != expected[case]
    ana.close()
    beto.close()
