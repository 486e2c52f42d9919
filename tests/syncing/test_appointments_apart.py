# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments on several laptops: moved apart both days are there to settle, and of a hidden case there are none."""

from __future__ import annotations

import pytest

from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import heap
from tests.syncing.written_apart import Team, apart, only, told

WEEK = ("2026-11-30", "2026-12-06")
DAY = "2026-12-03"


def week(member: Member) -> list[tuple[str, str]]:
    """What her calendar shows."""
    return [(entry.agreed.on, entry.name) for entry in member.desk.appointments.between(*WEEK)]


def test_moved_apart_both_days_wait_and_the_first_is_on_record_twice(team: Team, store: MemoryStore):
    """Nobody's telephone call is lost; the day they agreed on first was left by both."""
    ana, beto = team("Ana", "Beto")
    case = apart([ana, beto], store, "APPT", [
        {"kind": "health", "on": DAY}, {"on": "2026-12-04"}, {"on": "2026-12-05"}])

    assert told(only(ana, case)) == told(only(beto, case)) == ["2026-12-04", "2026-12-05"]
    for member in (ana, beto):
        (agreed,) = member.desk.appointments.of_case(case)
        assert agreed.moved == ((DAY, ""), (DAY, ""))


@pytest.mark.rule("WP-11", "WP-08")
def test_of_a_hidden_case_nothing_is_agreed_for_whoever_is_not_named(team: Team, store: MemoryStore):
    """It was in everybody's week; now only those named find it there, and the open database holds no day of it."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = beto.first_contact("Killa")
    beto.save("APPT", case, kind="health", on=DAY, at="07:53")
    settle([ana, beto, carla], store)
    before = [week(member) for member in (ana, beto, carla)]

    beto.desk.protection.set_level(case, 3, [carla.desk.me.user])
    settle([beto, carla, ana, beto], store)

    assert before == [[(DAY, "Killa")]] * 3
    assert week(ana) == []
    assert week(beto) == week(carla) == [(DAY, "Killa")]
    for member in (ana, beto, carla):
        assert b"07:53" not in heap(member)
        assert b"2026-12-03" not in heap(member)
        assert member.desk.bench.keeper.projection_drift() == []
