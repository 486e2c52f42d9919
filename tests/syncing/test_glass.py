# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hidden case in an emergency: two people open it together, its readers hear at once, and after a day it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.changesets import Op, pack_plain
from assist.crypto.codes import shown
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.services.scribe import Target
from tests.conftest import PASSPHRASE
from tests.services.test_protection import everything_in
from tests.syncing.at_glass import DAY, WHY, credentials_of, five, later, meet, on_record, opened_for
from tests.syncing.team import Member, MemoryStore
from tests.syncing.test_protected import answers

__all__ = ["five"]


@pytest.mark.rule("WP-06")
def test_two_people_open_it_together_and_its_readers_hear_who_and_why(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """Neither was named. What was written under earlier keys is there too."""
    members, case, code = five
    ana, beto, carla, dora, eva = members
    assert carla.desk.cases.find(code) == []

    carla.desk.glass.ask(shown(code), WHY)
    meet([carla, ana, dora], store)
    (asked,) = ana.desk.glass.waiting()
    assert (asked.code, asked.reason, asked.by_name) == (code, WHY, "Carla")
    ana.desk.glass.agree(asked.ref)
    meet([ana, carla, beto, eva, dora], store)

    (opened,) = carla.desk.glass.open_now()
    assert (opened.case, opened.code, opened.other_name) == (case, code, "Ana")
    assert answers(carla, case)["legal_name"] == "Perlunqui"
    assert answers(carla, case)["hopes"] == "Zarquintela"
    for reader in (beto, eva):
        (heard,) = reader.desk.glass.told_of(case)
        assert (heard.by_name, heard.other_name, heard.reason) == ("Carla", "Ana", WHY)
        assert reader.desk.glass.told_lately() == [heard]
    assert ("break-glass", "ok") in on_record(carla)
    assert dora.desk.glass.waiting() == []
    assert ana.desk.cases.find(code) == []


@pytest.mark.rule("WP-06")
def test_whoever_asks_does_not_agree_and_a_refusal_is_on_record(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    members, _case, code = five
    _ana, _beto, carla, dora, _eva = members
    carla.desk.glass.ask(code, WHY)
    (own,) = carla.desk.glass.waiting()
    assert own.is_mine

    with pytest.raises(NotAllowed) as alone:
        carla.desk.glass.agree(own.ref)

    assert alone.value.code == "glass.two_people"
    assert ("break-glass.agree", "refused") in on_record(carla)
    meet([carla, dora], store)
    dora.desk.glass.decline(dora.desk.glass.waiting()[0].ref)
    meet([dora, carla], store)
    assert carla.desk.glass.open_now() == []
    assert dora.desk.glass.waiting() == []


@pytest.mark.rule("WP-12")
def test_after_a_day_nothing_is_left_even_if_the_laptop_was_off(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """Done when the protected work is opened next, before anything is shown; a clock set back does not help."""
    members, case, code = five
    ana, _beto, carla, _dora, _eva = members
    opened_for(carla, ana, code, store)
    assert answers(carla, case)["legal_name"] == "Perlunqui"
    signed = carla.desk.signed
    signed.shut_vault()
    later(carla, DAY)
    vault = signed.vault_secret(credentials_of(carla))
    assert vault is not None

    signed.open_vault(PASSPHRASE)

    assert carla.desk.glass.open_now() == []
    assert carla.desk.cases.find(code) == []
    with carla.desk.bench.keeper.writing() as work:
        assert bytes.fromhex(case) not in work.all_cases()
        assert work.rounds.protected.keys(bytes.fromhex(case)) == []
    content = everything_in(signed.place.folder, vault.database_key, "vault.db", ())
    assert b"Perlunqui" not in content
    assert b"Zarquintela" not in content
    meet([carla], store)
    assert carla.desk.glass.open_now() == []


def test_a_clock_set_back_opens_it_no_longer(five: tuple[list[Member], str, str], store: MemoryStore):
    members, _case, code = five
    ana, _beto, carla, _dora, _eva = members
    opened_for(carla, ana, code, store)
    later(carla, DAY)
    carla.first_contact("Sisa")
    later(carla, -DAY)

    carla.desk.glass.forget_what_is_over()

    assert carla.desk.glass.open_now() == []


@pytest.mark.rule("WP-06")
def test_readers_write_under_another_key_once_the_day_is_over(
    five: tuple[list[Member], str, str], store: MemoryStore
):
    """One of them makes it; what is written then stays closed to whoever kept the key, and opens for two again, with
    what was written under the key before."""
    members, case, code = five
    ana, beto, carla, dora, eva = members
    opened_for(carla, ana, code, store)
    with carla.desk.bench.keeper.writing() as work:
        old = work.rounds.protected.keys(bytes.fromhex(case))[-1]
    meet([beto, eva], store)
    for each in members:
        later(each, DAY)
    for _turn in range(2):
        meet([beto, eva], store)
    for each in (beto, eva):
        later(each, DAY)
    for _turn in range(3):
        meet([beto, eva], store)

    with beto.desk.bench.keeper.writing() as work:
        now = work.rounds.protected.keys(bytes.fromhex(case))[-1]
    with eva.desk.bench.keeper.writing() as work:
        assert work.rounds.protected.keys(bytes.fromhex(case))[-1] == now
    assert now.epoch == old.epoch + 1
    assert now.key != old.key
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    beto.save("F02", case, record, hopes="Olmevante")
    for _turn in range(2):
        meet([beto, eva, carla, dora, ana], store)
    assert answers(eva, case)["hopes"] == "Olmevante"
    opened_for(dora, carla, code, store)
    assert answers(dora, case) == {"hopes": "Olmevante", "legal_name": "Perlunqui"}


def test_whoever_opened_it_reads_and_does_not_write(
    five: tuple[list[Member], str, str], store: MemoryStore, tmp_path: Path
):
    """Nor does she print it alone."""
    members, case, code = five
    ana, beto, carla, _dora, _eva = members
    opened_for(carla, ana, code, store)
    record = next(row.record for row in carla.desk.cases.records(case) if row.form == "F02")

    with pytest.raises(NotAllowed) as alone:
        carla.desk.reports.individual(case, "supervision", "es", tmp_path / "r.pdf", paper_safe=True)
    with pytest.raises(NotAllowed) as refused:
        carla.save("F02", case, record, hopes="Olmevante")
    with pytest.raises(NotAllowed) as together:
        carla.desk.together.open(case)
    meet([carla, beto], store)

    assert together.value.code == "glass.only_reads"
    assert alone.value.code == "report.two_people"
    assert refused.value.code == "glass.only_reads"
    assert carla.desk.drops.open(shown(code)).address == shown(code)  # a threat is taken from anybody (ruling 4)
    assert answers(beto, case)["hopes"] == "Zarquintela"


def test_it_needs_a_whole_code_a_reason_the_role_and_the_vault(five: tuple[list[Member], str, str]):
    members, _case, code = five
    _ana, beto, carla, _dora, _eva = members
    for typed, reason, which in ((code[:5], WHY, "glass.code"), (code, "  ", "policy.reason")):
        with pytest.raises(BadInput) as refused:
            carla.desk.glass.ask(typed, reason)
        assert refused.value.code == which
    with pytest.raises(NotAllowed):
        beto.desk.glass.ask(code, WHY)
    carla.desk.signed.shut_vault()
    with pytest.raises(VaultShut):
        carla.desk.glass.ask(code, WHY)


def test_a_request_nobody_answered_in_three_days_is_over(five: tuple[list[Member], str, str], store: MemoryStore):
    members, _case, code = five
    _ana, _beto, carla, dora, _eva = members
    carla.desk.glass.ask(code, WHY)
    meet([carla, dora], store)
    (asked,) = dora.desk.glass.waiting()
    later(dora, 3 * DAY)

    assert dora.desk.glass.waiting() == []
    with pytest.raises(NotFound):
        dora.desk.glass.agree(asked.ref)


def test_nobody_asks_in_the_name_of_another(five: tuple[list[Member], str, str], store: MemoryStore):
    """A program that was altered writes that somebody else asks: nobody is shown it."""
    members, _case, code = five
    _ana, _beto, carla, dora, _eva = members
    carla.desk.glass.ask(code, WHY)
    bench = carla.desk.bench
    with bench.keeper.writing() as work:
        (room,) = work.rounds.protected.glass.rooms(wire.GLASS)
        (row,) = [each for each in work.rows_of(room) if each.field == wire.GLASS_ASKED]
        bench.scribe.write_protected(work, Target(room), None, (Op(
            wire.OP_SET, row.entity, wire.GLASS, wire.GLASS_ASKED,
            pack_plain([dora.desk.bench.user, code, WHY, bench.clock.now_ms()]), (row.dot,)),))
        work.commit()
    meet([carla, dora], store)

    assert dora.desk.glass.waiting() == []
