# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of a form and its pages: few questions, gentle ones first, and nothing that points nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from forms.linter.finding import Finding
from forms.linter.questions import is_plain
from forms.model import APART, LANGUAGES, Field, Form, Rule, Text, Tone
from forms.rules import fields_named

MOST_ASKED = {"F01": 10, "F02": 20}
MOST_ON_A_PAGE = 5
GATES = frozenset({"limits", "consent", "referral", "ranked", APART})
TABS = frozenset({"forms", "plan", "safety", "consent", "notes", "services"})
NEVER_ASKED = frozenset({"photo", "image", "video", "audio", "geopoint", "geotrace", "geoshape", "geolocation"})
_WEIGHT = {Tone.WISH: 0, Tone.STRENGTH: 0, Tone.PLAIN: 1, Tone.HARD: 2}
_FORM_NAME = re.compile(r"\bF\d\d\b")


def form_checks(form: Form, shipped: frozenset[str]) -> Iterator[Finding]:
    """Checks 10 and 14 over one form; ``shipped`` are the names of the forms there are."""
    yield from _caps(form)
    for page in form.pages:
        if not in_order(page.fields):
            yield Finding(form.id, page.key, 10, "wishes and strengths come first, hard questions last")
    yield from _keys(form)
    yield from _rules(form)
    yield from _points_nowhere(form, shipped | {form.id})
    yield from _reviewed(form)


def _reviewed(form: Form) -> Iterator[Finding]:
    """A review is a language and a day, or says that there was none yet (PA-13)."""
    for language, day in form.reviewed_by_survivor_group.items():
        if language not in LANGUAGES or (day and not _is_day(day)):
            yield Finding(form.id, "", 14, "a review by survivors is a language and the day, such as {es: 2027-03-01}")


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def in_order(fields: tuple[Field, ...]) -> bool:
    """Wishes and strengths before plain questions, hard ones last (UX-13)."""
    weights = [_WEIGHT[field.tone] for field in fields if field.is_participant]
    return weights == sorted(weights)


def _caps(form: Form) -> Iterator[Finding]:
    asked = sum(field.is_participant for field in form.fields())
    if asked > MOST_ASKED.get(form.id, asked):
        yield Finding(form.id, "", 10, f"{asked} questions are more than the {MOST_ASKED[form.id]} this form may ask")
    for page in form.pages:
        if len(page.fields) > MOST_ON_A_PAGE:
            yield Finding(form.id, page.key, 10, "a page shows at most five questions")
    tones = [field.tone for field in form.fields() if field.is_participant]
    if tones and tones[0] is Tone.HARD and len(set(tones)) > 1:
        yield Finding(form.id, "", 10, "a form does not begin with a hard question")


def _keys(form: Form) -> Iterator[Finding]:
    groups = [("", [field.key for field in form.fields()]), ("", [page.key for page in form.pages])]
    groups += [(f"{field.key}.", [column.key for column in field.columns]) for field in form.fields()]
    for start, keys in groups:
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Finding(form.id, start + key, 14, "a key stands twice")
        for key in keys:
            if not is_plain(key):
                yield Finding(form.id, start + key, 14, "a key is plain ASCII without spaces")


def _rules(form: Form) -> Iterator[Finding]:
    """A rule reads questions that stand before it, and codes they have."""
    before: dict[str, Field] = {}
    for field in form.fields():
        for named in fields_named(field.show_if):
            if named not in before:
                yield Finding(form.id, field.key, 14, f"it is shown by '{named}', which does not stand before it")
        for named, code in _codes_named(field.show_if):
            codes = {choice.code for choice in before[named].choices} if named in before else set()
            if codes and code not in codes:
                yield Finding(form.id, field.key, 14, f"it is shown by '{code}', which '{named}' does not have")
        before[field.key] = field


def _codes_named(rule: Rule | None) -> Iterator[tuple[str, str]]:
    if not isinstance(rule, Mapping):
        return
    rules: Mapping[str, Any] = rule
    for code in rules.get("in") or rules.get("not_in") or ():
        yield str(rules.get("field")), code
    for inner in (*(rules.get("all") or ()), *(rules.get("any") or ()), rules.get("not")):
        yield from _codes_named(inner)


def _points_nowhere(form: Form, shipped: frozenset[str]) -> Iterator[Finding]:
    """Only forms, gates and tabs that exist are named (ruling 84)."""
    for gate in form.gates:
        if gate not in GATES:
            yield Finding(form.id, "", 14, f"there is no gate called '{gate}'")
    if form.tab not in TABS:
        yield Finding(form.id, "", 14, f"there is no tab called '{form.tab}'")
    for place, text in _texts(form):
        for name in sorted({name for words in text.values() for name in _FORM_NAME.findall(words)} - shipped):
            yield Finding(form.id, place, 14, f"it speaks of {name}, a form that does not ship")


def _texts(form: Form) -> Iterator[tuple[str, Text]]:
    yield from (("", form.title), ("", form.about))
    for page in form.pages:
        yield from ((page.key, page.title), (page.key, page.intro))
        for field in page.fields:
            for asked in (field, *field.columns):
                yield from ((field.key, asked.label), (field.key, asked.why), (field.key, asked.hint))


def pictures(raw: Mapping[str, Any], file: str) -> Iterator[Finding]:
    """Check 13, on the plain lines: such a question cannot even be built."""
    for page in _dicts(raw.get("pages")):
        for field in _dicts(page.get("fields")):
            for asked in (field, *_dicts(field.get("columns"))):
                kind = asked.get("type")
                if isinstance(kind, str) and kind.casefold() in NEVER_ASKED:
                    yield Finding(file, str(asked.get("key", "")), 13, f"'{kind}': no pictures, no places by satellite")


def _dicts(parts: object) -> list[Mapping[str, Any]]:
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
