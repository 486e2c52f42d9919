# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long lists a page at a time: the model holds keys, asks for 200 rows and paints blanks until they come."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.models.roles import LookRole

PAGE = 200
KEPT = 24
"""Pages held; the longest unused one goes first."""
NOWHERE = QModelIndex()
_BLANK: dict[int, object] = {Qt.ItemDataRole.DisplayRole: "", LookRole: ("", "text", False, False)}
"""What a row shows before it has come: it is painted at once, so it must be quick."""
Index = QModelIndex | QPersistentModelIndex


class PageKeys(list):
    """The keys of one page in order, and which page of which list it is."""

    def __init__(self, keys: Sequence[object], page_index: int, turn: int) -> None:
        super().__init__(keys)
        self.page_index = page_index
        self.turn = turn


class PagedModel(QAbstractTableModel):
    """A window on rows that somebody else fetches; it never asks a database and never sorts.

    A subclass gives ``Columns`` (an IntEnum in the order of the columns), ``heading`` and ``cell``.
    ``fetch`` is called with the ``PageKeys`` of a page that is about to be seen; the answer comes
    back by ``page_arrived``. A page of an older list that arrives late is dropped.
    """

    IdRole = Qt.ItemDataRole.UserRole + 1
    RowRole = Qt.ItemDataRole.UserRole + 2

    sort_asked = Signal(int, Qt.SortOrder)
    """Somebody wants another order; whoever owns the keys sorts them."""

    Columns: type[IntEnum]

    def __init__(self, fetch: Callable[[PageKeys], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._keys: tuple[object, ...] = ()
        self._turn = 0
        self._pages: OrderedDict[int, tuple[object, ...]] = OrderedDict()
        self._asked: set[int] = set()

    # -- for subclasses -----------------------------------------------------------------

    def heading(self, column: IntEnum) -> str:
        """The words above a column."""
        raise NotImplementedError

    def cell(self, row: object, column: IntEnum, role: int) -> object:
        """What a row shows in a column for a role, None for nothing."""
        raise NotImplementedError

    def id_of(self, key: object, row: object | None) -> object:
        """What ``IdRole`` gives; ``row`` is None while it has not come."""
        return key

    # -- for the owner ------------------------------------------------------------------

    def show_keys(self, keys: Sequence[object], first: Sequence[object] = ()) -> None:
        """Show this list; rows are asked for when they are about to be seen, but for a ``first`` page in hand."""
        self.beginResetModel()
        self._keys = tuple(keys)
        self._turn += 1
        self._pages.clear()
        self._asked.clear()
        if first and len(first) == len(self._keys[:PAGE]):
            self._pages[0] = tuple(first)
        self.endResetModel()

    def page_arrived(self, page_index: int, rows: Sequence[object], keys: PageKeys | None = None) -> None:
        """Rows of a page, in the order of its keys; ``keys`` as given to ``fetch`` tell an older list apart."""
        if (keys is not None and keys.turn != self._turn) or page_index not in self._asked:
            return
        self._asked.discard(page_index)
        first = page_index * PAGE
        if len(rows) != len(self._keys[first : first + PAGE]):
            raise ValueError("a page has one row a key")
        self._pages[page_index] = tuple(rows)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        last = first + len(rows) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def forget_rows(self) -> None:
        """The rows changed, the list did not: ask again for what is seen."""
        self._turn += 1
        self._pages.clear()
        self._asked.clear()
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, self.columnCount() - 1))

    def key_at(self, row: int) -> object:
        """The key of a row of the list."""
        return self._keys[row]

    def keys(self) -> tuple[object, ...]:
        """Every key, in the order shown."""
        return self._keys

    def row_at(self, row: int) -> object | None:
        """The row if it has come; otherwise it is asked for."""
        page = row // PAGE
        if page in self._pages:
            self._pages.move_to_end(page)
            return self._pages[page][row % PAGE]
        self._ask(page)
        return None

    # -- for Qt -------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many keys there are."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.Columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the row shows; a blank while it has not come."""
        if not index.isValid():
            return None
        if role == self.IdRole:
            held = self._pages.get(index.row() // PAGE)
            return self.id_of(self._keys[index.row()], held[index.row() % PAGE] if held else None)
        row = self.row_at(index.row())
        if role == self.RowRole:
            return row
        if row is None:
            return _BLANK.get(role)
        return self.cell(row, self.Columns(index.column()), role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words above the columns, nothing beside the rows."""
        inside = orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.Columns)
        if not inside or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.heading(self.Columns(section))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask whoever owns the keys."""
        if column >= 0:
            self.sort_asked.emit(column, order)

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        first = page * PAGE
        self._fetch(PageKeys(self._keys[first : first + PAGE], page, self._turn))
