# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window that is looked at together: one case, nothing of the team's, and a way out for one person (PA-04)."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assist.crypto.codes import shown
from assist.desk import Desk
from tests.screens.at_together import at_parts, heard_anywhere, looked, opened, reached, strings, unlock, words_in
from tests.screens.at_window import CODE, AtWindow, seen
from tests.screens.histories import SEWING, SLEEPING, accompanied, fill
from ui.coview import words
from ui.coview.page import CoviewPage
from ui.shell.sitting import Sitting

STAFF = "CANARYSTAFF"


@pytest.fixture
def luz(desk: Desk) -> str:
    """Somebody with two goals, and words of the team all around them."""
    case = accompanied(desk, "Luz")
    fill(desk, "F10", case, SEWING)
    fill(desk, "F08", case, SLEEPING | {"goal_worker_words": STAFF})
    fill(desk, "F11", case, {"facts": STAFF, "outcome": "held", "person_wants": STAFF})
    return case


def other_case_first(at_window: AtWindow, sitting: Sitting, case: str) -> tuple[str, ...]:
    """The list, then the file of somebody else; what must not be found afterwards."""
    sitting.go("cases")
    at_window.settle()
    sitting.go("case", case=case)
    at_window.settle()
    head = sitting.desk.cases.header(case)
    assert "Killa" in seen(at_window.window)
    return case, head.code, shown(head.code), "Killa", "CANARYMINORS"


@pytest.mark.rule("PA-04", "UX-10", "UX-22")
def test_it_is_a_window_of_its_own_and_the_other_one_is_out_of_sight(
    at_window: AtWindow, sitting: Sitting, luz: str
):
    """Nothing lies above it and the title is the one of always; the usual window holds no page any more."""
    title = at_window.window.windowTitle()
    window = looked(at_window, sitting, luz)

    assert window.isWindow()
    assert window.parent() is None
    assert not at_window.window.isVisible()
    assert sitting.frame.stage.current is None
    assert [one.windowTitle() for one in QApplication.topLevelWidgets() if one.isVisible()] == [title]


@pytest.mark.rule("PA-04", "UX-10")
def test_nobody_else_can_be_reached_from_it(at_window: AtWindow, sitting: Sitting, killa: str, luz: str):
    """With another file open before: neither her id, code nor name, nor a word of the team's, hangs on the window."""
    foreign = other_case_first(at_window, sitting, killa)
    page = at_parts(at_window, sitting, luz)
    window = sitting.together.window

    for part in list(page.parts.buttons):
        opened(at_window, page, part)
        found = strings(reached(window))
        assert not [word for word in foreign if word in found], part
        assert STAFF not in found, part
    opened(at_window, page, "plan")
    assert "Dormir sin susto" in strings(reached(window))  # it is this window that was looked through


@pytest.mark.rule("PA-04", "UX-10")
def test_a_screen_reader_finds_nobody_else_in_the_whole_program(
    at_window: AtWindow, sitting: Sitting, killa: str, luz: str
):
    """It walks every window of ours, hidden ones too: her goals are there, the other file and the list are gone."""
    foreign = other_case_first(at_window, sitting, killa)
    assert "Killa" in heard_anywhere()

    page = at_parts(at_window, sitting, luz)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

    heard = heard_anywhere()
    assert "Dormir sin susto" in heard
    assert not [word for word in (*foreign, luz, STAFF) if word in heard]
    assert not [word for word in (*foreign, STAFF) if word in seen(page.window())]


@pytest.mark.rule("PA-04")
@pytest.mark.parametrize("way", ["escape", "button", "frame"])
def test_leaving_asks_whoever_signed_in(at_window: AtWindow, sitting: Sitting, luz: str, way: str):
    """By Esc, by its button, by the frame: nothing of hers is seen meanwhile, and four digits lead back to the file."""
    page = at_parts(at_window, sitting, luz)
    window = sitting.together.window
    leave(page, way)

    assert window.isVisible()
    assert "Coser" not in words_in(window)
    unlock(at_window, window, "0000")
    assert sitting.together.is_open

    unlock(at_window, window)

    assert not sitting.together.is_open
    assert at_window.window.isVisible()
    assert (sitting.frame.stage.place, sitting.frame.stage.where["case"]) == ("case", luz)
    assert sitting.frame.stage.where["tab"] == "plan"
    at_window.until(at_window.window.isActiveWindow)
    assert at_window.window.focusWidget() is sitting.frame.stage.heads.currentWidget().together


def leave(page: CoviewPage, way: str) -> None:
    """One of three ways."""
    if way == "escape":
        QTest.keyClick(page.window().windowHandle(), Qt.Key.Key_Escape)
    elif way == "button":
        page.parts.finish.click()
    else:
        page.window().close()


@pytest.mark.rule("PA-04")
def test_whoever_pressed_esc_by_chance_goes_on(at_window: AtWindow, sitting: Sitting, luz: str):
    """Esc again, or the button: what was looked at is there, and nothing was unlocked."""
    page = at_parts(at_window, sitting, luz)
    leave(page, "escape")
    QTest.keyClick(page.window().windowHandle(), Qt.Key.Key_Escape)
    assert "Coser" in words_in(page.window())

    leave(page, "escape")
    sitting.together.window.leave.stay.click()
    assert "Coser" in words_in(page.window())
    assert not at_window.window.isVisible()


@pytest.mark.rule("PA-04")
def test_three_wrong_guesses_lock_everything(at_window: AtWindow, sitting: Sitting, luz: str):
    """Then nothing is left but the passphrase at the door."""
    window = looked(at_window, sitting, luz)
    window.ask_to_leave()
    for _guess in range(3):
        unlock(at_window, window, "0000")

    at_window.until(lambda: at_window.relaunched)
    assert not sitting.together.is_open


@pytest.mark.rule("PA-04")
def test_without_digits_it_is_the_passphrase(at_window: AtWindow, sitting: Sitting, luz: str, passphrase: str):
    """A wrong one stays, the right one leads back."""
    sitting._keys.code.forget()
    window = looked(at_window, sitting, luz)
    window.ask_to_leave()
    for offered, is_open in (("not this", True), (passphrase, False)):
        window.leave.passphrase.line.setText(offered)
        window.leave.passphrase.entered.emit()
        at_window.settle()
        assert sitting.together.is_open is is_open


@pytest.mark.rule("UX-24")
def test_the_first_time_it_is_explained(at_window: AtWindow, sitting: Sitting, luz: str):
    """Who sees it, that she can stop, need not answer, need not tell; nothing of hers before; later only when asked."""
    window = looked(at_window, sitting, luz)
    said = words_in(window)
    assert "You see this, and whoever sits here with you" in said
    for ident in ("S01", "S02", "S03"):
        assert words.fixed(ident) in said
    assert "Coser" not in said
    window.look.explained.go_on.click()
    at_window.settle()
    assert "Coser" in words_in(window)
    window.ask_to_leave()
    unlock(at_window, window)

    again = looked(at_window, sitting, luz)

    assert "Coser" in words_in(again)
    again.look.parts.who_sees.click()
    assert words.fixed("S01") in words_in(again)


@pytest.mark.rule("UX-24")
def test_not_now_is_an_answer(at_window: AtWindow, sitting: Sitting, luz: str):
    """Whoever does not want to look goes back, and is asked the same the next time."""
    window = looked(at_window, sitting, luz)
    window.look.explained.finish.click()
    unlock(at_window, window)
    assert not sitting.together.is_open
    assert sitting.desk.together.open(luz).is_first


@pytest.mark.rule("PA-04", "UX-07")
def test_pause_hide_and_lock_are_there_too(at_window: AtWindow, sitting: Sitting, luz: str):
    """By key and by button; both come back to the same page, hide by the digits; the other window stays shut."""
    page = at_parts(at_window, sitting, luz)
    window = sitting.together.window
    for name, key, button in (("hide", Qt.Key.Key_F8, page.hide_it), ("pause", Qt.Key.Key_F9, page.rest)):
        for press in (lambda key=key: QTest.keyClick(window.windowHandle(), key), button.click):
            press()
            assert window.cover.isVisible(), name
            assert "Coser" not in words_in(window)
            QTest.keyClick(window.cover, Qt.Key.Key_Space)
            assert (window.cover.go_on.isVisible(), window.cover.pin.isVisible()) == (name == "pause", name == "hide")
            if name == "hide":
                QTest.keyClicks(window.cover.pin, CODE)
            else:
                window.cover.go_on.click()
            assert "Coser" in words_in(window)
    assert not at_window.window.isVisible()

    page.lock.click()
    at_window.until(lambda: at_window.relaunched)
    assert not sitting.together.is_open


@pytest.mark.rule("PA-04", "UX-07")
def test_left_alone_it_covers_itself_and_locks_sooner(at_window: AtWindow, sitting: Sitting, luz: str):
    """After as long as any page of a person it is covered, after three minutes it locks."""
    window = looked(at_window, sitting, luz)
    at_window.spell.pass_(91)
    sitting.idle.look()
    assert window.cover.isVisible()
    at_window.spell.pass_(90)
    sitting.idle.look()
    at_window.until(lambda: at_window.relaunched)


@pytest.mark.rule("UX-07", "NR-11")
def test_her_contact_card_closes_by_itself(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """After a minute without a touch nothing of it is left in the window; one button brings it back."""
    fill(desk, "F04", luz, {"who_starts": "we", "channel": ("call",), "may_say": "neutral",
                            "neutral_line": "Soy Marta, del curso", "value": "CANARYNUMBER"})
    page = at_parts(at_window, sitting, luz)
    opened(at_window, page, "contact")
    assert "Soy Marta" in words_in(page)
    assert "CANARYNUMBER" not in strings(reached(page))
    assert (page._closing.isActive(), page._closing.interval()) == (True, 60_000)

    page._closing.timeout.emit()

    assert "Soy Marta" not in strings(reached(page))
    sitting.hub.changed.emit(fill(desk, "F11", luz, {"outcome": "held"}).changes)
    at_window.settle()
    assert "Soy Marta" not in strings(reached(page))  # what somebody saves meanwhile does not bring it back
    page.parts.again.click()
    at_window.settle()
    assert "Soy Marta" in words_in(page)


@pytest.mark.rule("UX-07", "NR-11")
def test_what_colleagues_save_is_no_touch(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """The minute goes on, however often news comes in."""
    fill(desk, "F04", luz, {"who_starts": "we", "channel": ("call",), "may_say": "nothing"})
    page = at_parts(at_window, sitting, luz)
    opened(at_window, page, "contact")
    started = list[bool]()
    monkeypatch.setattr(page._closing, "start", lambda: started.append(True))

    sitting.hub.changed.emit(fill(desk, "F11", luz, {"outcome": "held"}).changes)
    at_window.settle()
    assert started == []
    page.touch()
    assert started == [True]


@pytest.mark.rule("PA-04", "WP-01")
def test_protected_work_shut_takes_her_safety_plan_off_the_screen(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk
):
    """At once, before anything is asked again; the part is not there until it is open again."""
    fill(desk, "F06", luz, {"calm_alone": "respirar", "kids": "CANARYKIDS"})
    page = at_parts(at_window, sitting, luz)
    opened(at_window, page, "safety")
    assert "CANARYKIDS" in words_in(page)
    still_there = list[bool]()
    sitting.hub.vault.connect(lambda _is_open: still_there.append("CANARYKIDS" in strings(reached(page))))

    sitting.shut_vault()
    at_window.settle()

    assert still_there == [False]
    assert "safety" not in page.parts.buttons
    assert "CANARYKIDS" not in strings(reached(page))


@pytest.mark.rule("PA-04", "WP-01")
def test_from_the_safety_tab_it_asks_for_the_passphrase_first(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk, passphrase: str
):
    """With protected work shut her safety plan would not be there: the right words open it, and it comes first."""
    fill(desk, "F06", luz, {"calm_alone": "respirar"})
    sitting.shut_vault()
    sitting.go("case", case=luz, tab="safety")
    at_window.settle()
    QTest.keyClick(at_window.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    at_window.settle()
    assert not sitting.together.is_open

    sitting.asker.sheet.offered.emit(passphrase)
    at_window.settle()

    window = sitting.together.window
    window.look.explained.go_on.click()
    assert window.look.part_name == "safety"
    assert "respirar" in words_in(window)


def test_it_is_on_record_who_looked_together(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """Before anything was shown, in words that the history knows."""
    from ui import wording

    at_parts(at_window, sitting, luz)
    verbs = [line.verb for line in desk.auditing.of_case(luz)]
    assert {"coview.open", "coview.told"} <= set(verbs)
    assert wording.look("coview.open") != "coview.open"
