# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many lines of text under headings that change with what is shown: what is not seen is not made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from ui.models.flat import FlatModel, Look

Line = Callable[[int], Sequence[str]]


class TextTableModel(FlatModel):
    """``line`` makes the cells of one row when it is painted or read out.

    The first column stands out, and its figures have one width.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._line: Line = lambda _row: ()
        self._made: tuple[int, Sequence[str]] = (-1, ())

    def show_lines(self, headings: Sequence[str], count: int, line: Line) -> None:
        """These and no others."""
        self.beginResetModel()
        self._headings, self._rows, self._line = tuple(headings), range(count), line
        self._made = (-1, ())
        self.endResetModel()

    def forget(self) -> None:
        """Nothing stays in memory."""
        self.show_lines((), 0, lambda _row: ())

    def look(self, row: object, column: int) -> Look:
        """Words of a cell and how they are painted."""
        assert isinstance(row, int)  # noqa: S101 - rows are places and nothing else
        if self._made[0] != row:  # cells are painted beside each other: the line is made once for all of them
            self._made = (row, self._line(row))
        return self._made[1][column], "text", column == 0, column == 0
