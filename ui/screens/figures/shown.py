# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report on the screen: a card for each indicator with its lines, how it is worked out and what it does not say."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from assist.reportbook import Kept
from assist.reports.figure_words import Part, folded, marks_of, parts_of, title_of
from assist.reports.speech import Speech
from ui.charts.bars import Bar
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.columns import TwoColumns
from ui.widgets.labels import Label
from ui.widgets.lines import Lines
from ui.widgets.scrolling import ScrollPage

FIRST_WIDE = 190


class Report(QWidget):
    """The figures as they are kept, and the ways out at the foot."""

    def __init__(self) -> None:
        super().__init__()
        self.save = PrimaryButton(_("Save the PDF"), icon="save")
        self.book = QuietButton(_("Save as a workbook"), icon="save")
        self.print = QuietButton(_("Print"), icon="print")
        self.back = QuietButton(_("Back to the choice"))
        self._page = ScrollPage()
        self._page.body.setContentsMargins(0, 0, 0, GAP)
        self._content: QWidget | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._page, 1)
        outer.addWidget(ActionBar([self.save, self.book, self.print, self.back]))

    def show_report(self, kept: Kept, by: str, *, can_print: bool) -> None:
        """This report instead of the one before."""
        self.forget()
        speech = Speech(i18n.language())
        head = Card(title_of(kept, speech))
        for place, words in enumerate(marks_of(kept, speech, by)):
            role, tone = (Role.BODY, "text") if place == 0 else (Role.SMALL, "muted")
            head.body.addWidget(Label(words, role, tone))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(head)
        columns = TwoColumns(1, 1)
        for place, part in enumerate(folded(parts_of(kept, speech), kept, speech)):
            (columns.right if place % 2 else columns.left).addWidget(_card(part))
        for side in (columns.left, columns.right):
            side.addStretch(1)
        column.addWidget(columns)
        self._page.body.addWidget(holder)
        self._content = holder
        self.print.setVisible(can_print)

    def forget(self) -> None:
        """Nothing stays."""
        if self._content is not None:
            self._content.hide()
            self._content.setParent(None)
            self._content.deleteLater()
            self._content = None


def _card(part: Part) -> Card:
    card = Card(" · ".join(filter(None, (part.title, part.ident))))
    card.body.addWidget(Label(part.formula, Role.SMALL, "muted"))
    if part.rows:
        lines = Lines(FIRST_WIDE, spacing=4)
        for row in part.rows:
            lines.put(row.label, row.text, below=Bar(row.bar) if row.bar is not None else None, first_tone="text")
        card.body.addWidget(lines)
    for words in part.hidden:
        card.body.addWidget(Label(words, Role.SMALL))
    if part.not_said:
        card.body.addWidget(Label(part.not_said, Role.SMALL, "muted"))
    return card
