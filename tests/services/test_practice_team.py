# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The team of a practice workspace: histories by several hands, and something that two of them wrote apart."""

from __future__ import annotations

from pathlib import Path

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.differences import DifferenceRow
from assist.practice import PracticeOrder
from assist.practice_team import STAND_IN, SUPERVISOR, WORKER, make_team
from tests.conftest import NOON
from ui.wiring import Door


def told(folder: Path, seed: int) -> dict[str, list[tuple[str, object]]]:
    """What waits to be settled by the worker of a small team, by question; all of it then settled by her."""
    door = Door(folder, FixedClock(NOON), FOR_TESTS)
    made = make_team(door, PracticeOrder(2, seed, "es"))
    conflicts = made.desk.conflicts
    try:
        (case,) = conflicts.all()
        rows: list[DifferenceRow] = [
            conflicts.reveal(row) if row.closed else row for row in conflicts.of(case.case)]
        assert not any(side.clock_off for row in rows for side in row.sides)
        assert [[side.by for side in row.sides] for row in rows] == [[WORKER, STAND_IN]] * 3, "as their hours say"
        found = {row.question.key: sorted((side.by, side.answer.value) for side in row.sides) for row in rows}
        for row in rows:
            conflicts.choose(row, 0)
        assert conflicts.all() == ()
    finally:
        made.desk.close()
    seen_by_her = door.sign_in(SUPERVISOR, made.passphrase)
    assert [each.count for each in seen_by_her.conflicts.all()] == [3]  # until they meet again
    seen_by_her.close()
    door.leave()
    return found


def test_two_hands_wrote_apart_what_a_person_settles_and_the_same_seed_tells_the_same(tmp_path: Path):
    """Two profiles that had not heard of each other, not a value made up beside the changes."""
    one, again = told(tmp_path / "one", 7), told(tmp_path / "again", 7)

    assert set(one) == {"hopes", "self_term", "may_say"}
    assert all([by for by, _value in sides] == [WORKER, STAND_IN] for sides in one.values())
    assert one == again
