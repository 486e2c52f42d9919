# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Services that hold something she took back: the words to send them, until they were told (CO-06)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from assist import i18n
from assist.i18n import _
from assist.noticebook import Notice
from ui.screens.case_file.tab import Tab
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Hairline


def notices_cards(tab: Tab, waiting: Sequence[Notice]) -> list[Card]:
    """One card with everybody who is to be told; none where nobody is."""
    if not waiting:
        return []
    card = Card(_("To be told that she stopped sharing"))
    for place, notice in enumerate(waiting):
        if place:
            card.body.addWidget(Hairline())
        card.body.addWidget(Label(notice.recipient, Role.STRONG))
        words = Label(words_for(tab, notice))
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        card.body.addWidget(words)
        told = tab.quiet(_("They were told"), lambda notice=notice: _told(tab, notice), "check")
        told.setAccessibleName(_("{act}: {what}").format(act=_("They were told"), what=notice.recipient))
        card.body.addWidget(told, 0, Qt.AlignmentFlag.AlignLeft)
    return [card]


def words_for(tab: Tab, notice: Notice) -> str:
    """Neutral: whoever reads it over somebody's shoulder learns neither who she is nor what this house does."""
    today = tab.s.desk.clock.today()
    days = ", ".join(i18n.day(day, today=today) for day in notice.left_on)
    return _("Somebody who had agreed that we tell you something has taken that back. Please use what came from us "
             "({days}) for nothing more, erase it unless a law asks you to keep it, and let us know when that is "
             "done.").format(days=days)


def _told(tab: Tab, notice: Notice) -> None:
    tab.act(lambda: tab.s.desk.care.told(tab.case, notice.record.hex()), _("Written down: they were told."))
