# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms, answers and what was known before, made up at random for tests that generate."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from forms.answers import Answer, AnswerState
from forms.engine import THIRD_PARTY, Known
from forms.model import Field, Form, Reask, Rule, Source
from tests.form_engine.small_forms import a_field, a_form

CODES = ("yes", "no", "not_sure")
_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True)


@st.composite
def show_ifs(draw: st.DrawFn, before: list[str]) -> Rule | None:
    """A rule about questions that stand before, or none."""
    if not before or draw(st.booleans()):
        return None
    key = draw(st.sampled_from(before))
    simple: Rule = draw(st.sampled_from([
        {"field": key, "in": draw(_codes)}, {"field": key, "not_in": draw(_codes)}, {"answered": key}]))
    other: Rule = {"answered": draw(st.sampled_from(before))}
    return draw(st.sampled_from([simple, {"any": [simple, other]}, {"all": [simple, other]}, {"not": simple}]))


@st.composite
def made_forms(draw: st.DrawFn) -> Form:
    """One to six questions with sources, re-ask policies, duties and rules of every kind."""
    fields: list[Field] = []
    for number in range(draw(st.integers(1, 6))):
        source = draw(st.sampled_from(Source))
        reask = draw(st.sampled_from(Reask))
        more: dict[str, Any] = {"concept": f"c.{number}"} if reask in (Reask.NEVER, Reask.CONFIRM) else {}
        fields.append(a_field(
            f"q{number}", draw(st.sampled_from(["choice", "multi", "text_short"])), source=source, reask=reask,
            required=source is not Source.PARTICIPANT and draw(st.booleans()),
            show_if=draw(show_ifs([field.key for field in fields])), **more))
    return a_form(*fields)


_values = st.sampled_from([*CODES, None])
answers = st.builds(
    lambda state, value, source: Answer(value if state.carries_value else None, state, source=source),
    st.sampled_from(AnswerState), _values, st.sampled_from(["", THIRD_PARTY, "import:Casa Aurora"]),
)
"""Any answer or way of not answering, from the person, from others, from another house."""

_keys = st.sampled_from([f"q{number}" for number in range(6)])
said = st.dictionaries(_keys, answers, max_size=6)
known = st.dictionaries(_keys, st.builds(Known, answers, st.just("2026-11-14"), st.just(""), st.booleans()), max_size=6)
