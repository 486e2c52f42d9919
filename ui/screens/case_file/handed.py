# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who handed the case to whom, and which colleagues opened it with a reason; heard of on every laptop."""

from __future__ import annotations

from collections.abc import Sequence

from assist import i18n
from assist.handoverbook import ACCEPTED, DECLINED, LAPSED, TAKEN_BACK
from assist.i18n import N_, _
from assist.services.handing_over import OfferRow
from assist.services.supervising import LookRow
from ui import wording
from ui.dialogs.ask_reason import reason
from ui.widgets.card import Card
from ui.widgets.lines import Lines

_ANSWERS = {
    ACCEPTED: N_("taken over {day}"), DECLINED: N_("not taken over"), TAKEN_BACK: N_("the offer was taken back"),
    LAPSED: N_("somebody else was given the case"),
}


def handed(rows: Sequence[OfferRow]) -> list[Card]:
    """One line an offer, newest first; no card where there was none."""
    if not rows:
        return []
    card, lines = Card(_("From worker to worker")), Lines(110)
    for row in rows:
        words = _("{giver} to {taker}").format(giver=row.giver or _("nobody"), taker=row.taker)
        answer = _(_ANSWERS[row.answer]).format(day=i18n.day(row.answered_on)) if row.answer in _ANSWERS else _(
            "waits for an answer")
        note = _("To begin with: {note}").format(note=wording.quoted(row.note)) if row.to_me and row.note else ""
        until = _("until {day}").format(day=i18n.day(row.until)) if row.until else ""
        lines.put(i18n.day(row.on), words, " · ".join(part for part in (answer, until, note) if part))
    card.body.addWidget(lines)
    return [card]


def opened(rows: Sequence[LookRow]) -> list[Card]:
    """One line a person and day, newest first."""
    if not rows:
        return []
    card, lines = Card(_("Opened by a colleague, with a reason")), Lines(110)
    for row in rows:
        lines.put(i18n.day(row.on), row.who or _("someone of the team"), reason(row.why))
    card.body.addWidget(lines)
    return [card]
