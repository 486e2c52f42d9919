# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers and the lack of them, in words for a screen."""

from __future__ import annotations

from assist.i18n import N_, _, ngettext, partial, text_of
from assist.messages import sentence
from forms.answers import Answer, AnswerState, Row, Value
from forms.fieldtypes import BOOL3_CODES, DATE_TYPES
from forms.model import Field, FieldType
from forms.problems import FieldProblem
from ui.wording import GOAL_WORDS, LOWEST_GOAL, SCALE_WORDS

STATE_WORDS = {
    AnswerState.ANSWERED: N_("answered"),
    AnswerState.PREFERS_NOT_TO_SAY: N_("prefers not to say"),
    AnswerState.DOES_NOT_KNOW: N_("does not know"),
    AnswerState.NOT_ASKED: N_("not asked"),
    AnswerState.NOT_APPLICABLE: N_("does not apply"),
    AnswerState.TOLD_ELSEWHERE: N_("told elsewhere"),
    AnswerState.WITHDRAWN: N_("taken back"),
}
NOT_REVIEWED = N_("these words were not yet read by a group of survivors")
"""The quiet badge of a form (PA-13)."""
BOOL3_WORDS = {"yes": N_("yes"), "no": N_("no"), "not_sure": N_("not sure")}


def choices_of(field: Field) -> tuple[tuple[str, str], ...]:
    """Codes and words of a field in the language in use."""
    if field.choices:
        return tuple((choice.code, text_of(choice.label)) for choice in field.choices)
    if field.type is FieldType.BOOL3:
        return tuple((code, _(BOOL3_WORDS[code])) for code in BOOL3_CODES)
    return ()


def answer_words(field: Field, answer: Answer) -> str:
    """What an answer says, on one line; "" when nothing was said."""
    if not answer.state.carries_value:
        return "" if answer.state is AnswerState.NOT_ASKED else _(STATE_WORDS[answer.state])
    return "" if answer.value in (None, "", ()) else _value_words(field, answer.value)


def short_question(field: Field) -> str:
    """The words of a question as they stand before an answer: without its marks."""
    return text_of(field.label).strip(" ¿?¡!.:\u00a0\u202f")


def trouble(problem: FieldProblem) -> str:
    """One calm sentence for the line under a field: what to do."""
    return sentence(problem)[2]


def _value_words(field: Field, value: Value) -> str:
    if isinstance(value, tuple):
        rows = [item for item in value if isinstance(item, Row)]
        if rows:
            return ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
        return ", ".join(_code_words(field, str(code)) for code in value)
    if field.type in DATE_TYPES:
        return partial(str(value))
    if field.type is FieldType.STROKES:
        return _("drawn by hand")
    if field.type is FieldType.SCALE5 and isinstance(value, int):
        return _(SCALE_WORDS[value])
    if field.type is FieldType.RATING5 and isinstance(value, int):
        return _(GOAL_WORDS[value - LOWEST_GOAL])
    return _code_words(field, str(value))


def _code_words(field: Field, code: str) -> str:
    return dict(choices_of(field)).get(code, code)
