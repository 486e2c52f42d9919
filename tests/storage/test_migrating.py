# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing databases up to date: in order, after a backup, whole steps only."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from assist.errors import AssistError, NewerFile, NoRoom
from db import connection as raw
from db.engine import create_database, stored_version
from db.migrate import Execute, migrate

KEY = bytes(range(32))


def _first(execute: Execute) -> None:
    execute("CREATE TABLE house(id INTEGER PRIMARY KEY, name TEXT)")
    execute("INSERT INTO house(name) VALUES (?)", ("north",))


def _second(execute: Execute) -> None:
    execute("CREATE TABLE room(id INTEGER PRIMARY KEY, house INTEGER REFERENCES house(id))")
    for (house,) in execute("SELECT id FROM house"):
        execute("INSERT INTO room(house) VALUES (?)", (house,))


def _breaks_half_way(execute: Execute) -> None:
    execute("CREATE TABLE half(a)")
    execute("INSERT INTO nowhere VALUES (1)")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A new, empty database."""
    path = tmp_path / "case.db"
    create_database(path, KEY)
    return path


def _tables(path: Path) -> dict[str, int]:
    with closing(raw.connect(path, KEY)) as connection:
        return raw.table_counts(connection)


def test_a_new_file_gets_every_step_and_needs_no_backup(database):
    """There is nothing to lose in an empty file."""
    backups: list[str] = []

    assert migrate(database, KEY, [_first, _second], lambda: backups.append("made")) == (0, 2)

    assert (_tables(database), backups) == ({"house": 1, "room": 1}, [])


def test_an_older_file_is_backed_up_once_before_anything_changes(database):
    """The backup sees the old version."""
    migrate(database, KEY, [_first], list)
    seen: list[int] = []

    migrate(database, KEY, [_first, _second, lambda execute: None], lambda: seen.append(stored_version(database, KEY)))

    assert (seen, stored_version(database, KEY)) == ([1], 3)


def test_a_file_that_is_up_to_date_is_left_alone(database):
    """Every ordinary start goes this way."""
    migrate(database, KEY, [_first], list)
    before = database.read_bytes()

    assert migrate(database, KEY, [_first], lambda: pytest.fail("no backup is needed")) == (1, 1)

    assert database.read_bytes() == before


def test_without_a_backup_nothing_changes(database):
    """A full disk at backup time stops the upgrade before it starts."""
    migrate(database, KEY, [_first], list)

    def no_room() -> None:
        raise NoRoom("disk.full")

    with pytest.raises(NoRoom):
        migrate(database, KEY, [_first, _second], no_room)

    assert (stored_version(database, KEY), _tables(database)) == (1, {"house": 1})


def test_a_step_that_fails_leaves_the_version_before_it(database):
    """Tables made by the failing step are gone too; the steps before it stay."""
    with pytest.raises(AssistError, match=r"db\.failed"):
        migrate(database, KEY, [_first, _breaks_half_way], list)

    assert (stored_version(database, KEY), _tables(database)) == (1, {"house": 1})
    assert migrate(database, KEY, [_first, _second], list) == (1, 2)


def test_a_step_may_rebuild_a_table_others_point_to_but_not_leave_loose_ends(database):
    """Foreign keys are checked at the end of each step, not in its middle."""
    migrate(database, KEY, [_first, _second], list)

    def rebuild(execute: Execute) -> None:
        execute("CREATE TABLE house_new(id INTEGER PRIMARY KEY, name TEXT, street TEXT)")
        execute("INSERT INTO house_new(id, name) SELECT id, name FROM house")
        execute("DROP TABLE house")
        execute("ALTER TABLE house_new RENAME TO house")

    def lose_the_houses(execute: Execute) -> None:
        execute("DELETE FROM house")

    assert migrate(database, KEY, [_first, _second, rebuild], list) == (2, 3)
    with pytest.raises(AssistError, match=r"db\.migration_failed"):
        migrate(database, KEY, [_first, _second, rebuild, lose_the_houses], list)
    assert (stored_version(database, KEY), _tables(database)) == (3, {"house": 1, "room": 1})


@pytest.mark.parametrize("statement", ["COMMIT", " commit", "ROLLBACK", "BEGIN", "END TRANSACTION"])
def test_a_step_cannot_end_its_own_transaction(database, statement):
    """Otherwise a power cut could find it between two versions."""
    with pytest.raises(ValueError, match="cannot end it"):
        migrate(database, KEY, [lambda execute: execute(statement)], list)

    assert stored_version(database, KEY) == 0


def test_a_newer_file_is_refused_and_keeps_every_byte(database):
    """A laptop that was updated later must not be harmed by an older program."""
    migrate(database, KEY, [_first, _second], list)
    before = database.read_bytes()

    with pytest.raises(NewerFile) as refused:
        migrate(database, KEY, [_first], lambda: pytest.fail("a newer file is not even backed up"))

    assert (refused.value.code, refused.value.details) == ("db.newer", {"found": 2, "known": 1})
    assert [path.name for path in database.parent.iterdir()] == ["case.db"]
    assert database.read_bytes() == before
