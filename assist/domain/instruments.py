# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which questionnaires may be put to a person now, and by whom (practice.md c, NR-08, CO-17).

What is not on from the start is off until the organisation switches it on for roles that were trained for it. During
a recovery pause none is asked, and at one meeting two at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forms.score_sheets import ScoreSheet, score_sheets

Rules = Mapping[str, int | str | bool]
"""What the organisation decided, by name, as the signed list holds it."""

RESPONDER = "instrument.responder"
"""Somebody who can help the same day is reachable whenever it is asked."""

OFF = "off"
PER_MEETING = 2
ADJUSTMENTS = "adjustments"
"""Tag of a sheet about rooms and meetings, part of the intake: it is none of the two."""

DECLINED = "not_today"
"""Her answer to whether today: then nothing else of the sheet is kept."""


def rule_of(ident: str) -> str:
    """The name under which the organisation decides about one instrument."""
    return f"instrument.{ident}"


def is_on(sheet: ScoreSheet, rules: Rules) -> bool:
    """Whether anybody may ask it. What is on from the start is offered and never forced; it stays on."""
    return sheet.on_by_default or bool(_said(sheet, rules))


def roles_of(sheet: ScoreSheet, rules: Rules) -> frozenset[str]:
    """For which roles it was switched on, never more than may be; empty where it is on for everybody, or off."""
    return _said(sheet, rules) & frozenset(sheet.roles)


def why_not(sheet: ScoreSheet, rules: Rules, roles: Iterable[str], stage: str) -> str:
    """A code, empty when it may be asked by these roles at this stage."""
    if stage == "pause":
        return "instrument.pause"
    if not is_on(sheet, rules):
        return "instrument.off"
    if sheet.roles and not roles_of(sheet, rules) & frozenset(roles):
        return "instrument.role"
    if sheet.needs_responder and rules.get(RESPONDER) is not True:
        return "instrument.responder"
    return ""


def _said(sheet: ScoreSheet, rules: Rules) -> frozenset[str]:
    """The roles that were named; none where it is off or nothing was decided.

    Where nobody can help the same day, a sheet stands in for the one that needs such a person, in the same hands.
    """
    ids = [sheet.id]
    if rules.get(RESPONDER) is not True:
        ids += [other.id for other in score_sheets() if other.instead == sheet.id]
    said = (rules.get(rule_of(ident)) for ident in ids)
    return frozenset(role for roles in said if isinstance(roles, str) and roles != OFF for role in roles.split())
