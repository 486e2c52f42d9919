# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer is: a value or a reason there is none, when, by whom, and how exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class AnswerState(StrEnum):
    """Why a value is there or not. Silence is never a negative answer."""

    ANSWERED = "answered"
    PREFERS_NOT_TO_SAY = "prefers_not_to_say"
    DOES_NOT_KNOW = "does_not_know"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"
    TOLD_ELSEWHERE = "told_elsewhere"
    WITHDRAWN = "withdrawn"

    @property
    def carries_value(self) -> bool:
        """Only what was answered, here or elsewhere, has a value (ruling 6)."""
        return self in (AnswerState.ANSWERED, AnswerState.TOLD_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table answer: its own entity, so that two laptops may add rows apart.

    ``id`` is 32 lower-case hex characters; ``cells`` maps column keys to answers.
    """

    id: str
    cells: Mapping[str, Answer] = field(default_factory=dict)


Value = str | int | tuple[str, ...] | tuple[Row, ...] | None
"""Shapes by field type: text/choice/code/ref/bool3 str · date/month/year str in EDTF level 1
(``2024``, ``2024-05``, ``2024-05-12``, a trailing ``~`` means about; free words start with ``=``) ·
time ``09:30`` · int/scale5 (0…4)/rating5 (-2…2) int · money ``"125.50 PEN"`` · multi/rank/checklist tuple of codes
(rank in order) · table/group tuple of Row."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: never split, it is one value of one register (ruling 60).

    ``asked_on`` is an ISO date; ``asked_by`` the hex id of a user; ``source`` is empty for what the
    person said here, ``third_party``, ``import:<agency>`` or ``estimate`` otherwise, ``again`` on a
    second "does not know"; ``precision`` one of ``day month year about relative`` for dates, else empty.
    """

    value: Value = None
    state: AnswerState = AnswerState.ANSWERED
    asked_on: str = ""
    asked_by: str = ""
    source: str = ""
    precision: str = ""

    @property
    def is_answered(self) -> bool:
        """True when the person answered here; scores and bands use only these."""
        return self.state is AnswerState.ANSWERED and self.value not in (None, "", ())


NOT_ASKED = Answer(state=AnswerState.NOT_ASKED)
