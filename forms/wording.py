# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain, kind words: what participant-facing text may not say, and how long a sentence may be (UX-02, UX-12, UX-14)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from forms.model import LANGUAGES, Field, Form

BANNED: Mapping[str, tuple[str, ...]] = {
    "en": ("victim", "prostitut", "illegal", "claim", "alleg", "admit", "refus", "fail", "non-complian", "broken",
           "rescu"),
    "es": ("prostitut", "ilegal", "delat", "confes", "confies", "se neg", "se nieg", "incumpl", "fracas", "rescat"),
    "pt": ("prostitut", "ilegal", "confess", "recus", "descumpr", "fracass", "resgat"),
    "fr": ("prostitu", "illégal", "avou", "aveu", "refus", "manquement", "échec", "sauvet"),
}
"""At the start of a word (ruling 43); a verb that changes its stem stands with both."""

OFFICE: Mapping[str, tuple[str, ...]] = {
    "en": ("beneficiar", "intervention", "complian", "disclos"),
    "es": ("beneficiari", "intervenci", "cumplimiento", "divulg"),
    "pt": ("beneficiári", "intervenç", "cumprimento", "divulg"),
    "fr": ("bénéficiaire", "intervention", "conformité", "divulg"),
}
"""Words of offices, not of people (UX-12), whether there are one or many."""

CLAUSE: Mapping[str, tuple[str, ...]] = {
    "en": ("because", "although", "while", "when", "whenever", "if", "unless", "until", "that", "which", "who", "whom",
           "whose", "where", "what", "how"),
    "es": ("porque", "aunque", "mientras", "cuando", "si", "que", "qué", "quien", "quién", "donde", "dónde", "como",
           "cómo"),
    "pt": ("porque", "embora", "enquanto", "quando", "que", "quem", "onde", "como", "caso"),
    "fr": ("parce que", "parce qu", "bien que", "quand", "lorsque", "si", "s'il", "s'ils", "que", "qu", "qui", "dont",
           "où", "comment"),
}
"""Words that open a clause. A question opens with one, and a why too; more than two in a sentence is a
second clause (ruling 44)."""

GENDERED = re.compile(r"/[oa]s?\b|\((?:a|o|as|os|e|es|ne|le|ve|rice|euse)\)|·\w|\w@(?:s\b|\s|$)", re.IGNORECASE)
"""Endings that make a person choose: o/a, (a), ·e, @."""

LEAST_EASE: Mapping[str, int] = {"es": 80, "pt": 75, "fr": 80}
"""How easily a page must read, at least (ruling 44)."""

MOST_WORDS, WHY_WORDS, MOST_CLAUSE_WORDS, LONG_WORD = 14, 15, 2, 5
FEWEST_MEASURED = 12
"""A page with no more words than this says too little to be measured."""

_SENTENCE = re.compile(r"[.!?…:;]+\s*")
_WORD = re.compile(r"[\w'’\-]+")
_PART = re.compile(r"[^\W\d_]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without their signs."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


def word_count(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def too_long(text: str) -> str:
    """The first sentence of more than fourteen words; empty when all are short."""
    return next((sentence for sentence in sentences(text) if word_count(sentence) > MOST_WORDS), "")


def too_winding(text: str, language: str) -> str:
    """The first sentence with more than one clause beside the main one; empty when all are straight."""
    opening = re.compile(rf"(?<!\w)(?:{'|'.join(CLAUSE[language])})(?!\w)", re.IGNORECASE)
    said = text.replace("’", "'")
    return next((part for part in sentences(said) if len(opening.findall(part)) > MOST_CLAUSE_WORDS), "")


def long_words(text: str, language: str) -> list[str]:
    """Words of five syllables and more, in small letters."""
    return [word for word in _PART.findall(text.casefold()) if syllables(word, language) >= LONG_WORD]


def blaming_words(text: str, language: str, stems: Mapping[str, tuple[str, ...]] = BANNED) -> list[str]:
    """The words of a text that begin with a stem that blames or labels, in small letters."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    pattern = "|".join(re.escape(stem) for stem in stems[language])
    return re.findall(rf"(?<![^\W_])(?:{pattern})[^\W_]*", lowered)


def banned_in(text: str, language: str) -> str:
    """The first word that blames, labels or is an office's; empty when there is none."""
    found = blaming_words(text, language) or blaming_words(text, language, OFFICE)
    return found[0] if found else ""


def texts_of(field: Field) -> Iterator[tuple[str, str, str]]:
    """(place, language, text) of everything a person may read or hear of a question."""
    named = [("label", field.label), ("why", field.why), ("hint", field.hint)]
    named += [(f"choice {choice.code}", choice.label) for choice in field.choices]
    for name, text in named:
        for language in LANGUAGES:
            if text.get(language):
                yield name, language, text[language]


def page_text(form: Form, page: int, language: str) -> str:
    """Everything a person reads on one page in whole sentences; choices are no sentences and are left out."""
    shown = form.pages[page]
    parts = [shown.intro.get(language, "")]
    for field in shown.fields:
        if field.is_participant:
            parts += [field.label.get(language, ""), field.why.get(language, ""), field.hint.get(language, "")]
    return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts if part)


# -- how easily it reads ----------------------------------------------------------------


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
    length, spoken = len(words) / parts, sum(syllables(word, language) for word in words) / len(words)
    if language == "es":
        return 206.84 - 60 * spoken - 1.02 * length
    base, weight = {"pt": (248.835, 84.6), "fr": (207.0, 73.6), "en": (206.835, 84.6)}[language]
    return base - 1.015 * length - weight * spoken


_VOWELS = re.compile(r"[aeiouyáéíóúâêîôûãõàèùëïüœæ]+")
_SILENT_U = re.compile(r"(?<=[qg])u(?=[eéêiíy])")
_MUTE_E = {
    "fr": re.compile(r"(?<=[^aeiouyéèêëàâîïôûùœæ])es?$"),
    "en": re.compile(r"(?<=[^aeiouyl])e$"),
}
"""An e at the end of a word that is not spoken."""

_APART = {
    "es": re.compile(r"(?<=[aeoáéóíú])(?=[aeoáéóíú])|(?<=[aeiouáéíóú])(?=y[aeiouáéíóú])"),
    "pt": re.compile(r"(?<=[aeoáéóâêôàíú])(?=[aeoáéóâêôíúãõ])"),
    "fr": re.compile(r"(?<=é)(?=[aeoièâêô])|(?<=[aeiou])(?=[ïëü])|(?<=[aeiouéè])(?=y[aeiouéè])"),
    "en": re.compile(r"(?<=[^tscgx]i)(?=[ao])"),
}
"""Where two vowels side by side are two syllables."""

_STRESSED = re.compile(r"[áéíóúâêôãõà]")
_RISING = re.compile(r"(?<=i)(?=[aeo])|(?<=[^gq]u)(?=[aeo])")
"""In Portuguese so are these too, unless an accent draws the voice elsewhere: *dia*, but *família*."""


def syllables(word: str, language: str) -> int:
    """How many syllables a word has when spoken, at least one."""
    spoken = _SILENT_U.sub("", word.casefold())
    if language in _MUTE_E and len(_VOWELS.findall(spoken)) > 1:
        spoken = _MUTE_E[language].sub("", spoken)
    parted = _APART[language].sub("-", spoken)
    if language == "pt" and not _STRESSED.search(parted):
        parted = _RISING.sub("-", parted)
    return max(1, len(_VOWELS.findall(parted)))
