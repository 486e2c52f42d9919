# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a form definition must keep before anyone is asked anything (practice.md b2): the sixteen checks.

``python -m forms.linter --freeze`` remembers labels and choices of the versions that ship.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from forms import loader, registry
from forms.model import LANGUAGES, Field, FieldType, Form, Reask, Tone
from forms.problems import DefinitionProblem
from forms.rules import fields_named
from forms.wording import GENDERED, WHY_WORDS, banned_in, texts_of, too_long, word_count

FROZEN = loader.HOME / "_frozen.json"
MOST_ASKED = {"F01": 10, "F02": 20}
MOST_ON_A_PAGE = 5
MAY_LEAVE = frozenset({"htcds", "referral"})
CHOICE_TYPES = (FieldType.CHOICE, FieldType.MULTI, FieldType.RANK, FieldType.CHECKLIST)
SHARED_VIEW = frozenset({"F00", "F03", "F04", "F05", "F06", "F07", "F13", "F15", "CLOSING", "WHO5"})
"""Forms whose own answers may be looked at together while they are being given (rulings 12, b2-12)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: where, which check, and one plain sentence."""

    file: str
    place: str
    check: int
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.sentence} [{self.check}]"


def lint_shipped() -> list[Finding]:
    """All findings over the forms that ship; an empty list is good news."""
    found = [finding for form in loader.forms() for finding in lint_form(form)]
    found += [Finding(name, "", 14, "this field has no register number yet") for name in registry.missing()]
    return [*found, *_asked_twice(loader.forms()), *_changed_unseen(loader.forms())]


def lint_file(path: Path) -> list[Finding]:
    """Findings over one definition from outside; a file that cannot be read is one finding."""
    try:
        return lint_form(loader.load_file(path))
    except DefinitionProblem as problem:
        return [Finding(problem.file, problem.place, 0, problem.sentence)]


def lint_form(form: Form) -> list[Finding]:
    """Findings over one form by itself."""
    found = [*_form_checks(form), *_page_checks(form)]
    for field in form.fields():
        for asked, place in ((field, field.key), *((column, f"{field.key}.{column.key}") for column in field.columns)):
            found += [Finding(form.id, place, check, said) for check, said in _field_checks(form, asked)]
    return found


# -- a field ---------------------------------------------------------------------------


def _field_checks(form: Form, field: Field) -> Iterator[tuple[int, str]]:
    if field.is_participant and field.required:
        yield 1, "a question to the person is never required"
    yield from _language_checks(field)
    yield from _choice_checks(field)
    if "trauma_narrative" in field.tags and (field.level < 4 or field.reask is not Reask.VOLUNTEERED):
        yield 5, "what happened is only ever volunteered, and protected"
    if "location" in field.tags and field.level < 4:
        yield 6, "places are protected data: level 4"
    if "third_party" in field.tags and field.level < 3:
        yield 6, "what concerns other people is at least level 3"
    if set(field.export) - MAY_LEAVE:
        yield 7, "this export is not on the list of purposes"
    if field.export and field.type in (FieldType.TEXT_LONG, FieldType.TEXT_SHORT):
        yield 8, "free text never leaves"
    if field.level >= 4 and field.print:
        yield 9, "protected answers are never printed"
    if not field.retention:
        yield 11, "how long it is kept is missing"
    if field.coview and field.level > 2 and form.id not in SHARED_VIEW:
        yield 12, "only answers up to level 2 are looked at together"
    if not 1 <= field.level <= 4:
        yield 6, "the level is 1 to 4"


def _language_checks(field: Field) -> Iterator[tuple[int, str]]:
    needs = [("label", field.label), ("why", field.why)] if field.is_participant else [("label", field.label)]
    for name, text in needs:
        missing = [language for language in LANGUAGES if not text.get(language, "").strip()]
        if missing:
            yield 2, f"the {name} is missing in {', '.join(missing)}"
    for language, why in field.why.items():
        if word_count(why) > WHY_WORDS:
            yield 2, f"the why has more than {WHY_WORDS} words in {language}"
    if not field.is_participant:
        return
    for name, language, words in texts_of(field):
        if stem := banned_in(words, language):
            yield 15, f"the {name} says '{stem}' in {language}"
        if GENDERED.search(words):
            yield 15, f"the {name} has a gendered ending in {language}"
        if name != "why" and too_long(words):
            yield 2, f"the {name} has a sentence of more than fourteen words in {language}"


def _choice_checks(field: Field) -> Iterator[tuple[int, str]]:
    if field.type in CHOICE_TYPES and not field.choices:
        yield 3, "there is nothing to choose from"
    codes = [choice.code for choice in field.choices]
    if len(set(codes)) != len(codes):
        yield 14, "a code stands twice"
    if any(not code.isascii() or not code or any(sign.isspace() for sign in code) for code in codes):
        yield 14, "codes are plain ASCII without spaces"
    for choice in field.choices:
        if any(not choice.label.get(language) for language in LANGUAGES):
            yield 2, f"the choice {choice.code} is not in every language"
    if field.is_participant and {"prefers_not_to_say", "does_not_know"} & set(codes):
        yield 3, "the answer states stand beside every question; they are not choices of their own"


# -- a form ------------------------------------------------------------------------------


def _form_checks(form: Form) -> Iterator[Finding]:
    keys = [field.key for field in form.fields()]
    for key in {key for key in keys if keys.count(key) > 1}:
        yield Finding(form.id, key, 14, "a key stands twice")
    for field in form.fields():
        for named in fields_named(field.show_if):
            if named not in keys:
                yield Finding(form.id, field.key, 14, f"it is shown by '{named}', which the form does not have")
    asked = sum(field.is_participant for field in form.fields())
    if asked > MOST_ASKED.get(form.id, 60):
        yield Finding(form.id, "", 10, f"{asked} questions are too many")
    kinds = {field.type.value for field in form.fields()}
    if kinds & {"photo", "geopoint", "geolocation", "image"}:
        yield Finding(form.id, "", 13, "no photos and no places by satellite")


def _page_checks(form: Form) -> Iterator[Finding]:
    weight = {Tone.WISH: 0, Tone.STRENGTH: 0, Tone.PLAIN: 1, Tone.HARD: 2}
    for page in form.pages:
        if len(page.fields) > MOST_ON_A_PAGE:
            yield Finding(form.id, page.key, 10, "a page shows at most five questions")
        order = [weight[field.tone] for field in page.fields if field.is_participant]
        if order != sorted(order):
            yield Finding(form.id, page.key, 10, "wishes and strengths come first, hard questions last")


def _asked_twice(forms: tuple[Form, ...]) -> Iterator[Finding]:
    """What is asked once carries one concept everywhere."""
    seen: dict[str, tuple[str, FieldType]] = {}
    for form in forms:
        for field in form.fields():
            if field.reask is Reask.NEVER and field.is_participant and not field.concept:
                yield Finding(form.id, field.key, 4, "asked once, so it needs a concept")
            if not field.concept:
                continue
            before = seen.setdefault(field.concept, (form.id, field.type))
            if before[1] is not field.type:
                yield Finding(form.id, field.key, 4, f"'{field.concept}' is another kind of question in {before[0]}")


# -- what changed without a new version -----------------------------------------------------


def fingerprint(form: Form) -> str:
    """Labels and choices of a form, as one hash."""
    content = [
        [place.key, sorted(place.label.items()), [(choice.code, sorted(choice.label.items())) for choice in
                                                  place.choices]]
        for field in form.fields() for place in (field, *field.columns)
    ]
    return sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()[:24]


def frozen() -> Mapping[str, str]:
    """Fingerprints of the versions that ship, by ``form/version``."""
    if not FROZEN.is_file():
        return {}
    held = json.loads(FROZEN.read_text("utf-8"))
    return held if isinstance(held, dict) else {}


def _changed_unseen(forms: tuple[Form, ...]) -> Iterator[Finding]:
    kept = frozen()
    for form in forms:
        name = f"{form.id}/{form.version}"
        if name in kept and kept[name] != fingerprint(form):
            yield Finding(form.id, "", 16, "labels or choices changed; the version must change too")
        elif name not in kept:
            yield Finding(form.id, "", 16, "this version has not been frozen yet")


def freeze() -> None:
    """Remember every version that ships; a version once frozen is never frozen again."""
    kept = dict(frozen())
    for form in loader.forms():
        kept.setdefault(f"{form.id}/{form.version}", fingerprint(form))
    FROZEN.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--freeze"]:
        freeze()
    for finding in lint_shipped():
        print(finding)
