# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports: looked at first, then saved or printed, each time with a line in the log before anything leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assist import gate
from assist.casebook import Book
from assist.clock import iso_of
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.gate import Clearance, Outgoing
from assist.i18n import N_
from assist.policy import LEAD, require
from assist.reports import herinformation
from assist.reports.dossier import OwnLine, build, language_of, own_words
from assist.reports.lines import (
    A4,
    HER_OWN,
    MY_INFORMATION,
    PARTICIPANT,
    SAFETY_PLAN,
    SUPERVISION,
    TEMPLATES,
    WHOLE,
    Dossier,
    Paper,
)
from assist.reports.order import ReportOrder
from assist.services.attachments import told_of
from assist.services.auditing import PAPERS, lines_about
from assist.services.bench import AuditBody, Bench, Look
from assist.services.code_papers import CodePapers
from assist.services.paper import ReportSaved, new_print_id, put_out
from assist.supervisionbook import looks
from assist.views import AuditRow, CaseloadRow

PURPOSES = {
    "supervision": N_("Supervision meeting"), "case_talk": N_("Case meeting of the team"),
    "handover": N_("Handover to another worker"), "own_copy": N_("Her own copy"),
    "caseload": N_("Caseload meeting"), "day_sheet": N_("The day ahead"),
}
"""Why a paper is made (WP-18); the code is written in the log."""

_GATE_PURPOSE = {SUPERVISION: gate.SUPERVISION, PARTICIPANT: gate.PARTICIPANT_COPY,
                 SAFETY_PLAN: gate.PARTICIPANT_COPY, MY_INFORMATION: gate.PARTICIPANT_COPY}
_LONGEST_LOOK = 20_000


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a paper leaves, and what was asked before.

    ``confirmed``: the passphrase was typed again just now. ``paper_safe``: she was asked and a
    paper is safe today (ruling 87). ``people``: how many agreed.
    """

    code: str
    confirmed: bool = False
    paper_safe: bool = False
    people: int = 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report as it will leave, in memory only. ``kept`` are the own-words lines that are printed."""

    pdf: bytes
    pages: int
    print_id: str
    template: str
    language: str
    own_words: tuple[OwnLine, ...]
    kept: frozenset[str]
    stamp: int

    @property
    def file_name(self) -> str:
        """A name that says nothing about anybody."""
        return f"{self.print_id}.pdf"
NO_PAPER = frozenset({"not_safe", "not_wanted"})
"""What she may say when she is asked whether a paper of hers is safe today, beside that it is."""


class ReportService:
    """Supervision report, the person's own copy, caseload. What was looked at is what is saved."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.caseloads = CodePapers(bench, "report.caseload", gate.CASELOAD)

    # -- one case -----------------------------------------------------------------------

    def preview(self, case: str, order: ReportOrder) -> Prepared:
        """The finished report in memory; the audit line of the look comes first.

        Day, worker and a new print id are filled in. The person's own copy is in her language
        where a paper can be, else in the language of the order. Raises NotAllowed.
        """
        book = self._bench.look_up(case)
        self._require(book, order.template)
        if order.template in WHOLE:
            self._read_whole(book, order.template)
        self._bench.audit_view(Look("report.preview", book.case_id, protected=book.level > 1))
        order = self._completed(book, order)
        info = self._information(book) if order.template == MY_INFORMATION else None
        lines = own_words(book, order.template) if info is None else herinformation.own_lines(info)
        kept = order.keep if order.keep is not None else frozenset(
            line.key for line in lines if not line.look_again)
        from assist.reports.pdf import render  # the typesetter is large, and most days print nothing

        asked = replace(order, keep=kept)
        paper = render(build(book, asked, lines) if info is None else herinformation.dossier(info, asked))
        return Prepared(
            paper.pdf, paper.pages, order.print_id, order.template, order.language, lines, kept, _newest(book))

    def my_information(self, case: str, language: str) -> Dossier:
        """What is held of her, to be looked at with her on the screen; in her language where there is one (PA-06).

        The line of the look comes first and is on the page. Raises NotAllowed, VaultShut.
        """
        book = self._bench.look_up(case)
        self._require(book, MY_INFORMATION)
        self._read_whole(book, MY_INFORMATION)
        self._bench.audit_view(Look("information.view", book.case_id, protected=book.level > 1))
        order = self._completed(book, ReportOrder(MY_INFORMATION, language))
        return herinformation.dossier(self._information(book), replace(order, print_id=""))

    def _information(self, book: Book) -> herinformation.MyInformation:
        with self._bench.keeper.writing() as work:
            lines, (attached, copies) = lines_about(self._bench, work, book.case_id), told_of(work, book.case_id)
        seen: dict[bytes, list[str]] = {}
        for line in lines:
            seen.setdefault(line.user, []).append(iso_of(line.wall_ms)[:10])
        for look in looks(book):  # of colleagues, on laptops whose log is not here
            if look.user != self._bench.user.hex():
                seen.setdefault(bytes.fromhex(look.user), []).append(look.on)
        papers = [iso_of(line.wall_ms)[:10] for line in reversed(lines) if line.verb in PAPERS]
        papers += [day for _entity, day, to in copies if not to]
        files = herinformation.Files(attached, tuple(
            herinformation.Share(entity, day, to, is_file=True) for entity, day, to in copies if to))
        return herinformation.read(book, self._bench.clock.today(), [
            herinformation.Seen(user.hex(), self._bench.name_of(user), len(days), max(days))
            for user, days in seen.items()], papers, files)

    def save(self, case: str, prepared: Prepared, out: Path, purpose: Purpose) -> ReportSaved:
        """Put the report into a file of its owner's alone.

        The gate is asked again, and the line is in the log before the file appears. Raises
        NotAllowed, and BadInput ``report.changed`` when the case changed since it was looked at.
        """
        clearance = self._let_out(case, prepared, purpose, "report.save")
        put_out(out, prepared.pdf, clearance)
        return ReportSaved(out, prepared.pages, prepared.print_id)

    def to_printer(self, case: str, prepared: Prepared, purpose: Purpose) -> Clearance:
        """The clearance that whoever opens the printer must show, for the pages of ``prepared``."""
        return self._let_out(case, prepared, purpose, "report.print")

    def no_paper(self, case: str, template: str, said: str) -> None:
        """She was asked whether a paper of hers is safe, and none is made; ``said`` is a code of ``NO_PAPER``.

        Raises BadInput, NotAllowed.
        """
        if template not in HER_OWN or said not in NO_PAPER:
            raise BadInput("report.kind")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            self._require(book, template)
            self._bench.audit(work, Look(
                f"report.{said}", book.case_id, reason=template, protected=book.level > 1))
            work.commit()

    def individual(self, case: str, kind: str, language: str, out: Path, *, paper_safe: bool = False) -> ReportSaved:
        """Look and save at once, for commands: signing in just now was the passphrase again.

        Own words that ask for a second look are left out, because nobody looks.
        """
        if kind not in (*TEMPLATES, *WHOLE):
            raise BadInput("report.kind")
        prepared = self.preview(case, ReportOrder(kind, language))
        code = "own_copy" if kind in HER_OWN else "supervision"
        return self.save(case, prepared, out, Purpose(code, confirmed=True, paper_safe=paper_safe))

    def _require(self, book: Book, template: str) -> None:
        own = book.is_of(self._bench.user)
        require(self._bench.me.roles, f"report.{template}")
        if not own and not LEAD & self._bench.me.roles:
            raise NotAllowed("report.own_case")

    def _read_whole(self, book: Book, template: str) -> None:
        """With what is sealed of it: half a plan is no copy of it, nor is half a list. Raises VaultShut, NotFound."""
        if template == SAFETY_PLAN and not book.of_form("F06"):
            raise NotFound("report.no_plan")
        with self._bench.keeper.writing() as work:
            if not work.vault_open:
                raise VaultShut("vault.shut")

    def _completed(self, book: Book, order: ReportOrder) -> ReportOrder:
        worker = book.case.plain(wire.WORKER)
        language = language_of(book, order.language) if order.template in HER_OWN else order.language
        return replace(
            order, language=language, today=order.today or self._bench.today(), print_id=new_print_id(),
            worker_initials=order.worker_initials or initials(self._bench.name_of(worker) if worker else ""),
            practice=self._bench.me.practice,
        )

    def _let_out(self, case: str, prepared: Prepared, purpose: Purpose, verb: str) -> Clearance:
        """Ask the gate and write the line, in one unit of work; only then may anything leave."""
        if purpose.code not in PURPOSES:
            raise BadInput("report.purpose")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            self._require(book, prepared.template)
            clearance = gate.clear(book, Outgoing(
                _GATE_PURPOSE[prepared.template], people=purpose.people, paper_safe=purpose.paper_safe,
                confirmed=purpose.confirmed), self._bench.clock.today())
            if _newest(book) != prepared.stamp:
                raise BadInput("report.changed")
            given = "copy_given:" if prepared.template in HER_OWN else ""
            self._bench.audit(work, Look(
                verb, book.case_id, prepared.print_id.encode(), reason=given + purpose.code,
                protected=book.level > 1))
            work.commit()
        return clearance

    # -- caseload -----------------------------------------------------------------------

    def caseload_paper(self, rows: Sequence[CaseloadRow], language: str, paper: str = A4) -> tuple[Paper, str]:
        """The caseload as pages, codes only (ruling 51), and its print id."""
        from assist.reports import caseload  # the typesetter is large, and most days print nothing

        return self.caseloads.made(lambda order: caseload.render(rows, order), language, paper)

    # -- the log ------------------------------------------------------------------------

    def printed(self, print_id: str) -> AuditRow | None:
        """Who made the paper with this print id, when and of which case; None when nobody here did.

        A paper of a protected case is found only while the vault is open.
        """
        require(self._bench.me.roles, "audit.read")
        wanted = print_id.strip().upper().encode()
        with self._bench.keeper.writing() as work:
            lines = work.audit_of(wanted, 50) or work.audit_tail(_LONGEST_LOOK)
            for n, body in lines:
                found = self._bench.read_audit(body)
                if found is not None and found.object == wanted and found.verb in ("report.save", "report.print"):
                    book = Book(found.case, work.rows_of(found.case)) if found.case else None
                    return self._row(n, found, book.case.plain(wire.CODE, "") if book else "")
        return None

    def _row(self, n: int, body: AuditBody, code: str) -> AuditRow:
        return AuditRow(
            n, iso_of(body.wall_ms), body.user.hex(), self._bench.name_of(body.user), body.verb, body.outcome, code)


def initials(name: str) -> str:
    """``A. R.`` for ``Ana Ríos``."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def _newest(book: Book) -> int:
    return max(
        (row.hlc for entity in book.entities.values() for rows in entity.fields.values() for row in rows), default=0)
