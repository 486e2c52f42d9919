# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a value may live, and what takes two people (product.md 6; WP-06, WP-07)."""

from __future__ import annotations

HIDDEN = 3
"""At this level the case does not exist for anybody who is not named."""

THREAT_LEVEL = 2
"""A threat raises protection at least to this."""

REVIEW_HOURS = 24
"""A threat opens a look at the risk, due within a day."""

GLASS_HOURS = 24
"""So long whoever opened a hidden case in an emergency may read it."""

GLASS_ASKED_HOURS = 72
"""So long a second person may agree; afterwards it has to be asked again."""


def belongs_in_vault(field_level: int, case_level: int) -> bool:
    """Protected answers of any case, sensitive ones from level 2, everything at level 3."""
    return field_level >= 4 or (field_level >= 3 and case_level >= 2) or case_level >= HIDDEN


def raised_by_threat(now: int, asked: int, *, vault_open: bool) -> int:
    """The level after a threat: never lower, at least 2; level 3 only with the vault open (ruling 58)."""
    wanted = max(now, THREAT_LEVEL, min(asked, HIDDEN))
    return wanted if vault_open or wanted < HIDDEN or now == HIDDEN else THREAT_LEVEL


def two_people_agree(asked_by: str, approved_by: str) -> bool:
    """Lowering, releasing and lifting a hold: asked by one, approved by another."""
    return bool(asked_by) and bool(approved_by) and asked_by != approved_by
