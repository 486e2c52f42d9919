# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a team of several people needs beyond its rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_CASE: tuple[str, ...] = (
    "CREATE TABLE unsent_entry ( n INTEGER NOT NULL, PRIMARY KEY (n) ) WITHOUT ROWID",
    "CREATE TABLE word ( strm INTEGER NOT NULL, wall_ms INTEGER NOT NULL, got_ms INTEGER NOT NULL,"
    " PRIMARY KEY (strm) ) WITHOUT ROWID",
    "CREATE TABLE in_place ( name TEXT NOT NULL, PRIMARY KEY (name) ) WITHOUT ROWID",
)
_VAULT: tuple[str, ...] = ()


def upgrade_case(execute: Callable[[str], Any]) -> None:
    """For ``case.db``."""
    for statement in _CASE:
        execute(statement)


def upgrade_vault(execute: Callable[[str], Any]) -> None:
    """For ``vault.db``."""
    for statement in _VAULT:
        execute(statement)
