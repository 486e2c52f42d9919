# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that are measured inside the real window, with the plain list of the same run beside it."""

from __future__ import annotations

import random  # noqa: TID251 - which cases are looked for must be the same for the same seed
import sys
from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from assist import i18n
from assist.crypto.codes import shown
from assist.views import CaseRow
from tests.benchmarks import floors
from tests.benchmarks.filled import whole_cases
from tests.benchmarks.rows import Row, Took, beside, milliseconds, p50, p95
from tests.screens.laptop import Laptop, Painted, wait_until
from ui import theme
from ui.dialogs.find_words import FindWords
from ui.models.case_table import Column
from ui.models.paged import PagedModel
from ui.screens.cases import CasesScreen

STEP = 3
"""Rows a frame when scrolling."""
WORD = "constancia"


def dressed() -> QApplication:
    """The application in our colours, in Spanish."""
    qInstallMessageHandler(lambda _kind, _where, _said: None)  # a screen without glass says so of every window
    app = QApplication.instance() or QApplication(sys.argv[:1])
    i18n.use("es")
    theme.apply(app, theme.LIGHT)
    return app


def has_rows(screen: CasesScreen) -> Callable[[], bool]:
    """Whether what is in sight of the list has come."""
    model, table = screen.model, screen.table

    def ready() -> bool:
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        return model.rowCount() > 0 and all(
            model.index(row, 0).data(PagedModel.RowRole) is not None for row in (max(0, first), last))

    return ready


def _frame(table: QTableView, to: int) -> None:
    table.verticalScrollBar().setValue(to)
    table.viewport().repaint()


class ListRows:
    """The list of cases in the real window, and Qt's own table over the driver in a window of its size."""

    def __init__(self, laptop: Laptop, source: floors.RawList, saves: floors.RawSaves, turns: int) -> None:
        self._laptop, self._source, self._saves, self._turns = laptop, source, saves, turns
        screen = laptop.go("cases")
        assert isinstance(screen, CasesScreen)
        self.screen = screen
        self.model = floors.PlainModel(source)
        self.plain = floors.plain_table(self.model)
        self.plain.resize(screen.table.size())
        self._dice = random.Random(7)

    def rows(self) -> Iterator[Row]:
        """Everything one does with the list."""
        self._show_plain(self._source.keys())
        yield self.sort()
        yield self.filter_stage()
        yield self.scroll()
        yield self.jump()
        yield self.type_a_name()
        yield self.whole_code()
        yield self.words_in_notes()

    # -- order and filters ------------------------------------------------------------------

    def sort(self) -> Row:
        """Another order."""
        orders = [(Column.NAME, "name_fold"), (Column.STAGE, "stage_no"), (Column.CONTACT, "last_contact")]
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        floor, ours = [], []
        for turn in range(self._turns):
            for column, sort in orders:
                floor.append(self._plain(sort))
                ours.append(self._ours(
                    lambda column=column, turn=turn: self.screen.sort_by(column, (up, down)[turn % 2])))
        return beside("list: other order → painted", floor, ours, 100 / 30)

    def filter_stage(self) -> Row:
        """Another stage."""
        floor, ours = [], []
        for turn in range(self._turns * 2):
            floor.append(self._plain("next_due", "stage = ?", ("implementing",)))
            ours.append(self._ours(lambda place=turn % 2: self.screen.stage.picked.emit(8 - place)))
        self._ours(lambda: self.screen.stage.picked.emit(0))
        return beside("list: other stage → painted", floor, ours, 100 / 30)

    def _plain(self, sort: str, where: str = "is_open = 1", values: tuple[object, ...] = ()) -> Took:
        return milliseconds(lambda: self._show_plain(self._source.keys(sort, where, values)))

    def _show_plain(self, keys: list[int]) -> None:
        if not self.plain.isVisible():
            Painted(self.plain.viewport()).after(self.plain.show)
        Painted(self.plain.viewport()).after(lambda: self.model.show(keys))

    def _ours(self, act: Callable[[], object]) -> Took:
        """From the act to the painted answer: the keys have been replaced, and their rows have come."""
        turn, ready = self.screen.model._turn, has_rows(self.screen)
        painted = Painted(self.screen.table.viewport(), lambda: self.screen.model._turn != turn and ready())
        took = milliseconds(lambda: painted.after(act))
        self._laptop.settle()
        return took

    # -- scrolling ----------------------------------------------------------------------------

    def scroll(self) -> Row:
        """Three rows a frame."""
        tables = (self.plain, self.screen.table)
        high = [table.verticalHeader().defaultSectionSize() * STEP for table in tables]
        most = min(table.verticalScrollBar().maximum() // each for table, each in zip(tables, high, strict=True))
        taken: tuple[list[float], list[float]] = ([], [])
        for number in range(max(1, min(self._turns * 20, most))):
            for table, each, times in zip(tables, high, taken, strict=True):
                times.append(milliseconds(lambda table=table, to=number * each: _frame(table, to)))
            QApplication.processEvents()
        self._laptop.settle()
        floor, ours = taken
        return beside("list: scroll a frame, p95", floor, ours, 16 / 7, f"p50 {p50(ours):.1f} ms", of=p95)

    def jump(self) -> Row:
        """Anywhere in the list, with the rows there."""
        table, plain = self.screen.table, self.plain
        ready = has_rows(self.screen)
        most, plain_most = table.verticalScrollBar().maximum(), plain.verticalScrollBar().maximum()
        ours, floor = [], []
        for _turn in range(self._turns * 4):
            to = self._dice.random()
            floor.append(milliseconds(lambda to=to: Painted(plain.viewport()).after(
                lambda: plain.verticalScrollBar().setValue(int(to * plain_most)))))
            ours.append(milliseconds(lambda to=to: Painted(table.viewport(), ready).after(
                lambda: table.verticalScrollBar().setValue(int(to * most)))))
        return beside("list: jump anywhere → rows painted", floor, ours, 20 / 7, f"p95 {p95(ours):.1f} ms")

    # -- finding --------------------------------------------------------------------------------

    def type_a_name(self) -> Row:
        """The third letter of a name in the filter."""
        names = sorted({row.name for row in self._some(200) if len(row.name) > 3})[: self._turns * 2]
        floor, ours = [], []
        for name in names:
            floor.append(self._plain("next_due", "name_fold LIKE ?", (f"%{name[:3].lower()}%",)))
            self._type(name[:2])
            ours.append(self._ours(lambda name=name: QTest.keyClicks(self.screen.filter, name[2])))
        self._type("")
        return beside("filter: key press → rows painted, p95", floor, ours, 33 / 7.3, f"p50 {p50(ours):.1f} ms", of=p95)

    def whole_code(self) -> Row:
        """Enter after a whole code, until the case file is shown; the floor writes a line of the log too."""
        floor, ours, stage = [], [], self._laptop.sitting.frame.stage
        for number, row in enumerate(whole_cases(self._laptop.sitting.desk, self._turns)):
            floor.append(milliseconds(lambda number=number: self._saves.save(number, "look"))
                         + self._plain("next_due", "code = ?", (row.code,)))
            self.screen.filter.setText(shown(row.code))
            ours.append(milliseconds(lambda: (
                QTest.keyClick(self.screen.filter, Qt.Key.Key_Return), wait_until(lambda: stage.place == "case"),
                QApplication.processEvents())))
            self._laptop.settle()
            self._laptop.go("cases")
        self._type("")
        return beside("whole code: Enter → case file shown", floor, ours, 33 / 7.3)

    def words_in_notes(self) -> Row:
        """Enter in the search of notes, until the sheets that hold the word are painted."""
        keys = self._source.keys()
        self.screen.find_words.click()
        sheet = next(iter(self._laptop.window.findChildren(FindWords)))
        plain, ours = [], []
        for turn in range(self._turns):
            plain.append(milliseconds(lambda turn=turn: (
                self._saves.save(turn, "look"), self._show_plain(keys[: len(self._source.matching(WORD))]))))
            before = sheet.found()
            sheet.words.setText(WORD)
            painted = Painted(sheet, lambda before=before: sheet.found() is not before)
            ours.append(milliseconds(lambda painted=painted: painted.after(
                lambda: QTest.keyClick(sheet.words, Qt.Key.Key_Return))))
            self._laptop.settle()
        found = sheet.said.text()
        sheet.close_sheet()
        self._laptop.settle()
        return beside("words in notes: Enter → found painted", plain, ours, 33 / 7.3, found)

    def _type(self, words: str) -> None:
        self.screen.filter.setText(words)
        self.screen._typed()
        self._laptop.settle()

    def _some(self, count: int) -> list[CaseRow]:
        keys = self._laptop.sitting.desk.cases.keys(self.screen.query)
        return self._laptop.sitting.desk.cases.rows(self._dice.sample(keys, min(count, len(keys))))
