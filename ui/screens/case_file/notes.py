# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Session notes: what she asked for stands open, facts stay closed until somebody needs them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from assist.policy import may
from assist.views import NoteRow
from ui import wording
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import Button
from ui.widgets.calm import CalmHidden
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline

SHOWN = 60
"""The newest notes; older ones stand under Forms."""


class NotesTab(Tab):
    """Newest first."""

    def ask(self) -> None:
        """The notes without their facts."""
        self.read(lambda: self.s.desk.cases.notes(self.case), self._show)

    def acts(self) -> list[Button]:
        """A new note, or the closing of a meeting."""
        return [
            self.filled(_("Note of today"), lambda: self.form("F11"), "note"),
            self.quiet(_("End of the meeting"), lambda: self.form("CLOSING"), "heart"),
        ]

    def _show(self, notes: tuple[NoteRow, ...]) -> None:
        card = Card(_("Notes"))
        if not notes:
            empty = Empty(_("What she asked for and what comes next stands here after each meeting."))
            card.body.addWidget(empty)
        for place, row in enumerate(notes[:SHOWN]):
            if place:
                card.body.addWidget(Hairline())
            card.body.addWidget(self._note(row))
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        outer.addStretch(1)
        self.show_content(holder)

    def _note(self, row: NoteRow) -> QWidget:
        part = QWidget()
        outer = QVBoxLayout(part)
        outer.setContentsMargins(0, 2, 0, 2)
        outer.setSpacing(2)
        head = QHBoxLayout()
        on = i18n.day(row.on, today=self.s.desk.clock.today())
        head.addWidget(Label(on, Role.STRONG, wrap=False))
        about = (wording.chosen("F11", "outcome", row.outcome), wording.chosen("F11", "channel", row.channel),
                 wording.chosen("F11", "topics", row.topics), row.by_name)
        head.addWidget(Label(" · ".join(words for words in about if words), Role.SMALL, "muted"), 1)
        head.addWidget(self.link(_("add or correct"), lambda: self.form("F11", row.record), on), 0,
                       Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        if row.wants:
            outer.addWidget(Label(row.wants))
        if (row.has_facts or row.has_protected) and self._may_read(row):
            outer.addWidget(self._facts(row, on))
        return part

    def _may_read(self, row: NoteRow) -> bool:
        return row.by == self.s.desk.me.user or may(self.s.desk.me.roles, "note.facts").ok

    def _facts(self, row: NoteRow, on: str) -> CalmHidden:
        hidden = CalmHidden(self.s.hub, row.record, _("Facts of {date}").format(date=on), characters=110)
        hidden.asked.connect(lambda: self._reveal(row, hidden))
        return hidden

    def _reveal(self, row: NoteRow, hidden: CalmHidden) -> None:
        def show(told: tuple[str, str]) -> None:
            facts, protected = told
            hidden.reveal("\n\n".join(part for part in (facts, protected) if part))

        self.write(lambda: self.s.desk.cases.reveal_facts(self.case, row.record), show)
