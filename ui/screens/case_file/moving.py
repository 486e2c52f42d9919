# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a case file says about other teams: where it came from, and that another one is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from assist import i18n
from assist.i18n import _
from assist.services.moving import Move
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label


def other_teams(move: Move, call_back: Callable[[], object]) -> list[Card]:
    """One card, where there is something to say."""
    if not (move.asked_team or move.came_team):
        return []
    card = Card(_("Other teams"))
    if move.came_team:
        card.body.addWidget(Label(_("Moved here from another team on {day}: {team}").format(
            day=i18n.day(move.came_on), team=move.came_team)))
    if move.asked_team:
        card.body.addWidget(Label(_("{team} is asked to take it over, since {day}. Until then it stays here.").format(
            day=i18n.day(move.asked_on), team=move.asked_team)))
        card.body.addWidget(Label(_("Once it was taken over both teams have it, until each laptop here let it go."),
                                  tone="muted"))
    if move.may_call_back:
        back = QuietButton(_("Call it back"))
        back.clicked.connect(lambda _on=False: call_back())
        card.body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
    return [card]
