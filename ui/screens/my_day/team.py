# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the team asks of whoever is signed in: lines to read for a supervisor, questions of one, cases offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _
from ui.context import Going
from ui.widgets.card import Card
from ui.widgets.lines import PressLines, Said

if TYPE_CHECKING:
    from assist.desk import Desk

MOST = 4
"""Lines of each kind; the team's place has the rest."""


@dataclass(frozen=True, slots=True)
class TeamWaits:
    """``asked``: code and question. ``offered``: code and who gives. ``to_read``: lines that wait for a supervisor."""

    to_read: int = 0
    asked: tuple[tuple[str, str], ...] = ()
    offered: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> TeamWaits:
        """Read it; nothing for whoever has no part in it."""
        return cls(
            desk.supervision.count(),
            tuple((row.code, row.question) for row in desk.supervision.asked_of_me()),
            tuple((row.code, row.giver or row.by) for row in desk.handover.offers() if row.to_me))


def team(now: TeamWaits, go: Going) -> Card | None:
    """One card with a line each; None where nobody asks anything."""
    said: list[tuple[Said, str]] = []
    if now.to_read:
        said.append((Said(_("Supervision"), _("to read or to agree with"), i18n.number(now.to_read), "ochre"), "queue"))
    said += [(Said(shown(code), words, _("asked of you"), "ochre"), "asked") for code, words in now.asked[:MOST]]
    said += [(Said(shown(code), _("from {name}").format(name=giver), _("offered to you"), "ochre"), "handover")
             for code, giver in now.offered[:MOST]]
    if not said:
        return None
    card, lines = Card(_("Team")), PressLines()
    for words, tab in said:
        lines.put(words).clicked.connect(lambda _on=False, tab=tab: go("team", tab=tab))
    card.body.addWidget(lines)
    return card
