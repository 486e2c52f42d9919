# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a form with what helps to fill it in: drafts, goals of the plan, words for references."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from assist.desk import Desk
from assist.policy import may
from assist.services.directory import SEE
from assist.services.drafting import FormOpening
from assist.views import CaseHeader
from forms.answers import AnswerState
from forms.session import FormSession
from ui import directory_words

GOAL_TABLES = {"F13": "goals", "F15": "goals_final"}
"""Forms that go through every open goal, and the table where they do."""
FOR_A_GOAL, REFERRAL = "F23", "F12"
"""Help that may be for one goal; what one service is told."""

FROM_DIRECTORY: dict[str, dict[str, tuple[str, ...]]] = {
    "F03": {"interpreter": ("interpreter",), "recipient": ("service", "authority", "trainer")},
    "F10": {"training.provider": ("trainer", "service"), "placement.employer": ("employer",)},
    "F18": {"measures.authority": ("authority",)},
    **{form: {"interpreter": ("interpreter",)} for form in ("F11", "AGR", "APPT")},
}
"""Questions that may be answered by a code of the directory, and of which kinds."""

Pairs = tuple[tuple[str, str], ...]


class _Wanted(Protocol):
    @property
    def form(self) -> str: ...
    @property
    def case(self) -> str: ...
    @property
    def record(self) -> str: ...
    @property
    def draft(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def recipient(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form ready to be shown."""

    opening: FormOpening
    head: CaseHeader | None = None
    offers: Mapping[str, Pairs] = field(default_factory=dict)
    resumed: bool = False
    fresh: bool = False
    not_again: tuple[str, ...] = ()
    """What the service that sent her asks not to ask again: codes of ``lk_not_again``."""


def prepare(desk: Desk, wanted: _Wanted) -> Prepared:
    """Open or resume; raises what the services raise. Runs in the lane of the writer."""
    draft = wanted.draft or _left_here(desk, wanted)
    opening = _open(desk, wanted, draft)
    case = opening.case.hex()
    # A draft of a new case has no case yet to read, and neither has a threat about somebody not seen here.
    head = desk.cases.header(case) if wanted.case or _is_there(opening) else None
    offers: dict[str, Pairs] = {}
    table = GOAL_TABLES.get(opening.form.id, "")
    if table and head is not None:
        goals = desk.cases.goals_open(case)
        offers[f"{table}.goal"] = goals
        if not draft and not wanted.record:
            _lay_out(opening.session, table, goals)
    if opening.form.id == FOR_A_GOAL and head is not None:
        offers["goal"] = desk.cases.goals_open(case)
    if opening.form.id == REFERRAL and head is not None:
        _prepare_referral(desk, opening, offers, is_new=not draft and not wanted.record)
    offers |= _from_directory(desk, opening.form.id)
    if not draft and not wanted.record:
        _say_what_about(opening.session, wanted)
    if opening.form.id == "AGR" and head is not None and not draft:
        _propose_plan(opening.session, desk.cases.plan(case).why_not)
    return Prepared(opening, head, offers, resumed=bool(draft), fresh=head is None and not draft and not wanted.address,
                    not_again=desk.referring.came(case).not_again if head is not None else ())


def _from_directory(desk: Desk, form: str) -> dict[str, Pairs]:
    """Where a code is asked for that the directory has: each with what it is good for, and what to see to first."""
    asked = FROM_DIRECTORY.get(form, {})
    if not asked or not may(desk.me.roles, SEE).ok:
        return {}
    today, listed = desk.clock.today(), desk.directory.listed()
    found = {place: tuple((each.code, directory_words.offered(each, today)) for each in listed if each.kind in kinds)
             for place, kinds in asked.items()}
    return {place: pairs for place, pairs in found.items() if pairs}


def _in_words(desk: Desk) -> dict[str, str]:
    """Every code of the directory with what it is good for, and what to see to first."""
    if not may(desk.me.roles, SEE).ok:
        return {}
    today = desk.clock.today()
    return {each.code: directory_words.offered(each, today) for each in desk.directory.listed(gone=True)}


def _say_what_about(session: FormSession, wanted: _Wanted) -> None:
    """What was pressed says already what a new sheet is about."""
    for key, value in (("kind", wanted.kind), ("recipient", wanted.recipient)):
        if value:
            session.answer(key, value)


def _prepare_referral(desk: Desk, opening: FormOpening, offers: dict[str, Pairs], *, is_new: bool) -> None:
    """Whom she agreed to; and that she is not asked for another statement where there is one (NR-13)."""
    case, session = opening.case.hex(), opening.session
    named = (str(session.answer_of("to").value or ""), *desk.referring.recipients(case))
    known = _in_words(desk)
    offers["to"] = tuple((name, known.get(name, name)) for name in dict.fromkeys(named) if name)
    if is_new and desk.referring.has_statement(case):
        session.answer("already_told", ("statement",))


def _open(desk: Desk, wanted: _Wanted, draft: str) -> FormOpening:
    if draft:
        return desk.records.resume(draft)
    if wanted.address:
        return desk.drops.open(wanted.address)
    return desk.records.open(wanted.form, wanted.case, wanted.record)


def _is_there(opening: FormOpening) -> bool:
    return not opening.address and not (opening.is_new and opening.form.id == "F01")


def _left_here(desk: Desk, wanted: _Wanted) -> str:
    """The draft of the same form of the same case: it is gone on with, not begun twice."""
    if not wanted.case or wanted.record:
        return ""
    held = desk.records.drafts()
    return next((row.draft for row in held if row.case == wanted.case and row.form == wanted.form), "")


def _lay_out(session: FormSession, table: str, goals: Pairs) -> None:
    """One row for each open goal, so that none is forgotten."""
    for record, _words in goals:
        row = session.add_row(table)
        session.answer_cell(table, row, "goal", record)


def _propose_plan(session: FormSession, why_not: Mapping[str, str]) -> None:
    """With one plan that can be agreed there is nothing to ask."""
    ready = [plan for plan, why in why_not.items() if why in ("plan.not_agreed_yet", "plan.changed_since")]
    if len(ready) == 1 and session.answer_of("plan").state is AnswerState.NOT_ASKED:
        session.answer("plan", ready[0])


def snapshot(opening: FormOpening, *, drafted: bool = True) -> FormOpening:
    """A copy for a lane, so that typing may go on; its draft has a name from the first time on."""
    if drafted and not opening.draft:
        opening.draft = secrets.token_hex(16)
    session = FormSession.from_draft(opening.form, opening.session.to_draft())
    return replace(opening, session=session)
