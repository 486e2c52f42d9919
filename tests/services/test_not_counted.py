# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever asked not to be counted is in no figure that leaves (CO-15)."""

from __future__ import annotations

import pytest

from assist.casebook import Book
from assist.changesets import pack_answer
from assist.consentbook import objects_to_figures
from assist.desk import Desk
from assist.errors import NotAllowed
from assist.gate import Outgoing, clear
from assist.reading import number
from forms.answers import Answer
from tests.services.conftest import Fill

SPAN = ("2026-01-01", "2027-12-31")


@pytest.fixture
def other(fill: Fill) -> str:
    """Somebody else, who counts."""
    return fill("F01", chosen_name="Otra", may_keep_note="yes").case


def active(desk: Desk, *, leaving: bool) -> int:
    """How many people a figure is made of."""
    return desk.figures.reask_index("2026-01-01", "2026-11-25", leaving=leaving).active


@pytest.mark.rule("CO-15")
@pytest.mark.parametrize("words", [
    [("F03", {"kind": "statistics_objection", "decision": "yes", "mode": "spoken"})],
    [("F19", {"kind": "object_figures"})],
    [("F03", {"kind": "statistics_objection", "decision": "no"}), ("F19", {"kind": "object_figures"})],
    [("F03", {"kind": "statistics_objection", "decision": "yes"}),
     ("F03", {"kind": "statistics_objection", "decision": "later"})],
])
def test_her_wish_takes_her_out_of_what_leaves(
    words: list[tuple[str, dict[str, str]]], fill: Fill, desk: Desk, case: str, other: str,
):
    """Figures for outside are as if she were not there; the house still knows whom it accompanies."""
    assert (active(desk, leaving=True), active(desk, leaving=False)) == (2, 2)

    for form, answers in words:
        fill(form, case, **answers)

    assert (active(desk, leaving=True), active(desk, leaving=False)) == (1, 2)
    assert desk.cases.objects_to_figures(case)
    assert not desk.cases.objects_to_figures(other)


@pytest.mark.rule("CO-15")
def test_only_her_word_takes_it_back(fill: Fill, desk: Desk, case: str):
    """It has no end, an older no does not count, and every other form leaves it as it is."""
    fill("F03", case, kind="statistics_objection", decision="yes", mode="spoken")
    fill("F03", case, kind="reporting_export", recipient="Sistema", categories=("needs",), decision="yes",
         expiry="2027-03-01", mode="spoken")

    with pytest.raises(NotAllowed) as refused:
        clear(desk.bench.look_up(case), Outgoing("reporting_export", "Sistema", frozenset({"needs"})),
              desk.clock.today())

    assert refused.value.code == "gate.consent_objects"
    assert {row.kind: row.standing for row in desk.cases.consents(case)}["statistics_objection"] == "given"
    fill("F03", case, kind="statistics_objection", decision="no")
    assert not desk.cases.objects_to_figures(case)
    assert clear(desk.bench.look_up(case), Outgoing("reporting_export", "Sistema", frozenset({"needs"})),
                 desk.clock.today())


@pytest.mark.rule("CO-15")
def test_stopping_a_wish_counts_her_again(fill: Fill, desk: Desk, case: str):
    """In one step, as with every other word of hers."""
    said = fill("F03", case, kind="statistics_objection", decision="yes", mode="spoken")
    desk.care.withdraw(case, said.record)

    assert not desk.cases.objects_to_figures(case)


@pytest.mark.rule("CO-15")
def test_of_a_yes_and_a_no_written_apart_the_yes_is_obeyed(fill: Fill, desk: Desk, case: str):
    """Everywhere else the no is the careful one; here it would count her against her word."""
    record = bytes.fromhex(fill("F03", case, kind="statistics_objection", decision="yes", mode="spoken").record)
    with desk.bench.keeper.writing() as work:
        rows = list(work.rows_of(bytes.fromhex(case)))
    said = next(row for row in rows if (row.entity, row.field) == (record, number("F03/decision")))
    apart = said._replace(value=pack_answer(Answer("no")), dot=(bytes(16), *said.dot[1:]), hlc=said.hlc + 1)

    assert objects_to_figures(Book(bytes.fromhex(case), [*rows, apart]))
    assert not objects_to_figures(Book(bytes.fromhex(case), [apart if row is said else row for row in rows]))
