# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An opinion is handed over by the person herself; sums are looked at by those who lead (PA-12, PA-13)."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from forms import loader
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import words_on
from tests.screens.histories import first_contact
from ui.form_view.wording import NOT_REVIEWED
from ui.screens.feedback import FeedbackScreen
from ui.screens.feedback_results import FeedbackResultsScreen
from ui.screens.record_editor import RecordEditor
from ui.screens.reports import ReportsScreen


@pytest.fixture
def lead(desk: Desk) -> Desk:
    """A supervisor's desk."""
    desk.bench.learn(["supervisor"], desk.bench.names)
    return desk


def handed_over(room: Room, **answers: str) -> FeedbackScreen:
    """The form filled on the screen and handed over."""
    screen = room.show(FeedbackScreen(room.s))
    assert isinstance(screen, FeedbackScreen)
    click(screen.begin, room.qtbot)
    assert screen.view is not None
    for key, value in answers.items():
        screen.view.session.answer(key, value)
    click(screen.give, room.qtbot)
    room.settle()
    return screen


@pytest.mark.rule("PA-12")
def test_the_person_reads_what_becomes_of_it_before_the_first_question(room: Room, lead: Desk):
    """Also that a small house may never reach five."""
    screen = room.show(FeedbackScreen(room.s))

    said = words_on(screen)
    assert "A small house may never reach five" in said
    assert NOT_REVIEWED in said


@pytest.mark.rule("PA-12")
def test_what_is_not_handed_over_is_forgotten(room: Room, lead: Desk):
    """No draft, no sheet that waits; whoever comes next begins anew."""
    screen = room.show(FeedbackScreen(room.s))
    click(screen.begin, room.qtbot)
    screen.view.session.answer("hours", "no")
    screen.keep_draft()
    assert screen.leave()

    assert screen.view is None
    assert lead.records.drafts() == []
    with lead.bench.keeper.writing() as work:
        assert work.feedback.waiting() == []


@pytest.mark.rule("PA-12")
def test_four_are_not_enough_on_the_screen_and_five_are(room: Room, lead: Desk):
    """Sums appear after somebody signed in again, with their number."""
    for _each in range(4):
        screen = handed_over(room, hours="yes")
        assert "Thank you." in words_on(screen)
    lead.feedback.gather()
    results = room.show(FeedbackResultsScreen(room.s))
    assert "Not enough answers." in words_on(results)

    handed_over(room, hours="no", free_line="Somebody was kind")
    lead.feedback.gather()
    results = room.show(FeedbackResultsScreen(room.s))
    assert "yes 80 % · partly 0 % · no 20 % · 5 answers" in words_on(results)

    [ref] = results.areas
    results.areas[ref].setPlainText("A kind word")
    click(results.kept[ref], room.qtbot)
    room.settle()
    assert "A kind word" in words_on(results)
    assert not results.areas


@pytest.mark.rule("PA-12")
def test_the_reports_lead_there_and_ask_nobody_whose(room: Room, lead: Desk):
    """Both ways for a supervisor, one for a psychologist."""
    reports = room.show(ReportsScreen(room.s))
    click(reports.opinions.ask, room.qtbot)
    click(reports.opinions.look, room.qtbot)
    assert room.went == [("feedback", {}), ("feedback_results", {})]

    lead.bench.learn(["psychologist"], lead.bench.names)
    reports = room.show(ReportsScreen(room.s))
    assert reports.opinions.ask.isVisible()
    assert not reports.opinions.look.isVisible()


@pytest.mark.rule("PA-13")
def test_a_form_that_no_survivors_read_says_so_where_it_is_opened(room: Room, desk: Desk):
    """A quiet line under its name; a form that is put to nobody has none."""
    case = first_contact(desk)
    for ident in ("F01", "AGR"):
        editor = room.show(RecordEditor(room.s, ident, case if ident != "F01" else "", "", "", ""))
        is_said = NOT_REVIEWED in editor.header().below.text()
        assert is_said == loader.form(ident).is_for_participants
        editor.leave()
