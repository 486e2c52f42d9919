# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A threat can be written down at any hour, about anybody, and reaches the case without telling that there is one."""

from __future__ import annotations

import pytest

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.errors import BadInput, NotFound
from assist.views import CaseQuery

WORDS = "Velmonte"


@pytest.fixture
def hidden(fill, desk: Desk, case: str, code: str) -> str:
    """A case at the highest level, and the protected work shut."""
    fill("F02", case, hopes=WORDS)
    desk.protection.set_level(case, 3)
    desk.signed.shut_vault()
    return case


@pytest.fixture
def code(desk: Desk, case: str) -> str:
    """The code of the case."""
    return desk.cases.header(case).code


def tell(desk: Desk, address: str) -> object:
    """Write three fields and a line."""
    opening = desk.drops.open(address)
    for key, value in (("what", "call"), ("when", "now"), ("who_at_risk", ("person",))):
        opening.session.answer(key, value)
    return desk.records.save(opening)


@pytest.mark.rule("WP-07")
def test_a_hidden_case_and_none_at_all_take_a_threat_alike(desk: Desk, hidden: str, code: str):
    """Same form, same answer, nothing to tell them apart."""
    there, nowhere = desk.drops.open(shown(code)), desk.drops.open("ZZZ-ZZZ-ZZ")
    for one in (there, nowhere):
        assert (one.new_case, one.level, bool(one.address)) == (False, 0, True)

    first, second = tell(desk, shown(code)), tell(desk, "Somebody Else")

    assert first == second
    assert desk.drops.waiting() == []
    assert desk.cases.keys(CaseQuery()) == []


@pytest.mark.rule("WP-07")
def test_the_threat_is_in_its_case_once_the_vault_opens(desk: Desk, hidden: str, code: str, passphrase: str):
    """On hold, with its three fields, once and not twice."""
    tell(desk, shown(code))
    desk.signed.open_vault(passphrase)
    threats = desk.cases.safety(hidden).threats
    head = desk.cases.header(hidden)
    desk.signed.shut_vault()
    desk.signed.open_vault(passphrase)

    assert head.hold
    assert len(threats) == 1
    assert len(desk.cases.safety(hidden).threats) == 1
    assert desk.drops.waiting() == []


def test_a_threat_nobody_can_place_waits_until_somebody_says_whose_it_is(desk: Desk, case: str, passphrase: str):
    """By name or code typed wrongly: it is never lost."""
    desk.signed.shut_vault()
    tell(desk, "Kila of the second floor")
    desk.signed.open_vault(passphrase)

    waiting = desk.drops.waiting()
    desk.drops.hand_over(waiting[0].drop, case)

    assert [row.address for row in waiting] == ["Kila of the second floor"]
    assert desk.drops.waiting() == []
    assert desk.cases.header(case).hold
    assert [row.name for row in desk.checks.run() if not row.ok] == []


def test_a_case_that_can_be_seen_is_opened_as_ever(desk: Desk, case: str, code: str):
    """No detour where there is nothing to hide."""
    opening = desk.drops.open(shown(code))

    assert opening.address == ""
    assert opening.case.hex() == case


def test_half_a_threat_is_refused_and_nothing_is_kept(desk: Desk, passphrase: str):
    """Three fields, whoever it is about."""
    opening = desk.drops.open("Nobody")
    opening.session.answer("what", "call")

    with pytest.raises(BadInput, match="three_fields"):
        desk.records.save(opening)

    assert desk.drops.waiting() == []


def test_a_threat_can_be_left_half_way_and_gone_on_with(desk: Desk):
    """The draft remembers for whom."""
    opening = desk.drops.open("Nobody")
    opening.session.answer("what", "call")
    draft = desk.records.keep_draft(opening)

    again = desk.records.resume(draft)

    assert again.address == "Nobody"
    assert again.session.answer_of("what").value == "call"


def test_one_who_is_not_there_any_more_cannot_be_handed_over(desk: Desk, case: str):
    """Twice is once."""
    with pytest.raises(NotFound):
        desk.drops.hand_over("00" * 16, case)
