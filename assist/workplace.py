# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat read-only rows about the workplace, not a case: who sits at it, how it stands, what was checked or came in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in on this profile."""

    user: str
    sign_in_name: str
    display_name: str
    roles: frozenset[str]
    organisation: str
    practice: bool = False


@dataclass(frozen=True, slots=True)
class StatusView:
    """Who, how many, last backup, what is due.

    ``heavy_openings``: how often words that may weigh were opened in the last thirty days (UX-09).
    """

    organisation: str
    user: str
    roles: tuple[str, ...]
    cases: int
    open_cases: int
    due: int
    late: int
    last_backup: str
    last_sync: str
    sealed_waiting: int
    vault_open: bool
    schema: int
    practice: bool
    heavy_openings: int = 0


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of ``verify``."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One data row of a spreadsheet and what became of it: ``imported``, ``flagged`` or ``skipped``.

    ``flagged`` is imported with cells held back; ``reason`` is a sentence without any value, ``why`` the code of its
    first half.
    """

    row: int
    fate: str
    reason: str = ""
    code: str = ""
    why: str = ""
