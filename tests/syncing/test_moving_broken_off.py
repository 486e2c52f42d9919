# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case on its way between teams while laptops are switched off at any step, and over every kind of place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assist.sync.mirror import mirror
from assist.sync.stores.folder import FolderStore
from db.unit_of_work import Work
from tests.syncing.houses import House, house
from tests.syncing.stores_served import KINDS, Served
from tests.syncing.team import Member
from tests.syncing.test_moving import REASON, answers, holds_nothing, of, told

STEPS = (1, 4, 5, 7, 8, 11, 12, 13, 14, 15, 16, 17)
"""Transactions of the whole way, on both laptops: asked, fetched, taken over, sent, said, heard, handed over, heard."""


class SwitchedOff(BaseException):
    """The laptop has no power any more."""


@contextmanager
def switched_off_at(step: int, *, done: bool) -> Iterator[list[int]]:
    """The so-manieth transaction about moving is the last thing; it was ``done``, or not."""
    counted, real = [0], Work.commit

    def commit(work: Work) -> None:
        if "moving" in sys._getframe(1).f_code.co_filename or "post.py" in sys._getframe(1).f_code.co_filename:
            counted[0] += 1
            if counted[0] == step:
                if done:
                    real(work)
                raise SwitchedOff
        real(work)

    Work.commit = commit  # type: ignore[method-assign]
    try:
        yield counted
    finally:
        Work.commit = real  # type: ignore[method-assign]


def goes_on(member: Member, act: Callable[[], object]) -> None:
    """She does it, or her laptop stops in the middle of it and she comes back later."""
    try:
        act()
    except SwitchedOff:
        member.reopen()


def somebody_has_it(two: House, case: str) -> None:
    """Never in neither."""
    assert any(member.desk.cases.rows_of([case]) for member in two.everybody)


def ask(ana: Member, carla: Member, case: str) -> None:
    """Unless she asked already."""
    if ana.desk.cases.rows_of([case]) and not ana.desk.moving.said(case).asked_team:
        ana.desk.moving.ask(case, of(carla), REASON)


def accept(carla: Member) -> None:
    """Whatever is offered."""
    for each in carla.desk.moving.offered():
        carla.desk.moving.accept(each.ref, of(carla))


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_switched_off_at_any_step_it_is_never_in_neither_and_in_the_end_in_one(tmp_path: Path, step: int, done: bool):
    two = house(tmp_path, ("Ana",), ("Carla",))
    (ana,), (carla,) = two.first, two.second
    case = told(ana, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    for _turn in range(2):
        ana.round(two.store), carla.round(two.store)
    try:
        with switched_off_at(step, done=done) as counted:
            goes_on(ana, lambda: ask(ana, carla, case))
            somebody_has_it(two, case)
            goes_on(ana, lambda: ana.save("F02", case, hopes="Meanwhile"))
            for _turn in range(6):
                goes_on(ana, lambda: ana.round(two.store))
                somebody_has_it(two, case)
                goes_on(carla, lambda: carla.round(two.store))
                goes_on(carla, lambda: accept(carla))
                somebody_has_it(two, case)
                goes_on(ana, lambda: ask(ana, carla, case))
        assert counted[0] >= step
        assert answers(carla, case) | {"hopes": "Meanwhile"} == answers(carla, case)
        assert answers(carla, case)["legal_name"] == "Perlunqui"
        holds_nothing(ana, case)
        for member in two.everybody:
            assert member.desk.bench.keeper.projection_drift() == []
            assert not [kind for _ref, kind, _body in jobs(member) if kind == "raise"]
    finally:
        two.close()


def jobs(member: Member) -> list[tuple[bytes, str, bytes]]:
    """What is left to do."""
    with member.desk.bench.keeper.writing() as work:
        return work.jobs()


def moved(two: House, walk: Callable[[], object]) -> None:
    """The whole way, each over the store of hers that ``two`` holds."""
    (ana,), (carla, dora) = two.first, two.second
    case = told(ana, "Killa", hopes="Zarquintela", legal_name="Perlunqui")
    walk()
    ana.desk.moving.ask(case, of(carla), REASON)
    walk(), walk()
    (offered,) = carla.desk.moving.offered()
    carla.desk.moving.accept(offered.ref, of(dora))
    for _turn in range(4):
        walk()
    for member in (carla, dora):
        assert answers(member, case)["legal_name"] == "Perlunqui"
    holds_nothing(ana, case)


@pytest.mark.parametrize("kind", KINDS)
def test_over_a_place_behind_its_real_server(place: Served, tmp_path: Path):
    with place.open() as store:
        two = house(tmp_path, ("Ana",), ("Carla", "Dora"), store)

        def walk() -> None:
            for member in two.everybody:
                member.round(store)

        try:
            moved(two, walk)
            objects = [store.get(name) or b"" for name in store.list("")]
            assert not any(word in each for each in objects for word in (b"Perlunqui", b"Killa", REASON.encode()))
        finally:
            two.close()


def test_over_relays_and_a_stick_that_somebody_carries_without_a_key(tmp_path: Path):
    two = house(tmp_path, ("Ana",), ("Carla", "Dora"))
    stick = FolderStore(folder(tmp_path, "stick"))
    relays = {member: FolderStore(folder(tmp_path, f"relay{at}")) for at, member in enumerate(two.everybody)}
    for name, content in two.store.objects.items():
        stick.put(name, content)

    def walk() -> None:
        for member, relay in relays.items():
            mirror(relay, [("stick", stick)])
            member.round(relay)
            mirror(relay, [("stick", stick)])

    try:
        moved(two, walk)
    finally:
        two.close()


@pytest.mark.parametrize("together", [("Ana", "Carla"), ("Ana", "Dora"), ("Ana", "Carla", "Dora")])
def test_between_two_who_share_a_laptop_and_its_relay(tmp_path: Path, together: tuple[str, ...]):
    """Of two teams: what one of them lets go there is let go, and what the other one has yet to read is not."""
    two = house(tmp_path, ("Ana",), ("Carla", "Dora"))
    stick, shared = (FolderStore(folder(tmp_path, name)) for name in ("stick", "shared"))
    relays = {member: shared if member.desk.signed.sign_in_name in together
              else FolderStore(folder(tmp_path, f"relay{at}")) for at, member in enumerate(two.everybody)}
    for name, content in two.store.objects.items():
        shared.put(name, content)

    def walk() -> None:
        for member, relay in relays.items():
            member.round(relay)
        for relay in {id(each): each for each in relays.values()}.values():
            mirror(relay, [("stick", stick)])
        for relay in {id(each): each for each in relays.values()}.values():
            mirror(relay, [("stick", stick)])

    try:
        moved(two, walk)
        for member in two.everybody:
            assert not member.sync.troubles()
    finally:
        two.close()


def folder(root: Path, name: str) -> Path:
    """An empty one."""
    (root / name).mkdir()
    return root / name
