# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What takes a second person, on the Safety tab: what waits for a decision, who reads it, and who took it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assist import i18n
from assist.i18n import N_, _
from assist.policy import may
from assist.services.glass import Told
from assist.services.naming import NamedPerson
from assist.services.protection import Removal
from assist.services.referring import ACT
from assist.services.two_people import REFER, Request
from assist.sync.approvals import LOWER, RELEASE
from assist.views import SafetyView
from ui.context import Surroundings
from ui.dialogs.emergency import emergency_words, told_card
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.ask_second import AskSecondPerson
from ui.screens.case_file.referring import Referring
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label

HIDDEN = 3
_ASKS = {RELEASE: N_("{name} asks to lift the hold."),
         LOWER: N_("{name} asks to lower the protection to level {level}."),
         REFER: N_("{name} asks that a referral to {to} may leave.")}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the level of a case: requests, people named, laptops that took it down."""

    requests: tuple[Request, ...]
    named: tuple[NamedPerson, ...]
    nameable: tuple[NamedPerson, ...]
    removal: Removal
    told: tuple[Told, ...] = ()
    could_open: int = 2
    """How many people may open it together in an emergency."""


def around(s: Surroundings, case: str) -> Around:
    """Read it; each part in a small transaction, whichever lane asks."""
    desk = s.desk
    return Around(tuple(desk.two_people.waiting(case)), tuple(desk.naming.named(case)),
                  tuple(desk.naming.nameable()), desk.protection.removal(case), tuple(desk.glass.told_of(case)),
                  desk.glass.others())


class SecondPerson:
    """Builds the cards and does what they ask for."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def add_to(self, card: Card, view: SafetyView, held: Around) -> None:
        """Who reads it, who took it down, and what may be asked for, below the level of the case."""
        if view.vault_open and (held.named or view.level >= HIDDEN):
            names = ", ".join(person.name for person in held.named)
            card.body.addWidget(Label(_("Named: {names}").format(names=names or _("nobody yet"))))
            if view.level >= HIDDEN:
                card.body.addWidget(Label(emergency_words(held.could_open), Role.SMALL, "muted"))
            if view.level >= HIDDEN and len(held.named) < 2:
                card.body.addWidget(Label(
                    _("Only one person can read this. Name a second one as soon as there is one."), tone="protect"))
        if view.vault_open and self._may_name(held):
            card.body.addWidget(self._tab.link(_("choose who may read it"), lambda: self._name(held)),
                                0, Qt.AlignmentFlag.AlignLeft)
        if held.removal.of:
            card.body.addWidget(Label(self._removed(held.removal), Role.SMALL, "muted"))
        if may(self._tab.s.desk.me.roles, "protection.ask").ok:
            asked = {request.kind for request in held.requests}
            if view.hold and RELEASE not in asked:
                card.body.addWidget(self._tab.link(_("ask to lift the hold"), lambda: self._ask(RELEASE, view.level)),
                                    0, Qt.AlignmentFlag.AlignLeft)
            if view.level and LOWER not in asked:
                card.body.addWidget(self._tab.link(_("ask to lower it"), lambda: self._ask(LOWER, view.level)),
                                    0, Qt.AlignmentFlag.AlignLeft)

    def _may_name(self, held: Around) -> bool:
        me, head = self._tab.s.desk.me, self._tab.head
        is_hers = head is not None and head.worker == me.user
        return is_hers or "custodian" in me.roles or me.user in {person.user for person in held.named}

    def _name(self, held: Around) -> None:
        sheet = NamePeople(held.nameable, held.named, self._tab.ground)
        naming, case = self._tab.s.desk.naming, self._tab.case
        sheet.chosen.connect(lambda users: self._tab.act(
            lambda: naming.name_exactly(case, users), _("Whoever is named can read it from the next meeting on.")))

    def _removed(self, removal: Removal) -> str:
        words = _("{done} of {all} other laptops hold nothing of it any more.").format(
            done=removal.done, all=removal.of)
        missing = ", ".join(
            f"{one.name} ({one.laptop})" if one.laptop else one.name for one in removal.missing)
        return words if not missing else words + " " + _("Not heard from: {laptops}").format(laptops=missing)

    def cards(self, held: Around) -> list[QWidget]:
        """One card for each request, and one for what was opened in an emergency."""
        told = [told_card(held.told, self._tab.s.desk.clock.now_ms())] if held.told else []
        return [*told, *(self._card(request) for request in held.requests)]

    def _card(self, request: Request) -> Card:
        card = Card(_("Waits for a second person"))
        card.fill, card.line = "protect_tint", "protect"
        asks = _(_ASKS[request.asks])
        card.body.addWidget(Label(asks.format(name=request.by_name, level=request.level, to=request.to)))
        card.body.addWidget(Label(request.reason))
        if request.record and may(self._tab.s.desk.me.roles, ACT).ok:
            look = self._tab.link(
                _("look at what leaves"), lambda: Referring(self._tab).look(request.record), request.to)
            card.body.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)
        until = i18n.day(request.until, today=self._tab.s.desk.clock.today())
        card.body.addWidget(Label(_("Until {date} another person can decide.").format(date=until), Role.SMALL, "muted"))
        if request.is_mine or may(self._tab.s.desk.me.roles, "protection.lower").ok:
            row = QHBoxLayout()
            for button in self._buttons(request):
                row.addWidget(button)
            row.addStretch(1)
            card.body.addLayout(row)
        return card

    def _buttons(self, request: Request) -> list[QWidget]:
        if request.is_mine:
            return [self._tab.quiet(_("Take it back"), lambda: self._decide(request, agrees=False))]
        return [self._tab.quiet(_("Agree"), lambda: self._decide(request, agrees=True)),
                self._tab.quiet(_("Do not agree"), lambda: self._decide(request, agrees=False))]

    def _decide(self, request: Request, *, agrees: bool) -> None:
        tab, desk = self._tab, self._tab.s.desk
        if agrees:
            tab.act(lambda: desk.two_people.agree(tab.case, request.ref), _("It was done, with both names on record."))
        else:
            tab.act(lambda: desk.two_people.decline(tab.case, request.ref), _("It stays as it is."))

    def _ask(self, kind: str, level: int) -> None:
        sheet = AskSecondPerson(kind, level, self._tab.ground)
        desk, case = self._tab.s.desk, self._tab.case
        sheet.given.connect(lambda words, to: self._tab.act(
            lambda: desk.two_people.ask(case, kind, words, to), _("It waits for a second person.")))


class NamePeople(Sheet):
    """Says ``chosen`` with everybody who shall be named from now on."""

    chosen = Signal(tuple)

    def __init__(
        self, people: Sequence[NamedPerson], named: Sequence[NamedPerson], beneath: QWidget
    ) -> None:
        super().__init__(_("Who may read her protected work"), beneath, way_out=_("Leave as it is"))
        self.people = ChoiceButtons([(person.user, person.name) for person in people], multiple=True)
        self.people.setAccessibleName(_("Who may read her protected work"))
        self.people.pick(tuple(person.user for person in named))
        self.keep = PrimaryButton(_("Keep"))
        self.keep.clicked.connect(self._give)
        self.add(Label(_("Beside her worker and the custodians; at level 3 only these people."), tone="muted"))
        self.add(self.people, first=True)
        self.finish(self.keep)

    def _give(self) -> None:
        users = tuple(self.people.picked())
        self.close_sheet()
        self.chosen.emit(users)
