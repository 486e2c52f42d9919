# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a consent is asked for again because life changed (CO-16): which event touches which consent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assist.domain.consents import OBJECTION, SERVICE, SHARING

NEW_RECIPIENT, NEW_PURPOSE, RAISED_RISK, THREAT = "new_recipient", "new_purpose", "raised_risk", "threat"
REOPENED, OF_AGE, MAY_ASSENT, LANGUAGE = "reopened", "age_of_majority", "age_of_assent", "language_change"
NEW_TEXT = "text_change"
REFRESH_TRIGGERS = (
    NEW_RECIPIENT, NEW_PURPOSE, RAISED_RISK, THREAT, REOPENED, OF_AGE, MAY_ASSENT, LANGUAGE, NEW_TEXT)
"""What makes a consent due for asking again."""

_DANGER = SHARING | {"aftercare"}
"""What danger touches: whatever tells somebody something, and calling her at home."""

Moment = tuple[str, int]
"""A day and, within it, the stamp of the change: what was said later on the same day comes after."""


@dataclass(frozen=True, slots=True)
class Given:
    """A yes as the events see it. ``by_guardian``: somebody else decided, the child is asked beside."""

    purpose: str
    recipient: str
    language: str
    moment: Moment
    expires_on: str = ""
    by_guardian: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changed. ``about``: recipients it concerns, none for all; ``languages``: hers from now on."""

    trigger: str
    moment: Moment
    about: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


def refresh_of(given: Given, events: Iterable[Event]) -> tuple[tuple[str, str], ...]:
    """Day and trigger of every event that came after this yes, while it held, and touches it; soonest first."""
    found = {(event.moment[0], event.trigger) for event in events
             if event.moment > given.moment and not _was_over(given, event) and _touches(event, given)}
    return tuple(sorted(found))


def _was_over(given: Given, event: Event) -> bool:
    """A yes to tell somebody that had ended already is asked for again anyway, if it is wanted."""
    return given.purpose != SERVICE and "" < given.expires_on < event.moment[0]


def _touches(event: Event, given: Given) -> bool:
    if given.purpose == OBJECTION or (event.about and given.recipient not in event.about):
        return False
    if event.trigger in (RAISED_RISK, THREAT):
        return given.purpose in _DANGER
    if event.trigger == LANGUAGE:
        return bool(given.language) and given.language not in event.languages
    if event.trigger == MAY_ASSENT:
        return given.by_guardian
    return True
