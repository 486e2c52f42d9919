# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One day's appointments on paper: hour, code, what for, who goes along, how; no name and no place (ruling 48)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assist.appointmentbook import ALONG, FORM, TRANSPORT, Appointment
from assist.crypto.codes import shown
from assist.reports import codesheet
from assist.reports.codesheet import Cell
from assist.reports.lines import Paper
from assist.reports.order import ReportOrder
from assist.reports.speech import Speech

_WIDTHS = (0.08, 0.14, 0.17, 0.27, 0.18, 0.16)
_ROWS = 24
"""Lines with room to write beside them by hand."""


def render(day: str, agreed: Sequence[tuple[str, Appointment]], order: ReportOrder) -> Paper:
    """The pages; ``agreed`` are case codes and what is agreed, in order."""
    speech = Speech(order.language)
    say = speech.say
    count = speech.say_n("{count} appointment", "{count} appointments", len(agreed)).format(count=len(agreed))
    names = (say("Hour"), say("Code"), say("What for"), say("Who goes along"), say("Transport"), say("How it went"))
    return codesheet.render(codesheet.Sheet(
        say("Appointments of the day"),
        (speech.day(day), count, say("Practice: invented people") if order.practice else ""), names, _WIDTHS,
        say("Destroy it at the end of the day."), [_cells(code, each, speech) for code, each in agreed], _ROWS), order)


def _cells(code: str, agreed: Appointment, speech: Speech) -> list[Cell]:
    def chosen(key: str, value: str) -> str:
        return speech.choice(f"{FORM}/{key}", value) if value else ""

    def said(words: Mapping[str, str], code: str) -> str:
        return speech.say(words[code]) if code in words else ""

    along = " · ".join(part for part in (
        said(ALONG, agreed.along), agreed.along_who if agreed.along == "team" else "",
        speech.say("with an interpreter") if agreed.interpreter else "") if part)
    return [
        Cell(agreed.at or "–", strong=True), Cell(shown(code), strong=True), Cell(chosen("kind", agreed.kind)),
        Cell(along), Cell(said(TRANSPORT, agreed.transport)), Cell(chosen("outcome", agreed.outcome)),
    ]
