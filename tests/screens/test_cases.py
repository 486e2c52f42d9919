# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of cases: at once, by keyboard, and silent about everybody one does not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from assist.clock import FixedClock
from assist.crypto.codes import shown
from assist.desk import Desk
from tests.conftest import NOON
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import Key, heard_anywhere, press, words_on, write
from tests.screens.histories import accompanied, fill, first_contact, given_to_colleague, half_a_year
from ui.dialogs.ask_reason import AskReason
from ui.dialogs.find_words import FindWords
from ui.dialogs.found_cases import FoundCases
from ui.dialogs.sheet import Sheet
from ui.models.case_table import CaseTableModel, Column
from ui.models.roles import ToneRole
from ui.screens.case_file import CaseFileScreen
from ui.screens.cases import CasesScreen
from ui.screens.my_day import MyDayScreen

LEGAL = "Quilla Canaria"


def opened(room: Room) -> CasesScreen:
    """The list, with its rows."""
    screen = room.show(CasesScreen(room.s))
    assert isinstance(screen, CasesScreen)
    return screen


def column(screen: CasesScreen, wanted: Column) -> list[str]:
    """What a column shows, from top to bottom."""
    model = screen.model
    return [model.index(row, wanted).data() for row in range(model.rowCount())]


def typed(room: Room, screen: CasesScreen, words: str) -> None:
    """Letters in the filter, and whatever they bring."""
    screen.filter.setFocus()
    screen.filter.clear()
    write(words)
    room.qtbot.waitUntil(lambda: screen.query.text == words)
    room.settle()


def sheet_of(room: Room, kind: type[Sheet]) -> Sheet | None:
    """The sheet of that kind which lies on the screen."""
    return next((one for one in room.window.findChildren(kind) if one.isVisible()), None)


def test_rows_are_words_and_only_the_own_duty_stands_out(room: Room, desk: Desk, clock: FixedClock):
    """Code, name, stage as a word, how far the next duty is; ochre is for one's own (look.md)."""
    own = first_contact(desk, "Rosa")
    given_to_colleague(desk, first_contact(desk, "Sami"))
    clock.set(NOON + timedelta(days=5))

    screen = opened(room)
    tones = {screen.model.index(row, Column.NAME).data(): screen.model.index(row, Column.DUE).data(ToneRole)
             for row in range(2)}

    assert shown(desk.cases.header(own).code) in column(screen, Column.CODE)
    assert column(screen, Column.STAGE) == ["First contact", "First contact"]
    assert column(screen, Column.DUE) == ["2 days late · First look at safety"] * 2
    assert column(screen, Column.CONTACT) == ["5 days ago"] * 2
    assert tones == {"Rosa": "ochre", "Sami": "muted"}


def test_the_model_keeps_the_rules_of_qt(room: Room, desk: Desk, qtmodeltester: ModelTester):
    """Views of Qt rely on them."""
    for name in ("Rosa", "Sami", "Killa"):
        first_contact(desk, name)

    screen = opened(room)

    qtmodeltester.check(screen.model)
    assert screen.model.rowCount() == 3
    assert screen.model.index(0, 0).data(CaseTableModel.IdRole)


def test_the_order_is_made_by_the_database_when_a_heading_is_pressed(room: Room, desk: Desk):
    """Sorting never happens in a proxy; both ways, and from the menu too."""
    for name in ("Rosa", "Ana", "Sami"):
        first_contact(desk, name)
    screen = opened(room)

    screen.model.sort(Column.NAME, Qt.SortOrder.AscendingOrder)
    room.settle()
    upwards = column(screen, Column.NAME)
    menu = screen.column_menu()
    next(act for act in menu.actions() if act.text() == "Sort by Name, backwards").trigger()
    room.settle()

    assert upwards == ["Ana", "Rosa", "Sami"]
    assert column(screen, Column.NAME) == ["Sami", "Rosa", "Ana"]
    assert (screen.query.sort, screen.query.descending) == ("name", True)


def test_a_column_can_be_put_away_and_brought_back(room: Room, desk: Desk):
    """What one does not need need not be there; the code always is."""
    first_contact(desk)
    screen = opened(room)
    menu = screen.column_menu()
    switch = next(act for act in menu.actions() if act.text() == "Show Worker")

    switch.setChecked(False)
    away = screen.table.isColumnHidden(Column.WORKER)
    switch.setChecked(True)

    assert away
    assert not screen.table.isColumnHidden(Column.WORKER)
    assert "Show Code" not in [act.text() for act in menu.actions()]


def test_the_box_filters_the_rows_one_already_sees(room: Room, desk: Desk):
    """Letters of a name or of a code, with or without accents and hyphens."""
    first_contact(desk, "María José")
    sami = first_contact(desk, "Sami")
    screen = opened(room)

    typed(room, screen, "maria j")
    by_name = column(screen, Column.NAME)
    typed(room, screen, shown(desk.cases.header(sami).code)[:5])
    by_code = column(screen, Column.NAME)

    assert by_name == ["María José"]
    assert by_code == ["Sami"]


def test_filters_of_stage_worker_and_duty_narrow_the_list(room: Room, desk: Desk, qtbot: QtBot):
    """A supervisor sees a stage, a worker sees her own."""
    accompanied(desk, "Rosa")
    given_to_colleague(desk, first_contact(desk, "Sami"))
    fill(desk, "F01", "", {"may_keep_note": "no"})
    screen = opened(room)

    screen.worker.picked.emit(1)
    room.settle()
    mine = column(screen, Column.NAME)
    screen.worker.picked.emit(0)
    screen.stage.picked.emit(2)
    room.settle()
    at_contact = column(screen, Column.NAME)

    assert "Sami" not in mine
    assert "Rosa" in mine
    assert "Rosa" not in at_contact
    assert "Sami" in at_contact


@pytest.mark.rule("UX-21")
def test_typing_suggests_nobody(room: Room, desk: Desk):
    """A prefix of somebody one does not see brings no row, no hint, no count and no other sentence (ruling 28)."""
    hidden = first_contact(desk, "Wayra")
    desk.protection.set_level(hidden, 3)
    first_contact(desk, "Rosa")
    desk.signed.shut_vault()
    screen = opened(room)

    typed(room, screen, "Wayr")
    of_somebody = heard_anywhere(room.window).replace("Wayr", "")
    typed(room, screen, "Qory")
    of_nobody = heard_anywhere(room.window).replace("Qory", "")

    assert screen.filter.completer() is None
    assert screen.model.rowCount() == 0
    assert of_somebody == of_nobody


def test_enter_on_a_whole_code_or_name_opens_the_case(room: Room, desk: Desk):
    """O reads as 0, hyphens and accents do not matter."""
    maria = first_contact(desk, "María")
    first_contact(desk, "Rosa")
    screen = opened(room)

    typed(room, screen, desk.cases.header(maria).code.lower())
    press(Key.Key_Return)
    room.settle()
    typed(room, screen, "maria")
    press(Key.Key_Return)
    room.settle()

    assert room.went == [("case", {"case": maria}), ("case", {"case": maria})]


def test_enter_on_a_part_of_a_name_only_goes_to_the_list(room: Room, desk: Desk):
    """A part is no name: the worker herself says which row she means."""
    first_contact(desk, "Rosa")
    first_contact(desk, "Rosario")
    screen = opened(room)

    typed(room, screen, "ros")
    press(Key.Key_Return)
    room.settle()
    in_list = screen.table.hasFocus()
    press(Key.Key_Down, Key.Key_Return)

    assert in_list
    assert len(room.went) == 1
    assert room.went[0][0] == "case"


@pytest.mark.rule("NR-16")
def test_looking_beyond_the_own_list_needs_a_reason_that_is_on_record(room: Room, desk: Desk, qtbot: QtBot):
    """No curiosity: a whole name, a reason, and a line in the log whatever comes of it."""
    first_contact(desk, "Rosa")
    screen = opened(room)
    typed(room, screen, "Wayra")

    press(Key.Key_Return)
    room.settle()
    sheet = sheet_of(room, AskReason)
    without = sheet.go_on.isEnabled()
    click(sheet.reasons.buttons()[2], qtbot)
    click(sheet.go_on, qtbot)
    room.settle()

    assert not without
    assert "Nothing is there under that code or name" in words_on(sheet_of(room, FoundCases))
    assert [row.verb for row in desk.auditing.newest() if row.verb == "search"] == ["search"]


def test_a_hidden_case_and_a_missing_one_read_the_same(room: Room, desk: Desk, qtbot: QtBot):
    """At the highest level the case does not exist, not even for somebody with its whole code."""
    hidden = first_contact(desk, "Wayra")
    code = desk.cases.header(hidden).code
    desk.protection.set_level(hidden, 3)
    desk.signed.shut_vault()
    screen = opened(room)

    said = []
    for asked in (code, "9" * 8):
        typed(room, screen, asked)
        press(Key.Key_Return)
        room.settle()
        reason = sheet_of(room, AskReason)
        click(reason.reasons.buttons()[0], qtbot)
        click(reason.go_on, qtbot)
        room.settle()
        found = sheet_of(room, FoundCases)
        said.append(words_on(found))
        found.close_sheet()

    assert said[0] == said[1]


@pytest.mark.rule("WP-02")
def test_the_legal_name_is_in_no_list_no_title_and_no_head(room: Room, desk: Desk):
    """Chosen name and code, everywhere; who she is on paper is a record of its own."""
    case = accompanied(desk)
    fill(desk, "F02", case, {"legal_name": LEGAL})
    screen = opened(room)
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
             CaseTableModel.IdRole, CaseTableModel.RowRole)

    def told_by(index: QModelIndex) -> str:
        return " ".join(str(index.data(role)) for role in roles)

    listed = " ".join(told_by(screen.model.index(0, place)) for place in Column)
    found = []
    for other in (MyDayScreen(room.s), CaseFileScreen(room.s, case)):
        room.show(other)
        found.append(heard_anywhere(room.window))
    found.append(" ".join(window.windowTitle() for window in QGuiApplication.instance().topLevelWidgets()))

    assert "Killa" in listed
    assert not [text for text in (listed, *found) if "Canaria" in text]


def test_the_list_is_worked_with_the_keyboard_alone(room: Room, desk: Desk):
    """Filter, arrows, Enter; Ctrl+F comes back to the filter."""
    for name in ("Rosa", "Sami", "Wayra"):
        first_contact(desk, name)
    screen = opened(room)

    screen.table.setFocus()
    press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    opened_one = room.went[-1][1]["case"]
    press(Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)

    assert opened_one == screen.model.index(2, 0).data(CaseTableModel.IdRole)
    assert screen.filter.hasFocus()


def test_ctrl_f_goes_to_the_filter_from_beside_the_list_too_and_never_beneath_a_sheet(room: Room, desk: Desk):
    """The keyboard may be on the rail; while a sheet lies on the page, the page rests."""
    first_contact(desk)
    screen = opened(room)
    beside = QPushButton("rail", room.window)
    beside.show()

    beside.setFocus()
    press(Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    from_beside = screen.filter.hasFocus()
    screen._ask_words()
    room.settle()
    press(Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)

    assert from_beside
    assert sheet_of(room, FindWords) is not None
    assert not screen.filter.hasFocus()


@pytest.mark.rule("UX-20")
def test_nothing_of_a_row_can_be_copied_or_dragged_out(room: Room, desk: Desk):
    """A list of people does not leave by accident."""
    first_contact(desk)
    screen = opened(room)
    QGuiApplication.clipboard().clear()

    screen.table.setFocus()
    press(Key.Key_A, Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == ""
    assert not screen.table.dragEnabled()


def test_words_in_notes_are_found_without_showing_what_the_note_says(room: Room, desk: Desk, qtbot: QtBot):
    """Which sheet, whose and when; the words themselves wait in the file (NR-11)."""
    case = half_a_year(desk)
    screen = opened(room)

    click(screen.find_words, qtbot)
    sheet = sheet_of(room, FindWords)
    sheet.words.setText("mercado vecina")
    click(sheet.look, qtbot)
    room.settle()
    heard = heard_anywhere(sheet.found())
    click(sheet.found().lines()[0], qtbot)

    assert "Session note" in heard
    assert "mercado" not in heard
    assert room.went == [("case", {"case": case})]


def test_shutting_the_vault_takes_its_rows_away(room: Room, desk: Desk):
    """What the vault held is in no model once it is shut."""
    hidden = first_contact(desk, "Wayra")
    desk.protection.set_level(hidden, 3)
    screen = opened(room)
    before = column(screen, Column.NAME)

    desk.signed.shut_vault()
    room.hub.vault.emit(False)
    room.settle()

    assert before == ["Wayra"]
    assert screen.model.rowCount() == 0


def test_a_small_window_keeps_code_name_and_what_is_next(desk: Desk, qtbot: QtBot):
    """At twice the size nothing important is cut (ruling 32)."""
    first_contact(desk)
    small = Room(desk, qtbot, size=(623, 384))

    screen = opened(small)
    kept = [place for place in Column if not screen.table.isColumnHidden(place)]
    small.close()

    assert kept == [Column.CODE, Column.NAME, Column.DUE]


def test_an_empty_list_says_why_and_offers_all_cases(room: Room, desk: Desk, qtbot: QtBot):
    """One sentence and one button."""
    first_contact(desk, "Rosa")
    screen = opened(room)

    typed(room, screen, "zzz")
    empty = screen.nothing.isVisible()
    click(screen.nothing.button, qtbot)
    room.settle()

    assert empty
    assert column(screen, Column.NAME) == ["Rosa"]


def test_a_sheet_goes_with_the_page_it_lies_on(room: Room, desk: Desk, qtbot: QtBot):
    """Who goes elsewhere is not followed by a question."""
    screen = opened(room)
    click(screen.find_words, qtbot)
    lying = sheet_of(room, FindWords)

    room.put(MyDayScreen(room.s))
    room.settle()

    assert lying is not None
    assert sheet_of(room, FindWords) is None
    assert screen.isEnabled()
