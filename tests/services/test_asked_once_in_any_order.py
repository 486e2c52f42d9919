# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked once is put to a person once, in whatever order her forms are opened (NR-03), through what is kept.

``tests/form_engine/test_asked_once.py`` promises the same of forms alone; here every answer goes to disk and back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.services.drafting import FormOpening
from assist.services.profiles import NewProfile
from forms.answers import AnswerState
from forms.model import Field, Reask
from tests.conftest import NOON, PASSPHRASE
from tests.filling import saved_with
from tests.form_engine.spoken import SAID, say
from tests.services.whole_way import FORMS, SERVICE
from tests.syncing.model import examples
from tests.totals import Totals
from ui.wiring import Door

ABOUT_HER = tuple(form.id for form in FORMS if any(field.lives_on_person for field in form.fields()) and (
    not any(field.key == "early_reason" for field in form.fields())))
"""Forms with a question whose answer is kept with the person; questionnaires wait their time before they are asked."""

ONCE = frozenset(field.concept for form in FORMS for field in form.fields()
                 if field.is_participant and field.reask is Reask.NEVER)
totals = Totals()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One house for all who come."""
    door = Door(tmp_path_factory.mktemp("house"), FixedClock(NOON), FOR_TESTS)
    desk = door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE))
    yield desk
    desk.close()
    door.leave()
    totals.write("asked once")


def is_met(desk: Desk, case: str, form: str, says: dict[str, AnswerState], asked: Counter[str]) -> str:
    """One form with her: every question that is put to her is counted, answered as she will, and kept."""
    opening: FormOpening = desk.records.open(form, case)
    put = [field for field in opening.form.fields() if _is_put(opening, field)]
    asked.update(field.concept for field in put)
    for field in put:
        say(opening.session, field, says.get(field.concept, AnswerState.ANSWERED))
    if form == "F01" and not case:
        opening.session.answer("may_keep_note", "yes")
    return desk.records.save(opening).case


def _is_put(opening: FormOpening, field: Field) -> bool:
    """Whether it stands as a question, of those that are asked once."""
    return field.is_participant and field.reask is Reask.NEVER and field.key in opening.session.state.prompted


@pytest.mark.rule("NR-03", "PA-11")
@settings(max_examples=examples(40, parts=4), suppress_health_check=list(HealthCheck))
@given(order=st.permutations(ABOUT_HER), says=st.dictionaries(st.sampled_from(sorted(ONCE)), st.sampled_from(SAID)))
@example(order=list(ABOUT_HER), says=dict.fromkeys(sorted(ONCE), AnswerState.PREFERS_NOT_TO_SAY))
@example(order=list(ABOUT_HER[::-1]), says=dict.fromkeys(sorted(ONCE), AnswerState.DOES_NOT_KNOW))
@example(order=list(ABOUT_HER), says={})
def test_in_whatever_order_forms_are_opened_nothing_is_put_to_her_twice(
        house: Desk, order: list[str], says: dict[str, AnswerState]):
    """Through all of them, closed, reopened and through all of them again; whatever she said or left unsaid."""
    asked: Counter[str] = Counter()
    case = is_met(house, "", "F01", says, asked)
    saved_with(house, "LIMITS", case, explained="yes")
    saved_with(house, "F03", case, **SERVICE)

    for form in order:
        is_met(house, case, form, says, asked)
    saved_with(house, "F15", case, reason="my_choice")
    house.care.reopen(case)
    for form in reversed(order):
        is_met(house, case, form, says, asked)

    totals.update({"people": 1, "questions put": asked.total()})
    assert {concept: times for concept, times in asked.items() if times > 1} == {}
    assert set(asked) == ONCE, "each was put to her, once"
