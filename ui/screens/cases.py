# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of cases: opens at once whatever its size, filters what is already seen, and finds only whole codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.domain.stages import STAGES
from assist.i18n import N_, _, ngettext
from assist.policy import may
from assist.views import CaseKey, CaseQuery, CaseRow, TextFound
from ui import wording
from ui.context import Screen, Surroundings
from ui.delegates.row import SIDE
from ui.delegates.table import RowTable
from ui.dialogs.ask_reason import AskReason
from ui.dialogs.find_words import FindWords
from ui.dialogs.found_cases import FoundCases
from ui.models.case_table import HEADINGS, SORTS, CaseTableModel, Column
from ui.models.paged import PAGE, PageKeys
from ui.tasks import Job
from ui.theme import NARROW, RING
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.drop_list import DropList
from ui.widgets.empty import Empty
from ui.widgets.line_edit import LineEdit
from ui.widgets.lines import Said

WIDTHS = {Column.CODE: 120, Column.NAME: 190, Column.STAGE: 170, Column.WORKER: 120, Column.CONTACT: 110,
          Column.BAND: 90}
STAGE_WIDEST = 240
WHEN_ROOMY = (Column.STAGE, Column.WORKER, Column.CONTACT, Column.BAND)
"""Columns that need a window of 900 px."""
_ANY_STAGE, _OPEN = N_("All stages"), N_("Open cases")
_ANYBODY, _MINE = N_("Everybody's"), N_("My own")


class CasesScreen(Screen):
    """A table, the filters above it, and nothing that guesses names."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        desk = surroundings.desk
        self.query = CaseQuery(stage="open")
        self.model = CaseTableModel(self._fetch, desk.me.user, desk.clock.today, self)
        self.table = RowTable(self.model, _("Cases"))
        self.filter = LineEdit(
            placeholder=_("Filter, or a whole code and Enter"), shorter=[_("Filter, or a code"), _("Filter")])
        self.stage = DropList([_(_ANY_STAGE), _(_OPEN), *(wording.stage(code) for code in STAGES)])
        self.worker = DropList([_(_ANYBODY), _(_MINE)])
        self.due = ChoiceButtons([("due", _("with something to do"))], multiple=True)
        self.columns = QuietButton(_("Columns"), icon="menu")
        self.first_contact = PrimaryButton(_("New first contact"), icon="plus")
        self.find_words = QuietButton(_("Find in notes"), icon="search")
        self.emergency = QuietButton(_("Emergency opening"))
        self.nothing = Empty("", _("Show all cases"))
        self._below_nothing = QWidget()
        self.foot = ActionBar()
        self._hidden: set[Column] = set()
        self._reading: Job | None = None
        self._lay()
        self._connect()

    def title(self) -> str:
        """Cases."""
        return _("Cases")

    def keys(self) -> dict[str, str]:
        """Keys of the list."""
        return {"Ctrl+F": _("to the filter"), "↓": _("to the list"), "Enter": _("open the case, or find a whole code")}

    def refresh(self) -> None:
        """Ask for the order again; rows come page by page."""
        desk, query = self._s.desk, self.query

        def read() -> tuple[list[CaseKey], list[CaseRow], bool]:
            return *desk.cases.opened(query, PAGE), desk.preferences.read().codes_only

        if self._reading is not None:  # nobody waits for the answer to fewer letters
            self._reading.cancel()
        self._reading = self._s.read.run(
            read, owner=self, then=partial(self._show_keys, query), failed=self._s.trouble)

    # -- rows ---------------------------------------------------------------------------

    def _show_keys(self, query: CaseQuery, read: tuple[list[CaseKey], list[CaseRow], bool]) -> None:
        if query != self.query:
            return
        keys, first, codes_only = read
        here = self.table.current_id()
        self.model.codes_only = codes_only
        self.model.show_keys(keys, first)
        self.table.stay_at(here)
        count = len(keys)
        self.foot.say(ngettext("{count} case", "{count} cases", count).format(count=i18n.number(count)))
        self._say_nothing(none=not keys)

    def _say_nothing(self, *, none: bool) -> None:
        plain = self.query == CaseQuery(stage=self.query.stage, sort=self.query.sort, descending=self.query.descending)
        self.nothing.sentence.setText(
            _("Cases stand here once there was a first contact.") if plain
            else _("No case you see here fits. A whole code and Enter looks further."))
        self.nothing.button.setVisible(not plain)
        for part in (self.nothing, self._below_nothing):
            part.setVisible(none)
        self.table.setVisible(not none)

    def _fetch(self, keys: PageKeys) -> None:
        cases = self._s.desk.cases

        def arrived(rows: list[CaseRow]) -> None:
            if len(rows) == len(keys):
                self.model.page_arrived(keys.page_index, rows, keys)
            else:  # some went away meanwhile: the order is not the one shown
                self.refresh()

        self._s.read.run(lambda: cases.rows(list(keys)), owner=self, then=arrived, failed=self._s.trouble)

    # -- filters and order -----------------------------------------------------------------

    def _ask(self, **changed: object) -> None:
        self.query = replace(self.query, **changed)  # type: ignore[arg-type]
        self.refresh()

    def _stage_picked(self, place: int) -> None:
        self._ask(stage=("", "open", *STAGES)[place])

    def _typed(self) -> None:
        """Letters of a name or the beginning of a code, among the rows already seen (ruling 28)."""
        self._ask(text=self.filter.text().strip())

    def sort_by(self, column: int, order: Qt.SortOrder) -> None:
        """Another order, made in SQL."""
        self.table.horizontalHeader().setSortIndicator(column, order)
        self._ask(sort=SORTS[Column(column)], descending=order is Qt.SortOrder.DescendingOrder)

    def column_menu(self) -> QMenu:
        """How to sort, and which columns are shown."""
        menu = QMenu(self)
        for column in Column:
            name = _(HEADINGS[column])
            for order, words in ((Qt.SortOrder.AscendingOrder, _("Sort by {column}")),
                                 (Qt.SortOrder.DescendingOrder, _("Sort by {column}, backwards"))):
                act = menu.addAction(words.format(column=name))
                act.triggered.connect(partial(self.sort_by, column, order))
        menu.addSeparator()
        for column in list(Column)[1:]:
            menu.addAction(self._column_switch(menu, column))
        return menu

    def _column_switch(self, menu: QMenu, column: Column) -> QAction:
        act = QAction(_("Show {column}").format(column=_(HEADINGS[column])), menu)
        act.setCheckable(True)
        act.setChecked(column not in self._hidden)

        def switch(shown_now: bool) -> None:
            (self._hidden.discard if shown_now else self._hidden.add)(column)
            self._fit()

        act.toggled.connect(switch)
        return act

    def _open_menu(self, place: QPoint | None = None) -> None:
        menu = self.column_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        header = self.table.horizontalHeader()
        menu.popup(header.mapToGlobal(place) if place else self.columns.mapToGlobal(QPoint(4, self.columns.height())))

    # -- finding ----------------------------------------------------------------------------

    def entered(self) -> None:
        """Enter in the box: a whole code or name opens; a part only narrows the list; else it looks beyond."""
        typed = self.filter.text().strip()
        if not typed:
            return
        cases = self._s.desk.cases

        def look() -> tuple[list[CaseRow], list[CaseKey]]:
            whole = cases.whole(typed)
            return whole, [] if len(whole) == 1 else cases.keys(CaseQuery(text=typed))

        def seen(found: tuple[list[CaseRow], list[CaseKey]]) -> None:
            whole, parts = found
            if len(whole) == 1:
                self._s.go("case", case=whole[0].case)
            elif parts:
                self._ask(text=typed)
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._ask_reason(typed)

        self._s.read.run(look, owner=self, then=seen, failed=self._s.trouble)

    def _ask_reason(self, typed: str) -> None:
        sheet = AskReason(
            _("Look beyond your own list"),
            _("Only a whole code or a whole chosen name is found. Whether somebody is known here is not told."), self)
        sheet.given.connect(lambda reason: self._find(typed, reason))

    def _find(self, typed: str, reason: str) -> None:
        cases = self._s.desk.cases
        self._s.write.run(lambda: cases.find(typed, reason), owner=self, then=self._found, failed=self._s.trouble)

    def _found(self, rows: Sequence[CaseRow]) -> None:
        if len(rows) == 1:
            self._s.go("case", case=rows[0].case)
            return
        sheet = FoundCases([
            Said(row.name or shown(row.code), " · ".join(part for part in (
                i18n.month(row.opened_on), row.worker_name) if part), small=shown(row.code)) for row in rows], self)
        sheet.picked.connect(lambda place: self._s.go("case", case=rows[place].case))

    def _ask_words(self) -> None:
        me = self._s.desk.me
        whose = (_("Looks through what your role may read, up to the plan.") if "supervisor" in me.roles
                 else _("Looks through your own notes."))
        sheet = FindWords(whose, self)
        sheet.asked.connect(lambda words: self._look(sheet, words))

    def _look(self, sheet: FindWords, words: str) -> None:
        cases = self._s.desk.cases

        def show(hits: list[TextFound]) -> None:
            said = [Said(wording.form_title(hit.form), i18n.day(hit.on), small=shown(hit.code)) for hit in hits]
            sheet.show_found(said, lambda place: self._to(sheet, hits[place]))

        self._s.write.run(lambda: cases.find_words(words), owner=sheet, then=show, failed=self._s.trouble)

    def _to(self, sheet: FindWords, hit: TextFound) -> None:
        sheet.close_sheet()
        self._s.go("case", case=hit.case)

    def _open_row(self, index: QModelIndex) -> None:
        case = index.data(CaseTableModel.IdRole)
        if case:
            self._s.go("case", case=case)

    # -- building ---------------------------------------------------------------------------

    def _lay(self) -> None:
        self.filter.setAccessibleName(_("Filter the cases shown by code or name"))
        self.stage.setAccessibleName(_("Stage"))
        self.stage.set_current(1)
        self.stage.setMaximumWidth(STAGE_WIDEST)
        self.worker.setAccessibleName(_("Worker"))
        self.nothing.setContentsMargins(SIDE - RING, self.table.horizontalHeader().sizeHint().height(), 0, 0)
        self.nothing.hide()
        self._below_nothing.hide()
        acts = [self.first_contact]
        if may(self._s.desk.me.roles, "search.text").ok:
            acts.append(self.find_words)
        if may(self._s.desk.me.roles, "protection.glass").ok:
            acts.append(self.emergency)
        self.foot.set_acts(acts)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 6)
        top.setSpacing(2)
        top.addWidget(self.filter, 3)
        for widget in (self.stage, self.worker, self.due, self.columns):
            top.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(self.nothing)
        outer.addWidget(self.table, 1)
        outer.addWidget(self._below_nothing, 1)
        outer.addWidget(self.foot)
        self.table.stretch(Column.DUE)
        self._fit()

    def _connect(self) -> None:
        header = self.table.horizontalHeader()
        header.setSortIndicator(Column.DUE, Qt.SortOrder.AscendingOrder)
        self.model.sort_asked.connect(self.sort_by)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_menu)
        self.columns.clicked.connect(lambda _on=False: self._open_menu())
        self.filter.textEdited.connect(lambda _text: self._typed())
        self.filter.returnPressed.connect(self.entered)
        self.stage.picked.connect(self._stage_picked)
        self.worker.picked.connect(lambda place: self._ask(worker=self._s.desk.me.user if place else ""))
        self.due.chosen.connect(lambda picked: self._ask(due_only=bool(picked)))
        self.nothing.clicked.connect(self._show_all)
        self.table.opened.connect(self._open_row)
        self.first_contact.clicked.connect(lambda _on=False: self._s.go("form", form="F01"))
        self.find_words.clicked.connect(lambda _on=False: self._ask_words())
        self.emergency.clicked.connect(lambda _on=False: self._s.go("emergency"))
        to_filter = QShortcut(QKeySequence.StandardKey.Find, self)  # from the rail too; beneath a sheet the list rests
        to_filter.activated.connect(lambda: self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason))
        for told in (self._s.hub.changed, self._s.hub.vault, self._s.hub.preferences):
            told.connect(self._heard)

    def _show_all(self) -> None:
        self.filter.setText("")
        self.stage.set_current(0)
        self.worker.set_current(0)
        self.due.pick([])
        self._ask(stage="", worker="", due_only=False, text="")

    def _heard(self, what: object) -> None:
        if what is False:  # the protected work was shut: nothing of it stays
            self.model.show_keys([])
        if self.isVisible():
            self.refresh()

    def resizeEvent(self, event: object) -> None:
        """Fewer columns in a small window."""
        self._fit()

    def showEvent(self, event: object) -> None:
        """The window may only now be known."""
        self._fit()

    def _fit(self) -> None:
        narrow = self.window().width() < NARROW
        for column in Column:
            self.table.setColumnHidden(column, column in self._hidden or (narrow and column in WHEN_ROOMY))
            if column in WIDTHS:
                self.table.setColumnWidth(column, max(WIDTHS[column], self.table.heading_wide(column)))
        for widget in (self.worker, self.due):
            widget.setVisible(not narrow)
