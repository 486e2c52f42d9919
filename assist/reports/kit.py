# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One paper of a recovery kit, for one holder: 33 words, what they are for, nothing of the organisation (ruling 83)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assist.reports.boxes import Sheet, one_page
from assist.reports.lines import A4, Paper
from assist.reports.typeset import (
    BOLD,
    LINE,
    QUIET,
    REGULAR,
    SEMIBOLD,
    TEAL,
    type_of,
    write,
    write_right,
)

_SIDE, _TOP = 60.0, 56.0
_COLUMNS, _ROW = 3, 25.0
_NUMBER_WIDE = 24.0


@dataclass(frozen=True, slots=True)
class HolderPaper:
    """Its words in order, which of how many papers it is, and how many are needed together."""

    words: Sequence[str]
    number: int
    papers: int
    needed: int


def kit_paper(holder: HolderPaper, language: str, size: str = A4) -> Paper:
    """One page. The words are English whatever the language is, and the page says so."""

    def draw(sheet: Sheet, high: float) -> None:
        after = _head(sheet, holder, high - _TOP)
        after = _words(sheet, holder, after - 12)
        _what_to_do(sheet, holder, after - 14)

    return one_page("A paper to keep safe", (language, size), _SIDE, draw)


def _head(sheet: Sheet, holder: HolderPaper, top: float) -> float:
    say = sheet.speech.say
    which = say("Paper {number} of {papers}").format(number=holder.number, papers=holder.papers)
    write_right(sheet.canvas, _SIDE + sheet.width, top - 4, which, type_of(BOLD, 12, colour=TEAL))
    after = sheet.words(say("A paper to keep safe"), top, type_of(BOLD, 19, leading=1.3))
    opens = say("When a passphrase is forgotten, {needed} papers of this kit together open the laptop again. "
                "This one alone opens nothing.").format(needed=holder.needed)
    after = sheet.words(opens, after - 4, type_of(REGULAR, 11))
    about = say("The words are English, whatever language the laptop speaks. Their order counts. "
                "The first four letters of each are enough.")
    return sheet.words(about, after - 2, type_of(REGULAR, 11))


def _words(sheet: Sheet, holder: HolderPaper, top: float) -> float:
    number, word = type_of(REGULAR, 9.5, colour=QUIET), type_of(SEMIBOLD, 13.5)
    rows = -(-len(holder.words) // _COLUMNS)
    wide = sheet.width / _COLUMNS
    for place, each in enumerate(holder.words):
        column, row = divmod(place, rows)
        left, line = _SIDE + column * wide, top - row * _ROW
        write_right(sheet.canvas, left + _NUMBER_WIDE - 6, line - 3, str(place + 1), number)
        write(sheet.canvas, left + _NUMBER_WIDE, line, [each], word)
        sheet.rule(line - _ROW + 4, LINE, column * wide, wide - 12)
    return top - rows * _ROW


def _what_to_do(sheet: Sheet, holder: HolderPaper, top: float) -> float:
    say = sheet.speech.say
    face = type_of(REGULAR, 10.5)
    after = sheet.words(say("What to do with it"), top, type_of(BOLD, 11.5, colour=TEAL))
    for text in (
        say("Keep it in a closed envelope where papers of worth are kept, and never beside the laptop."),
        say("Each paper is with another person, in another place."),
        say("No photograph, no copy, no message: {needed} papers together open every laptop of the organisation."
            ).format(needed=holder.needed),
        say("When it is needed, come yourself and type the words yourself. Nobody asks for them by telephone."),
        say("Once a year you are asked for it, to see that it can still be read."),
        say("If it is lost, or somebody has seen it, say so at once: then a new kit is made."),
        say("When you leave, hand it to whoever the coordinator names."),
    ):
        write(sheet.canvas, _SIDE, after - 3, ["•"], face)
        after = sheet.words(text, after - 3, face, left=12)
    return after
