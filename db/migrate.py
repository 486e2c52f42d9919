# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing an older database up to date: a backup first, then one transaction per step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from assist.errors import AssistError, NewerFile
from db import connection as raw
from db.engine import stored_version
from db.errors import translated


class Execute(Protocol):
    """Runs one statement of a step and gives its rows."""

    def __call__(self, sql: str, parameters: Sequence[object] = (), /) -> list[Any]:
        """Run it inside the transaction of the step."""
        ...


Step = Callable[[Execute], None]
"""``upgrade`` of one module in ``db/migrations``: imports nothing of ours, so that it reads the same for ever."""

_ENDS_A_TRANSACTION = ("BEGIN", "COMMIT", "END", "ROLLBACK")


def migrate(path: Path, key: bytes, chain: Sequence[Step], back_up: Callable[[], object]) -> tuple[int, int]:
    """Bring the file to ``len(chain)``; return the versions before and after.

    Whatever happens, the file is at one version or the next, never between. ``back_up`` is
    called once, before the first change, unless the file is new and empty; if it raises, nothing
    is changed. A file from a later release raises ``NewerFile`` and keeps every byte.
    """
    found = stored_version(path, key)
    if found > len(chain):
        raise NewerFile("db.newer", found=found, known=len(chain))
    if found == len(chain):
        return found, found
    if found:
        back_up()
    with translated(), closing(raw.connect(path, key, also=raw.LOOSE_ENDS)) as connection:
        for number in range(found + 1, len(chain) + 1):
            _take(connection, number, chain[number - 1])
    return found, len(chain)


def _take(connection: raw.Connection, number: int, upgrade: Step) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        upgrade(_inside(connection))
        _refuse_loose_ends(connection)
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _inside(connection: raw.Connection) -> Execute:
    def execute(sql: str, parameters: Sequence[object] = (), /) -> list[Any]:
        if sql.lstrip().upper().startswith(_ENDS_A_TRANSACTION):
            raise ValueError("a migration step is one transaction and cannot end it")
        return connection.execute(sql, parameters).fetchall()

    return execute


def _refuse_loose_ends(connection: raw.Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        raise AssistError("db.migration_failed")
