# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Indexes for what is asked at every start: the open cases in the order of their duties, and sealed rows that wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_OPEN = "CREATE INDEX p_case_open ON p_case (is_open, next_due, id)"
_SEALED = "CREATE INDEX chg_sealed ON chg (id) WHERE kind = 1"


def upgrade_case(execute: Callable[[str], Any]) -> None:
    """For ``case.db``."""
    execute(_OPEN)
    execute(_SEALED)


def upgrade_vault(execute: Callable[[str], Any]) -> None:
    """For ``vault.db``, which keeps no log."""
    execute(_OPEN)
