# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The laptops of the organisation: whose each is, a further one of one's own, one that was lost taken out."""

from __future__ import annotations

from functools import partial

from assist.i18n import _
from assist.policy import acts_of
from assist.services.people import LaptopRow, PersonRow
from ui.context import Surroundings
from ui.dialogs.confirm import Confirm
from ui.screens.settings.inviting import InviteCard
from ui.screens.settings.tab import Tab
from ui.screens.settings.taking_out import TakingOut
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.lines import Lines

ACT = "people.manage"


class LaptopsTab(Tab):
    """Everybody may take an own laptop out; a coordinator any but the one that is worked on."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        me = surroundings.desk.me
        self._manages = ACT in acts_of(me.roles)
        self._list = Card(_("Laptops"))
        self.taking_out = TakingOut(surroundings)
        self.taking_out.done.connect(self.refresh)
        self._lines: Lines | None = None
        self.sheet: Confirm | None = None
        self.links: list[LinkButton] = []
        self.column.addWidget(self._list)
        self.invite: InviteCard | None = None
        if self._manages:
            self.invite = InviteCard(surroundings, second_laptop=me.user)
            self.column.addWidget(self.invite)

    def refresh(self) -> None:
        """Ask for the list."""
        self._s.write.run(self._s.desk.people.all, owner=self, then=self._show, failed=self._s.trouble)

    def leave(self) -> None:
        """Words that were shown are not shown again."""
        if self.invite is not None:
            self.invite.leave()

    def _show(self, people: list[PersonRow]) -> None:
        if self._lines is not None:
            self._lines.hide()
            self._lines.deleteLater()
        self._lines, self.links = Lines(0), []
        for person in people:
            for laptop in person.laptops:
                if laptop.is_active:
                    self._put(self._lines, person, laptop)
        self._list.body.addWidget(self._lines)
        self._list.body.addWidget(self.taking_out)

    def _put(self, lines: Lines, person: PersonRow, laptop: LaptopRow) -> None:
        note = " · ".join(part for part in (person.name, _("this laptop") if laptop.is_this else "") if part)
        if laptop.is_this or not (self._manages or person.is_me):
            lines.put("", laptop.nick or _("without a name"), note)
            return
        link = LinkButton(_("take it out"))
        link.setAccessibleDescription(f"{laptop.nick} {person.name}")
        link.clicked.connect(partial(self._ask, person, laptop))
        self.links.append(link)
        lines.put("", laptop.nick or _("without a name"), note, tail=link)

    def _ask(self, person: PersonRow, laptop: LaptopRow) -> None:
        self.sheet = Confirm(_("Take the laptop out"), _(
            "{laptop} of {name} is lost or was given back. What it sends from now on counts for nothing, and it can "
            "read nothing new. What it holds already stays on it, behind its passphrase.").format(
                laptop=laptop.nick or _("A laptop without a name"), name=person.name), _("Take it out"), self)
        self.sheet.agreed.connect(partial(self._take_out, laptop))

    def _take_out(self, laptop: LaptopRow) -> None:
        for link in self.links:
            link.setEnabled(False)
        self.taking_out.begin(
            self._s.desk.leaving.decide_laptop(laptop.profile),
            _("The laptop was taken out. The others learn of it with the next sync."))
