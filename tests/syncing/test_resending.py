# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a backup held and nobody had got yet reaches everybody in the first round after it was brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assist.crypto.kdf import FOR_TESTS
from assist.services.syncing import SyncService
from tests.conftest import PASSPHRASE
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import answers, told
from ui.wiring import Door

BringBack = Callable[[Member, Path], None]


@pytest.fixture
def bring_back(tmp_path: Path) -> Iterator[BringBack]:
    """The laptop broke; a backup of it is opened on another."""
    def bring(member: Member, file: Path) -> None:
        name = member.desk.signed.sign_in_name
        member.desk.close()
        member.door.leave()
        member.door = Door(tmp_path / f"again-{name}", member.clock, FOR_TESTS)
        member.desk = member.door.restore(file, name, PASSPHRASE)
        member.sync = SyncService(member.desk.bench)

    return bring


def test_unsent_work_of_a_backup_reaches_a_colleague_in_the_first_round(
        team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path, bring_back: BringBack):
    """A new case and a change to a known one; in no doubt with what they replaced, and as of when they were written."""
    ana, beto = team("Ana", "Beto")
    known = told(ana, "Killa", hopes="Olmevante")
    settle([ana, beto], store)
    record = next(row.record for row in ana.desk.cases.records(known) if row.form == "F02")
    ana.save("F02", known, record, hopes="Perlunqui")
    ana.save("F02", known, record, hopes="Zarquintela")
    fresh = told(ana, "Wayra", hopes="Mistralcoya")

    bring_back(ana, ana.desk.backups.make(tmp_path / "b.amparo"))
    ana.round(store)
    beto.round(store)

    assert answers(beto, known)["hopes"] == "Zarquintela"
    assert answers(beto, fresh)["hopes"] == "Mistralcoya"
    for case in (known, fresh):
        assert beto.registers(case) == ana.registers(case)
        assert beto.desk.conflicts.of(case) == ana.desk.conflicts.of(case) == ()
    assert not ana.sync._resending.run("here")
    assert beto.desk.bench.keeper.projection_drift() == []


def test_what_had_been_sent_after_the_backup_is_not_said_again(
        team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path, bring_back: BringBack):
    """The place holds it, and something newer: that is read first, and nothing old stands beside it."""
    ana, beto = team("Ana", "Beto")
    case = told(ana, "Killa", hopes="Olmevante", legal_name="Sumaq")
    settle([ana, beto], store)
    record = next(row.record for row in ana.desk.cases.records(case) if row.form == "F02")
    ana.save("F02", case, record, hopes="Perlunqui", legal_name="Illari")
    file = ana.desk.backups.make(tmp_path / "b.amparo")
    ana.round(store)
    ana.save("F02", case, record, hopes="Zarquintela", legal_name="Wayra")
    ana.round(store)

    bring_back(ana, file)
    for member in (ana, beto, ana):
        member.round(store)

    for member in (ana, beto):
        assert answers(member, case)["hopes"] == "Zarquintela"
        assert member.desk.conflicts.of(case) == ()
    assert answers(ana, case)["legal_name"] == "Wayra"
    assert beto.registers(case) == ana.registers(case)


def test_protected_work_of_a_backup_reaches_its_readers(
        team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path, bring_back: BringBack):
    """With the dots it had."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Olmevante")
    settle([ana, beto], store)
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    ana.save("F02", case, record, legal_name="Perlunqui")

    bring_back(ana, ana.desk.backups.make(tmp_path / "b.amparo"))
    ana.round(store)
    beto.round(store)

    assert answers(beto, case)["legal_name"] == "Perlunqui"
    assert beto.protected(case) == ana.protected(case)
    assert beto.desk.conflicts.of(case) == ()


def test_a_case_on_hold_stays_held_back_and_comes_when_it_is_let_go(
        team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path, bring_back: BringBack):
    """The hold is as good in the new stream as it was in the old one."""
    ana, beto = team("Ana", "Beto")
    case = told(ana, "Killa", hopes="Olmevante")
    settle([ana, beto], store)
    ana.save("F17", case, what="seen_near", when="today", who_at_risk=("person",))
    ana.save("F01", case, lang_pref="pt-BR")
    ana.round(store)

    bring_back(ana, ana.desk.backups.make(tmp_path / "b.amparo"))
    for member in (ana, beto, ana, beto):
        member.round(store)
    assert ana.desk.cases.header(case).hold
    assert not any(b"pt-BR" in value for *_, value in beto.registers(case))

    with ana.desk.bench.keeper.writing() as work:
        kept_back = work.rounds.withheld(ana.desk.bench.ring.ordinary_stream)
    assert kept_back


def test_a_raise_that_nobody_had_heard_of_is_heard(
        team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path, bring_back: BringBack):
    """The order goes out anew, after the protected work that it speaks of."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(ana, "Killa", hopes="Zarquintela", people="Olmevante")
    settle([ana, beto, carla], store)
    ana.desk.protection.set_level(case, 2)

    bring_back(ana, ana.desk.backups.make(tmp_path / "b.amparo"))
    for _turn in range(2):
        settle([ana, beto, carla], store)

    assert "people" not in answers(carla, case)
    assert carla.desk.cases.header(case).level == 2
    assert answers(ana, case)["people"] == "Olmevante"
    assert ana.desk.protection.removal(case).done == 2
