# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The safe-contact card: its rules first, the number only after they were read (WP-04)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from assist import i18n
from assist.i18n import N_, _
from assist.views import ContactCard
from ui import wording
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.hidden import HiddenText
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

WHO_STARTS = {"we": N_("we contact her"), "i": N_("she contacts us"), "in_person": N_("only in person")}
_RULE_WIDE = 150


class ContactPart(Card):
    """Shows how she may be reached; an expired card says *confirm first* and shows no number."""

    def __init__(self, tab: Tab, card: ContactCard | None) -> None:
        super().__init__(_("Safe contact"))
        self._tab, self._card = tab, card
        self.number: HiddenText | None = None
        if card is None:
            empty = Empty(_("How she may be reached without danger stands here."), _("Agree the safe contact"))
            empty.clicked.connect(lambda: tab.form("F04"))
            self.body.addWidget(empty)
            return
        if card.expired:
            self._say_confirm_first()
        self.body.addWidget(self._rules(card))
        self.read_rules = tab.quiet(_("I have read the rules"), self._acknowledged, "check")
        self._offer(card)

    def _say_confirm_first(self) -> None:
        tab = self._tab
        self.body.addWidget(Label(_("Confirm first: this card is no longer sure."), Role.STRONG, "ochre"))
        confirm = tab.quiet(_("Confirm the safe contact"), lambda: tab.form("F04"))
        self.body.addWidget(confirm, 0, Qt.AlignmentFlag.AlignLeft)

    def _rules(self, card: ContactCard) -> Lines:
        lines = Lines(_RULE_WIDE)
        today = self._tab.s.desk.clock.today()
        neutral = card.may_say == "neutral" and bool(card.neutral_line)
        say = wording.chosen("F04", "may_say", card.may_say)
        told = (
            (_("who begins"), _(WHO_STARTS[card.who_starts]) if card.who_starts in WHO_STARTS else ""),
            (_("by which means"), wording.chosen("F04", "channel", card.channel)),
            (_("when"), ", ".join(card.times)),
            (_("what we may say"), wording.quoted(card.neutral_line) if neutral else say),
            (_("paper mail"), wording.chosen("F04", "mail_allowed", card.mail_allowed)),
        )
        for rule, words in told:
            lines.put(rule, words or _("not asked"), tone="text" if words else "muted")
        lines.put(_("confirmed"), i18n.day(card.confirmed_on, today=today),
                  "" if card.expired else _("holds until {date}").format(date=i18n.day(card.expires_on, today=today)))
        return lines

    def _offer(self, card: ContactCard) -> None:
        """The way to the number, as far as it may be gone now."""
        tab = self._tab
        if card.expired:
            return
        if not tab.s.desk.vault_open:
            self.body.addWidget(tab.quiet(_("Open protected work for the number"), tab.open_vault, "unlock"), 0,
                                Qt.AlignmentFlag.AlignLeft)
        elif card.value_sealed:
            self.body.addWidget(Label(_("No number was given."), tone="muted"))
        else:
            self.body.addWidget(self.read_rules, 0, Qt.AlignmentFlag.AlignLeft)

    def _acknowledged(self) -> None:
        self.read_rules.hide()
        self.number = HiddenText(14)
        self.number.name(_("Number or handle"))
        self.number.asked.connect(self._reveal)
        self.body.addWidget(self.number, 0, Qt.AlignmentFlag.AlignLeft)
        self.number.show()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self) -> None:
        tab, number = self._tab, self.number
        if number is not None:
            tab.write(lambda: tab.s.desk.cases.reveal_contact(tab.case), number.reveal)
