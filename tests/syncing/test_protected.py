# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protected work between people: whoever may read it does, on whichever laptop, and nobody else learns a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE
from tests.syncing.team import Member, MemoryStore, met, settle

Team = Callable[..., list[Member]]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """``team("Ana", "Beto")``: Ana founded the organisation and holds every role, the others are caseworkers."""
    members: list[Member] = []

    def meet(*called: str) -> list[Member]:
        members.extend(met(tmp_path, *called))
        return members

    yield meet
    for member in members:
        member.close()


@pytest.fixture
def store() -> MemoryStore:
    """Where they meet."""
    return MemoryStore()


def told(member: Member, name: str, **answers: object) -> str:
    """Somebody who agreed to a record, with something said at level four."""
    case = member.first_contact(name)
    member.save("LIMITS", case, explained="yes")
    member.save("F03", case, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
                expiry="2027-11-24", mode="spoken")
    member.save("F02", case, **answers)
    return case


def answers(member: Member, case: str, form: str = "F02") -> dict[str, object]:
    """What a filled form says on this laptop."""
    record = next(row.record for row in member.desk.cases.records(case) if row.form == form)
    return {key: answer.value for key, answer in member.desk.records.answers(case, record)[1].items()}


def test_the_custodian_reads_what_a_worker_wrote(team: Team, store: MemoryStore):
    """Level four of an ordinary case: her worker and the custodians."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela", legal_name="Perlunqui")

    settle([ana, beto, carla], store)

    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert "legal_name" not in answers(carla, case)
    assert answers(carla, case)["hopes"] == "Zarquintela"


def test_what_came_while_the_vault_was_shut_is_read_when_it_opens(team: Team, store: MemoryStore):
    """It waits closed as it came."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Perlunqui")
    ana.desk.signed.shut_vault()
    settle([beto, ana], store)
    assert "legal_name" not in answers(ana, case)

    ana.desk.signed.open_vault(PASSPHRASE)

    assert answers(ana, case)["legal_name"] == "Perlunqui"
