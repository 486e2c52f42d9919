# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What she asked about her data, until when the team answers, and how it ended (PA-07)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from assist import i18n
from assist.domain.duties import wish_due_on
from assist.i18n import _
from assist.supportbook import Wish
from assist.views import RecordRow
from ui import wording
from ui.screens.case_file.filled import show_filled
from ui.screens.case_file.tab import Tab
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

FORM = "F19"


def wishes_card(tab: Tab, wishes: Sequence[Wish], records: Sequence[RecordRow]) -> Card:
    """One line a wish, the open ones with the day by which she has her answer."""
    card = Card(_("What she asked about her data"))
    sheets = {row.record: row for row in records}
    today = tab.s.desk.clock.today()
    lines = Lines()
    for wish in wishes:
        what = wording.chosen(FORM, "kind", wish.kind) or wording.form_title(FORM)
        if wish.is_open:
            due = wish_due_on(wish.asked_on)
            below = Label(_("answer by {date}").format(date=i18n.day(due, today=today)), tone="ochre")
            tail = tab.link(_("give the answer"), lambda wish=wish: tab.form(FORM, wish.record), what)
        else:
            below = Label(wording.chosen(FORM, "decision", wish.decision), tone="muted")
            sheet = sheets[wish.record]
            tail = tab.link(_("read"), lambda sheet=sheet: show_filled(tab, sheet), what)
        lines.put(i18n.day(wish.asked_on, today=today), what, below=below, tail=tail)
    if wishes:
        card.body.addWidget(lines)
    else:
        card.body.addWidget(Label(
            _("She may ask to see, correct, restrict or erase what is kept. Spoken is enough."), tone="muted"))
    card.body.addWidget(tab.quiet(_("Write down what she asks"), lambda: tab.form(FORM)), 0,
                        Qt.AlignmentFlag.AlignLeft)
    return card
