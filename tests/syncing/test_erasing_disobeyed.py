# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders to erase from people who may not give them, or in shapes that no program would give them: nobody obeys."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from assist.changesets import pack_plain
from assist.domain import wire
from assist.services.erasure_marks import mark_of
from assist.services.scribe import Put, Target
from assist.sync.erasures import SignedOrder, drafted, order_op
from tests.syncing.erased import DAY, WORDS, body_of, left, row, send, signed_by, written
from tests.syncing.team import Member, MemoryStore, settle

Team = Callable[..., list[Member]]


def test_too_few_or_wrong_signatures_are_not_obeyed(team: Team, store: MemoryStore):
    """One alone, the same one twice, one in somebody else's name, another's for another order, and none who may."""
    ana, beto, carla = members = team("Ana", "Beto", "Carla")
    case = written(beto)
    settle(members, store)
    body, other = body_of(beto, case), body_of(beto, case)
    mine, hers = signed_by(beto, body), signed_by(ana, other)
    in_her_name = body_of(beto, case, by=ana.desk.bench.user)

    send(beto, *(SignedOrder(body, some) for some in (
        (mine,), (mine, mine), (mine, (ana.desk.bench.user, mine[1])), (mine, hers), (mine, signed_by(carla, body)))),
        SignedOrder(in_her_name, (signed_by(beto, in_her_name),)),
        SignedOrder(in_her_name, ((ana.desk.bench.user, signed_by(beto, in_her_name)[1]),)))
    settle(members, store)
    settle(members, store)

    assert left(ana.desk) == left(beto.desk) == list(WORDS)
    assert left(carla.desk) == list(WORDS[:2])
    assert {each.holds for each in ana.desk.erasures.rows()} == {False}
    assert {each.done for each in ana.desk.erasures.rows()} == {0}


def test_a_calendar_that_is_told_wrong_is_not_believed(team: Team, store: MemoryStore):
    """No signature but one's own is needed for what is due; so every laptop looks itself whether it is."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    due, note = body_of(beto, case, "schedule"), body_of(beto, case, "without_file")

    send(beto, SignedOrder(due, (signed_by(beto, due),)), SignedOrder(note, (signed_by(beto, note),)))
    settle([ana, beto], store)
    settle([ana, beto], store)

    assert left(ana.desk) == left(beto.desk) == list(WORDS)
    assert {each.done for each in ana.desk.erasures.rows()} == {0}


def test_nonsense_is_refused_and_stops_nobody(team: Team, store: MemoryStore):
    """Other types, other lengths, another name than what was signed: that bundle is put aside, the next is read."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    op = order_op(SignedOrder(body := body_of(beto, case), (signed_by(beto, body),)))
    for wrong in (
        msgspec.structs.replace(op, value=b"\xc1"), msgspec.structs.replace(op, value=msgspec.msgpack.encode(7)),
        msgspec.structs.replace(op, entity=bytes(16)),
        msgspec.structs.replace(op, value=msgspec.msgpack.encode([body, []])),
        msgspec.structs.replace(op, field=wire.PURGE_ERASED, value=b"\xc1"),
    ):
        with beto.desk.bench.keeper.writing() as work:
            beto.desk.bench.scribe.write_for_team(work, work.team_key()[0], [wrong])
            work.commit()
        settle([beto, ana], store)
    other = beto.first_contact("Sami")
    settle([beto, ana], store)

    assert ana.registers(other)
    assert ana.desk.erasures.rows() == []
    assert left(ana.desk) == list(WORDS)


@pytest.mark.parametrize(("field", "value"), [
    (wire.ERASURE, 7), (wire.ERASURE, [b"", b""]), (wire.ERASURE, ["x"]), (wire.ASKED_ON, "soon"),
    (wire.ASKED_ON, "9999-12-31"), (wire.ASKED_BY, "Ana"), (wire.ASKED_BY, None),
])
def test_a_wish_in_another_shape_is_none(team: Team, store: MemoryStore, field: int, value: object):
    """Lists, My day and Settings are made from it all the same."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    body = body_of(beto, case)
    told = {wire.PARENT: bytes.fromhex(case), wire.ASKED_BY: beto.desk.bench.user, wire.ASKED_ON: "2026-11-25",
            wire.ERASURE: [body, signed_by(beto, body)[1]], field: value}
    with beto.desk.bench.keeper.writing() as work:
        beto.desk.bench.scribe.write(work, Target(bytes.fromhex(case)), [
            Put(bytes(range(16)), wire.REQUEST, each, pack_plain(said), kind=wire.OP_CREATE)
            for each, said in told.items()])
        work.commit()
    settle([beto, ana], store)

    assert ana.desk.erasing.waiting() == ana.desk.erasing.waiting(case) == []
    assert ana.desk.cases.day()
    assert ana.desk.cases.caseload()
    ana.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)


def test_an_order_from_the_end_of_time_stops_no_list(team: Team, store: MemoryStore):
    """A number that no calendar knows is nonsense like any other."""
    ana, beto = team("Ana", "Beto")
    case = written(beto)
    settle([ana, beto], store)
    with beto.desk.bench.keeper.writing() as work:
        body = drafted(mark_of(work, bytes.fromhex(case)), "own_request", beto.desk.bench.user, (1 << 62, 3))
    send(beto, SignedOrder(body, (signed_by(beto, body),)))

    settle([beto, ana], store)

    assert ana.desk.erasures.rows() == []


def test_somebody_who_joins_later_makes_no_earlier_order_doubtful(team: Team, store: MemoryStore):
    """The list of people counts as it was: a second one who could agree today was not there then."""
    ana, beto = team("Ana", "Beto")
    case = written(ana)
    settle([ana, beto], store)
    ana.desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    ana.round(store, DAY)
    assert not ana.registers(case)

    ana.desk.rosters.set_roles(beto.desk.me.user, ["supervisor"])
    settle([ana, beto], store)
    settle([ana, beto], store)

    assert not beto.registers(case)
    assert row(ana).done == 2
