# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""After an import was taken back, one backup is left: the one made then, and it holds nothing of the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import db.backup
from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.errors import NoRoom
from assist.views import CaseQuery
from db.databases import SqlCipherDatabases
from tests.conftest import PASSPHRASE
from tests.exchanging.test_imports import CANARIES, FULL
from tests.services.test_striking import everything
from ui.wiring import Door

DAY_NS = 24 * 60 * 60 * 10**9


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
