# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a form: its name, whose by code and chosen name, and that there is no hurry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.crypto.codes import shown
from assist.i18n import _
from assist.views import CaseHeader
from ui.form_view.wording import NOT_REVIEWED
from ui.theme import NARROW, Role
from ui.widgets.buttons import LinkButton
from ui.widgets.chip import Chip
from ui.widgets.labels import Label, OneLineTitle


class FormHead(QWidget):
    """Stands beside the corner. In a small window the code stands under the name of the form, never cut."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = OneLineTitle(title)
        self.below = Label("", Role.SMALL, "muted", wrap=False)
        self.paper = LinkButton(_("typed in from paper?"))
        self.paper.hide()
        self.chips: list[Chip] = []
        self._no_hurry = Chip(_("no hurry · everything can be skipped"))
        self._head: CaseHeader | None = None
        self._note, self._is_open, self._unread = "", False, ""
        self._lay()
        self.fit()

    def show_head(self, title: str, head: CaseHeader | None, *, is_reviewed: bool = True) -> None:
        """The form is open: its name, who it is about, and whether survivors have read its words (PA-13)."""
        self.title.setText(title)
        self._unread = "" if is_reviewed else _(NOT_REVIEWED)
        self._head, self._is_open = head, True
        if head is not None:
            self._add(Chip(shown(head.code), whole=True))
            if head.name:
                self._add(Chip(head.name))
        self.fit()

    def note(self, words: str) -> None:
        """On which other day it was asked, "" for today."""
        self._note = words
        self.fit()

    def fit(self) -> None:
        """As the window allows: chips in a row, or one small line."""
        roomy = self.window().width() >= NARROW
        for chip in self.chips:
            chip.setVisible(roomy)
        self._no_hurry.setVisible(roomy and self._is_open)
        code = shown(self._head.code) if self._head is not None and not roomy else ""
        said = [words for words in (code, self._note) if words]
        if self._unread and (roomy or not said):
            said.append(self._unread)
        self.below.setText(" · ".join(said))
        self.below.setVisible(bool(self.below.text()))

    def _add(self, chip: Chip) -> None:
        self.chips.append(chip)
        self._row.insertWidget(len(self.chips), chip)

    def _lay(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.below)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addLayout(words)
        self._row.addWidget(self._no_hurry)
        self._row.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
