# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Consent, level, band and stage written apart: the careful one counts everywhere until it is settled."""

from __future__ import annotations

import pytest

from assist.domain import wire
from assist.errors import NotAllowed
from assist.views import CaseQuery
from tests.syncing.team import MemoryStore, settle
from tests.syncing.written_apart import WEEKS, Team, consented, later, only, told, written

# -- consent ----------------------------------------------------------------------------------


@pytest.mark.rule("CO-06")
def test_a_withdrawal_wins_over_what_was_written_at_the_same_time(team: Team, store: MemoryStore):
    """Stopped here, and weeks later, before anybody heard of it, said no and yes again there: it is stopped."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    record = next(each.record for each in ana.desk.cases.records(case) if each.form == "F03")
    ana.desk.care.withdraw(case, record)
    later(beto, WEEKS)
    for said in ("no", "yes"):  # a yes over a yes would write nothing
        beto.save("F03", case, record, decision=said, recipient="team")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert [row.standing for row in member.desk.cases.consents(case)] == ["withdrawn"]
        assert "consent" not in member.desk.cases.gates_met(case)


def test_a_yes_and_a_no_are_a_no_at_every_gate(team: Team, store: MemoryStore):
    """Until one of them settles it."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    record = next(each.record for each in ana.desk.cases.records(case) if each.form == "F03")
    ana.save("F03", case, record, decision="no")
    later(beto, WEEKS)
    beto.save("F03", case, record, decision="later")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert "consent" not in member.desk.cases.gates_met(case)
        assert [row.decision for row in member.desk.cases.consents(case)] == ["no"]
        assert len(only(member, case).sides) == 2


# -- level, hold, band, stage -------------------------------------------------------------------


@pytest.mark.rule("WP-06")
def test_of_two_levels_one_person_can_keep_only_the_careful_one(team: Team, store: MemoryStore):
    """The other takes two."""
    ana, beto = team("Ana", "Beto")
    case = ana.first_contact("Killa")
    settle([ana, beto], store)
    written(ana, case, wire.LEVEL, 1)
    later(beto, 3600)
    written(beto, case, wire.LEVEL, 0)
    settle([ana, beto], store)

    row = only(beto, case)
    with pytest.raises(NotAllowed, match=r"protection\.two_people"):
        beto.desk.conflicts.choose(row, 1)
    assert only(beto, case) == row
    assert row.shown == 0
    beto.desk.conflicts.choose(row, 0)
    assert beto.desk.conflicts.of(case) == ()
    assert beto.desk.bench.look_up(case).level == 1


def test_a_band_is_settled_with_the_days_that_were_written_with_it(team: Team, store: MemoryStore):
    """The next look is the one of the look that was believed."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    ana.save("F05", case, own_band="worried")
    later(beto, WEEKS)
    beto.save("F05", case, own_band="in_danger")
    settle([ana, beto], store)

    row = next(each for each in ana.desk.conflicts.of(case) if each.field == wire.BAND)
    before = ana.desk.cases.safety(case)
    assert told(row)[row.shown] == before.band == max(told(row), key=["low", "moderate", "high", "extreme"].index)
    ana.desk.conflicts.choose(row, row.shown)
    settle([ana, beto], store)

    after = beto.desk.cases.safety(case)
    assert after.band == before.band
    assert after.own_band == "in_danger"
    assert [len(beto.desk.bench.look_up(case).case.fields[each]) for each in (wire.NEXT_LOOK, wire.BAND_ON)] == [1, 1]


def test_closed_here_and_gone_on_there_is_still_open(team: Team, store: MemoryStore):
    """Nobody is forgotten because two people did not know of each other."""
    ana, beto = team("Ana", "Beto")
    case = consented(ana)
    settle([ana, beto], store)
    ana.save("F15", case, reason="my_choice")
    beto.save("F02", case, hopes="To go on")
    settle([ana, beto], store)

    row = next(each for each in beto.desk.conflicts.of(case) if each.field == wire.STAGE)
    assert [each.case for each in beto.desk.cases.listed(CaseQuery(stage="open"))] == [case]
    beto.desk.conflicts.choose(row, row.shown)
    settle([ana, beto], store)
    assert [each.case for each in ana.desk.cases.listed(CaseQuery(stage="open"))] == [case]
    assert ana.desk.bench.look_up(case).case.plain(wire.CLOSED_ON) == ""
