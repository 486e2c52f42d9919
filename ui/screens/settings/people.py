# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to the organisation and what each does; a coordinator invites, compares words and lets in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.policy import acts_of
from assist.services.people import ROLES, PersonRow
from ui.context import Surroundings
from ui.dialogs.confirm import Confirm
from ui.screens.settings.asked import AskedCard
from ui.screens.settings.inviting import InviteCard
from ui.screens.settings.proposals import ProposalsCard
from ui.screens.settings.roles_sheet import RolesSheet
from ui.screens.settings.tab import Tab
from ui.screens.settings.taking_out import TakingOut
from ui.screens.settings.teams import TeamsCard
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

ACT = "people.manage"


class PeopleTab(Tab):
    """A person of a small shelter holds every role, and is alone on the list."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        me = surroundings.desk.me
        who = Card(_("Signed in"))
        lines = Lines(first_wide=120)
        lines.put(_("Name"), me.display_name)
        lines.put(_("Signs in as"), me.sign_in_name)
        lines.put(_("Organisation"), me.organisation)
        who.body.addWidget(lines)
        held = Card(_("Roles"))
        for role, (name, does) in ROLES.items():
            if role in me.roles:
                held.body.addWidget(Label(f"{_(name)} · {_(does)}"))
        self._list = Card(_("People"))
        self.taking_out = TakingOut(surroundings)
        self.taking_out.done.connect(self.refresh)
        self._lines: Lines | None = None
        self.links: list[LinkButton] = []
        self.sheet: Confirm | RolesSheet | None = None
        self.invite: InviteCard | None = None
        self.asked: AskedCard | None = None
        self.proposals: ProposalsCard | None = None
        self.teams: TeamsCard | None = None
        cards: list[Card] = [self._list, who, held]
        if ACT in acts_of(me.roles):
            self.invite, self.asked = InviteCard(surroundings), AskedCard(surroundings)
            self.proposals = ProposalsCard(surroundings)
            self.invite.made.connect(self.asked.refresh)
            self.asked.let_in.connect(self.refresh)
            self.teams = TeamsCard(surroundings)
            self.teams.known.connect(self.invite.know_teams)
            cards = [self.asked, self.proposals, self._list, self.invite, self.teams, who, held]
        for card in cards:
            self.column.addWidget(card)

    def refresh(self) -> None:
        """Ask for the list, and for whoever asked to be let in."""
        self._s.write.run(self._s.desk.people.all, owner=self, then=self._show, failed=self._s.trouble)
        for card in (self.asked, self.proposals, self.teams):
            if card is not None:
                card.refresh()

    def leave(self) -> None:
        """Words that were shown are not shown again."""
        if self.invite is not None:
            self.invite.leave()

    def _show(self, rows: list[PersonRow]) -> None:
        if self._lines is not None:
            self._lines.hide()
            self._lines.deleteLater()
        self._lines, self.links = Lines(0), []
        for row in rows:
            self._put(self._lines, row)
        self._list.body.addWidget(self._lines)
        self._list.body.addWidget(self.taking_out)

    def _put(self, lines: Lines, row: PersonRow) -> None:
        roles = ", ".join(_(ROLES[role][0]) for role in row.roles if role in ROLES)
        nicks = ", ".join(each.nick for each in row.laptops if each.is_active and each.nick)
        note = " · ".join(part for part in (row.team, roles if row.is_active else _("has left"), nicks) if part)
        lines.put("", row.name, note, tone="text" if row.is_active else "muted",
                  below=self._acts(row) if self.invite is not None and row.is_active else None)

    def _acts(self, row: PersonRow) -> QWidget:
        box = QWidget()
        line = FlowLayout(box, spacing=8)
        ways = [(_("other roles"), self._ask_roles)]
        if not row.is_me:
            ways.append((_("has left"), self._ask_leaving))
        for words, act in ways:
            link = LinkButton(words)
            link.setAccessibleDescription(row.name)
            link.clicked.connect(partial(act, row))
            line.addWidget(link)
            self.links.append(link)
        return box

    # -- what a coordinator decides ----------------------------------------------------------

    def _ask_roles(self, row: PersonRow) -> None:
        self.sheet = RolesSheet(row, self)
        self.sheet.given.connect(lambda roles: self._do(
            partial(self._s.desk.rosters.set_roles, row.user, roles), _("The roles were given.")))

    def _ask_leaving(self, row: PersonRow) -> None:
        self.sheet = Confirm(_("{name} has left").format(name=row.name), _(
            "What {name} writes from now on counts for nothing, and nothing new can be read with those keys. What "
            "was written before stays. What lies on those laptops stays there, behind its passphrase.").format(
                name=row.name), _("Take out of the organisation"), self)
        self.sheet.agreed.connect(partial(self._take_out, row))

    def _take_out(self, row: PersonRow) -> None:
        for link in self.links:
            link.setEnabled(False)
        self.taking_out.begin(
            self._s.desk.leaving.decide_person(row.user), _("{name} was taken out.").format(name=row.name))

    def _do(self, act: Callable[[], bool], words: str) -> None:
        self._s.write.run(act, owner=self, then=partial(self._done, words), failed=self._s.trouble)

    def _done(self, words: str, is_done: bool) -> None:
        self._s.banner.show_good(words if is_done else _("It waits for the agreement of another coordinator."))
        self._s.carry()
        self.refresh()
