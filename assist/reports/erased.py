# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificate that a case was erased: a number, days and counts. It names nobody, neither her nor who did it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assist.domain.erasure import BASIS_WORDS, PARTS
from assist.i18n import N_
from assist.keptbook import KEEPS_MONEY
from assist.reports.boxes import Sheet, one_page
from assist.reports.lines import A4, Paper
from assist.reports.speech import Speech
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

_SIDE, _TOP, _LABEL = 64.0, 64.0, 190.0
COUNTED = {
    "sheets": N_("filled forms"), "core": N_("plan, goals and services"), "narrative": N_("own words and notes"),
    "protected": N_("protected answers"), "consent": N_("consents and receipts"), "finance": N_("money and receipts"),
    "changes": N_("entries in the record of changes"),
}
"""What is counted, class by class; nothing says what it held."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What the paper says. Days are ISO text; ``papers`` are ids of prints made before, which no order reaches."""

    number: str
    basis: str
    ordered_on: str
    counts: Mapping[str, int]
    laptops: int
    confirmed_on: str
    rewritten_on: str
    backups_end: str
    papers: tuple[str, ...] = ()
    practice: bool = False


def certificate(erased: Erased, language: str, size: str = A4) -> Paper:
    """One page."""

    def draw(sheet: Sheet, high: float) -> None:
        speech = sheet.speech
        write_right(sheet.canvas, _SIDE + sheet.width, high - _TOP - 4, erased.number, type_of(BOLD, 12, colour=TEAL))
        after = sheet.words(speech.say("Erased"), high - _TOP, type_of(BOLD, 19, leading=1.3))
        after = sheet.words(_before(erased, speech), after - 4, type_of(REGULAR, 11))
        after -= 14
        for label, said in _rows(erased, speech):
            after = _row(sheet, label, said, after)
        for words in _after(erased, speech):
            after = sheet.words(words, after - 8, type_of(REGULAR, 10, colour=QUIET))

    return one_page("Erased", (language, size), _SIDE, draw)


def _before(erased: Erased, speech: Speech) -> str:
    said = (N_("A part of one record was erased for good; the record stays. Nothing on this page says whose it is.")
            if erased.basis in PARTS else N_("One record was erased for good. Nothing on this page says whose it was."))
    words = speech.say(said)
    return words if not erased.practice else words + " " + speech.say("Practice: invented people") + "."


def _rows(erased: Erased, speech: Speech) -> Iterator[tuple[str, str]]:
    say, day = speech.say, speech.day
    yield say("Number"), erased.number
    yield say("Why"), say(BASIS_WORDS[erased.basis])
    yield say("Ordered on"), day(erased.ordered_on)
    told = [f"{say(words)}: {erased.counts[kind]}" for kind, words in COUNTED.items() if erased.counts.get(kind)]
    yield say("What was erased"), "\n".join(told) or say("nothing was left on the laptop that made this page")
    yield say("Laptops"), say("{count} of {count} have confirmed, the last on {day}").format(
        count=erased.laptops, day=day(erased.confirmed_on))
    yield say("Meeting place"), say("written anew, last on {day}").format(day=day(erased.rewritten_on))
    yield say("Backups"), say("the last one that may hold it ends on {day}").format(day=day(erased.backups_end))


def _after(erased: Erased, speech: Speech) -> Iterator[str]:
    say = speech.say
    yield say("Keys and words are gone; of each entry a number and a fingerprint stay, so that it cannot come back.")
    if erased.papers:
        yield say("Papers made before are not reached by this: {numbers}").format(numbers=", ".join(erased.papers))
    if erased.basis in KEEPS_MONEY and erased.counts.get("finance"):
        yield say("Amounts stay for the accounts, without a name and without a record, as long as the law asks.")
    yield say("That this was done is kept on record for five years.")


def _row(sheet: Sheet, label: str, said: str, top: float) -> float:
    write(sheet.canvas, _SIDE, top, [label], type_of(SEMIBOLD, 11))
    after = sheet.words(said, top, type_of(REGULAR, 11), left=_LABEL)
    sheet.rule(after - 2, LINE)
    return after - 10
