# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a form: its name, whose by code and chosen name, and that there is no hurry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

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
        self.paper.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # the title gives way
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
        self._row.setSpacing(10 if roomy else 6)
        self._lines.setHorizontalSpacing(10 if roomy else 2)  # a link has room around it already
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
        self._row = QHBoxLayout()
        self._row.addWidget(self.title)
        self._row.addWidget(self._no_hurry)
        lines = QGridLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.setRowStretch(0, 1)
        lines.addLayout(self._row, 1, 0)
        lines.addWidget(self.below, 2, 0, 1, 3)
        # A link is as high as a finger: it reaches down to where nothing of it is drawn, and is pressed there too.
        lines.addWidget(self.paper, 1, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        self.paper.raise_()
        lines.setColumnStretch(2, 1)
        lines.setRowStretch(3, 1)
        self._lines = lines
