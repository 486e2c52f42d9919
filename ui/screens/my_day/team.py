# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the team asks of whoever is signed in: lines to read for a supervisor, questions of one, cases offered, and
whom to tell that somebody took back what had left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _, ngettext
from assist.services.export_ledger import Due
from ui.context import Going
from ui.widgets.card import Card
from ui.widgets.lines import PressLines, Said

if TYPE_CHECKING:
    from assist.desk import Desk

MOST = 4
"""Lines of each kind; the team's place has the rest."""


@dataclass(frozen=True, slots=True)
class TeamWaits:
    """``asked``: code and question. ``offered``: code and who gives. ``to_read``: lines that wait for a supervisor.
    ``taken_back``: recipients to be told, or who have not confirmed yet."""

    to_read: int = 0
    asked: tuple[tuple[str, str], ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    taken_back: tuple[Due, ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> TeamWaits:
        """Read it; nothing for whoever has no part in it."""
        return cls(
            desk.supervision.count(),
            tuple((row.code, row.question) for row in desk.supervision.asked_of_me()),
            tuple((row.code, row.giver or row.by) for row in desk.handover.offers() if row.to_me),
            desk.ledger.waiting())


def team(now: TeamWaits, go: Going) -> Card | None:
    """One card with a line each; None where nobody asks anything."""
    said: list[tuple[Said, str]] = []
    if now.to_read:
        said.append((Said(_("Supervision"), _("to read or to agree with"), i18n.number(now.to_read), "ochre"), "queue"))
    said += [(Said(shown(code), words, _("asked of you"), "ochre"), "asked") for code, words in now.asked[:MOST]]
    said += [(Said(shown(code), _("from {name}").format(name=giver), _("offered to you"), "ochre"), "handover")
             for code, giver in now.offered[:MOST]]
    if not said and not now.taken_back:
        return None
    card, lines = Card(_("Team")), PressLines()
    for words, tab in said:
        lines.put(words).clicked.connect(lambda _on=False, tab=tab: go("team", tab=tab))
    for due in now.taken_back[:MOST]:
        lines.put(_taken_back(due)).clicked.connect(lambda _on=False: go("export"))
    card.body.addWidget(lines)
    return card


def _taken_back(due: Due) -> Said:
    """How many rows, and of whom nothing."""
    rows = ngettext("{count} row", "{count} rows", due.rows).format(count=i18n.number(due.rows))
    words = _("did not confirm yet that they are gone") if due.export_id else _("to be told that it was taken back")
    return Said(due.recipient, words, rows, "ochre")
