# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat read-only rows about cases, for screens, commands and reports; ids are 32 hex characters, dates ISO."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class CaseRow(NamedTuple):
    """One narrow line of the list of cases; nothing above L2."""

    case: str
    code: str
    name: str
    stage: str
    worker: str
    worker_name: str
    level: int
    band: str
    language: str
    opened_on: str
    last_contact: str
    next_due: str
    next_duty: str


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """What the list shows. ``sort`` is a column of CaseRow; ``text`` filters rows already seen."""

    stage: str = ""
    worker: str = ""
    due_only: bool = False
    text: str = ""
    sort: str = "next_due"
    descending: bool = False


CaseKey = int
"""Where a row of the list lives: its row id, below zero for one of the protected database. A plain number, since a
list has a hundred thousand of them."""


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The head of a case file, for every tab."""

    case: str
    code: str
    name: str
    stage: str
    languages: tuple[str, ...]
    modes: tuple[str, ...]
    avoid: str
    level: int
    hold: bool
    band: str
    worker: str
    worker_name: str
    opened_on: str
    address_form: str = ""
    vault_open: bool = False
    sealed_parts: bool = False
    differences: int = 0
    """What colleagues wrote apart and nobody has settled yet."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """Something the worker has to do; never something the person failed to do.

    ``rule`` is a key of ``assist.domain.duties.RULES``; the sentence comes from the catalogue.
    """

    case: str
    code: str
    name: str
    rule: str
    due: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class MyDay:
    """The first screen: today, then what needs you, at most twelve lines of each."""

    today: tuple[DutyRow, ...]
    late: tuple[DutyRow, ...]
    soon: tuple[DutyRow, ...]
    more: int
    drafts: int
    unopened_imports: int
    sealed_waiting: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """One agreed step of a goal."""

    row: str
    what: str
    who: str
    support: str
    by_when: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal: her words first, two ratings side by side (-2…2 or None)."""

    record: str
    plan: str
    own_words: str
    worker_words: str
    area: str
    status: str
    levels: tuple[str, ...]
    rating_person: int | None
    rating_worker: int | None
    ratings: tuple[tuple[str, int | None, int | None], ...]
    disagreement: str
    steps: tuple[StepRow, ...]
    since: str
    review_on: str
    proposal_only: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """How and when a version of a plan was agreed."""

    record: str
    plan: str
    version: int
    on: str
    how: str
    language: str
    with_interpreter: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Priorities:
    """What matters most, as codes of ``lk_need`` in her order, with the day and her words; then the team's view.

    ``has_spoken``: she gave an order or preferred not to. Until then there is no view of the team here (PA-08).
    """

    has_spoken: bool = False
    hers: tuple[str, ...] = ()
    on: str = ""
    words: str = ""
    team: tuple[str, ...] = ()
    team_on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanView:
    """Both plans of a case. ``state`` is ``none``, ``proposed`` or ``agreed``."""

    psychosocial: tuple[GoalRow, ...]
    productive: tuple[GoalRow, ...]
    states: dict[str, str]
    agreements: tuple[Agreement, ...]
    why_not: dict[str, str]
    priorities: Priorities = Priorities()


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One dated value of a trend, 0…100."""

    on: str
    value: float


@dataclass(frozen=True, slots=True)
class CheckInPoint:
    """One check-in: three groups from 0 to 1, None where there were not enough answers."""

    on: str
    economic: float | None
    social: float | None
    psychosocial: float | None


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of the path; ``what`` is a catalogue key, ``detail`` at most L2."""

    on: str
    what: str
    detail: str
    record: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class NowView:
    """The case at a glance."""

    goals: tuple[GoalRow, ...]
    plan_states: dict[str, str]
    agreements: tuple[Agreement, ...]
    wellbeing: tuple[TrendPoint, ...]
    daily_life: tuple[TrendPoint, ...]
    next_steps: tuple[DutyRow, ...]
    band: str
    own_band: str
    band_on: str
    band_trend: str
    safety_plan: str
    path: tuple[TimelineRow, ...]
    seen_by: int
    last_seen: str
    hopes: str = ""
    to_sort: tuple[str, ...] = ()
    checkins: tuple[CheckInPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Safe contact: rules first; the number is L4 and comes only with an open vault."""

    record: str
    who_starts: str
    channel: tuple[str, ...]
    may_say: str
    neutral_line: str
    times: tuple[str, ...]
    mail_allowed: str
    confirmed_on: str
    expires_on: str
    expired: bool
    value: str
    value_sealed: bool


@dataclass(frozen=True, slots=True)
class ThreatRow:
    """An exposure or threat incident; all of it protected."""

    record: str
    on: str
    what: str
    who_at_risk: tuple[str, ...]
    facts: str


@dataclass(frozen=True, slots=True)
class SafetyView:
    """The Safety tab."""

    level: int
    hold: bool
    hold_since: str
    band: str
    own_band: str
    band_on: str
    next_look: str
    contact: ContactCard | None
    threats: tuple[ThreatRow, ...]
    measures: tuple[RecordRow, ...]
    assessments: tuple[RecordRow, ...]
    vault_open: bool
    sealed_count: int
    review_due: str
    justice: tuple[RecordRow, ...] = ()
    plan: RecordRow | None = None
    plan_on: str = ""
    plan_review: str = ""


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent: one purpose, one recipient. ``standing`` is what the gate would say today."""

    record: str
    kind: str
    recipient: str
    categories: tuple[str, ...]
    decision: str
    given_on: str
    expires_on: str
    mode: str
    standing: str
    outdated: bool
    on_paper: bool
    refresh: tuple[str, ...] = ()
    """Why it is asked again by today (``domain.refresh``)."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A session note, without its facts until shown."""

    record: str
    on: str
    by: str
    by_name: str
    outcome: str
    channel: str
    topics: tuple[str, ...]
    wants: str
    has_facts: bool
    has_protected: bool


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A filled form of a case."""

    record: str
    form: str
    version: int
    on: str
    by: str
    by_name: str
    answered: int
    summary: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class TextFound:
    """A note that holds the words looked for."""

    case: str
    code: str
    form: str
    on: str
    body: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who looked at or changed what, when; never a value."""

    n: int
    at: str
    user: str
    user_name: str
    verb: str
    outcome: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A form left half-way."""

    draft: str
    case: str
    code: str
    name: str
    form: str
    kept_at: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One line of the caseload report: no names."""

    code: str
    stage: str
    next_due: str
    next_duty: str
    days_since_contact: int | None
    band: str
    worker_name: str


@dataclass(frozen=True, slots=True)
class DropRow:
    """A threat told about somebody whose case the writer could not see; it waits until it is known whose it is."""

    drop: str
    address: str
    on: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a command touched; screens ask for their own rows again."""

    cases: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)
    undo: object | None = field(default=None, compare=False, repr=False)
    """What takes it back for half a minute (``undobook.Undoable``); None where nothing does."""
