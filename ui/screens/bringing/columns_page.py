# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each column is taken for: proposed, and changed with Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.exchange.cells import fold
from assist.exchange.mapping import Column
from assist.i18n import _
from ui.delegates.table import RowTable
from ui.dialogs.sheet import Sheet
from ui.models.import_rows import ColumnsModel
from ui.screens.bringing.words import choices, taken_for
from ui.theme import Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.drop_list import DropList
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.searchable import SearchableChoice

_HEADING, _FILLED = 260, 90


class ColumnsPage(QWidget):
    """Says ``wanted`` when every row may be looked at, ``sheet_picked`` with the name of another sheet."""

    wanted = Signal()
    sheet_picked = Signal(str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.changes: dict[str, str] = {}
        self._columns: list[Column] = []
        self._sheets: list[str] = []
        self.model = ColumnsModel(taken_for, self)
        self.table = RowTable(self.model, _("Columns of the file"))
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self.table.setColumnWidth(0, _HEADING)
        self.table.setColumnWidth(1, max(_FILLED, self.table.heading_wide(1)))
        self.table.stretch(2)
        self.table.opened.connect(self._ask)
        self.sheet = DropList()
        self.sheet.setAccessibleName(_("Sheet"))
        self.sheet.picked.connect(lambda place: self.sheet_picked.emit(self._sheets[place]))
        self.source = LineEdit(placeholder=_("the organisation it comes from"))
        self.source.setAccessibleName(_("Where the file comes from"))
        self.change = QuietButton(_("Take it for something else"), icon="pencil")
        self.change.clicked.connect(lambda: self._ask(self.table.currentIndex()))
        self.go_on = PrimaryButton(_("See what becomes of every row"))
        self.go_on.clicked.connect(self.wanted)
        self.other = QuietButton(_("Another file"))
        self.other.clicked.connect(self.back)
        self.foot = ActionBar([self.go_on, self.change, self.other], folds=True)
        self._lay()

    def show_looking(self, *, looks: bool) -> None:
        """Many rows take some seconds; other work goes on."""
        self.go_on.setEnabled(not looks)
        self.foot.say(_("Every row is being looked at.") if looks else "")

    def show_columns(self, columns: Sequence[Column], changes: Mapping[str, str], sheets: Sequence[str]) -> None:
        """Of another file or another sheet; ``sheets`` begins with the one that was read."""
        self._columns, self.changes, self._sheets = list(columns), dict(changes), list(sheets)
        self.sheet.clear()
        self.sheet.addItems(self._sheets)
        self.sheet.setVisible(len(self._sheets) > 1)
        self.model.put(self._columns)
        self.table.stay_at("")
        if self._columns:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_for(self, place: int, field: str) -> None:
        """A person says what a column is; columns of the same heading are the same."""
        heading = self._columns[place].heading
        self.changes[heading] = field
        self._columns = [replace(each, field=field) if fold(each.heading) == fold(heading) else each
                         for each in self._columns]
        self.model.put(self._columns)
        self.table.setCurrentIndex(self.model.index(place, 0))

    def _ask(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        place = index.row()
        sheet = TakenFor(self._columns[place], self)
        sheet.given.connect(lambda field: self.take_for(place, field))

    def _lay(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.sheet)
        above.addWidget(self.source, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(Label(_("What nobody recognises is kept behind the seal, word for word. Press Enter on a"
                                " column to say what it is."), Role.SMALL, "muted"))
        outer.addLayout(above)
        outer.addWidget(self.table, 1)
        outer.addWidget(self.foot)


class TakenFor(Sheet):
    """Says ``given`` with a field, ``leave_out`` or nothing."""

    given = Signal(str)

    def __init__(self, column: Column, beneath: QWidget) -> None:
        super().__init__(_("What is this column?"), beneath)
        self._before = column.field
        self.add(Label(column.heading, Role.STRONG))
        self.field = SearchableChoice(choices())
        self.field.setAccessibleName(_("Taken for"))
        self.field.set_code(column.field)
        self.add(self.field, first=True)
        self.add(Label(_("Left empty, it is kept as a protected remark."), Role.SMALL, "muted"))
        self.keep = PrimaryButton(_("Take it so"))
        self.keep.clicked.connect(self._give)
        self.finish(self.keep)

    def _give(self) -> None:
        field = self.field.code()
        self.close_sheet()
        if field != self._before:
            self.given.emit(field)
