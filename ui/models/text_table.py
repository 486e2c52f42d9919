# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many lines of text under headings: what is not seen is not made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.paged import NOWHERE, PagedModel
from ui.models.roles import LookRole

Index = QModelIndex | QPersistentModelIndex
Line = Callable[[int], Sequence[str]]


class TextTableModel(QAbstractTableModel):
    """Shows what it is given; ``line`` makes the cells of one row when it is painted or read out.

    The first column stands out, and its figures have one width.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: tuple[str, ...] = ()
        self._count = 0
        self._line: Line = lambda _row: ()

    def show_lines(self, headings: Sequence[str], count: int, line: Line) -> None:
        """These and no others."""
        self.beginResetModel()
        self._headings, self._count, self._line = tuple(headings), count, line
        self.endResetModel()

    def forget(self) -> None:
        """Nothing stays in memory."""
        self.show_lines((), 0, lambda _row: ())

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many headings there are."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, and how they are painted."""
        if not index.isValid():
            return None
        if role == PagedModel.IdRole:
            return str(index.row())
        if role not in (LookRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        words = self._line(index.row())[index.column()]
        if role == LookRole:
            return words, "text", index.column() == 0, index.column() == 0
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}: {words}"
        return words

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words above the columns."""
        wanted = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation is Qt.Orientation.Horizontal and wanted and 0 <= section < len(self._headings):
            return self._headings[section]
        return None
