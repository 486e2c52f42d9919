# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remarks that came with a spreadsheet: closed, one by one, until each is put in its place (ruling 37)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.i18n import N_, _
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.calm import CalmHidden
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline

PLACES = ((N_("safe contact"), "F04"), (N_("a child with her"), "F22"), (N_("what to avoid, language"), "F02"))
"""Where such remarks usually belong."""


class RemarksPart(Card):
    """One line a remark: show it, go to the form it belongs to, and say that it is sorted."""

    def __init__(self, tab: Tab, remarks: tuple[str, ...]) -> None:
        super().__init__(_("Came with the file, to put in its place"))
        self._tab = tab
        self.body.addWidget(Label(
            _("Somebody else wrote these. They do not count as her answers."), Role.SMALL, "muted"))
        for place in range(len(remarks)):
            self.body.addWidget(Hairline())
            self.body.addWidget(self._line(place, remarks[place]))

    def _line(self, place: int, remark: str) -> QWidget:
        tab = self._tab
        line = QWidget()
        outer = QVBoxLayout(line)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        name = _("Remark {number}").format(number=place + 1)
        hidden = CalmHidden(tab.s.hub, f"{tab.case}/{place}", name, characters=min(200, len(remark)))
        hidden.asked.connect(lambda: self._reveal(place, hidden))
        outer.addWidget(hidden)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(Label(_("belongs to:"), Role.SMALL, "muted", wrap=False))
        for words, form in PLACES:
            acts.addWidget(tab.link(_(words), lambda form=form: tab.form(form), name))
        acts.addWidget(tab.link(_("sorted"), lambda: self._sorted(remark), name))
        acts.addStretch(1)
        outer.addLayout(acts)
        return line

    def _reveal(self, place: int, hidden: CalmHidden) -> None:
        """The line in the log of looks comes first."""
        tab = self._tab

        def show(remarks: tuple[str, ...]) -> None:
            if place < len(remarks):
                hidden.reveal(remarks[place])

        tab.write(lambda: tab.s.desk.cases.reveal_remarks(tab.case), show)

    def _sorted(self, remark: str) -> None:
        tab = self._tab
        tab.act(lambda: tab.s.desk.care.sorted_out(tab.case, remark), _("The remark is in its place."))
