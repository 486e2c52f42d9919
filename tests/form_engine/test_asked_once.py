# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person is asked once: whichever forms are opened, in whichever order, whatever she answered or left unsaid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import loader
from forms.answers import Answer, AnswerState
from forms.engine import Known
from forms.model import Form, Reask
from forms.session import FormSession
from tests.form_engine.small_forms import a_field, a_form, a_known_field
from tests.form_engine.spoken import SAID, say

MANY = settings(deadline=None, max_examples=100)
SHIPPED = loader.forms()
ONCE = {asked.concept for form in SHIPPED for asked in form.fields()
        if asked.is_participant and asked.reask is Reask.NEVER}


@dataclass
class Person:
    """What is held of one person, and how often she was asked what."""

    known: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def is_met(self, form: Form, says: dict[str, AnswerState]) -> None:
        """Go through a form, ask what stands open, keep what she says."""
        held = {each.key: Known(self.known[each.concept], self.known[each.concept].asked_on)
                for each in form.fields() if each.lives_on_person and each.concept in self.known}
        session = FormSession(form, known=held)
        for each in form.fields():
            if each.key in session.state.prompted and each.is_participant and each.lives_on_person:
                self.asked.update([each.concept] if each.reask is Reask.NEVER else [])
                say(session, each, says.get(each.concept, AnswerState.ANSWERED))
        kept = session.changes()
        self.known |= {each.concept: kept[each.key] for each in form.fields()
                       if each.lives_on_person and each.key in kept}


@pytest.mark.rule("NR-03")
@MANY
@given(order=st.permutations([form.id for form in SHIPPED]),
       says=st.dictionaries(st.sampled_from(sorted(ONCE)), st.sampled_from(SAID)))
def test_our_forms_ask_a_person_once_in_whatever_order_they_are_opened(
    order: list[str], says: dict[str, AnswerState]
):
    """Twice through all of them, whatever she said or left unsaid the first time."""
    person = Person()

    for form_id in [*order, *order]:
        person.is_met(loader.form(form_id), says)

    assert set(person.asked.values()) <= {1}
    assert set(person.asked) <= ONCE


@pytest.mark.rule("NR-03")
def test_every_concept_is_asked_by_some_form():
    """So that the test above has asked something."""
    person = Person()
    for form in SHIPPED:
        person.is_met(form, dict.fromkeys(ONCE, AnswerState.ANSWERED))

    assert len(person.asked) >= len(ONCE) // 2 > 2


@pytest.mark.rule("NR-03")
@MANY
@given(order=st.permutations(range(4)), state=st.sampled_from(SAID), hidden=st.booleans())
def test_a_concept_is_prompted_once_in_any_order_of_forms(order: list[int], state: AnswerState, hidden: bool):
    """Whichever form is opened first asks; all others show it folded, or leave it alone."""
    rule = {"show_if": {"answered": "opener"}} if hidden else {}
    forms = [a_form(a_field("opener"), a_known_field(f"k{number}", **(rule if number == 2 else {})),
                    ident=f"T{number}") for number in range(4)]
    person = Person()

    for number in [*order, *order]:
        person.is_met(forms[number], {"person.name": state})

    assert person.asked == {"person.name": 1}


@pytest.mark.rule("PA-11", "NR-03")
@pytest.mark.parametrize("state", SAID)
def test_whoever_comes_back_is_asked_nothing_again(state: AnswerState):
    """After closing and reopening, months later."""
    person = Person()
    says = dict.fromkeys(ONCE, state)
    for form in SHIPPED:
        person.is_met(form, says)
    before = Counter(person.asked)

    for form in reversed(SHIPPED):
        person.is_met(form, says)

    assert person.asked == before
