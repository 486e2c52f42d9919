# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colleagues' streams: how far each was applied in each case, what was sent, what was heard, what went wrong.

Until now one stream wrote here, its own, and every case had seen all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_CURSORS = (
    "CREATE TABLE cursor_by_case ( cas INTEGER NOT NULL, strm INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (cas, strm) ) WITHOUT ROWID",
    "INSERT INTO cursor_by_case(cas, strm, n) SELECT cas.id, cursor_.strm, cursor_.n FROM cas CROSS JOIN cursor_",
    "DROP TABLE cursor_",
    "ALTER TABLE cursor_by_case RENAME TO cursor_",
    "ALTER TABLE cas ADD COLUMN key_sent INTEGER DEFAULT '0' NOT NULL",
)
_ROUNDS = (
    "CREATE TABLE sent ( strm INTEGER NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, n INTEGER NOT NULL, "
    "ms INTEGER NOT NULL, PRIMARY KEY (strm) ) WITHOUT ROWID",
    "CREATE TABLE applied ( strm INTEGER NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, n INTEGER NOT NULL, "
    "ms INTEGER NOT NULL, PRIMARY KEY (strm) ) WITHOUT ROWID",
    "CREATE TABLE heard ( via INTEGER NOT NULL, strm INTEGER NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, "
    "PRIMARY KEY (via, strm) ) WITHOUT ROWID",
    "CREATE TABLE closed_part ( strm INTEGER NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL, key_id BLOB NOT "
    "NULL, content BLOB NOT NULL, PRIMARY KEY (strm, seq, part) ) WITHOUT ROWID",
    "CREATE TABLE withheld ( strm INTEGER NOT NULL, n INTEGER NOT NULL, cas INTEGER NOT NULL, PRIMARY KEY (strm, n) ) "
    "WITHOUT ROWID",
    "CREATE TABLE problem ( kind TEXT NOT NULL, strm INTEGER NOT NULL, seq INTEGER NOT NULL, ms INTEGER NOT NULL, "
    "PRIMARY KEY (kind, strm, seq) ) WITHOUT ROWID",
)


def upgrade_case(execute: Callable[[str], Any]) -> None:
    """For ``case.db``."""
    for statement in _CURSORS + _ROUNDS:
        execute(statement)


def upgrade_vault(execute: Callable[[str], Any]) -> None:
    """For ``vault.db``, which sends and receives nothing itself."""
    for statement in _CURSORS:
        execute(statement)
