# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One day of the calendar before it goes on paper: line by line what will stand there, in codes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _, ngettext
from assist.services.appointments import Entry
from ui import appointment_words
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.labels import Label
from ui.widgets.lines import Lines


class DayOnPaper(Sheet):
    """Says ``wanted`` with ``save`` or ``print``."""

    wanted = Signal(str)

    def __init__(self, day: str, entries: Sequence[Entry], beneath: QWidget, *, has_printer: bool) -> None:
        super().__init__(_("This is on the paper, and nothing else"), beneath, way_out=_("Not now"))
        on_paper = [entry for entry in entries if entry.on_paper]
        self.add(Label(i18n.day_named(day), Role.STRONG))
        lines = Lines(56)
        for entry in on_paper:
            note = " · ".join(part for part in (
                appointment_words.what_for(entry.agreed), appointment_words.on_the_way(entry.agreed, on_paper=True),
                appointment_words.came_of_it(entry.agreed)) if part)
            lines.put(entry.agreed.at or "–", shown(entry.code), note)
        self.add(lines)
        left = len(entries) - len(on_paper)
        if left:
            self.add(Label(ngettext("{count} stays off the paper, because it is protected.",
                                    "{count} stay off the paper, because they are protected.", left).format(count=left),
                           tone="protect"))
        self.add(Label(_("No name and no place stands on it. Destroy it at the end of the day."), Role.SMALL, "muted"))
        self.paper = PrimaryButton(_("Save as paper"), icon="reports")
        self.printer = QuietButton(_("Print"), icon="print")
        self.printer.setVisible(has_printer)
        self.paper.clicked.connect(lambda: self._go("save"))
        self.printer.clicked.connect(lambda: self._go("print"))
        self.finish(self.paper, *([self.printer] if has_printer else []))

    def _go(self, way: str) -> None:
        self.close_sheet()
        self.wanted.emit(way)
