# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The re-ask index of the practice workspace is nought (R-27), and no form there would ask anybody again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assist.casebook import Book
from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.practice import PracticeOrder, make_practice
from assist.views import CaseQuery
from forms.loader import forms
from forms.model import Reask
from forms.score_sheets import score_sheets
from tests.conftest import NOON
from tests.syncing.model import examples
from tests.totals import Totals
from ui.wiring import Door

SHEETS = frozenset(sheet.form for sheet in score_sheets() if sheet.form)
LANGUAGES = ("en", "es", "pt", "fr")
ASKING_ONCE = tuple(form for form in forms() if any(field.reask is Reask.NEVER for field in form.fields()))
EACH = 20
"""So many forms of single people are gone through while one workspace is invented."""
totals = Totals()


@pytest.fixture(scope="module", autouse=True)
def said_at_the_end() -> Iterator[None]:
    """How much was looked at."""
    yield
    totals.write("re-ask index")


@contextmanager
def practising(order: PracticeOrder) -> Iterator[Desk]:
    """A practice workspace of these invented people, gone afterwards: a soak makes hundreds."""
    with tempfile.TemporaryDirectory() as folder:
        door = Door(Path(folder) / "practice", FixedClock(NOON), FOR_TESTS)
        desk = make_practice(door.found, order).desk
        try:
            yield desk
        finally:
            desk.close()
            door.leave()


def asked_again(desk: Desk) -> list[str]:
    """Questions asked once that some form would put again to somebody whose answer is held, or who declined."""
    found = []
    for row in desk.cases.listed(CaseQuery()):
        for form in ASKING_ONCE:
            with desk.bench.keeper.writing() as work:
                opening = desk.records.prepare(work, form.id, bytes.fromhex(row.case))
            known, prompted = opening.session.known, opening.session.state.prompted
            found += [f"{form.id}/{field.key}" for field in form.fields()
                      if field.reask is Reask.NEVER and field.key in known and field.key in prompted]
    return found


def questionnaires(desk: Desk) -> int:
    """How many were asked of anybody."""
    with desk.bench.keeper.writing() as work:
        return sum(sheet.form in SHEETS for case in work.all_cases() for sheet in Book(case, work.rows_of(case)).sheets)


@pytest.mark.rule("NR-08", "NR-03")
@settings(max_examples=examples(EACH, parts=EACH))
@given(order=st.builds(PracticeOrder, st.just(15), st.integers(0, 10_000), st.sampled_from(LANGUAGES)))
@example(order=PracticeOrder())
def test_the_re_ask_index_of_the_practice_workspace_is_nought(order: PracticeOrder):
    """Months of invented work in which questionnaires are repeated, none before its time."""
    with practising(order) as desk:
        found = desk.figures.reask_index("0000-01-01", "9999-12-31")
        count, again = questionnaires(desk), asked_again(desk)

    totals.update({"workspaces": 1, "people accompanied": found.active, "questionnaires": count})
    assert (found.early, found.value, again) == (0, 0.0, [])
    assert count > found.active > order.cases / 3, "there was something that might have been early"
