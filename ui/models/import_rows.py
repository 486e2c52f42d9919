# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that is being brought in: what each column is taken for, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from assist import i18n
from assist.crypto.codes import shown
from assist.exchange.mapping import LEAVE_OUT, Column
from assist.i18n import _
from assist.services.import_plans import FATES, HERE, shown_fate
from assist.workplace import ImportedRow
from ui.models.flat import FlatModel, Look

_TONES = {"imported": "green", "flagged": "ochre", "skipped": "muted", HERE: "muted"}


class ColumnsModel(FlatModel):
    """Heading, how many cells are filled, and what they are taken for; ``words`` names a field."""

    def __init__(self, words: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__([_("Column of the file"), _("Filled"), _("Taken for")], parent)
        self._words = words

    def look(self, row: object, column: int) -> Look:
        """What is not brought, or only kept, is quieter."""
        assert isinstance(row, Column)  # noqa: S101 - nothing else is put in
        if column == 0:
            return row.heading, "text", True, False
        if column == 1:
            return i18n.number(row.filled), "muted", False, True
        return self._words(row.field), "text" if row.field and row.field != LEAVE_OUT else "muted", False, False


class FatesModel(FlatModel):
    """Number in the file, what becomes of it, why, and its code once it is in. ``only``: those of one fate."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([_("Row"), _("What becomes of it"), _("Why"), _("Code")], parent)
        self._all: Sequence[ImportedRow] = ()

    def put_all(self, rows: Sequence[ImportedRow], fate: str = "") -> None:
        """All rows of a file; those of one fate are shown."""
        self._all = rows
        self.only(fate)

    def only(self, fate: str) -> None:
        """Show those of one fate, or all without any."""
        self.put([row for row in self._all if shown_fate(row) == fate] if fate else self._all)

    def look(self, row: object, column: int) -> Look:
        """The fate carries its colour and says it in a word."""
        assert isinstance(row, ImportedRow)  # noqa: S101 - nothing else is put in
        match column:
            case 0:
                return i18n.number(row.row), "muted", False, True
            case 1:
                return _(FATES[shown_fate(row)]), _TONES[shown_fate(row)], True, False
            case 2:
                return row.reason, "text", False, False
            case _:
                return (shown(row.code) if row.code else ""), "text", False, True
