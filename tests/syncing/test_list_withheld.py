# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever keeps the objects keeps back an entry of the list: what a colleague sends next tells that there is one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assist.messages_of_rounds import of_laptop
from assist.services.hearing import LIST_WITHHELD
from assist.sync import roster
from assist.sync.pull import LIST, MISSING
from tests.syncing.team import Member, MemoryStore, settle
from tests.syncing.test_roster_rounds import entries_of, entry_name, lists

DAY = 24 * 3600


class Withholding(MemoryStore):
    """Says of one object that it is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = ""

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        return None if name == self.hidden else super().get(name)


@pytest.fixture
def kept_from_beto(three: list[Member]) -> tuple[list[Member], Withholding, str]:
    """Carla is caseworker no longer; the entry that says so does not reach Beto, and what Ana writes then does."""
    store, (ana, beto, carla) = Withholding(), three
    settle(three, store)
    lists(ana).set_roles(carla.desk.me.user, ["auditor"])
    case = ana.first_contact("Killa")
    ana.round(store)
    store.hidden = entry_name(ana, entries_of(ana), len(entries_of(ana)))
    beto.round(store)
    return three, store, case


def test_it_is_noticed_and_over_once_the_entry_comes(kept_from_beto: tuple[list[Member], Withholding, str]):
    """What is said in the meantime is read as ever."""
    (_ana, beto, carla), store, case = kept_from_beto
    known = len(entries_of(beto))
    assert beto.registers(case)
    assert [(each.kind, each.stream, each.seq) for each in beto.sync.troubles()] == [(MISSING, LIST, known + 1)]

    store.hidden = ""
    beto.round(store)

    assert beto.sync.troubles() == []
    assert len(entries_of(beto)) == known + 1
    assert roster.verify(entries_of(beto)).people[bytes.fromhex(carla.desk.me.user)].roles == ("auditor",)


def test_after_a_day_somebody_is_asked_for(kept_from_beto: tuple[list[Member], Withholding, str]):
    """In sentences that blame no laptop; a day later and not before."""
    (_ana, beto, _carla), store, _case = kept_from_beto
    (row,) = beto.desk.hearing.troubles()
    assert not row.needs_somebody
    beto.clock.set(datetime.fromtimestamp(beto.clock.now_ms() / 1000 + DAY, UTC))
    beto.desk.hearing.heal()

    (row,) = beto.desk.hearing.troubles()
    assert (row.kind, row.needs_somebody, row.laptop, row.person) == (LIST_WITHHELD, True, "", "")
    assert of_laptop(row.kind, row.laptop, row.person, row.count)[0].startswith("A change to the list")

    store.hidden = ""
    beto.sync._list._take_next(store)
    beto.desk.hearing.heal()
    assert beto.desk.hearing.troubles() == []
