# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A raise or a hold is over when two people signed that it is, and not because a snapshot leaves it out (WP-06)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from assist.casestate import CaseState, Killed
from assist.domain import wire
from assist.services.rosters import RosterService
from assist.sync.approvals import LOWER
from db.casestates import CaseStates
from tests.syncing.compacting import bundles_of, snapshot, take_away
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected_snapshots import compacted

pytestmark = pytest.mark.rule("WP-06")
DAY = 24 * 3600
Three = tuple[Member, Member, Member]


@pytest.fixture
def three(team: Callable[..., list[Member]], store: MemoryStore) -> Three:
    """Ana supervises too, Beto makes snapshots, Carla is away now and then."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    RosterService(ana.desk.bench).set_roles(beto.desk.me.user, ["caseworker", "supervisor"])
    settle([ana, beto, carla], store)
    for each in (ana, beto, carla):
        each.reopen()
    return ana, beto, carla


@contextmanager
def left_out(case: str, *fields: int) -> Iterator[None]:
    """An altered program leaves these registers out of what it says of a case, and says it has read all of it."""
    real = CaseStates.of

    def of(self: CaseStates, which: bytes) -> CaseState:
        state = real(self, which)
        if which.hex() != case:
            return state
        gone = [Killed(each.entity, each.etype, each.field, *each.dot) for each in state.live if each.field in fields]
        return msgspec.structs.replace(
            state, live=tuple(each for each in state.live if each.field not in fields), killed=(*state.killed, *gone))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CaseStates, "of", of)
        yield


def lies(beto: Member, store: MemoryStore, case: str, *fields: int) -> None:
    """Beto's snapshot instead of all his bundles."""
    with left_out(case, *fields):
        snapshot(beto, store)  # type: ignore[arg-type]
    take_away(store, bundles_of(beto, store))  # type: ignore[arg-type]


def away_and_back(member: Member, store: MemoryStore) -> None:
    """A week later she looks at whatever lies there."""
    member.round(store, 8 * DAY)


def raised(ana: Member, store: MemoryStore, *others: Member) -> str:
    """Ana's case at level one, known to Ana and these."""
    case = ana.first_contact("Killa")
    settle([ana, *others], store)
    ana.desk.protection.set_level(case, 1)
    settle([ana, *others], store)
    others[0].save("F01", case, chosen_name="Killa Q")
    settle([ana, *others], store)
    return case


def level(member: Member, case: str) -> int:
    """How protected the case is on this laptop."""
    return member.desk.cases.header(case).level


def test_whoever_has_the_raise_keeps_it(three: Three, store: MemoryStore):
    """What the snapshot says is not heard of is heard of here."""
    ana, beto, carla = three
    case = raised(ana, store, beto, carla)
    beto.save("F01", case, chosen_name="Killa W")
    beto.round(store)
    lies(beto, store, case, wire.LEVEL)
    away_and_back(carla, store)
    assert b"Killa W" in b"".join(row[-1] for row in carla.registers(case))  # type: ignore[misc]
    assert level(carla, case) == 1


def test_whoever_hears_of_the_raise_afterwards_believes_it(three: Three, store: MemoryStore):
    """The bundle that holds it comes after a snapshot that says it was read and is gone."""
    ana, beto, carla = three
    case = raised(ana, store, beto)
    lies(beto, store, case, wire.LEVEL)
    hers = bundles_of(ana, store)  # type: ignore[arg-type]
    take_away(store, hers)
    away_and_back(carla, store)
    assert level(carla, case) == 0

    store.objects.update(hers)
    carla.round(store)

    assert level(carla, case) == 1


def test_whoever_reads_an_honest_snapshot_afterwards_believes_it(three: Three, store: MemoryStore):
    """Of two snapshots the more careful one counts, in whichever order they are read."""
    ana, beto, carla = three
    case = raised(ana, store, beto)
    snapshot(ana, store)  # type: ignore[arg-type]
    for each in (ana, beto):
        take_away(store, bundles_of(each, store))  # type: ignore[arg-type]
    honest = dict(store.objects)
    lies(beto, store, case, wire.LEVEL)
    store.objects = {name: content for name, content in store.objects.items() if name not in honest}
    away_and_back(carla, store)
    assert case not in carla.everything() or level(carla, case) == 0

    store.objects.update(honest)
    away_and_back(carla, store)

    assert level(carla, case) == 1


@pytest.mark.parametrize("first", [1, 2])
def test_what_two_people_signed_is_believed_from_a_snapshot_alone(three: Three, store: MemoryStore, first: int):
    """Whoever was away since the raise, or since one before it, has the same in the end as everybody."""
    ana, beto, carla = three
    case = raised(beto, store, ana, carla)
    carla_has = [level(carla, case)]
    if first == 2:
        beto.desk.protection.set_level(case, 2)
        settle([beto, ana], store)
    beto.desk.two_people.ask(case, LOWER, "over", 0)
    settle([beto, ana], store)
    (asked,) = ana.desk.two_people.waiting(case)
    ana.desk.two_people.agree(case, asked.ref)
    settle([ana, beto], store)
    assert level(ana, case) == level(beto, case) == 0
    for each in (ana, beto):
        snapshot(each, store)  # type: ignore[arg-type]
        take_away(store, bundles_of(each, store))  # type: ignore[arg-type]

    away_and_back(carla, store)

    assert carla_has == [1]
    assert level(carla, case) == 0
    assert carla.registers(case) == ana.registers(case) == beto.registers(case)


def test_signatures_of_one_person_alone_are_no_proof(three: Three, store: MemoryStore, monkeypatch: Any):
    """Beto puts what looks like an approval into his snapshot."""
    ana, beto, carla = three
    case = raised(ana, store, beto, carla)
    monkeypatch.setattr("assist.services.two_people.two_people_agree", lambda *_: True)
    monkeypatch.setattr("assist.sync.approvals.two_people_agree", lambda *_: True)
    beto.desk.two_people.ask(case, LOWER, "over", 0)
    beto.desk.two_people.agree(case, beto.desk.two_people.waiting(case)[0].ref)
    assert level(beto, case) == 0
    beto.round(store)
    monkeypatch.undo()
    snapshot(beto, store)  # type: ignore[arg-type]
    take_away(store, bundles_of(beto, store))  # type: ignore[arg-type]

    away_and_back(carla, store)

    assert level(carla, case) == 1


def hidden(three: Three, store: MemoryStore) -> str:
    """Beto hides his case; Ana and Carla are named for it."""
    ana, beto, carla = three
    case = beto.first_contact("Killa")
    settle([beto, ana, carla], store)
    beto.desk.protection.set_level(case, 3, [each.desk.me.user for each in (ana, carla)])
    for _turn in range(2):
        settle([beto, ana, carla], store)
    assert level(carla, case) == 3
    return case


def test_behind_the_seal_a_section_takes_no_raise_away(three: Three, store: MemoryStore):
    """Somebody who is named says that the level was replaced."""
    _ana, beto, carla = three
    case = hidden(three, store)
    carla.save("F01", case, chosen_name="Killa W")
    carla.round(store)
    with left_out(case, wire.LEVEL):
        compacted(carla, store)
    away_and_back(beto, store)
    assert b"Killa W" in b"".join(row[-1] for row in beto.protected(case))  # type: ignore[misc]
    assert level(beto, case) == 3


def test_behind_the_seal_a_section_brings_what_two_people_signed(three: Three, store: MemoryStore):
    """She was away while it was lowered, and has the same in the end as the two."""
    ana, beto, carla = three
    case = hidden(three, store)
    beto.desk.two_people.ask(case, LOWER, "over", 2)
    settle([beto, ana], store)
    (asked,) = ana.desk.two_people.waiting(case)
    ana.desk.two_people.agree(case, asked.ref)
    for _turn in range(2):
        settle([beto, ana], store)
    for each in (ana, beto):
        snapshot(each, store)  # type: ignore[arg-type]
        take_away(store, bundles_of(each, store))  # type: ignore[arg-type]
        compacted(each, store)

    away_and_back(carla, store)

    for each in (ana, beto, carla):
        assert level(each, case) == 2
    assert carla.registers(case) == ana.registers(case) == beto.registers(case)
