# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A save reads again only what it changed, and what is remembered is always what is on the disk."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.desk import Desk
from assist.ports import UnitOfWork
from assist.rows import RegRow
from db import keeper
from db.registers import Registers
from tests.services.conftest import Fill

NOTE = {"outcome": "held", "channel": "here", "person_wants": "Que la cita sea de tarde.", "read_back": "yes"}


def on_disk(work: UnitOfWork, case: bytes) -> set[RegRow]:
    """Rows as somebody reads them who remembers nothing."""
    return set(Registers(work.case.connection, protected=False).rows_of(case))  # type: ignore[attr-defined]


def is_true_to_the_disk(desk: Desk, case: str) -> bool:
    """Whether the writer's own reading, twice, is what lies on the disk."""
    ident = bytes.fromhex(case)
    with desk.bench.keeper.writing() as work:
        held = {row for rows in work.case.registers._held.values() for kept in rows.values() for row in kept}
        whose = {each for each in work.all_cases() if held & on_disk(work, each)}
        return set(work.ordinary_rows(ident)) == on_disk(work, ident) and held == set().union(
            *(on_disk(work, each) for each in whose))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["note", "other", "again", "fail", "open"]), min_size=1, max_size=6))
def test_whatever_is_done_in_whatever_order_nothing_stale_is_read(desk: Desk, fill: Fill, case: str, acts: list[str]):
    """Notes here and elsewhere, corrections, and saves that fail half-way."""
    other = fill("F01", chosen_name="Inti", may_keep_note="yes").case
    saved = fill("F11", case, **NOTE)
    for act in acts:
        if act == "note":
            saved = fill("F11", case, **NOTE)
        elif act == "other":
            fill("F01", chosen_name="Otra", may_keep_note="yes")
        elif act == "again":
            fill("F11", case, saved.record, person_wants="Que la cita sea de mañana.")
        elif act == "fail":
            fail_half_way(desk, case)
        else:
            desk.records.open("F11", other)
        assert is_true_to_the_disk(desk, case)


def fail_half_way(desk: Desk, case: str) -> None:
    """Something breaks after the change was applied and before it was committed."""
    opening = desk.records.open("F11", case)
    for key, value in NOTE.items():
        opening.session.answer(key, value)
    with suppress(ZeroDivisionError), desk.bench.keeper.writing() as work:
        desk.records.write(work, opening)
        work.commit(1 // 0)  # type: ignore[call-arg]


def test_a_change_left_without_a_commit_is_forgotten(desk: Desk, case: str):
    """Looking at what a save would do, as a dry run does, leaves nothing behind."""
    opening = desk.records.open("F11", case)
    for key, value in NOTE.items():
        opening.session.answer(key, value)
    with desk.bench.keeper.writing() as work:
        desk.records.write(work, opening)

    assert is_true_to_the_disk(desk, case)


def test_a_save_without_protected_answers_does_not_look_through_the_log(
    desk: Desk, fill: Fill, case: str, monkeypatch: pytest.MonkeyPatch
):
    """After months of ordinary work that look would take longer than the save."""
    looks: list[int] = []
    real = keeper._sealed_above
    monkeypatch.setattr(keeper, "_sealed_above", lambda *what: (looks.append(1), real(*what))[1])

    fill("F11", case, **NOTE)
    assert looks == []

    fill("F17", case, what="call", when="today", who_at_risk=("person",))
    assert looks


def test_a_case_raised_behind_the_seal_is_not_remembered(desk: Desk, fill: Fill, case: str):
    """What the ordinary file no longer holds is not held in its memory either."""
    fill("F11", case, **NOTE)
    desk.records.open("F11", case)

    fill("F17", case, what="seen_near", when="now", who_at_risk=("person",))

    assert is_true_to_the_disk(desk, case)
