# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The path in dates and kinds, and who has seen this file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assist import i18n
from assist.i18n import _
from assist.views import AuditRow, TimelineRow
from ui import wording
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

LOOKS_SHOWN = 80
STEPS_SHOWN = 120


@dataclass(frozen=True, slots=True)
class _Read:
    path: tuple[TimelineRow, ...]
    looks: list[AuditRow]


class HistoryTab(Tab):
    """The person may ask for both; neither tells what was said."""

    def ask(self) -> None:
        """The path and the looks."""
        desk = self.s.desk
        self.read(lambda: _Read(desk.cases.history(self.case), desk.auditing.of_case(self.case, LOOKS_SHOWN)),
                  self._show)

    def _show(self, read: _Read) -> None:
        self.show_columns([self._path(read.path)], [self._looks(read.looks)])

    def _path(self, path: tuple[TimelineRow, ...]) -> Card:
        card = Card(_("Path"))
        if not path:
            card.body.addWidget(Empty(_("The steps of the path stand here, one by one.")))
        lines = Lines(110)
        for row in path[:STEPS_SHOWN]:
            words = f"{wording.path(row.what)}: {wording.quoted(row.detail)}" if row.detail else wording.path(row.what)
            lines.put(i18n.day(row.on), words)
        card.body.addWidget(lines)
        return card

    def _looks(self, looks: list[AuditRow]) -> Card:
        card = Card(_("Who has seen this file"))
        card.body.addWidget(Label(_("She may ask for this list. It holds no answers."), Role.SMALL, "muted"))
        lines = Lines(136)
        for row in looks:
            words = wording.look(row.verb)
            if row.outcome != "ok":
                words = _("{act}, not done").format(act=words)
            lines.put(_moment(row.at), row.user_name or _("someone of the team"), words)
        card.body.addWidget(lines)
        card.body.addWidget(Label(_("Looks at protected parts are on record too, sealed apart."), Role.SMALL, "muted"))
        return card


def _moment(at: str) -> str:
    """Day and time of this laptop, from an instant in UTC."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    return f"{i18n.day(moment.date().isoformat())} {moment:%H:%M}"
