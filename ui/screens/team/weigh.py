# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often words that may weigh were opened: each person's own number, for her alone and without a case."""

from __future__ import annotations

from datetime import timedelta

from assist.desk import Desk
from assist.i18n import _, ngettext
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label

DAYS = 30


def month_of(desk: Desk) -> int:
    """How often this person opened such words in the last thirty days."""
    today = desk.clock.today()
    return desk.care.heavy_openings((today - timedelta(days=DAYS - 1)).isoformat(), today.isoformat())


def weigh(count: int) -> Card:
    """Her own number; there is no other."""
    card = Card(_("What you read may weigh"))
    words = ngettext("In the last thirty days you opened words that may weigh {count} time.",
                     "In the last thirty days you opened words that may weigh {count} times.", count)
    card.body.addWidget(Label(words.format(count=count)))
    card.body.addWidget(Label(
        _("Only you see this number, and it names no case. Bring it to your supervision if you wish."),
        Role.SMALL, "muted"))
    return card
