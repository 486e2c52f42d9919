# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A guardian who may be linked to harm consents to nothing that leaves, whoever asks the gate (CO-08, PA-17)."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from assist.domain import wire
from assist.errors import BadInput
from tests.conftest import PASSPHRASE
from tests.services.conftest import Fill
from tests.services.to_the_registry import REFERRAL, leaves


@pytest.mark.rule("CO-08", "PA-17")
@pytest.mark.parametrize("capacity", ["child", "supported"])
def test_a_yes_given_before_somebody_knew_opens_nothing_any_more(
    capacity: str, fill: Fill, desk: Desk, case: str
):
    """Said on any later sheet of the case; with the vault shut as well, and nobody reads why in the open."""
    fill("F02", case, birth="2018-01")
    fill("F03", case, capacity=capacity, **REFERRAL)
    assert leaves(desk, case) == "given"

    fill("F03", case, kind="contact_family", recipient="Casa", decision="no", capacity=capacity,
         guardian_conflict="yes")

    assert leaves(desk, case) == "guardian"
    assert {row.standing for row in desk.cases.consents(case)} == {"guardian", "no"}
    desk.signed.shut_vault()
    assert leaves(desk, case) == "guardian"
    with desk.bench.keeper.writing() as work:
        book = desk.bench.book(work, bytes.fromhex(case))
    told = [entity.plain(wire.FORM) for entity in book.entities.values() if entity.etype == wire.GUARDIAN]
    assert told == ["out"]
    desk.signed.open_vault(PASSPHRASE)


@pytest.mark.rule("CO-08", "PA-17")
def test_such_a_yes_is_not_saved_and_silence_is_not_enough_afterwards(fill: Fill, desk: Desk, case: str):
    """A no is; another guardian, of whom it was said that there is nothing, may say yes."""
    fill("F02", case, birth="2018-01")
    with pytest.raises(BadInput, match=r"consent\.guardian"):
        fill("F03", case, capacity="child", guardian_conflict="yes", **REFERRAL)
    assert [row.kind for row in desk.cases.consents(case)] == ["accompaniment"]
    fill("F03", case, capacity="child", guardian_conflict="yes", **(REFERRAL | {"decision": "no"}))
    for said in ({}, {"guardian_conflict": "not_sure"}):
        with pytest.raises(BadInput, match=r"consent\.guardian"):
            fill("F03", case, capacity="child", **said, **REFERRAL)
    assert leaves(desk, case) == "no"

    fill("F03", case, capacity="child", guardian_conflict="no", **REFERRAL)

    assert leaves(desk, case) == "given"
    fill("F03", case, kind="contact_family", recipient="Casa", decision="no", capacity="child", guardian_conflict="yes")
    assert leaves(desk, case) == "guardian"


@pytest.mark.rule("CO-08", "NR-06")
def test_her_own_yes_and_the_help_go_on(fill: Fill, desk: Desk, case: str):
    """An adolescent who decides for herself is nobody's to refuse, and the file of a child is not locked."""
    fill("F02", case, birth="2010-01")
    before = desk.cases.gates_met(case)
    fill("F03", case, capacity="adolescent", guardian_conflict="yes", **REFERRAL)

    assert leaves(desk, case) == "given"
    assert desk.cases.gates_met(case) >= before
    assert desk.records.open("F11", case)


@pytest.mark.rule("CO-08", "CO-15")
def test_a_guardian_whose_word_does_not_count_takes_back_no_wish_to_be_left_out(fill: Fill, desk: Desk, case: str):
    """That she is not counted stands, whoever asked for it; only somebody whose word counts ends it."""
    objection = {"kind": "statistics_objection", "mode": "spoken"}
    fill("F03", case, capacity="child", decision="yes", guardian_conflict="yes", **objection)
    assert desk.cases.objects_to_figures(case)

    fill("F03", case, capacity="child", decision="no", **objection)
    assert desk.cases.objects_to_figures(case)

    fill("F03", case, capacity="child", decision="no", guardian_conflict="no", **objection)
    assert not desk.cases.objects_to_figures(case)
