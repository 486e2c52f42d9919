# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What she put in order decides in which order her goals stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SERVES: Mapping[str, frozenset[str]] = {
    "health_now": frozenset({"health"}), "rest": frozenset({"rest"}), "emotional": frozenset({"emotions"}),
    "call_someone": frozenset({"relations", "family"}), "child_care": frozenset({"family"}),
    "community": frozenset({"community", "relations"}), "documents": frozenset({"documents", "identity"}),
    "legal": frozenset({"rights", "legal_work"}), "money": frozenset({"savings"}),
    "work": frozenset({"job", "enterprise", "cooperative"}), "study": frozenset({"study", "training"}),
}
"""Which areas of goals answer to which need; the other needs are met without a goal."""


def place_in(order: Sequence[str], area: str) -> int:
    """Where a goal of this area stands when ``order`` is hers: 0 first; beyond the last for what she did not name."""
    return next((place for place, need in enumerate(order) if area in SERVES.get(need, frozenset())), len(order))
