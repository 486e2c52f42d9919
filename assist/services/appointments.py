# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments: the calendar of those who accompany, one appointment moved or answered, the day on paper in codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assist import gate
from assist.appointmentbook import FORM, Appointment, appointments, calendar
from assist.casebook import Book
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import BadInput, NotFound
from assist.policy import require
from assist.reading import text
from assist.reports.lines import A4, Paper
from assist.services.bench import Bench
from assist.services.code_papers import CodePapers
from assist.services.records import RecordService
from assist.views import Changes
from forms.problems import FieldProblem

ACT = "calendar.see"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar: whose appointment, by code and chosen name, and what is agreed."""

    case: str
    code: str
    name: str
    worker: str
    level: int
    agreed: Appointment

    @property
    def on_paper(self) -> bool:
        """A hidden case and a day in court are on no paper (WP-03, WP-11)."""
        return self.level < HIDDEN and not self.agreed.is_hearing


class AppointmentService:
    """Reads for the calendar; what is written goes the way of every form."""

    def __init__(self, bench: Bench, records: RecordService) -> None:
        self._bench, self._records = bench, records
        self.sheets = CodePapers(bench, ACT, gate.DAY_SHEET)

    def of_case(self, case: str) -> tuple[Appointment, ...]:
        """What was agreed with her, soonest first."""
        return appointments(self._bench.look_up(case))

    def between(self, first: str, last: str, *, mine: bool = False) -> list[Entry]:
        """Everything agreed from one ISO day to another, both included, in order.

        ``mine``: only of cases this person accompanies, and of those nobody does. Days in court are there while
        protected work is open.
        """
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.reading() as reader:
            books = [Book(case, reader.rows_of(case)) for case in reader.cases_on(first, last)]
        found = [
            entry for book in books if book.exists and (book.is_of(self._bench.user) or not mine)
            for entry in _entries(book) if first <= entry.agreed.on <= last]
        return sorted(found, key=_soonest)

    def ahead(self, first: str, last: str, most: int, *, mine: bool = False) -> list[Entry]:
        """The soonest of ``between`` of which nobody has said yet what came of them. Reads no more cases than lines,
        unless the vault, which does not know whose a case is, has days of colleagues' among them."""
        require(self._bench.me.roles, ACT)
        me = self._bench.user
        with self._bench.keeper.reading() as reader:
            cases = reader.cases_ahead(first, last, most, me if mine else None)
            books = [Book(case, reader.rows_of(case)) for case in cases]
            if mine and not all(book.is_of(me) for book in books):
                books = [Book(case, reader.rows_of(case)) for case in reader.cases_on(first, last)]
        found = [entry for book in books if book.exists and (book.is_of(me) or not mine) for entry in _entries(book)
                 if first <= entry.agreed.on <= last and not entry.agreed.outcome]
        return sorted(found, key=_soonest)[:most]

    def move(self, case: str, record: str, on: str, at: str = "") -> Changes:
        """Put it on another day; the day before stays on record. Raises NotFound, BadInput, NotAllowed."""
        return self.change(case, record, {"on": on, "at": at})

    def answer(self, case: str, record: str, outcome: str) -> Changes:
        """Say what came of it: ``done``, ``moved`` (the new day is still open) or ``not_held``."""
        return self.change(case, record, {"outcome": outcome})

    def change(self, case: str, record: str, said: Mapping[str, str]) -> Changes:
        """Day, hour and what came of it in one save; what is not named stays as it is."""
        if record not in {each.record for each in self.of_case(case)}:
            raise NotFound("record.not_found")
        opening = self._records.open(FORM, case, record)
        try:
            for key, value in said.items():
                opening.session.answer(key, value)
        except FieldProblem as problem:
            raise BadInput(problem.code, **problem.details) from None
        return self._records.save(opening).changes

    # -- on paper ---------------------------------------------------------------------------

    def sheet(self, day: str, entries: Sequence[Entry], language: str, paper: str = A4) -> tuple[Paper, str]:
        """One day as pages, codes only, and its print id; what is on no paper is left out without a word."""
        from assist.reports import daysheet  # the typesetter is large, and most days print nothing

        lines = [(entry.code, entry.agreed) for entry in entries if entry.on_paper]
        return self.sheets.made(lambda order: daysheet.render(day, lines, order), language, paper)


def _soonest(entry: Entry) -> tuple[str, str, str]:
    return entry.agreed.on, entry.agreed.at or "~", entry.code


def _entries(book: Book) -> list[Entry]:
    case, worker = book.case, book.case.plain(wire.WORKER)
    return [Entry(book.case_id.hex(), case.plain(wire.CODE, ""), text(book.person, "person.chosen_name"),
                  worker.hex() if worker else "", book.level, agreed) for agreed in calendar(book) if agreed.on]
