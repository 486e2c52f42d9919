# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a consent counts: one purpose, one recipient, named categories, until a day (CO-01…CO-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assist.errors import BadInput

SERVICE, OBJECTION = "accompaniment", "statistics_objection"
SHARING = frozenset({"referral", "reporting_export", "contact_family"})
"""Purposes that tell somebody outside something about her."""

SERVICE_MONTHS, GRACE_DAYS, PAPER_DAYS = 12, 60, 90
DEFAULT_DAYS = {"referral": 30, "reporting_export": 182, SERVICE: 365}
MAX_DAYS = 366
ON_PAPER = "consent_on_paper"


@dataclass(frozen=True, slots=True)
class Consent:
    """What was decided, for whom and what, until when; ``meaning`` is the number of the text explained."""

    purpose: str
    recipient: str
    categories: frozenset[str] = frozenset()
    decision: str = ""
    given_on: str = ""
    expires_on: str = ""
    withdrawn_on: str = ""
    mode: str = ""
    meaning: int = 1
    capacity: str = ""
    was_redirected: bool = False
    """Whom or what it is for was written anew after she decided: her yes was to something else."""
    record: bytes = b""
    """The sheet it stands on."""


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody wants to do: purpose, recipient, categories."""

    purpose: str
    recipient: str = ""
    categories: frozenset[str] = frozenset()


def standing(consent: Consent | None, need: Need, today: date, meaning: int = 1) -> str:
    """``given``, or the reason why not: silence, expiry, doubt and an outdated text all mean no (CO-02)."""
    if consent is None or consent.decision in ("", "not_asked"):
        return "none"
    if consent.withdrawn_on:
        return "withdrawn"
    if consent.decision != "yes":
        return "later" if consent.decision == "later" else "no"
    if consent.mode == ON_PAPER:
        return "on_paper"
    if consent.was_redirected or consent.purpose != need.purpose or consent.recipient.strip() != need.recipient.strip():
        return "wrong_recipient"
    if consent.meaning < meaning:
        return "outdated"
    if not consent.expires_on and consent.purpose == OBJECTION:
        return "given"
    if not consent.expires_on or today > date.fromisoformat(consent.expires_on):
        return "expired"
    return "given" if need.categories <= consent.categories else "missing_category"


def service_standing(consents: Sequence[Consent], today: date) -> str:
    """Whether work inside the team may go on: ``given``, ``grace``, ``on_paper`` or why not.

    An expired service consent opens a task and 60 days of grace, never a locked file
    (ruling 9); what a spreadsheet says was agreed on paper allows work inside for 90 days.
    """
    own = [item for item in consents if item.purpose == SERVICE]
    if not own:
        return "none"
    newest = own[-1]
    found = standing(newest, Need(SERVICE, newest.recipient), today)
    if found == "expired" and newest.expires_on:
        late = today - date.fromisoformat(newest.expires_on)
        return "grace" if late <= timedelta(days=GRACE_DAYS) else "expired"
    if found == "on_paper" and newest.given_on:
        return found if today - date.fromisoformat(newest.given_on) <= timedelta(days=PAPER_DAYS) else "expired"
    return found


def check(consent: Consent) -> None:
    """Refuse a yes that could never be checked: two recipients or none, no end, or longer than a year.

    A wish not to be counted has no end: it stands until she says otherwise.
    """
    if any(sign in consent.recipient for sign in ";\n"):
        raise BadInput("consent.one_recipient")
    if consent.decision != "yes" or consent.mode == ON_PAPER or consent.purpose == OBJECTION:
        return
    if consent.purpose in SHARING and not consent.recipient.strip():
        raise BadInput("consent.one_recipient")
    if not consent.expires_on:
        raise BadInput("consent.needs_end")
    start = date.fromisoformat(consent.given_on) if consent.given_on else date.fromisoformat(consent.expires_on)
    if date.fromisoformat(consent.expires_on) - start > timedelta(days=MAX_DAYS):
        raise BadInput("consent.too_long")


def default_end(purpose: str, today: date) -> str:
    """The end proposed for a purpose: a month for a referral, half a year for reporting, a year for service.

    A wish not to be counted has none.
    """
    return "" if purpose == OBJECTION else (today + timedelta(days=DEFAULT_DAYS.get(purpose, 182))).isoformat()

