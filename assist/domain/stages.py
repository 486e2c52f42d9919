# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The path of a case (practice.md b1): which stage follows what was done, and never what was answered."""

from __future__ import annotations

STAGES = (
    "contact", "introduced", "consented", "pause", "assessing", "planning", "implementing", "reviewing", "closing",
    "closed", "aftercare", "anonymised",
)
ACCOMPANIED = frozenset({"pause", "assessing", "planning", "implementing", "reviewing"})
CLOSED = frozenset({"closed", "aftercare", "anonymised"})

_FORWARD = {
    "limits_explained": "introduced", "service_consent": "consented", "intake": "assessing",
    "assessment": "assessing", "goal": "planning", "plan_agreed": "implementing", "review": "reviewing",
    "closing": "closing", "closed": "closed", "pause": "pause", "aftercare": "aftercare", "ready": "assessing",
}
_ENDS_A_REST = frozenset({"ready", "closing", "closed", "aftercare"})
"""What is done meanwhile leaves her where she is: she says when she goes on, or that she leaves (practice.md b1)."""
_ONLY_LATER = frozenset({"limits_explained", "service_consent", "intake", "assessment", "goal", "plan_agreed"})
"""These never lead back: an intake completed in a later session leaves an implementing case where it is."""


def number(stage: str) -> int:
    """The place of a stage on the path, for sorting; unknown ones come last."""
    return STAGES.index(stage) if stage in STAGES else len(STAGES)


def may_move(before: str, after: str) -> bool:
    """Forward, anywhere inside accompaniment, or back from closed by reopening."""
    if before in CLOSED:
        return before != "anonymised" and (after in ACCOMPANIED or after in CLOSED)
    if after == "anonymised":
        return False
    return number(after) >= number(before) or {before, after} <= ACCOMPANIED | {"closing"}


def stage_after(event: str, stage: str) -> str:
    """The stage once this was done. Reopening is an event of its own: nothing else leaves ``closed``."""
    if event == "reopened":
        return "reviewing" if stage in CLOSED and stage != "anonymised" else stage
    after = _FORWARD.get(event)
    if after is None or (stage in CLOSED and event not in ("aftercare", "closed")):
        return stage
    if stage == "pause" and event not in _ENDS_A_REST:
        return stage
    if event in _ONLY_LATER and number(after) <= number(stage):
        return stage
    return after if may_move(stage, after) else stage


def is_open(stage: str) -> bool:
    """Still accompanied, or about to be."""
    return stage not in CLOSED
