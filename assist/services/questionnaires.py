# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questionnaires: which may be asked of a person now, and which the organisation switched on, for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assist.casebook import Book
from assist.changesets import pack_answer
from assist.domain import wire
from assist.domain.instruments import ADJUSTMENTS, OFF, PER_MEETING, RESPONDER, Rules, is_on, roles_of, rule_of, why_not
from assist.errors import BadInput, NotAllowed, NotFound
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.scribe import Put
from assist.sync import roster
from forms.answers import NOT_ASKED
from forms.model import Form, Text
from forms.score_sheets import ScoreSheet, may_ask, score_sheet, score_sheets, sheet_of_form


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """One that the organisation may switch on or off. ``roles``: whose hands it may be in; ``on_for``: whose it is in.

    ``is_on`` with no roles at all: everybody who fills in forms.
    """

    ident: str
    title: Text
    is_on: bool
    roles: tuple[str, ...]
    on_for: frozenset[str]
    needs_responder: bool
    note: str
    source: str
    verified_on: str


class QuestionnaireService:
    """Reads and keeps what the organisation decided; ``decide`` signs it into the list of people."""

    def __init__(self, bench: Bench, decide: Callable[[dict[str, int | str | bool]], bool]) -> None:
        self._bench, self._decide = bench, decide

    def rows(self) -> tuple[QuestionnaireRow, ...]:
        """Every one with a sheet of its own, as it was decided; what stands in for another is not decided."""
        rules = {**self._rules(), RESPONDER: True}
        return tuple(
            QuestionnaireRow(sheet.id, sheet.title, is_on(sheet, rules), sheet.roles, roles_of(sheet, rules),
                             sheet.needs_responder, sheet.license_note, sheet.source_url, sheet.verified_on)
            for sheet in score_sheets() if sheet.form)

    def has_responder(self) -> bool:
        """Whether somebody who can help the same day is reachable, as the organisation says."""
        return self._rules().get(RESPONDER) is True

    def switch(self, ident: str, on_for: Sequence[str]) -> bool:
        """On for these roles, or off with none. True when done, False when another coordinator must agree first.

        Raises NotFound, NotAllowed, and BadInput ``instrument.not_theirs`` for roles it may not be given to.
        """
        try:
            sheet = score_sheet(ident)
        except KeyError:
            raise NotFound("instrument.unknown") from None
        if sheet.on_by_default or not set(on_for) <= set(sheet.roles):
            raise BadInput("instrument.not_theirs")
        return self._decide({rule_of(ident): " ".join(sorted(on_for)) or OFF})

    def set_responder(self, reachable: bool) -> bool:
        """Whether somebody can help the same day. True when done, False when another coordinator must agree first."""
        return self._decide({RESPONDER: reachable})

    def waiting(self, case: str) -> dict[str, str]:
        """For each form of a questionnaire that is not for now: why not, as whoever opens it would find it."""
        book, rules = self._bench.look_up(case), self._rules()
        found = ((sheet.form, _why_not(self._bench, sheet, book, rules)) for sheet in score_sheets() if sheet.form)
        return {form: code for form, code in found if code}

    def again_from(self, case: str) -> dict[str, str]:
        """For each form that was asked too short a while ago: from which ISO day on it needs no reason (NR-08)."""
        book, today = self._bench.look_up(case), self._bench.clock.today()
        found = ((sheet.form, may_ask(sheet, [held.on for held in book.of_form(sheet.form)], today))
                 for sheet in score_sheets() if sheet.form)
        return {form: soon.until for form, soon in found if soon is not None}

    def _rules(self) -> Rules:
        with self._bench.keeper.writing() as work:
            return rules_of(work)


def rules_of(work: UnitOfWork) -> Rules:
    """What the signed list says."""
    return roster.verify(work.roster()).policy


def refuse_not_for_now(bench: Bench, work: UnitOfWork, form: str, book: Book, on: str) -> None:
    """Raise NotAllowed where this form is a questionnaire that is not for now; other forms pass.

    ``on`` is the day of the meeting: two questionnaires at one are enough.
    """
    sheet = sheet_of_form(form)
    if sheet is None:
        return
    if code := _why_not(bench, sheet, book, {} if sheet.on_by_default else rules_of(work)):
        raise NotAllowed(code)
    asked = {held.form for held in book.sheets if held.on == on and _counts(sheet_of_form(held.form))}
    if _counts(sheet) and len(asked - {form}) >= PER_MEETING:
        raise NotAllowed("instrument.two_today")


def taken_back(form: Form, book: Book, record: bytes) -> list[Put]:
    """The answers of a sheet that was filled and is now a *not today*: of a no its day is kept and nothing more."""
    entity = book.entities.get(record)
    if entity is None:
        return []
    return [Put(record, wire.RECORD, asked.number, pack_answer(NOT_ASKED), asked.level, entity.dots(asked.number))
            for asked in form.fields()
            if asked.key != "today" and not asked.lives_on_person and entity.dots(asked.number)]


def _counts(sheet: ScoreSheet | None) -> bool:
    """Whether it is one of the two of a meeting."""
    return sheet is not None and ADJUSTMENTS not in sheet.tags


def _why_not(bench: Bench, sheet: ScoreSheet, book: Book, rules: Rules) -> str:
    return why_not(sheet, rules, bench.me.roles, book.case.plain(wire.STAGE, "contact"))
