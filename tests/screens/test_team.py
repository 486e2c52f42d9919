# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The team's place in the window: a supervisor answers a line, a worker answers a question, both by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.supervisionbook import LOOK, PLAN
from tests.screens.at_desk import Room
from tests.syncing.test_supervising import Team, accompanied, meet, team
from ui.screens.team import TeamScreen
from ui.shell.places import on_rail
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import PressLine

__all__ = ["team"]
Rooms = Callable[[Desk], Room]


@pytest.fixture
def rooms(qtbot: QtBot) -> Iterator[Rooms]:
    """A room for each desk."""
    made: list[Room] = []

    def room(desk: Desk) -> Room:
        made.append(Room(desk, qtbot))
        return made[-1]

    yield room
    for each in made:
        each.close()


def words(widget: QWidget) -> str:
    """Everything it says, lines to press included."""
    said = [label.text() for label in widget.findChildren(Label)]
    said += [line.said.spoken() for line in widget.findChildren(PressLine)]
    return "\n".join([*said, *(card.accessibleName() for card in widget.findChildren(Card))])


def press(qtbot: QtBot, key: Qt.Key) -> None:
    """A key where the keyboard is."""
    held = QApplication.focusWidget()
    assert held is not None
    qtbot.keyClick(held, key)


def typed(qtbot: QtBot, text: str) -> None:
    """Words where the keyboard is."""
    qtbot.keyClicks(QApplication.focusWidget(), text)


def to(qtbot: QtBot, wanted: QWidget) -> None:
    """With Tab, as often as it takes."""
    for _turn in range(30):
        if QApplication.focusWidget() is wanted:
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError("the keyboard does not get there")


def line(screen: QWidget, code: str) -> PressLine:
    """The line of a case."""
    return next(each for each in screen.findChildren(PressLine) if each.said.head == code)


def test_a_supervisor_asks_back_and_a_worker_answers_by_keys_alone(team: Team, rooms: Rooms, qtbot: QtBot):
    ana, beto, carla, store = team
    case = accompanied(beto, "Zarquintela")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)
    code = shown(beto.desk.cases.header(case).code)

    room = rooms(ana.desk)
    screen = room.show(TeamScreen(room.s))
    assert isinstance(screen, TeamScreen)
    assert "Zarquintela" not in words(screen)
    to(qtbot, line(screen, code))
    press(qtbot, Qt.Key.Key_Space)
    sheet = screen.part.sheet
    assert sheet.isVisible()
    to(qtbot, sheet.question)
    typed(qtbot, "Que paso sigue?")
    press(qtbot, Qt.Key.Key_Return)
    room.settle()
    assert room.said() == "Asked. The answer comes to this list."
    assert "You wait for an answer" in words(screen)
    meet((ana, beto, carla), store)

    hers = rooms(beto.desk)
    page = hers.show(TeamScreen(hers.s))
    assert isinstance(page, TeamScreen)
    to(qtbot, line(page, code))
    press(qtbot, Qt.Key.Key_Space)
    typed(qtbot, "Buscar telar")
    press(qtbot, Qt.Key.Key_Return)
    hers.settle()
    assert hers.said() == "Answered. Your supervisor sees it on her list."
    meet((ana, beto, carla), store)

    again = rooms(ana.desk)
    screen = again.show(TeamScreen(again.s))
    assert isinstance(screen, TeamScreen)
    to(qtbot, line(screen, code))
    press(qtbot, Qt.Key.Key_Space)
    assert "Buscar telar" in words(screen.part.sheet)
    to(qtbot, screen.part.sheet.done)
    press(qtbot, Qt.Key.Key_Space)
    again.settle()
    assert again.said() == "Kept. It waits no more."
    assert [row for row in ana.desk.supervision.queue().rows if row.kind == PLAN] == []


def test_a_line_leads_to_its_part_of_the_file(team: Team, rooms: Rooms, qtbot: QtBot):
    ana, beto, carla, store = team
    case = beto.first_contact("Killa")
    meet((ana, beto, carla), store)
    carla.desk.cases.open(case, "stands_in")
    meet((ana, beto, carla), store)

    room = rooms(ana.desk)
    screen = room.show(TeamScreen(room.s))
    assert isinstance(screen, TeamScreen)
    assert "Carla: I stand in for her worker" in words(screen)
    line(screen, shown(beto.desk.cases.header(case).code)).click()
    screen.part.sheet.look.click()
    assert room.went == [("case", {"case": case, "tab": "history"})]
    assert [row.kind for row in ana.desk.supervision.queue().rows] == [LOOK]


@pytest.mark.rule("UX-09")
def test_the_number_of_what_weighs_is_everybodys_own(team: Team, rooms: Rooms):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    note = beto.save("F11", case, outcome="held", facts="dijo que sí")[1]
    beto.desk.cases.reveal_facts(case, note)
    meet((ana, beto, carla), store)

    hers, mine = rooms(beto.desk), rooms(ana.desk)
    assert "words that may weigh 1 time" in words(hers.show(TeamScreen(hers.s)))
    assert "words that may weigh 0 times" in words(mine.show(TeamScreen(mine.s)))


def test_whoever_has_nothing_to_do_there_finds_no_such_place(team: Team):
    assert "team" in dict(on_rail(["supervisor"]))
    assert "team" in dict(on_rail(["caseworker"]))
    assert "team" not in dict(on_rail(["auditor"]))
