# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every line somebody wrote freely: keep it on the paper, or leave it out (ruling 10)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _, ngettext
from assist.services.reports import OwnLine
from ui import wording
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline

KEEP, LEAVE = "keep", "leave"
SETTLE_MS = 500
"""After a choice the pages are made again once nothing changed for this long."""


class OwnLines(Card):
    """Says ``changed`` with the keys that are kept. Lines that ask for a second look start left out."""

    changed = Signal(frozenset)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Free words on this paper"), parent)
        self.choices: dict[str, ChoiceButtons] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(lambda: self.changed.emit(self.kept()))
        self._holder: QWidget | None = None
        self._about = Label("", Role.SMALL, "muted")
        self.body.addWidget(self._about)

    def show_lines(self, lines: Sequence[OwnLine], kept: frozenset[str]) -> None:
        """These lines, with what is kept now."""
        if self._holder is not None:
            self._holder.hide()
            self._holder.setParent(None)
            self._holder.deleteLater()
        self.choices = {}
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for place, line in enumerate(lines):
            if place:
                column.addWidget(Hairline())
            self._add(column, line, kept)
        again = sum(1 for line in lines if line.look_again)
        self._about.setText(
            ngettext("{count} line names a place, a person or a heavy word: look again.",
                     "{count} lines name a place, a person or a heavy word: look again.", again).format(count=again)
            if again else _("Nothing here asks for a second look."))
        self.body.addWidget(self._holder)
        self.setVisible(bool(lines))

    def kept(self) -> frozenset[str]:
        """The keys of the lines that stay on the paper."""
        return frozenset(key for key, choice in self.choices.items() if choice.picked() == (KEEP,))

    def _add(self, column: QVBoxLayout, line: OwnLine, kept: frozenset[str]) -> None:
        column.addWidget(Label(wording.quoted(line.text)))
        if line.look_again:
            column.addWidget(Label(_("look again"), Role.CAPTION, "ochre"))
        choice = ChoiceButtons([(KEEP, _("keep")), (LEAVE, _("leave out"))])
        choice.setAccessibleName(line.text)
        choice.pick([KEEP if line.key in kept else LEAVE])
        choice.chosen.connect(lambda picked, choice=choice: self._chosen(choice, picked))
        self.choices[line.key] = choice
        column.addWidget(choice)

    def _chosen(self, choice: ChoiceButtons, picked: tuple[str, ...]) -> None:
        if not picked:  # one of the two always stands
            choice.pick([LEAVE])
        self._settle.start()
