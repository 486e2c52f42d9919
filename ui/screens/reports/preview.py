# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages at the left, what leaves and every free line at the right, the ways out at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _, ngettext
from assist.services.reports import Prepared
from ui.screens.reports.own_lines import OwnLines
from ui.screens.reports.pages import Pages
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.columns import TwoColumns
from ui.widgets.labels import Label
from ui.widgets.scrolling import ScrollPage


class Preview(QWidget):
    """Says ``kept`` with the keys of the lines that stay."""

    kept = Signal(frozenset)

    def __init__(self) -> None:
        super().__init__()
        self.pages = Pages()
        self.lines = OwnLines()
        self.lines.changed.connect(self.kept)
        self.leaving = Card(_("What leaves"))
        self._what = Label("")
        self._care = Label(_("Once saved it is not encrypted any more. Keep it where only you look."), Role.SMALL,
                           "ochre")
        self.save = PrimaryButton(_("Save the PDF"), icon="save")
        self.print = QuietButton(_("Print"), icon="print")
        self.back = QuietButton(_("Back to the choice"))
        self._page = ScrollPage()
        self._lay()

    def wait(self) -> None:
        """Being made: nothing can leave before it was looked at."""
        self.save.setEnabled(False)
        self.print.setEnabled(False)

    def show_report(self, prepared: Prepared, *, can_print: bool) -> None:
        """What this report is; its pages come when they are drawn."""
        words = ngettext("{count} page, print id {id}.", "{count} pages, print id {id}.", prepared.pages)
        self._what.setText(words.format(count=prepared.pages, id=prepared.print_id))
        if prepared.own_words and tuple(self.lines.choices) != tuple(line.key for line in prepared.own_words):
            self.lines.show_lines(prepared.own_words, prepared.kept)
        self.lines.setVisible(bool(prepared.own_words))
        self.print.setVisible(can_print)

    def show_caseload(self, count: int) -> None:
        """The caseload has no free line."""
        words = ngettext("{count} case, codes only.", "{count} cases, codes only.", count)
        self._what.setText(words.format(count=count))
        self.lines.hide()
        self.print.hide()

    def show_pages(self, pngs: Sequence[bytes]) -> None:
        """The pages as they will leave."""
        self.pages.show_pages(pngs)
        self.save.setEnabled(True)
        self.print.setEnabled(True)

    def forget(self) -> None:
        """Nothing stays."""
        self.pages.forget()
        self.lines.show_lines((), frozenset())
        self._what.setText("")
        self.wait()

    def _lay(self) -> None:
        self.leaving.body.addWidget(self._what)
        self.leaving.body.addWidget(self._care)
        columns = TwoColumns(3, 2)
        columns.left.addWidget(self.pages)
        columns.left.addStretch(1)
        columns.right.addWidget(self.leaving)
        columns.right.addWidget(self.lines)
        columns.right.addStretch(1)
        self._page.body.setContentsMargins(0, 0, 0, GAP)
        self._page.body.addWidget(columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._page, 1)
        outer.addWidget(ActionBar([self.save, self.print, self.back]))
        self.wait()
