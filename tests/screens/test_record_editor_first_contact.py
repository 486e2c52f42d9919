# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A first contact helps before it asks, and leaves behind only what she allowed."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from assist.views import CaseQuery
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import words_on
from tests.screens.at_record_editor import opened, saved, say
from tests.screens.histories import accompanied
from ui.screens.record_editor.after import NeedsCard


@pytest.mark.rule("NR-01")
def test_not_today_is_one_press_and_leaves_nothing_behind(room: Room, desk: Desk, qtbot: QtBot):
    """No case, no draft, no duty; a kind word, and one more in the count of the day."""
    screen = opened(room, "F01")

    click(screen.extras.before.taps["wants_today"].buttons()[2], qtbot)
    room.settle()

    assert room.went == [("my_day", {})]
    assert desk.cases.keys(CaseQuery()) == []
    assert desk.records.drafts() == []
    assert desk.care.not_today_count(desk.bench.today()) == 1
    assert "Not today is all right." in room.said()


def test_three_taps_stand_above_a_first_contact_and_are_kept_nowhere(room: Room, desk: Desk, qtbot: QtBot):
    """They help the worker begin; they are no answers."""
    screen = opened(room, "F01")

    for key in ("place_private", "interp_ok"):
        click(screen.extras.before.taps[key].buttons()[1], qtbot)

    assert len(screen.extras.before.taps) == 3
    assert "Nobody is told why." in words_on(screen.extras.before)
    assert not screen.is_touched
    assert opened(room, "F11", accompanied(desk)).extras.before is None


def test_after_a_first_contact_she_can_leave_it_here(room: Room, desk: Desk, qtbot: QtBot):
    """Saved, her code, her needs in her order to tick off, and where one may go (ruling 34)."""
    screen = opened(room, "F01")
    say(screen, needs_now=("call_someone", "food"), chosen_name="Killa", may_keep_note="yes")

    click(screen.save_now, qtbot)
    room.settle()
    needs = screen.after.findChild(NeedsCard)
    click(needs.ticks.buttons()[0], qtbot)

    assert "Saved. She can leave it here." in words_on(screen.after)
    assert [one.label for one in needs.ticks.buttons()] == ["call someone", "food"]
    assert needs.done.text() == "Done: call someone"
    assert [one.words() for one in screen.after.buttons] == ["Open the case", "Next: Limits of secrecy", "To my day"]


def test_silence_about_the_note_means_help_without_a_file(room: Room, desk: Desk):
    """Skipped means no: neither name nor language is written (ruling 18)."""
    screen = opened(room, "F01")
    say(screen, chosen_name="Canaria", needs_now=("food",))

    saved(room, screen)

    assert "Help without a file" in words_on(screen.after)
    assert "Next: Limits of secrecy" not in [one.words() for one in screen.after.buttons]
    assert [row.name for row in desk.cases.listed(CaseQuery())] == [""]


def test_every_page_of_a_first_contact_can_be_the_last(room: Room):
    """*Save and stop* stands on each page."""
    screen = opened(room, "F01")

    offered = []
    for _page in range(screen.view.page_count()):
        offered.append(screen.save_now.isVisible() or screen.next.words() == "Save")
        if screen.next.words() == "Go on":
            screen.next.click()

    assert offered == [True] * screen.view.page_count()
