# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening an encrypted database for one of its lanes, making a new one, and asking whether it is sound."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

import sqlcipher3.dbapi2 as driver

from assist.errors import BadInput, DamagedFile
from assist.places import flush_folder
from db import connection as raw
from db.durable import make_private
from db.errors import translated

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Role = Literal["write", "read", "vault"]
CASE_CACHE_MIB = 32
VAULT_CACHE_MIB = 8

_BEGIN: dict[Role, str] = {"write": "BEGIN IMMEDIATE", "vault": "BEGIN IMMEDIATE", "read": "BEGIN"}
_connections: WeakKeyDictionary[Engine, raw.Connection] = WeakKeyDictionary()


def open_engine(path: Path, key: bytes, *, role: Role, cache_mib: int = CASE_CACHE_MIB) -> Engine:
    """An engine with one connection, for the one lane that owns it.

    The file is opened here, so that a wrong key is known at once and the key is not kept;
    ``dispose()`` closes it for good. A writer takes its lock when a transaction begins, so
    that two of them wait for each other instead of failing half-way.
    """
    # SQLAlchemy is slow to import and not needed to tell a right passphrase from a wrong one.
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    with translated():
        connection = raw.connect(path, key, cache_mib, raw.READ_ONLY if role == "read" else ())
    engine = create_engine(
        "sqlite://", creator=lambda: connection, module=driver, poolclass=StaticPool, hide_parameters=True
    )
    begin = _BEGIN[role]

    @event.listens_for(engine, "begin")
    def _begin(transaction: Connection) -> None:
        transaction.connection.cursor().execute(begin)  # a round begins thousands

    _connections[engine] = connection
    engine.raw_connection().close()
    return engine


def warm_up() -> None:
    """Import what an engine takes, which is slower than opening one."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    create_engine("sqlite://", module=driver, poolclass=StaticPool).dispose()


def create_database(path: Path, key: bytes) -> None:
    """Make an empty encrypted file, readable by its owner only; the migrations give it tables."""
    with translated():
        try:
            make_private(path)
        except FileExistsError:
            raise BadInput("db.exists") from None
        try:
            raw.connect(path, key).close()
            flush_folder(path.parent)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def stored_version(path: Path, key: bytes) -> int:
    """The schema version on page 1, read without changing a byte.

    While the write-ahead log holds commits, the file is opened read-only: an ordinary
    connection would move them into the database when it closes.
    """
    log = path.with_name(path.name + "-wal")
    mode = "ro" if log.exists() and log.stat().st_size else "rw"
    with translated(), closing(raw.bare(path, key, mode=mode)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_key(path: Path, key: bytes) -> bool:
    """Whether page 1 opens under this key: false for a wrong key and for a damaged first page alike."""
    try:
        stored_version(path, key)
    except DamagedFile:
        return False
    return path.stat().st_size > 0


def integrity(engine: Engine) -> list[str]:
    """Everything wrong with an open database, asked by the lane that owns it; an empty list is good news."""
    with translated():
        return raw.integrity(_connections[engine])


def integrity_of_file(path: Path, key: bytes) -> list[str]:
    """The same for a file nobody has open."""
    with translated(), closing(raw.bare(path, key)) as connection:
        return raw.integrity(connection)


def checkpoint_truncate(engine: Engine) -> bool:
    """Move every commit into the database and empty its log; false when a reader is in the way."""
    with translated():
        busy, _frames, _moved = _connections[engine].execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def interrupt(engine: Engine) -> None:
    """Stop the statement this engine is running, from any thread; it fails as ``db.interrupted``.

    Harmless when nothing runs or the database was closed meanwhile: locking does not ask first.
    """
    with suppress(driver.ProgrammingError):
        _connections[engine].interrupt()
