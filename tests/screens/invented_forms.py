# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small forms made in code: a test says only what matters to it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from forms.answers import Answer, AnswerState
from forms.engine import Known
from forms.model import Choice, Field, FieldType, Form, Page, Reask, Source
from forms.session import FormSession

Key = Qt.Key
State = AnswerState
TODAY = "2025-03-04"


def said(words: str) -> dict[str, str]:
    """The same words in every language."""
    return dict.fromkeys(("en", "es", "pt", "fr"), words)


def choices(*codes: str) -> tuple[Choice, ...]:
    """Codes whose words are the codes in words."""
    return tuple(Choice(code, said(code.replace("_", " "))) for code in codes)


_numbers = iter(range(1, 10_000))


def a_field(key: str, kind: FieldType = FieldType.TEXT_SHORT, **what_matters: object) -> Field:
    """A question put to the person, repeated by design, level 2."""
    whole: dict[str, object] = {
        "key": key, "number": next(_numbers), "label": said(f"Question {key}?"), "type": kind,
        "source": Source.PARTICIPANT, "reask": Reask.REPEATED, "level": 2, "retention": "core",
        "why": said(f"So that {key} is right."),
    } | what_matters  # fmt: skip
    return Field(**whole)  # type: ignore[arg-type]


def known_field(key: str, reask: Reask = Reask.NEVER, **what_matters: object) -> Field:
    """A question about a concept that is asked once."""
    return a_field(key, reask=reask, concept=f"person.{key}", **what_matters)


def a_form(*pages: tuple[Field, ...]) -> Form:
    """A form of these pages."""
    made = tuple(
        Page(f"page{at}", said(f"Page {at}"), fields, said(f"Intro {at}")) for at, fields in enumerate(pages, 1)
    )
    return Form("T01", 1, said("Test form"), made)


def a_session(*pages: tuple[Field, ...], **opened: object) -> FormSession:
    """A session over such a form, dated."""
    session = FormSession(a_form(*pages), **opened)  # type: ignore[arg-type]
    session.asked_on, session.asked_by = TODAY, "0" * 32
    return session


ONE_OF_EACH = (
    a_field("text_short"),
    a_field("text_long", FieldType.TEXT_LONG),
    a_field("choice", FieldType.CHOICE, choices=choices("yes", "no", "later")),
    a_field("long_choice", FieldType.CHOICE, choices=choices(*(f"code_{at:02}" for at in range(31)))),
    a_field("multi", FieldType.MULTI, choices=choices("one", "two", "three")),
    a_field("long_multi", FieldType.MULTI, choices=choices(*(f"land_{at:03}" for at in range(250)))),
    a_field("rank", FieldType.RANK, choices=choices("one", "two", "three"), pick=2),
    a_field("checklist", FieldType.CHECKLIST, choices=choices("one", "two")),
    a_field("date", FieldType.DATE),
    a_field("month", FieldType.MONTH),
    a_field("year", FieldType.YEAR),
    a_field("time", FieldType.TIME),
    a_field("int", FieldType.INT),
    a_field("money", FieldType.MONEY),
    a_field("bool3", FieldType.BOOL3),
    a_field("scale5", FieldType.SCALE5),
    a_field("rating5", FieldType.RATING5),
    a_field("code", FieldType.CODE),
    a_field("ref", FieldType.REF),
    a_field("strokes", FieldType.STROKES),
    a_field("table", FieldType.TABLE, columns=(a_field("what"), a_field("day", FieldType.DATE))),
    a_field("group", FieldType.GROUP, columns=(a_field("who"),)),
    a_field("matrix", FieldType.MATRIX, columns=(a_field("paper", FieldType.CHOICE, choices=choices("id", "birth")),)),
)


def depending(on: str, *codes: str) -> dict[str, object]:
    """Shown when that field has one of these codes."""
    return {"show_if": {"field": on, "in": list(codes)}}


NGO = Known(Answer("quz"), "2024-11-14", "Casa Norte")
