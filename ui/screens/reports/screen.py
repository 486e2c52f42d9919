# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choose a report, look at its pages, decide on every free line, then save or print it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from assist.crypto.codes import shown
from assist.i18n import _
from assist.policy import LEAD, may
from assist.reports.lines import HER_OWN, SAFETY_PLAN, SUPERVISION, WHOLE, Paper
from assist.reports.order import ReportOrder
from assist.reports.preview import pages_as_png
from assist.services.paper import ReportSaved
from assist.services.reports import Prepared, Purpose
from assist.views import CaseQuery, CaseRow
from ui.context import Screen, Surroundings
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.printing import ask_printer, has_printer, put_on_paper, say_saved
from ui.screens.reports.choosing import KINDS, Choosing, Wish
from ui.screens.reports.exports import Exports
from ui.screens.reports.figures import Figures
from ui.screens.reports.opinions import Opinions
from ui.screens.reports.pages import RENDERED
from ui.screens.reports.paper_safe import SAFE, PaperSafe
from ui.screens.reports.preview import Preview


@dataclass(frozen=True, slots=True)
class _Caseload:
    cases: int
    paper: Paper
    print_id: str


class ReportsScreen(Screen):
    """Nothing is saved or printed that was not looked at."""

    def __init__(self, surroundings: Surroundings, case: str = "", kind: str = "") -> None:
        super().__init__()
        self._s, self._case, self._kind = surroundings, case, kind
        roles = surroundings.desk.me.roles
        self._kinds = [kind for kind in KINDS if may(roles, f"report.{kind}").ok]
        self.figures, self.exports, self.opinions = Figures(surroundings), Exports(surroundings), Opinions(surroundings)
        self.choosing = Choosing(self._kinds, caseload=may(roles, "report.caseload").ok,
                                 beside=(self.figures, self.exports, self.opinions))
        self.preview = Preview()
        self._wish: Wish | None = None
        self._prepared: Prepared | None = None
        self._caseload: _Caseload | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.choosing)
        self._stack.addWidget(self.preview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._connect()

    def title(self) -> str:
        """Reports."""
        return _("Reports")

    def refresh(self) -> None:
        """Own cases again; who was sent here finds the one case and kind chosen."""
        if self._kind in self._kinds:
            self.choosing.choose_kind(self._kind)
        if self._case:
            case, self._case = self._case, ""
            cases = self._s.desk.cases
            self._s.read.run(lambda: cases.header(case).code, owner=self, then=self._came_with,
                             failed=self._s.trouble)
            return
        self._narrow(self.choosing.filter.text().strip())

    def _came_with(self, code: str) -> None:
        self.choosing.filter.setText(shown(code))
        self._narrow(code)

    def leave(self) -> bool:
        """No page stays in memory."""
        self._back()
        return True

    # -- choosing ---------------------------------------------------------------------------

    def _narrow(self, text: str) -> None:
        desk = self._s.desk
        own = "" if LEAD & desk.me.roles else desk.me.user
        query = CaseQuery(worker=own, text=text, sort="name")

        def read() -> list[CaseRow]:
            return desk.cases.listed(query, 60)

        self._s.read.run(read, owner=self, then=self.choosing.show_cases, failed=self._s.trouble)

    def _wanted(self, wish: Wish) -> None:
        if wish.kind not in HER_OWN:
            self._look(wish)
            return
        sheet = PaperSafe(self)
        sheet.answered.connect(lambda said: self._paper_answered(wish, said))

    def _paper_answered(self, wish: Wish, said: str) -> None:
        if said == SAFE and wish.kind in WHOLE and not self._s.desk.vault_open:
            why = (_("Most of her safety plan is protected.") if wish.kind == SAFETY_PLAN
                   else _("Who looked at what is protected stands in protected work."))
            self._s.ask_passphrase(why, lambda: self._look(wish),
                                   opens_vault=True)
        elif said == SAFE:
            self._look(wish)
        else:
            reports = self._s.desk.reports
            self._s.write.run(lambda: reports.no_paper(wish.case, wish.kind, said), owner=self,
                              then=lambda _kept: self._no_paper(), failed=self._s.trouble)

    def _no_paper(self) -> None:
        self._s.banner.show_good(_("Then no paper is made. It can be read out, and asked again another day."))

    # -- looking ----------------------------------------------------------------------------

    def _look(self, wish: Wish, keep: frozenset[str] | None = None) -> None:
        self._wish = wish
        order = ReportOrder(wish.kind, wish.language, keep=keep)
        reports = self._s.desk.reports
        self.preview.wait()
        self._stack.setCurrentWidget(self.preview)
        self._s.write.run(lambda: reports.preview(wish.case, order), owner=self, then=self._made,
                          failed=self._not_made)

    def _made(self, prepared: Prepared) -> None:
        self._prepared, self._caseload = prepared, None
        self.preview.show_report(prepared, can_print=has_printer())
        self._render(prepared.pdf)

    def _not_made(self, error: Exception) -> None:
        self._back()
        self._s.trouble(error)

    def _render(self, pdf: bytes) -> None:
        self._s.paper.run(lambda: pages_as_png(pdf, RENDERED), owner=self, then=self.preview.show_pages,
                          failed=self._s.trouble)

    def _kept(self, keep: frozenset[str]) -> None:
        if self._wish is not None:
            self._look(self._wish, keep)

    def _look_at_caseload(self, language: str) -> None:
        desk = self._s.desk
        self.preview.wait()
        self._stack.setCurrentWidget(self.preview)

        def read() -> _Caseload:
            rows = desk.cases.caseload()
            return _Caseload(len(rows), *desk.reports.caseload_paper(rows, language))

        self._s.read.run(read, owner=self, then=self._caseload_made, failed=self._not_made)

    def _caseload_made(self, made: _Caseload) -> None:
        self._wish, self._prepared, self._caseload = None, None, made
        self.preview.show_caseload(made.cases)
        self._render(made.paper.pdf)

    def _back(self) -> None:
        """To the choice; what was looked at is forgotten."""
        self._wish = self._prepared = self._caseload = None
        self.preview.forget()
        self._stack.setCurrentWidget(self.choosing)

    # -- out --------------------------------------------------------------------------------

    def _save(self) -> None:
        """The passphrase again for a report of the team; then where it goes."""
        if self._caseload is not None:
            ask_where_to_save(self, _("Save the caseload"), f"{self._caseload.print_id}.pdf", self._save_caseload)
        elif self._prepared is not None and self._wish is not None:
            self._confirmed(self._ask_where)

    def _confirmed(self, then: object) -> None:
        wish = self._wish
        if wish is None or not callable(then):
            return
        if wish.kind == SUPERVISION:
            self._s.ask_passphrase(_("This report leaves the encrypted workspace."), then)
        else:
            then()

    def _ask_where(self) -> None:
        prepared = self._prepared
        if prepared is not None:
            ask_where_to_save(self, _("Save the report"), prepared.file_name, self._save_to)

    def _save_to(self, file: Path) -> None:
        prepared, wish, reports = self._prepared, self._wish, self._s.desk.reports
        if prepared is None or wish is None:
            return
        purpose = self._purpose(wish)
        self._s.write.run(lambda: reports.save(wish.case, prepared, file, purpose), owner=self, then=self._saved,
                          failed=self._s.trouble)

    def _save_caseload(self, file: Path) -> None:
        made, reports = self._caseload, self._s.desk.reports
        if made is not None:
            self._s.write.run(lambda: reports.caseloads.save(made.paper, made.print_id, file), owner=self,
                              then=self._saved, failed=self._s.trouble)

    def _saved(self, saved: ReportSaved) -> None:
        say_saved(self._s, saved)

    def _purpose(self, wish: Wish) -> Purpose:
        own = wish.kind in HER_OWN
        return Purpose(wish.purpose, confirmed=not own, paper_safe=own)

    # -- printer ----------------------------------------------------------------------------

    def _print(self) -> None:
        if self._prepared is not None:
            self._confirmed(lambda: ask_printer(self, self._print_on))

    def _print_on(self, printer: QPrinter) -> None:
        prepared, wish, reports = self._prepared, self._wish, self._s.desk.reports
        if prepared is None or wish is None:
            return
        purpose = self._purpose(wish)
        put_on_paper(self._s, self, printer, (prepared.pdf, prepared.print_id),
                     lambda: reports.to_printer(wish.case, prepared, purpose))

    def _connect(self) -> None:
        self.choosing.narrowed.connect(self._narrow)
        self.choosing.wanted.connect(self._wanted)
        self.choosing.caseload_wanted.connect(self._look_at_caseload)
        self.preview.kept.connect(self._kept)
        self.preview.save.clicked.connect(lambda _on=False: self._save())
        self.preview.print.clicked.connect(lambda _on=False: self._print())
        self.preview.back.clicked.connect(lambda _on=False: self._back())
        self._s.hub.vault.connect(self._vault_changed)

    def _vault_changed(self, _opened: bool) -> None:
        """What was looked at may not be looked at any more."""
        self._back()


