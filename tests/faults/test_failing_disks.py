# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks that lie, fill up or lose their last sectors: found, said, and nothing acknowledged is lost quietly."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from assist.errors import AssistError, DamagedFile, NoRoom
from db import connection as raw
from db.backup import list_backups, make_backup, verify_backup
from db.engine import check_key, create_database, integrity_of_file, open_engine, stored_version
from db.errors import translated
from db.migrate import migrate

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]
FLIPS = 100
_SPREAD = 2_654_435_761
"""A large prime: multiples of it visit a file evenly, and the same places every time."""


def _filled(path: Path, pairs: int = 40) -> None:
    create_database(path, KEY)
    with closing(raw.connect(path, KEY)) as connection:
        _fill(connection, pairs)


def _fill(connection: raw.Connection, pairs: int) -> None:
    """One commit makes the tables; each further one puts one row into both."""
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE a(n INTEGER PRIMARY KEY, body)")
    connection.execute("CREATE TABLE b(n INTEGER PRIMARY KEY, body)")
    connection.execute("COMMIT")
    _add_pairs(connection, range(1, pairs + 1))


def _add_pairs(connection: raw.Connection, numbers: range) -> None:
    for number in numbers:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO a VALUES (?, ?)", (number, "x" * 1500))
        connection.execute("INSERT INTO b VALUES (?, ?)", (number, "y" * 1500))
        connection.execute("COMMIT")


def test_every_flipped_bit_is_found(tmp_path):
    """A hundred places over the whole file, the salt and unused pages included."""
    path = tmp_path / "case.db"
    _filled(path)
    sound = path.read_bytes()

    unnoticed = []
    for number in range(FLIPS):
        place = number * _SPREAD % len(sound)
        damaged = bytearray(sound)
        damaged[place] ^= 1 << number % 8
        path.write_bytes(damaged)
        if not integrity_of_file(path, KEY):
            unnoticed.append(place)

    assert unnoticed == []
    path.write_bytes(sound)
    assert integrity_of_file(path, KEY) == []


def test_a_damaged_page_is_never_read_as_if_it_were_good(tmp_path):
    """The error is ours, and it names no content."""
    path = tmp_path / "case.db"
    _filled(path)
    damaged = bytearray(path.read_bytes())
    for page in range(1, len(damaged) // 4096):
        damaged[page * 4096 + 100] ^= 1
    path.write_bytes(damaged)

    assert check_key(path, KEY)
    with pytest.raises(DamagedFile, match=r"db\.damaged"), translated(), closing(raw.connect(path, KEY)) as connection:
        connection.execute("SELECT sum(length(body)) FROM a")


def test_swapped_and_missing_pages_are_found(tmp_path):
    """Pages know their number; a shortened file is missed by its own count."""
    path = tmp_path / "case.db"
    _filled(path)
    sound = path.read_bytes()
    second, third = sound[4096:8192], sound[8192:12288]

    for damaged in (sound[:4096] + third + second + sound[12288:], sound[:-4096], sound[:-100], sound[:4000]):
        path.write_bytes(damaged)
        assert integrity_of_file(path, KEY) != []


def test_an_empty_file_is_no_database(tmp_path):
    """A power cut while it was made; no key fits it."""
    path = tmp_path / "case.db"
    path.write_bytes(b"")

    assert not check_key(path, KEY)


def _crashed(tmp_path: Path) -> tuple[bytes, bytes]:
    """The database and its log as a power cut finds them: every commit is in the log alone."""
    path = tmp_path / "case.db"
    create_database(path, KEY)
    with closing(raw.connect(path, KEY)) as connection:
        _fill(connection, 30)
        return path.read_bytes(), path.with_name("case.db-wal").read_bytes()


@pytest.mark.parametrize("damage", ["cut", "flipped", "zeroed", "sector lost"])
def test_a_torn_log_opens_at_a_whole_commit(tmp_path, damage):
    """Both tables agree, rows are the first ones without a gap, and the file is sound: forty places each."""
    database, log = _crashed(tmp_path)
    folder = tmp_path / "torn"
    folder.mkdir()
    path = folder / "case.db"
    found = set()

    for number in range(40):
        place = number * len(log) // 40
        torn = {
            "cut": log[:place],
            "flipped": log[:place] + bytes([log[place] ^ 1]) + log[place + 1 :],
            "zeroed": log[:place] + bytes(len(log) - place),
            "sector lost": log[:place] + bytes(512) + log[place + 512 :],
        }[damage]
        path.write_bytes(database)
        path.with_name("case.db-wal").write_bytes(torn)
        with closing(raw.connect(path, KEY)) as connection:
            counts = raw.table_counts(connection)
            assert counts.get("a", 0) == counts.get("b", 0)
            if counts:
                assert connection.execute("SELECT coalesce(max(n), 0) FROM a").fetchone()[0] == counts["a"]
        found.add(counts.get("a", -1))
        assert integrity_of_file(path, KEY) == []

    assert len(found) > 10


def test_a_full_disk_rolls_back_and_work_goes_on_when_there_is_room(tmp_path):
    """No half of a pair stays; the message is ours."""
    path = tmp_path / "case.db"
    _filled(path)
    with closing(raw.bare(path, KEY)) as connection:
        connection.execute("PRAGMA max_page_count = 60")
        with pytest.raises(NoRoom, match=r"disk\.full"), translated():
            _add_pairs(connection, range(1000, 2000))
        assert not connection.in_transaction
        counts = raw.table_counts(connection)
        connection.execute("PRAGMA max_page_count = 100000")
        connection.execute("INSERT INTO a VALUES (5000, 'room again')")

    assert counts["a"] == counts["b"] >= 40
    assert integrity_of_file(path, KEY) == []


_NO_MORE = """
import resource, sys
from pathlib import Path
from assist.errors import NoRoom
from db.backup import make_backup
from db.engine import open_engine
from db.errors import translated
from db.migrate import migrate
KEY = bytes(range(32))
folder, limit, work = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]

def save():
    engine = open_engine(folder / "case.db", KEY, role="write")
    try:
        with translated():
            for number in range(1000, 2000):
                with engine.begin() as connection:
                    connection.exec_driver_sql("INSERT INTO a VALUES (?, ?)", (number, "x" * 1500))
                    connection.exec_driver_sql("INSERT INTO b VALUES (?, ?)", (number, "y" * 1500))
    finally:
        engine.dispose()

def upgrade():
    def grow(execute):
        execute("CREATE TABLE c(n INTEGER PRIMARY KEY, body)")
        for number in range(1000):
            execute("INSERT INTO c(body) VALUES (?)", ("z" * 1500,))
    migrate(folder / "case.db", KEY, [list, grow], list)

def back_up():
    make_backup(folder, KEY, KEY)

resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    {"save": save, "upgrade": upgrade, "back_up": back_up}[work]()
except NoRoom as refused:
    print(refused.code)
"""


def _with_no_more_than(limit: int, folder: Path, work: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", _NO_MORE, folder, str(limit), work], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    return ran.stdout.strip()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile with a filled database and one good backup."""
    folder = tmp_path / "p" / ("0" * 32)
    (folder / "bak").mkdir(parents=True)
    (tmp_path / "machine.bin").write_bytes(b"salt")
    (folder / "slot.bin").write_bytes(b"slot")
    _filled(folder / "case.db")
    _filled(folder / "vault.db", pairs=1)
    with closing(raw.connect(folder / "case.db", KEY)) as connection:
        connection.execute("PRAGMA user_version = 1")
    make_backup(folder, KEY, KEY)
    return folder


def test_when_the_disk_takes_no_more_a_save_is_refused_whole(profile):
    """The system refuses to let the files grow: every pair that was saved is whole."""
    assert _with_no_more_than(400_000, profile, "save") == "disk.failed"

    with closing(raw.connect(profile / "case.db", KEY)) as connection:
        counts = raw.table_counts(connection)
        assert raw.integrity(connection) == []
    assert counts["a"] == counts["b"] > 40


def test_when_the_disk_takes_no_more_an_upgrade_leaves_the_old_version(profile):
    """And succeeds later."""
    assert _with_no_more_than(400_000, profile, "upgrade") == "disk.failed"

    assert stored_version(profile / "case.db", KEY) == 1
    assert integrity_of_file(profile / "case.db", KEY) == []
    assert migrate(profile / "case.db", KEY, [list, lambda execute: None], list) == (1, 2)


def test_when_the_disk_takes_no_more_a_backup_leaves_the_old_one(profile):
    """No torn file on the shelf, nothing left over."""
    before = list((profile / "bak").iterdir())

    assert _with_no_more_than(100_000, profile, "back_up") == "disk.failed"

    assert list((profile / "bak").iterdir()) == before
    assert verify_backup(list_backups(profile / "bak")[0].path, KEY, KEY).rows["case.db/a"] == 40


def test_a_database_that_may_only_be_read_is_said_to_be_so(tmp_path):
    """A write-protected stick, as the driver sees it."""
    path = tmp_path / "case.db"
    _filled(path, pairs=1)
    engine = open_engine(path, KEY, role="read")

    with pytest.raises(NoRoom, match=r"disk\.read_only"), translated(), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM a")
    engine.dispose()


def test_an_unknown_error_of_the_driver_has_a_code_too(tmp_path):
    """Nothing of the driver's text crosses the layer."""
    path = tmp_path / "case.db"
    _filled(path, pairs=1)

    with pytest.raises(AssistError) as refused, translated(), closing(raw.connect(path, KEY)) as connection:
        connection.execute("INSERT INTO a VALUES (1, 'again')")

    assert (refused.value.code, refused.value.details) == ("db.failed", {"reason": "SQLITE_CONSTRAINT"})
