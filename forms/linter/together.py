# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks over all that ships: asked once everywhere, every number given, every list and sentence as kind as a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forms import loader, registry
from forms.linter.finding import Finding
from forms.linter.questions import is_plain
from forms.linter.words import KeptWords, easy, kindly, said_well, short, whole
from forms.model import LANGUAGES, Field, Form, Reask
from forms.score_sheets import score_sheets
from forms.wording import blaming_words, texts_of

NEVER_A_CONDITION = "S07"
"""The fixed sentence every consent text says: no changes nothing (CO-05)."""


def asked_once(forms: Iterable[Form]) -> Iterator[Finding]:
    """Check 4: what is asked once carries one concept, one kind of question and one list everywhere."""
    seen: dict[str, tuple[Form, Field]] = {}
    for form in forms:
        here: set[str] = set()
        for field in form.fields():
            if field.reask is Reask.NEVER and field.is_participant and not field.concept:
                yield Finding(form.id, field.key, 4, "asked once, so it needs a concept")
            if not field.concept:
                continue
            if field.concept in here:
                yield Finding(form.id, field.key, 4, f"'{field.concept}' is asked twice in this form")
            here.add(field.concept)
            first, before = seen.setdefault(field.concept, (form, field))
            if before.type is not field.type:
                yield Finding(form.id, field.key, 4, f"'{field.concept}' is another kind of question in {first.id}")
            elif [choice.code for choice in before.choices] != [choice.code for choice in field.choices]:
                yield Finding(form.id, field.key, 4, f"'{field.concept}' has other choices in {first.id}")


def numbers() -> Iterator[Finding]:
    """Check 14: every name has a number, and no number stands for two names (ruling 61)."""
    for name in registry.missing():
        yield Finding("numbers", name, 14, "it has no register number yet")
    seen: dict[int, str] = {}
    for name, number in registry.numbers().items():
        if seen.setdefault(number, name) != name:
            yield Finding("numbers", name, 14, f"its number is that of {seen[number]}")


def lists(kept: KeptWords) -> Iterator[Finding]:
    """Checks 2, 14 and 15 over the shared lists, used or not."""
    for name in loader.choice_lists():
        codes = [choice.code for choice in loader.choice_list(name)]
        for choice in loader.choice_list(name):
            said = [*whole(choice.label), *kindly(choice.label, name, kept)]
            said += kindly({"en": choice.code.replace("_", " ")}, name, kept)
            said += [] if is_plain(choice.code) else [(14, "a code is plain ASCII without spaces")]
            said += [(14, "a code stands twice")] if codes.count(choice.code) > 1 else []
            yield from (Finding("lists", f"{name} {choice.code}", check, sentence) for check, sentence in said)


def sentences(kept: KeptWords) -> Iterator[Finding]:
    """Checks 2 and 15 over the fixed sentences; how they are built was decided by hand (ruling 53)."""
    for name, text in loader.sentences().items():
        said = [*whole(text), *short(text), *kindly(text, name, kept)]
        yield from (Finding("sentences", name, check, sentence) for check, sentence in said)


def consents(kept: KeptWords) -> Iterator[Finding]:
    """Checks 2 and 15 over what is said before each kind of consent, fixed sentences and all."""
    for kind, consent in loader.consent_texts().items():
        said: list[tuple[int, str]] = []
        for text in (step["text"] for step in consent["steps"] if "text" in step):
            said += [*whole(text), *said_well(text, kind, kept)]
        named = [name for step in consent["steps"] for name in step["sentences"]]
        if NEVER_A_CONDITION not in named:
            said.append((2, f"{NEVER_A_CONDITION} is missing: a no changes nothing"))
        spoken = [step.get("text", {}) for step in consent["steps"]]
        spoken += [loader.sentences().get(name, {}) for name in named]
        said += easy({language: " ".join(text.get(language, "") for text in spoken) for language in LANGUAGES})
        yield from (Finding("consents", kind, check, sentence) for check, sentence in said)


def sheets(shipped: frozenset[str]) -> Iterator[Finding]:
    """A score sheet belongs to a form that ships (ruling 84)."""
    for sheet in score_sheets():
        if sheet.form and sheet.form not in shipped:
            yield Finding(sheet.id, "", 14, f"it belongs to {sheet.form}, a form that does not ship")


def kept_words(forms: Iterable[Form], kept: KeptWords) -> Iterator[Finding]:
    """A word is kept for a reason, and only while it is there (ruling 43)."""
    there: set[tuple[str, str, str]] = set()
    for form in forms:
        for field in form.fields():
            for asked in (field, *field.columns):
                for _name, language, text in texts_of(asked):
                    there |= {(f"{form.id}/{field.key}", language, word) for word in blaming_words(text, language)}
    for (place, language, word), reason in kept.kept.items():
        if not reason.strip():
            yield Finding("kept_words", place, 15, f"'{word}' is kept without a reason")
        if (place, language, word) not in there:
            yield Finding("kept_words", place, 15, f"'{word}' is not said there any more in {language}")
    for language in kept.long.keys() - set(LANGUAGES):
        yield Finding("kept_words", "long", 15, f"'{language}' is not one of our languages")
