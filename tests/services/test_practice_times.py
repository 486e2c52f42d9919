# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented histories end at the latest now, at whatever hour somebody looks around."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assist.casebook import Book
from assist.clock import COUNTER_BITS
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.practice import PracticeOrder, make_practice
from ui.wiring import Door

DAY = datetime(2026, 11, 25, tzinfo=UTC)
CASES = 6


@dataclass(frozen=True)
class LaptopClock:
    """A clock that stands still, in a place that may be hours away from UTC."""

    moment: datetime
    hours_east: int

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return int(self.moment.timestamp() * 1000)

    def today(self) -> date:
        """The calendar day there."""
        return self.moment.astimezone(timezone(timedelta(hours=self.hours_east))).date()


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), minutes=st.integers(0, 24 * 60 - 1), hours_east=st.sampled_from([-8, -3, 0, 9]))
@example(seed=5173, minutes=0, hours_east=0)
def test_nothing_of_an_invented_history_lies_in_the_future(seed: int, minutes: int, hours_east: int):
    """Neither a change, nor a line in the log of looks, nor the day of a form; before the first coffee too."""
    clock = LaptopClock(DAY + timedelta(minutes=minutes), hours_east)
    with tempfile.TemporaryDirectory() as folder:
        door = Door(Path(folder) / "practice", clock, FOR_TESTS)
        desk = make_practice(door.found, PracticeOrder(CASES, seed, "es")).desk
        try:
            days, changed, looked = recorded(desk)
        finally:
            desk.close()
            door.leave()

    assert max(days) <= clock.today().isoformat()
    assert max(changed) <= clock.now_ms()
    assert max(looked) <= clock.now_ms()


def recorded(desk: Desk) -> tuple[set[str], set[int], set[int]]:
    """The days of all forms, and the milliseconds of all changes and of all looks."""
    with desk.bench.keeper.writing() as work:
        held = {case: work.rows_of(case) for case in work.all_cases()}
        looks = [desk.bench.read_audit(body) for _, body in work.audit_tail(100_000)]
    assert len(held) == CASES
    days = {sheet.on for case, rows in held.items() for sheet in Book(case, rows).sheets}
    changed = {row.hlc >> COUNTER_BITS for rows in held.values() for row in rows}
    return days, changed, {look.wall_ms for look in looks if look is not None}
