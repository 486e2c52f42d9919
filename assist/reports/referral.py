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
from assist.reports.speech import Speech
from assist.supportbook import given

FORM, _INTAKE = "F12", "F02"
CATEGORY = {
    "called": "name", "language": "needs", "mode": "needs", "adjustments": "needs", "needs": "needs",
    "health_link": "health", "goals": "plan", "legal_status": "legal", "birth": "name", "gender": "name",
    "citizenship": "legal", "languages_other": "needs", "services": "progress",
}
"""For each part, the category of data her consent has to name."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What would leave. ``parts``: key, label and words of each line; ``stamp``: the newest value that was read.

    ``coded``, ``need_code``, ``again``: the same as codes and her own words, nothing more: what a file carries beside
    its page.
    """

    record: str
    to: str
    need: str
    parts: tuple[tuple[str, str, str], ...]
    not_again: tuple[str, ...]
    language: str
    stamp: int
    coded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    need_code: str = ""
    again: tuple[str, ...] = ()

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
    parts, coded = [], []
    for key in CATEGORY:
        said = _said(key, book, speech) if key in ticked else []
        if said:
            words = ("\n" if key == "goals" else ", ").join(words for _code, words in said)
            parts.append((key, speech.listed("lk_referral_part", key), words))
            coded.append((key, tuple(code for code, _words in said)))
    again = [(code, words) for code in codes(sheet.entity, f"{FORM}/already_told")
             if (words := speech.choice(f"{FORM}/already_told", code))]
    need = text(sheet.entity, f"{FORM}/need")
    return Letter(
        sheet.entity.id.hex(), text(sheet.entity, f"{FORM}/to"), speech.listed("lk_service", need), tuple(parts),
        tuple(words for _code, words in again), speech.language, book.newest_stamp, tuple(coded), need,
        tuple(code for code, _words in again))


def _said(part: str, book: Book, speech: Speech) -> list[tuple[str, str]]:
    """Each code of a part, or each of her sentences, with the words the other side reads; none without words."""
    wordings: Mapping[str, Callable[[str], str]] = {
        "called": str, "goals": speech.quote, "birth": speech.partial,
        "adjustments": lambda code: speech.choice(f"{_INTAKE}/adjustments", code)}
    word = wordings.get(part) or (lambda code: speech.listed(_LISTS[part], code))
    return [(code, words) for code in _CODES[part](book) if (words := word(code))]


def _of_person(concept: str) -> Callable[[Book], tuple[str, ...]]:
    return lambda book: codes(book.person, f"person.{concept}")


def _needs(book: Book) -> tuple[str, ...]:
    """Those of the newest talk that asked for them."""
    asked = (codes(sheet.entity, f"{sheet.form}/{'needs_now' if sheet.form == 'F01' else 'needs_new'}")
             for sheet in reversed(book.of_form("F01", "F13")))
    return next((said for said in asked if said), ())


def _goals(book: Book) -> tuple[str, ...]:
    return tuple(goal.own_words for goal in goals_in_her_order(book) if goal.own_words)


def _services(book: Book) -> tuple[str, ...]:
    """Each kind of help once, the newest first."""
    return tuple(dict.fromkeys(row.service for row in given(book) if row.service))


_CODES: Mapping[str, Callable[[Book], tuple[str, ...]]] = {
    "called": _of_person("chosen_name"), "needs": _needs, "goals": _goals, "services": _services,
    **{part: _of_person(part) for part in (
        "language", "mode", "adjustments", "health_link", "legal_status", "birth", "gender", "citizenship",
        "languages_other")},
}
_LISTS = {
    "language": "lk_lang", "languages_other": "lk_lang", "mode": "lk_mode", "needs": "lk_need",
    "health_link": "lk_yn3", "legal_status": "lk_legalwork", "gender": "lk_gender", "citizenship": "lk_country",
    "services": "lk_service",
}
"""Of which list the codes of a part are."""
