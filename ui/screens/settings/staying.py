# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stays of cases that are gone: sums for the accounts, and figures of at least five people."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assist.i18n import _
from assist.keptbook import CLOSED, GOALS, REACHED, REASON, SERVICE, Amount, Figure
from ui import wording
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

_WIDE = 220


def what_stays(amounts: Sequence[Amount], figures: Sequence[Figure]) -> Card | None:
    """One card; none where nothing stays."""
    if not amounts and not figures:
        return None
    card = Card(_("What stays of cases that are gone"))
    if amounts:
        card.body.addWidget(Label(_("For the accounts, as long as the law asks: month, receipt and amount, and nothing "
                                    "of whom it was for."), Role.SMALL, "muted"))
        lines = Lines(_WIDE)
        for each in amounts:
            lines.put(each.month, each.amount, " · ".join(part for part in (each.receipt, each.funder) if part))
        for currency, total in sorted(_sums(amounts).items()):
            lines.put(_("All together"), f"{total:.2f} {currency}")
        card.body.addWidget(lines)
    if figures:
        card.body.addWidget(Label(_("Figures of at least five people; a small house may never reach that."),
                                  Role.SMALL, "muted"))
        lines = Lines(_WIDE)
        for figure in figures:
            lines.put(figure.year, _what(figure), _of(figure))
        card.body.addWidget(lines)
    return card


def _sums(amounts: Sequence[Amount]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for each in amounts:
        figure, _space, currency = each.amount.partition(" ")
        found[currency] = found.get(currency, Decimal(0)) + Decimal(figure)
    return found


def _what(figure: Figure) -> str:
    named = {CLOSED: _("left"), GOALS: _("set goals"), REACHED: _("reached goals of theirs")}
    if figure.kind == REASON:
        return wording.chosen("F15", "reason", figure.code)
    return wording.chosen("F23", "service", figure.code) if figure.kind == SERVICE else named.get(figure.kind, "")


def _of(figure: Figure) -> str:
    people = _("{count} people").format(count=figure.people)
    return people if not figure.times else f"{people} · {figure.times} ×"
