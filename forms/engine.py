# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which questions of a form stand open, given what was answered and what was known before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.answers import Answer, AnswerState
from forms.model import Field, Form, Reask, Source
from forms.rules import Answers, holds

THIRD_PARTY = "third_party"
ASKED_AGAIN = "again"
"""Source of a second "does not know": the one further time, at a review, has been used (ruling 6)."""

LEFT_ALONE = (AnswerState.PREFERS_NOT_TO_SAY, AnswerState.NOT_APPLICABLE, AnswerState.WITHDRAWN)
"""After these nobody puts the question again; a place for it remains."""


@dataclass(frozen=True, slots=True)
class Known:
    """An answer held from before: when it was given and who told us (an agency, or "" for the person).

    ``asked_again``: after "does not know" the one further time, at a review, has been used.
    """

    answer: Answer
    on: str = ""
    told_by: str = ""
    asked_again: bool = False


NOTHING_KNOWN: Mapping[str, Known] = {}


@dataclass(frozen=True, slots=True)
class FormState:
    """Field keys, sorted by what the page does with them.

    ``visible`` and ``hidden`` part the form. Of the visible ones, ``folded`` are already known,
    ``quiet`` have a place but are not put to anybody, ``prompted`` stand as questions.
    ``unasked`` are participant fields with nothing said yet; ``lacking`` worker duties with
    nothing written. Neither ever stops a save.
    """

    visible: frozenset[str]
    prompted: frozenset[str]
    hidden: frozenset[str]
    unasked: frozenset[str]
    folded: frozenset[str]
    quiet: frozenset[str]
    lacking: frozenset[str]


def evaluate(
    form: Form, answers: Answers, known: Mapping[str, Known] = NOTHING_KNOWN, at_review: bool = False
) -> FormState:
    """Sort every field of the form. Pure: the same answers always give the same page."""
    said = {field.key: answers[field.key] for field in form.fields() if _is_said(field, answers.get(field.key))}
    known_here = {field.key for field in form.fields() if is_folded(field, known.get(field.key))}
    visible, hidden = _part(form, {key: known[key].answer for key in known_here} | said)
    folded = {field.key for field in visible if field.key in known_here}
    open_ones = [field for field in visible if field.key not in folded]
    quiet = {field.key for field in open_ones if _is_quiet(field, known.get(field.key), at_review)}
    silent = [field for field in open_ones if _says_nothing(said.get(field.key))]
    return FormState(
        visible=frozenset(field.key for field in visible),
        prompted=frozenset(
            field.key for field in open_ones if field.key not in quiet and field.source is not Source.AUTOMATIC
        ),
        hidden=frozenset(hidden),
        unasked=frozenset(field.key for field in silent if field.is_participant),
        folded=frozenset(folded),
        quiet=frozenset(quiet),
        lacking=frozenset(field.key for field in silent if field.required and not field.is_participant),
    )


def is_folded(field: Field, known: Known | None) -> bool:
    """Already known and not to be asked: what others said about a person never stands for her answer."""
    if known is None or field.reask not in (Reask.NEVER, Reask.CONFIRM) or _is_hearsay(field, known.answer):
        return False
    return known.answer.state.carries_value and not _says_nothing(known.answer)


def _is_hearsay(field: Field, answer: Answer) -> bool:
    return field.is_participant and answer.source == THIRD_PARTY


def _is_said(field: Field, answer: Answer | None) -> bool:
    return answer is not None and not _is_hearsay(field, answer)


def _part(form: Form, heard: dict[str, Answer]) -> tuple[list[Field], list[str]]:
    """Fields shown and keys not shown; the answer of a hidden field opens nothing further down."""
    visible: list[Field] = []
    hidden: list[str] = []
    for field in form.fields():
        if field.show_if is None or holds(field.show_if, heard):
            visible.append(field)
        else:
            hidden.append(field.key)
            heard.pop(field.key, None)
    return visible, hidden


def _is_quiet(field: Field, known: Known | None, at_review: bool) -> bool:
    if field.reask is Reask.VOLUNTEERED:
        return True
    if known is None or not field.is_participant or _is_hearsay(field, known.answer):
        return False
    if known.answer.state is AnswerState.DOES_NOT_KNOW:
        return known.asked_again or known.answer.source == ASKED_AGAIN or not at_review
    return known.answer.state in LEFT_ALONE


def _says_nothing(answer: Answer | None) -> bool:
    if answer is None or answer.state is AnswerState.NOT_ASKED:
        return True
    return answer.state.carries_value and answer.value in (None, "", ())
