# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workspaces that pictures are taken of: invented people with months of history, and one nobody has come to."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.practice import PracticeOrder, fill, make_practice
from assist.services.profiles import NewProfile
from assist.views import CaseQuery, CaseRow
from tests.conftest import PASSPHRASE
from tests.screens.shown_team import make_team_workspace
from ui.wiring import Door

TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
CASES, SEED = 36, 5


def door_to(folder: Path) -> Door:
    """A door with keys that are cheap to derive, on the day of the pictures."""
    return Door(folder, FixedClock(TODAY), FOR_TESTS)


def make_workspaces(folder: Path) -> dict[str, str]:
    """Where all three are, and how one signs in."""
    door, empty = door_to(folder / "practice"), door_to(folder / "empty")
    made = make_practice(door.found, PracticeOrder(CASES, SEED, "es"))
    _half_written(made.desk)
    made.desk.close()
    door.leave()
    empty.found(NewProfile("Casa Ceibo", "Ana Ceibo", PASSPHRASE)).close()
    empty.leave()
    return {
        "practice": str(folder / "practice"), "user": made.user, "passphrase": made.passphrase,
        "empty": str(folder / "empty"), "empty_user": "Ana Ceibo", "empty_passphrase": PASSPHRASE,
    } | make_team_workspace(folder)


def _half_written(desk: Desk) -> None:
    """Somebody was called away in the middle of a note."""
    opening = desk.records.open("F11", shown_case(desk).case)
    fill(opening, {"outcome": "held", "channel": "here", "topics": ("rest", "work")})
    desk.records.keep_draft(opening)


def shown_case(desk: Desk) -> CaseRow:
    """The ordinary case with the most to show."""
    every = desk.cases.listed(CaseQuery(), CASES)
    names = Counter(row.name for row in every)
    rows = [row for row in every if row.level == 0 and names[row.name] == 1]
    return max(rows, key=lambda row: (len(desk.cases.records(row.case)), row.name))
