# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The caseload on paper: code, stage, what is next, days since contact, band; no name at all (ruling 51)."""

from __future__ import annotations

from collections.abc import Sequence

from assist.crypto.codes import shown
from assist.domain.duties import RULES
from assist.projection import NO_DUE
from assist.reading import date_of
from assist.reports import codesheet
from assist.reports.codesheet import Cell
from assist.reports.lines import Paper
from assist.reports.order import KEPT_DAYS, ReportOrder
from assist.reports.phrases import BANDS, STAGES
from assist.reports.speech import Speech
from assist.views import CaseloadRow

_WIDTHS = (0.14, 0.25, 0.38, 0.12, 0.11)


def render(rows: Sequence[CaseloadRow], order: ReportOrder) -> Paper:
    """The pages, 40 lines each; one page even when there is no case."""
    speech = Speech(order.language)
    say = speech.say
    cases = speech.say_n("{count} case", "{count} cases", len(rows)).format(count=len(rows))
    until = speech.day(date_of(order.today, KEPT_DAYS))
    return codesheet.render(codesheet.Sheet(
        say("Caseload"), (speech.day(order.today), cases, say("Practice: invented people") if order.practice else ""),
        (say("Code"), say("Stage"), say("What is next"), say("Days since contact"), say("Risk level")), _WIDTHS,
        say("Keep until {date}, then destroy.").format(date=until), [_cells(row, speech) for row in rows]), order)


def _cells(row: CaseloadRow, speech: Speech) -> list[Cell]:
    say = speech.say
    due = "" if row.next_due in ("", NO_DUE) else speech.day(row.next_due)
    duty = say(RULES[row.next_duty]) if row.next_duty in RULES else ""
    days = "–" if row.days_since_contact is None else str(row.days_since_contact)
    return [
        Cell(shown(row.code), strong=True), Cell(say(STAGES[row.stage]) if row.stage in STAGES else ""),
        Cell(" · ".join(filter(None, (due, duty)))), Cell(days),
        Cell(say(BANDS[row.band]) if row.band in BANDS else "–"),
    ]
