# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What matters most to her, in her order; the team's view beside it, and only after hers (PA-08)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from assist import i18n
from assist.i18n import _, text_of
from assist.views import Priorities
from forms.loader import choice_list
from ui import wording
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label


def priorities_card(tab: Tab, view: Priorities) -> Card:
    """Her order first. The way to the team's view is there from the beginning, and opens once she has spoken."""
    card = Card(_("What matters most to her"))
    today = tab.s.desk.clock.today()
    if view.hers:
        _put_order(card, view.hers)
    elif view.has_spoken:
        card.body.addWidget(Label(_("She preferred to give no order.")))
    else:
        card.body.addWidget(Label(_("She was not asked yet. Her order comes before anybody else's."), tone="muted"))
    if view.words:
        card.body.addWidget(Label(wording.quoted(view.words)))
    if view.on:
        card.body.addWidget(Label(i18n.day(view.on, today=today), Role.SMALL, "muted"))
    asks = tab.quiet(_("Ask again what matters most") if view.has_spoken else _("Ask what matters most"),
                     lambda: tab.form("RANK"))
    card.body.addWidget(asks, 0, Qt.AlignmentFlag.AlignLeft)
    if view.team:
        card.body.addWidget(Label(_("The team's view, {date}").format(date=i18n.day(view.team_on, today=today)),
                                  Role.SMALL, "muted"))
        _put_order(card, view.team)
        if view.reason:
            card.body.addWidget(Label(view.reason, Role.SMALL, "muted"))
    ours = tab.quiet(_("Write the team's view"), lambda: tab.form("VIEW"))
    ours.setEnabled(view.has_spoken)
    card.body.addWidget(ours, 0, Qt.AlignmentFlag.AlignLeft)
    return card


def _put_order(card: Card, needs: Sequence[str]) -> None:
    labels = {choice.code: text_of(choice.label) for choice in choice_list("lk_need")}
    for place, need in enumerate(needs, 1):
        card.body.addWidget(Label(f"{place}. {labels.get(need, need)}"))
