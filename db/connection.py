# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Raw connections to one encrypted file: its key, its settings, and what no statement may do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import sqlcipher3.dbapi2 as driver

KEY_BYTES = 32


class Cursor(Protocol):
    """Rows of one statement."""

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...


class Connection(Protocol):
    """What we use of a driver's connection."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, sql: str, parameters: Sequence[object] = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def backup(self, target: Connection, *, pages: int = ...) -> None:
        """Copy all pages into another open database."""
        ...

    def interrupt(self) -> None:
        """Stop the statement that is running; may be called from another thread."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


_SETTINGS = (
    "cipher_compatibility = 4",
    "cipher_memory_security = OFF",
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "busy_timeout = 5000",
)
"""FULL, because NORMAL lost acknowledged saves in simulated power cuts (security-and-sync.md 2.1);
temp_store in memory, because sorts would otherwise spill readable text to the disk;
memory security off, because it made saves up to 3.7 times slower (ruling 66)."""

_REMEMBERED = 512
"""Statements kept ready, more than we have. The driver keeps those asked most often: where there is no room for all, a
new one is made ready again each time, which took a third of the reading of a colleague's month."""

READ_ONLY = ("query_only = ON",)
LOOSE_ENDS = ("foreign_keys = OFF",)
"""For migrations, which rebuild tables that others point to."""

_MAY_BE_ASKED = frozenset({
    "application_id", "busy_timeout", "cache_size", "cell_size_check", "checkpoint_fullfsync", "cipher_memory_security",
    "cipher_provider", "cipher_version", "encoding", "foreign_keys", "freelist_count", "fullfsync", "journal_mode",
    "max_page_count", "mmap_size", "page_count", "page_size", "query_only", "read_uncommitted", "secure_delete",
    "synchronous", "temp_store", "trusted_schema",
})  # fmt: skip
_MAY_TAKE_A_VALUE = frozenset({
    "cipher_integrity_check", "data_version", "defer_foreign_keys", "foreign_key_check", "foreign_key_list",
    "index_info", "index_list", "index_xinfo", "integrity_check", "quick_check", "table_info", "table_list",
    "table_xinfo", "user_version", "wal_checkpoint",
})  # fmt: skip
_FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "sqlcipher_export", "fts3_tokenizer"})
_FORBIDDEN_ACTIONS = frozenset({driver.SQLITE_ATTACH, driver.SQLITE_DETACH, driver.SQLITE_ANALYZE})
"""ATTACH is also what VACUUM INTO asks for. ANALYZE keeps samples of indexed values (ruling 69)."""


def authorize(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    """Allow what the application does; refuse all else, whoever wrote the statement.

    Pragmas are allowed by name, so that a pragma of a later SQLite is refused until
    somebody has read about it.
    """
    if action in _FORBIDDEN_ACTIONS:
        return cast(int, driver.SQLITE_DENY)
    if action == driver.SQLITE_PRAGMA:
        name = (first or "").lower()
        allowed = name in _MAY_TAKE_A_VALUE or (second is None and name in _MAY_BE_ASKED)
        return cast(int, driver.SQLITE_OK if allowed else driver.SQLITE_DENY)
    if action == driver.SQLITE_FUNCTION and (second or "").lower() in _FORBIDDEN_FUNCTIONS:
        return cast(int, driver.SQLITE_DENY)
    return cast(int, driver.SQLITE_OK)


def bare(path: Path, key: bytes, *, mode: str = "rw") -> Connection:
    """Open an existing file under a raw key and nothing more; every other way in goes through here.

    The file is never created, and the driver writes nothing to standard error.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    connection = driver.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False,
        cached_statements=_REMEMBERED,
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(f"x'{key.hex()}'")
    return cast(Connection, connection)


def connect(path: Path, key: bytes, cache_mib: int = 8, also: Sequence[str] = ()) -> Connection:
    """Open a file with our settings and those of this use, the authorizer last.

    A wrong key or a damaged first page raises the driver's error here, not later.
    """
    connection = bare(path, key)
    try:
        for setting in (*_SETTINGS, f"cache_size = {-cache_mib * 1024}", *also):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    cast(Any, connection).set_authorizer(authorize)
    return connection


def integrity(connection: Connection) -> list[str]:
    """Everything wrong with the file, page by page and index by index; an empty list is good news.

    Names pages, tables and indexes, never a value.
    """
    found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    try:
        found += [str(row[0]) for row in connection.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
    except driver.DatabaseError as error:
        found.append(str(getattr(error, "sqlite_errorname", "unreadable")))
    return found


def table_counts(connection: Connection) -> dict[str, int]:
    """How many rows each ordinary table has."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite@_%' ESCAPE '@'"
    ).fetchall()
    return {name: _count(connection, name) for (name,) in names}


def _count(connection: Connection, table: str) -> int:
    # A table name cannot be a parameter; this one comes from the file's own schema.
    quoted = table.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
