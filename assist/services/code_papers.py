# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers of codes and counts that are about no case of their own: the caseload, a day, the workload.

What was looked at is what is saved or printed, under the print id that stands on it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assist import gate
from assist.gate import Clearance, Outgoing
from assist.policy import require
from assist.reports.lines import A4, Paper
from assist.reports.order import ReportOrder
from assist.services.bench import Bench, Look
from assist.services.paper import ReportSaved, new_print_id, put_out


class CodePapers:
    """One kind of them: ``act`` says who may, ``kind`` is its name at the gate and in the log."""

    def __init__(self, bench: Bench, act: str, kind: str) -> None:
        self._bench, self._act, self._kind = bench, act, kind

    def made(self, render: Callable[[ReportOrder], Paper], language: str, size: str = A4) -> tuple[Paper, str]:
        """The pages in memory and their print id; raises NotAllowed."""
        require(self._bench.me.roles, self._act)
        order = ReportOrder(language=language, today=self._bench.today(), print_id=new_print_id(), paper=size,
                            practice=self._bench.me.practice)
        return render(order), order.print_id

    def save(self, paper: Paper, print_id: str, out: Path) -> ReportSaved:
        """The pages that were looked at, in a file; the line is in the log before the file appears."""
        put_out(out, paper.pdf, self._let_out(print_id, "report.save"))
        return ReportSaved(out, paper.pages, print_id)

    def to_printer(self, print_id: str) -> Clearance:
        """The same for a printer: whoever opens it shows the clearance."""
        return self._let_out(print_id, "report.print")

    def _let_out(self, print_id: str, verb: str) -> Clearance:
        require(self._bench.me.roles, self._act)
        clearance = gate.clear(None, Outgoing(self._kind), self._bench.clock.today())
        with self._bench.keeper.writing() as work:
            self._bench.audit(work, Look(verb, b"", print_id.encode(), reason=self._kind))
            work.commit()
        return clearance
