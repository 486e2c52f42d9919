# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One directory for the whole team: on every laptop the same, the careful day believed where two differ."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.changesets import VERSION, Changeset, Op, pack_answer
from assist.domain import wire
from assist.reading import number
from assist.sync.rights import may_ever_write, may_write
from forms.answers import Answer
from tests.services.test_directory import put
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_protected import told

Team = Callable[..., list[Member]]


def listed(member: Member) -> list[tuple[str, str, str]]:
    """What her directory says."""
    return [(each.code, each.vetted_on, each.promise_until) for each in member.desk.directory.listed(gone=True)]


def test_an_entry_reaches_everybody_with_its_names(team: Team, store: MemoryStore):
    """Whoever put it in; nothing waits to be settled."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    first = put(beto.desk, kind="interpreter", name="Ramona", languages=("quz",), vetted_on="2026-11-01")
    put(carla.desk, kind="service", name="Centro")
    settle([ana, beto, carla], store)

    assert listed(ana) == listed(beto) == listed(carla)
    assert len(listed(ana)) == 2
    assert ana.desk.directory.names(first.ref) == ("Ramona",)
    assert ana.desk.conflicts.all() == ()


def test_written_apart_the_sooner_day_is_believed_and_nobody_is_asked(team: Team, store: MemoryStore):
    """A promise that may have ended has ended; other names are all kept for the comparison."""
    ana, beto = team("Ana", "Beto")
    made = put(ana.desk, kind="interpreter", name="Ramona", promise_until="2027-01-01")
    settle([ana, beto], store)
    put(ana.desk, made.ref, promise_until="2027-06-01", also_called="Olmevante")
    put(beto.desk, made.ref, promise_until="2026-12-31", also_called="Perlunqui")
    settle([ana, beto], store)

    assert listed(ana) == listed(beto) == [(made.code, "", "2026-12-31")]
    for member in (ana, beto):
        with member.desk.bench.keeper.reading() as reader:
            assert reader.differing() == []
        names = member.desk.directory.names(made.ref)
        assert {"Ramona", "Olmevante", "Perlunqui"} <= set(" ".join(names).replace("·", " ").split())


@pytest.mark.rule("WP-05")
def test_who_was_put_in_on_one_laptop_is_kept_away_on_another(team: Team, store: MemoryStore):
    """Beto's case, Ana's entry."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", keep_away="yes", exclusions=[{"who": "Olmevante", "kind": "office"}])
    made = put(ana.desk, kind="service", name="Olmevante")
    settle([ana, beto], store)

    assert not beto.desk.directory.is_welcome(case, made.ref)


@pytest.mark.parametrize(("roles", "may_keep"), [
    (("coordinator",), True), (("caseworker",), True), (("custodian",), True), (("auditor",), False),
    (("house",), False)])
def test_whoever_keeps_no_directory_puts_nothing_into_that_of_others(roles: tuple[str, ...], may_keep: bool):
    """A program that was altered can sign anything: whoever receives an entry asks the table of roles again."""
    field = number("DIR/name")
    op = Op(wire.OP_SET, b"e" * 16, wire.LISTED, field, pack_answer(Answer("Centro")), ())
    change = Changeset(VERSION, b"s" * 16, 1, 1, b"g" * 16, b"u" * 16, 1, b"e" * 16, 1, (op,))

    assert may_write(roles, change) is may_keep
    assert may_ever_write(roles, op) is may_keep
