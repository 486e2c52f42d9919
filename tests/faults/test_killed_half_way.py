# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed without warning, at many points: always the old or the new, never something between."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import connection as raw
from db.backup import list_backups, make_backup, verify_backup
from db.engine import create_database, integrity_of_file, stored_version

KEY, VAULT_KEY = bytes(range(32)), bytes(range(1, 33))
ROOT = Path(__file__).parents[2]
POINTS = 20


def _command(deadly: int, *work: object) -> list[str]:
    script = Path(__file__).with_name("die_at_line.py")
    return [sys.executable, str(script), str(deadly), *(str(each) for each in work)]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _finished(*work: object) -> int:
    """Do the work undisturbed; return how many lines it took."""
    ran = subprocess.run(_command(0, *work), env=_environment(), capture_output=True, text=True, check=True)
    return int(ran.stdout)


def _killed(deadly: int, *work: object) -> None:
    ran = subprocess.run(_command(deadly, *work), env=_environment(), capture_output=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr


def _points(lines: int) -> Iterator[int]:
    """Spread from the first line to the last."""
    assert lines > POINTS
    return (1 + number * (lines - 1) // (POINTS - 1) for number in range(POINTS))


def _rows(path: Path) -> dict[str, int]:
    with closing(raw.connect(path, KEY)) as connection:
        return raw.table_counts(connection)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile with two small databases and one backup."""
    folder = tmp_path / "workspace" / "p" / ("0123456789abcdef" * 2)
    (folder / "bak").mkdir(parents=True)
    (tmp_path / "workspace" / "machine.bin").write_bytes(b"salt")
    (folder / "slot.bin").write_bytes(b"slot")
    for name, key in (("case.db", KEY), ("vault.db", VAULT_KEY)):
        create_database(folder / name, key)
        with closing(raw.connect(folder / name, key)) as connection:
            connection.execute("CREATE TABLE a(n INTEGER PRIMARY KEY, body)")
            connection.execute("CREATE TABLE draft(id)")
            connection.execute("INSERT INTO a VALUES (1, ?)", (bytes(50_000),))
            connection.execute("INSERT INTO draft VALUES (1)")
    return folder


def test_an_upgrade_that_was_killed_left_one_version_or_the_next(tmp_path):
    """Twenty kills between the first line and the last; afterwards the upgrade simply goes on."""
    expected = {
        0: {},
        1: {"house": 20, "room": 20},
        2: {"house": 20, "room": 20},
        3: {"house": 20, "room": 20, "street": 20},
    }
    create_database(tmp_path / "new.db", KEY)
    path = tmp_path / "case.db"
    shutil.copy(tmp_path / "new.db", path)
    seen = set()

    for point in _points(_finished("bring_up_to_date", path)):
        for left in tmp_path.glob("case.db*"):
            left.unlink()
        shutil.copy(tmp_path / "new.db", path)
        _killed(point, "bring_up_to_date", path)
        version = stored_version(path, KEY)
        seen.add(version)
        assert _rows(path) == expected[version]
        assert integrity_of_file(path, KEY) == []

    assert {0, 1} < seen
    _finished("bring_up_to_date", path)
    assert _rows(path) == expected[3]


def test_a_backup_that_was_killed_is_not_there_or_is_whole(profile):
    """The older backup stays good, the databases stay sound, and the pieces go later."""
    good = make_backup(profile, KEY, VAULT_KEY)
    before = _rows(profile / "case.db")

    for point in _points(_finished("back_up", profile)):
        _killed(point, "back_up", profile)
        assert integrity_of_file(profile / "case.db", KEY) == []
        assert _rows(profile / "case.db") == before

    shelf = list_backups(profile / "bak")
    assert good in [each.path for each in shelf]
    for each in shelf:
        assert each.is_readable
        assert verify_backup(each.path, KEY, VAULT_KEY).opened == ("case.db", "vault.db")
    pieces = [path for path in (profile / "bak").iterdir() if path.is_dir()]
    assert pieces
    for piece in pieces:
        os.utime(piece, (0, 0))
    make_backup(profile, KEY, VAULT_KEY)
    assert all(path.is_file() for path in (profile / "bak").iterdir())


def test_a_restore_that_was_killed_left_nothing_or_everything(profile, tmp_path):
    """Trying again is all it takes."""
    package = make_backup(profile, KEY, VAULT_KEY)
    lines = _finished("restore", package, tmp_path / "first")
    outcomes = set()

    for number, point in enumerate(_points(lines)):
        target = tmp_path / f"restored {number}"
        target.mkdir()
        _killed(point, "restore", package, target)
        is_there = target.exists() and any(target.iterdir())
        outcomes.add(is_there)
        if not is_there:
            _finished("restore", package, target)
        restored = target / "p" / profile.name
        assert {path.name for path in restored.iterdir()} == {"slot.bin", "case.db", "vault.db"}
        assert (target / "machine.bin").read_bytes() == b"salt"
        assert _rows(restored / "case.db") == {"a": 1, "draft": 0}

    assert False in outcomes


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    """Killed after every few acknowledged commits, nothing of them is lost and no half of a pair is kept."""
    path = tmp_path / "case.db"
    create_database(path, KEY)
    with closing(raw.connect(path, KEY)) as connection:
        connection.execute("CREATE TABLE a(n INTEGER PRIMARY KEY, body)")
        connection.execute("CREATE TABLE b(n INTEGER PRIMARY KEY, body)")

    for acknowledged in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89):
        with subprocess.Popen(
            _command(0, "save_for_ever", path), env=_environment(), stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _each in range(acknowledged)]
            writer.kill()
            lines += writer.stdout.readlines()
        with closing(raw.connect(path, KEY)) as connection:
            counts = raw.table_counts(connection)
            assert raw.integrity(connection) == []
            connection.execute("DELETE FROM a")
            connection.execute("DELETE FROM b")
        assert counts["a"] == counts["b"]
        assert counts["a"] >= max(int(line) for line in lines if line.endswith("\n"))
