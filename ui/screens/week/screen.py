# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The week: what is agreed on which day; arrows go through a day, Alt with an arrow through the weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.appointmentbook import FORM
from assist.crypto.codes import shown
from assist.i18n import _
from assist.reports.lines import Paper
from assist.services.appointments import Entry
from assist.views import Changes
from ui import appointment_words
from ui.context import Screen, Surroundings
from ui.dialogs.appointment import AppointmentSheet
from ui.dialogs.day_on_paper import DayOnPaper
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.printing import ask_printer, has_printer, put_on_paper, say_saved
from ui.dialogs.undoing import say_done
from ui.theme import GAP
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.choice import ChoiceButtons
from ui.widgets.columns import TwoColumns
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines, Said
from ui.widgets.page_head import PageHead
from ui.widgets.scrolling import ScrollPage

DAYS = 7
_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class _Week:
    entries: list[Entry]
    codes_only: bool


@dataclass(frozen=True, slots=True)
class _OnPaper:
    paper: Paper
    print_id: str


class WeekScreen(Screen):
    """Seven days from Monday on; ``day`` says which week it begins with."""

    def __init__(self, surroundings: Surroundings, day: str = "") -> None:
        super().__init__()
        self._s = surroundings
        self._today = surroundings.desk.clock.today()
        self._monday = _monday_of(date.fromisoformat(day) if day else self._today)
        self._columns: TwoColumns | None = None
        self._chip = Chip("")
        self.mine = ChoiceButtons([("mine", _("only mine"))], multiple=True)
        self.mine.setToolTip(_("Cases that you accompany, and those that nobody does."))
        self.mine.chosen.connect(lambda _picked: self.refresh())
        self.before, self.now, self.after = (
            QuietButton(_("Week before")), QuietButton(_("This week")), QuietButton(_("Week after")))
        self.papers: dict[str, LinkButton] = {}
        self._page = ScrollPage()
        self._page.body.setContentsMargins(0, 0, 0, GAP)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._page, 1)
        outer.addWidget(ActionBar([self.before, self.after, self.mine, self.now], folds=True))
        self._connect()

    def title(self) -> str:
        """The week."""
        return _("The week")

    def header(self) -> QWidget:
        """The name of the screen and which week it is."""
        self._chip = Chip("")
        self._say_which()
        return PageHead(self.title(), self._chip)

    def keys(self) -> dict[str, str]:
        """Through the weeks."""
        return {"Alt+←": _("week before"), "Alt+→": _("week after"), "Alt+Home": _("this week")}

    def refresh(self) -> None:
        """Ask for the seven days again."""
        desk, mine = self._s.desk, bool(self.mine.picked())
        first, last = self._monday.isoformat(), (self._monday + timedelta(days=DAYS - 1)).isoformat()
        self._s.read.run(
            lambda: _Week(desk.appointments.between(first, last, mine=mine), desk.preferences.read().codes_only),
            owner=self, then=self._show, failed=self._s.trouble)

    def leave(self) -> bool:
        """Nobody's days stay in memory."""
        self._clear()
        return True

    # -- showing ------------------------------------------------------------------------------

    def _go(self, monday: date) -> None:
        self._monday = monday
        self._say_which()
        self.refresh()

    def _say_which(self) -> None:
        last = self._monday + timedelta(days=DAYS - 1)
        self._chip.setText(f"{i18n.day(self._monday.isoformat(), today=last)} – {i18n.day(last.isoformat())}")

    def _clear(self) -> None:
        if self._columns is not None:
            self._page.body.removeWidget(self._columns)
            self._columns.hide()
            self._columns.setParent(None)
            self._columns.deleteLater()
            self._columns = None
        self.papers = {}

    def _show(self, week: _Week) -> None:
        self._clear()
        self._columns = columns = TwoColumns(1, 1)
        days = [(self._monday + timedelta(days=place)).isoformat() for place in range(DAYS)]
        agreed = {day: [entry for entry in week.entries if entry.agreed.on == day] for day in days}
        shown_days = [day for day in days if agreed[day] or not self._is_over(day)]
        for place, day in enumerate(shown_days):
            left = place < (len(shown_days) + 1) // 2
            (columns.left if left else columns.right).addWidget(self._card(day, agreed[day], week.codes_only))
        columns.left.addStretch(1)
        columns.right.addStretch(1)
        self._page.body.addWidget(columns, 1)
        columns.show()

    def _is_over(self, day: str) -> bool:
        """A day of this week that is past: empty, it would only push today down. Earlier weeks are looked at whole."""
        return _monday_of(self._today) == self._monday and day < self._today.isoformat()

    def _card(self, day: str, entries: Sequence[Entry], codes_only: bool) -> Card:
        name = i18n.day_named(day)
        name = name[:1].upper() + name[1:]
        card = Card(_("Today, {day}").format(day=i18n.day_named(day)) if day == self._today.isoformat() else name)
        if not entries:
            card.body.addWidget(Label(_("Nothing agreed."), tone="muted"))
            return card
        lines = PressLines()
        for entry in entries:
            who = shown(entry.code) if codes_only or not entry.name else entry.name
            line = lines.put(_line(entry, who))
            line.clicked.connect(lambda _on=False, entry=entry, who=who: self._open(entry, who))
        card.body.addWidget(lines)
        paper = LinkButton(_("The day on paper"))
        paper.setAccessibleName(_("{act}: {what}").format(act=paper.words(), what=name))
        paper.clicked.connect(lambda _on=False: self._look_at_paper(day, entries))
        self.papers[day] = paper
        card.body.addWidget(paper, 0, _LEFT)
        return card

    # -- one appointment ------------------------------------------------------------------------

    def _open(self, entry: Entry, who: str) -> None:
        if entry.agreed.is_hearing:
            self._s.go("case", case=entry.case, tab="safety")
            return
        sheet = AppointmentSheet(entry.agreed, who, self._page)
        sheet.to_form.clicked.connect(
            lambda: self._s.go("form", form=FORM, case=entry.case, record=entry.agreed.record))
        if sheet.to_case is not None:
            sheet.to_case.clicked.connect(lambda: self._s.go("case", case=entry.case, tab="services"))
        sheet.changed.connect(lambda new: self._write(sheet, entry, new))

    def _write(self, sheet: AppointmentSheet, entry: Entry, new: dict[str, str]) -> None:
        appointments = self._s.desk.appointments

        def done(changes: Changes) -> None:
            sheet.accept()
            say_done(self._s, _("Written down."), changes)
            self._s.hub.changed.emit(changes)

        self._s.write.run(lambda: appointments.change(entry.case, entry.agreed.record, new), owner=sheet, then=done,
                          failed=sheet.refuse)

    # -- a day on paper --------------------------------------------------------------------------

    def _look_at_paper(self, day: str, entries: Sequence[Entry]) -> None:
        sheet = DayOnPaper(day, entries, self._page, has_printer=has_printer())
        sheet.wanted.connect(lambda way: self._make(day, entries, partial(self._out, way)))

    def _make(self, day: str, entries: Sequence[Entry], then: Callable[[_OnPaper], object]) -> None:
        appointments, language = self._s.desk.appointments, i18n.language()
        self._s.paper.run(lambda: _OnPaper(*appointments.sheet(day, entries, language)), owner=self, then=then,
                          failed=self._s.trouble)

    def _out(self, way: str, made: _OnPaper) -> None:
        if way == "print":
            ask_printer(self, lambda printer: self._print_on(printer, made))
            return
        ask_where_to_save(self, _("Save the day sheet"), f"{made.print_id}.pdf", lambda file: self._save(file, made))

    def _save(self, file: Path, made: _OnPaper) -> None:
        sheets = self._s.desk.appointments.sheets
        self._s.write.run(lambda: sheets.save(made.paper, made.print_id, file), owner=self,
                          then=lambda saved: say_saved(self._s, saved), failed=self._s.trouble)

    def _print_on(self, printer: QPrinter, made: _OnPaper) -> None:
        sheets = self._s.desk.appointments.sheets
        put_on_paper(self._s, self, printer, (made.paper.pdf, made.print_id),
                     lambda: sheets.to_printer(made.print_id))

    def _connect(self) -> None:
        week = timedelta(days=DAYS)
        ways = ((self.before, "Alt+Left", lambda: self._go(self._monday - week)),
                (self.now, "Alt+Home", lambda: self._go(_monday_of(self._today))),
                (self.after, "Alt+Right", lambda: self._go(self._monday + week)))
        for button, keys, act in ways:
            button.clicked.connect(lambda _on=False, act=act: act())
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(act)
        for told in (self._s.hub.changed, self._s.hub.vault, self._s.hub.preferences):
            told.connect(self._heard)

    def _heard(self, _what: object) -> None:
        if self.isVisible():
            self.refresh()


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _line(entry: Entry, who: str) -> Said:
    agreed = entry.agreed
    words = " · ".join(part for part in (
        appointment_words.what_for(agreed), appointment_words.on_the_way(agreed)) if part)
    ended = appointment_words.came_of_it(agreed)
    head = " · ".join(part for part in (agreed.at, who) if part)
    return Said(head, words, ended, "green" if agreed.outcome == "done" else "muted", share=0.34)
