# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory on the screen: by code, warned about, a name only for whoever asks, an entry filled in by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import Key, heard_anywhere, press, words_on, write
from tests.screens.at_record_editor import opened
from tests.services.test_directory import put
from ui.screens.directory_entry import DirectoryEntryScreen
from ui.screens.team import TeamScreen
from ui.screens.team.directory import DirectoryPart, EntrySheet
from ui.widgets.lines import PressLine


def part(room: Room) -> DirectoryPart:
    """The part of the team's place."""
    screen = room.show(TeamScreen(room.s, "directory"))
    assert isinstance(screen, TeamScreen)
    assert isinstance(screen.part, DirectoryPart)
    return screen.part


def lines(shown: DirectoryPart) -> list[str]:
    """What its lines say."""
    return [line.said.spoken() for line in shown.findChildren(PressLine) if line.isVisible()]


@pytest.mark.rule("NR-11", "WP-02")
def test_a_name_is_nowhere_until_somebody_asks_for_it(room: Room, desk: Desk, qtbot: QtBot):
    """Neither to see nor to hear; then it is on record, and gone with the sheet."""
    made = put(desk, kind="interpreter", name="Zarquintela", languages=("quz",), vetted_on="2026-10-01",
               promise_until="2026-11-01")
    shown = part(room)
    before = heard_anywhere(room.window)
    click(shown.findChildren(PressLine)[0], qtbot)
    sheet = shown.sheet
    closed, said = heard_anywhere(sheet), words_on(sheet)
    click(sheet.name, qtbot)
    room.settle()
    open_now = sheet.name.words()
    sheet.way_out.click()

    assert lines(shown) == [
        f"{made.code}, Quechua (Cusco) · the promise of confidentiality has ended, look first"]
    assert "Zarquintela" not in before + closed
    assert "promise until 1 Nov 2026" in said
    assert open_now == "Zarquintela"
    assert "Zarquintela" not in heard_anywhere(room.window)
    assert desk.auditing.newest(1)[0].verb == "reveal"


def test_those_off_the_list_come_when_they_are_asked_for(room: Room, desk: Desk, qtbot: QtBot):
    """And say that they are."""
    made = put(desk, kind="service", name="Centro", off_since="2026-11-01")
    shown = part(room)
    before = lines(shown)
    shown.gone.buttons()[0].click()
    room.settle()

    assert before == []
    assert lines(shown)[0].startswith(made.code)
    assert lines(shown)[0].endswith("off the list")


def test_an_entry_is_put_in_and_corrected(room: Room, desk: Desk):
    """From the list to the form and back; a mistake is said and nothing typed is lost."""
    screen = room.show(DirectoryEntryScreen(room.s))
    screen.save.click()
    room.settle()
    refused = room.said()
    press(Key.Key_Space)
    screen.view.session.answer("kind", "employer")
    screen.view.show_field("name")
    write("Taller Sol")
    screen.save.setFocus()
    press(Key.Key_Return)
    room.settle()
    (made,) = desk.directory.listed()
    again = room.show(DirectoryEntryScreen(room.s, made.ref))
    again.view.session.answer("vetted_on", "2026-11-20")
    again.save.click()
    room.settle()

    assert "it has no kind" in refused
    assert (made.kind, desk.directory.names(made.ref)) == ("employer", ("Taller Sol",))
    assert desk.directory.listed()[0].vetted_on == "2026-11-20"
    assert room.went == [("team", {"tab": "directory"})] * 2


def test_an_empty_directory_says_what_belongs_there(room: Room):
    """And offers the one thing that brings it."""
    shown = part(room)

    assert "stand here by code" in words_on(shown)
    assert "New entry" in heard_anywhere(shown)
    assert not room.window.findChildren(EntrySheet)


def test_where_a_code_is_asked_for_the_directory_offers_those_that_fit(room: Room, desk: Desk, killa: str):
    """Letters find one, with what to see to first; choosing leaves its code. Somebody who stands in no list may be
    written all the same, and whoever is off the list is offered nowhere."""
    made = put(desk, kind="interpreter", name="Ramona", languages=("quz",))
    put(desk, kind="service", name="Centro")
    put(desk, kind="interpreter", name="Otra", off_since="2026-11-01")
    screen = opened(room, "APPT", killa)
    screen.view.show_field("interpreter")
    line = screen.view.card("interpreter").control.widget
    line.setFocus()

    write("quech")
    offered = line.matches()
    press(Key.Key_Down)
    line._finder.popup().setCurrentIndex(line._finder.completionModel().index(0, 0))
    QTest.keyClick(line._finder.popup(), Key.Key_Return)
    chosen = screen.opening.session.answer_of("interpreter").value
    line.selectAll()
    write("X-9")
    press(Key.Key_Tab)

    assert offered == (f"{made.code} · Quechua (Cusco) · nobody looked into it yet · no promise of confidentiality",)
    assert chosen == made.code
    assert (line.text(), screen.opening.session.answer_of("interpreter").value) == ("X-9", "X-9")
