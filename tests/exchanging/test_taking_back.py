# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An import is taken back whole, leaves what was worked on, and leaves one backup, which holds nothing of the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import db.backup
from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.errors import NoRoom, NotFound
from assist.views import CaseQuery
from db.databases import SqlCipherDatabases
from tests.conftest import PASSPHRASE
from tests.exchanging.brought import CANARIES, FULL, explained, fates
from tests.services.test_striking import everything
from ui.wiring import Door

DAY_NS = 24 * 60 * 60 * 10**9


# -- the cases ---------------------------------------------------------------------------


def test_undo_takes_everything_back(desk: Desk, register: Path):
    """Bodies, registers, lists and index: not a word is left, and the file may come again."""
    desk.imports.bring(desk.imports.look(register))

    undone = desk.imports.undo_last()

    assert undone.removed == 4
    assert desk.cases.listed(CaseQuery()) == []
    assert set(fates(desk.imports.look(register).rows).values()) == {"imported", "flagged", "skipped"}


def test_undo_leaves_a_case_that_was_worked_on(desk: Desk, register: Path):
    """What a person did since is never thrown away with a file."""
    desk.imports.bring(desk.imports.look(register))
    worked = desk.cases.listed(CaseQuery())[0]
    desk.records.save(explained(desk, worked.case))

    undone = desk.imports.undo_last()

    assert undone.kept == (worked.code,)
    assert undone.removed == 3


def test_not_a_word_is_left_after_taking_back(desk: Desk, csv_file: Callable[..., Path]):
    """Tables, log, search and backups of both databases; every chain still holds."""
    brought = desk.imports.bring(desk.imports.look(csv_file(*FULL)))
    desk.backups.make()
    before = everything(desk)

    desk.imports.undo(brought.batch)

    after = everything(desk)
    assert [word for word in CANARIES if word.encode() not in before] == []
    assert [word for word in CANARIES if word.encode() in after or word.split()[0].encode() in after] == []
    assert [row.name for row in desk.checks.run() if not row.ok] == []
    assert len(desk.backups.shelf()) == 1


def test_opening_a_case_is_no_work_in_it(desk: Desk, register: Path):
    """It wakes when it is looked at, and can still be taken back."""
    brought = desk.imports.bring(desk.imports.look(register))
    for row in desk.cases.listed(CaseQuery()):
        desk.cases.open(row.case)
        desk.care.wake(row.case)

    assert desk.imports.undo(brought.batch).removed == 4


@pytest.mark.parametrize("level", [0, 2])
def test_a_form_left_half_way_is_work(level: int, desk: Desk, register: Path):
    """Sealed drafts too: nobody's words vanish with a file."""
    brought = desk.imports.bring(desk.imports.look(register))
    worked = next(row for row in desk.cases.listed(CaseQuery()) if row.level == level)
    opening = desk.records.open("F11", worked.case)
    opening.session.answer("facts", "algo")
    desk.records.keep_draft(opening)

    undone = desk.imports.undo(brought.batch)

    assert (undone.removed, undone.kept) == (3, (worked.code,))


def test_a_case_that_stays_is_not_brought_twice(desk: Desk, register: Path):
    """After taking back, the same file brings only what went."""
    brought = desk.imports.bring(desk.imports.look(register))
    worked = desk.cases.listed(CaseQuery())[0]
    row = next(each.row for each in brought.rows if each.code == worked.code)
    desk.records.save(explained(desk, worked.case))
    desk.imports.undo(brought.batch)

    again = desk.imports.bring(desk.imports.look(register))

    assert fates(again.rows)[row] == "skipped"
    assert len(desk.cases.listed(CaseQuery())) == 4


def test_what_is_not_there_cannot_be_taken_back(desk: Desk, register: Path):
    """Nor twice."""
    brought = desk.imports.bring(desk.imports.look(register))
    desk.imports.undo(brought.batch)

    for attempt in (lambda: desk.imports.undo(brought.batch), lambda: desk.imports.undo("not a batch"),
                    desk.imports.undo_last):
        with pytest.raises(NotFound):
            attempt()


# -- the backups -------------------------------------------------------------------------


@pytest.fixture
def taken_in(
    desk: Desk, csv_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch,
) -> tuple[str, list[Path]]:
    """A batch, and the backups made the day before it and after it: of one day only the last is kept anyway."""
    now = time.time_ns()
    with monkeypatch.context() as yesterday:
        yesterday.setattr(db.backup.time, "time_ns", lambda: now - DAY_NS)
        before = desk.backups.make()
    batch = desk.imports.bring(desk.imports.look(csv_file(*FULL))).batch
    return batch, [before, desk.backups.make()]


def held_in(backup: Path, home: Path, clock: FixedClock) -> tuple[int, bytes]:
    """How many cases a backup brings back, and all that could be read in it."""
    door = Door(home, clock, FOR_TESTS)
    desk = door.restore(backup, "Ana Ríos", PASSPHRASE)
    try:
        desk.signed.open_vault(PASSPHRASE)
        return len(desk.cases.listed(CaseQuery())), everything(desk)
    finally:
        desk.close()
        door.leave()


def test_every_backup_from_before_gives_way_to_one_made_now(
    desk: Desk, clock: FixedClock, tmp_path: Path, taken_in: tuple[str, list[Path]],
):
    """Those from before the file came as well: only one state is left, on the laptop and on the shelf (ruling 69)."""
    batch, backups = taken_in
    assert all(each.exists() for each in backups)
    with_file = held_in(backups[1], tmp_path / "then", clock)

    desk.imports.undo(batch)

    shelf = desk.backups.shelf()
    assert len(shelf) == 1
    assert [each for each in backups if each.exists()] == []
    assert list((shelf[0].path.parent).iterdir()) == [shelf[0].path], "nothing half-made beside it"
    assert desk.backups.check(shelf[0].path) > 0
    cases, heap = held_in(shelf[0].path, tmp_path / "now", clock)
    assert (with_file[0], cases) == (2, 0)
    assert [word for word in CANARIES if word.encode() not in with_file[1]] == [], "the look itself sees"
    assert [word for word in CANARIES if word.encode() in heap] == []


def test_a_laptop_without_backups_gets_none_from_taking_back(desk: Desk, csv_file: Callable[..., Path]):
    """There was nothing to replace."""
    desk.imports.undo(desk.imports.bring(desk.imports.look(csv_file(*FULL))).batch)

    assert desk.backups.shelf() == []


def test_what_was_interrupted_is_finished_at_the_next_sign_in(
    door: Door, desk: Desk, tmp_path: Path, clock: FixedClock, taken_in: tuple[str, list[Path]],
    monkeypatch: pytest.MonkeyPatch,
):
    """The stick is full or the light goes out after the cases went: the old backups go when somebody comes back."""
    batch, backups = taken_in

    def full(*_args: object) -> int:
        raise NoRoom("disk.full")

    with monkeypatch.context() as broken:
        broken.setattr(SqlCipherDatabases, "delete_others", full)
        with pytest.raises(NoRoom):
            desk.imports.undo(batch)
        assert [each for each in backups if each.exists()] == backups
        desk.close()
        door.sign_in("Ana Ríos", PASSPHRASE).close()
    assert [each for each in backups if each.exists()] == backups, "with no room still she comes in, and it waits"

    again = door.sign_in("Ana Ríos", PASSPHRASE)
    try:
        shelf = again.backups.shelf()
        with again.bench.keeper.writing() as work:
            left = work.jobs()
    finally:
        again.close()

    assert [each for each in backups if each.exists()] == []
    assert len(shelf) == 1
    assert left == []
    assert held_in(shelf[0].path, tmp_path / "now", clock)[0] == 0
