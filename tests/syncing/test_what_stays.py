# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two years after closing a case goes; its amounts stay for the accounts, and figures of at least five people (b5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assist import keptbook
from assist.country import country
from assist.keptbook import Figure
from assist.services import staying
from tests.domain.printed_papers import read
from tests.syncing.erased import DAY, asked, everything, row, unwell
from tests.syncing.kept import pass_for_all, turns
from tests.syncing.team import Member, MemoryStore, settle

Team = Callable[..., list[Member]]
NAMES = ("Killa", "Wayra", "Sami", "Illari", "Urpi")


def gone_by(member: Member, name: str, service: str = "food") -> str:
    """Somebody who was given something, set a goal, and left."""
    case = member.first_contact(name)
    member.save("LIMITS", case, explained="yes")
    member.save("F03", case, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
                expiry="2027-11-24", mode="spoken")
    member.save("F10", case, goal_own_words=f"Zarquintela {name}",
                grant=[{"amount": "80 PEN", "items": "Olmevante", "receipt": "R-9"}])
    member.save("F23", case, service=service, minutes=30, given="cash", amount="12.50 PEN", receipt="R-1",
                funder="F3")
    member.save("F15", case, reason="my_choice")
    return case


def paid(member: Member) -> list[tuple[str, str, str, str]]:
    """What stays for the accounts."""
    return sorted((each.month, each.amount, each.receipt, each.funder) for each in member.desk.staying.amounts())


def test_what_was_paid_stays_on_every_laptop_and_nothing_says_for_whom(team: Team, store: MemoryStore):
    """Month, receipt, amount and who paid; neither her words nor what it was for, and no list shows a case."""
    ana, beto = team("Ana", "Beto")
    case = gone_by(beto, "Killa")
    turns([ana, beto], store)
    code = next(row.code for row in ana.desk.cases.rows_of([case]))
    pass_for_all([ana, beto], 730)

    beto.desk.erasing.erase_due(case)
    turns([ana, beto], store, 4)

    for member in (ana, beto):
        assert paid(member) == [("2026-11", "12.50 PEN", "R-1", "F3"), ("2026-11", "80 PEN", "R-9", "")]
        heap = everything(member.desk)
        assert not [word for word in ("Killa", "Zarquintela", "Olmevante", code) if word.encode() in heap]
        assert bytes.fromhex(case) not in heap
        assert member.desk.cases.rows_of([case]) == []
        assert unwell(member.desk) == []
        assert member.desk.bench.keeper.projection_drift() == []
        assert member.desk.staying.figures() == []
        with member.desk.bench.keeper.writing() as work:
            assert work.all_cases() == []
    page = " ".join(read(ana.desk.erasures.certificate(row(ana).ref, "en").pdf).split())
    assert "Amounts stay for the accounts, without a name and without a record" in page


@pytest.mark.parametrize(("basis", "stays"), [("own_request", 2), ("mistake", 0)])
def test_her_wish_takes_all_but_the_accounts_and_a_mistake_was_never_paid(
    team: Team, store: MemoryStore, basis: str, stays: int
):
    """A wish beats the calendar, the law of accounts beats the wish."""
    ana, beto = team("Ana", "Beto")
    case = gone_by(beto, "Killa")
    settle([ana, beto], store)
    wish = asked(beto, [ana, beto], store, case, basis)
    ana.desk.erasing.agree(case, wish.ref)
    turns([ana, beto], store)

    assert len(paid(ana)) == len(paid(beto)) == stays
    assert ana.desk.staying.figures() == []


def test_amounts_stay_no_longer_than_the_law_asks(
    team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
):
    """Ten years, where the pack of a country says so: then nothing shows them, and the next erasure empties them."""
    [ana] = team("Ana")
    case, other = gone_by(ana, "Killa"), gone_by(ana, "Sami")
    pass_for_all([ana], 730)
    ana.desk.erasing.erase_due(case)
    assert len(paid(ana)) == 2
    pack = country()
    ten_years = {**pack.retention, "finance": replace(pack.retention["finance"], days=3652)}
    monkeypatch.setattr(keptbook, "country", lambda: replace(pack, retention=ten_years))
    pass_for_all([ana], 2900)
    assert len(paid(ana)) == 2

    pass_for_all([ana], 60)

    assert paid(ana) == []
    assert b"R-9" in everything(ana.desk)
    monkeypatch.setattr(staying, "KEEPS_MONEY", frozenset())
    ana.desk.erasing.erase_due(other)
    with ana.desk.bench.keeper.writing() as work:
        assert not [row for ref in work.listed() for row in work.rows_of(ref) if b"R-9" in row.value]


def test_a_figure_is_of_five_people_or_it_is_not(team: Team, store: MemoryStore):
    """Four wait, sealed and apart; with the fifth what all have in common is a figure, what one alone has is none."""
    ana, beto = team("Ana", "Beto")
    cases = [gone_by(beto, name, "food" if name != "Urpi" else "legal") for name in NAMES]
    turns([ana, beto], store)
    pass_for_all([ana, beto], 730)
    for case in cases[:4]:
        beto.desk.erasing.erase_due(case)
    turns([ana, beto], store)
    assert beto.desk.staying.figures() == ana.desk.staying.figures() == []

    beto.desk.erasing.erase_due(cases[4])
    turns([ana, beto], store)

    for member in (ana, beto):
        assert member.desk.staying.figures() == [
            Figure("2026", "closed", "", 5), Figure("2026", "reason", "my_choice", 5),
            Figure("2026", "goals", "", 5, 5)]
    more = gone_by(beto, "Nina")
    pass_for_all([ana, beto], 731)
    beto.desk.erasing.erase_due(more)
    assert [each for each in beto.desk.staying.figures() if each.kind == "service"] == []


@pytest.mark.rule("CO-15")
def test_who_did_not_want_to_be_counted_is_in_no_figure(team: Team, store: MemoryStore):
    """The fifth said so: the four wait on."""
    [ana] = team("Ana")
    cases = [gone_by(ana, name) for name in NAMES]
    ana.save("F03", cases[0], kind="statistics_objection", decision="yes", mode="spoken")
    ana.round(store, 731 * DAY)
    for case in cases:
        ana.desk.erasing.erase_due(case)
    assert ana.desk.staying.figures() == []
