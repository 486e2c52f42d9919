# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: one table of acts and roles (practice.md b4, rulings 21 and 80)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist.errors import NotAllowed

CARE = frozenset({"caseworker", "psychologist", "livelihood", "legal"})
LEAD = frozenset({"supervisor", "custodian"})
OFFICE = frozenset({"coordinator"})
EVERYBODY = CARE | LEAD | OFFICE | frozenset({"house", "auditor"})

_ACTS: dict[str, frozenset[str]] = {
    "case.list": CARE | LEAD,
    "case.open": CARE | LEAD,
    "form.fill": CARE | LEAD,
    "case.assign": CARE | LEAD,
    "case.erase": CARE | LEAD,
    "case.erase.agree": LEAD,
    "case.legal_hold": LEAD | frozenset({"legal"}),
    "case.move": LEAD,
    "case.refer": CARE | LEAD,
    "coview.open": CARE | LEAD,
    "threat.report": EVERYBODY,
    "note.facts": frozenset({"caseworker", "psychologist"}),
    "identity.show": frozenset({"caseworker", "legal", "custodian"}),
    "protected.show": CARE | frozenset({"custodian"}),
    "protection.raise": CARE | LEAD,
    "protection.ask": CARE | LEAD,
    "protection.lower": frozenset({"custodian", "supervisor"}),
    "protection.glass": frozenset({"custodian", "supervisor"}),
    "report.supervision": LEAD | CARE,
    "report.participant": CARE | LEAD,
    "report.my_information": CARE | LEAD,
    "report.safety_plan": CARE | frozenset({"custodian"}),
    "report.caseload": LEAD | CARE,
    "report.programme": frozenset({"supervisor"}),
    "supervision": frozenset({"supervisor"}),
    "supervision.reply": CARE | LEAD,
    "workload": OFFICE | frozenset({"supervisor"}),
    "case.hand_over": CARE | LEAD,
    "calendar.see": LEAD | CARE,
    "directory.see": LEAD | CARE | OFFICE,
    "directory.keep": LEAD | CARE | OFFICE,
    "feedback.give": CARE | LEAD,
    "feedback.results": frozenset({"caseworker", "supervisor"}),
    "feedback.read": frozenset({"supervisor"}),
    "paper.blank": EVERYBODY,
    "search.text": CARE | frozenset({"supervisor"}),
    "export": frozenset({"supervisor"}),
    "import": OFFICE | frozenset({"supervisor"}),
    "backup": EVERYBODY,
    "verify": EVERYBODY,
    "settings": OFFICE,
    "people.manage": OFFICE,
    "travel.give": OFFICE | frozenset({"custodian"}),
    "audit.read": frozenset({"auditor", "custodian", "coordinator"}),
}
"""What is not in the table is nobody's to do."""

NEEDS_REASON = frozenset({"case.open"})
"""Acts on a case of another worker that are on record with the reason given (NR-16)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, or the code of why not."""

    ok: bool
    code: str = ""


def may(roles: Iterable[str], act: str, *, is_own: bool = True, reason: str = "") -> Decision:
    """Whether a person with these roles may do this, on her own case or, with a reason, on another's."""
    if not _ACTS.get(act, frozenset()) & frozenset(roles):
        return Decision(False, "policy.role")
    if act in NEEDS_REASON and not is_own and not reason.strip():
        return Decision(False, "policy.reason")
    return Decision(True)


def require(roles: Iterable[str], act: str, *, is_own: bool = True, reason: str = "") -> None:
    """Raise NotAllowed with the code of ``may`` when the answer is no."""
    decision = may(roles, act, is_own=is_own, reason=reason)
    if not decision.ok:
        raise NotAllowed(decision.code)


def text_level(roles: Iterable[str]) -> int:
    """The highest level full-text search may look through: own notes reach further (ruling 28)."""
    return 3 if frozenset(roles) & CARE else 2


def acts_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything these roles may do, for screens that show only what works."""
    held = frozenset(roles)
    return frozenset(act for act, needed in _ACTS.items() if needed & held)
