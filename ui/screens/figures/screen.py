# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choose a time, let the figures be worked out, look at them, hand them out under a print id."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from assist.reportbook import Kept
from assist.services.paper import ReportSaved
from assist.services.programme import Made, Wanted
from ui.context import Screen, Surroundings
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.printing import ask_printer, has_printer, put_on_paper, say_saved
from ui.screens.figures.choosing import Choosing
from ui.screens.figures.shown import Report
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


class FiguresScreen(Screen):
    """What was worked out once is kept; printed again it says the same."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        self._kept: Kept | None = None
        self._stop = Event()
        self.choosing = Choosing(surroundings.desk.clock.today())
        self.report = Report()
        self.counting = Label("")
        self.stop = QuietButton(_("Stop counting"))
        self._stack = QStackedWidget()
        for page in (self.choosing, self._waiting(), self.report):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._connect()

    def title(self) -> str:
        """Figures."""
        return _("Figures of the team")

    def keys(self) -> dict[str, str]:
        """Through a report."""
        return {"PgUp PgDn": _("through the figures"), "Home End": _("to their beginning, to their end")}

    def refresh(self) -> None:
        """The reports there are."""
        self._s.read.run(self._s.desk.programme.kept, owner=self, then=self.choosing.show_kept,
                         failed=self._s.trouble)

    def leave(self) -> bool:
        """Nothing goes on, and no report stays on the screen."""
        self._stop.set()
        self._back()
        return True

    def _look_for_funders(self) -> None:
        """Every sheet of help given is looked at, so only for whoever wants a donor's report."""
        self._s.write.run(self._s.desk.programme.funders, owner=self, then=self.choosing.show_funders,
                          failed=self._s.trouble)

    # -- to make ------------------------------------------------------------------------------

    def _wanted(self, wanted: Wanted) -> None:
        if self._s.desk.vault_open:
            self._make(wanted)
        else:
            self._s.ask_passphrase(_("Figures are of everybody, protected work included."),
                                   lambda: self._make(wanted), opens_vault=True)

    def _make(self, wanted: Wanted) -> None:
        self._stop = stop = Event()
        told = self._s.write.teller(self, self._counted)
        self._counted(0)
        self._stack.setCurrentIndex(1)
        self.stop.setFocus()

        def going(done: int) -> bool:
            told(done)
            return not stop.is_set()

        programme = self._s.desk.programme
        self._s.write.run(lambda: programme.make(wanted, going), owner=self, then=self._made, failed=self._not_made)

    def _counted(self, done: int) -> None:
        self.counting.setText(_("Counted so far: {count}").format(count=i18n.number(done)))

    def _made(self, kept: Kept) -> None:
        self._open(kept)
        self.refresh()

    def _not_made(self, error: Exception) -> None:
        self._back()
        self._s.trouble(error)

    def _open(self, kept: Kept) -> None:
        self._kept = kept
        self.report.show_report(kept, self._s.desk.bench.name_of(kept.by), can_print=has_printer())
        self._stack.setCurrentWidget(self.report)
        self.report.save.setFocus()

    def _back(self) -> None:
        self._kept = None
        self.report.forget()
        self._stack.setCurrentWidget(self.choosing)

    # -- out ----------------------------------------------------------------------------------

    def _paper(self, then: Callable[[Made], object]) -> None:
        """The pages, once whoever hands them out has typed her passphrase again."""
        kept, programme, language = self._kept, self._s.desk.programme, i18n.language()
        if kept is None:
            return

        def make() -> None:
            self._s.paper.run(lambda: programme.paper(kept, language), owner=self, then=then, failed=self._s.trouble)

        if kept.is_outside:
            self._s.ask_passphrase(_("This report leaves the encrypted workspace."), make)
        else:
            make()

    def _save(self) -> None:
        self._paper(lambda made: ask_where_to_save(
            self, _("Save the report"), f"{made.print_id}.pdf", partial(self._save_to, made)))

    def _save_to(self, made: Made, file: Path) -> None:
        self._s.write.run(lambda: self._s.desk.programme.save(made, file, confirmed=True), owner=self,
                          then=lambda saved: say_saved(self._s, saved), failed=self._s.trouble)

    def _save_book(self) -> None:
        self._paper(lambda made: ask_where_to_save(
            self, _("Save the report"), f"{made.print_id}.xlsx", partial(self._save_book_to, made)))

    def _save_book_to(self, made: Made, file: Path) -> None:
        language = i18n.language()
        self._s.write.run(
            lambda: self._s.desk.programme.save_workbook(made, language, file, confirmed=True), owner=self,
            then=self._book_saved, failed=self._s.trouble)

    def _book_saved(self, saved: ReportSaved) -> None:
        self._s.banner.show_good(_("Saved as a workbook, and not encrypted any more. Print id {id}.").format(
            id=saved.print_id))

    def _print(self) -> None:
        self._paper(lambda made: ask_printer(self, partial(self._print_on, made)))

    def _print_on(self, made: Made, printer: QPrinter) -> None:
        put_on_paper(self._s, self, printer, (made.paper.pdf, made.print_id),
                     lambda: self._s.desk.programme.to_printer(made, confirmed=True))

    # -- laid out -------------------------------------------------------------------------------

    def _waiting(self) -> QWidget:
        card = Card(_("Being worked out"))
        card.body.addWidget(self.counting)
        card.body.addWidget(self.stop)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        return holder

    def _connect(self) -> None:
        self.choosing.wanted.connect(self._wanted)
        self.choosing.opened.connect(self._open)
        self.choosing.donors_asked.connect(self._look_for_funders)
        self.stop.clicked.connect(lambda _on=False: self._stop.set())
        self.report.save.clicked.connect(lambda _on=False: self._save())
        self.report.book.clicked.connect(lambda _on=False: self._save_book())
        self.report.print.clicked.connect(lambda _on=False: self._print())
        self.report.back.clicked.connect(lambda _on=False: self._back())
