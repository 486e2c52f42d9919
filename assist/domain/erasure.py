# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a case may be erased for good, who must agree, and how long a trace of it may last (ruling 14, F19)."""

from __future__ import annotations

from datetime import date, timedelta

HOUR_MS = 3600 * 1000
UNDO_MS = 24 * HOUR_MS
"""So long whoever asked may take it back, and nothing is told to anybody."""
ANSWER_DAYS = 14
"""What nobody answered in so long has to be asked again."""
REWRITTEN_DAYS = 30
"""So long the meeting place may hold sealed pieces of it: until then every laptop has written its part anew."""
BACKUP_DAYS = 35
"""A backup lives no longer: seven days and four weeks."""
WITHOUT_FILE_DAYS = 42

CORE, NOTES, PROTECTED, LOOKED_AT = "core", "notes", "protected", "looked_at"
"""What of a case goes: all of it, the words of notes, or what is protected, with its key; the last takes nothing but
what was struck after somebody looked whether it is still needed."""

OWN_REQUEST, BY_LAW, MISTAKE, SCHEDULE, WITHOUT_FILE = "own_request", "by_law", "mistake", "schedule", "without_file"
NOTES_REQUEST, PROTECTED_REQUEST = "notes_request", "protected_request"
NOTES_SCHEDULE, PROTECTED_SCHEDULE, STRUCK = "notes_schedule", "protected_schedule", "struck"
PARTS = {NOTES_REQUEST: NOTES, NOTES_SCHEDULE: NOTES, PROTECTED_REQUEST: PROTECTED, PROTECTED_SCHEDULE: PROTECTED,
         STRUCK: LOOKED_AT}
"""Reasons for which a part of a case goes and the case stays."""
ASKABLE = (OWN_REQUEST, NOTES_REQUEST, PROTECTED_REQUEST, BY_LAW, MISTAKE)
"""Reasons a person gives; the others follow from the calendar, or from what was struck."""
SCHEDULED = {CORE: SCHEDULE, NOTES: NOTES_SCHEDULE, PROTECTED: PROTECTED_SCHEDULE}
"""The reason of each class that the calendar lets go."""
KEPT_AS = {SCHEDULE: "core", NOTES_SCHEDULE: "narrative", PROTECTED_SCHEDULE: "protected"}
"""How long each of them is kept stands under this name in the pack of a country."""
BASES = frozenset({*ASKABLE, *SCHEDULED.values(), WITHOUT_FILE, STRUCK})
"""``lk_erasure_basis``: a code, never words."""


def N_(message: str) -> str:
    """Mark a sentence for translators; this floor speaks no language itself."""
    return message


BASIS_WORDS = {
    OWN_REQUEST: N_("The person asked for it"),
    NOTES_REQUEST: N_("She asked that the notes go; the plan stays"),
    PROTECTED_REQUEST: N_("She asked that what is protected goes; the rest stays"),
    NOTES_SCHEDULE: N_("The notes were kept as long as they may be"),
    PROTECTED_SCHEDULE: N_("What is protected was kept as long as it may be"),
    STRUCK: N_("Protected notes that are no longer needed"),
    BY_LAW: N_("The law asks that it be erased"),
    MISTAKE: N_("It was made by mistake"), SCHEDULE: N_("It was kept as long as it may be"),
    WITHOUT_FILE: N_("Help without a file: 42 days are over"),
}
"""What each code says to people."""


KIND_WORDS = {
    CORE: N_("the whole case"), NOTES: N_("the words of notes"), PROTECTED: N_("what is protected, and its key")}
"""What each class is called."""


def needs_second(basis: str) -> bool:
    """Whether another person must agree, where there is one; what the calendar says needs nobody's opinion."""
    return basis in ASKABLE


def is_over(asked_ms: int, now_ms: int) -> bool:
    """Whether the time to take it back has passed. A clock that was put back begins it again."""
    return now_ms - asked_ms >= UNDO_MS


def due_on(counted_from: str, days: int | None) -> str:
    """The first day on which something kept so many days may go; empty where only the law knows, or nobody yet."""
    if days is None or not counted_from:
        return ""
    try:
        return (date.fromisoformat(counted_from[:10]) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def backups_end_on(confirmed_on: date) -> date:
    """The day on which the last backup that may hold it has ended, once the last laptop has said that it is done."""
    return confirmed_on + timedelta(days=BACKUP_DAYS)
