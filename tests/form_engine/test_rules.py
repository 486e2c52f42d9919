# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a question is shown: a rule reads answers only, and silence is none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import Answer, AnswerState, Row
from forms.model import Rule
from forms.rules import fields_named, holds
from tests.form_engine.entered import SILENT

plain = st.fixed_dictionaries({"field": st.sampled_from("ab"), "in": st.lists(st.sampled_from(["yes", "no", "0"]))})
plain |= st.fixed_dictionaries({"field": st.sampled_from("ab"), "not_in": st.lists(st.sampled_from(["yes", "no"]))})
plain |= st.fixed_dictionaries({"answered": st.sampled_from("ab")})
rules = st.recursive(
    plain,
    lambda inner: st.fixed_dictionaries({"all": st.lists(inner, max_size=3)})
    | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}) | st.fixed_dictionaries({"not": inner}),
    max_leaves=8,
)
values = st.sampled_from(["yes", "no", "", 0, 2, ("yes", "no"), (), (Row("0" * 32),), None])


@pytest.mark.parametrize(("rule", "value", "shown"), [
    ({"field": "q", "in": ["yes"]}, "yes", True), ({"field": "q", "in": ["yes"]}, "no", False),
    ({"field": "q", "not_in": ["yes"]}, "no", True), ({"field": "q", "not_in": ["yes"]}, "yes", False),
    ({"field": "q", "in": ["a", "b"]}, ("c", "b"), True), ({"field": "q", "not_in": ["a", "b"]}, ("c", "b"), False),
    ({"field": "q", "in": ["0"]}, 0, True), ({"field": "q", "not_in": ["0"]}, 2, True),
    ({"field": "q", "not_in": ["0"]}, 0, False), ({"answered": "q"}, 0, True), ({"answered": "q"}, "", False),
    ({"answered": "q"}, (), False), ({"answered": "q"}, (Row("0" * 32),), True), (None, None, True),
    ({"all": [{"answered": "q"}, {"field": "q", "in": ["yes"]}]}, "no", False), ({"all": []}, None, True),
    ({"any": [{"field": "q", "in": ["no"]}, {"field": "q", "in": ["yes"]}]}, "no", True), ({"any": []}, "x", False),
    ({"not": {"field": "q", "in": ["yes"]}}, "no", True), ({"not": {"field": "q", "in": ["yes"]}}, "yes", False),
])
def test_a_rule_holds_for_what_was_answered(rule: Rule | None, value: Any, shown: bool):
    """"No" and zero are answers."""
    assert holds(rule, {"q": Answer(value)}) is shown


@pytest.mark.rule("NR-06", "UX-16")
@pytest.mark.parametrize("state", SILENT)
@given(rule=rules, other=values)
def test_every_way_of_not_answering_is_the_same_to_a_rule(state: AnswerState, rule: Rule, other: Any):
    """Prefers not to say, does not know, withdrawn: as if nobody had asked."""
    said = {"a": Answer(other)}

    assert holds(rule, said | {"b": Answer(state=state)}) == holds(rule, said)
    assert holds(rule, said | {"b": Answer("yes", state)}) == holds(rule, said)


@pytest.mark.rule("NR-06")
@pytest.mark.parametrize("rule", [
    {"field": "q", "in": ["no"]}, {"field": "q", "not_in": ["yes"]}, {"field": "q", "not_in": []}, {"answered": "q"}])
@pytest.mark.parametrize("state", SILENT)
def test_silence_opens_nothing(rule: Rule, state: AnswerState):
    """Not even a question that waits for "not yes"."""
    assert not holds(rule, {"q": Answer(state=state)})
    assert not holds(rule, {})


@given(rule=rules, said=st.dictionaries(st.sampled_from("ab"), values))
def test_a_rule_is_a_pure_function_of_the_answers(rule: Rule, said: dict[str, Any]):
    """The order of answers changes nothing, and "not" is the opposite."""
    answers = {key: Answer(value) for key, value in said.items()}

    assert holds(rule, answers) == holds(rule, dict(reversed(answers.items())))
    assert holds({"not": rule}, answers) != holds(rule, answers)
    assert answers == {key: Answer(value) for key, value in said.items()}


@given(rule=rules, said=st.dictionaries(st.sampled_from("abc"), values))
def test_a_rule_reads_only_what_it_names(rule: Rule, said: dict[str, Any]):
    """Whatever else was answered, so that a change elsewhere shows and hides nothing."""
    answers = {key: Answer(value) for key, value in said.items()}
    named = set(fields_named(rule))

    assert named <= {"a", "b"}
    assert holds(rule, answers) == holds(rule, {key: answers[key] for key in named & answers.keys()})
