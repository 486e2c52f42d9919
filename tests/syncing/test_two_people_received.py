# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever hears of a lower level or a lifted hold sees two signatures under it, or does not believe it (WP-06)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace

from assist.changesets import ZERO, Op, pack_plain, twin_of
from assist.crypto import labels
from assist.domain import wire
from assist.errors import NotFound
from assist.services.compartments import send_order
from assist.services.rosters import RosterService
from assist.services.scribe import Put, Target
from assist.sync.approvals import Approval, Signature, approved_by, statement
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told

Signed = Callable[[Member, Member, bytes, tuple[object, ...]], Approval | None]


@pytest.fixture
def all_three(three: list[Member], store: MemoryStore) -> tuple[list[Member], str]:
    """Ana and Carla may lower and release; Beto's case stands at level 2."""
    ana, beto, carla = three
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["caseworker", "supervisor", "custodian"])
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(three, store)
    for each in three:
        each.reopen()
    beto.desk.protection.set_level(case, 2)
    for _turn in range(2):
        settle(three, store)
    return three, case


def threatened(member: Member, case: str) -> None:
    """Somebody was near: the case is on hold."""
    member.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))


def signed(member: Member, words: bytes, user: bytes = b"") -> Signature:
    """Hers, or said to be somebody's."""
    ring = member.desk.bench.ring
    return Signature(user or ring.user, ring.identity.profile, ring.sign_as(labels.TWO_PEOPLE, words))


def nobody(_ana: Member, _carla: Member, _case: bytes, _what: tuple[object, ...]) -> None:
    """No signature at all."""


def herself_twice(_ana: Member, carla: Member, case: bytes, what: tuple[object, ...]) -> Approval:
    """Both signatures of one person."""
    words = statement(case, bytes(16), what[:2], what[2])  # type: ignore[arg-type]
    return Approval(bytes(16), *what, signed(carla, words), signed(carla, words))  # type: ignore[arg-type]


def in_anothers_name(ana: Member, carla: Member, case: bytes, what: tuple[object, ...]) -> Approval:
    """The other signature is said to be somebody's who never signed."""
    words = statement(case, bytes(16), what[:2], what[2])  # type: ignore[arg-type]
    return Approval(bytes(16), *what, signed(carla, words, ana.desk.bench.user), signed(carla, words))  # type: ignore[arg-type]


def for_another_case(ana: Member, carla: Member, _case: bytes, what: tuple[object, ...]) -> Approval:
    """Both signed, and for something else."""
    words = statement(bytes(16), bytes(16), what[:2], what[2])  # type: ignore[arg-type]
    return Approval(bytes(16), *what, signed(ana, words), signed(carla, words))  # type: ignore[arg-type]


def for_other_values(ana: Member, carla: Member, case: bytes, what: tuple[object, ...]) -> Approval:
    """Both signed before it was raised again."""
    words = statement(case, bytes(16), what[:2], [(bytes(16), 1, 1)])  # type: ignore[arg-type]
    return Approval(bytes(16), *what[:2], ((bytes(16), 1, 1),), signed(ana, words), signed(carla, words))  # type: ignore[arg-type]


def by_somebody_who_may_not(_ana: Member, carla: Member, case: bytes, what: tuple[object, ...]) -> Approval:
    """Whoever agrees is a worker: she may only ask."""
    words = statement(case, bytes(16), what[:2], what[2])  # type: ignore[arg-type]
    return Approval(bytes(16), *what, signed(carla, words), signed(BETO[0], words))  # type: ignore[arg-type]


BETO: list[Member] = []


@pytest.mark.rule("WP-06")
@pytest.mark.parametrize(("field", "approved", "etype"), [
    *((wire.LEVEL, approved, wire.CASE) for approved in (
        nobody, herself_twice, in_anothers_name, for_another_case, for_other_values, by_somebody_who_may_not)),
    (wire.LEVEL, nobody, wire.RECORD), (wire.HOLD, nobody, wire.CASE), (wire.HOLD, for_another_case, wire.CASE),
    (wire.HOLD, nobody, wire.RECORD),
])
def test_a_program_that_was_altered_lowers_nothing_alone(
    all_three: tuple[list[Member], str], store: MemoryStore, field: int, approved: Signed, etype: int
):
    """In the open: on her own laptop it did; nobody else believes it, and it is said whose bundle it was."""
    (ana, beto, carla), case = all_three
    BETO[:] = [beto]
    ident, bench = bytes.fromhex(case), carla.desk.bench
    if field == wire.HOLD:
        threatened(beto, case)
    with bench.keeper.writing() as work:
        dots = bench.book(work, ident).case.dots(field) or dots_of(beto, case, field)
        approval = approved(ana, carla, ident, ("lower" if field == wire.LEVEL else "release", 0, dots))
        puts = [Put(ident, etype, field, pack_plain(0 if field == wire.LEVEL else False), 1, dots)]
        if approval is not None:
            puts.insert(0, Put(bytes(16), wire.APPROVAL, wire.APPROVED, msgspec.msgpack.encode(approval), 1))
        bench.scribe.write(work, Target(ident, 0), puts)
        work.commit()
    for _turn in range(2):
        settle([carla, beto, ana], store)

    assert beto.desk.cases.header(case).level == 2
    assert beto.desk.bench.look_up(case).hold == (field == wire.HOLD)
    assert ana.desk.cases.header(case).level == 2
    assert "refused" in {each.kind for each in beto.sync.troubles()}


def dots_of(member: Member, case: str, field: int) -> tuple[tuple[bytes, int, int], ...]:
    """What stands there, as another laptop has it: a hold does not leave it."""
    return member.desk.bench.look_up(case).case.dots(field)


@pytest.mark.rule("WP-06")
@pytest.mark.parametrize(("field", "way"), [
    (wire.LEVEL, "written"), (wire.LEVEL, "said to be gone"), (wire.LEVEL, "written over"), (wire.HOLD, "written"),
    (wire.HOLD, "said to be gone")])
def test_nor_behind_the_seal(all_three: tuple[list[Member], str], store: MemoryStore, field: int, way: str):
    """Not by a value, not by saying that one is gone, and not by the same value told otherwise."""
    (ana, beto, carla), case = all_three
    threatened(beto, case)
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user, carla.desk.me.user])
    for _turn in range(3):
        settle([beto, carla, ana], store)
    ident, bench = bytes.fromhex(case), carla.desk.bench
    low = pack_plain(0 if field == wire.LEVEL else False)
    with bench.keeper.writing() as work:
        dots = bench.book(work, ident).case.dots(field)
        assert dots
        if way == "written":
            bench.scribe.write(work, Target(ident, 3), [Put(ident, wire.CASE, field, low, 1, dots)])
        else:
            twin = twin_of(ident)
            live = [[twin, wire.CASE, field, *dot, 1, low] for dot in dots] if way == "written over" else []
            dead = [[twin, wire.CASE, field, *dot] for dot in dots] if way == "said to be gone" else []
            bench.scribe.write_protected(work, Target(ident), None, (
                Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_MERGED, msgspec.msgpack.encode([live, dead])),))
        work.commit()
    for _turn in range(2):
        settle([carla, beto, ana], store)

    for other in (ana, beto):
        assert other.desk.cases.header(case).level == 3
        assert other.desk.bench.look_up(case).hold
        assert "refused" in {each.kind for each in other.sync.troubles()}


@pytest.mark.rule("WP-06")
def test_two_who_may_are_believed_by_everybody(all_three: tuple[list[Member], str], store: MemoryStore):
    """And what they signed stands in the case, where a later laptop can look."""
    (ana, beto, carla), case = all_three
    ana.desk.two_people.ask(case, "lower", "Ya no corre peligro", 1)
    for _turn in range(2):
        settle([ana, carla, beto], store)
    carla.desk.two_people.agree(case, carla.desk.two_people.waiting(case)[0].ref)
    for _turn in range(3):
        settle([carla, ana, beto], store)

    for member in (ana, beto, carla):
        assert member.desk.cases.header(case).level == 1
        with member.desk.bench.keeper.writing() as work:
            (found,) = {replace(each, asked=each.asked) for each in approved_by(work.rows_of(bytes.fromhex(case)))}
        assert (found.asked.user, found.agreed.user) == (ana.desk.bench.user, carla.desk.bench.user)
        assert "refused" not in {each.kind for each in member.sync.troubles()}


@pytest.mark.rule("WP-06")
@pytest.mark.parametrize("level", [0, 1])
def test_nor_on_a_laptop_that_reads_of_it_before_it_was_raised(
    team: Callable[..., list[Member]], store: MemoryStore, level: int
):
    """Whoever is new reads another's words first, and what they replace afterwards."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Zarquintela")
    settle([beto, ana], store)
    beto.desk.protection.set_level(case, 2)
    settle([beto, ana], store)
    ident, bench = bytes.fromhex(case), ana.desk.bench
    with bench.keeper.writing() as work:
        bench.scribe.write(work, Target(ident, 0), [Put(
            ident, wire.CASE, wire.LEVEL, pack_plain(level), 1, bench.book(work, ident).case.dots(wire.LEVEL))])
        work.commit()
    settle([ana, beto], store)

    settle([carla], store)

    assert carla.desk.cases.header(case).level == 2
    # Whatever replaces something by nothing needs two; of a lower level that is known only once the higher one came.
    assert ("refused" in {each.kind for each in carla.sync.troubles()}) == (level == 0)
    assert carla.desk.cases.header(case).differences == (level > 0)


def test_what_was_raised_again_is_not_lowered_by_what_was_asked_before(
    all_three: tuple[list[Member], str], store: MemoryStore
):
    """Neither is a newer hold lifted: both have to be asked again."""
    (ana, beto, carla), case = all_three
    ana.desk.two_people.ask(case, "lower", "Ya no corre peligro", 1)
    for _turn in range(2):
        settle([ana, carla, beto], store)
    (request,) = carla.desk.two_people.waiting(case)
    carla.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))

    with pytest.raises(NotFound) as refused:
        carla.desk.two_people.agree(case, request.ref)

    assert refused.value.code == "protection.raised_since"
    assert carla.desk.cases.header(case).level == 2


@pytest.mark.rule("WP-06", "WP-11")
def test_an_order_of_one_alone_keeps_no_hidden_case_in_sight(
    team: Callable[..., list[Member]], store: MemoryStore
):
    """She tells everybody that it is lower than it is: whoever held it takes it down all the same."""
    ana, beto, carla, dora = team("Ana", "Beto", "Carla", "Dora")
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["supervisor"])
    case = told(beto, "Killa", hopes="Zarquintela")
    settle([beto, ana, carla, dora], store)
    bench = carla.desk.bench
    with bench.keeper.writing() as work:
        held = work.case_key(bytes.fromhex(case))
    assert held is not None
    beto.desk.protection.set_level(case, 3, [ana.desk.me.user])
    settle([beto, ana, carla], store)
    with bench.keeper.writing() as work:
        send_order(bench, work, held[1], (0, None))
        work.commit()
    settle([carla], store)

    for _turn in range(2):
        settle([dora], store)

    assert dora.desk.cases.find("Killa") == []
    with dora.desk.bench.keeper.writing() as work:
        assert work.case_key(bytes.fromhex(case)) is None
