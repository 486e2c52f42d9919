# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The team's place in the window: a supervisor answers a line, a worker answers a question, both by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assist.crypto.codes import shown
from assist.desk import Desk
from assist.services.handing_over import Wish
from assist.supervisionbook import ASKED_BACK, LOOK, PLAN
from tests.screens.at_desk import Room, choose_file, click
from tests.screens.at_keyboard import tab_to
from tests.syncing.test_handing_over import keep_away
from tests.syncing.test_supervising import Team, accompanied, meet, team
from ui.screens.case_file import CaseFileScreen
from ui.screens.my_day import MyDayScreen
from ui.screens.team import TeamScreen
from ui.shell.places import on_rail
from ui.widgets.buttons import QuietButton
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
    tab_to(line(screen, code))
    press(qtbot, Qt.Key.Key_Space)
    sheet = screen.part.sheet
    assert sheet.isVisible()
    tab_to(sheet.question)
    typed(qtbot, "Que paso sigue?")
    press(qtbot, Qt.Key.Key_Return)
    room.settle()
    assert room.said() == "Asked. The answer comes to this list."
    assert "You wait for an answer" in words(screen)
    meet((ana, beto, carla), store)

    hers = rooms(beto.desk)
    page = hers.show(TeamScreen(hers.s))
    assert isinstance(page, TeamScreen)
    tab_to(line(page, code))
    press(qtbot, Qt.Key.Key_Space)
    typed(qtbot, "Buscar telar")
    press(qtbot, Qt.Key.Key_Return)
    hers.settle()
    assert hers.said() == "Answered. Your supervisor sees it on her list."
    meet((ana, beto, carla), store)

    again = rooms(ana.desk)
    screen = again.show(TeamScreen(again.s))
    assert isinstance(screen, TeamScreen)
    tab_to(line(screen, code))
    press(qtbot, Qt.Key.Key_Space)
    assert "Buscar telar" in words(screen.part.sheet)
    tab_to(screen.part.sheet.done)
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


def test_a_caseload_is_handed_over_and_taken_by_keys_alone(team: Team, rooms: Rooms, qtbot: QtBot):
    ana, beto, carla, store = team
    first, second = accompanied(beto, "Zarquintela"), accompanied(beto, "Irma")
    meet((ana, beto, carla), store)

    room = rooms(beto.desk)
    screen = room.show(TeamScreen(room.s, "handover"))
    giving = screen.part.giving
    assert "Zarquintela" not in words(screen)
    assert not giving.go_on.isEnabled()
    tab_to(giving.cases.buttons()[0])
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Space)
    tab_to(giving.takers.buttons()[0])
    press(qtbot, Qt.Key.Key_Space)
    tab_to(giving.go_on)
    press(qtbot, Qt.Key.Key_Space)
    for number in (1, 2):
        sheet = giving.sheet
        assert sheet.isVisible()
        assert not sheet.go_on.isEnabled()
        typed(qtbot, f"Nota {number}")
        tab_to(sheet.told.buttons()[0])
        press(qtbot, Qt.Key.Key_Space)
        tab_to(sheet.go_on)
        press(qtbot, Qt.Key.Key_Space)
    room.settle()
    assert room.said() == "2 cases were offered."
    assert "Offered by you, not taken over yet" in words(screen)
    meet((ana, beto, carla), store)

    hers = rooms(carla.desk)
    page = hers.show(TeamScreen(hers.s, "handover"))
    code = shown(beto.desk.cases.header(first).code)
    tab_to(line(page, code))
    press(qtbot, Qt.Key.Key_Space)
    assert "Nota" in words(page.part.sheet)
    tab_to(page.part.sheet.take)
    press(qtbot, Qt.Key.Key_Space)
    hers.settle()
    assert hers.said() == "It is yours now. Introduce yourself to her."
    meet((ana, beto, carla), store)
    assert [beto.desk.cases.rows_of([each])[0].worker_name for each in (first, second)] == ["Carla", "Beto"]


@pytest.mark.rule("NR-14")
def test_what_could_not_be_offered_is_said_without_a_reason(team: Team, rooms: Rooms):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    keep_away(beto, case, "Carla")
    meet((ana, beto, carla), store)
    room = rooms(beto.desk)
    screen = room.show(TeamScreen(room.s, "handover"))
    screen.part._offer((Wish(case),), carla.desk.me.user, "")
    room.settle()
    assert "it has to be somebody else" in words(screen)
    assert "These cases stay where they are." in words(screen)
    assert carla.desk.handover.offers() == []


def test_my_day_says_what_the_team_asks(team: Team, rooms: Rooms):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    beto.save("F08", case, goal_own_words="Quiero volver a tejer")
    meet((ana, beto, carla), store)
    beto.desk.handover.offer([Wish(case)], carla.desk.me.user)
    ana.desk.supervision.answer(case, PLAN, "psychosocial", ASKED_BACK, "¿Y el telar?")
    beto.save("F10", case, goal_own_words="Un taller mío", path="training")
    meet((ana, beto, carla), store)
    said = {}
    for member in (ana, beto, carla):
        room = rooms(member.desk)
        said[member.desk.me.display_name] = words(room.show(MyDayScreen(room.s)))
    assert "to read or to agree with" in said["Ana"]
    assert "¿Y el telar?" in said["Beto"]
    assert "from Beto, offered to you" in said["Carla"]
    assert "offered to you" not in said["Beto"]


def test_the_file_says_who_handed_it_to_whom_and_who_opened_it(team: Team, rooms: Rooms):
    ana, beto, carla, store = team
    case = accompanied(beto, "Killa")
    meet((ana, beto, carla), store)
    carla.desk.cases.open(case, "urgent")
    beto.desk.handover.offer([Wish(case, "Prefiere las tardes")], carla.desk.me.user)
    meet((ana, beto, carla), store)
    carla.desk.handover.accept(case)
    meet((ana, beto, carla), store)
    room = rooms(carla.desk)
    page = words(room.show(CaseFileScreen(room.s, case, "history")))
    assert "Beto to Carla" in page
    assert "Prefiere las tardes" in page
    assert "something urgent" in page


def test_work_is_counted_by_name_and_saved_as_paper(team: Team, rooms: Rooms, qtbot: QtBot, tmp_path: Path):
    ana, beto, carla, store = team
    accompanied(beto, "Zarquintela")
    meet((ana, beto, carla), store)
    room = rooms(ana.desk)
    screen = room.show(TeamScreen(room.s, "workload"))
    said = [label.accessibleName() for label in screen.findChildren(Label) if label.accessibleName()]
    assert "Beto, Open cases: 1" in said
    assert "Carla, Open cases: 0" in said
    assert "Zarquintela" not in words(screen)
    click(screen.part.save, qtbot)
    file = tmp_path / "carga.pdf"
    choose_file(qtbot, file)
    room.settle()
    assert file.read_bytes().startswith(b"%PDF")
    assert "Print id" in room.said()


@pytest.mark.rule("NR-14")
def test_all_that_is_offered_is_taken_over_at_once_but_for_what_cannot_be(team: Team, rooms: Rooms, qtbot: QtBot):
    ana, beto, carla, store = team
    cases = [accompanied(beto, name) for name in ("Killa", "Irma", "Rosa")]
    beto.desk.handover.offer([Wish(case) for case in cases], carla.desk.me.user)
    meet((ana, beto, carla), store)
    keep_away(carla, cases[0], "Carla")
    room = rooms(carla.desk)
    screen = room.show(TeamScreen(room.s, "handover"))
    click(next(each for each in screen.findChildren(QuietButton) if each.words() == "Take all of them over"), qtbot)
    room.settle()
    assert room.said() == "They are yours now. Introduce yourself to each of them."
    assert "Could not be taken over" in words(screen)
    assert "it has to be somebody else" in words(screen)
    assert {row.case for row in carla.desk.handover.offers()} == {cases[0]}
