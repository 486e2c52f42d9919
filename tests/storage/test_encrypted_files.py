# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening encrypted files: keys, settings, refused statements, and what errors may say."""

from __future__ import annotations

import subprocess
import sys
import threading
import traceback
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import text

from assist.errors import AssistError, BadInput, Busy, DamagedFile, NoRoom
from db import connection as raw
from db.engine import (
    check_key,
    checkpoint_truncate,
    create_database,
    integrity,
    integrity_of_file,
    interrupt,
    open_engine,
    stored_version,
)
from db.errors import translated

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
CANARY = "Nalgorisa-Quintivel"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A new, empty database."""
    path = tmp_path / "case.db"
    create_database(path, KEY)
    return path


def _with_table(path: Path) -> None:
    with closing(raw.connect(path, KEY)) as connection:
        connection.execute("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(body)")


def test_a_new_database_is_private_and_unreadable_without_its_key(database):
    """Files are readable by their owner only, and look random from the first byte."""
    assert database.stat().st_mode & 0o777 == 0o600
    assert not database.read_bytes().startswith(b"SQLite")
    assert check_key(database, KEY)
    assert not check_key(database, OTHER_KEY)


def test_the_write_ahead_log_is_as_private_as_the_database(database):
    """SQLite gives its side files the rights of the database."""
    engine = open_engine(database, KEY, role="write")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a(b)"))

    assert {path.stat().st_mode & 0o777 for path in database.parent.iterdir()} == {0o600}
    assert len(list(database.parent.iterdir())) == 3
    engine.dispose()
    assert [path.name for path in database.parent.iterdir()] == ["case.db"]


def test_a_database_is_never_made_over_another_file(database):
    """Making one where one is raises, and the first one stays."""
    before = database.read_bytes()

    with pytest.raises(BadInput, match=r"db\.exists"):
        create_database(database, OTHER_KEY)

    assert database.read_bytes() == before


def test_opening_never_makes_a_file(tmp_path):
    """A mistyped path is an error, not a new empty database."""
    with pytest.raises(NoRoom, match=r"disk\.failed"):
        open_engine(tmp_path / "nothing.db", KEY, role="write")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("role", ["write", "read", "vault"])
def test_a_wrong_key_opens_nothing(database, role):
    """The error is raised on opening, not at the first question."""
    with pytest.raises(DamagedFile, match=r"db\.damaged"):
        open_engine(database, OTHER_KEY, role=role)


def test_a_wrong_key_loses_nothing_of_what_only_the_log_holds(database, tmp_path):
    """After a crash the last commits are in the log alone; trying a key must not cost them."""
    with closing(raw.connect(database, KEY)) as connection:
        connection.execute("CREATE TABLE a(b)")
        connection.execute("INSERT INTO a VALUES (1)")
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for name in ("case.db", "case.db-wal"):
            (crashed / name).write_bytes((tmp_path / name).read_bytes())

    assert not check_key(crashed / "case.db", OTHER_KEY)
    assert check_key(crashed / "case.db", KEY)
    with closing(raw.connect(crashed / "case.db", KEY)) as connection:
        assert connection.execute("SELECT b FROM a").fetchall() == [(1,)]


def test_nothing_is_written_to_standard_error_and_a_key_is_checked_without_sqlalchemy(database):
    """A wrong passphrase leaves no line in a terminal or a journal, and the answer comes at once."""
    script = (
        "import sys; from pathlib import Path; from db.engine import check_key;"
        "print(check_key(Path(sys.argv[1]), bytes(32)), 'sqlalchemy' in sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", script, database], cwd=ROOT, capture_output=True, text=True, check=True)

    assert (ran.stdout, ran.stderr) == ("False False\n", "")


def test_the_settings_are_the_measured_ones(database, settings_as_shipped, monkeypatch):
    """A save is on the disk when it is acknowledged, and nothing readable is ever spilled."""
    monkeypatch.setattr(raw, "_SETTINGS", settings_as_shipped)
    expected = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2,
        "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "busy_timeout": 5000, "cache_size": -32 * 1024,
        "fullfsync": 1, "checkpoint_fullfsync": 1, "cipher_memory_security": "0",
    }  # fmt: skip
    with closing(raw.connect(database, KEY, cache_mib=32)) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}

    assert found == expected


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH ':memory:' AS other", "ATTACH '/tmp/plain.db' AS other KEY ''", "DETACH main", "VACUUM",
        "VACUUM INTO 'copy.db'", "PRAGMA key = 'x'", "PRAGMA KEY = 'x'", "PRAGMA main.rekey = 'x'",
        "PRAGMA hexkey = '00'", "PRAGMA rekey", "PRAGMA temp_store = 1", "PRAGMA temp_store = FILE",
        "PRAGMA temp_store_directory = '/tmp'", "PRAGMA cipher_log = '/tmp/log'", "PRAGMA cipher_log_level = TRACE",
        "PRAGMA cipher_page_size = 1024", "PRAGMA cipher_compatibility = 3", "PRAGMA cipher_use_hmac = OFF",
        "PRAGMA cipher_memory_security = ON", "PRAGMA cipher_migrate", "PRAGMA journal_mode = DELETE",
        "PRAGMA synchronous = OFF", "PRAGMA secure_delete = OFF", "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON", "PRAGMA trusted_schema = ON", "PRAGMA mmap_size = 1000",
        "SELECT load_extension('evil')", "SELECT sqlcipher_export('main')", "SELECT fts3_tokenizer('simple')",
        "ANALYZE", "ANALYZE person", "PRAGMA optimize", "PRAGMA made_up_later = 1",
    ],
)  # fmt: skip
def test_no_statement_can_let_text_or_keys_out(database, statement):
    """Whoever wrote it: the connection refuses to leave the encrypted file or to weaken it."""
    _with_table(database)
    refused = pytest.raises(driver.DatabaseError, match=r"not authorized|authorization denied")
    with closing(raw.connect(database, KEY)) as connection, refused:
        connection.execute(statement)


def test_everyday_statements_are_allowed(database):
    """Tables, search index, versions, checks and checkpoints go through the same refusals."""
    _with_table(database)
    with closing(raw.connect(database, KEY)) as connection:
        connection.execute("INSERT INTO words(words, rank) VALUES('secure-delete', 1)")
        connection.execute("INSERT INTO words(body) VALUES ('casa')")
        connection.execute("PRAGMA user_version = 3")

        assert connection.execute("SELECT body FROM words WHERE words MATCH '\"casa\"'").fetchall() == [("casa",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
        assert connection.execute("PRAGMA table_info(person)").fetchall()
        assert raw.integrity(connection) == []


def test_a_reader_cannot_write_and_cannot_become_a_writer(database):
    """The read lane has no way to change a case."""
    _with_table(database)
    engine = open_engine(database, KEY, role="read")

    for statement in ("INSERT INTO person(name) VALUES ('x')", "PRAGMA query_only = OFF", "DROP TABLE person"):
        with pytest.raises(AssistError), translated(), engine.begin() as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_writer_takes_its_lock_when_it_begins(database):
    """Two writers wait for each other at the start, never half-way."""
    engine = open_engine(database, KEY, role="write")
    impatient = raw.bare(database, KEY)
    impatient.execute("PRAGMA busy_timeout = 0")

    with engine.begin(), pytest.raises(Busy, match=r"db\.busy"), translated():
        impatient.execute("BEGIN IMMEDIATE")

    impatient.execute("BEGIN IMMEDIATE")
    impatient.close()
    engine.dispose()


def test_a_failed_transaction_leaves_no_table_behind(database):
    """Making tables rolls back like everything else."""
    engine = open_engine(database, KEY, role="write")

    def make_half() -> None:
        with translated(), engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE half(a)")
            connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(AssistError, match=r"db\.failed"):
        make_half()

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar() == 0
    engine.dispose()


def _spill(exception: BaseException) -> str:
    return "".join(traceback.format_exception(exception)) + repr(exception) + str(vars(exception))


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("INSERT INTO person(name) VALUES (:it)", {"it": CANARY}),
        ("SELECT * FROM words WHERE words MATCH :it", {"it": CANARY + '"'}),
        ("SELECT * FROM words WHERE words MATCH :it", {"it": CANARY + ":x"}),
        ("INSERT INTO person(id) VALUES (:it)", {"it": CANARY}),
        ("SELECT :it FROM nowhere", {"it": CANARY}),
        ("SELECT json_extract(:it, '$')", {"it": CANARY}),
    ],
)
def test_no_error_repeats_what_was_typed(database, statement, values):
    """An exception may be logged or shown; a name or a searched word must not be in it."""
    _with_table(database)
    engine = open_engine(database, KEY, role="write")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO person(name) VALUES (:it)"), {"it": CANARY})

    with pytest.raises(AssistError) as refused, translated(), engine.begin() as connection:
        connection.execute(text(statement), values)

    assert CANARY not in _spill(refused.value)
    engine.dispose()


def test_sqlalchemy_itself_hides_parameters(database):
    """Even where nobody translates, an error of SQLAlchemy shows no value."""
    _with_table(database)
    engine = open_engine(database, KEY, role="write")

    with pytest.raises(Exception, match="parameters hidden") as refused, engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:it)"), {"it": CANARY})

    assert CANARY not in str(refused.value)
    engine.dispose()


def test_errors_of_ours_and_mistakes_of_the_program_pass_unchanged():
    """Only the driver's and the disk's errors are put into our words."""
    mistake, ours = ZeroDivisionError(), BadInput("some.code")

    with pytest.raises(ZeroDivisionError) as first, translated():
        raise mistake
    with pytest.raises(BadInput) as second, translated():
        raise ours

    assert (first.value, second.value) == (mistake, ours)


def test_a_running_statement_can_be_stopped_from_another_thread(database):
    """Locking does not wait for a long search."""
    engine = open_engine(database, KEY, role="read")
    for_ever = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    is_running = threading.Event()
    raw_connection = engine.raw_connection()
    raw_connection.create_function("tell", 0, lambda: is_running.set() or 1)
    raw_connection.close()

    def stop() -> None:
        is_running.wait()
        interrupt(engine)

    other = threading.Thread(target=stop)
    other.start()
    with pytest.raises(AssistError, match=r"db\.interrupted"), translated(), engine.begin() as connection:
        connection.exec_driver_sql(for_ever.replace("SELECT 1", "SELECT tell()"))
    other.join()
    engine.dispose()
    interrupt(engine)


def test_a_closed_engine_stays_closed(database):
    """After locking nothing opens the file again without the key."""
    engine = open_engine(database, KEY, role="write")
    engine.dispose()

    with pytest.raises(AssistError, match=r"db\.failed"), translated(), engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")


def test_a_checkpoint_empties_the_log(database):
    """After a purge nothing of it is left in the write-ahead log."""
    engine = open_engine(database, KEY, role="write")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a(b)")
    log = database.with_name("case.db-wal")
    assert log.stat().st_size > 0

    assert checkpoint_truncate(engine)

    assert log.stat().st_size == 0
    assert integrity(engine) == []
    engine.dispose()


def test_the_version_is_read_without_changing_a_byte(database, tmp_path):
    """Also while the log holds commits: whoever only looks moves nothing."""
    with closing(raw.connect(database, KEY)) as connection:
        connection.execute("PRAGMA user_version = 7")
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for name in ("case.db", "case.db-wal"):
            (crashed / name).write_bytes((tmp_path / name).read_bytes())
    before = {name: (crashed / name).read_bytes() for name in ("case.db", "case.db-wal")}

    assert stored_version(crashed / "case.db", KEY) == 7

    assert {name: (crashed / name).read_bytes() for name in before} == before


def test_a_sound_file_has_no_findings(database):
    """The check of a closed file and of an open one agree."""
    assert integrity_of_file(database, KEY) == []


def test_a_key_of_the_wrong_length_is_a_mistake_of_the_program(database):
    """A short key would be taken for a passphrase by the driver."""
    with pytest.raises(ValueError, match="32 bytes"):
        raw.bare(database, b"short")
