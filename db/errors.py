# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of the driver and of the disk become our codes; their text, which may quote a value, is dropped."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as driver

from assist.errors import AssistError, Busy, DamagedFile, NoRoom

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SEALED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

_CODES: dict[int, tuple[type[AssistError], str]] = {
    driver.SQLITE_FULL: (NoRoom, "disk.full"),
    driver.SQLITE_READONLY: (NoRoom, "disk.read_only"),
    driver.SQLITE_PERM: (NoRoom, "disk.read_only"),
    driver.SQLITE_IOERR: (NoRoom, "disk.failed"),
    driver.SQLITE_CANTOPEN: (NoRoom, "disk.failed"),
    driver.SQLITE_CORRUPT: (DamagedFile, "db.damaged"),
    driver.SQLITE_NOTADB: (DamagedFile, "db.damaged"),
    driver.SQLITE_BUSY: (Busy, "db.busy"),
    driver.SQLITE_LOCKED: (Busy, "db.busy"),
    driver.SQLITE_PROTOCOL: (Busy, "db.busy"),
    driver.SQLITE_INTERRUPT: (AssistError, "db.interrupted"),
}
# WORKAROUND: the driver's backup() raises without a code, with SQLite's fixed text for it.
_TEXTS: dict[str, int] = {
    "database or disk is full": driver.SQLITE_FULL,
    "attempt to write a readonly database": driver.SQLITE_READONLY,
    "disk I/O error": driver.SQLITE_IOERR,
    "unable to open database file": driver.SQLITE_CANTOPEN,
    "database disk image is malformed": driver.SQLITE_CORRUPT,
    "file is not a database": driver.SQLITE_NOTADB,
    "database is locked": driver.SQLITE_BUSY,
    "database table is locked": driver.SQLITE_LOCKED,
    "interrupted": driver.SQLITE_INTERRUPT,
}
_PRIMARY = 0xFF
"""Extended result codes carry the primary one in their low byte."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise our error instead of the driver's, SQLAlchemy's or the operating system's.

    Errors that are ours already, and mistakes of the program, pass unchanged.
    """
    try:
        yield
    except Exception as error:
        ours = our_error(error)
        if ours is None:
            raise
        raise ours from None


def our_error(error: Exception) -> AssistError | None:
    """The error to raise instead, or None when this one is no driver's and no disk's.

    SQLAlchemy keeps the driver's error in ``orig``; looking there spares an import that
    takes longer than opening the file.
    """
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, driver.Error):
        return _of_driver(cause)
    if isinstance(cause, OSError):
        return of_disk(cause)
    return None


def _of_driver(error: Exception) -> AssistError:
    code = int(getattr(error, "sqlite_errorcode", _TEXTS.get(str(error), 0))) & _PRIMARY
    kind, name = _CODES.get(code, (AssistError, "db.failed"))
    if kind is AssistError:
        return AssistError(name, reason=str(getattr(error, "sqlite_errorname", type(error).__name__)))
    return kind(name)


def of_disk(error: OSError) -> NoRoom:
    """What an error of the operating system means for the person: full, not writable, or failing."""
    if error.errno in _FULL:
        return NoRoom("disk.full")
    return NoRoom("disk.read_only" if error.errno in _SEALED else "disk.failed")
