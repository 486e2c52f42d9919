# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Her copy of one consent, on paper, once that is safe: through the gate, with its line in the log before the file."""

from __future__ import annotations

from pathlib import Path

from assist import gate
from assist.casebook import Book, Sheet
from assist.domain.protection import belongs_in_vault
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.gate import Outgoing
from assist.policy import LEAD, require
from assist.reports.dossier import language_of
from assist.services.bench import Bench, Look
from assist.services.paper import ReportSaved, new_print_id, put_out

_HAND = 3
"""How sensitive her hand is, as her form says."""


class ConsentCopies:
    """For one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def save(
        self, case: str, record: str, out: Path, language: str, *, paper_safe: bool, with_name: bool
    ) -> ReportSaved:
        """Put it into a file of its owner's alone, in her language where there is one.

        Raises NotAllowed ``report.not_safe`` unless she said that a paper is safe today, ``report.own_case``,
        NotFound, and VaultShut where her hand is behind the seal.
        """
        from assist.reports import consentcopy  # the typesetter is large, and most days print nothing

        require(self._bench.me.roles, "report.participant")
        print_id = new_print_id()
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            self._require_own(book)
            if belongs_in_vault(_HAND, book.level) and not work.vault_open:
                raise VaultShut("vault.shut")
            told = consentcopy.consent_copy(
                book, _sheet(book, consentcopy.FORM, record), language_of(book, language), with_name=with_name)
            clearance = gate.clear(
                book, Outgoing(gate.PARTICIPANT_COPY, paper_safe=paper_safe), self._bench.clock.today())
            self._bench.audit(work, Look("report.save", book.case_id, print_id.encode(), reason="copy_given:own_copy",
                                         protected=book.level > 1))
            work.commit()
        made = consentcopy.paper(told, print_id)
        put_out(out, made.pdf, clearance)
        return ReportSaved(out, made.pages, print_id)

    def _require_own(self, book: Book) -> None:
        own = book.is_of(self._bench.user)
        if not own and not LEAD & self._bench.me.roles:
            raise NotAllowed("report.own_case")


def _sheet(book: Book, form: str, record: str) -> Sheet:
    for sheet in book.of_form(form):
        if sheet.entity.id.hex() == record:
            return sheet
    raise NotFound("record.not_found")
