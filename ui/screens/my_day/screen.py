# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first screen: what today asks of the worker, in codes and chosen names and nothing more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.differences import DifferingCase
from assist.i18n import _, ngettext
from assist.policy import acts_of
from assist.reading import fold
from assist.services.appointments import Entry
from assist.services.hearing import COPIED, TroubleRow
from assist.services.moving import Offered
from assist.services.preferences import Preferences
from assist.views import CaseQuery, CaseRow, Changes, DraftRow, DropRow, DutyRow, MyDay
from ui import wording
from ui.context import Screen, Surroundings
from ui.dialogs.ask_whose import AskWhose
from ui.dialogs.blank_forms import BlankForms, BlankWanted
from ui.dialogs.coming_in import ComingIn
from ui.dialogs.differing_card import DifferingCard
from ui.dialogs.files import ask_where_to_save
from ui.dialogs.take_over import TakeOver
from ui.screens.my_day import beside
from ui.screens.my_day.beside import Asked, Emergencies, Kit, Offers
from ui.screens.my_day.team import TeamWaits, team
from ui.tasks import with_both
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.choice import ChoiceButtons
from ui.widgets.columns import TwoColumns
from ui.widgets.labels import Label
from ui.widgets.lines import PressLines, Said
from ui.widgets.page_head import PageHead
from ui.widgets.scrolling import ScrollPage

DRAFTS_SHOWN = AGREED_SHOWN = 6
AGREED_DAYS = 6
"""So many days after today have their appointments here; the week has the rest."""


@dataclass(frozen=True, slots=True)
class _Morning:
    """What one reading brings."""

    day: MyDay
    preferences: Preferences
    twins: dict[str, str]
    is_empty: bool
    differing: tuple[DifferingCase, ...] = ()
    agreed: tuple[Entry, ...] = ()


class MyDayScreen(Screen):
    """Today, then what needs the worker, then the week; beside it what was left half-way."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        held = acts_of(surroundings.desk.me.roles)
        self._lists, self._fills = "case.list" in held, "form.fill" in held
        self._morning: _Morning | None = None
        self._drafts: Sequence[DraftRow] = ()
        self._drops: Sequence[DropRow] = ()
        self._troubles: Sequence[TroubleRow] = ()
        self._asked = Asked()
        self._emergencies = Emergencies()
        self._offers = Offers()
        self._kit = Kit()
        self._team = TeamWaits()
        self.codes_only = ChoiceButtons([("codes", _("codes only"))], multiple=True)
        self.codes_only.setToolTip(_("Names are left out while somebody is beside you."))
        self.codes_only.chosen.connect(lambda picked: self._keep(partial(replace, codes_only=bool(picked))))
        self.mine = ChoiceButtons([("mine", _("only mine"))], multiple=True)
        self.mine.setToolTip(_("Cases that you accompany, and those that nobody does."))
        self.mine.chosen.connect(lambda picked: self._keep(partial(replace, day_of="mine" if picked else "team")))
        self.first_contact = PrimaryButton(_("New first contact"), icon="plus")
        self.first_contact.clicked.connect(lambda: self._s.go("form", form="F01"))
        self.threat = QuietButton(_("Record a threat"))
        self.threat.clicked.connect(self._ask_threat)
        self.blank_forms = QuietButton(_("Print blank forms"), icon="print")
        self.blank_forms.clicked.connect(self._ask_blank)
        self.week = QuietButton(_("The week"))
        self.week.clicked.connect(lambda: self._s.go("week"))
        self._columns: TwoColumns | None = None
        self._leads = bool({"coordinator", "supervisor"} & surroundings.desk.me.roles)
        self._lets_in, self._takes_over, self._brings = (
            act in held for act in ("people.manage", "case.move", "import"))
        self._lay()
        for told in (surroundings.hub.changed, surroundings.hub.vault, surroundings.hub.preferences):
            told.connect(self._heard)
        surroundings.hub.met.connect(self._met)

    def title(self) -> str:
        """My day."""
        return _("My day")

    def header(self) -> QWidget:
        """The name of the screen and the day."""
        return PageHead(self.title(), Chip(i18n.long_day(self._s.desk.clock.today().isoformat())))

    def refresh(self) -> None:
        """Ask for the day again, and for drafts."""
        self._s.read.run(self._read, owner=self, then=self._show_morning, failed=self._s.trouble)
        self._s.write.run(self._s.desk.records.drafts, owner=self, then=self._show_drafts, failed=self._s.trouble)
        self._s.write.run(lambda: Kit.of(self._s.desk), owner=self, then=self._show_kit, failed=self._s.trouble)
        if self._s.desk.vault_open or self._drops:
            self._s.write.run(self._s.desk.drops.waiting, owner=self, then=self._show_drops, failed=self._s.trouble)
        if self._s.desk.vault_open or self._emergencies != Emergencies():
            self._s.write.run(
                lambda: Emergencies.of(self._s.desk), owner=self, then=self._show_emergencies, failed=self._s.trouble)
        self._met()

    def _show_emergencies(self, found: Emergencies) -> None:
        if self._emergencies != found:
            self._emergencies = found
            self._show()

    def _met(self) -> None:
        """What a round may have brought: laptops to look at, somebody who asked to join, something to sign."""
        if self._lets_in:
            self._s.write.run(self._read_asked, owner=self, then=self._show_asked, failed=self._s.trouble)
        if self._takes_over:
            self._s.write.run(lambda: Offers.of(self._s.desk), owner=self, then=self._show_offers,
                              failed=self._s.trouble)
        self._s.write.run(lambda: TeamWaits.of(self._s.desk), owner=self, then=self._show_team, failed=self._s.trouble)
        self._s.write.run(self._s.desk.hearing.troubles, owner=self, then=self._show_troubles, failed=self._s.trouble)

    def _show_team(self, found: TeamWaits) -> None:
        if self._team != found:
            self._team = found
            self._show()

    def _show_troubles(self, found: Sequence[TroubleRow]) -> None:
        """What no laptop mends by itself; whoever looks after laptops or cases of others sees it here."""
        mine = [row for row in found if row.needs_somebody and (row.kind == COPIED or self._leads)]
        if self._troubles != mine:
            self._troubles = mine
            self._show()

    def _show_offers(self, found: Offers) -> None:
        if self._offers != found:
            self._offers = found
            self._show()

    def _ask_take_over(self, offered: Offered) -> None:
        moving = self._s.desk.moving
        sheet = TakeOver(offered, self._offers.workers, self)
        sheet.accepted.connect(lambda worker, named: self._s.write.run(
            lambda: moving.accept(offered.ref, worker, named), owner=self, then=self._taken_over,
            failed=self._s.trouble))
        sheet.declined.connect(lambda: self._s.write.run(
            lambda: moving.decline(offered.ref), owner=self, then=lambda _done: self._met(), failed=self._s.trouble))

    def _taken_over(self, changes: Changes) -> None:
        self._s.banner.show_good(_("The case is with your team now."))
        self._s.hub.changed.emit(changes)
        self._s.carry()

    def _read_asked(self) -> Asked:
        desk = self._s.desk
        return Asked(tuple(row for row in desk.inviting.open_ones() if row.compared),
                     tuple(row for row in desk.people.proposals() if not row.is_mine))

    def _show_asked(self, found: Asked) -> None:
        if self._asked != found:
            self._asked = found
            self._show()

    def _heard(self, _what: object) -> None:
        if self.isVisible():
            self.refresh()

    # -- reading ------------------------------------------------------------------------

    def _read(self) -> _Morning:
        desk = self._s.desk
        preferences = desk.preferences.read()
        mine = self._is_hers(preferences)
        day = desk.cases.day(mine=mine)
        duties = (*day.today, *day.late, *day.soon)
        called = {each.case: fold(each.name) for each in duties if each.name}
        names = Counter(called.values())
        same = [case for case, name in called.items() if names[name] > 1]
        twins = {row.case: _apart(row) for row in desk.cases.rows_of(same)} if same else {}
        nothing = not duties and not day.drafts
        is_empty = nothing and not (self._lists and desk.cases.keys(CaseQuery(stage="open")))
        last = (self._today + timedelta(days=AGREED_DAYS)).isoformat()
        agreed = desk.appointments.ahead(
            self._today.isoformat(), last, AGREED_SHOWN, mine=mine) if self._lists else []
        return _Morning(day, preferences, twins, is_empty, desk.conflicts.all(), tuple(agreed))

    def _is_hers(self, preferences: Preferences) -> bool:
        """Whoever answers for a team begins with all of its cases; everybody else with her own."""
        return preferences.day_of == "mine" or (not preferences.day_of and not self._leads)

    def _show_kit(self, kit: Kit) -> None:
        if self._kit != kit:
            self._kit = kit
            self._show()

    def _show_morning(self, morning: _Morning) -> None:
        self._morning = morning
        self.codes_only.pick(["codes"] if morning.preferences.codes_only else [])
        self.mine.pick(["mine"] if self._is_hers(morning.preferences) else [])
        self._show()

    def _show_drafts(self, drafts: Sequence[DraftRow]) -> None:
        self._drafts = drafts
        self._show()

    def _show_drops(self, drops: Sequence[DropRow]) -> None:
        if self._drops != drops:
            self._drops = drops
            self._show()

    # -- showing ------------------------------------------------------------------------

    def _lay(self) -> None:
        self._page = ScrollPage()
        self.coming_in = ComingIn(self._s.hub, self._s.stop_meeting, self._s.banner)
        self._page.body.addWidget(self.coming_in)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._page, 1)
        acts = [self.first_contact] if self._fills else []
        names = [self.week, self.mine, self.codes_only] if self._lists else []
        outer.addWidget(ActionBar([*acts, self.threat, *names, self.blank_forms], folds=True))

    def _show(self) -> None:
        morning = self._morning
        if morning is None:
            return
        if self._columns is not None:
            self._page.body.removeWidget(self._columns)
            self._columns.hide()
            self._columns.setParent(None)  # nothing of it can be read any more, not even by a screen reader
            self._columns.deleteLater()
        second = self._beside(morning)
        self._columns = columns = TwoColumns(3, 2 if second else 0)
        for card in self._cards(morning):
            columns.left.addWidget(card)
        columns.left.addStretch(1)
        for card in second:
            columns.right.addWidget(card)
        columns.right.addStretch(1)
        self._page.body.setContentsMargins(0, 0, 0, GAP)
        self._page.body.addWidget(columns, 1)
        columns.show()

    def _cards(self, morning: _Morning) -> list[QWidget]:
        day = morning.day
        if morning.is_empty:
            words = (_("What is due stands here each day. It begins with a first contact.") if self._fills
                     else _("What waits for you stands here. Your role keeps no cases."))
            return [beside.first_day(words, self._s.go, brings=self._brings)]
        cards: list[QWidget] = [self._duties(_("Today"), day.today, morning)]
        if not day.today:
            cards[0] = Card(_("Today"))
            cards[0].body.addWidget(Label(_("Nothing is due today."), tone="muted"))
        if morning.agreed:
            cards.insert(0, beside.agreed(
                morning.agreed, self._today, self._s.go, codes_only=morning.preferences.codes_only))
        if day.late:
            cards.append(self._duties(_("Needs you"), day.late, morning))
        if day.soon:
            cards.append(self._duties(_("Soon"), day.soon, morning))
        if day.more:
            more = ngettext("{count} more line stands in Cases.", "{count} more lines stand in Cases.", day.more)
            cards.append(Label(more.format(count=day.more), Role.SMALL, "muted"))
        return cards

    def _duties(self, title: str, duties: Sequence[DutyRow], morning: _Morning) -> Card:
        card = Card(title)
        lines = PressLines()
        today = self._s.desk.clock.today()
        for duty in duties:
            code = shown(duty.code)
            bare = morning.preferences.codes_only or not duty.name
            apart = morning.twins.get(duty.case, "")
            line = lines.put(Said(
                code if bare else duty.name, wording.duty(duty.rule), i18n.relative(duty.due, today), "ochre",
                "" if bare else " · ".join(part for part in (code, apart) if part)))
            line.clicked.connect(lambda _on=False, case=duty.case: self._s.go("case", case=case))
        card.body.addWidget(lines)
        return card

    def _beside(self, morning: _Morning) -> list[QWidget]:
        codes_only = morning.preferences.codes_only
        cards: list[QWidget] = []
        if self._s.desk.vault_open:
            cards += beside.emergencies(self._emergencies, self._s.go)
        cards += beside.asked(self._asked, self._s.go)
        cards += [card for card in [team(self._team, self._s.go)] if card is not None]
        if self._offers.say(vault_open=self._s.desk.vault_open):
            cards.append(beside.offers(self._offers, self._ask_take_over, self._open_protected))
        if self._offers.gone and self._s.desk.vault_open:
            cards.append(beside.let_go(self._offers.gone))
        if morning.differing:
            cards.append(DifferingCard(morning.differing, self._s.go, codes_only=codes_only))
        if self._troubles:
            cards.append(beside.laptops(self._troubles, self._s.go))
        if self._drops and self._s.desk.vault_open:
            cards.append(beside.drops(self._drops, self._today, self._ask_whose))
        if self._kit.owed or self._kit.used:
            cards.append(beside.kit(self._kit, self._today, self._s.go))
        if self._drafts:
            cards.append(beside.drafts(self._drafts[:DRAFTS_SHOWN], self._today, self._resume, codes_only=codes_only))
        if morning.day.sealed_waiting and not self._s.desk.signed.travels:
            cards.append(beside.sealed(morning.day.sealed_waiting, self._open_protected))
        if morning.day.unopened_imports:
            cards.append(beside.sleeping(morning.day.unopened_imports, self._s.go))
        return cards

    @property
    def _today(self) -> date:
        return self._s.desk.clock.today()

    def _open_protected(self) -> None:
        self._s.ask_passphrase(_("Protected work opens with your passphrase."), self.refresh, opens_vault=True)

    def _resume(self, draft: DraftRow) -> None:
        def go() -> object:
            return self._s.go("form", draft=draft.draft)

        if draft.sealed and not self._s.desk.vault_open:
            self._s.ask_passphrase(_("This draft is protected."), go, opens_vault=True)
        else:
            go()

    # -- acts ---------------------------------------------------------------------------

    def _keep(self, chosen: Callable[[Preferences], Preferences]) -> None:
        desk = self._s.desk

        def keep() -> Preferences:
            changed = chosen(desk.preferences.read())
            desk.preferences.write(changed)
            return changed

        if self._morning is not None:  # names go at once, not when the disk has answered
            self._morning = replace(self._morning, preferences=chosen(self._morning.preferences))
            self._show()
        self._s.write.run(keep, owner=self, then=self._s.hub.preferences.emit, failed=self._s.trouble)

    def _ask_threat(self) -> None:
        sheet = AskWhose(
            _("Record a threat"), _("About whom? It is taken in any case, whether or not you may see the file."), self)
        sheet.given.connect(lambda whose: self._s.go("form", form="F17", address=whose))

    def _ask_whose(self, drop: DropRow) -> None:
        sheet = AskWhose(_("Threats without a case"), _("Whose is it?"), self)
        sheet.given.connect(lambda whose: self._give_drop(drop, whose))

    def _give_drop(self, drop: DropRow, whose: str) -> None:
        desk = self._s.desk
        with_both(self._s.write, self._s.read, lambda: desk.drops.hand_over_to(drop.drop, whose), owner=self,
                  then=self._drop_given, failed=self._s.trouble)

    def _drop_given(self, changes: Changes) -> None:
        self._s.hub.changed.emit(changes)
        self.refresh()
        self._s.banner.show_good(_("The threat is in its case, and nothing leaves until it was looked at."))

    def _ask_blank(self) -> None:
        sheet = BlankForms(self)
        sheet.wanted.connect(lambda wanted: ask_where_to_save(
            self, _("Save the blank form"), f"{wanted.form}-{wanted.language}.pdf",
            lambda file: self._print_blank(wanted, file)))

    def _print_blank(self, wanted: BlankWanted, file: Path) -> None:
        self._s.paper.run(
            lambda: self._s.desk.paper.blank(wanted.form, wanted.language, file), owner=self,
            then=lambda _done: self._s.banner.show_good(_("The blank form was saved. It holds nobody's answers.")),
            failed=self._s.trouble)


def _apart(row: CaseRow) -> str:
    """What tells two of the same name apart: month of arrival and worker (ruling 27)."""
    return " · ".join(part for part in (i18n.month(row.opened_on), row.worker_name) if part)
