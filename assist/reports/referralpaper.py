# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one service is told, on a page."""

from __future__ import annotations

from dataclasses import replace

from assist.errors import BadInput
from assist.reports.boxes import Sheet as Page
from assist.reports.boxes import one_page
from assist.reports.lines import A4, Paper
from assist.reports.referral import Letter
from assist.reports.typeset import BOLD, LINE, QUIET, REGULAR, SEMIBOLD, TEAL, type_of, write, write_right

_SIDE, _TOP, _LABEL, _FOOT = 64.0, 64.0, 190.0, 40.0
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)
"""Of the words in points; smaller only where one page would not hold them."""


def paper(told: Letter, print_id: str, size: str = A4, attached: tuple[str, bytes] | None = None) -> Paper:
    """One page for the person to carry, or to send: nothing on it that was not looked at.

    ``attached``: name and content of a file that goes along in it. Raises BadInput ``referral.too_long``.
    """

    def lines(sheet: Page, high: float, points: float) -> float:
        say, plain, strong = sheet.speech.say, type_of(REGULAR, points), type_of(SEMIBOLD, points)
        write_right(sheet.canvas, _SIDE + sheet.width, high - _TOP - 4, print_id, type_of(BOLD, 12, colour=TEAL))
        after = sheet.words(say("Referral"), high - _TOP, type_of(BOLD, 19, leading=1.3)) - 10
        rows = [(say("To"), told.to), (say("For"), told.need), *((label, words) for _key, label, words in told.parts)]
        for label, words in (row for row in rows if row[1]):
            write(sheet.canvas, _SIDE, after, [label], strong)
            after = sheet.words(words, after, plain, left=_LABEL)
            sheet.rule(after - 2, LINE)
            after -= 10
        if told.not_again:
            after = sheet.words(say("Please do not ask again about"), after - 10, strong)
            after = sheet.words(", ".join(told.not_again), after - 2, plain)
        return sheet.words(say("She agreed that you are told this, and nothing else. Please keep it to yourselves."),
                           after - 16, type_of(REGULAR, 10, colour=QUIET))

    def draw(sheet: Page, high: float) -> None:
        dry = replace(sheet, canvas=None)
        fits = next((each for each in _SIZES if lines(dry, high, each) >= _FOOT), None)
        if fits is None:
            raise BadInput("referral.too_long")
        lines(sheet, high, fits)

    return one_page("Referral", (told.language, size), _SIDE, draw, attached)
