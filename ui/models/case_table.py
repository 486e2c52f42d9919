# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of cases: narrow rows, codes and chosen names, nothing above that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import N_, _
from assist.views import CaseRow
from ui import wording
from ui.models.paged import PagedModel, PageKeys
from ui.models.roles import FiguresRole, LookRole, StrongRole, ToneRole


class Column(IntEnum):
    """Columns from left to right."""

    CODE = 0
    NAME = 1
    STAGE = 2
    WORKER = 3
    DUE = 4
    CONTACT = 5
    BAND = 6


HEADINGS = {
    Column.CODE: N_("Code"), Column.NAME: N_("Name"), Column.STAGE: N_("Stage"), Column.WORKER: N_("Worker"),
    Column.DUE: N_("Next"), Column.CONTACT: N_("Last contact"), Column.BAND: N_("Safety"),
}
SORTS = {
    Column.CODE: "code", Column.NAME: "name", Column.STAGE: "stage", Column.WORKER: "worker_name",
    Column.DUE: "next_due", Column.CONTACT: "last_contact", Column.BAND: "band",
}
"""What each column sorts by, in SQL."""


class CaseTableModel(PagedModel):
    """Shows rows that somebody else fetched. ``me`` is the worker whose duties stand out."""

    Columns = Column

    def __init__(
        self, fetch: Callable[[PageKeys], object], me: str, today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(fetch, parent)
        self._me, self._today = me, today
        self.codes_only = False

    def heading(self, column: IntEnum) -> str:
        """The words above a column."""
        return _(HEADINGS[Column(column)])

    def id_of(self, key: object, row: object | None) -> object:
        """The id of the case; empty while its row has not come."""
        return row.case if isinstance(row, CaseRow) else ""

    def set_codes_only(self, codes_only: bool) -> None:
        """Leave names out while somebody is beside the worker."""
        if codes_only != self.codes_only:
            self.codes_only = codes_only
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def cell(self, row: object, column: IntEnum, role: int) -> object:
        """Words, and how they are painted."""
        assert isinstance(row, CaseRow)  # noqa: S101 - pages hold nothing else
        if role == LookRole:
            return (self._words(row, Column(column)), self._tone(row, Column(column)), column == Column.NAME,
                    column in (Column.CODE, Column.CONTACT))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, Column(column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heading(column)}: {self._words(row, Column(column))}"
        if role == ToneRole:
            return self._tone(row, Column(column))
        if role == FiguresRole:
            return column in (Column.CODE, Column.CONTACT)
        if role == StrongRole:
            return column == Column.NAME
        return None

    def _words(self, row: CaseRow, column: Column) -> str:
        match column:
            case Column.CODE:
                return shown(row.code)
            case Column.NAME:
                return "" if self.codes_only else row.name
            case Column.STAGE:
                return wording.stage(row.stage)
            case Column.WORKER:
                return row.worker_name
            case Column.DUE:
                return self._due(row)
            case Column.CONTACT:
                return i18n.ago(row.last_contact, self._today()) if row.last_contact else ""
            case Column.BAND:
                return wording.band(row.band)

    def _due(self, row: CaseRow) -> str:
        if not row.next_due:
            return ""
        return f"{i18n.relative(row.next_due, self._today())} · {wording.duty(row.next_duty)}"

    def _tone(self, row: CaseRow, column: Column) -> str:
        """Ochre only for the worker's own duties."""
        if column == Column.DUE:
            return "ochre" if row.worker == self._me else "muted"
        return "muted" if column in (Column.CODE, Column.WORKER, Column.CONTACT) else "text"
