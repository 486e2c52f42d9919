# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of one question: skippable, sealed where it must be, and leaving by no door of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.linter.words import Said
from forms.model import Field, FieldType, Form, Reask

MAY_LEAVE: Mapping[str, frozenset[str]] = {
    "htcds": frozenset({"person.age_group", "person.gender", "person.citizenship"}),
}
"""For each purpose, the concepts that may leave for it; all others stay."""

PAPERS = frozenset({"plan_copy", "individual_report"})
RETENTIONS = frozenset({"core", "narrative", "protected", "finance"})
CHOICE_TYPES = (FieldType.CHOICE, FieldType.MULTI, FieldType.RANK, FieldType.CHECKLIST)
FREE_TEXT = (FieldType.TEXT_SHORT, FieldType.TEXT_LONG, FieldType.REF)
ANSWER_STATES = frozenset({
    "answered", "prefers_not_to_say", "does_not_know", "not_asked", "not_applicable", "told_elsewhere", "withdrawn",
})
NO_STORY = frozenset({"F01", "F02", *(f"F{number:02}" for number in range(7, 17))})
"""Forms where what happened has no place at all, however protected (NR-02)."""

ONLY_VOLUNTEERED = frozenset({"F20"})
"""Forms of which nothing is ever asked."""

SHARED_VIEW = frozenset({"F00", "F03", "F04", "F05", "F06", "F07", "F13", "F14", "F15", "CLOSING", "WHO5"})
"""Forms whose own answers may be looked at together while they are being given (rulings 12, b2-12)."""


OWN_DOCUMENT = frozenset({"F06"})
"""Her own safety plan: protected, and hers to look at while it is written (practice b2-12, b4)."""


def question_checks(form: Form, asked: Field) -> Iterator[Said]:
    """Checks 1, 3, 5 to 9, 11, 12 and 14 on one question or column."""
    if asked.is_participant and asked.required:
        yield 1, "a question to the person is never required"
    yield from _choices(asked)
    yield from _story(form, asked)
    yield from _seals(asked)
    yield from _doors(asked)
    if asked.retention not in RETENTIONS:
        yield 11, f"how long it is kept is missing: {', '.join(sorted(RETENTIONS))}"
    if asked.coview and asked.level > _highest_together(form):
        yield 12, "only answers up to level 2 are looked at together"
    if asked.has_rows and not asked.columns:
        yield 14, "a table needs columns"
    if asked.columns and not asked.has_rows:
        yield 14, "only a table has columns"


def _highest_together(form: Form) -> int:
    """The highest level of what may be looked at together while it is answered."""
    return 4 if form.id in OWN_DOCUMENT else 3 if form.id in SHARED_VIEW else 2


def _choices(asked: Field) -> Iterator[Said]:
    codes = [choice.code for choice in asked.choices]
    if asked.type in CHOICE_TYPES and not codes:
        yield 3, "there is nothing to choose from"
    if ANSWER_STATES & set(codes):
        yield 3, "the answer states stand beside every question; they are not choices of their own"
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield 14, f"the code '{code}' stands twice"
    for code in codes:
        if not is_plain(code):
            yield 14, f"the code '{code}' is not plain ASCII without spaces"


def is_plain(code: str) -> bool:
    """A code that any program, anywhere, reads back as it was written."""
    return code.isascii() and code.isprintable() and " " not in code and bool(code)


def _story(form: Form, asked: Field) -> Iterator[Said]:
    told = "trauma_narrative" in asked.tags
    if told and (asked.level < 4 or asked.reask is not Reask.VOLUNTEERED):
        yield 5, "what happened is only ever volunteered, and protected"
    elif told and form.id in NO_STORY:
        yield 5, "what happened has no place in this form"
    elif form.id in ONLY_VOLUNTEERED and asked.reask is not Reask.VOLUNTEERED:
        yield 5, "nothing of this form is ever asked; it is volunteered"


def _seals(asked: Field) -> Iterator[Said]:
    if not 1 <= asked.level <= 4:
        yield 6, "the level is 1 to 4"
    if "location" in asked.tags and asked.level < 4:
        yield 6, "places are protected: level 4"
    if "third_party" in asked.tags and asked.level < 3:
        yield 6, "what concerns other people is at least level 3"
    if asked.level == 4 and asked.retention != "protected":
        yield 11, "what is protected is kept as 'protected'"


def _doors(asked: Field) -> Iterator[Said]:
    for purpose in asked.export:
        if asked.concept not in MAY_LEAVE.get(purpose, frozenset()):
            yield 7, f"this answer is not on the list of what may leave for '{purpose}'"
    if asked.export and (asked.type in FREE_TEXT or any(column.type in FREE_TEXT for column in asked.columns)):
        yield 8, "free text never leaves"
    if asked.level >= 4 and asked.print:
        yield 9, "protected answers are never printed"
    for paper in asked.print:
        if paper not in PAPERS:
            yield 9, f"there is no paper called '{paper}'"
