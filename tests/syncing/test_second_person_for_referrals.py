# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody under protection can be referred too, once a second person agreed to exactly what leaves (WP-06)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from assist.domain import wire
from assist.errors import BadInput, NotAllowed, VaultShut
from assist.reports.referral import Letter
from assist.services.referring import Held
from assist.services.rosters import RosterService
from assist.services.scribe import Put, Target
from assist.services.two_people import HOLDS_FOR, referring
from assist.sync.approvals import Approval, statement
from tests.domain.printed_papers import read
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told
from tests.syncing.test_two_people_received import signed

OFFICE = "Oficina de documentos"
WHY = "El registro cierra el viernes"

Referred = tuple[Member, Member, str, Callable[[], None]]


@pytest.fixture(params=[1, 2, 3])
def referred(request: pytest.FixtureRequest, three: list[Member], store: MemoryStore) -> Referred:
    """Beto prepared a referral for somebody at this level; Carla is custodian and reads it as well."""
    _ana, beto, carla = three
    RosterService(three[0].desk.bench).set_roles(carla.desk.me.user, ["caseworker", "supervisor", "custodian"])
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(three, store)
    for each in three:
        each.reopen()
    beto.desk.protection.set_level(case, request.param, (carla.desk.me.user,) if request.param == 3 else ())
    beto.save("F03", case, kind="referral", recipient=OFFICE, categories=("name",), decision="yes",
              expiry="2027-01-20", mode="spoken")
    beto.save("F12", case, to=OFFICE, need="documents", payload=("called",))

    def meet() -> None:
        for _turn in range(2):
            settle(three, store)
        for each in three:
            each.reopen()

    meet()
    return beto, carla, case, meet


def looked(member: Member, case: str) -> Held:
    """The one referral of the case, as it would leave."""
    [row] = member.desk.referring.listed(case)
    return member.desk.referring.look(case, row.record, "es")


def letter(member: Member, case: str) -> Letter:
    return looked(member, case).letter


def ref_of(member: Member, case: str) -> str:
    [request] = member.desk.two_people.waiting(case)
    return request.ref


@pytest.mark.rule("WP-06", "CO-11")
def test_a_second_person_lets_exactly_what_was_asked_leave(referred: Referred, tmp_path: Path):
    """Nobody alone; not her own second person; with the vault open; and no other words than those."""
    beto, carla, case, meet = referred
    out = tmp_path / "out.pdf"
    assert looked(beto, case).takes_two
    with pytest.raises(NotAllowed, match=r"gate\.protected"):
        beto.desk.referring.leave(case, letter(beto, case), out)
    with pytest.raises(BadInput, match=r"policy\.reason"):
        beto.desk.referring.ask_second(case, letter(beto, case), " ")

    beto.desk.referring.ask_second(case, letter(beto, case), WHY)
    assert looked(beto, case).waits
    with pytest.raises(NotAllowed, match=r"gate\.protected"):
        beto.desk.referring.leave(case, letter(beto, case), out)
    meet()
    [(asked, request)] = carla.desk.two_people.to_decide()
    assert (asked, request.asks, request.to, request.reason) == (case, "refer", OFFICE, WHY)
    carla.desk.two_people.agree(case, request.ref)
    meet()

    held = looked(beto, case)
    assert not held.takes_two
    beto.desk.referring.leave(case, held.letter, out)
    assert "Killa" in read(out.read_bytes())
    assert beto.desk.cases.header(case).level == carla.desk.cases.header(case).level > 0


@pytest.mark.rule("WP-06")
def test_nobody_is_her_own_second_person(referred: Referred):
    """Whoever could agree to others cannot agree to what she asked."""
    _beto, carla, case, _meet = referred
    carla.desk.referring.ask_second(case, letter(carla, case), WHY)

    with pytest.raises(NotAllowed, match=r"protection\.two_people"):
        carla.desk.two_people.agree(case, ref_of(carla, case))

    _sign_twice(carla, case)
    assert looked(carla, case).takes_two
    with pytest.raises(NotAllowed, match=r"gate\.protected"):
        carla.desk.referring.leave(case, letter(carla, case))


def _sign_twice(member: Member, case: str) -> None:
    """With a program that was altered."""
    bench, ident = member.desk.bench, bytes.fromhex(case)
    ref, kind = bytes.fromhex(ref_of(member, case)), referring(letter(member, case))
    mine = signed(member, statement(ident, ref, (kind, 0), ()))
    approval = msgspec.msgpack.encode(Approval(ref, kind, 0, (), mine, mine))
    with bench.keeper.writing() as work:
        level = bench.book(work, ident).level
        bench.scribe.write(work, Target(ident, level), [Put(bytes(16), wire.APPROVAL, wire.APPROVED, approval, 4)])
        work.commit()


@pytest.mark.rule("WP-06", "CO-11")
def test_other_words_a_declined_request_and_an_old_agreement_let_nothing_leave(referred: Referred):
    """And an agreement opens no other gate: what she takes back stays."""
    beto, carla, case, meet = referred
    beto.desk.referring.ask_second(case, letter(beto, case), WHY)
    meet()
    carla.desk.two_people.decline(case, ref_of(carla, case))
    meet()
    assert not looked(beto, case).waits
    with pytest.raises(NotAllowed, match=r"gate\.protected"):
        beto.desk.referring.leave(case, letter(beto, case))

    beto.desk.referring.ask_second(case, letter(beto, case), WHY)
    meet()
    carla.desk.two_people.agree(case, ref_of(carla, case))
    meet()
    [row] = beto.desk.referring.listed(case)
    beto.save("F12", case, row.record, need="legal")
    with pytest.raises(NotAllowed, match=r"gate\.protected"):
        beto.desk.referring.leave(case, letter(beto, case))
    beto.save("F12", case, row.record, need="documents")
    assert not looked(beto, case).takes_two
    beto.clock.set(datetime.fromtimestamp(beto.clock.now_ms() / 1000, UTC) + HOLDS_FOR + timedelta(days=1))
    with pytest.raises(NotAllowed, match=r"gate\.protected"):
        beto.desk.referring.leave(case, letter(beto, case))


@pytest.mark.rule("WP-06")
@pytest.mark.parametrize("referred", [1, 2], indirect=True)
def test_with_the_vault_shut_nobody_knows_whether_somebody_agreed(referred: Referred):
    """It says so, instead of asking for a second person again."""
    beto, _carla, case, _meet = referred
    told_now = letter(beto, case)
    beto.desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        beto.desk.referring.leave(case, told_now)
    with pytest.raises(VaultShut):
        looked(beto, case)
