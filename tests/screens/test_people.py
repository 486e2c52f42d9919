# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings, people and laptops: invite, compare six words, let in or turn away, other roles, take out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.services.joining import NewMember, WaitingProfile
from tests.conftest import NOON
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import press, write
from tests.screens.at_window import LARGE, SMALL, cut_off, nameless, seen
from ui.screens.settings.people import PeopleTab
from ui.screens.settings.screen import SettingsScreen
from ui.wiring import Door

HERS = "luna papel cabra roble piano tigre"


@pytest.fixture
def people(room: Room) -> PeopleTab:
    """Ana looks at the people of her organisation."""
    return room.show(SettingsScreen(room.s, "people")).tab


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Door]:
    """A laptop where there is nothing yet."""
    door = Door(tmp_path / "new laptop", FixedClock(NOON), FOR_TESTS)
    yield door
    door.leave()


def invite(room: Room, tab: PeopleTab, file: Path) -> str:
    """Ana invites Beto as a caseworker and saves the file; returns the words she was shown."""
    card = tab.invite
    click(card.go_on, room.qtbot)
    card.name.setText("Beto")
    card.roles.buttons()[0].click()
    click(card.go_on, room.qtbot)
    room.settle()
    words = card.words.words
    card.save(file)
    room.settle()
    return words


def ask(door: Door, file: Path, words: str) -> WaitingProfile:
    """Beto opens the file with the words."""
    return door.join(door.open_invitation(file, words), NewMember("Beto Quispe", HERS, "azul"))


def asked(room: Room, tab: PeopleTab, door: Door, folder: Path) -> WaitingProfile:
    """Up to the six words on both screens."""
    words = invite(room, tab, folder / "invitation")
    waits = ask(door, folder / "invitation", words)
    (folder / "request").write_bytes(waits.request)
    tab.asked.read(folder / "request")
    room.settle()
    return waits


def test_twelve_words_are_shown_once_and_the_file_is_for_their_owner_alone(room, people, tmp_path):
    """After *the words were told* nothing on the screen says them."""
    words = invite(room, people, tmp_path / "invitation")
    shown = seen(room.window)
    click(people.invite.other, room.qtbot)
    after = seen(room.window)

    assert len(words.split()) == 12
    assert all(word in shown for word in words.split())
    assert words not in after
    assert people.invite.words.words == ""
    assert (tmp_path / "invitation").stat().st_mode & 0o077 == 0
    assert "Beto" in after
    room.qtbot.waitUntil(lambda: "Nobody has asked yet." in seen(room.window))


def test_both_see_the_same_six_words_and_she_is_let_in(room, people, newcomer, tmp_path):
    """*They match* is the only way in."""
    waits = asked(room, people, newcomer, tmp_path)
    (row,) = people.asked.rows
    room.qtbot.waitUntil(row.match.isVisible)
    shown = seen(room.window)
    words = row.words.words
    click(row.match, room.qtbot)
    room.settle()
    said = people.asked.said.text()
    people.asked.save(tmp_path / "answer")
    room.settle()
    hers = newcomer.admitted(waits, (tmp_path / "answer").read_bytes())

    assert words == waits.compared
    assert all(word in shown for word in waits.compared.split())
    assert "Beto Quispe is in" in said
    assert "saved" in room.said()
    assert hers.me.roles == {"caseworker"}
    room.qtbot.waitUntil(lambda: "Beto Quispe" in seen(room.window))
    assert people.asked.rows == []
    hers.close()


def test_words_that_differ_turn_everybody_away(room, people, newcomer, tmp_path):
    """The invitation is worth nothing from then on."""
    asked(room, people, newcomer, tmp_path)
    (row,) = people.asked.rows
    click(row.differ, room.qtbot)
    room.settle()

    assert "Nobody was let in" in room.said()
    assert room.desk.inviting.open_ones() == []
    assert len(room.desk.people.all()) == 1


def test_an_invitation_whose_file_was_not_saved_is_taken_back_when_the_page_is_left(room, people):
    """Its words were never told: nobody can need it."""
    click(people.invite.go_on, room.qtbot)
    people.invite.name.setText("Beto")
    people.invite.roles.buttons()[0].click()
    click(people.invite.go_on, room.qtbot)
    room.settle()
    words = people.invite.words.words
    room.screen.show_tab("about")
    room.settle()

    assert words
    assert people.invite.words.words == ""
    assert room.desk.inviting.open_ones() == []


def test_an_open_invitation_can_be_taken_back(room, people, tmp_path):
    """As long as nobody came in with it."""
    invite(room, people, tmp_path / "invitation")
    click(people.asked.rows[0].back, room.qtbot)
    room.settle()

    assert room.desk.inviting.open_ones() == []
    assert not people.asked.isVisible()


def test_without_a_name_or_a_role_the_keyboard_goes_there(room, people):
    """Nothing is made, nobody is scolded."""
    click(people.invite.go_on, room.qtbot)
    click(people.invite.go_on, room.qtbot)
    at_name = people.invite.name.hasFocus()
    people.invite.name.setText("Beto")
    click(people.invite.go_on, room.qtbot)

    assert at_name
    assert "at least one role" in people.invite.does.text()
    assert room.desk.inviting.open_ones() == []


def test_who_was_let_in_can_get_other_roles_and_be_taken_out(room, people, newcomer, tmp_path):
    """Each with a sheet that says what it means; she herself cannot be taken out by herself."""
    asked(room, people, newcomer, tmp_path)
    click(people.asked.rows[0].match, room.qtbot)
    room.settle()
    ways = [link.words() for link in people.links]
    click(people.links[1], room.qtbot)
    people.sheet.roles.buttons()[3].click()
    click(people.sheet.go_on, room.qtbot)
    room.settle()
    roles = room.desk.people.all()[1].roles
    click(people.links[2], room.qtbot)
    words = seen(room.window)
    click(people.sheet.act, room.qtbot)
    room.settle()

    assert ways == ["other roles", "other roles", "has left"]
    assert set(roles) == {"caseworker", "legal"}
    assert "counts for nothing" in words
    assert [row.is_active for row in room.desk.people.all()] == [True, False]


def test_a_second_laptop_of_her_own_and_taking_it_out(room, newcomer, tmp_path):
    """The laptops page: this one, another one, and away with it when it is lost."""
    tab = room.show(SettingsScreen(room.s, "laptops")).tab
    click(tab.invite.go_on, room.qtbot)
    room.settle()
    words = tab.invite.words.words
    tab.invite.save(tmp_path / "invitation")
    room.settle()
    waits = ask(newcomer, tmp_path / "invitation", words)
    ref = room.desk.inviting.read_request(waits.request)
    room.desk.inviting.admit(ref, waits.compared)
    tab.refresh()
    room.settle()
    room.qtbot.waitUntil(lambda: "azul" in seen(room.window))
    click(tab.links[0], room.qtbot)
    click(tab.sheet.act, room.qtbot)
    room.settle()

    assert [each.is_active for each in room.desk.people.all()[0].laptops] == [True, False]
    room.qtbot.waitUntil(lambda: "azul" not in seen(tab))


def test_whoever_is_no_coordinator_sees_the_list_and_nothing_to_press(room, people, newcomer, tmp_path, qtbot):
    """The list says who is there; inviting is not hers."""
    waits = asked(room, people, newcomer, tmp_path)
    answer = room.desk.inviting.admit(room.desk.inviting.open_ones()[0].ref, waits.compared)
    hers = newcomer.admitted(waits, answer)
    her_room = Room(hers, qtbot)
    tab = her_room.show(SettingsScreen(her_room.s, "people")).tab

    qtbot.waitUntil(lambda: "Ana Ríos" in seen(her_room.window))
    assert (tab.invite, tab.asked, tab.links) == (None, None, [])
    her_room.close()
    hers.close()


def test_the_keyboard_alone_invites(room, people):
    """Enter, a name, Tab, Space, Tab, Enter."""
    people.invite.go_on.setFocus()
    press(Qt.Key.Key_Return)
    write("Beto")
    press(Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    room.settle()

    assert len(people.invite.words.words.split()) == 12
    assert people.invite.go_on.hasFocus()


@pytest.mark.parametrize("size", [LARGE, SMALL])
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_everything_fits_and_has_a_name(desk, qtbot, newcomer, tmp_path, size, language):
    """With a request on the page, in every language, on the smallest laptop too."""
    from assist import i18n

    i18n.use(language)
    room = Room(desk, qtbot, size=(size[0] - 196 if size == LARGE else size[0] - 64, size[1]))
    tab = room.show(SettingsScreen(room.s, "people")).tab
    wrong = [nameless(room.window)]
    qtbot.waitUntil(lambda: cut_off(room.window) == [])
    asked(room, tab, newcomer, tmp_path)
    wrong += [nameless(room.window)]
    qtbot.waitUntil(lambda: cut_off(room.window) == [])
    room.screen.show_tab("laptops")
    room.settle()
    wrong += [nameless(room.window)]
    qtbot.waitUntil(lambda: cut_off(room.window) == [])

    assert wrong == [[]] * 3
    room.close()
