# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a case file keeps of what was said: consents, notes, filled forms, remarks that came along."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assist.clock import FixedClock
from assist.desk import Desk
from assist.views import CaseQuery
from tests.conftest import NOON
from tests.screens.at_case_file import hidden_in, opened, pressed, show_it
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import heard_anywhere, words_on
from tests.screens.histories import accompanied, fill, first_contact, half_a_year
from ui.dialogs.confirm import Confirm
from ui.screens.case_file.filled import FilledSheet
from ui.widgets.lines import PressLine

# -- consent -----------------------------------------------------------------------------


@pytest.mark.rule("CO-06")
def test_stopping_is_one_press_and_asks_for_no_reason(room: Room, desk: Desk, qtbot: QtBot):
    """It holds at once, and the page is honest about what cannot be taken back."""
    case = accompanied(desk)
    screen = opened(room, case, "consent")
    record = desk.cases.consents(case)[0].record

    click(screen.tab().stops[record], qtbot)
    room.settle()

    assert desk.cases.consents(case)[0].standing == "withdrawn"
    assert "cannot be taken back" in room.said()
    assert "stopped" in words_on(screen)
    assert screen.tab().stops == {}


@pytest.mark.rule("UX-27")
def test_a_yes_stopped_by_a_slip_holds_again_after_one_press(room: Room, desk: Desk, qtbot: QtBot):
    """For half a minute; nobody had heard of it."""
    case = accompanied(desk)
    screen = opened(room, case, "consent")
    before = desk.cases.consents(case)
    click(screen.tab().stops[before[0].record], qtbot)
    room.settle()

    click(room.s.banner.action, qtbot)
    room.settle()

    assert desk.cases.consents(case) == before
    assert list(screen.tab().stops) == [before[0].record]


@pytest.mark.rule("CO-13")
def test_the_limits_card_leads_to_the_limits_until_they_are_explained(room: Room, desk: Desk):
    """They come before the first real question."""
    case = first_contact(desk)
    screen = opened(room, case, "consent")

    pressed(screen, "Explain the limits")

    assert "Nothing was asked yet. What was not asked counts as no." in words_on(screen)
    assert room.went == [("form", {"form": "LIMITS", "case": case})]


# -- notes -------------------------------------------------------------------------------


@pytest.mark.rule("NR-11")
def test_what_she_asked_for_is_open_and_facts_are_not(room: Room, desk: Desk):
    """Reading a file is not reading everything in it."""
    screen = opened(room, half_a_year(desk), "notes")
    before = heard_anywhere(screen)

    hidden = hidden_in(screen)[0]
    show_it(room, hidden)

    assert "Ir al mercado con la vecina" in before
    assert "auto verde" not in before
    assert "Placa" not in before
    assert "auto verde" in hidden.hidden.words()
    assert "Placa anotada aparte." in hidden.hidden.words()


@pytest.mark.rule("UX-09")
def test_one_calm_notice_comes_before_heavy_words_and_only_once(room: Room, desk: Desk):
    """The second opening in the same sitting needs none."""
    screen = opened(room, half_a_year(desk), "notes")
    hidden = hidden_in(screen)[0]

    hidden.hidden.click()
    room.settle()
    first = hidden.notice.isVisible(), hidden.hidden.is_shown
    hidden.show_it.click()
    room.settle()
    shown_first = hidden.hidden.is_shown
    hidden.hidden.click()
    hidden.hidden.click()
    room.settle()

    assert first == (True, False)
    assert shown_first
    assert hidden.hidden.is_shown
    assert not hidden.notice.isVisible()


@pytest.mark.rule("UX-26")
def test_after_heavy_words_the_worker_may_rest(room: Room, desk: Desk, qtbot: QtBot):
    """Once they are closed again, once for each record in a sitting; a moment that nobody counts."""
    case = half_a_year(desk)
    screen = opened(room, case, "notes")
    hidden = hidden_in(screen)[0]

    show_it(room, hidden)
    while_open = hidden.pause.isVisible()
    hidden.hidden.click()
    closed = hidden.pause.isVisible()
    click(hidden.pause.rest, qtbot)

    assert (while_open, closed) == (False, True)
    assert "Breathe out slowly" in hidden.pause.words.text()
    assert not any(sign.isdigit() for sign in heard_anywhere(hidden.pause))
    again = hidden_in(opened(room, case, "notes"))[0]
    show_it(room, again)
    again.hidden.click()
    assert not again.pause.isVisible()


# -- forms -------------------------------------------------------------------------------


@pytest.mark.rule("NR-18")
def test_filled_forms_are_listed_without_counting_answers(room: Room, desk: Desk):
    """A person is not measured by how much she told."""
    screen = opened(room, half_a_year(desk), "forms")

    said = [line.said for line in screen.tab().findChildren(PressLine)]

    assert ("Session note", "Ana Ríos", "18 Nov") in [(one.head, one.words, one.end) for one in said]
    assert not [one for one in said if "%" in one.spoken() or "answered" in one.spoken()]


def test_a_form_that_waits_says_for_what_and_leads_there(room: Room, desk: Desk):
    """A closed door with a sign and a way."""
    case = first_contact(desk)
    screen = opened(room, case, "forms")
    words = words_on(screen)

    pressed(screen, "Limits of secrecy")

    assert "opens once the limits of secrecy are explained" in words
    assert "opens once she agreed to be accompanied" in words
    assert room.went == [("form", {"form": "LIMITS", "case": case})]


@pytest.mark.rule("NR-19", "UX-27")
def test_what_she_wants_left_out_of_today_goes_for_good(room: Room, desk: Desk, qtbot: QtBot):
    """One question before, since nothing brings it back; the note itself stays."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"person_wants": "Que no quede lo del mercado", "outcome": "held"})
    screen = opened(room, case, "forms")
    next(line for line in screen.tab().findChildren(PressLine) if line.said.head == "Session note").click()
    room.settle()
    sheet = next(one for one in room.window.findChildren(FilledSheet) if one.isVisible())

    click(sheet.strikes["person_wants"], qtbot)
    confirm = next(one for one in room.window.findChildren(Confirm) if one.isVisible())
    keeps = confirm.way_out.hasFocus()
    click(confirm.act, qtbot)
    room.settle()

    assert keeps
    assert desk.cases.notes(case)[0].wants == ""
    assert desk.cases.notes(case)[0].outcome == "held"
    assert "It was left out, for good." in room.said()


def test_yesterdays_words_are_not_left_out_from_here(room: Room, desk: Desk, clock: FixedClock):
    """They may have been shared by then; another day has another way."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"person_wants": "Ir al mercado"})
    clock.set(NOON + timedelta(days=1))
    screen = opened(room, case, "forms")

    next(line for line in screen.tab().findChildren(PressLine) if line.said.head == "Session note").click()
    room.settle()
    sheet = next(one for one in room.window.findChildren(FilledSheet) if one.isVisible())

    assert sheet.strikes == {}


# -- came with a spreadsheet -------------------------------------------------------------


def brought(desk: Desk, tmp_path: Path) -> str:
    """Somebody who came with a spreadsheet, asleep until she is opened."""
    file = tmp_path / "register.csv"
    file.write_text("Nome social;Chegada;Observações\nLúcia;2026-05-02;Medo de sirene canária\n", "utf-8")
    desk.imports.bring(desk.imports.look(file))
    return desk.cases.listed(CaseQuery())[0].case


def test_a_case_from_a_spreadsheet_wakes_when_it_is_first_opened(room: Room, desk: Desk, tmp_path: Path):
    """Its duties begin then, not all on one morning (ruling 37)."""
    case = brought(desk, tmp_path)
    asleep = desk.cases.duties(case)

    opened(room, case)

    assert asleep == ()
    assert desk.cases.duties(case) != ()
    assert desk.cases.day().unopened_imports == 0


@pytest.mark.rule("NR-22", "NR-11")
def test_remarks_of_others_are_closed_marked_and_put_away_one_by_one(room: Room, desk: Desk, tmp_path: Path):
    """What somebody else wrote about her does not count as her answer; shown on record, sorted, gone."""
    case = brought(desk, tmp_path)
    screen = opened(room, case)
    before, marked = heard_anywhere(screen), words_on(screen)

    show_it(room, hidden_in(screen)[0])
    shown_words = hidden_in(screen)[0].hidden.words()
    pressed(screen, "sorted")
    room.settle()

    assert "canária" not in before
    assert "They do not count as her answers." in marked
    assert "Medo de sirene canária" in shown_words
    assert "reveal" in [row.verb for row in desk.auditing.newest()]
    assert desk.cases.now(case).to_sort == ()
    assert "to put in its place" not in words_on(screen)
