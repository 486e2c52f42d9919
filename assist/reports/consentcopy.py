# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Her copy of one consent: what she was asked, what she said, until when, and her own hand as lines.

A paper of hers alone: no name of the house, no word of what it is for beyond her own choice (rulings 12 and 87).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assist.casebook import Book, Sheet
from assist.reading import codes, text
from assist.reports.boxes import Sheet as Page
from assist.reports.boxes import one_page
from assist.reports.lines import A4, Paper
from assist.reports.speech import Speech
from assist.reports.typeset import BOLD, INK, LINE, QUIET, REGULAR, SEMIBOLD, TEAL, type_of, write, write_right
from forms.strokes import HIGH, WIDE, Strokes, strokes_of
from forms.text import one_line

FORM = "F03"
_SIDE, _TOP, _LABEL = 64.0, 64.0, 190.0
_SIGNED_WIDE = 240.0
"""Points across which her hand is drawn."""


@dataclass(frozen=True, slots=True)
class ConsentCopy:
    """What the paper says, line by line; ``strokes`` are as she drew them, empty where she said it."""

    record: str
    rows: tuple[tuple[str, str], ...]
    strokes: Strokes
    language: str


def consent_copy(book: Book, sheet: Sheet, language: str, *, with_name: bool) -> ConsentCopy:
    """From the sheet alone. ``with_name``: the name of a service is on it, since a name can tell a story."""
    speech = Speech(language)
    return ConsentCopy(sheet.entity.id.hex(), tuple(_rows(sheet, speech, with_name=with_name)), _drawn(sheet),
                       speech.language)


def _rows(sheet: Sheet, speech: Speech, *, with_name: bool) -> Iterator[tuple[str, str]]:
    entity, say = sheet.entity, speech.say
    to = one_line(text(entity, f"{FORM}/recipient"))
    kind = speech.begun(speech.choice(f"{FORM}/kind", text(entity, f"{FORM}/kind")))
    shared = ", ".join(speech.choice(f"{FORM}/categories", code) for code in codes(entity, f"{FORM}/categories"))
    decision, mode = text(entity, f"{FORM}/decision"), text(entity, f"{FORM}/mode")
    until = text(entity, f"{FORM}/expiry")
    yield say("What I was asked"), kind
    if to:
        yield say("To"), to if with_name else say("one service")
    if shared:
        yield say("What may be told"), shared
    if decision:
        yield say("My answer"), speech.choice(f"{FORM}/decision", decision)
    yield say("Said on"), speech.day(sheet.on)
    if until and decision == "yes":
        yield say("It holds until"), speech.day(until)
    if mode:
        yield say("How I said it"), speech.choice(f"{FORM}/mode", mode)


def _drawn(sheet: Sheet) -> Strokes:
    """A drawing that came from elsewhere and is none is no drawing."""
    try:
        return strokes_of(text(sheet.entity, f"{FORM}/drawn"))
    except ValueError:
        return ()


def paper(told: ConsentCopy, print_id: str, size: str = A4) -> Paper:
    """One page for her."""

    def draw(sheet: Page, high: float) -> None:
        say = sheet.speech.say
        write_right(sheet.canvas, _SIDE + sheet.width, high - _TOP - 4, print_id, type_of(BOLD, 12, colour=TEAL))
        after = sheet.words(say("What I said"), high - _TOP, type_of(BOLD, 19, leading=1.3)) - 10
        for label, words in told.rows:
            write(sheet.canvas, _SIDE, after, [label], type_of(SEMIBOLD, 12))
            below = sheet.words(words, after, type_of(REGULAR, 12), left=_LABEL)
            sheet.rule(below - 2, LINE)
            after = below - 10
        if told.strokes:
            after = _sign(sheet, told.strokes, after - 6)
        sheet.words(say("I can stop this at any time, without a reason. The help stays the same."),
                    after - 12, type_of(REGULAR, 12))
        sheet.words(say("Keep this paper only while that is safe for you. You can ask for another one at any time."),
                    after - 54, type_of(REGULAR, 10, colour=QUIET))

    return one_page("What I said", (told.language, size), _SIDE, draw)


def _sign(sheet: Page, strokes: Strokes, top: float) -> float:
    """Her hand, line by line as it moved; no picture of it."""
    scale = _SIGNED_WIDE / WIDE
    canvas, left, bottom = sheet.canvas, _SIDE + _LABEL, top - HIGH * scale
    if canvas is not None:
        canvas.saveState()
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.3)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for stroke in strokes:
            path = canvas.beginPath()
            path.moveTo(left + stroke[0][0] * scale, top - stroke[0][1] * scale)
            for x, y in stroke[1:] or stroke:
                path.lineTo(left + x * scale, top - y * scale)
            canvas.drawPath(path)
        canvas.restoreState()
    write(sheet.canvas, _SIDE, top, [sheet.speech.say("My hand")], type_of(SEMIBOLD, 12))
    sheet.rule(bottom, LINE, _LABEL, _SIGNED_WIDE)
    return bottom - 6
