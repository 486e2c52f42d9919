# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How work is spread: one line a worker by name, what each count means, and the same on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from assist import i18n
from assist.i18n import N_, _
from assist.reports.lines import Paper
from assist.teambook import Load
from ui.context import Surroundings
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.printing import ask_printer, has_printer, put_on_paper, say_saved
from ui.screens.team.part import Part
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline, Lines

COLUMNS = (
    (N_("Open cases"), N_("cases that are accompanied now; those that came with a file and sleep are not among them")),
    (N_("High risk"), N_("of these, the last look at safety found a high or extreme risk")),
    (N_("Resting"), N_("of these, she rests and only safety goes on")),
    (N_("Late"), N_("things to do whose day has gone by")),
    (N_("This week"), N_("things to do from today to the sixth day after")),
    (N_("Appointments"), N_("agreed for these days and still to come")),
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


def counts(load: Load) -> tuple[int, ...]:
    """What stands in the columns, in their order."""
    return load.cases, load.grave, load.resting, load.late, load.due, load.meetings


def name_of(load: Load) -> str:
    """Whose line it is."""
    name = load.name or _("nobody's case")
    return _("{name} (has left)").format(name=name) if load.has_left else name


class WorkloadPart(Part):
    """What is on the screen is what goes on paper: no case, no name of anybody who is accompanied."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.loads: tuple[Load, ...] = ()
        self.save = PrimaryButton(_("Save as paper"), icon="reports")

    def refresh(self) -> None:
        """Count again."""
        self.ask(self.s.desk.workload.loads, self._show)

    def _show(self, loads: tuple[Load, ...]) -> None:
        self.loads = loads
        if not loads:
            card = Card(_("Workload"))
            card.body.addWidget(Empty(_("Everybody who accompanies cases has a line here.")))
            self.show_cards([card])
            return
        meaning = Card(_("What is counted"))
        lines = Lines(140, spacing=3)
        for name, words in COLUMNS:
            lines.put(_(name), _(words))
        meaning.body.addWidget(lines)
        meaning.body.addWidget(Label(
            _("The lines stand by name. Numbers say nothing of how well somebody works, and nobody adds them up. "
              "Hidden cases are counted only for whoever reads them."), Role.SMALL, "muted"))
        self.show_cards([self._table(loads), meaning])

    def _table(self, loads: tuple[Load, ...]) -> Card:
        card = Card(" · ".join((_("Workload"), i18n.long_day(self.s.desk.clock.today().isoformat()))))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 3)
        for at, (name, _words) in enumerate(COLUMNS, 1):
            head = Label(_(name), Role.SMALL, "muted")
            head.setAlignment(_RIGHT)
            grid.addWidget(head, 0, at)
            grid.setColumnStretch(at, 1)
        for place, load in enumerate(loads):
            grid.addWidget(Hairline(), 2 * place + 1, 0, 1, len(COLUMNS) + 1)
            grid.addWidget(Label(name_of(load), Role.STRONG, "muted" if load.has_left else "text"), 2 * place + 2, 0)
            for at, count in enumerate(counts(load), 1):
                grid.addWidget(self._count(load, at, count), 2 * place + 2, at)
        card.body.addWidget(holder)
        card.body.addLayout(self._ways_out())
        return card

    def _count(self, load: Load, at: int, count: int) -> Label:
        said = Label(i18n.number(count) if count else "–", wrap=False)
        said.setAlignment(_RIGHT)
        said.setAccessibleName(_("{name}, {what}: {count}").format(
            name=name_of(load), what=_(COLUMNS[at - 1][0]), count=i18n.number(count)))
        return said

    def _ways_out(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.save = PrimaryButton(_("Save as paper"), icon="reports")
        self.save.clicked.connect(lambda _on=False: self._ask_where())
        row.addWidget(self.save)
        if has_printer():
            printed = QuietButton(_("Print"), icon="print")
            printed.clicked.connect(lambda _on=False: ask_printer(self, self._print_on))
            row.addWidget(printed)
        row.addStretch(1)
        return row

    # -- out ------------------------------------------------------------------------------

    def _make(self, then: Callable[[tuple[Paper, str]], object]) -> None:
        workload, loads, language = self.s.desk.workload, self.loads, i18n.language()
        self.s.paper.run(lambda: workload.paper(loads, language), owner=self, then=then, failed=self.s.trouble)

    def _ask_where(self) -> None:
        self._make(lambda made: ask_where_to_save(
            self, _("Save the workload"), f"{made[1]}.pdf", partial(self._save_to, made)))

    def _save_to(self, made: tuple[Paper, str], file: Path) -> None:
        self.s.write.run(lambda: self.s.desk.workload.papers.save(*made, file), owner=self,
                         then=lambda saved: say_saved(self.s, saved), failed=self.s.trouble)

    def _print_on(self, printer: QPrinter) -> None:
        def put(made: tuple[Paper, str]) -> None:
            papers, (paper, print_id) = self.s.desk.workload.papers, made
            put_on_paper(self.s, self, printer, (paper.pdf, print_id), lambda: papers.to_printer(print_id))

        self._make(put)
