# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was undone before it was sent is nowhere, and everybody goes on from the same values."""

from __future__ import annotations

import pytest

from assist.practice import fill
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told


@pytest.mark.rule("UX-27")
def test_after_an_undo_the_team_holds_what_it_held_and_goes_on_from_there(three: list[Member], store: MemoryStore):
    """Number and hash of the change are still sent; what it had replaced is replaced by nobody."""
    ana, beto, carla = three
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    settle([beto, ana, carla], store)
    record = next(row.record for row in ana.desk.cases.records(case) if row.form == "F02")
    before = ana.registers(case), ana.protected(case)

    opening = ana.desk.records.open("F02", case, record)
    fill(opening, {"hopes": "Olmevante", "legal_name": "Tumbalera"})
    ana.desk.undoing.undo(ana.desk.records.save(opening).changes)
    settle([ana, beto, carla], store)

    assert (ana.registers(case), ana.protected(case)) == before
    assert beto.registers(case) == ana.registers(case) == carla.registers(case)
    assert beto.protected(case) == ana.protected(case)
    ana.save("F02", case, record, hopes="Mistralcoya")
    beto.save("F02", case, record, legal_name="Quillanca")
    settle([ana, beto, carla], store)
    settle([ana, beto, carla], store)
    assert answers(ana, case) == answers(beto, case) == {"hopes": "Mistralcoya", "legal_name": "Quillanca"}
    assert all(row.ok for row in ana.desk.checks.run())
