# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small forms made in code, so that a test says what matters and nothing else."""

from __future__ import annotations

from typing import Any

from forms.model import Choice, Field, FieldType, Form, Page, Reask, Source

SAME = {"en": "x", "es": "x", "pt": "x", "fr": "x"}
TYPES = tuple(each.value for each in FieldType)
CHOOSING = ("choice", "multi", "rank", "checklist", "bool3")
ROWS = ("table", "group", "matrix")


def said(**words: str) -> dict[str, str]:
    """A text in every language, with these words in some of them."""
    return SAME | words


def choices(*codes: str) -> tuple[Choice, ...]:
    """Choices with these codes."""
    return tuple(Choice(code, SAME) for code in codes)


def a_field(key: str, type_: str = "text_short", **what_matters: Any) -> Field:
    """A question to the person, valid by itself."""
    plain: dict[str, Any] = {
        "key": key, "number": 5000 + sum(map(ord, key)), "label": SAME, "type": FieldType(type_),
        "source": Source.PARTICIPANT, "reask": Reask.REPEATED, "level": 2, "retention": "core", "why": SAME,
    }
    if type_ in CHOOSING:
        plain["choices"] = choices("yes", "no", "not_sure")
    if type_ in ROWS:
        plain["columns"] = (a_field("what"), a_field("count", "int"))
    return Field(**(plain | what_matters))


def a_duty(key: str, type_: str = "text_short", **what_matters: Any) -> Field:
    """A line the worker writes."""
    return a_field(key, type_, source=Source.WORKER, why={}, **what_matters)


def a_known_field(key: str, reask: Reask = Reask.NEVER, concept: str = "person.name", **what_matters: Any) -> Field:
    """A question whose answer belongs to the person."""
    return a_field(key, reask=reask, concept=concept, number=101, **what_matters)


def a_form(*fields: Field, ident: str = "T1", version: int = 1) -> Form:
    """One page with these questions."""
    return Form(ident, version, SAME, (Page("page", SAME, fields),))
