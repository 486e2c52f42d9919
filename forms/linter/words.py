# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of what is said to a person: whole in four languages, short, plain and kind (checks 2 and 15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from forms import loader, wording
from forms.linter.finding import Finding
from forms.model import LANGUAGES, Field, Form, Text

Said = tuple[int, str]
"""A check and its sentence; the place is known to whoever asked."""


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Words that stay although a check would catch them.

    ``kept``: (place, language, word) of words that begin with a banned stem, each with its reason;
    ``long``: words of five syllables and more that are said every day, by language.
    """

    kept: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    long: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def keeps(self, place: str, language: str, word: str) -> bool:
        """Whether somebody has given a reason for this word at this place."""
        return bool(self.kept.get((place, language, word)))


@lru_cache(maxsize=1)
def shipped_kept_words() -> KeptWords:
    """Those of ``definitions/kept_words.yaml``."""
    raw = loader.kept_words()
    named = ("place", "language", "word")
    kept = {tuple(each.get(name, "") for name in named): each.get("reason", "") for each in raw.get("kept") or ()}
    return KeptWords(kept, {language: frozenset(words) for language, words in (raw.get("long") or {}).items()})


def said_well(text: Text, place: str, kept: KeptWords) -> Iterator[Said]:
    """A text of one or more sentences: neither long, nor winding, nor blaming."""
    yield from short(text)
    for language in LANGUAGES:
        if wording.too_winding(text.get(language, ""), language):
            yield 2, f"a sentence has more than one clause beside the main one in {language}"
    yield from kindly(text, place, kept)


def short(text: Text) -> Iterator[Said]:
    """At most fourteen words a sentence."""
    for language in LANGUAGES:
        if wording.too_long(text.get(language, "")):
            yield 2, f"a sentence has more than {wording.MOST_WORDS} words in {language}"


def kindly(text: Text, place: str, kept: KeptWords) -> Iterator[Said]:
    """No word that blames or labels, none of an office, no ending that makes a person choose."""
    for language in LANGUAGES:
        words = text.get(language, "")
        found = wording.blaming_words(words, language) + wording.blaming_words(words, language, wording.OFFICE)
        for word in found:
            if not kept.keeps(place, language, word):
                yield 15, f"it says '{word}' in {language}"
        if wording.GENDERED.search(words):
            yield 15, f"it has a gendered ending in {language}"


def whole(text: Text) -> Iterator[Said]:
    """There in every language."""
    if missing := [language for language in LANGUAGES if not text.get(language, "").strip()]:
        yield 2, f"it is missing in {', '.join(missing)}"


def question_words(asked: Field, place: str, kept: KeptWords) -> Iterator[Said]:
    """Everything a person may read or hear of one question; of a worker's duty, its label and choices."""
    texts = [("label", asked.label)]
    if asked.is_participant:
        texts += [("why", asked.why)]
    for name, text in texts:
        yield from _named(name, whole(text))
    if asked.is_participant:
        texts += [("hint", asked.hint)] if asked.hint else []
        for name, text in texts:
            yield from _named(name, said_well(text, place, kept))
            yield from _named(name, _everyday(text, kept))
        yield from _short_why(asked)
    yield from _choice_words(asked, place, kept)


def _short_why(asked: Field) -> Iterator[Said]:
    for language in LANGUAGES:
        if wording.word_count(asked.why.get(language, "")) > wording.WHY_WORDS:
            yield 2, f"why: it has more than {wording.WHY_WORDS} words in {language}"


def _choice_words(asked: Field, place: str, kept: KeptWords) -> Iterator[Said]:
    """Choices written with the question; the shared lists are checked by themselves, once."""
    for choice in () if asked.choice_list else asked.choices:
        name = f"choice {choice.code}"
        yield from _named(name, whole(choice.label))
        yield from _named(name, kindly(choice.label, place, kept))
        yield from _named(name, kindly({"en": choice.code.replace("_", " ")}, place, kept))
        if asked.is_participant:
            yield from _named(name, _everyday(choice.label, kept))


def _everyday(text: Text, kept: KeptWords) -> Iterator[Said]:
    for language in LANGUAGES:
        for word in wording.long_words(text.get(language, ""), language):
            if word not in kept.long.get(language, frozenset()):
                yield 2, f"'{word}' is a long word in {language}; say it shorter or put it on the list"


def _named(name: str, said: Iterator[Said]) -> Iterator[Said]:
    return ((check, f"{name}: {sentence}") for check, sentence in said)


def page_words(form: Form, kept: KeptWords) -> Iterator[Finding]:
    """Titles and openings of a form and its pages, and how easily each page reads."""
    for name, text in (("title", form.title), ("about", form.about)):
        for check, sentence in _named(name, kindly(text, f"{form.id}/{name}", kept)):
            yield Finding(form.id, "", check, sentence)
    yield from (Finding(form.id, "", check, sentence) for check, sentence in _named("title", whole(form.title)))
    for number, page in enumerate(form.pages):
        said = [*_named("title", whole(page.title)), *_named("title", said_well(page.title, page.key, kept))]
        said += _named("intro", whole(page.intro)) if page.intro else ()
        said += _named("intro", said_well(page.intro, page.key, kept))
        said += easy({language: wording.page_text(form, number, language) for language in LANGUAGES})
        yield from (Finding(form.id, page.key, check, sentence) for check, sentence in said)


def easy(text: Text) -> Iterator[Said]:
    """As easy to read as a page of primary school (ruling 44)."""
    for language, least in wording.LEAST_EASE.items():
        words = text.get(language, "")
        if wording.word_count(words) <= wording.FEWEST_MEASURED:
            continue
        found = wording.reading_ease(words, language)
        if found < least:
            yield 2, f"it reads at {found:.0f} in {language}; at least {least} is easy enough"
