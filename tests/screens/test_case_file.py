# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case file opens on record, its head says no more than it must, and all of it is reached without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assist.crypto.codes import shown
from assist.desk import Desk
from tests.conftest import PASSPHRASE
from tests.screens.at_case_file import THREAT, opened
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import Key, heard_anywhere, press, reached_by_keyboard, spoken, words_on
from tests.screens.histories import accompanied, fill, first_contact, given_to_colleague, half_a_year
from ui.dialogs.ask_reason import AskReason
from ui.widgets.hidden import HiddenText

# -- opening -----------------------------------------------------------------------------


def test_opening_a_file_is_on_record_before_it_is_shown(room: Room, desk: Desk):
    """She may ask who looked (WP-16)."""
    case = first_contact(desk)

    screen = opened(room, case, "history")

    assert next(row.verb for row in desk.auditing.of_case(case)) == "case.open"
    assert "opened the file" in words_on(screen)
    assert "Ana Ríos" in words_on(screen)


@pytest.mark.rule("NR-16")
def test_the_file_of_a_colleague_opens_only_with_a_reason(room: Room, desk: Desk, qtbot: QtBot):
    """Without one nothing is shown and one is led away; with one it is on record."""
    case = accompanied(desk)
    given_to_colleague(desk, case)
    screen = opened(room, case)
    sheet = next(one for one in room.window.findChildren(AskReason) if one.isVisible())
    before = words_on(screen)

    click(sheet.reasons.buttons()[0], qtbot)
    click(sheet.go_on, qtbot)
    room.settle()

    assert "What she wants" not in before
    assert "What she wants" in words_on(screen)
    assert room.went == []
    assert "case.open" in [row.verb for row in desk.auditing.of_case(case)]


@pytest.mark.rule("NR-16")
def test_without_a_reason_one_is_led_back_to_the_list(room: Room, desk: Desk, qtbot: QtBot):
    """Looking the other way is always possible."""
    case = accompanied(desk)
    given_to_colleague(desk, case)
    opened(room, case)
    sheet = next(one for one in room.window.findChildren(AskReason) if one.isVisible())

    click(sheet.way_out, qtbot)
    room.settle()

    assert room.went == [("cases", {})]


def test_a_case_that_is_not_there_leads_back_with_a_plain_sentence(room: Room, desk: Desk):
    """Hidden and missing read the same."""
    hidden = first_contact(desk)
    desk.protection.set_level(hidden, 3)
    desk.signed.shut_vault()

    opened(room, hidden)
    of_hidden = room.said()
    opened(room, "00" * 16)

    assert room.went == [("cases", {}), ("cases", {})]
    assert room.said() == of_hidden


# -- the head ----------------------------------------------------------------------------


@pytest.mark.rule("WP-01")
def test_the_badge_warns_without_telling(room: Room, desk: Desk):
    """That there is protection, and its level; why is behind the seal."""
    case = accompanied(desk)
    fill(desk, "PROT", case, {"level": "2", "measure": "relocation", "basis": "orden canaria"})
    desk.signed.shut_vault()

    screen = opened(room, case, "safety")
    head = heard_anywhere(screen.header())
    everything = heard_anywhere(room.window)

    assert "Protected · level 2" in head
    assert "relocation" not in everything
    assert "canaria" not in everything


def test_the_head_says_how_to_speak_and_what_to_avoid(room: Room, desk: Desk):
    """Name, code, language and way, what to avoid here (ruling 20)."""
    case = half_a_year(desk)

    screen = opened(room, case)
    chips = [label.text() for label in screen.header().findChildren(QLabel)]

    assert chips[0] == "Killa"
    assert {shown(desk.cases.header(case).code), "Quechua (Cusco) · listen",
            "Avoid here: sirenas, puerta cerrada"} <= set(chips)


def test_two_of_the_same_name_are_told_apart_in_the_head(room: Room, desk: Desk):
    """Month of arrival and worker stand under the name (ruling 27)."""
    case = first_contact(desk)

    alone = heard_anywhere(opened(room, case).header())
    first_contact(desk, "killa")
    with_twin = heard_anywhere(opened(room, case).header())

    assert "since Nov 2026" not in alone
    assert "since Nov 2026 · Ana Ríos" in with_twin


# -- keyboard, sizes, vault --------------------------------------------------------------


def test_parts_are_reached_with_the_keyboard(room: Room, desk: Desk):
    """Arrows and Space in the row of parts."""
    screen = opened(room, accompanied(desk))

    screen.tabs.setFocus()
    press(Key.Key_Right, Key.Key_Space)
    room.settle()

    assert screen.tabs.current() == 1
    assert "Psychosocial plan" in words_on(screen)


def test_in_a_small_window_the_foot_keeps_one_line(desk: Desk, qtbot: QtBot):
    """What does not fit waits behind *more*; parts are one list; what to avoid stays in sight (ruling 32)."""
    small = Room(desk, qtbot, size=(623, 384))
    case = half_a_year(desk)

    screen = opened(small, case, "plan")
    height, waiting, is_list = screen.foot.height(), screen.foot.waiting(), screen.tabs.is_list()
    chips = " ".join(screen.chips_below.words())
    seen = screen.chips_below.isVisible()
    small.close()

    assert height < 80
    assert "New productive goal" in waiting
    assert is_list
    assert seen
    assert "Avoid here: sirenas, puerta cerrada" in chips


def test_a_hidden_case_closes_when_the_vault_is_shut(room: Room, desk: Desk):
    """Nobody goes on reading what is not there any more."""
    case = first_contact(desk)
    desk.protection.set_level(case, 3)
    screen = opened(room, case)
    before = words_on(screen)

    desk.signed.shut_vault()
    room.hub.vault.emit(False)
    room.settle()

    assert "What she wants" in before
    assert room.went == [("cases", {})]
    assert not [one for one in screen.findChildren(HiddenText) if one.is_shown]
    desk.signed.open_vault(PASSPHRASE)


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("tab", ["now", "plan", "safety", "consent", "notes", "forms", "history"])
def test_whatever_can_have_the_keyboard_says_its_name(tab: str, room: Room, desk: Desk):
    """A screen reader is never left with a button that says nothing."""
    case = half_a_year(desk)
    fill(desk, "F17", case, THREAT)
    opened(room, case, tab)

    assert [one for one in reached_by_keyboard(room.window) if not spoken(one)] == []
