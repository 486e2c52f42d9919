# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Silence has no consequence: whatever she leaves unanswered, the way and what is on offer stay the same (NR-06).

Over every form of a case that ships, from the first night to coming back, on real databases. ``run.py soak promises``
goes that way thousands of times.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.services.profiles import NewProfile
from forms.answers import AnswerState
from tests.conftest import NOON, PASSPHRASE
from tests.form_engine.spoken import SILENT
from tests.services.whole_way import ASKED, FORMS, WAY, Mask, Step, gone, switch_everything_on
from tests.syncing.model import examples
from tests.totals import Totals
from ui.wiring import Door

totals = Totals()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One house for all who come, every questionnaire switched on."""
    folder: Path = tmp_path_factory.mktemp("house")
    door = Door(folder, FixedClock(NOON), FOR_TESTS)
    desk = door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE))
    switch_everything_on(desk)
    yield desk
    desk.close()
    door.leave()
    totals.write("silence")


@pytest.fixture(scope="module")
def answered(house: Desk) -> list[Step]:
    """The way of somebody who answers whatever she is asked."""
    return gone(house, {})


masks: st.SearchStrategy[Mask] = st.builds(
    lambda rest, some: {name: state for name in ASKED if (state := some.get(name, rest)) is not None},
    st.sampled_from([None, *SILENT]), st.dictionaries(st.sampled_from(ASKED), st.sampled_from([None, *SILENT])))
"""All left in one way or all answered, and any of them otherwise."""


@pytest.mark.rule("NR-06", "CO-05")
@settings(max_examples=examples(16, parts=4), suppress_health_check=list(HealthCheck))
@given(mask=masks)
@example(mask=dict.fromkeys(ASKED, AnswerState.PREFERS_NOT_TO_SAY))
@example(mask=dict.fromkeys(ASKED, AnswerState.DOES_NOT_KNOW))
def test_whatever_she_leaves_unanswered_the_way_and_what_is_on_offer_stay_the_same(
        house: Desk, answered: list[Step], mask: Mask):
    """Stages, steps that may follow, forms that open and what each offers: form after form as for who says all."""
    totals.update({"ways gone": 1, "questions left unanswered": len(mask)})

    for said, unsaid in zip(answered, gone(house, mask), strict=True):
        assert unsaid == said


@pytest.mark.rule("NR-06")
def test_the_way_is_a_whole_one(answered: list[Step]):
    """So that the promise above says something: every form is on it, nearly all are kept, every stage is passed."""
    went, doors = answered[:len(WAY)], answered[len(WAY):]
    stages = list(dict.fromkeys(step[2] for step in went))

    assert {name for name, _team in WAY} >= {form.id for form in FORMS}
    assert stages == ["contact", "introduced", "consented", "assessing", "pause", "planning", "implementing",
                      "reviewing", "closed"]
    assert went[-1][2] == "reviewing"
    assert [step[:2] for step in went if step[1]] == [("VIEW", "gate.ranked"), ("F12", "gate.referral")]
    assert len(doors) == len(FORMS)
