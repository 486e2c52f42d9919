# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may write what is asked again by whoever receives it: a program that was altered can sign anything."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from assist.changesets import Changeset, Op, pack_plain
from assist.domain import wire
from assist.policy import CARE, EVERYBODY, LEAD, OFFICE, may
from assist.services.rosters import RosterService
from assist.sync.rights import acts_of, may_write
from assist.sync.roster import ALL_ROLES
from forms.registry import number_of
from tests.syncing.team import Member, MemoryStore

CASE, RECORD, PERSON = b"c" * 16, b"r" * 16, b"p" * 16


def changes(*ops: Op) -> Changeset:
    return Changeset(1, b"s" * 16, 1, 0, b"g" * 16, b"u" * 16, 0, CASE, 1, ops)


def put(etype: int, field: int, value: object, entity: bytes = RECORD) -> Op:
    return Op(wire.OP_SET, entity, etype, field, pack_plain(value))


def filled(form: str, *more: Op) -> Changeset:
    return changes(put(wire.RECORD, wire.FORM, form), put(wire.RECORD, wire.ASKED_ON, "2026-11-25"), *more)


KINDS: dict[str, tuple[Changeset, frozenset[str]]] = {
    "a first contact": (filled("F01", put(wire.CASE, wire.CODE, "X", CASE), put(wire.CASE, wire.LEVEL, 0, CASE),
                               put(wire.PERSON, 101, "Killa", PERSON)), CARE | LEAD),
    "a goal": (filled("F08"), CARE | LEAD),
    "a stage": (changes(put(wire.CASE, wire.STAGE, "closed", CASE)), CARE | LEAD),
    "an answer of a filled form": (changes(put(wire.RECORD, number_of("F08/goal_own_words"), "x")), CARE | LEAD),
    "a threat": (filled("F17", put(wire.CASE, wire.LEVEL, 2, CASE), put(wire.CASE, wire.HOLD, True, CASE)), EVERYBODY),
    "another answer about a threat": (changes(put(wire.RECORD, number_of("F17/what"), "x")), EVERYBODY),
    "the protected half of a threat": (changes(
        Op(wire.OP_CREATE, RECORD, wire.RECORD, wire.ORIGINAL, pack_plain(PERSON)),
        put(wire.RECORD, number_of("F17/facts"), "x")), EVERYBODY),
    "a measure": (filled("PROT"), CARE | LEAD),
    "a higher level": (changes(put(wire.CASE, wire.LEVEL, 2, CASE)), CARE | LEAD),
    "the end of a hold": (changes(put(wire.CASE, wire.HOLD, False, CASE)), LEAD),
    "a spreadsheet row": (filled("F01", put(wire.RECORD, wire.BATCH, b"b" * 16)), OFFICE | {"supervisor"}),
    "another worker": (changes(put(wire.CASE, wire.WORKER, b"u" * 16, CASE)), CARE | LEAD),
    "a struck record": (changes(put(wire.RECORD, wire.TOMBSTONE, True)), CARE | LEAD),
    "a hold with no threat": (changes(put(wire.CASE, wire.HOLD, True, CASE)), CARE | LEAD),
}


@pytest.mark.parametrize("role", ALL_ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_change_counts_by_the_role_of_its_author_and_by_nothing_else(kind: str, role: str):
    made, allowed = KINDS[kind]
    assert may_write({role}, made) is (role in allowed)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_is_an_act_of_the_policy_table(kind: str):
    made, allowed = KINDS[kind]
    acts = set(acts_of(made))
    assert acts
    for role in ALL_ROLES:
        assert (role in allowed) is (may_write({role}, made))
        assert not may((), next(iter(acts))).ok


def test_a_threat_gives_no_right_to_anything_else():
    """Whoever may tell of a threat cannot hide another form, another stage or the end of a hold in the same change."""
    threat = put(wire.RECORD, wire.FORM, "F17")
    for other in (put(wire.RECORD, wire.FORM, "F08", b"o" * 16), put(wire.CASE, wire.STAGE, "closed", CASE),
                  put(wire.CASE, wire.HOLD, False, CASE), put(wire.CASE, wire.WORKER, b"u" * 16, CASE)):
        assert not may_write({"auditor"}, changes(threat, other))
        assert may_write({"custodian"}, changes(threat, other))


# -- between laptops -----------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Member, Member, MemoryStore]:
    ana, beto, store = Member(tmp_path, "Ana"), Member(tmp_path, "Beto"), MemoryStore()
    beto.join(ana)
    for member in (ana, beto, ana):
        member.round(store)
    return ana, beto, store


def settle(members: list[Member], store: MemoryStore, times: int = 3) -> None:
    for _ in range(times):
        for member in members:
            member.round(store)


def alter(member: Member) -> None:
    """Her program now does whatever she likes: it believes she holds every role."""
    member.desk.bench.learn(ALL_ROLES, member.desk.bench.names)


def test_what_an_altered_program_writes_without_the_right_is_left_out_and_said(pair):
    ana, beto, store = pair
    case = ana.first_contact("Killa")
    settle([ana, beto], store)
    RosterService(ana.desk.bench).set_roles(beto.desk.me.user, ["auditor"])
    settle([ana, beto], store)
    before = ana.registers(case)
    alter(beto)
    beto.save("F01", case, chosen_name="Otra")
    settle([beto, ana], store)
    assert ana.registers(case) == before
    assert "refused" in {each.kind for each in ana.sync.troubles()}


def test_what_follows_rightfully_in_the_same_stream_still_counts(pair):
    ana, beto, store = pair
    case = ana.first_contact("Killa")
    settle([ana, beto], store)
    RosterService(ana.desk.bench).set_roles(beto.desk.me.user, ["auditor"])
    settle([ana, beto], store)
    alter(beto)
    beto.save("F01", case, chosen_name="Otra")
    settle([beto, ana], store)
    RosterService(ana.desk.bench).set_roles(beto.desk.me.user, ["caseworker"])
    settle([ana, beto], store)
    noemi = beto.first_contact("Noemí")
    settle([beto, ana], store)
    assert ana.desk.cases.rows_of([noemi])


def test_what_was_written_before_the_roles_changed_counts_however_late_it_comes(pair):
    """Six weeks away, then told that she does something else now: her work of those weeks is not thrown away."""
    ana, beto, store = pair
    noemi = beto.first_contact("Noemí")
    RosterService(ana.desk.bench).set_roles(beto.desk.me.user, ["auditor"])
    settle([ana], store)
    settle([beto, ana], store)
    assert ana.desk.cases.rows_of([noemi])
    assert beto.desk.me.roles == {"auditor"}
    assert not [each for each in ana.sync.troubles() if each.kind == "refused"]


def test_roles_follow_the_list_step_by_step(pair):
    ana, beto, store = pair
    for first, second in pairwise((["caseworker"], ["auditor"], ["supervisor"])):
        RosterService(ana.desk.bench).set_roles(beto.desk.me.user, first)
        RosterService(ana.desk.bench).set_roles(beto.desk.me.user, second)
    settle([ana, beto], store)
    assert beto.desk.me.roles == {"supervisor"}
