# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms of the first days, and everything of them that a person may read or hear."""

from __future__ import annotations

from collections.abc import Iterator

from forms.model import Field, Form

FIRST_DAYS = ("F00", "F01", "F02", "F03", "F04", "F22", "LIMITS")
EASE = {"es": 80, "pt": 75, "fr": 80}
"""How easily a page must read, at least (ruling 44)."""


def questions(form: Form) -> Iterator[Field]:
    """Every question to the person, columns included."""
    for field in form.fields():
        for asked in (field, *field.columns):
            if asked.is_participant:
                yield asked


def spoken(form: Form, language: str) -> Iterator[str]:
    """Everything of a form that a person may read or hear."""
    yield form.title[language]
    yield form.about.get(language, "")
    for page in form.pages:
        yield page.title[language]
        yield page.intro.get(language, "")
    for asked in questions(form):
        yield from (asked.label[language], asked.why[language], asked.hint.get(language, ""))
        yield from (choice.label[language] for choice in asked.choices)
