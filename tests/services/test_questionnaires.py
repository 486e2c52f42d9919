# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questionnaires wait until they are switched on, for whom and when; a no is kept as a no and nothing more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.domain.instruments import OFF, RESPONDER, rule_of, why_not
from assist.errors import BadInput, NotAllowed, NotFound
from forms.checkin import ITEMS
from forms.score_sheets import score_sheet
from tests.services.conftest import Fill

ON = {rule_of("phq9"): "caseworker psychologist", rule_of("itq"): "psychologist caseworker", rule_of("gad7"): OFF}
STANDINGS = [
    ("who5", {}, ("caseworker",), "assessing", ""), ("rci24", {}, ("livelihood",), "reviewing", ""),
    ("who5", {rule_of("who5"): OFF}, ("caseworker",), "assessing", ""),
    ("who5", {}, ("caseworker",), "pause", "instrument.pause"), ("wgss", {}, ("legal",), "pause", "instrument.pause"),
    ("phq9", {}, ("psychologist",), "assessing", "instrument.off"),
    ("phq9", ON, ("caseworker",), "assessing", "instrument.responder"),
    ("phq9", ON | {RESPONDER: True}, ("caseworker",), "assessing", ""),
    ("phq9", ON | {RESPONDER: True}, ("caseworker",), "pause", "instrument.pause"),
    ("phq9", ON | {RESPONDER: True}, ("livelihood", "supervisor"), "assessing", "instrument.role"),
    ("itq", ON, ("psychologist",), "assessing", ""), ("itq", ON, ("caseworker",), "assessing", "instrument.role"),
    ("gad7", ON, ("psychologist",), "assessing", "instrument.off"),
    ("phq8", ON, ("caseworker",), "assessing", ""), ("phq8", ON, ("legal",), "assessing", "instrument.role"),
    ("phq8", ON | {RESPONDER: True}, ("caseworker",), "assessing", "instrument.off"),
    ("k6", {rule_of("k6"): 7}, ("psychologist",), "assessing", "instrument.off"),
]
"""Sheet, what the organisation decided, who asks, where the case is, and why not."""


def code_of(desk: Desk, form: str, case: str) -> str:
    """Why a form does not open; empty when it does."""
    try:
        desk.records.open(form, case)
    except NotAllowed as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(("ident", "rules", "roles", "stage", "code"), STANDINGS)
def test_who_may_ask_what_and_when(
        ident: str, rules: dict[str, int | str | bool], roles: tuple[str, ...], stage: str, code: str):
    """Off until it is on, for the hands it may be in, with somebody reachable, and never during a rest."""
    assert why_not(score_sheet(ident), rules, roles, stage) == code


def test_it_opens_once_the_organisation_switched_it_on(desk: Desk, case: str, fill: Fill):
    """For this role; and it closes again."""
    assert code_of(desk, "GAD7", case) == "instrument.off"
    assert desk.cases.header(case)

    assert desk.questionnaires.switch("gad7", ["caseworker"])
    fill("GAD7", case, **{f"item{number}": "1" for number in range(1, 8)})
    assert desk.questionnaires.waiting(case)["PHQ8"] == "instrument.off"
    assert "GAD7" not in desk.questionnaires.waiting(case)

    desk.questionnaires.switch("gad7", [])
    assert code_of(desk, "GAD7", case) == "instrument.off"


def test_the_one_with_a_line_about_safety_waits_for_somebody_who_can_help_today(desk: Desk, case: str):
    """Until then the shorter one stands in for it, in the same hands."""
    desk.questionnaires.switch("phq9", ["caseworker"])

    assert (code_of(desk, "PHQ9", case), code_of(desk, "PHQ8", case)) == ("instrument.responder", "")
    desk.questionnaires.set_responder(True)
    assert desk.questionnaires.has_responder()
    assert (code_of(desk, "PHQ9", case), code_of(desk, "PHQ8", case)) == ("", "instrument.off")


def test_it_is_given_to_no_other_hands_than_it_may_be_in(desk: Desk):
    """And what is offered from the start is not switched."""
    for ident, roles in (("itq", ["caseworker"]), ("phq9", ["house"]), ("who5", []), ("wgss", ["caseworker"])):
        with pytest.raises(BadInput) as refused:
            desk.questionnaires.switch(ident, roles)
        assert refused.value.code == "instrument.not_theirs"
    with pytest.raises(NotFound):
        desk.questionnaires.switch("lantern", [])


@pytest.mark.parametrize("form", ["WHO5", "F14"])
def test_nobody_is_asked_during_a_rest(desk: Desk, case: str, fill: Fill, form: str):
    """It opens again when she says that she is ready."""
    fill("F02", case, hopes="dormir")
    desk.care.pause(case)

    assert code_of(desk, form, case) == "instrument.pause"
    assert desk.questionnaires.waiting(case)[form] == "instrument.pause"
    desk.care.ready(case)
    assert code_of(desk, form, case) == ""


@pytest.mark.rule("NR-08")
def test_a_rest_that_began_meanwhile_holds_at_the_save(desk: Desk, case: str, fill: Fill):
    """A sheet left open on the screen is asked of nobody."""
    fill("F02", case, hopes="dormir")
    opening = desk.records.open("WHO5", case)
    opening.session.answer("item1", "3")
    desk.care.pause(case)

    with pytest.raises(NotAllowed) as refused:
        desk.records.save(opening)

    assert refused.value.code == "instrument.pause"
    assert not [row for row in desk.cases.records(case) if row.form == "WHO5"]


@pytest.mark.rule("NR-08")
def test_two_at_one_meeting_are_enough(desk: Desk, case: str, fill: Fill, clock: FixedClock):
    """A third waits for another day; what is part of the intake is none of them."""
    desk.questionnaires.switch("phq4", ["caseworker"])
    fill("WHO5", case, item1="3")
    fill("F14", case, p1=3)

    assert code_of(desk, "PHQ4", case) == "instrument.two_today"
    assert code_of(desk, "WGSS", case) == ""
    clock.set(datetime(2026, 11, 26, 10, tzinfo=UTC))
    assert code_of(desk, "PHQ4", case) == ""


@pytest.mark.rule("CO-17")
@pytest.mark.parametrize(("form", "said"), [("WHO5", {"item1": "2", "item2": "1"}), ("F14", {"p1": 2, "g1": "qzvmar"})])
def test_a_no_is_kept_as_a_no_and_its_day(desk: Desk, case: str, fill: Fill, form: str, said: dict[str, object]):
    """Whatever was tapped before it; no score, no line in a picture, and not again within the interval by habit."""
    saved = fill(form, case, **said, today="not_today", early_reason="qzvnada")

    _form, answers = desk.records.answers(case, saved.record)
    assert set(answers) == {"today"}
    view = desk.cases.now(case)
    assert view.wellbeing == ()
    with pytest.raises(NotAllowed) as refused:
        fill(form, case, **said)
    assert refused.value.code == "instrument.interval"
    assert fill(form, case, **said, early_reason="She asked for it")
    assert desk.figures.early_repeats(case) == ()


@pytest.mark.rule("NR-08")
def test_a_check_in_comes_back_after_ninety_days(desk: Desk, case: str, fill: Fill, clock: FixedClock):
    """And not before, without a reason."""
    fill("F14", case, **{key: "0" if key == "e2r" else 3 for key in ITEMS})
    assert desk.questionnaires.again_from(case) == {"F14": "2027-02-23"}
    clock.set(datetime(2027, 2, 22, 10, tzinfo=UTC))
    with pytest.raises(NotAllowed):
        fill("F14", case, p1=3)
    clock.set(datetime(2027, 2, 23, 10, tzinfo=UTC))
    assert desk.questionnaires.again_from(case) == {}

    assert fill("F14", case, p1=3)


def test_only_who_manages_people_switches_them_on(desk: Desk):
    """A signed line in the list of people, for every laptop; and it reads back."""
    desk.questionnaires.switch("phq4", ["legal", "caseworker"])

    row = next(row for row in desk.questionnaires.rows() if row.ident == "phq4")
    assert (row.is_on, row.on_for) == (True, frozenset({"legal", "caseworker"}))
    assert desk.rosters.now().policy == {"instrument.phq4": "caseworker legal"}
