# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small forms made in code, so that a test says what matters and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms.model import Choice, Field, FieldType, Form, Page, Reask, Source

SAME = {"en": "x", "es": "x", "pt": "x", "fr": "x"}


def a_field(key: str, type_: str = "text_short", **what_matters: Any) -> Field:
    """A question to the person, valid by itself."""
    plain: dict[str, Any] = {
        "key": key, "number": 5000 + sum(map(ord, key)), "label": SAME, "type": FieldType(type_),
        "source": Source.PARTICIPANT, "reask": Reask.REPEATED, "level": 2, "retention": "core", "why": SAME,
    }
    if type_ in ("choice", "multi", "rank", "checklist", "bool3"):
        plain["choices"] = tuple(Choice(code, SAME) for code in ("yes", "no", "not_sure"))
    if type_ in ("table", "group", "matrix"):
        plain["columns"] = (a_field("what"), a_field("count", "int"))
    return Field(**(plain | what_matters))


def a_form(*fields: Field, ident: str = "T1") -> Form:
    """One page with these questions."""
    return Form(ident, 1, SAME, (Page("page", SAME, fields),))


@pytest.fixture
def field() -> Callable[..., Field]:
    """Makes a field."""
    return a_field


@pytest.fixture
def form_of() -> Callable[..., Form]:
    """Makes a form."""
    return a_form
