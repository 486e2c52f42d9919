# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing in a file in the window: looked at first, brought in steps, taken back as a whole, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assist.crypto import age
from assist.desk import Desk
from assist.exchange import packet
from assist.exchange.packet import Packet
from assist.services import imports
from assist.services.import_plans import ImportPlan
from assist.views import CaseQuery
from assist.workplace import ImportedRow
from tests.screens.at_desk import Room, choose_file
from tests.screens.at_window import AtWindow
from tests.screens.test_services_and_wishes import words
from tests.screens.test_settings import tab_of
from ui.dialogs.confirm import Confirm
from ui.dialogs.sheet import Sheet
from ui.models.import_rows import FatesModel
from ui.screens.bringing import BringingScreen
from ui.screens.bringing.columns_page import TakenFor
from ui.shell.sitting import Sitting
from ui.widgets.buttons import Button, PrimaryButton

ROWS = "Nome social;Quien es;Chegada\nLúcia;Luz;2024-01-02\nRosa;Sol;02/03/2024\n;;\nTOTAL;2;\n"


@pytest.fixture
def screen(room: Room) -> BringingScreen:
    """The assistant, before a file was chosen."""
    shown = room.show(BringingScreen(room.s))
    assert isinstance(shown, BringingScreen)
    return shown


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two people, one column nobody knows, an empty row and a row of sums."""
    path = tmp_path / "lista.csv"
    path.write_text(ROWS, "utf-8")
    return path


def key(room: Room, which: Qt.Key) -> None:
    """A key where the keyboard is."""
    QTest.keyClick(room.window.focusWidget(), which)


def press(screen: BringingScreen, said: str) -> None:
    """A button that can be seen."""
    next(each for each in screen.window().findChildren(Button) if each.isVisible() and each.words() == said).click()


def cells(screen: BringingScreen, column: int) -> list[str]:
    """What one column of the table of rows shows."""
    model = screen.fates.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_from_the_file_to_the_cases_and_back_by_keyboard(screen: BringingScreen, room: Room, desk: Desk, file: Path,
                                                         qtbot: QtBot):
    """A column is said to be something, every row's fate is read, two people come in, and both go again."""
    screen.file.choose.click()
    choose_file(qtbot, file)
    room.settle()
    key(room, Qt.Key.Key_Down)
    key(room, Qt.Key.Key_Return)
    (sheet,) = room.window.findChildren(TakenFor)
    QTest.keyClicks(sheet.field, "remarks")
    for which in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(sheet.field._finder.popup(), which)
    sheet.keep.click()
    assert [screen.columns.model.index(row, 2).data() for row in range(3)] == [
        "name she is called by", "remarks, to put in their place", "day of arrival"]
    screen.columns.go_on.click()
    room.settle()

    assert cells(screen, 1) == ["imported", "in part", "skipped"]
    assert "could be swapped" in cells(screen, 2)[1]
    assert "1 empty row is left out." in words(screen)
    assert desk.cases.listed(CaseQuery()) == []

    key(room, Qt.Key.Key_Space)  # bring them in: the keyboard stands there
    room.settle()
    assert sorted(row.name for row in desk.cases.listed(CaseQuery())) == ["Lúcia", "Rosa"]
    assert [bool(code) for code in cells(screen, 3)] == [True, True, False]

    desk.signed.shut_vault()
    press(screen, "Take it all back")
    (sure,) = room.window.findChildren(Confirm)
    sure.act.click()
    room.settle()

    assert desk.cases.listed(CaseQuery()) == []
    assert screen.pages.currentWidget() is screen.file
    assert "2 cases were taken back" in room.said()
    assert room.reasons == ["Part of what is taken back lies among protected work."]


def test_a_file_whose_headings_nobody_knows_is_no_dead_end(screen: BringingScreen, room: Room, tmp_path: Path):
    """They stand there to be named."""
    path = tmp_path / "x.csv"
    path.write_text("Zor;Plim\nLúcia;Luz\n", "utf-8")
    screen.take(path)
    room.settle()

    screen.columns.take_for(0, "chosen_name")
    screen.look()
    room.settle()

    assert room.troubles == []
    assert screen.fates.model.row_at(0).fate == "imported"


def test_one_fate_is_shown_alone_and_a_long_why_is_read_whole(screen: BringingScreen, room: Room, file: Path):
    """The filter says how many there are of each."""
    screen.take(file)
    room.settle()
    screen.look()
    room.settle()

    [some] = [each for each in screen.fates.filter.buttons() if each.code == "flagged"]
    assert some.words() == "in part: 1"
    some.click()
    assert cells(screen, 1) == ["in part"]
    screen.fates.table.opened.emit(screen.fates.model.index(0, 0))

    (sheet,) = room.window.findChildren(Sheet)
    assert "could be swapped" in words(sheet)


def test_what_was_brought_before_is_here_already(screen: BringingScreen, room: Room, desk: Desk, file: Path):
    """And nobody is brought in once more."""
    desk.imports.bring(desk.imports.look(file))
    screen.take(file)
    room.settle()
    screen.look()
    room.settle()

    assert cells(screen, 1) == ["already here", "already here", "skipped"]
    assert not next(each for each in screen.fates.foot.acts() if isinstance(each, PrimaryButton)).isEnabled()


def test_it_comes_in_by_steps_and_can_be_stopped(screen: BringingScreen, room: Room, desk: Desk, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch):
    """What is in stays until it is taken back, and one may go elsewhere meanwhile; the rest is not there."""
    monkeypatch.setattr(imports, "GROUP", 1)
    path = tmp_path / "many.csv"
    path.write_text("Nome social;Chegada\n" + "".join(f"Ana{n};2024-01-0{n}\n" for n in range(1, 7)), "utf-8")
    screen.take(path)
    room.settle()
    screen.look()
    room.settle()
    steps = []
    show = screen.fates.show_far

    def far(done: int, of: int) -> None:
        show(done, of)
        steps.append(done)
        if steps == [0, 1, 2]:
            press(screen, "Stop for now")
            assert screen.leave()

    monkeypatch.setattr(screen.fates, "show_far", far)
    screen.bring()
    room.settle()

    assert steps[:3] == [0, 1, 2]
    assert len(desk.cases.listed(CaseQuery())) == 2
    assert [bool(code) for code in cells(screen, 3)] == [True, True, False, False, False, False]
    assert "brought again for the rest" in room.said()


def test_with_protected_work_shut_it_is_asked_for_first(screen: BringingScreen, room: Room, desk: Desk, file: Path):
    """Names belong there."""
    screen.take(file)
    room.settle()
    screen.look()
    room.settle()
    desk.signed.shut_vault()

    screen.bring()
    room.settle()

    assert room.reasons == ["Names and remarks of a file are kept among protected work."]
    assert len(desk.cases.listed(CaseQuery())) == 2


def test_a_sealed_referral_asks_for_the_key_and_who_sent_it(screen: BringingScreen, room: Room, desk: Desk,
                                                            tmp_path: Path):
    """Then its words are read before they come in; a broken one is told in a sentence."""
    theirs = pyrage.x25519.Identity.generate()
    inside = packet.encoded(Packet("legal", {"called": ("Killa",), "needs": ("food",)}, ("family",)))
    sealed, secret = tmp_path / "r.age", tmp_path / "house.key"
    sealed.write_bytes(age.encrypted(inside, str(theirs.to_public())))
    secret.write_text(f"{theirs}\n", "utf-8")

    screen.take(sealed)
    room.settle()
    assert screen.pages.currentWidget() is screen.sealed
    assert not screen.sealed.open.isEnabled()
    screen.sealed.take_key(secret)
    screen.sealed.sender.setText("Casa Sol")
    screen.sealed.open.click()
    room.settle()
    read = words(screen.fates)
    assert "Killa" in read
    assert "food" in read
    assert "family" in read
    screen.bring()
    room.settle()

    [row] = desk.cases.listed(CaseQuery())
    assert desk.referring.came(row.case).by == "Casa Sol"
    assert room.troubles == []
    screen.leave()
    assert not [each for each in screen.findChildren(QLabel) if "Killa" in each.text()]


def test_a_house_makes_a_key_of_its_own_and_reads_its_end_out(at_window: AtWindow, sitting: Sitting, tmp_path: Path):
    """The public half is shown while one stays, all of it in sight; the file is never written over."""
    tab = tab_of(at_window, "recipients")
    at_window.window.resize(1366, 480)
    tab.own.make_into(tmp_path / "house.key")
    at_window.settle()
    shown = tab.own.public.text()
    (secret,) = sitting.desk.imports.keys_in(tmp_path / "house.key")

    assert age.opened(age.encrypted(b"x", shown), (secret,)) == b"x"
    assert shown[-4:] in tab.own.signs.text()
    at_window.until(lambda: not tab.own.keep.visibleRegion().isEmpty())
    assert not tab.own.public.visibleRegion().isEmpty()
    before = (tmp_path / "house.key").read_bytes()
    tab.own.make_into(tmp_path / "house.key")
    at_window.settle()
    assert (tmp_path / "house.key").read_bytes() == before
    tab.leave()
    assert tab.own.public.text() == ""


def test_of_fifty_thousand_rows_only_what_is_seen_is_asked_for(screen: BringingScreen, room: Room,
                                                               monkeypatch: pytest.MonkeyPatch):
    """Showing them, going to the end and showing one fate of them."""
    asked = []
    look = FatesModel.look
    monkeypatch.setattr(FatesModel, "look", lambda self, row, column: asked.append(row.row) or look(self, row, column))
    rows = tuple(ImportedRow(number, "skipped" if number % 3 else "imported", "why") for number in range(1, 50_001))
    screen._path = Path("x")
    screen._show_plan(ImportPlan(rows, (), 0, "", "x"))
    room.settle()
    screen.fates.table.setFocus()
    QTest.keyClick(screen.fates.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    next(each for each in screen.fates.filter.buttons() if each.code == "skipped").click()
    room.settle()

    assert screen.fates.model.rowCount() == 33_334
    assert 50_000 in asked
    assert len(set(asked)) < 200
