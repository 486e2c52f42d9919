# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A question whose answer is rows: each row a card with a small question a column."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import _, text_of
from forms.answers import AnswerState
from forms.model import Field, FieldType
from ui.form_view.binder import Binder, cell_place
from ui.form_view.field_widgets import NOTHING_OFFERED, AnswerWidget, Offer, answer_widget, focus_on
from ui.form_view.wording import STATE_WORDS
from ui.theme import Role
from ui.widgets.buttons import LinkButton
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label
from ui.widgets.table_rows import TableRows

Offers = Mapping[str, Offer]
CHOSEN = (FieldType.CHOICE, FieldType.BOOL3, FieldType.MULTI, FieldType.RANK, FieldType.SCALE5, FieldType.RATING5)
"""Kinds of cells that carry a state of their own; for the others the table as a whole does (ruling 25)."""


class Cell(QWidget):
    """One column of one row: its words, its control, and how it stands when it was skipped."""

    def __init__(self, column: Field, offer: Offer = NOTHING_OFFERED, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        words = text_of(column.label)
        self.control: AnswerWidget = answer_widget(column, offer)
        self.control.widget.setAccessibleName(words)
        self._below = Label("", Role.SMALL, "muted")
        self._below.hide()
        for button in self.control.widget.findChildren(QAbstractButton):
            button.setAccessibleDescription(words)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 2, 8, 2)
        outer.setSpacing(0)
        outer.addWidget(Label(words, Role.CAPTION, "muted"))
        outer.addWidget(self.control.widget)
        outer.addWidget(self._below)

    @property
    def may_be_skipped(self) -> bool:
        """Whether this cell alone can say that there is no answer."""
        return self.column.is_participant and self.column.type in CHOSEN

    def say(self, state: AnswerState, problem: str) -> None:
        """What stands under it: a problem, or why there is no answer."""
        skipped = state not in (AnswerState.ANSWERED, AnswerState.NOT_ASKED, AnswerState.TOLD_ELSEWHERE)
        self._below.setText(problem or (_(STATE_WORDS[state]) if skipped else ""))
        self._below.set_tone("ochre" if problem else "muted")
        self._below.setVisible(bool(self._below.text()))


class RowsQuestion(QWidget):
    """All rows of one field, written through the binder."""

    def __init__(self, field: Field, binder: Binder, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._binder, self._offers = field, binder, offers
        self._cells: dict[str, dict[str, Cell]] = {}
        self.table = TableRows(self._made_row)
        self._back = LinkButton(_("put the row back"), icon="undo")
        self._back.clicked.connect(self._put_back)
        self.table.add_asked.connect(self._add)
        self.table.remove_asked.connect(self._take)
        self.setFocusProxy(self.table)
        self._lay()
        self.refresh()

    def setAccessibleName(self, name: str) -> None:
        """The question these rows answer."""
        super().setAccessibleName(name)
        self.table.setAccessibleName(name)

    def cell(self, row: str, column: str) -> Cell:
        """One cell shown; raises KeyError."""
        return self._cells[row][column]

    def focused_cell(self) -> tuple[str, Cell] | None:
        """The row and the cell with the keyboard."""
        here = QApplication.focusWidget()
        for row, cells in self._cells.items():
            for cell in cells.values():
                if here is not None and cell.isAncestorOf(here):
                    return row, cell
        return None

    def refresh(self, but: str = "") -> None:
        """Show what the session holds; the place somebody is writing at is left alone."""
        rows = self._binder.session.rows(self._field.key)
        self.table.show_rows([row.id for row in rows])
        kept = {row.id for row in rows}
        self._cells = {row: cells for row, cells in self._cells.items() if row in kept}
        for row, cells in self._cells.items():
            for key, cell in cells.items():
                self._show(row, key, cell, but)
        self._back.setVisible(self._field.key in self._binder.memory.taken)

    def _lay(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.table)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        outer.addLayout(foot)

    def _made_row(self, row: str) -> QWidget:
        content = QWidget()
        flow = FlowLayout(content)
        self._cells[row] = {}
        for column in self._field.columns:
            cell = Cell(column, self._offers.get(f"{self._field.key}.{column.key}", NOTHING_OFFERED))
            self._cells[row][column.key] = cell
            self._binder.bind_cell(self._field.key, row, column.key, cell.control)
            flow.addWidget(cell)
            self._show(row, column.key, cell, "")
        return content

    def _show(self, row: str, column: str, cell: Cell, but: str) -> None:
        place, memory = cell_place(self._field.key, row, column), self._binder.memory
        answer = self._binder.cell(self._field.key, row, column)
        if place in memory.unread:
            cell.control.show_raw(memory.unread[place])
        elif place != but:
            cell.control.show(answer.value if answer.state.carries_value else None)
        cell.say(answer.state, memory.problems.get(place, ""))

    def _add(self) -> None:
        row = self._binder.add_row(self._field.key)
        self.refresh()
        if row:
            first = next(iter(self._cells[row].values()))
            focus_on(first.control.widget)

    def _take(self, row: str) -> None:
        self._binder.take_row(self._field.key, row)
        self.refresh()

    def _put_back(self) -> None:
        self._binder.put_row_back(self._field.key)
        self.refresh()
        self.table.add.setFocus(Qt.FocusReason.OtherFocusReason)
