# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of erasing before anything is erased."""

from __future__ import annotations

from dataclasses import dataclass

UNDO, SECOND = "undo", "second"


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """What somebody asked for and is not done. ``state``: ``undo`` while it may be taken back at once and nobody else
    knows, until a moment; ``second`` while it waits for another person, until a day."""

    ref: str
    case: str
    code: str
    basis: str
    by_name: str
    on: str
    until: str
    state: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ErasureDue:
    """A closed case that was kept as long as it may be."""

    case: str
    code: str
    due: str
