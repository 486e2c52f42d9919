# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The team of a practice workspace: histories by several hands, and something that two of them wrote apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.differences import DifferenceRow
from assist.practice import PracticeOrder
from assist.practice_team import COORDINATOR, MEMBERS, STAND_IN, SUPERVISOR, WORKER, make_team
from assist.views import CaseRow
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


@pytest.mark.rule("WP-11")
def test_two_custodians_open_the_hidden_case_and_neither_alone(tmp_path: Path):
    """Emergency opening can be walked in the practice team: ask, list, agree, read; until then neither sees it."""
    clock = FixedClock(NOON)
    door = Door(tmp_path / "practice", clock, FOR_TESTS)
    made = make_team(door, PracticeOrder(12, 7, "es"))
    made.desk.close()

    def signed_in(name: str) -> Desk:
        clock.set(datetime.fromtimestamp(clock.now_ms() / 1000, UTC) + timedelta(minutes=2))
        desk = door.sign_in(name, made.passphrase)
        desk.signed.open_vault(made.passphrase)
        desk.meeting.local_round()
        return desk

    assert [name for name, roles in MEMBERS if "custodian" in roles] == [COORDINATOR, SUPERVISOR]
    assert [row.level for row in at(signed_in(STAND_IN), made.hidden)] == [3]
    assert [at(signed_in(name), made.hidden) for name in (SUPERVISOR, COORDINATOR)] == [[], []]
    sofia = signed_in(SUPERVISOR)
    sofia.glass.ask(made.hidden, "She did not come home")
    sofia.meeting.local_round()
    sofia.close()
    clara = signed_in(COORDINATOR)
    [asked] = clara.glass.waiting()
    assert (asked.by_name, asked.code) == (SUPERVISOR, made.hidden)
    clara.glass.agree(asked.ref)
    clara.meeting.local_round()
    clara.close()

    assert [each.code for each in signed_in(SUPERVISOR).glass.open_now()] == [made.hidden]
    [told] = signed_in(WORKER).glass.told_lately()
    assert (told.by_name, told.other_name, told.reason) == (SUPERVISOR, COORDINATOR, "She did not come home")
    door.leave()


def at(desk: Desk, code: str) -> list[CaseRow]:
    """What this person finds under a code; she signs out again."""
    found = desk.cases.find(code)
    desk.close()
    return found


def test_an_export_can_be_looked_at_and_written_in_the_practice_team(tmp_path: Path):
    """An office has a key there, and some agreed to it; whoever said no stays."""
    door = Door(tmp_path / "practice", FixedClock(NOON), FOR_TESTS)
    made = make_team(door, PracticeOrder(24, 7, "es"))
    made.desk.close()
    sofia = door.sign_in(SUPERVISOR, made.passphrase)
    try:
        sofia.signed.open_vault(made.passphrase)
        [office] = sofia.recipients.rows()
        preview = sofia.exporting.look("htcds-2.0", office.name)
        out = tmp_path / "out"
        out.mkdir()
        left = sofia.exporting.leave(preview, out, made.passphrase, few_agreed=True)
    finally:
        sofia.close()
        door.leave()

    assert office.name == "Observatorio Nacional (inventado)"
    assert left.rows == len(preview.selection.rows) >= 3
    assert preview.why["gate.consent_no"] >= 1
    assert left.file.is_file()
