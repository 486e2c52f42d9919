# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The path in dates and kinds, and who has seen this file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt

from assist import i18n
from assist.i18n import _, ngettext
from assist.services.assigning import Colleague
from assist.services.handing_over import OfferRow
from assist.services.moving import Move, Taker
from assist.services.supervising import LookRow
from assist.views import AuditRow, Changes, TimelineRow
from ui import wording
from ui.dialogs.ask_colleague import AskColleague
from ui.dialogs.ask_taker import AskTaker
from ui.screens.case_file.handed import handed, opened
from ui.screens.case_file.moving import other_teams
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import Button
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
    may_assign: bool
    handed: list[OfferRow]
    opened: list[LookRow]


class HistoryTab(Tab):
    """The person may ask for both; neither tells what was said."""

    _may_assign = _may_move = False
    _told: _Read | None = None
    _move = Move()

    def acts(self) -> list[Button]:
        """Handing the case over, to a colleague or to another team, for whoever may."""
        ways = [(self._may_assign, _("Hand over to a colleague"), self._ask_colleague),
                (self._may_move, _("Move to another team"), self._ask_taker)]
        return [self.quiet(words, pressed) for may, words, pressed in ways if may]

    def ask(self) -> None:
        """The path and the looks."""
        desk = self.s.desk
        self.read(lambda: _Read(desk.cases.history(self.case), desk.auditing.of_case(self.case, LOOKS_SHOWN),
                                desk.assigning.may_assign(self.case), desk.handover.of_case(self.case),
                                desk.supervision.looks_of(self.case)), self._show)
        self.write(lambda: (desk.moving.may_move(self.case), desk.moving.said(self.case)), self._show_move)

    def _ask_colleague(self) -> None:
        self.s.write.run(self.s.desk.assigning.colleagues, owner=self, then=self._show_colleagues,
                         failed=self.s.trouble)

    def _show_colleagues(self, colleagues: list[Colleague]) -> None:
        now = self.head.worker if self.head else ""
        sheet = AskColleague([each for each in colleagues if each.user != now], self)
        sheet.picked.connect(self._hand_over)

    def _hand_over(self, user: str) -> None:
        self.act(lambda: self.s.desk.assigning.assign(self.case, user), _("The case is your colleague's now."))

    def _ask_taker(self) -> None:
        if not self.s.desk.vault_open:
            self.s.ask_passphrase(_("Protected work goes with it: it opens with your passphrase."), self._ask_taker,
                                  opens_vault=True)
            return
        self.s.write.run(self.s.desk.moving.takers, owner=self, then=self._show_takers, failed=self.s.trouble)

    def _show_takers(self, takers: list[Taker]) -> None:
        sheet = AskTaker(takers, self)
        sheet.given.connect(self._ask_to_move)

    def _ask_to_move(self, user: str, reason: str) -> None:
        self._do(lambda: self.s.desk.moving.ask(self.case, user, reason),
                 _("They are asked. The case stays here until they have taken it over."))

    def _call_back(self) -> None:
        self._do(lambda: self.s.desk.moving.call_back(self.case),
                 _("Called back. If it was taken over before that is heard, it goes."))

    def _do(self, work: Callable[[], Changes], good_news: str) -> None:
        """An act that another team shall hear of at once."""

        def done(changes: Changes) -> None:
            self.s.banner.show_good(good_news)
            self.s.hub.changed.emit(changes)
            self.s.carry()

        self.write(work, done)

    def _show_move(self, read: tuple[bool, Move]) -> None:
        may, move = read
        before = self._may_move, self._move
        self._may_move, self._move = may and not move.asked_team, move
        if self._told is not None and before != (self._may_move, self._move):
            self._show(self._told)

    def forget(self) -> None:
        """See Tab."""
        self._told = None
        super().forget()

    def _show(self, read: _Read) -> None:
        self._told, self._may_assign = read, read.may_assign
        waiting = [self._differences(self.head.differences)] if self.head and self.head.differences else []
        self.show_columns([*waiting, *other_teams(self._move, self._call_back), *handed(read.handed),
                           self._path(read.path)], [*opened(read.opened), self._looks(read.looks)])

    def _differences(self, count: int) -> Card:
        card = Card(_("Written apart"))
        told = ngettext("{count} difference to settle", "{count} differences to settle", count)
        link = self.link(told.format(count=count), lambda: self.s.go("differences", case=self.case))
        card.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return card

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
