# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a question is shown. A rule reads answers only; silence never counts as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.answers import Answer
from forms.model import Rule

Answers = Mapping[str, Answer]

SHAPES = ("field", "answered", "all", "any", "not")


def holds(rule: Rule | None, answers: Answers) -> bool:
    """Whether the rule is met. ``not_in`` too needs an answer: not answering is not "no"."""
    if rule is None:
        return True
    if "field" in rule:
        return _matches(rule, answers)
    if "answered" in rule:
        return bool(_codes(answers.get(str(rule["answered"]))))
    if "all" in rule:
        return all(holds(part, answers) for part in _parts(rule["all"]))
    if "any" in rule:
        return any(holds(part, answers) for part in _parts(rule["any"]))
    return not any(holds(part, answers) for part in _parts([rule["not"]]))


def fields_named(rule: Rule | None) -> Iterator[str]:
    """Every field key the rule reads."""
    if rule is None:
        return
    for shape, part in rule.items():
        if shape in ("field", "answered"):
            yield str(part)
        elif shape in ("all", "any", "not"):
            for inner in _parts(part if shape != "not" else [part]):
                yield from fields_named(inner)


def _matches(rule: Rule, answers: Answers) -> bool:
    codes = _codes(answers.get(str(rule["field"])))
    if not codes:
        return False
    if "in" in rule:
        return any(code in _listed(rule["in"]) for code in codes)
    return not any(code in _listed(rule["not_in"]) for code in codes)


def _codes(answer: Answer | None) -> tuple[str, ...]:
    if answer is None or not answer.state.carries_value or answer.value in (None, "", ()):
        return ()
    if isinstance(answer.value, tuple):
        return tuple(item if isinstance(item, str) else item.id for item in answer.value)
    return (str(answer.value),)


def _listed(codes: object) -> list[object]:
    return list(codes) if isinstance(codes, list | tuple) else []


def _parts(rules: object) -> list[Rule]:
    return [rule for rule in _listed(rules) if isinstance(rule, Mapping)]
