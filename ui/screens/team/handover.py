# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing cases over: what is offered to whoever is signed in, what she offered, and offering more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt

from assist import i18n
from assist.crypto.codes import shown
from assist.errors import UserError
from assist.i18n import _, ngettext
from assist.messages import sentence
from assist.services.handing_over import OfferRow, Outcome, Wish
from assist.views import Changes
from ui.context import Surroundings
from ui.dialogs.handing import OfferSheet
from ui.screens.team.giving import Giving
from ui.screens.team.part import Part
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines, PressLines, Said

_LEFT = Qt.AlignmentFlag.AlignLeft


class HandoverPart(Part):
    """What could not be offered or taken over stays on the page, with the reason that may be said."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.sheet: OfferSheet | None = None
        self._kept_back: tuple[str, Sequence[Outcome]] = ("", ())
        self.giving = Giving(surroundings, self)
        self.giving.wanted.connect(self._offer)
        self.body.insertWidget(0, self.giving)

    def refresh(self) -> None:
        """What waits now, and what can be chosen."""
        self.ask(self.s.desk.handover.offers, self._show)
        self.giving.refresh()

    def _show(self, rows: list[OfferRow]) -> None:
        cards = []
        mine = [row for row in rows if row.to_me]
        if mine:
            card = self._card(_("Offered to you"), mine)
            if len(mine) > 1:
                every = QuietButton(_("Take all of them over"))
                every.clicked.connect(lambda _on=False: self._take_all(mine))
                card.body.addWidget(every, 0, _LEFT)
            cards.append(card)
        given = [row for row in rows if row.from_me and not row.to_me]
        if given:
            cards.append(self._card(_("Offered by you, not taken over yet"), given))
        if self._kept_back[1]:
            cards.append(self._not_done_with(*self._kept_back))
        self.show_cards(cards)

    def _card(self, title: str, rows: Sequence[OfferRow]) -> Card:
        card, lines, today = Card(title), PressLines(), self.s.desk.clock.today()
        for row in rows:
            words = _("from {name}").format(name=row.giver or _("nobody")) if row.to_me else _(
                "to {name}").format(name=row.taker)
            line = lines.put(Said(shown(row.code), words, i18n.ago(row.on, today), "ochre" if row.to_me else "muted"))
            line.clicked.connect(partial(self._open, row))
        card.body.addWidget(lines)
        return card

    def _not_done_with(self, title: str, outcomes: Sequence[Outcome]) -> Card:
        card, lines = Card(title), Lines(104)
        for each in outcomes:
            what, _safe, do = sentence(UserError(each.why))
            lines.put(shown(each.code), what, do)
        card.body.addWidget(lines)
        card.body.addWidget(Label(_("These cases stay where they are."), Role.SMALL, "muted"))
        return card

    # -- acts -----------------------------------------------------------------------------

    def _open(self, row: OfferRow, _on: bool = False) -> None:
        handover = self.s.desk.handover
        self.sheet = OfferSheet(row, self)
        self.sheet.looked.connect(partial(self.s.go, "case", case=row.case))
        self.sheet.taken.connect(lambda: self._with_vault(row.level > 2, lambda: self.act(
            lambda: handover.accept(row.case), _("It is yours now. Introduce yourself to her."))))
        self.sheet.declined.connect(lambda: self.act(
            lambda: handover.decline(row.case), _("Declined. It stays where it is.")))
        self.sheet.taken_back.connect(lambda: self.act(
            lambda: handover.take_back(row.case), _("Taken back. It stays where it is.")))

    def _with_vault(self, needed: bool, then: Callable[[], object]) -> None:
        if needed and not self.s.desk.vault_open:
            self.s.ask_passphrase(_("Protected work opens with your passphrase."), then, opens_vault=True)
        else:
            then()

    def _take_all(self, rows: Sequence[OfferRow]) -> None:
        def done(outcomes: list[Outcome]) -> None:
            if any(each.done for each in outcomes):
                self.s.banner.show_good(_("They are yours now. Introduce yourself to each of them."))
            self._tried(_("Could not be taken over"), outcomes)

        cases = [row.case for row in rows]
        self._with_vault(any(row.level > 2 for row in rows), lambda: self.ask(
            lambda: self.s.desk.handover.accept_all(cases), done))

    def _offer(self, wishes: tuple[Wish, ...], taker: str, until: str) -> None:
        def done(outcomes: list[Outcome]) -> None:
            count = sum(1 for each in outcomes if each.done)
            if count:
                self.s.banner.show_good(ngettext(
                    "{count} case was offered.", "{count} cases were offered.", count).format(count=count))
            self.giving.forget()
            self._tried(_("Could not be offered"), outcomes)

        self.ask(lambda: self.s.desk.handover.offer(wishes, taker, until), done)

    def _tried(self, title: str, outcomes: Sequence[Outcome]) -> None:
        self._kept_back = title, [each for each in outcomes if not each.done]
        self.s.carry()
        self.s.hub.changed.emit(Changes(frozenset(each.case for each in outcomes), frozenset({"case", "handover"})))
        self.refresh()
