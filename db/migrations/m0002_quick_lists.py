# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Indexes for what is asked at every start: the open cases in the order of their duties, and sealed rows that wait.

Rows of the log that no import wrote leave the index of imports: an ordinary save writes a page less.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_OPEN = "CREATE INDEX p_case_open ON p_case (is_open, next_due, id)"
_SEALED = "CREATE INDEX chg_sealed ON chg (id) WHERE kind = 1"
_BATCHES = ("DROP INDEX chg_batch", "CREATE INDEX chg_batch ON chg (batch) WHERE batch IS NOT NULL")


def upgrade_case(execute: Callable[[str], Any]) -> None:
    """For ``case.db``."""
    for statement in (_OPEN, _SEALED, *_BATCHES):
        execute(statement)


def upgrade_vault(execute: Callable[[str], Any]) -> None:
    """For ``vault.db``, which keeps no log."""
    execute(_OPEN)
