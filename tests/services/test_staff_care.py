# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often a worker opened words that weigh: a number for her care, and nothing of what they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from tests.services.conftest import Fill

MORNING = datetime(2026, 11, 25, 9, tzinfo=UTC)


def record_of(desk: Desk, case: str, form: str) -> str:
    """The newest filled form of a kind."""
    return next(row.record for row in desk.cases.records(case) if row.form == form)


@pytest.fixture
def weighed(fill: Fill, desk: Desk, case: str, clock: FixedClock) -> tuple[str, str, str]:
    """A case, a note with facts and a threat, of which nothing was opened yet."""
    clock.set(MORNING)
    fill("F11", case, outcome="held", facts="Lloró al hablar del viaje")
    fill("F17", case, what="seen_near", when="today", who_at_risk=("person",), facts="Auto verde en la esquina")
    return case, record_of(desk, case, "F11"), record_of(desk, case, "F17")


@pytest.mark.rule("UX-09")
def test_each_opening_of_heavy_words_is_counted_by_the_day(
    desk: Desk, clock: FixedClock, weighed: tuple[str, str, str],
):
    """Facts and threats; looking at lists, dates and numbers to call is no burden of that kind."""
    case, note, threat = weighed
    desk.cases.notes(case)
    desk.cases.safety(case)
    desk.cases.reveal_contact(case)
    assert desk.care.heavy_openings("2026-11-25", "2026-11-25") == 0

    desk.cases.reveal_facts(case, note)
    desk.cases.reveal_threat(case, threat)
    clock.set(MORNING + timedelta(days=3))
    desk.cases.reveal_facts(case, note)

    assert desk.care.heavy_openings("2026-11-25", "2026-11-25") == 2
    assert desk.care.heavy_openings("2026-11-26", "2026-12-31") == 1
    assert desk.status.read().heavy_openings == 3
    assert desk.care.heavy_openings("2026-11-29", "2026-11-24") == 0


@pytest.mark.rule("UX-09")
def test_turning_back_to_the_same_words_is_one_opening(
    desk: Desk, clock: FixedClock, weighed: tuple[str, str, str],
):
    """As in the log of looks: within ten minutes it is the same look."""
    case, note, _ = weighed
    for minutes in (0, 4, 9):
        clock.set(MORNING + timedelta(minutes=minutes))
        desk.cases.reveal_facts(case, note)
    assert desk.care.heavy_openings("2026-11-25", "2026-11-25") == 1

    clock.set(MORNING + timedelta(minutes=30))
    desk.cases.reveal_facts(case, note)

    assert desk.care.heavy_openings("2026-11-25", "2026-11-25") == 2


@pytest.mark.rule("UX-09")
def test_the_count_says_nothing_of_what_was_opened(desk: Desk, weighed: tuple[str, str, str]):
    """A day and a number, without case, record or word."""
    case, note, threat = weighed
    desk.cases.reveal_facts(case, note)
    desk.cases.reveal_threat(case, threat)

    with desk.bench.keeper.reading() as reader:
        kept = reader.meta("heavy/2026-11-25")

    assert kept == (2).to_bytes(2, "big")


def test_the_status_looks_back_a_month(desk: Desk, clock: FixedClock, weighed: tuple[str, str, str]):
    """What lies longer ago has been rested from."""
    case, note, _ = weighed
    desk.cases.reveal_facts(case, note)
    clock.set(MORNING + timedelta(days=29))
    last = desk.status.read().heavy_openings
    clock.set(MORNING + timedelta(days=30))

    assert (last, desk.status.read().heavy_openings) == (1, 0)
