# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The week on the screen: by day, by keyboard, and a day on paper in codes; the same appointment in her file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from assist.crypto.codes import shown
from assist.desk import Desk
from tests.screens.at_case_file import opened
from tests.screens.at_desk import Room, choose_file, click
from tests.screens.at_keyboard import Key, heard_anywhere, here, press, words_on, write
from tests.screens.histories import fill, first_contact
from tests.screens.test_my_day import lines_under
from ui.dialogs.appointment import AppointmentSheet
from ui.dialogs.day_on_paper import DayOnPaper
from ui.screens.my_day import MyDayScreen
from ui.screens.week import WeekScreen
from ui.widgets.action_bar import ActionBar
from ui.widgets.lines import PressLine

DAY = "2026-11-26"
TITLE = "Thursday 26 November"


@pytest.fixture
def agreed(desk: Desk, killa: str) -> str:
    """Somebody goes to the clinic tomorrow."""
    return fill(desk, "APPT", killa, {"kind": "health", "on": DAY, "at": "9:30", "along": "team", "along_who": "M2",
                                      "transport": "us", "place": "Olmevante"}).record


def week(room: Room, day: str = "") -> WeekScreen:
    """The week, shown."""
    screen = room.show(WeekScreen(room.s, day))
    assert isinstance(screen, WeekScreen)
    return screen


def lines(screen: WeekScreen) -> list[str]:
    """What its lines say."""
    return [line.said.spoken() for line in screen.findChildren(PressLine)]


def sheet_of(room: Room, kind: type) -> AppointmentSheet:
    """The sheet that lies there."""
    return next(one for one in room.window.findChildren(kind) if one.isVisible())


def test_a_week_has_its_days_with_hour_who_and_how(room: Room, agreed: str):
    """And no place. What is past and empty does not stand in the way of today."""
    screen = week(room)

    assert lines(screen) == ["09:30 · Killa, health · with somebody of the team (M2) · we see to transport"]
    said = words_on(screen)
    assert said.index("Today, Wednesday 25 November") < said.index(TITLE) < said.index("Sunday 29 November")
    assert "Monday 23 November" not in said
    assert "Olmevante" not in heard_anywhere(screen)


def test_alt_and_an_arrow_go_through_the_weeks_and_home_is_this_one(room: Room, agreed: str):
    """Without a mouse; each week asks for its own days."""
    screen = week(room)
    screen.before.setFocus()

    seen = []
    for key in (Key.Key_Right, Key.Key_Left, Key.Key_Left, Key.Key_Home):
        press(key, modifier=Qt.KeyboardModifier.AltModifier)
        room.settle()
        seen.append((len(lines(screen)), "Monday 30 November" in words_on(screen)))

    assert seen == [(0, True), (1, False), (0, False), (1, False)]


def test_with_codes_only_no_name_is_there(room: Room, desk: Desk, killa: str, agreed: str):
    """Neither to see nor to hear, in the week and on My day."""
    desk.preferences.write(replace(desk.preferences.read(), codes_only=True))

    heard = heard_anywhere(week(room))
    day = room.show(MyDayScreen(room.s))

    assert "Killa" not in heard
    assert shown(desk.cases.header(killa).code) in heard
    assert [line.said.head for line in lines_under(day, "Appointments")] == [shown(desk.cases.header(killa).code)]


def test_how_it_went_is_said_by_keyboard_alone(room: Room, desk: Desk, killa: str, agreed: str):
    """Enter on the line, a choice, Enter on save; the line then says it."""
    screen = week(room)
    screen.findChildren(PressLine)[0].setFocus()
    press(Key.Key_Return)
    assert here() in sheet_of(room, AppointmentSheet).outcome.buttons()
    press(Key.Key_Space)
    sheet_of(room, AppointmentSheet).save.setFocus()
    press(Key.Key_Return)
    room.settle()

    assert desk.appointments.of_case(killa)[0].outcome == "done"
    assert lines(screen)[0].endswith("it took place")
    assert room.said() == "Written down."

    room.s.banner.action.click()
    room.settle()
    assert desk.appointments.of_case(killa)[0].outcome == ""


def test_another_day_moves_it_and_a_day_that_cannot_be_read_stays_on_the_sheet(
    room: Room, desk: Desk, killa: str, agreed: str, qtbot: QtBot,
):
    """What to do stands beside what was typed, and nothing was moved; then it is, and the sheet goes."""
    screen = week(room)
    click(screen.findChildren(PressLine)[0], qtbot)
    sheet = sheet_of(room, AppointmentSheet)
    sheet.hour.setText("half past")
    click(sheet.save, qtbot)
    room.settle()
    told, kept = sheet.problem.text(), (sheet.hour.text(), desk.appointments.of_case(killa)[0].at)
    sheet.hour.setText("10h")
    sheet.day.setFocus()
    sheet.day.edit.selectAll()
    write("2026-11-28")
    click(sheet.save, qtbot)
    room.settle()

    (found,) = desk.appointments.of_case(killa)
    assert told.endswith("Please write it as 9:30 or 14:00.")
    assert kept == ("half past", "09:30")
    assert (found.on, found.at, found.moved) == ("2026-11-28", "10:00", ((DAY, "09:30"),))
    assert not [one for one in room.window.findChildren(AppointmentSheet) if one.isVisible()]


@pytest.mark.rule("WP-02", "WP-18")
def test_a_day_goes_on_paper_after_it_was_looked_at_line_by_line(
    room: Room, desk: Desk, killa: str, agreed: str, qtbot: QtBot, tmp_path: Path,
):
    """Codes only; of what stays off the paper one reads how much, on the screen alone."""
    fill(desk, "APPT", killa, {"reminder": "in_person", "interpreter": "I-7"}, agreed)
    hidden = first_contact(desk, "Perlunqui")
    fill(desk, "APPT", hidden, {"kind": "papers", "on": DAY})
    desk.protection.set_level(hidden, 3)
    screen = week(room)
    click(screen.papers[DAY], qtbot)
    sheet = sheet_of(room, DayOnPaper)
    seen = words_on(sheet)
    click(sheet.paper, qtbot)
    choose_file(qtbot, tmp_path / "day.pdf")
    room.settle()

    assert shown(desk.cases.header(killa).code) in seen
    assert "health · with somebody of the team (M2) · we see to transport · with an interpreter" in seen
    assert "remind" not in seen
    assert "1 stays off the paper, because it is protected." in seen
    assert not any(name in seen for name in ("Killa", "Perlunqui", shown(desk.cases.header(hidden).code)))
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")
    assert room.said().startswith("Saved, 1 page, and not encrypted any more.")


def test_a_day_in_court_leads_to_her_safety_and_is_not_called_so(
    room: Room, desk: Desk, killa: str, qtbot: QtBot,
):
    """The week lies open on a desk."""
    fill(desk, "F18", killa, {"hearings": [{"on": DAY, "mode": "video"}]})
    screen = week(room)

    (line,) = lines(screen)
    click(screen.findChildren(PressLine)[0], qtbot)

    assert line == "Killa, important day · by video"
    assert room.went == [("case", {"case": killa, "tab": "safety"})]


@pytest.mark.rule("UX-01")
def test_my_day_says_when_and_whose_and_not_what_for(room: Room, desk: Desk, killa: str, agreed: str, qtbot: QtBot):
    """And leads to her services; from the foot one gets to the week."""
    screen = room.show(MyDayScreen(room.s))
    (line,) = lines_under(screen, "Appointments")
    heard = heard_anywhere(screen)
    click(line, qtbot)
    click(screen.week, qtbot)

    assert line.said.spoken() == f"Killa, {shown(desk.cases.header(killa).code)}, tomorrow · 09:30"
    assert "health" not in heard
    assert room.went == [("case", {"case": killa, "tab": "services"}), ("week", {})]


def test_in_her_file_it_stands_first_and_what_is_over_last(room: Room, desk: Desk, killa: str, agreed: str):
    """A moved one says where it was; the sheet leads to the form for the rest."""
    done = fill(desk, "APPT", killa, {"kind": "papers", "on": "2026-11-20", "outcome": "done"})
    desk.appointments.move(killa, agreed, "2026-11-27", "9:30")
    screen = opened(room, killa, "services")
    found = [line for line in screen.tab().findChildren(PressLine) if line.isVisible()]
    told = [line.said.spoken() for line in found]
    found[0].click()
    room.settle()
    sheet = sheet_of(room, AppointmentSheet)
    sheet.to_form.click()

    assert done.record
    assert told[0].startswith("27 Nov · 09:30, health")
    assert told[0].endswith("before: 26 Nov 2026 09:30")
    assert told[1] == "20 Nov, papers, it took place"
    assert sheet.to_case is None
    assert room.went == [("form", {"form": "APPT", "case": killa, "record": agreed})]


def test_in_a_small_window_names_can_still_be_left_out(desk: Desk, agreed: str, qtbot: QtBot):
    """What does not fit at the foot waits behind *more*, a choice as well as a button, and works from there."""
    small = Room(desk, qtbot, size=(640, 360))
    screen = small.show(MyDayScreen(small.s))
    foot = screen.findChild(ActionBar)
    waiting = foot.waiting()
    foot.more.click()
    menu = foot.findChild(QMenu)
    next(line for line in menu.actions() if line.text() == "codes only").trigger()
    menu.close()
    small.settle()
    kept = desk.preferences.read().codes_only
    small.close()

    assert waiting == ("only mine", "codes only", "Print blank forms")
    assert kept
