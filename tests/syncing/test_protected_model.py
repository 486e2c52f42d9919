# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case is raised on one laptop while others write on, in any order: nothing is lost and readers hold alike."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.errors import AssistError
from tests.conftest import PASSPHRASE
from tests.syncing.model import examples
from tests.syncing.team import Member, MemoryStore, met, settle
from tests.syncing.test_protected import answers, heap, told

WHO = st.sampled_from((0, 1, 2))
STEPS = st.lists(st.one_of(
    st.tuples(st.just("round"), WHO), st.tuples(st.just("people"), WHO), st.tuples(st.just("hopes"), WHO),
    st.tuples(st.just("raise"), st.just(1)), st.tuples(st.just("vault"), st.just(0))), min_size=6, max_size=14)


@pytest.mark.parametrize("level", [2, 3])
@settings(max_examples=examples(3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_the_order_the_last_word_is_there_and_outsiders_hold_nothing(
    level: int, steps: list[tuple[str, int]]
):
    """Ana and Beto read it, Carla does not once it was raised."""
    with tempfile.TemporaryDirectory() as folder:
        members, store = met(Path(folder), "Ana", "Beto", "Carla"), MemoryStore()
        try:
            run(members, store, level, steps)
        finally:
            for member in members:
                member.close()


def run(members: list[Member], store: MemoryStore, level: int, steps: list[tuple[str, int]]) -> None:
    """The steps, then everybody meets until nobody has anything new."""
    ana, beto, carla = members
    case = told(beto, "Killa", hopes="Zarquintela", people="Olmevante")
    settle(members, store)
    record = next(row.record for row in beto.desk.cases.records(case) if row.form == "F02")
    last: dict[str, str] = {}
    for number, (what, who) in enumerate(steps):
        member = members[who]
        if what == "round":
            member.round(store)
        elif what == "vault":
            turn_vault(ana)
        elif what == "raise":
            beto.desk.protection.set_level(case, level, [ana.desk.me.user])
        else:
            words = f"Mistralcoya{number}"
            try:
                member.save("F02", case, record, **{what: words})
            except AssistError:  # it is not there for her any more, or behind the seal
                continue
            last[what] = words
    if not ana.desk.vault_open:
        ana.desk.signed.open_vault(PASSPHRASE)
    beto.desk.protection.set_level(case, level, [ana.desk.me.user])
    for _turn in range(4):
        settle(members, store)

    assert ana.protected(case) == beto.protected(case)
    assert ana.registers(case) == beto.registers(case)
    said = {row[-1] for row in ana.protected(case)} | {row[-1] for row in ana.registers(case)}
    for what, words in last.items():
        assert any(words.encode() in value for value in said), what
    left = heap(carla)
    assert b"Olmevante" not in left
    assert last.get("people", "Olmevante").encode() not in left
    assert answers(ana, case).get("people") is not None


def turn_vault(member: Member) -> None:
    """Open what is shut, shut what is open."""
    if member.desk.vault_open:
        member.desk.signed.shut_vault()
    else:
        member.desk.signed.open_vault(PASSPHRASE)
