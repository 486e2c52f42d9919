# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taken out on one laptop and changed on another: nothing is lost, and somebody settles it."""

from __future__ import annotations

import pytest

from assist.conflictbook import seen_of
from assist.differences import STAYS, TAKEN_OUT
from assist.domain import wire
from assist.services.scribe import Put, Target
from assist.weighing import gone_value
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.written_apart import WEEKS, Team, consented, later, only, told

# -- test 22: taken out here, changed there --------------------------------------------------------


def rows_of(member: Member, case: str) -> list[str]:
    """What the steps of the first goal say."""
    return [step.what for step in member.desk.cases.plan(case).psychosocial[0].steps]


def with_step(members: list[Member], store: MemoryStore) -> tuple[str, str, str]:
    """A goal with one step that both know: case, record, row."""
    case = consented(members[0])
    _case, record = members[0].save(
        "F08", case, goal_own_words="Sleep", goal_area="rest", step=[{"what": "Walk", "who": "both"}])
    row = members[0].desk.cases.plan(case).psychosocial[0].steps[0].row
    settle(members, store)
    return case, record, row


def take_out(member: Member, case: str, record: str, row: str) -> None:
    """She takes a step out."""
    opening = member.desk.records.open("F08", case, record)
    opening.session.remove_row("step", row)
    member.desk.records.save(opening)


def change(member: Member, case: str, record: str, row: str, what: str) -> None:
    """She writes another step there, or a new one."""
    opening = member.desk.records.open("F08", case, record)
    opening.session.answer_cell("step", row or opening.session.add_row("step"), "what", what)
    member.desk.records.save(opening)


@pytest.mark.parametrize("who_is_later", [0, 1])
def test_taken_out_here_and_changed_there_stays_until_somebody_settles_it(
    team: Team, store: MemoryStore, who_is_later: int
):
    """Visible on both, whoever was later; nothing is lost."""
    ana, beto = team("Ana", "Beto")
    case, record, row = with_step([ana, beto], store)
    later((ana, beto)[who_is_later], WEEKS)
    take_out(ana, case, record, row)
    assert rows_of(ana, case) == []
    change(beto, case, record, row, "Walk by the sea")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert rows_of(member, case) == ["Walk by the sea"]
        found = only(member, case)
        assert (found.field, found.shown) == (wire.TOMBSTONE, STAYS)
        assert found.sides[STAYS].answer is not None
        assert found.sides[STAYS].answer.value == "Walk by the sea"
        assert [side.by for side in found.sides] == ["Ana", "Beto"]

    ana.desk.conflicts.choose(only(ana, case), TAKEN_OUT)
    settle([ana, beto], store)
    for member in (ana, beto):
        assert rows_of(member, case) == []
        assert member.desk.conflicts.of(case) == ()
        assert member.desk.bench.keeper.projection_drift() == []


def test_what_stays_is_settled_too(team: Team, store: MemoryStore):
    """And can be taken out later, by whoever has seen it."""
    ana, beto = team("Ana", "Beto")
    case, record, row = with_step([ana, beto], store)
    take_out(ana, case, record, row)
    change(beto, case, record, row, "Walk by the sea")
    settle([ana, beto], store)

    beto.desk.conflicts.choose(only(beto, case), STAYS)
    settle([ana, beto], store)
    assert ana.desk.conflicts.of(case) == ()
    assert rows_of(ana, case) == ["Walk by the sea"]

    take_out(ana, case, record, row)
    settle([ana, beto], store)
    assert rows_of(beto, case) == []
    assert beto.desk.conflicts.of(case) == ()


def test_in_what_was_taken_out_there_is_nothing_to_settle(team: Team, store: MemoryStore):
    """Two wrote the same step apart; whoever saw both took it out."""
    ana, beto = team("Ana", "Beto")
    case, record, row = with_step([ana, beto], store)
    change(ana, case, record, row, "Walk by the sea")
    change(beto, case, record, row, "Walk in the park")
    settle([ana, beto], store)
    assert sorted(map(str, told(only(ana, case)))) == ["Walk by the sea", "Walk in the park"]

    take_out(beto, case, record, row)
    settle([ana, beto], store)

    for member in (ana, beto):
        assert rows_of(member, case) == []
        assert member.desk.conflicts.of(case) == ()
        assert member.desk.bench.keeper.projection_drift() == []


def test_what_everybody_had_seen_is_simply_gone(team: Team, store: MemoryStore):
    """No difference where there is none."""
    ana, beto = team("Ana", "Beto")
    case, record, row = with_step([ana, beto], store)
    later(beto, WEEKS)
    take_out(ana, case, record, row)
    settle([ana, beto], store)

    assert rows_of(beto, case) == []
    assert beto.desk.conflicts.of(case) == ()


def test_a_row_added_to_a_form_that_was_taken_out_meanwhile_is_seen(team: Team, store: MemoryStore):
    """The form is there again, and waits for somebody to settle whether it stays."""
    ana, beto = team("Ana", "Beto")
    case, record, _row = with_step([ana, beto], store)
    bench = ana.desk.bench
    with bench.keeper.writing() as work:
        book = bench.book(work, bytes.fromhex(case))
        entity = book.entities[bytes.fromhex(record)]
        stone = Put(entity.id, entity.etype, wire.TOMBSTONE, gone_value(seen_of(book, entity)), 1, (),
                    wire.OP_TOMBSTONE)
        bench.scribe.write(work, Target(book.case_id, book.level), [stone])
        work.commit()
    assert ana.desk.cases.plan(case).psychosocial == ()
    change(beto, case, record, "", "Sing")
    settle([ana, beto], store)

    for member in (ana, beto):
        assert rows_of(member, case) == ["Walk", "Sing"]
        assert only(member, case).field == wire.TOMBSTONE
