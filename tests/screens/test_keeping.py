# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protected notes are looked at again in the window, and classes of a closed case are erased there one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from tests.conftest import NOON, PASSPHRASE
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room
from tests.screens.at_window import seen
from tests.screens.histories import accompanied, fill
from tests.screens.test_erasing import press, shown_tab
from ui.dialogs.confirm import Confirm
from ui.screens.case_file.keeping import AskStruck

NOTE = {"outcome": "held", "minutes": 30, "facts": "Zarquintela", "protected_part": "Olmevante"}


@pytest.mark.rule("WP-17")
def test_protected_notes_are_looked_at_again_under_safety_and_none_of_their_words_is_shown(
    room: Room, desk: Desk, clock: FixedClock
):
    """Once the passphrase was typed; *all still needed* puts it off by ninety days."""
    case = accompanied(desk)
    fill(desk, "F11", case, NOTE)
    desk.signed.shut_vault()
    assert "still needed?" not in seen(opened(room, case, "safety"))
    desk.signed.open_vault(PASSPHRASE)
    clock.set(NOON + timedelta(days=91))
    screen = opened(room, case, "safety")
    words = seen(screen)
    assert "1 form holds protected answers." in words
    assert "Are they still needed?" in words
    assert "Olmevante" not in words

    pressed(screen, "All still needed")
    room.settle()

    assert [duty.due for duty in desk.cases.duties(case) if duty.rule == "protected_review"] == ["2027-05-25"]
    assert len(desk.keeping.sheets(case)) == 1


@pytest.mark.rule("WP-17")
def test_what_is_no_longer_needed_is_chosen_by_form_and_day_and_struck(room: Room, desk: Desk):
    """Nothing is struck before something is chosen; the open half of the form stays."""
    case = accompanied(desk)
    fill(desk, "F11", case, NOTE)
    desk.signed.open_vault(PASSPHRASE)
    screen = opened(room, case, "safety")
    pressed(screen, "strike what is no longer needed")
    [sheet] = room.window.findChildren(AskStruck)
    assert not sheet.strike.isEnabled()
    assert "Olmevante" not in seen(sheet)
    [held] = desk.keeping.sheets(case)
    sheet.which.pick([held.record])
    sheet._fit()

    sheet.strike.click()
    room.settle()

    assert desk.keeping.sheets(case) == ()
    assert "protected answers" not in seen(opened(room, case, "safety"))
    assert [note.has_facts for note in desk.cases.notes(case)] == [True]
    assert [note.has_protected for note in desk.cases.notes(case)] == [False]


def test_classes_of_a_closed_case_are_erased_one_by_one_and_the_file_says_when(
    room: Room, desk: Desk, clock: FixedClock
):
    """From Settings and from the file, each after a last question; the case stays in its place."""
    case = accompanied(desk)
    fill(desk, "F11", case, NOTE)
    fill(desk, "F15", case, {"reason": "my_choice"})
    desk.signed.open_vault(PASSPHRASE)
    clock.set(NOON + timedelta(days=365))
    tab = shown_tab(room)
    words = seen(tab)
    assert "the words of notes" in words
    assert "what is protected, and its key" in words

    press(tab, "Erase")
    [sheet] = room.window.findChildren(Confirm)
    sheet.act.click()
    room.settle()
    screen = opened(room, case, "consent")
    assert "Erased on" in seen(screen)
    pressed(screen, "Erase")
    next(one for one in room.window.findChildren(Confirm) if one.isVisible()).act.click()
    room.settle()

    assert desk.erasing.due() == []
    assert {kind for _on, kind in desk.keeping.gone(case)} == {"notes", "protected"}
    [note] = desk.cases.notes(case)
    assert (note.has_facts, note.has_protected) == (False, False)
    assert ("cases", {}) not in room.went


def test_a_hold_of_the_law_is_seen_where_it_would_be_due(room: Room, desk: Desk, clock: FixedClock):
    """In Settings it stands there without a way to erase it."""
    case = accompanied(desk)
    fill(desk, "F15", case, {"reason": "my_choice"})
    desk.erasing.keep_by_law(case, kept=True)
    clock.set(NOON + timedelta(days=800))

    words = seen(shown_tab(room))

    assert "Kept because the law asks for it" in words
    assert "Erase\n" not in words
