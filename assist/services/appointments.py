# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments: the calendar of those who accompany, one appointment moved or answered, the day on paper in codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assist import gate
from assist.appointmentbook import FORM, Appointment, appointments, calendar
from assist.casebook import Book
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import BadInput, NotFound
from assist.gate import Clearance, Outgoing
from assist.policy import require
from assist.reading import text
from assist.reports.lines import A4, Paper
from assist.reports.order import ReportOrder
from assist.services.bench import Bench, Look
from assist.services.paper import put_out
from assist.services.records import RecordService
from assist.services.reports import ReportSaved, new_print_id
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

    def of_case(self, case: str) -> tuple[Appointment, ...]:
        """What was agreed with her, soonest first."""
        return appointments(self._bench.look_up(case))

    def between(self, first: str, last: str, *, mine: bool = False) -> list[Entry]:
        """Everything agreed from one ISO day to another, both included, in order.

        ``mine``: only of cases this person accompanies. Days in court are there while protected work is open.
        """
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.reading() as reader:
            books = [Book(case, reader.rows_of(case)) for case in reader.cases_on(first, last)]
        found = [
            entry for book in books if book.exists and not (mine and book.case.plain(wire.WORKER) != self._bench.user)
            for entry in _entries(book) if first <= entry.agreed.on <= last]
        return sorted(found, key=lambda entry: (entry.agreed.on, entry.agreed.at or "~", entry.code))

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
        require(self._bench.me.roles, ACT)
        print_id = new_print_id()
        order = ReportOrder(language=language, today=self._bench.today(), print_id=print_id, paper=paper,
                            practice=self._bench.me.practice)
        from assist.reports import daysheet  # the typesetter is large, and most days print nothing

        lines = [(entry.code, entry.agreed) for entry in entries if entry.on_paper]
        return daysheet.render(day, lines, order), print_id

    def save_sheet(self, paper: Paper, print_id: str, out: Path) -> ReportSaved:
        """The pages that were looked at, in a file; the line is in the log before the file appears."""
        put_out(out, paper.pdf, self._let_out(print_id, "report.save"))
        return ReportSaved(out, paper.pages, print_id)

    def to_printer(self, print_id: str) -> Clearance:
        """The same for a printer: whoever opens it shows the clearance."""
        return self._let_out(print_id, "report.print")

    def _let_out(self, print_id: str, verb: str) -> Clearance:
        require(self._bench.me.roles, ACT)
        clearance = gate.clear(None, Outgoing(gate.DAY_SHEET), self._bench.clock.today())
        with self._bench.keeper.writing() as work:
            self._bench.audit(work, Look(verb, b"", print_id.encode(), reason="day_sheet"))
            work.commit()
        return clearance


def _entries(book: Book) -> list[Entry]:
    case, worker = book.case, book.case.plain(wire.WORKER)
    return [Entry(book.case_id.hex(), case.plain(wire.CODE, ""), text(book.person, "person.chosen_name"),
                  worker.hex() if worker else "", book.level, agreed) for agreed in calendar(book) if agreed.on]
