# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Family may be the target or the risk: nobody of it hears from the team before she said yes to that person."""

from __future__ import annotations

from typing import Any

import pytest

from assist.desk import Desk
from assist.errors import NotAllowed, VaultShut
from assist.messages import sentence
from tests.services.conftest import Fill


@pytest.fixture
def with_family(fill: Fill, case: str) -> str:
    """A yes, a no, a doubt and a silence."""
    fill("F04", case, relatives=[
        {"called": "Tía Rosa", "may_contact": "yes", "may_know": "no", "at_risk": "no"},
        {"called": "el mayor", "may_contact": "no", "may_know": "no", "at_risk": "yes"},
        {"called": "la prima", "may_contact": "not_sure"}, {"called": "abuela"}])
    return case


def planned(relative: str, way: str = "visit") -> dict[str, Any]:
    """A session note with one contact to come."""
    return {"outcome": "held", "kin": [{"relative": relative, "way": way, "done": "no"}]}


@pytest.mark.rule("WP-15")
@pytest.mark.parametrize("way", ["letter", "visit", "call", "message"])
@pytest.mark.parametrize("relative", ["el mayor", "la prima", "abuela", "somebody not listed", ""])
def test_without_her_yes_no_contact_with_a_relative_is_written_down(
    relative: str, way: str, fill: Fill, desk: Desk, with_family: str,
):
    """A no, a doubt, a silence and a name nobody asked her about are all a no. Nothing of the note is kept."""
    before = len(desk.cases.records(with_family))

    with pytest.raises(NotAllowed) as refusal:
        fill("F11", with_family, **planned(relative, way))

    assert refusal.value.code == "case.relative_no_contact"
    assert not refusal.value.details
    assert not relative or relative not in " ".join(sentence(refusal.value))
    assert len(desk.cases.records(with_family)) == before


@pytest.mark.rule("WP-15")
def test_with_her_yes_it_is_kept_however_the_name_is_written(fill: Fill, desk: Desk, with_family: str):
    """Accents and capitals make no difference; one yes is no yes for somebody else on the same note."""
    saved = fill("F11", with_family, **planned("TIA ROSA", "letter"))

    answers = desk.records.answers(with_family, saved.record)[1]
    assert [row.cells["way"].value for row in answers["kin"].value] == ["letter"]
    with pytest.raises(NotAllowed, match=r"case\.relative_no_contact"):
        fill("F11", with_family, **planned("abuela"), record=saved.record)


@pytest.mark.rule("WP-15")
def test_two_of_one_name_are_contacted_only_when_both_may_be(fill: Fill, with_family: str):
    """Nobody can tell which of them a visit would reach."""
    fill("F04", with_family, relatives=[{"called": "tia rosa", "may_contact": "no"}])

    with pytest.raises(NotAllowed, match=r"case\.relative_no_contact"):
        fill("F11", with_family, **planned("Tía Rosa"))


@pytest.mark.rule("WP-15")
def test_a_yes_taken_back_stops_what_is_new_and_what_stands_may_be_marked_done(
    fill: Fill, desk: Desk, with_family: str,
):
    """Saying that it took place is the truth; a further one, or another way of it, is refused."""
    note = fill("F11", with_family, **planned("Tía Rosa", "call")).record
    card = next(row.record for row in desk.cases.records(with_family) if row.form == "F04")
    opening = desk.records.open("F04", with_family, card)
    row = next(each for each in opening.session.rows("relatives")
               if each.cells["called"].value == "Tía Rosa")
    opening.session.answer_cell("relatives", row.id, "may_contact", "no")
    desk.records.save(opening)

    _mark(desk, with_family, note, "done", "yes")

    with pytest.raises(NotAllowed, match=r"case\.relative_no_contact"):
        _mark(desk, with_family, note, "way", "visit")
    with pytest.raises(NotAllowed, match=r"case\.relative_no_contact"):
        fill("F11", with_family, **planned("Tía Rosa"))


def _mark(desk: Desk, case: str, note: str, column: str, value: str) -> None:
    """One cell of the only contact on a note."""
    opening = desk.records.open("F11", case, note)
    (row,) = opening.session.rows("kin")
    opening.session.answer_cell("kin", row.id, column, value)
    desk.records.save(opening)


@pytest.mark.rule("WP-15")
def test_with_protected_work_shut_nobody_can_look_so_nobody_is_contacted(fill: Fill, desk: Desk, with_family: str):
    """What she said about her family is behind the seal, and so is who they are."""
    card = next(row.record for row in desk.cases.records(with_family) if row.form == "F04")
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        fill("F11", with_family, **planned("Tía Rosa"))
    fill("F11", with_family, outcome="held")
    assert "relatives" not in desk.records.answers(with_family, card)[1]
