# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is due in a team, and what of it is due to somebody's own cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from assist.changesets import pack_plain
from assist.domain import wire
from assist.services.scribe import Put, Target
from tests.conftest import NOON
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told

Team = Callable[..., list[Member]]
WEEK = ("2026-11-24", "2026-12-20")


def due(member: Member, *, mine: bool) -> set[str]:
    """Cases that stand on her day, by any of its lists."""
    day = member.desk.cases.day(mine=mine)
    return {row.case for rows in (day.today, day.late, day.soon) for row in rows}


def nobodys(member: Member, case: str) -> None:
    """Who accompanied her has left."""
    ident = bytes.fromhex(case)
    with member.desk.bench.keeper.writing() as work:
        dots = member.desk.bench.book(work, ident).case.dots(wire.WORKER)
        member.desk.bench.scribe.write(work, Target(ident), [
            Put(ident, wire.CASE, wire.WORKER, pack_plain(None), 1, dots)])
        work.commit()


def test_ones_own_day_has_ones_own_cases_and_those_that_nobody_has(team: Team, store: MemoryStore):
    """The day of the team has all of them, whoever looks."""
    ana, beto = team("Ana", "Beto")
    hers, his, left = ana.first_contact("Killa"), beto.first_contact("Sami"), ana.first_contact("Luz")
    nobodys(ana, left)
    settle([ana, beto], store)
    for member in (ana, beto):
        member.clock.set(NOON + timedelta(days=3))

    assert due(ana, mine=False) == due(beto, mine=False) == {hers, his, left}
    assert (due(ana, mine=True), due(beto, mine=True)) == ({hers, left}, {his, left})


def test_days_in_court_of_a_colleagues_case_are_not_on_ones_own_day(team: Team, store: MemoryStore):
    """The custodian reads them behind the seal, where it does not stand whose case it is; appointments likewise."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Sami", hopes="Zarquintela")
    beto.save("F18", case, hearings=[{"on": "2026-12-01"}])
    beto.save("APPT", case, kind="health", on="2026-12-02")
    settle([beto, ana, beto, ana], store)
    for member in (ana, beto):
        member.clock.set(NOON + timedelta(days=4))

    def agreed(member: Member, *, mine: bool) -> list[str]:
        return [entry.agreed.on for entry in member.desk.appointments.ahead(*WEEK, 6, mine=mine)]

    assert agreed(ana, mine=False) == agreed(beto, mine=False) == agreed(beto, mine=True) != []
    assert agreed(ana, mine=True) == []
    hers = ana.first_contact("Killa")
    ana.save("APPT", hers, kind="health", on="2026-12-05")
    assert [entry.case for entry in ana.desk.appointments.ahead(*WEEK, 1, mine=True)] == [hers]
    week = {mine: {entry.case for entry in ana.desk.appointments.between(*WEEK, mine=mine)} for mine in (False, True)}
    assert week == {False: {hers, case}, True: {hers}}
    nobodys(ana, hers)
    assert [entry.case for entry in ana.desk.appointments.ahead(*WEEK, 1, mine=True)] == [hers]
    assert {entry.case for entry in ana.desk.appointments.between(*WEEK, mine=True)} == {hers}
    rules = {row.rule for row in beto.desk.cases.day(mine=True).soon + beto.desk.cases.day(mine=True).late}
    assert case in due(ana, mine=False)
    assert due(ana, mine=True) == {hers}
    assert rules
