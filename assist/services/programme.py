# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme's own report and those of donors: worked out once, kept as shown, printed again the same (d2).

Figures are made with protected work open, or nobody could say that this is everybody. Whoever is hidden is in none of
them, so that no two reports tell that somebody is; whoever objects to figures is in none that is handed out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from assist import gate
from assist.casebook import Book
from assist.changesets import pack_plain
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.figures.editions import publish
from assist.figures.shapes import Edition, Table, Threshold, one_way
from assist.gate import Clearance, Outgoing
from assist.indicators import funded, overlaps, publishing
from assist.indicators.catalogue import FEEDBACK, LOADS, OPEN_CASES, UNREAD, indicators
from assist.indicators.funded import Funded
from assist.indicators.shapes import ALL, SHARE, Figure, Indicator, Line, Period
from assist.indicators.tallying import Tally
from assist.indicators.work import is_worked_with
from assist.policy import require
from assist.ports import UnitOfWork
from assist.reportbook import DONOR, PROGRAMME, Kept, reports, written
from assist.reports.lines import A4, Paper
from assist.reports.order import ReportOrder
from assist.services.bench import Bench, Look
from assist.services.feedback import FORM as FEEDBACK_FORM
from assist.services.feedback import SCALE
from assist.services.feedback import SERVICE as FEEDBACK_SERVICE
from assist.services.paper import ReportSaved, new_print_id, put_out
from assist.services.scribe import Put, Target
from forms.loader import form
from forms.loader import forms as all_forms
from forms.model import LANGUAGES, FieldType

ACT = "report.programme"
LONGEST_DAYS = 2 * 366
STEP = 20
"""After so many people somebody may stop it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: of what time, whether it is handed out, and for a donor its code and what it is made of."""

    period: Period
    outside: bool = False
    funder: str = ""
    template: str = ""

    @property
    def kind(self) -> str:
        """The programme's own, or a donor's."""
        return DONOR if self.funder else PROGRAMME


@dataclass(frozen=True, slots=True)
class Made:
    """Its pages in memory under a print id, in a language, as they will leave."""

    kept: Kept
    paper: Paper
    print_id: str


class ProgrammeService:
    """For one open profile, and those who supervise."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- to make --------------------------------------------------------------------------

    def make(self, wanted: Wanted, going: Callable[[int], bool] = lambda _done: True) -> Kept:
        """Work it out, hide what has to be hidden, and keep what is shown; one commit.

        ``going`` is told how many people were counted and answers whether to go on. Raises NotAllowed, VaultShut,
        BadInput ``programme.period``, ``programme.whole``, ``programme.overlap``, ``programme.donor`` and
        ``programme.stopped``.
        """
        require(self._bench.me.roles, ACT)
        self._check(wanted)
        with self._bench.keeper.writing() as work:
            if not work.vault_open:
                raise VaultShut("vault.shut")
            if (wanted.outside or wanted.funder) and any(
                    each.tells_with(wanted.kind, wanted.period, wanted.funder.strip()) for each in reports(work)):
                raise BadInput("programme.overlap")
            kept = self._worked_out(work, wanted, going)
            ident = bytes.fromhex(kept.ref)
            self._bench.scribe.write(work, Target(ident), [
                Put(ident, wire.LISTED, wire.REPORTED, pack_plain(written(kept)), 1, kind=wire.OP_CREATE)])
            self._bench.audit(work, Look(f"figures.{kept.kind}", object=ident))
            work.commit()
        return kept

    def _check(self, wanted: Wanted) -> None:
        first, last = wanted.period
        try:
            days = (date.fromisoformat(last) - date.fromisoformat(first)).days
        except ValueError:
            raise BadInput("programme.period") from None
        if not 0 <= days <= LONGEST_DAYS or last > self._bench.today():
            raise BadInput("programme.period")
        if (wanted.outside or wanted.funder) and not is_whole(wanted.period):
            raise BadInput("programme.whole")
        if wanted.funder and wanted.template not in funded.templates():
            raise BadInput("programme.donor")

    def _worked_out(self, work: UnitOfWork, wanted: Wanted, going: Callable[[int], bool]) -> Kept:
        outside = wanted.outside or bool(wanted.funder)
        threshold = Threshold.OUTSIDE if outside else Threshold.INSIDE
        asked = _asked(wanted)
        money = Funded(funded.templates()[wanted.template], wanted.funder, wanted.period) if wanted.funder else None
        tallies, workers = [Tally(each) for each in asked], set[bytes]()
        for done, book in enumerate(_counted(work, outside=outside)):
            if done % STEP == 0 and not going(done):
                raise BadInput("programme.stopped")
            for tally in tallies:
                tally.add(book, wanted.period)
            if money is not None:
                money.add(book)
            if worker := is_worked_with(book, wanted.period):
                workers.add(worker)
        figures = [tally.figure() for tally in tallies]
        sheet = _Sheet([*zip(asked, figures, strict=True)], threshold)
        sheet.add_loads(workers)
        tables = [*sheet.tables(), *(money.tables() if money else self._feedback(work, wanted.period))]
        return self._kept(work, wanted, sheet, tables, money)

    def _kept(
        self, work: UnitOfWork, wanted: Wanted, sheet: _Sheet, tables: list[Table], money: Funded | None,
    ) -> Kept:
        empty = Edition(sheet.threshold, {}, (), ())
        kept = Kept(secrets.token_bytes(16).hex(), wanted.kind, wanted.period, empty, self._bench.today(),
                    self._bench.clock.now_ms(), self._bench.user.hex(), wanted.funder.strip(), wanted.template)
        made = [each for each in reports(work) if each.is_for_the_same(kept)]
        before = _before(made, kept.period)
        edition = overlaps.withheld(
            overlaps.Report(kept.period, publish(
                tables, sheet.threshold, before.edition if before is not None else None,
                {each.population(ALL): each.within for each in indicators() if each.within})),
            [overlaps.Report(each.period, each.edition) for each in made])
        values, bounds = sheet.values(), sheet.bounds()
        more = money.more(edition) if money is not None else {}
        if before is not None:  # what stands of the counts stands of what was measured beside them too
            values = _standing(edition, before.values, values)
            bounds = _standing(edition, before.bounds, {} if before.period == kept.period else bounds)
            more = before.more if funded.OF in edition.stands else more
        return replace(kept, edition=edition, values=values, bounds=bounds, more=more)

    def _feedback(self, work: UnitOfWork, period: Period) -> Iterator[Table]:
        """What people said in the quarters that lie wholly in this time."""
        held = [work.feedback.counts(quarter) for quarter in work.feedback.quarters() if _lies_in(quarter, period)]
        for field in form(FEEDBACK_FORM).fields():
            if held and field.type is FieldType.CHOICE and field.key != FEEDBACK_SERVICE:
                name = f"{FEEDBACK}/{field.key}"
                yield one_way(name, name, {
                    code: sum(counts.get(field.key, {}).get(code, 0) for counts in held) for code in SCALE})

    # -- to look and print ------------------------------------------------------------------

    def kept(self) -> list[Kept]:
        """Every report that was made in this team, the newest first. Raises NotAllowed."""
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.reading() as reader:
            return reports(reader)

    def one(self, ref: str) -> Kept:
        """The report of that reference; raises NotFound."""
        found = next((each for each in self.kept() if each.ref == ref), None)
        if found is None:
            raise NotFound("record.not_found")
        return found

    def funders(self) -> list[str]:
        """Codes of those who paid for help, as they stand on what was given."""
        require(self._bench.me.roles, ACT)
        with self._bench.keeper.writing() as work:
            return funded.funders(_counted(work, outside=False))

    def paper(self, kept: Kept, language: str, size: str = A4) -> Made:
        """Its pages, in memory; nothing is worked out again."""
        require(self._bench.me.roles, ACT)
        from assist.reports import programme  # the typesetter is large, and most days print nothing

        order = ReportOrder(language=language, today=self._bench.today(), print_id=new_print_id(), paper=size,
                            practice=self._bench.me.practice)
        return Made(kept, programme.render(kept, order, self._bench.name_of(kept.by)), order.print_id)

    def save(self, made: Made, out: Path, *, confirmed: bool = False) -> ReportSaved:
        """The pages that were looked at, in a file; the line is in the log before the file appears.

        ``confirmed``: the passphrase was typed again just now, which a report for outside needs. Raises NotAllowed.
        """
        put_out(out, made.paper.pdf, self._let_out(made, "report.save", confirmed=confirmed))
        return ReportSaved(out, made.paper.pages, made.print_id)

    def save_workbook(self, made: Made, language: str, out: Path, *, confirmed: bool = False) -> ReportSaved:
        """The same figures as a workbook, under the same print id. Raises NotAllowed."""
        from assist.reports import programme_book  # most days no workbook is written

        content = programme_book.workbook(
            made.kept, language, made.print_id, self._bench.name_of(made.kept.by))
        put_out(out, content, self._let_out(made, "report.save", confirmed=confirmed))
        return ReportSaved(out, 0, made.print_id)

    def to_printer(self, made: Made, *, confirmed: bool = False) -> Clearance:
        """The same for a printer: whoever opens it shows the clearance."""
        return self._let_out(made, "report.print", confirmed=confirmed)

    def _let_out(self, made: Made, verb: str, *, confirmed: bool) -> Clearance:
        require(self._bench.me.roles, ACT)
        if not made.kept.is_outside:
            clearance = gate.clear(None, Outgoing(gate.PROGRAMME), self._bench.clock.today())
        elif confirmed:
            clearance = gate.clear_figures(made.kept.edition, made.kept.funder)
        else:
            raise NotAllowed("report.confirm")
        with self._bench.keeper.writing() as work:
            self._bench.audit(work, Look(verb, b"", made.print_id.encode(), reason=clearance.purpose))
            work.commit()
        return clearance


@dataclass
class _Sheet:
    """What came out of every indicator, before it is hidden."""

    told: list[tuple[Indicator, Figure]]
    threshold: Threshold

    def add_loads(self, workers: set[bytes]) -> None:
        """R-31: how many people to each worker, nobody's cases among them."""
        people = next((figure.people for each, figure in self.told if each.ident == OPEN_CASES), 0)
        line = Line(ALL, 0, people, people, people / len(workers) if workers else None)
        self.told = [(each, Figure(each.ident, (line,), people) if each.ident == LOADS else figure)
                     for each, figure in self.told]

    def tables(self) -> Iterator[Table]:
        """The counts behind all of them."""
        for indicator, figure in self.told:
            if indicator.ident not in (FEEDBACK, UNREAD):
                yield from publishing.tables_of(indicator, figure)

    def values(self) -> dict[str, float]:
        """What was measured, and of forms how many no survivors have read: that is about nobody."""
        found = {name: value for indicator, figure in self.told
                 for name, value in publishing.values_of(indicator, figure)}
        return found | (unread() if any(each.ident == UNREAD for each, _figure in self.told) else {})

    def bounds(self) -> dict[str, tuple[int, str]]:
        """On which side of which percentage a share lies."""
        return {name: bound for indicator, figure in self.told if indicator.kind == SHARE
                for name, bound in publishing.bounds_of(indicator, figure, self.threshold)}


def unread() -> dict[str, float]:
    """R-34: of the forms that are filled in with her, how many no group of survivors has read, by language."""
    asked = [each for each in all_forms() if each.is_for_participants]
    found: dict[str, float] = {}
    for language in LANGUAGES:
        found[f"{UNREAD}/{language}"] = sum(1 for each in asked if not each.is_reviewed(language))
        found[f"{UNREAD}/{language}/all"] = len(asked)
    return found


def is_whole(period: Period) -> bool:
    """Whether it is a whole quarter or a whole year: reports for others are of no other time, or two of them would
    tell of whoever came between."""
    first, last = map(date.fromisoformat, period)
    starts, ends = first.day == 1, (last.month, last.day) in {(3, 31), (6, 30), (9, 30), (12, 31)}
    is_quarter = first.month == last.month - 2
    return starts and ends and first.year == last.year and (is_quarter or (first.month, last.month) == (1, 12))


def _asked(wanted: Wanted) -> list[Indicator]:
    every = list(indicators())
    if not wanted.funder:
        return every
    return [each for each in every if each.ident in funded.templates()[wanted.template].indicators]


def _counted(work: UnitOfWork, *, outside: bool) -> Iterator[Book]:
    """Everybody who may be counted. Hidden cases are in no report of figures at all: the team reads it."""
    books = _books(work, work.all_cases())
    return (book for book in (gate.countable(books) if outside else books) if book.level < HIDDEN)


def _books(work: UnitOfWork, cases: Iterable[bytes]) -> Iterator[Book]:
    for case in cases:
        book = Book(case, work.rows_of(case))
        if book.exists:
            yield book


def _lies_in(quarter: str, period: Period) -> bool:
    """Whether a quarter lies wholly in a time; it is named like ``2026-Q4``."""
    year, number = int(quarter[:4]), int(quarter[-1])
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return period.first <= date(year, 3 * number - 2, 1).isoformat() and after.isoformat() <= period.day_after


def _before(made: Iterable[Kept], period: Period) -> Kept | None:
    """What a new report is held against: the last one about the same time, else what one told of the same last day."""
    held = list(made)
    same = next((each for each in held if each.period == period), None)
    day = next((each for each in held if each.period.last == period.last), None)
    return same or (replace(day, edition=overlaps.of_its_last_day(day.edition)) if day is not None else None)


_Told = TypeVar("_Told")


def _standing(edition: Edition, before: Mapping[str, _Told], now: Mapping[str, _Told]) -> dict[str, _Told]:
    """What was measured, as it was where the counts of the earlier edition are shown again."""
    tables = {table.name for table in edition.tables if table.of in edition.stands}

    def stands(name: str) -> bool:
        return name in tables or name.partition("/")[0] in tables

    return {name: told for name, told in now.items() if not stands(name)} | {
        name: told for name, told in before.items() if stands(name)}
