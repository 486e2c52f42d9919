# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures for an authority, every number as it would leave: counted over a whole year, small ones hidden."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.figures import words
from assist.i18n import _, text_of
from assist.services.exporting_tables import TablePreview
from ui.delegates.table import RowTable
from ui.models.text_table import TextTableModel
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.labels import Label

COUNT_WIDE, TABLE_WIDE = 90, 240


@dataclass(frozen=True, slots=True)
class SeenTables:
    """What a look found, made ready beside the window. ``lines``: table, row and number."""

    preview: TablePreview
    lines: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, preview: TablePreview) -> SeenTables:
        """In the lane that looked."""
        threshold = preview.edition.threshold
        lines = [(text_of(told.table.title), text_of(told.table.rows[code]), words.mark(cell, threshold))
                 for told in preview.tables if told.published is not None
                 for code, cell in zip(told.published.rows, told.published.cells, strict=True)]
        return cls(preview, tuple(lines), tuple(_notes(preview)))


def _notes(preview: TablePreview) -> list[str]:
    notes = [f"{sign}: {_(sentence).format(count=int(preview.edition.threshold))}"
             for sign, sentence in words.marks(preview.edition)]
    notes += [f"{text_of(told.table.title)}: " + _(
        "left out: people were already divided otherwise in what left about that year.")
        for told in preview.tables if told.published is None]
    if preview.edition.stands:
        notes.append(_("Too little has changed since figures about that year left: the same ones leave again."))
    return notes


class TablesPage(QWidget):
    """Says ``out`` when somebody wants to let it out, ``back`` when not. ``seen`` is what is shown."""

    out = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.seen: SeenTables | None = None
        self.model = TextTableModel(self)
        self.table = RowTable(self.model, _("What leaves"))
        self.people, self.notes = Label("", Role.STRONG), Label("", Role.SMALL, "muted")
        self.send = PrimaryButton(_("Let it out"))
        self.back = QuietButton(_("Back to the choice"))
        self.send.clicked.connect(self.out)
        self.back.clicked.connect(self.back_wanted)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSortIndicatorShown(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        for widget in (self.people, self.notes, self.table):
            outer.addWidget(widget, int(widget is self.table))
        outer.addWidget(ActionBar([self.send, self.back]))
        outer.setContentsMargins(0, GAP // 2, 0, 0)

    def show_seen(self, seen: SeenTables) -> None:
        """This look; the keyboard is in the table."""
        self.seen = seen
        self.model.show_lines((_("Table"), _("Row"), _("People")), len(seen.lines), seen.lines.__getitem__)
        self.table.setColumnWidth(0, TABLE_WIDE)
        self.table.stretch(1)
        self.table.setColumnWidth(2, COUNT_WIDE)
        self.people.setText(_("{year}: {count} people").format(year=seen.preview.year, count=seen.preview.people))
        self.notes.setText("\n".join(seen.notes))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if seen.lines:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def forget(self) -> None:
        """Nothing of it stays in memory."""
        self.seen = None
        self.model.forget()
        for label in (self.people, self.notes):
            label.setText("")
