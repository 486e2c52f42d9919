# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a value may live, and what takes two people (product.md 6; WP-06, WP-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

HIDDEN = 3
"""At this level the case does not exist for anybody who is not named."""

THREAT_LEVEL = 2
"""A threat raises protection at least to this."""

REVIEW_HOURS = 24
"""A threat opens a look at the risk, due within a day."""


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


_SAFEST: dict[str, tuple[str, ...]] = {
    "consent": ("withdrawn", "no", "refused", "later", "limited", "yes", "given"),
    "contact": ("no", "none", "only_via", "only_in_person", "yes"),
    "risk": ("extreme", "high", "moderate", "low"),
}
"""Most protective first (security-and-sync.md 4.4)."""


def safest(kind: str, values: Sequence[str]) -> str:
    """Of values written apart, the one shown until people settle; unknown ones lose to known ones."""
    order = _SAFEST[kind]
    return min(values, key=lambda value: order.index(value) if value in order else len(order))


def any_true(values: Iterable[bool]) -> bool:
    """A hold or a protected flag stands until nobody says so."""
    return any(values)
