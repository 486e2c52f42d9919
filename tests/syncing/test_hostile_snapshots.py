# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot has no signatures but its maker's: what nobody can have written is not believed for her word."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from msgspec.structs import replace

from assist.casestate import CaseState, LiveValue, Parked, Read
from assist.changesets import pack_plain
from assist.domain import wire
from assist.errors import DamagedFile
from assist.sync import snapshots
from assist.sync.chain import Roster
from assist.sync.snapshots import ProtectedState
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_leavers_covered import as_if_unread, left
from tests.syncing.test_protected import answers, told
from tests.syncing.test_protected_snapshots import bundles_of, circle, compacted, streams

Team = Callable[..., list[Member]]
WEEK = 8 * 24 * 3600
CANARY = "Zarquintela"
LIVE = LiveValue(b"e" * 16, wire.CASE, wire.STAGE, b"s" * 16, 4, 0, 7, pack_plain("contact"))
PARKED = Parked(b"s" * 16, 4, 1, 7, 99, b"")


def lie(monkeypatch: pytest.MonkeyPatch, told_otherwise: Callable[[CaseState], CaseState]) -> None:
    """Every state that goes into a snapshot from now on says something else."""
    real: Any = snapshots.sealed_section

    def sealed(key: bytes, place: Any, content: Any, step: int = 0) -> bytes:
        if isinstance(content, CaseState):
            content = told_otherwise(content)
        elif isinstance(content, ProtectedState):
            content = replace(content, state=told_otherwise(content.state))
        return real(key, place, content, step)

    monkeypatch.setattr(snapshots, "sealed_section", sealed)


def in_the_mouth_of(stream: bytes, n: int = 1, **instead: Any) -> Callable[[CaseState], CaseState]:
    """One more value, which the holder of this stream is said to have written; read as far as that."""
    def told_otherwise(state: CaseState) -> CaseState:
        some = next(each for each in state.live if each.etype == wire.CASE)
        made = replace(some, field=wire.STAGE, stream=stream, n=n, i=7, value=pack_plain(CANARY), **instead)
        read = {each.stream: each.n for each in state.cursor}
        cursor = tuple(Read(*each) for each in (read | {stream: max(n, read.get(stream, 0))}).items())
        return CaseState(cursor, (*state.live, made), state.killed)

    return told_otherwise


def sent(liar: Member, store: MemoryStore) -> None:
    """Her snapshot in the place of her bundles."""
    liar.round(store)
    assert liar.sync._snapshots.make(circle(liar))
    liar.sync.carry_out(store)
    for name in bundles_of(liar, store, streams(liar)[0]):
        del store.objects[name]


def believes(reader: Member) -> bool:
    """Whether what was put into somebody's mouth stands anywhere."""
    return any(CANARY.encode() in value for rows in reader.everything().values() for *_row, value in rows)


def kinds(reader: Member) -> set[str]:
    """What is said to be wrong."""
    return {each.kind for each in reader.sync.troubles()}


def test_honest_snapshots_pass(team: Team, store: MemoryStore):
    """Everything of a case that several wrote in, a threat and all."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Perlunqui")
    settle([ana, beto, carla], store)
    carla.save("F01", case, lang_pref="pt-BR")
    settle([ana, beto, carla], store)
    sent(beto, store)
    as_if_unread(carla, streams(beto)[0])

    carla.round(store, seconds=WEEK)

    assert carla.sync.troubles() == []
    assert carla.registers(case) == beto.registers(case)


@pytest.mark.parametrize("whose", ["nobody", "mine", "mine and never written", "an auditor"])
def test_words_in_somebody_s_mouth_are_not_believed(
        team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, whose: str):
    """Of a stream that nobody has, of one's own changes, and of somebody who may write nothing of the kind."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = told(beto, "Killa", hopes="Perlunqui")
    carla.save("F01", carla.first_contact("Wayra"), lang_pref="es")
    settle([ana, beto, carla], store)
    if whose == "an auditor":
        monkeypatch.setattr(Roster, "roles_ever", lambda self, user: frozenset(
            {"auditor"} if user == carla.desk.bench.user else {"caseworker", "coordinator"}))
    stream = {"nobody": bytes(15) + b"n", "mine": streams(ana)[0], "mine and never written": streams(ana)[0],
              "an auditor": streams(carla)[0]}[whose]
    ana.save("F01", ana.first_contact("Sumaq"), lang_pref="es")
    before = ana.registers(case)
    lie(monkeypatch, in_the_mouth_of(stream, 99 if whose.endswith("written") else 1))
    sent(beto, store)
    as_if_unread(ana, streams(beto)[0])

    ana.round(store, seconds=WEEK)

    assert not believes(ana)
    assert before <= ana.registers(case)
    assert kinds(ana) & {"refused", "damaged"}
    assert ana.desk.bench.keeper.projection_drift() == []


def test_what_was_written_after_somebody_left_is_left_out_and_the_rest_holds(
        team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch):
    """A friend of hers who stayed vouches for more than counts."""
    ana, beto, carla = team("Ana", "Beto", "Carla")
    case = left([ana, beto, carla], store)
    settle([ana, carla], store)
    carla.save("F01", case, chosen_name="Perlunqui")
    lie(monkeypatch, in_the_mouth_of(streams(beto)[0], 77))
    sent(carla, store)
    as_if_unread(ana, streams(carla)[0])

    ana.round(store, seconds=WEEK)

    assert not believes(ana)
    assert any(b"Perlunqui" in value for *_row, value in ana.registers(case))


def test_the_same_holds_behind_the_seal(team: Team, store: MemoryStore, monkeypatch: pytest.MonkeyPatch):
    """A reader may lie to readers; the section is dropped, and what was known stays."""
    ana, beto = team("Ana", "Beto")
    case = told(beto, "Killa", legal_name="Perlunqui")
    settle([ana, beto], store)
    before = ana.protected(case)

    def told_otherwise(state: CaseState) -> CaseState:
        some = state.live[0]
        return replace(state, live=(*state.live, LiveValue(
            some.entity, some.etype, some.field, bytes(15) + b"n", 1, 1, 1, some.value)))

    lie(monkeypatch, told_otherwise)
    compacted(beto, store)
    as_if_unread(ana, streams(beto)[1])
    ana.round(store, seconds=WEEK)

    assert ana.protected(case) == before
    assert answers(ana, case)["legal_name"] == "Perlunqui"
    assert kinds(ana) & {"refused"}


@pytest.mark.parametrize(("state", "is_sound"), [
    (CaseState((Read(b"s" * 16, 4),), (LIVE, ), (), (), (PARKED, )), True),
    (CaseState((Read(b"s" * 16, 3),), (LIVE, )), False), (CaseState((), (LIVE, )), False),
    (CaseState((Read(b"s" * 16, 3),), (), (), (), (PARKED, )), False),
    (CaseState((Read(b"s" * 16, 4),), (LIVE, ), (), (Read(b"s" * 16, 9),)), False)])
def test_a_state_that_knows_more_than_it_read_is_damaged(state: CaseState, is_sound: bool):
    """A value, or one only a later release can read, beyond where its author says that she read."""
    key, place = bytes(32), (b"s" * 16, 1, 0, 1)
    section = snapshots.sealed_section(key, place, state)

    with nullcontext() if is_sound else pytest.raises(DamagedFile):
        assert snapshots.state_in(key, place, section) == state
