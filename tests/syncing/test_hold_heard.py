# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hold keeps a case from the team; whoever reads the threat is on hold with it (rulings 1, 5 and 87)."""

from __future__ import annotations

import pytest

from assist.services.rosters import RosterService
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told


@pytest.fixture
def threatened(three: list[Member], store: MemoryStore) -> tuple[list[Member], str]:
    """Ana and Carla look after what Beto, who accompanies her, has just recorded."""
    ana, beto, carla = three
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["caseworker", "supervisor", "custodian"])
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(three, store)
    for each in three:
        each.reopen()
    beto.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    settle(three, store)
    return three, case


@pytest.mark.rule("WP-07")
def test_whoever_reads_the_threat_lets_nothing_out_either(
    threatened: tuple[list[Member], str], store: MemoryStore
):
    """The hold travels with the threat, to its readers alone: on their laptops, too, it stops what would leave."""
    three, case = threatened
    for member in three:
        assert member.desk.bench.look_up(case).hold


@pytest.mark.rule("WP-06")
@pytest.mark.parametrize("asks", [1, 2])
def test_two_people_lift_it_everywhere(threatened: tuple[list[Member], str], store: MemoryStore, asks: int):
    """What was on hold goes out then, and nobody is on hold any more. Her worker may ask, or who looks after it."""
    (ana, beto, carla), case = threatened
    threatened[0][asks].desk.two_people.ask(case, "release", "Se fue de la zona")
    for _turn in range(2):
        settle([carla, ana, beto], store)
    ana.desk.two_people.agree(case, ana.desk.two_people.waiting(case)[0].ref)
    for _turn in range(3):
        settle([ana, beto, carla], store)
    for member in (ana, beto, carla):
        assert not member.desk.bench.look_up(case).hold
        assert member.desk.cases.header(case).level == 2
        assert "refused" not in {each.kind for each in member.sync.troubles()}
        assert not member.desk.cases.header(case).differences
