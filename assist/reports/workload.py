# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How work is spread, on paper: one line a worker by name, counts without a sum; nothing of any case."""

from __future__ import annotations

from collections.abc import Sequence

from assist.reading import date_of
from assist.reports import codesheet
from assist.reports.codesheet import Cell
from assist.reports.lines import Paper
from assist.reports.order import KEPT_DAYS, ReportOrder
from assist.reports.speech import Speech
from assist.teambook import Load

_WIDTHS = (0.28, 0.12, 0.13, 0.11, 0.11, 0.12, 0.13)


def render(loads: Sequence[Load], order: ReportOrder) -> Paper:
    """The pages; one page even when nobody accompanies anybody yet."""
    speech = Speech(order.language)
    say = speech.say
    names = (say("Worker"), say("Open cases"), say("High risk"), say("Resting"), say("Late"), say("This week"),
             say("Appointments"))
    until = say("Keep until {date}, then destroy.").format(date=speech.day(date_of(order.today, KEPT_DAYS)))
    return codesheet.render(codesheet.Sheet(
        say("Workload"), (speech.day(order.today), say("Practice: invented people") if order.practice else ""),
        names, _WIDTHS, until, [_cells(load, speech) for load in loads]), order)


def _cells(load: Load, speech: Speech) -> list[Cell]:
    name = load.name or speech.say("nobody's case")
    if load.has_left:
        name = speech.say("{name} (has left)").format(name=name)
    counts = (load.cases, load.grave, load.resting, load.late, load.due, load.meetings)
    return [Cell(name, strong=True), *(Cell(str(count) if count else "–") for count in counts)]
