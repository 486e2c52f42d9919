# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that lie in memory anyway, shown by a table that paints only what is seen: tens of thousands cost nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.paged import PagedModel
from ui.models.roles import FiguresRole, LookRole, StrongRole, ToneRole

Index = QModelIndex | QPersistentModelIndex
Look = tuple[str, str, bool, bool]
"""Words, tone, whether strong, whether figures."""
NOWHERE = QModelIndex()


class FlatModel(QAbstractTableModel):
    """Subclasses say what a cell looks like."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._rows: Sequence[object] = ()

    def put(self, rows: Sequence[object]) -> None:
        """These rows and no others."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, place: int) -> object:
        """What stands there."""
        return self._rows[place]

    def look(self, row: object, column: int) -> Look:
        """Words of a cell and how they are painted."""
        raise NotImplementedError

    # -- for Qt -------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if not index.isValid():
            return None
        if role == PagedModel.IdRole:
            return str(index.row())
        if role == PagedModel.RowRole:
            return self._rows[index.row()]
        look = self.look(self._rows[index.row()], index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return look[0]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._headings[index.column()]}: {look[0]}"
        return {LookRole: look, ToneRole: look[1], StrongRole: look[2], FiguresRole: look[3]}.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words above the columns, nothing beside the rows."""
        if (orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole
                or not 0 <= section < len(self._headings)):
            return None
        return self._headings[section]
