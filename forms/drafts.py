# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A half-filled form as bytes and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.answers import Answer, AnswerState, Row, Value
from forms.engine import Known
from forms.problems import FieldProblem

_SHAPE = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a session holds besides the form itself."""

    form: str
    version: int
    asked_on: str
    asked_by: str
    at_review: bool
    opened: Mapping[str, Answer]
    entered: Mapping[str, Answer]
    known: Mapping[str, Known]
    corrected: tuple[str, ...]
    confirmed: tuple[str, ...]


def pack(draft: Draft) -> bytes:
    """One line of JSON; it is encrypted by whoever stores it."""
    packed = {
        "shape": _SHAPE,
        "form": draft.form,
        "version": draft.version,
        "asked_on": draft.asked_on,
        "asked_by": draft.asked_by,
        "at_review": draft.at_review,
        "opened": _answers_out(draft.opened),
        "entered": _answers_out(draft.entered),
        "known": {key: _known_out(held) for key, held in draft.known.items()},
        "corrected": list(draft.corrected),
        "confirmed": list(draft.confirmed),
    }
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes) -> Draft:
    """The draft again, or FieldProblem ``draft.unreadable``."""
    try:
        packed: dict[str, Any] = json.loads(data)
        if packed["shape"] != _SHAPE:
            raise FieldProblem("draft.unreadable")
        return _drafted(packed)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError) as broken:
        raise FieldProblem("draft.unreadable") from broken


def _drafted(packed: dict[str, Any]) -> Draft:
    return Draft(
        form=str(packed["form"]),
        version=int(packed["version"]),
        asked_on=str(packed["asked_on"]),
        asked_by=str(packed["asked_by"]),
        at_review=packed["at_review"] is True,
        opened=_answers_in(packed["opened"]),
        entered=_answers_in(packed["entered"]),
        known={key: _known_in(held) for key, held in packed["known"].items()},
        corrected=tuple(map(str, packed["corrected"])),
        confirmed=tuple(map(str, packed["confirmed"])),
    )


def _answers_out(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {key: _answer_out(answer) for key, answer in answers.items()}


def _answers_in(packed: dict[str, Any]) -> dict[str, Answer]:
    return {key: _answer_in(answer) for key, answer in packed.items()}


def _answer_out(answer: Answer) -> list[Any]:
    value = _value_out(answer.value)
    return [value, answer.state.value, answer.asked_on, answer.asked_by, answer.source, answer.precision]


def _answer_in(packed: list[Any]) -> Answer:
    value, state, asked_on, asked_by, source, precision = packed
    return Answer(_value_in(value), AnswerState(state), str(asked_on), str(asked_by), str(source), str(precision))


def _value_out(value: Value) -> Any:
    if not isinstance(value, tuple):
        return value
    return [{"id": item.id, "cells": _answers_out(item.cells)} if isinstance(item, Row) else item for item in value]


def _value_in(packed: Any) -> Value:
    if packed is None or isinstance(packed, str) or (isinstance(packed, int) and not isinstance(packed, bool)):
        return packed
    if not isinstance(packed, list):
        raise FieldProblem("draft.unreadable")
    if all(isinstance(item, dict) for item in packed):
        return tuple(Row(str(item["id"]), _answers_in(item["cells"])) for item in packed)
    if not all(isinstance(item, str) for item in packed):
        raise FieldProblem("draft.unreadable")
    return tuple(packed)


def _known_out(held: Known) -> list[Any]:
    return [_answer_out(held.answer), held.on, held.told_by, held.asked_again]


def _known_in(packed: list[Any]) -> Known:
    answer, on, told_by, asked_again = packed
    return Known(_answer_in(answer), str(on), str(told_by), asked_again is True)
