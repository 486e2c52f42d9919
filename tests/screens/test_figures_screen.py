# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures are worked out, looked at and handed out in the window; what is hidden is said on the screen too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from assist.clock import FixedClock
from assist.desk import Desk
from tests.screens.at_desk import Room, choose_file, click
from tests.screens.at_keyboard import words_on
from tests.screens.histories import fill, first_contact
from ui.screens.figures import FiguresScreen
from ui.screens.reports import ReportsScreen
from ui.widgets.lines import PressLine
from ui.widgets.scrolling import turn_page


@pytest.fixture
def lead(desk: Desk, clock: FixedClock) -> Desk:
    """A supervisor's desk in January, with five who came in autumn and two who left."""
    desk.bench.learn([*desk.me.roles, "supervisor"], desk.bench.names)
    came = [first_contact(desk, f"Flor {number}") for number in range(5)]
    for case in came[:2]:
        fill(desk, "F15", case, {"reason": "my_choice"})
    clock.set(datetime(2027, 1, 4, 10, tzinfo=UTC))
    return desk


def opened(room: Room) -> FiguresScreen:
    screen = room.show(FiguresScreen(room.s))
    assert isinstance(screen, FiguresScreen)
    return screen


def made(room: Room, whom: str = "team") -> FiguresScreen:
    """Worked out for the last quarter."""
    screen = opened(room)
    screen.choosing.whom.pick([whom])
    click(screen.choosing.make, room.qtbot)
    room.settle()
    return screen


def test_figures_say_what_they_count_and_what_is_hidden(room: Room, lead: Desk):
    """Five are told inside; two who left are fewer than five, whatever their reason."""
    screen = made(room)

    said = words_on(screen.report)
    assert "October" in said or "Oct" in said
    assert "people whose case was opened in this time" in said
    assert "fewer than 5" in said
    assert "Does not say: how many needed help and did not come" in said
    assert screen.report.save.hasFocus()


def test_the_keys_of_a_page_turn_it(room: Room, lead: Desk):
    """There is nothing to press among figures, and nobody needs a mouse to read them to their end."""
    screen = made(room)
    bar = screen.report._page.verticalScrollBar()
    page = min(bar.pageStep(), bar.maximum())
    for key, at in ((Qt.Key.Key_End, bar.maximum()), (Qt.Key.Key_Home, 0), (Qt.Key.Key_PageDown, page)):
        assert turn_page(room.window, key)
        assert bar.value() == at
    assert bar.maximum() > 0


def test_what_was_made_stands_there_and_says_the_same(room: Room, lead: Desk):
    """After another one came, too."""
    screen = made(room)
    before = words_on(screen.report)
    click(screen.report.back, room.qtbot)
    first_contact(lead, "Otra")
    (line,) = screen.choosing.before.findChildren(PressLine)
    line.click()

    assert words_on(screen.report) == before


def test_it_is_handed_out_with_the_passphrase_and_as_a_workbook(room: Room, lead: Desk, tmp_path: Path):
    """Pages and workbook lie where they were put, and the print id is said."""
    screen = made(room, "outside")
    click(screen.report.save, room.qtbot)
    choose_file(room.qtbot, tmp_path / "a.pdf")
    room.settle()
    assert room.reasons == ["This report leaves the encrypted workspace."]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    click(screen.report.book, room.qtbot)
    choose_file(room.qtbot, tmp_path / "a.xlsx")
    room.settle()

    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
    assert "Print id" in room.said()
    assert room.troubles == []


def test_without_a_funder_there_is_no_donors_report_and_another_time_may_be_written(room: Room, lead: Desk):
    """What cannot be made cannot be asked for; a time that is not over is refused in words."""
    screen = opened(room)
    screen.choosing.whom.buttons()[2].click()
    room.settle()
    assert not screen.choosing.make.isEnabled()
    assert screen.choosing.no_funder.isVisible()

    screen.choosing.whom.buttons()[0].click()
    screen.choosing.time.buttons()[-1].click()
    screen.choosing.first.edit.setText("2026-11-01")
    screen.choosing.last.edit.setText("2027-11-01")
    click(screen.choosing.make, room.qtbot)
    room.settle()
    assert "The figures were not worked out" in room.said()


def test_the_way_there_is_for_whoever_supervises(room: Room, lead: Desk):
    """From the reports."""
    screen = room.show(ReportsScreen(room.s))
    click(screen.figures.look, room.qtbot)
    assert room.went == [("figures", {})]

    lead.bench.learn(["caseworker"], lead.bench.names)
    assert room.show(ReportsScreen(room.s)).figures.isHidden()
