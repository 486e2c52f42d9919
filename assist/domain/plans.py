# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan is active only as agreed: goals in her words, and an agreement for exactly this version (PA-01, PA-02)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import sha256

NONE, PROPOSED, AGREED = "none", "proposed", "agreed"


@dataclass(frozen=True, slots=True)
class Goal:
    """What an agreement is about; ratings are not, they change without a new plan."""

    id: str
    own_words: str
    worker_words: str = ""
    area: str = ""
    levels: tuple[str, ...] = ()
    steps: tuple[tuple[str, str, str, str], ...] = ()
    proposal_only: bool = False


def plan_hash(goals: Sequence[Goal]) -> str:
    """One text for one version, the same on every laptop; empty for an empty plan."""
    if not goals:
        return ""
    names = [each.name for each in fields(Goal)]
    listed = [{name: getattr(goal, name) for name in names} for goal in sorted(goals, key=lambda goal: goal.id)]
    return sha256(json.dumps(listed, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def why_not_agreed(goals: Sequence[Goal]) -> str:
    """What still keeps a plan from being agreed; empty when nothing does.

    A goal without her own words stands only as the worker's proposal, said as such, and a
    plan made of proposals alone is not hers to agree yet.
    """
    if not goals:
        return "plan.empty"
    if any(not goal.own_words and not goal.proposal_only for goal in goals):
        return "plan.needs_own_words"
    if all(goal.proposal_only for goal in goals):
        return "plan.only_proposals"
    return ""


def plan_state(goals: Sequence[Goal], agreed_hash: str) -> tuple[str, str]:
    """State, and why it is not agreed: any change after an agreement makes it proposed again."""
    if not goals:
        return NONE, "plan.empty"
    missing = why_not_agreed(goals)
    if not missing and agreed_hash == plan_hash(goals):
        return AGREED, ""
    return PROPOSED, missing or "plan.not_agreed_yet" if not agreed_hash else missing or "plan.changed_since"
