# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What needs a supervisor's word and is answered in another place: how many, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assist import i18n
from assist.desk import Desk
from assist.i18n import N_, _
from assist.policy import may
from ui.context import Going
from ui.widgets.card import Card
from ui.widgets.lines import PressLines, Said

TWO, ERASE, GLASS, DROPS, MOVES, LAPTOPS, OPINIONS = (
    N_("Lowering or a hold: a second signature"), N_("Erasing: agree or not"), N_("Emergency opening"),
    N_("Threats without a case"), N_("From another team"), N_("Laptops"), N_("Opinions in free words to read first"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """``cases``: of what waits in a file, its case. ``counts``: of the rest, how many there are."""

    cases: tuple[tuple[str, str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> Elsewhere:
        """Read it; what lies behind the seal only while it is open."""
        roles = desk.me.roles
        cases = [(TWO, case, "safety") for case, _request in desk.two_people.to_decide()]
        if may(roles, "case.erase.agree").ok:
            asked = (each for each in desk.erasing.waiting() if each.case and not each.is_mine)
            cases += [(ERASE, each.case, "consent") for each in asked]
        counts = [
            (GLASS, sum(1 for each in desk.glass.waiting() if not each.is_mine)),
            (DROPS, len(desk.drops.waiting()) if desk.vault_open else 0),
            (MOVES, len(desk.moving.offered()) if may(roles, "case.move").ok else 0),
            (LAPTOPS, sum(1 for row in desk.hearing.troubles() if row.needs_somebody)),
            (OPINIONS, len(desk.feedback.unread()) if may(roles, "feedback.read").ok else 0),
        ]
        return cls(tuple(cases), tuple((what, count) for what, count in counts if count))


_PLACES: dict[str, tuple[str, dict[str, str]]] = {
    GLASS: ("emergency", {}), DROPS: ("my_day", {}), MOVES: ("my_day", {}),
    LAPTOPS: ("settings", {"tab": "meeting"}), OPINIONS: ("feedback_results", {}),
}


def elsewhere(found: Elsewhere, go: Going) -> Card | None:
    """The card; None where nothing waits."""
    if not (found.cases or found.counts):
        return None
    card, lines = Card(_("Needs your word elsewhere")), PressLines()
    for what, case, tab in found.cases:
        _put(lines, _(what), "", partial(go, "case", case=case, tab=tab))
    for what, count in found.counts:
        place, where = _PLACES[what]
        _put(lines, _(what), i18n.number(count), partial(go, place, **where))
    card.body.addWidget(lines)
    return card


def _put(lines: PressLines, words: str, end: str, pressed: Callable[[], object]) -> None:
    lines.put(Said(words, "", end, "ochre")).clicked.connect(lambda _on=False: pressed())
