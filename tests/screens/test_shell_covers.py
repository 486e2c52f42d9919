# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pause, hide and lock: each covers at once, and each has its own way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.conftest import PASSPHRASE
from tests.screens.at_window import CODE, every_place, seen
from ui.widgets.hidden import HiddenText

Key = Qt.Key


@pytest.mark.rule("NR-07")
def test_pause_shows_nothing_of_the_page_and_comes_back_over_ready(at_window, sitting, killa):
    """On each place: no word of the page on the cover, none after the first key, all of it after *continue*."""
    for place, where in every_place(killa):
        at_window.go_through([(place, where)])
        page = _words_of(sitting.frame.stage)
        at_window.press(Key.Key_F9)
        blank = _words_of(at_window.window)
        at_window.press(Key.Key_Space)
        ready = _words_of(at_window.window)
        at_window.click(sitting.cover.go_on)

        assert page & blank <= {"Amparo"}, place
        assert page & ready <= {"Amparo"}, place
        assert any("Ready?" in line for line in ready)
        assert _words_of(sitting.frame.stage) == page


@pytest.mark.rule("NR-07")
def test_after_a_pause_no_answer_is_seen_before_continue(at_window, sitting):
    """What was answered stays behind the card, and is still there afterwards."""
    sitting.go("form", form="F01")
    at_window.settle()
    session = sitting.frame.stage.current.opening.session
    session.answer("chosen_name", "CANARYNAME")
    sitting.frame.stage.current.refresh()
    at_window.settle()

    at_window.press(Key.Key_F9)
    at_window.press(Key.Key_Space)
    while_asking = seen(at_window.window)
    at_window.click(sitting.cover.go_on)

    assert "CANARYNAME" not in while_asking
    assert session.answer_of("chosen_name").value == "CANARYNAME"
    assert not at_window.window.is_covered


@pytest.mark.rule("NR-07")
def test_a_pause_keeps_what_is_half_written(at_window, sitting, desk):
    """As an encrypted draft, at once; the page itself stays as it is."""
    sitting.go("form", form="F01")
    at_window.settle()
    sitting.frame.stage.current.opening.session.answer("chosen_name", "Rosa")

    at_window.press(Key.Key_F9)
    at_window.settle()

    assert len(desk.records.drafts()) == 1
    assert sitting.frame.stage.current.opening.session.answer_of("chosen_name").value == "Rosa"


def test_hide_comes_back_with_the_four_digits(at_window, sitting):
    """Any key, then the digits of this sign-in."""
    at_window.press(Key.Key_F8)
    at_window.press(Key.Key_Space)

    at_window.write(CODE)

    assert not at_window.window.is_covered


def test_what_was_shown_is_hidden_again_behind_a_cover(at_window, sitting):
    """Protected words are asked for anew after coming back."""
    hidden = HiddenText(parent=sitting.frame.stage.content)
    hidden.show()
    hidden.reveal("CANARYREVEALED")

    at_window.press(Key.Key_F9)

    assert not hidden.is_shown
    assert "CANARY" not in hidden.text()


def test_the_keyboard_is_where_it_was(at_window, sitting):
    """A cover is not a reason to begin again."""
    sitting.frame.rail.buttons["cases"].setFocus()
    at_window.press(Key.Key_F8)
    at_window.press(Key.Key_Space)

    at_window.write(CODE)

    assert QApplication.focusWidget() is sitting.frame.rail.buttons["cases"]


@pytest.mark.rule("UX-19")
def test_tab_stays_where_something_can_be_pressed(at_window, sitting):
    """The cover itself has the keyboard while it is blank and never again."""
    at_window.press(Key.Key_F9)
    at_window.press(Key.Key_Space)
    reached = []
    for _key in range(4):
        at_window.press(Key.Key_Tab)
        reached.append(at_window.window.focusWidget())

    assert set(reached) == {sitting.cover.go_on, sitting.cover.lock}


def test_three_wrong_codes_lock(at_window, sitting):
    """Then only the passphrase helps."""
    at_window.press(Key.Key_F8)
    at_window.press(Key.Key_Space)

    for _try in range(3):
        at_window.write("0000")
    at_window.until(lambda: at_window.relaunched)

    assert sitting.cover.kind == "lock"


def test_without_digits_the_way_back_is_the_passphrase(at_window, desk, door):
    """A wrong one keeps the cover, the right one takes it away."""
    sitting = at_window.sit_down(desk, door, code="")
    at_window.press(Key.Key_F8)
    at_window.press(Key.Key_Space)
    at_window.write("no es esta frase de seis")
    at_window.press(Key.Key_Return)
    at_window.settle()
    stayed = at_window.window.is_covered

    at_window.write(PASSPHRASE)
    at_window.press(Key.Key_Return)
    at_window.settle()

    assert stayed
    assert not at_window.window.is_covered
    assert sitting.cover.passphrase.text() == ""


def test_hiding_a_pause_needs_the_digits(at_window, sitting):
    """From a pause one can hide; from hiding one cannot go back to a pause."""
    at_window.press(Key.Key_F9)
    at_window.press(Key.Key_F8)
    at_window.press(Key.Key_F9)
    at_window.press(Key.Key_Space)

    assert sitting.cover.kind == "hide"
    assert sitting.cover.pin.isVisible()


@pytest.mark.rule("UX-06", "WP-12")
def test_lock_covers_at_once_and_then_takes_everything_down(at_window, sitting, desk, door):
    """Covered in less than 300 ms; then databases closed, keys forgotten, the workspace free, a new start."""
    took = at_window.seconds_of(lambda: at_window.press(Key.Key_F12))
    words = _words_of(at_window.window)
    at_window.until(lambda: at_window.relaunched)

    assert took < 0.3
    assert at_window.window.is_covered
    assert words <= {"Amparo", "Closing …"}
    assert at_window.relaunched == [door.workspace.root]
    assert desk.bench.ring.vault is None
    assert not desk.vault_open
    door.make_lock = at_window.make_door(door.workspace.root)
    door.make_lock.take()
    door.make_lock.leave()


@pytest.mark.rule("UX-06")
def test_unsaved_work_is_kept_as_an_encrypted_draft_when_locking(at_window, sitting, desk, door):
    """And offered again after signing in."""
    sitting.go("form", form="F01")
    at_window.settle()
    sitting.frame.stage.current.opening.session.answer("chosen_name", "CANARYNAME")

    at_window.press(Key.Key_F12)
    at_window.until(lambda: at_window.relaunched)
    content = b"".join(file.read_bytes() for file in door.workspace.root.rglob("*") if file.is_file())
    again = at_window.make_door(door.workspace.root)
    desk_again = again.sign_in("Ana Ríos", PASSPHRASE)
    drafts = desk_again.records.drafts()
    resumed = desk_again.records.resume(drafts[0].draft)
    desk_again.close()
    again.leave()

    assert len(drafts) == 1
    assert resumed.session.answer_of("chosen_name").value == "CANARYNAME"
    assert b"CANARYNAME" not in content


def test_closing_the_window_keeps_everything_and_does_not_come_back(at_window, sitting, desk):
    """The same as lock, without the door afterwards."""
    at_window.window.close()
    covered = at_window.window.is_covered
    at_window.until(lambda: not at_window.window.isVisible())

    assert covered
    assert at_window.relaunched == []
    assert not desk.vault_open


def test_lock_waits_for_a_save_under_way(at_window, sitting, desk, door):
    """What was being saved is saved."""
    done = []
    sitting.write.run(lambda: done.append(desk.preferences.write(desk.preferences.read())), owner=sitting)

    at_window.press(Key.Key_F12)
    at_window.until(lambda: at_window.relaunched)

    assert done == [None]


def test_locking_twice_locks_once(at_window, sitting):
    """A shaking hand presses more than once."""
    for _time in range(3):
        at_window.press(Key.Key_F12)
    at_window.until(lambda: at_window.relaunched)

    assert len(at_window.relaunched) == 1


def _words_of(widget) -> set[str]:
    return {line.strip() for line in seen(widget).split("\n") if len(line) > 2}
