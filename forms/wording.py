# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain, kind words: what participant-facing text may not say, and how long a sentence may be (UX-02, UX-12, UX-14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from forms.model import LANGUAGES, Field, Form

BANNED: Mapping[str, tuple[str, ...]] = {
    "en": ("victim", "prostitut", "illegal", "claim", "alleg", "admit", "refus", "fail", "non-complian", "broken",
           "rescu"),
    "es": ("prostitut", "ilegal", "delat", "confes", "se neg", "incumpl", "fracas", "rescat"),
    "pt": ("prostitut", "ilegal", "confess", "recus", "descumpr", "fracass", "resgat"),
    "fr": ("prostitu", "illégal", "avou", "aveu", "refus", "manquement", "échec", "sauvet"),
}
"""At the start of a word (ruling 43)."""

OFFICE: Mapping[str, tuple[str, ...]] = {
    "en": ("beneficiary", "intervention", "compliance", "disclosure"),
    "es": ("beneficiari", "intervención", "cumplimiento", "divulgación"),
    "pt": ("beneficiári", "intervenção", "cumprimento", "divulgação"),
    "fr": ("bénéficiaire", "intervention", "conformité", "divulgation"),
}
"""Words of offices, not of people (UX-12)."""

GENDERED = re.compile(r"/[oa]s?\b|\((a|o|as|os)\)|·e\b", re.IGNORECASE)
MOST_WORDS, WHY_WORDS = 14, 15
_SENTENCE = re.compile(r"[.!?…:;]+\s*")
_WORD = re.compile(r"[\w'’\-]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without their signs."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


def word_count(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def too_long(text: str) -> str:
    """The first sentence of more than fourteen words; empty when all are short."""
    return next((sentence for sentence in sentences(text) if word_count(sentence) > MOST_WORDS), "")


def banned_in(text: str, language: str) -> str:
    """The first stem that blames or labels; empty when there is none."""
    lowered = f" {text.casefold()}"
    for stem in (*BANNED[language], *OFFICE[language]):
        if re.search(rf"(?<![^\W_]){re.escape(stem)}", lowered):
            return stem
    return ""


def texts_of(field: Field) -> Iterator[tuple[str, str, str]]:
    """(place, language, text) of everything a person may read or hear of a question."""
    named = [("label", field.label), ("why", field.why)]
    named += [(f"choice {choice.code}", choice.label) for choice in field.choices]
    for name, text in named:
        for language in LANGUAGES:
            if text.get(language):
                yield name, language, text[language]


def reading_ease(text: str, language: str) -> float:
    """How easy a page is to read, higher is easier.

    Spanish: Fernández Huerta (1959), 206.84 - 60 p - 1.02 f with p syllables a word and f words a
    sentence. Portuguese: Martins et al. (1996), 248.835 - 1.015 w - 84.6 s. French: Kandel and
    Moles (1958), 207 - 1.015 w - 73.6 s. English: Flesch (1948), 206.835 - 1.015 w - 84.6 s.
    """
    words = _WORD.findall(text)
    parts = max(1, len(sentences(text)))
    if not words:
        return 100.0
    length, syllables = len(words) / parts, sum(_syllables(word, language) for word in words) / len(words)
    if language == "es":
        return 206.84 - 60 * syllables - 1.02 * length
    base, weight = {"pt": (248.835, 84.6), "fr": (207.0, 73.6), "en": (206.835, 84.6)}[language]
    return base - 1.015 * length - weight * syllables


_VOWELS = re.compile(r"[aeiouyáéíóúâêôãõàèùëïüœæ]+", re.IGNORECASE)


_MUTE = re.compile(r"(?<=[^aeiouyéèêëàâîïôûùœæ])es?$", re.IGNORECASE)
"""A French e at the end of a word is not spoken."""


def _syllables(word: str, language: str) -> int:
    spoken = _MUTE.sub("", word) if language == "fr" and len(word) > 3 else word
    return max(1, len(_VOWELS.findall(spoken)))


def page_text(form: Form, page: int, language: str) -> str:
    """Everything a person reads on one page, as sentences."""
    shown = form.pages[page]
    parts = [shown.intro.get(language, "")]
    for field in shown.fields:
        if field.is_participant:
            parts += [field.label.get(language, ""), field.why.get(language, "")]
    return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts if part)
