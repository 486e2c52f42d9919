# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever could decide a colleague's request to lift a hold or to lower protection sees it on My day."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assist.services.rosters import RosterService
from tests.screens.at_desk import Room, click
from tests.syncing.team import MemoryStore, met, settle
from tests.syncing.test_protected import told
from ui.screens.my_day import MyDayScreen
from ui.widgets.card import Card
from ui.widgets.lines import PressLine

TITLE = "Needs a second signature"


def waits(room: Room) -> list[Card]:
    """The card that says so."""
    page = room.show(MyDayScreen(room.s))
    return [card for card in page.findChildren(Card) if card.accessibleName() == TITLE]


@pytest.mark.rule("WP-06")
def test_a_request_for_two_people_stands_on_the_day_of_the_other_one(tmp_path: Path, qtbot: QtBot):
    """Not of whoever asked, and no longer once it was decided; pressing it leads to where it is decided."""
    store, members = MemoryStore(), met(tmp_path, "Ana", "Beto", "Carla")
    ana, beto, carla = members
    RosterService(ana.desk.bench).set_roles(carla.desk.me.user, ["supervisor", "custodian"])
    case = told(beto, "Killa", hopes="Zarquintela")
    settle(members, store)
    for each in members:
        each.reopen()
    beto.save("F17", case, what="seen_near", when="now", who_at_risk=("person",))
    settle(members, store)
    carla.desk.two_people.ask(case, "release", "Se fue de la zona")
    settle([carla, ana], store)

    hers, others = Room(carla.desk, qtbot), Room(ana.desk, qtbot)
    try:
        assert not waits(hers)
        (card,) = waits(others)
        click(card.findChildren(PressLine)[0], qtbot)
        assert others.went == [("case", {"case": case, "tab": "safety"})]
        ana.desk.two_people.agree(case, ana.desk.two_people.waiting(case)[0].ref)
        assert not waits(others)
    finally:
        hers.close()
        others.close()
        for each in members:
            each.close()
