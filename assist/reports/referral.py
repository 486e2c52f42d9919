# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one service is told: the lines she ticked, as the recipient sees them, and what not to ask her again.

Built by a list of what may be told (NR-12): an answer above level 3, or one that is not on the list, is not read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assist.casebook import Book, Sheet
from assist.planbook import goals_in_her_order
from assist.reading import codes, text
from assist.reports.boxes import Sheet as Page
from assist.reports.boxes import one_page
from assist.reports.lines import A4, Paper
from assist.reports.speech import Speech
from assist.reports.typeset import BOLD, LINE, QUIET, REGULAR, SEMIBOLD, TEAL, type_of, write, write_right

FORM, _INTAKE = "F12", "F02"
CATEGORY = {
    "called": "name", "language": "needs", "mode": "needs", "adjustments": "needs", "needs": "needs",
    "health_link": "health", "goals": "plan", "legal_status": "legal",
}
"""For each part, the category of data her consent has to name."""

_SIDE, _TOP, _LABEL = 64.0, 64.0, 190.0


@dataclass(frozen=True, slots=True)
class Letter:
    """What would leave. ``parts``: key, label and words of each line; ``stamp``: the newest value that was read."""

    record: str
    to: str
    need: str
    parts: tuple[tuple[str, str, str], ...]
    not_again: tuple[str, ...]
    language: str
    stamp: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The parts that leave, in order."""
        return tuple(key for key, _label, _words in self.parts)

    @property
    def categories(self) -> frozenset[str]:
        """What her consent has to name."""
        return frozenset(CATEGORY[key] for key in self.keys)

    @property
    def fingerprint(self) -> str:
        """A hash over every word that leaves (CO-14)."""
        plain = [self.to, self.need, list(map(list, self.parts)), list(self.not_again)]
        return hashlib.sha256(json.dumps(plain, ensure_ascii=True).encode()).hexdigest()


def letter(book: Book, sheet: Sheet, language: str) -> Letter:
    """The lines that were ticked and have an answer; nothing is made of silence."""
    speech = Speech(language)
    ticked = codes(sheet.entity, f"{FORM}/payload")
    parts = [(key, speech.listed("lk_referral_part", key), words)
             for key in CATEGORY if key in ticked and (words := _WORDS[key](book, speech))]
    again = codes(sheet.entity, f"{FORM}/already_told")
    return Letter(
        sheet.entity.id.hex(), text(sheet.entity, f"{FORM}/to"),
        speech.listed("lk_service", text(sheet.entity, f"{FORM}/need")), tuple(parts),
        tuple(speech.choice(f"{FORM}/already_told", code) for code in again), speech.language, book.newest_stamp)


def _of_person(concept: str, listed: str) -> Callable[[Book, Speech], str]:
    return lambda book, speech: ", ".join(filter(None, (
        speech.listed(listed, code) for code in codes(book.person, f"person.{concept}"))))


def _adjustments(book: Book, speech: Speech) -> str:
    return ", ".join(filter(None, (
        speech.choice(f"{_INTAKE}/adjustments", code) for code in codes(book.person, "person.adjustments"))))


def _needs(book: Book, speech: Speech) -> str:
    """Those of the newest talk that asked for them."""
    for sheet in reversed(book.of_form("F01", "F13")):
        if said := codes(sheet.entity, f"{sheet.form}/{'needs_now' if sheet.form == 'F01' else 'needs_new'}"):
            return ", ".join(speech.listed("lk_need", code) for code in said)
    return ""


def _goals(book: Book, speech: Speech) -> str:
    return "\n".join(speech.quote(goal.own_words) for goal in goals_in_her_order(book) if goal.own_words)


_WORDS: Mapping[str, Callable[[Book, Speech], str]] = {
    "called": lambda book, _speech: text(book.person, "person.chosen_name"),
    "language": _of_person("language", "lk_lang"), "mode": _of_person("mode", "lk_mode"), "adjustments": _adjustments,
    "needs": _needs, "health_link": _of_person("health_link", "lk_yn3"), "goals": _goals,
    "legal_status": _of_person("legal_status", "lk_legalwork"),
}


def paper(told: Letter, print_id: str, size: str = A4) -> Paper:
    """One page for the person to carry, or to send: nothing on it that was not looked at."""

    def draw(sheet: Page, high: float) -> None:
        say = sheet.speech.say
        write_right(sheet.canvas, _SIDE + sheet.width, high - _TOP - 4, print_id, type_of(BOLD, 12, colour=TEAL))
        after = sheet.words(say("Referral"), high - _TOP, type_of(BOLD, 19, leading=1.3)) - 10
        rows = [(say("To"), told.to), (say("For"), told.need), *((label, words) for _key, label, words in told.parts)]
        for label, words in rows:
            after = _row(sheet, label, words, after)
        if told.not_again:
            after = sheet.words(say("Please do not ask again about"), after - 10, type_of(SEMIBOLD, 11))
            after = sheet.words(", ".join(told.not_again), after - 2, type_of(REGULAR, 11))
        sheet.words(say("She agreed that you are told this, and nothing else. Please keep it to yourselves."),
                    after - 16, type_of(REGULAR, 10, colour=QUIET))

    return one_page("Referral", (told.language, size), _SIDE, draw)


def _row(sheet: Page, label: str, said: str, top: float) -> float:
    write(sheet.canvas, _SIDE, top, [label], type_of(SEMIBOLD, 11))
    after = sheet.words(said, top, type_of(REGULAR, 11), left=_LABEL)
    sheet.rule(after - 2, LINE)
    return after - 10
