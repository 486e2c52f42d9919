# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody may say to a question, whichever it is: something it can hold, or one of the ways of saying nothing."""

from __future__ import annotations

from forms.answers import Answer, AnswerState, Row
from forms.model import Field, FieldType
from forms.session import FormSession

SILENT = (AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW, AnswerState.NOT_ASKED)
"""The ways of saying nothing that a person has."""

SAID = (AnswerState.ANSWERED, AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW, AnswerState.NOT_APPLICABLE,
        AnswerState.WITHDRAWN, AnswerState.TOLD_ELSEWHERE)
"""Every way in which a question that was asked may end."""


def say(session: FormSession, asked: Field, state: AnswerState) -> None:
    """Answer a question in this way."""
    if state is AnswerState.ANSWERED:
        session.answer(asked.key, sample(asked))
    elif state is AnswerState.TOLD_ELSEWHERE:
        session.told_elsewhere(asked.key, sample(asked), "Casa Aurora")
    else:
        session.set_state(asked.key, state)


def sample(asked: Field) -> object:
    """Something this question can hold."""
    if asked.choices:
        return asked.choices[0].code
    if asked.has_rows:
        return (Row("a" * 32, {column.key: Answer(sample(column)) for column in asked.columns[:1]}),)  # type: ignore
    dates = {FieldType.DATE: "1990-12-31", FieldType.MONTH: "1990-12", FieldType.YEAR: "1990"}
    if asked.type in dates:
        return dates[asked.type]
    if asked.type in (FieldType.INT, FieldType.SCALE5, FieldType.RATING5):
        return max(asked.minimum or 0, 0)
    return {FieldType.MONEY: "1 PEN", FieldType.BOOL3: "yes"}.get(asked.type, "x")
