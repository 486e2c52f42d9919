# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Behind the seal too a change counts by the role of its author; and anybody's word of a threat arrives (ruling 4)."""

from __future__ import annotations

import pytest

from assist.changesets import pack_plain
from assist.domain import wire
from assist.services.rosters import RosterService
from assist.services.scribe import Put, Target
from assist.sync.roster import ALL_ROLES
from tests.services.test_dropbox import tell
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told


@pytest.mark.parametrize("role", ["auditor", "house", "coordinator"])
def test_whoever_accompanies_no_case_is_heard_with_a_threat(three: list[Member], store: MemoryStore, role: str):
    ana, _beto, carla = three
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, [role])
    settle(three, store)
    assert carla.desk.me.roles == {role}

    tell(carla.desk, "Killa of the second floor")
    settle(three, store)

    assert [row.address for row in ana.desk.drops.waiting()] == ["Killa of the second floor"]
    assert ana.sync.troubles() == []


def test_a_reader_whose_program_was_altered_lifts_no_hold(three: list[Member], store: MemoryStore):
    ana, beto, _carla = three
    case = told(beto, "Killa", hopes="x")
    settle(three, store)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    settle(three, store)
    beto.save("F17", case, what="seen_near", when="today", who_at_risk=("person",))
    settle(three, store)
    ident = bytes.fromhex(case)
    assert ana.desk.bench.look_up(case).hold

    beto.desk.bench.learn(ALL_ROLES, beto.desk.bench.names)
    with beto.desk.bench.keeper.writing() as work:
        book = beto.desk.bench.book(work, ident)
        beto.desk.bench.scribe.write(work, Target(ident, 3), [
            Put(ident, wire.CASE, wire.HOLD, pack_plain(False), 1, book.case.dots(wire.HOLD))])
        work.commit()
    settle(three, store)

    assert not beto.desk.bench.look_up(case).hold
    assert ana.desk.bench.look_up(case).hold
    assert "refused" in {each.kind for each in ana.sync.troubles()}
