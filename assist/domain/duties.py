# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a worker has to do and by when (practice.md b1): duties of the team, never of the person.

No rule reads what a person answered but her own decisions and the safety band, and none
comes from taking part in justice (WP-14).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta


def N_(message: str) -> str:
    """Mark a sentence for translators; this floor speaks no language itself."""
    return message


RULES: dict[str, str] = {
    "first_safety_look": N_("First look at safety"),
    "next_safety_look": N_("Look at safety again"),
    "risk_review": N_("Look at the risk after a threat"),
    "safety_plan": N_("Write the safety plan together"),
    "safety_plan_again": N_("Look at the safety plan again"),
    "confirm_contact": N_("Confirm the safe contact"),
    "renew_consent": N_("Ask again about the consent"),
    "child_said_no": N_("Stop and think: a child said no"),
    "refresh_consent": N_("Something changed: ask again about the consent"),
    "paper_consent": N_("Ask for the consent that came on paper"),
    "agree_plan": N_("Agree the plan together"),
    "review": N_("Look at the plan together"),
    "tell_review": N_("Let her know before the next look"),
    "paper_ends": N_("Renew a paper in good time"),
    "supervisor_look": N_("Supervisor reads the closing"),
    "aftercare": N_("Agreed call after closing"),
    "erase_without_file": N_("Erase the note kept without a file"),
    "erase_due": N_("Kept long enough: erase it"),
    "notes_due": N_("Kept long enough: erase the notes"),
    "protected_due": N_("Kept long enough: erase what is protected"),
    "rest_look": N_("Ask how she is: she has rested a month"),
    "kept_by_law": N_("Kept because the law asks: is it still so?"),
    "tell_recipient": N_("Tell the service that she stopped sharing"),
    "erasure_asked": N_("Somebody asks to erase it: agree or not"),
    "measure_review": N_("Look at the protection measure"),
    "court_measure": N_("Look at the measures that were asked for"),
    "hearing_before": N_("Look at safety before an important day"),
    "hearing_eve": N_("Call before an important day"),
    "hearing_after": N_("Look at safety after an important day"),
    "referral_check": N_("Ask how the referral went"),
    "referral_answer": N_("Ask the service for its answer"),
    "introduce_yourself": N_("Introduce yourself: she has a new worker"),
    "hand_back": N_("Hand it back as agreed"),
    "wish_due": N_("Answer what she asked about her data"),
    "protected_review": N_("Are the protected notes still needed?"),
    "remind_appointment": N_("Remind her of the appointment"),
    "appointment_after": N_("Write down how the appointment went"),
}
SAFETY = frozenset({
    "first_safety_look", "next_safety_look", "risk_review", "safety_plan", "safety_plan_again", "confirm_contact",
    "measure_review", "court_measure", "protected_review"})
"""The only duties that go on during a recovery pause, beside what somebody asked for and waits to be answered."""

BAND_DAYS = {"extreme": 1, "high": 7, "moderate": 30, "low": 90}
FIRST_LOOK_DAYS, CONTACT_DAYS, PLAN_DAYS, WITHOUT_FILE_DAYS, SUPERVISOR_DAYS = 3, 30, 30, 42, 7
CONSENT_AHEAD_DAYS, PAPER_DAYS, PROTECTED_DAYS = 30, 90, 90
RENEW_AHEAD_DAYS, TELL_AHEAD_DAYS = 30, 1
BEFORE_HEARING_DAYS, EVE_DAYS, AFTER_HEARING_DAYS = 7, 1, 2
MEASURE_DAYS, WISH_DAYS, REFERRAL_DAYS = 90, 15, 7
INTRODUCE_DAYS = 3
REST_DAYS = 30
AFTERCARE_MONTHS = (1, 3, 6, 12)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do: rule, day, and the sheet it comes from."""

    rule: str
    due: str
    record: bytes | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """An appointment of which nobody said yet what came of it; ``wants_reminder``: she asked to be told before."""

    on: str
    record: bytes
    is_justice: bool = False
    wants_reminder: bool = False


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules look at. Days are ISO text, empty when it did not happen."""

    opened_on: str = ""
    is_open: bool = True
    is_sleeping: bool = False
    is_paused: bool = False
    paused_on: str = ""
    without_file: bool = False
    last_safety_look: str = ""
    band: str = ""
    risk_review_due: str = ""
    safety_plan_on: str = ""
    safety_plan_review: str = ""
    contact_confirmed_on: str = ""
    consent_expires_on: str = ""
    consent_record: bytes | None = None
    paper_consent_on: str = ""
    refresh: tuple[tuple[str, bytes], ...] = ()
    child_said_no: tuple[tuple[str, bytes], ...] = ()
    ready_on: str = ""
    has_goals: bool = False
    is_agreed: bool = False
    review_on: str = ""
    review_record: bytes | None = None
    wants_telling: bool = False
    paper_ends_on: str = ""
    paper_record: bytes | None = None
    closed_on: str = ""
    supervisor_seen: bool = False
    aftercare_wanted: bool = False
    aftercare_months: tuple[int, ...] = AFTERCARE_MONTHS
    aftercare_held: int = 0
    measures: tuple[tuple[str, bytes], ...] = ()
    court_measures: tuple[tuple[str, str, bytes], ...] = ()
    hearings: tuple[tuple[str, bytes], ...] = ()
    last_met: str = ""
    after_hearing_on: str = ""
    wishes: tuple[tuple[str, bytes], ...] = ()
    referrals: tuple[tuple[str, bytes], ...] = ()
    answers_promised: tuple[tuple[str, bytes], ...] = ()
    protected_since: str = field(default="")
    protected_every: int = PROTECTED_DAYS
    without_file_days: int = WITHOUT_FILE_DAYS
    kept_until: str = ""
    notes_until: str = ""
    protected_until: str = ""
    is_kept_by_law: bool = False
    erasure_asked_on: str = ""
    to_tell: tuple[tuple[str, bytes], ...] = ()
    taken_over_on: str = ""
    hand_back_on: str = ""
    appointments: tuple[Agreed, ...] = ()


def duties_of(facts: CaseFacts) -> tuple[Duty, ...]:
    """Every duty of a case, soonest first. A case that came with a spreadsheet sleeps until it is opened."""
    if facts.is_sleeping:
        return ()
    found = list(_open_duties(facts) if facts.is_open else _closed_duties(facts))
    if facts.is_paused:
        found = [duty for duty in found if duty.rule in SAFETY]
        found.append(Duty("rest_look", _after(facts.paused_on, REST_DAYS)))
    found += _appointments(facts)
    found += [Duty("wish_due", wish_due_on(asked_on), record) for asked_on, record in facts.wishes]
    found += [Duty("child_said_no", day, record) for day, record in facts.child_said_no]
    found += [Duty("tell_recipient", _after(day, 0), record) for day, record in facts.to_tell]
    if facts.is_open and facts.taken_over_on:
        found.append(Duty("introduce_yourself", _after(facts.taken_over_on, INTRODUCE_DAYS)))
    if facts.hand_back_on:
        found.append(Duty("hand_back", facts.hand_back_on))
    if facts.erasure_asked_on:
        found.append(Duty("erasure_asked", _after(facts.erasure_asked_on, 0)))
    return tuple(sorted((duty for duty in found if duty.due), key=lambda duty: (duty.due, duty.rule)))


def _open_duties(facts: CaseFacts) -> Iterator[Duty]:
    if facts.without_file:
        yield Duty("erase_without_file", _after(facts.opened_on, facts.without_file_days))
        return
    if facts.risk_review_due:
        yield Duty("risk_review", facts.risk_review_due)
    if not facts.last_safety_look:
        yield Duty("first_safety_look", _after(facts.opened_on, FIRST_LOOK_DAYS))
    elif facts.band:
        yield Duty("next_safety_look", _after(facts.last_safety_look, BAND_DAYS[facts.band]))
    yield from _safety_plan(facts)
    if facts.contact_confirmed_on:
        yield Duty("confirm_contact", _after(facts.contact_confirmed_on, CONTACT_DAYS))
    if facts.consent_expires_on:
        yield Duty("renew_consent", _after(facts.consent_expires_on, -CONSENT_AHEAD_DAYS), facts.consent_record)
    for day, record in facts.refresh:
        yield Duty("refresh_consent", day, record)
    if facts.paper_consent_on and not facts.consent_expires_on:
        yield Duty("paper_consent", _after(facts.paper_consent_on, PAPER_DAYS))
    if facts.has_goals and not facts.is_agreed:
        yield Duty("agree_plan", _after(facts.ready_on or facts.opened_on, PLAN_DAYS))
    if facts.review_on:
        yield Duty("review", facts.review_on, facts.review_record)
        if facts.wants_telling:
            yield Duty("tell_review", _after(facts.review_on, -TELL_AHEAD_DAYS), facts.review_record)
    if facts.paper_ends_on:
        yield Duty("paper_ends", _after(facts.paper_ends_on, -RENEW_AHEAD_DAYS), facts.paper_record)
    for due, record in facts.measures:
        yield Duty("measure_review", due, record)
    for review_on, since, record in facts.court_measures:
        yield Duty("court_measure", review_on or _after(since, MEASURE_DAYS), record)
    for since, record in facts.referrals:
        yield Duty("referral_check", _after(since, REFERRAL_DAYS), record)
    for day, record in facts.answers_promised:
        yield Duty("referral_answer", day, record)
    for day, record in facts.hearings:
        yield from _around_hearing(facts, day, record)
    yield from _protected(facts)


def _safety_plan(facts: CaseFacts) -> Iterator[Duty]:
    """From a moderate band on there is a plan within days; once there is one it is looked at again as agreed."""
    if facts.safety_plan_on:
        agreed = facts.safety_plan_review if facts.safety_plan_review > facts.safety_plan_on else ""
        yield Duty("safety_plan_again", agreed or _after(facts.safety_plan_on, BAND_DAYS[facts.band or "low"]))
    elif facts.band and facts.band != "low":
        yield Duty("safety_plan", _after(facts.last_safety_look, min(FIRST_LOOK_DAYS, BAND_DAYS[facts.band])))


def _around_hearing(facts: CaseFacts, day: str, record: bytes) -> Iterator[Duty]:
    """Safety a week before and two days after, a call on the eve; each until it was done (WP-13)."""
    before, eve = _after(day, -BEFORE_HEARING_DAYS), _after(day, -EVE_DAYS)
    if facts.last_safety_look < before:
        yield Duty("hearing_before", before, record)
    if facts.last_met < eve:
        yield Duty("hearing_eve", eve, record)
    if facts.last_safety_look <= _after(day, 0) and facts.after_hearing_on < _after(day, 0):
        yield Duty("hearing_after", _after(day, AFTER_HEARING_DAYS), record)


def _appointments(facts: CaseFacts) -> Iterator[Duty]:
    """She agreed to these days, so a rest or a closing leaves them; of justice nothing asks for anything meanwhile."""
    for each in facts.appointments:
        if facts.is_paused and each.is_justice:
            continue
        eve = _after(each.on, -EVE_DAYS)
        if each.wants_reminder and facts.last_met < eve:
            yield Duty("remind_appointment", eve, each.record)
        yield Duty("appointment_after", _after(each.on, 1), each.record)


def _closed_duties(facts: CaseFacts) -> Iterator[Duty]:
    if not facts.supervisor_seen:
        yield Duty("supervisor_look", _after(facts.closed_on, SUPERVISOR_DAYS))
    if facts.aftercare_wanted and facts.aftercare_held < len(facts.aftercare_months):
        yield Duty("aftercare", _months_after(facts.closed_on, facts.aftercare_months[facts.aftercare_held]))
    yield from _protected(facts)
    yield from _kept_long_enough(facts)


def _protected(facts: CaseFacts) -> Iterator[Duty]:
    """Danger changes, and what was written of it grows old: somebody asks again, closed or not (WP-17)."""
    if facts.protected_since:
        yield Duty("protected_review", _after(facts.protected_since, facts.protected_every))


def _kept_long_enough(facts: CaseFacts) -> Iterator[Duty]:
    """What of a closed case may go, each class on its day. Where the law wants it kept nothing does, and that is asked
    again from the first of these days on (b5)."""
    days = {"notes_due": facts.notes_until, "protected_due": facts.protected_until, "erase_due": facts.kept_until}
    if facts.is_kept_by_law:
        yield Duty("kept_by_law", min((day for day in days.values() if day), default=""))
        return
    yield from (Duty(rule, day) for rule, day in days.items() if day)


def wish_due_on(asked_on: str) -> str:
    """By when she has an answer to what she asked about her data."""
    return _after(asked_on, WISH_DAYS)


def _after(iso: str, days: int) -> str:
    """So many days later; of a month or year alone the last day counts (PA-17). Beyond the calendar there is none."""
    try:
        return (date.fromisoformat(_last_day(iso)) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _last_day(iso: str) -> str:
    if len(iso) == 4:
        return f"{iso}-12-31"
    if len(iso) == 7 and iso[:4].isdecimal() and iso[5:].isdecimal() and 1 <= int(iso[5:]) <= 12:
        return f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]}"
    return iso[:10]


def _months_after(iso: str, months: int) -> str:
    try:
        start = date.fromisoformat(iso[:10])
    except ValueError:
        return ""
    index = start.month - 1 + months
    year, month = start.year + index // 12, index % 12 + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""
