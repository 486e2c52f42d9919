# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody there, something copied, something broken: the window keeps it to itself."""

from __future__ import annotations

import ctypes
import gc
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from assist.undobook import Undoable
from tests.screens.at_window import AtWindow
from ui.errors import report_of
from ui.shell.sitting import Sitting
from ui.shell.system_watch import says_away
from ui.shell.window import Window

Key = Qt.Key


@pytest.mark.rule("UX-07")
@pytest.mark.parametrize("place", ["case", "form"])
def test_a_page_about_a_person_is_covered_after_a_minute_and_a_half(at_window, sitting, killa, place):
    """Not a second earlier; the way back is the four digits."""
    sitting.go(place, **({"case": killa} if place == "case" else {"form": "F01"}))
    at_window.settle()
    _quiet(at_window, sitting, 89)
    before = at_window.window.is_covered
    _quiet(at_window, sitting, 1)
    at_window.press(Key.Key_Space)

    assert not before
    assert at_window.window.is_covered
    assert sitting.cover.pin.isVisible()


@pytest.mark.rule("UX-07")
def test_input_begins_the_quiet_time_again(at_window, sitting, killa):
    """A form page stays open while it is worked on."""
    sitting.go("case", case=killa)
    at_window.settle()

    for _minute in range(5):
        _quiet(at_window, sitting, 80)
        at_window.press(Key.Key_Shift)

    assert not at_window.window.is_covered


@pytest.mark.rule("UX-07")
def test_after_five_minutes_the_vault_is_shut_and_after_ten_all_is_locked(at_window, sitting, desk):
    """Also on a page about nobody, also behind a cover."""
    _quiet(at_window, sitting, 300)
    at_window.settle()
    vault, locked = desk.vault_open, bool(at_window.relaunched)
    _quiet(at_window, sitting, 300)
    at_window.until(lambda: at_window.relaunched)

    assert not vault
    assert not locked


@pytest.mark.rule("UX-07")
def test_a_pause_nobody_comes_back_from_needs_the_digits(at_window, sitting, killa):
    """Left alone, a pause becomes a cover."""
    sitting.go("case", case=killa)
    at_window.settle()
    at_window.press(Key.Key_F9)

    _quiet(at_window, sitting, 90)

    assert sitting.cover.kind == "hide"


def test_a_laptop_that_slept_wakes_up_locked(at_window, sitting):
    """The clocks run apart while the lid is shut."""
    at_window.spell.sleep(3600)

    sitting.idle.look()
    at_window.until(lambda: at_window.relaunched)

    assert sitting.cover.kind == "lock"


def test_the_locked_screen_of_the_system_locks_too(at_window, sitting):
    """Where the system tells: a locked session, another user, sleep."""
    told = [says_away(*message) for message in ((0x218, 4), (0x2B1, 7), (0x2B1, 2), (0x218, 7), (0x2B1, 8))]

    sitting.system._turned(True)
    at_window.until(lambda: at_window.relaunched)

    assert told == [True, True, True, False, False]


@pytest.mark.rule("UX-18")
def test_in_ten_quiet_minutes_nothing_opens_but_cover_and_lock(at_window, sitting, killa):
    """Nor when somebody has just signed in: no sheet, no box, no new window."""
    at_window.settle()
    assert sitting.asker.sheet is None
    sitting.go("case", case=killa)
    at_window.settle()
    windows = {id(each) for each in QApplication.topLevelWidgets() if each.isVisible()}
    seen_kinds = []
    for _second in range(600):
        _quiet(at_window, sitting, 1)
        now = {id(each) for each in QApplication.topLevelWidgets() if each.isVisible()}
        seen_kinds.append(sitting.cover.kind if at_window.window.is_covered else "")
        assert now == windows
        assert sitting.asker.sheet is None
    at_window.until(lambda: at_window.relaunched)

    assert seen_kinds[:89] == [""] * 89
    assert set(seen_kinds[89:]) == {"hide", "lock"}


@pytest.mark.rule("WP-12")
def test_pictures_of_the_screen_leave_the_window_out_where_that_can_be_had(qtbot, monkeypatch):
    """Asked for as soon as it is shown. That is one system alone; elsewhere the settings say that it cannot be had."""
    asked = list[tuple[int, int]]()
    system = SimpleNamespace(SetWindowDisplayAffinity=lambda window, kind: asked.append((window, kind)))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=system), raising=False)
    monkeypatch.setattr("ui.shell.window.sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr("ui.shell.window.ask_for_session_messages", lambda _window: None)
    window = Window("Amparo")
    window.may_close = True
    qtbot.addWidget(window)

    window.show()

    assert asked == [(int(window.winId()), 0x11)]


@pytest.mark.rule("WP-12", "UX-20")
def test_what_was_copied_is_gone_after_thirty_seconds(at_window, sitting):
    """The clipboard is emptied when it still holds what was copied here."""
    clipboard = QGuiApplication.clipboard()
    now = [0.0]
    sitting.clipboard._countdown._clock = lambda: now[0]
    clipboard.setText("CANARYCOPIED")

    now[0] = 29.0
    sitting.clipboard._countdown.look()
    before = clipboard.text()
    now[0] = 31.0
    sitting.clipboard._countdown.look()

    assert before == "CANARYCOPIED"
    assert clipboard.text() == ""


@pytest.mark.rule("WP-12", "UX-20")
def test_the_clipboard_is_emptied_at_lock(at_window, sitting):
    """Nothing copied outlives the sign-in."""
    QGuiApplication.clipboard().setText("CANARYCOPIED")

    at_window.press(Key.Key_F12)

    assert QGuiApplication.clipboard().text() == ""


def test_what_others_copied_meanwhile_is_left_alone(at_window, sitting):
    """Only our own words are taken away."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("ours")
    clipboard.blockSignals(True)
    clipboard.setText("theirs")
    clipboard.blockSignals(False)

    sitting.clipboard.clear()

    assert clipboard.text() == "theirs"


@pytest.mark.rule("WP-12")
def test_the_report_of_our_mistake_holds_no_value(at_window, sitting, capsys):
    """Kind and lines of the program; not the message, not a path, not a value of a variable."""
    secret = "CANARYVALUE"
    error = _broken(secret)
    sitting.trouble(error)
    at_window.click(sitting.frame.stage.banner.action)
    shown = sitting.asker.sheet.text.toPlainText()

    assert shown == report_of(error)
    assert "KeyError" in shown
    assert "CANARYVALUE" not in shown
    assert "/" not in shown.replace("Linux", "")
    assert "CANARYVALUE" not in capsys.readouterr().err


def test_a_report_is_saved_where_the_person_says_and_nowhere_else(at_window, sitting, tmp_path):
    """Shown first; the file holds exactly what was shown."""
    sitting.trouble(_broken("CANARYVALUE"))
    at_window.click(sitting.frame.stage.banner.action)
    sheet = sitting.asker.sheet
    shown = sheet.text.toPlainText()

    sheet._chosen(tmp_path / "report.txt")
    at_window.settle()

    assert (tmp_path / "report.txt").read_text("utf-8") == shown
    assert "saved" in sitting.frame.stage.banner.message()


def _quiet(at_window: AtWindow, sitting: Sitting, seconds: float) -> None:
    at_window.spell.pass_(seconds)
    sitting.idle.look()



def _broken(secret: str) -> Exception:
    try:
        {}[secret]
    except KeyError as error:
        return error
    raise AssertionError


@pytest.mark.rule("UX-27")
def test_what_undo_remembers_is_gone_once_the_protected_work_is_shut(at_window, sitting, luz):
    """Half a minute or the seal, whichever ends first, wherever the pointer rests: nothing of it stays in memory."""
    def remembered() -> bool:
        gc.collect()
        return any(isinstance(each, Undoable) for each in gc.get_objects())

    at_window.go_through([("form", {"form": "F11", "case": luz})])
    screen = sitting.frame.stage.current
    screen.opening.session.answer("person_wants", "Dormir sin susto")
    screen.save()
    at_window.settle()
    banner = sitting.frame.stage.banner
    assert banner.action.isVisible()
    assert remembered()

    sitting.shut_vault()
    at_window.settle()

    assert banner.isVisible()
    assert not banner.action.isVisible()
    assert not remembered()
