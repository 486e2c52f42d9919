# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves for a reporting system in the window: looked at row by row, let out by hand, taken back, confirmed."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assist import gate
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.exchange.looked import Heading, Looked
from assist.exchange.outgoing import Leaving, Selection
from assist.exchange.profile import load
from assist.gate import Outgoing
from assist.services.exporting import Preview
from tests.filling import saved_with
from tests.screens.at_desk import Room, choose_file, click, on
from tests.screens.at_keyboard import heard_anywhere, tab_to, words_on
from tests.services.to_the_office import KEY, OFFICE, know_the_office, opened, somebody_who_agreed
from ui.dialogs.confirm import Confirm
from ui.screens.exporting import ExportScreen
from ui.screens.exporting.one_row import OneRow
from ui.screens.exporting.preview import PreviewPage, Seen
from ui.screens.my_day import MyDayScreen
from ui.screens.reports import ReportsScreen
from ui.widgets.lines import PressLine

MANY = 10_000


@pytest.fixture
def she(desk: Desk) -> str:
    """She agreed to what the office gets; its key is known; somebody else said no."""
    know_the_office(desk)
    somebody_who_agreed(desk, "Wayra", decision="no")
    return somebody_who_agreed(desk, "Killa")


def at_export(room: Room) -> ExportScreen:
    """The screen, with everything it asks for."""
    screen = room.show(ExportScreen(room.s))
    assert isinstance(screen, ExportScreen)
    return screen


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    """Keys where the keyboard is."""
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key)


def looked_at(room: Room, screen: ExportScreen) -> Seen:
    """Look, and wait for what is found."""
    click(screen.choosing.look, room.qtbot)
    room.settle()
    assert screen.preview.seen is not None
    return screen.preview.seen


def cells(page: PreviewPage, row: int = 0) -> dict[str, str]:
    """What a row shows, by heading."""
    model = page.rows
    return {str(model.headerData(at, Qt.Orientation.Horizontal)): str(model.index(row, at).data())
            for at in range(model.columnCount())}


def sheet(room: Room, kind: type) -> QWidget:
    """The sheet that lies on the page."""
    return next(one for one in room.window.findChildren(kind) if one.isVisible())


def let_out(room: Room, screen: ExportScreen, folder: Path) -> None:
    """From the look to the two files."""
    folder.mkdir(exist_ok=True)
    click(screen.preview.send, room.qtbot)
    click(sheet(room, Confirm).act, room.qtbot)
    choose_file(room.qtbot, folder)
    room.settle()


@pytest.mark.rule("CO-11", "UX-20")
def test_by_keys_alone_her_row_is_looked_at_and_leaves_and_the_office_reads_exactly_that(
        desk: Desk, she: str, qtbot: QtBot, tmp_path: Path):
    room = Room(desk, qtbot, follows=True)
    try:
        reports = room.show(ReportsScreen(room.s))
        assert isinstance(reports, ReportsScreen)
        tab_to(reports.exports.open)
        press(qtbot, Qt.Key.Key_Space)
        room.settle()
        screen = room.screen
        assert isinstance(screen, ExportScreen)
        assert screen.choosing.recipient.currentText() == OFFICE
        assert KEY[-12:] in words_on(screen)
        tab_to(screen.choosing.look)
        press(qtbot, Qt.Key.Key_Space)
        room.settle()
        code = shown(desk.cases.header(she).code)
        told = cells(screen.preview)
        assert (told["Code"], told["Alike"], told["Agreed until"][:2]) == (code, "one of 1", "24")
        assert QApplication.focusWidget() is screen.preview.table
        press(qtbot, Qt.Key.Key_Return)
        whole = words_on(sheet(room, OneRow))
        assert all(cell in heard_anywhere(sheet(room, OneRow)) for cell in list(told.values())[3:])
        assert "She agreed that Ministerio gets this" in whole
        assert "No other row looks like it." in whole
        press(qtbot, Qt.Key.Key_Escape)
        tab_to(screen.preview.send)
        press(qtbot, Qt.Key.Key_Space)
        tab_to(sheet(room, Confirm).act)
        press(qtbot, Qt.Key.Key_Space)
        choose_file(qtbot, tmp_path)
        room.settle()

        file = next(tmp_path.glob("*.cmx"))
        row, = opened(desk, file, tmp_path).rows
        inside = {name: "; ".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()}
        labels = {column.name: column.label for column in load("htcds-2.0").columns}
        assert {labels[name]: words for name, words in inside.items()} == {
            heading: words for heading, words in told.items() if heading not in ("Code", "Alike", "Agreed until")}
        said = words_on(screen.written)
        assert f"minisign -V -p key.pub -m {file.name}" in said
        assert f"age -d -i their.key -o package.zip {file.name}" in said
        assert room.reasons == ["What leaves cannot be called back from whoever has read it."]
        assert "Killa" not in said + whole + "".join(told.values())
        assert len(desk.ledger.of_case(she)) == 1
    finally:
        room.close()


def test_who_stays_stands_there_with_the_reason_and_the_recipient_hears_less(room: Room, desk: Desk, she: str):
    """Codes here; outside only that there was no agreement, and no small number."""
    for name, more in (("Rosa", {"decision": "later"}), ("Sami", {"expiry": "2026-11-26"}),
                       ("Inti", {"categories": ("plan",)}), ("Luz", {}), ("Nina", {})):
        case = somebody_who_agreed(desk, name, **more)
        if name in ("Luz", "Nina"):
            desk.protection.set_level(case, 1 if name == "Luz" else 3)
    desk.clock.set(on(2026, 11, 28))  # type: ignore[attr-defined]
    screen = at_export(room)
    looked_at(room, screen)

    stay = screen.preview.stay
    told = sorted(str(stay.index(row, 1).data()) for row in range(stay.rowCount()))
    assert told == ["her consent does not name this kind", "her consent has ended", "she said no",
                    "she wants to decide later", "under protection"]
    screen.preview.tabs._go(1)
    assert "The recipient reads no more than this: no agreement: <5" in words_on(screen)
    assert not {"Rosa", "Sami", "Nina"} & set(words_on(screen).split())


def test_a_wrong_passphrase_lets_nothing_out_and_can_be_typed_again(
        room: Room, desk: Desk, she: str, qtbot: QtBot, tmp_path: Path):
    screen = at_export(room)
    looked_at(room, screen)
    right, room.types = room.types, "not this one"

    let_out(room, screen, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    assert "does not match" in words_on(room.sheet)
    assert desk.ledger.of_case(she) == ()
    qtbot.waitUntil(room.sheet.go_on.isEnabled, timeout=5_000)
    room.sheet.field.line.setText(right)
    click(room.sheet.go_on, qtbot)
    room.settle()

    assert len(list((tmp_path / "out").iterdir())) == 2
    assert screen.written.isVisible()


def test_stopping_says_so_and_nothing_was_done(room: Room, desk: Desk, she: str, qtbot: QtBot, tmp_path: Path):
    """While it looks, and while it would leave; a sheet that is closed stops it too."""
    screen, goes_on = at_export(room), Event()
    room.s.write.run(goes_on.wait, owner=screen)
    click(screen.choosing.look, qtbot)
    assert screen.under_way.isVisible()
    click(screen.under_way.stop, qtbot)
    goes_on.set()
    room.settle()
    assert screen.preview.seen is None
    assert room.said() == "Stopped. Nothing left, and nothing was written."

    looked_at(room, screen)
    waits = Event()
    room.s.write.run(waits.wait, owner=screen)
    click(screen.preview.send, qtbot)
    click(sheet(room, Confirm).act, qtbot)
    choose_file(qtbot, tmp_path)
    qtbot.waitUntil(lambda: not room.sheet.go_on.isEnabled())
    room.sheet.close_sheet()
    waits.set()
    room.settle()
    assert list(tmp_path.glob("*.cmx")) == []
    assert desk.ledger.of_case(she) == ()


@pytest.mark.rule("CO-06")
def test_what_she_took_back_waits_on_my_day_until_it_is_taken_back_and_confirmed(
        room: Room, desk: Desk, she: str, qtbot: QtBot, tmp_path: Path):
    """A quiet line for whoever may act, and nobody else."""
    def lines_of_my_day() -> list[str]:
        day = room.show(MyDayScreen(room.s))
        return [line.said.spoken() for line in day.findChildren(PressLine) if OFFICE in line.said.head]

    screen = at_export(room)
    looked_at(room, screen)
    let_out(room, screen, tmp_path)
    assert lines_of_my_day() == []
    saved_with(desk, "F03", she, kind="reporting_export", recipient=OFFICE, decision="no")

    assert lines_of_my_day() == [f"{OFFICE}, to be told that it was taken back, 1 row"]
    screen = at_export(room)
    click(screen.ledger.backs[OFFICE], qtbot)
    choose_file(qtbot, tmp_path)
    room.settle()
    assert "1 row for Ministerio is taken back." in words_on(screen.written)
    click(screen.written.back, qtbot)
    due, = desk.ledger.due()
    assert lines_of_my_day() == [f"{OFFICE}, did not confirm yet that they are gone, 1 row"]
    screen = at_export(room)
    click(screen.ledger.heards[due.export_id], qtbot)
    click(sheet(room, Confirm).act, qtbot)
    room.settle()

    assert "They confirmed on" in words_on(screen.ledger)
    assert lines_of_my_day() == []
    assert desk.ledger.due() == ()


def test_nothing_that_was_looked_at_stays_when_protected_work_is_shut_or_one_goes_elsewhere(
        room: Room, desk: Desk, she: str):
    screen = at_export(room)
    looked_at(room, screen)
    desk.signed.shut_vault()
    room.hub.vault.emit(False)
    room.settle()

    assert screen.preview.seen is None
    assert screen.preview.rows.rowCount() == screen.preview.stay.rowCount() == 0
    assert "Protected work is shut: this may not be all." in words_on(screen)
    looked_at(room, screen)
    assert "With protected work shut nobody can say that this is everybody." in room.reasons
    assert screen.leave()
    assert screen.preview.seen is None


def test_only_whoever_may_let_rows_out_finds_the_way(room: Room, desk: Desk, she: str):
    desk.bench.learn({"caseworker", "coordinator"}, desk.bench.names)

    reports = room.show(ReportsScreen(room.s))

    assert isinstance(reports, ReportsScreen)
    assert not reports.exports.isVisible()


def test_without_a_key_it_says_who_takes_one(room: Room, desk: Desk, qtbot: QtBot):
    screen = at_export(room)
    assert not screen.choosing.look.isVisible()
    click(screen.choosing.nobody.button, qtbot)

    assert room.went == [("settings", {"tab": "recipients"})]


def test_the_time_is_said_in_days_months_or_years_and_a_slip_is_said_back(room: Room, desk: Desk, she: str):
    choosing = at_export(room).choosing
    for picked, span in (("all", ("", "")), ("this_year", ("2026-01-01", "2026-12-31")),
                         ("last_year", ("2025-01-01", "2025-12-31"))):
        choosing.time.pick([picked])
        assert choosing.span() == span
    choosing.time.pick(["other"])
    for first, last, span in (("2026-02", "2026-02", ("2026-02-01", "2026-02-28")), ("", "2026", ("", "2026-12-31")),
                              ("2026-02-03", "", ("2026-02-03", "")), ("soon", "", None), ("", "about 2019", None)):
        choosing.first.set_value(first)
        choosing.last.set_value(last)
        assert choosing.span() == span
    click(choosing.look, room.qtbot)
    room.settle()

    assert [error.code for error in room.troubles] == ["export.span"]


def test_ten_thousand_rows_are_shown_without_making_those_nobody_sees(room: Room, desk: Desk):
    """What is painted is made, and the end of the list is one key away."""
    screen, made = at_export(room), []
    clearance = gate.clear(None, Outgoing(gate.OFFICE), desk.clock.today())
    rows = tuple(Leaving(at.to_bytes(16, "big"), f"r{at}", {}, b"", ("codes",), "2026-12-24", clearance, alike=9)
                 for at in range(MANY))
    preview = Preview(load("htcds-2.0"), OFFICE, Selection(rows), "", codes={row.case: "K7QM2X4C" for row in rows})
    looked = Looked(tuple(Heading(f"c{at}", f"Column {at}") for at in range(20)),
                    tuple(tuple(f"{row}-{at}" for at in range(20)) for row in range(MANY)))
    line = screen.preview._line
    screen.preview._line = lambda row: made.append(row) or line(row)  # type: ignore[method-assign]

    screen._stack.setCurrentWidget(screen.preview)
    screen.preview.show_seen(Seen(preview, looked, (), (), ()))
    room.settle()
    room.qtbot.keyClick(screen.preview.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    room.settle()

    at = screen.preview.table.currentIndex()
    assert (at.row(), at.data()) == (MANY - 1, f"{MANY - 1}-19")
    assert 0 < len(set(made)) < 200


def test_figures_of_a_year_are_looked_at_let_out_and_listed(room: Room, desk: Desk, she: str, tmp_path: Path):
    """Whole years that are over, small numbers hidden, a text under each heading that the standard has."""
    screen = at_export(room)
    choosing = screen.choosing
    place = [each.ident for each in choosing._offered.profiles].index("oas-follow-up")
    choosing.profile.setCurrentIndex(place)
    choosing.profile.picked.emit(place)
    assert not choosing.time.isVisible()
    assert choosing.year.currentText() == "2025"
    choosing.texts[0].setPlainText("Una casa abierta todo el año")

    click(choosing.look, room.qtbot)
    room.settle()
    page = screen.tables
    assert page.isVisible()
    assert "2025: <11 people" in words_on(page)
    assert {page.model.index(row, 2).data() for row in range(page.model.rowCount())} <= {"<11", "*", ""}
    click(page.send, room.qtbot)
    choose_file(room.qtbot, tmp_path)
    room.settle()

    assert screen.written.isVisible()
    assert len(list(tmp_path.glob("*.cmx"))) == 1
    click(screen.written.back, room.qtbot)
    room.settle()
    assert "Ministerio · figures of 2025" in words_on(screen.ledger)
    assert page.seen is None
