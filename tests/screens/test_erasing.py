# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing in the window: asked from the file, taken back by one press, done after a day, and followed in Settings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.views import CaseQuery
from tests.conftest import NOON
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room
from tests.screens.at_window import seen
from tests.screens.histories import accompanied, fill
from ui.dialogs.confirm import Confirm
from ui.screens.case_file.erasing import NOBODY, AskErase
from ui.screens.settings.erasing import ErasingTab
from ui.screens.settings.screen import SettingsScreen
from ui.widgets.buttons import Button


def asked_in_window(room: Room, case: str) -> AskErase:
    """The sheet, from the part of the file where her rights stand."""
    screen = opened(room, case, "consent")
    pressed(screen, "Erase this case")
    [sheet] = room.window.findChildren(AskErase)
    return sheet


def shown_tab(room: Room) -> ErasingTab:
    """Settings, at Erasing."""
    screen = room.show(SettingsScreen(room.s, "erasing"))
    assert isinstance(screen, SettingsScreen)
    room.settle()
    return screen.tab


def press(tab: ErasingTab, words: str) -> None:
    """The button that says this."""
    next(one for one in tab.findChildren(Button) if one.words() == words and one.isVisible()).click()


def test_it_is_asked_only_with_a_reason_and_once_nobody_asks_for_the_data(room: Room, desk: Desk):
    """The warning stands there; the button waits for both; afterwards the file says until when it can be taken back."""
    case = accompanied(desk)
    sheet = asked_in_window(room, case)
    assert "may be a crime" in seen(sheet)
    assert not sheet.erase.isEnabled()
    sheet.basis.pick(["own_request"])
    sheet._fit()
    assert not sheet.erase.isEnabled()
    sheet.notice.pick([NOBODY])
    sheet._fit()

    sheet.erase.click()
    room.settle()

    [wish] = desk.erasing.waiting(case)
    assert (wish.basis, wish.state) == ("own_request", "undo")
    words = seen(room.screen)
    assert "one step takes it back" in words
    pressed(room.screen, "Take it back")
    room.settle()
    assert desk.erasing.waiting() == []
    assert "one step takes it back" not in seen(room.screen)


def test_what_the_law_wants_kept_cannot_be_asked_for(room: Room, desk: Desk):
    """The button is not there, the reason is; lifted, it is there again."""
    case = accompanied(desk)
    screen = opened(room, case, "consent")
    pressed(screen, "the law asks to keep it")
    room.settle()
    assert "Kept because the law asks for it" in seen(screen)
    assert "Erase this case" not in seen(screen)

    pressed(screen, "the law asks no longer to keep it")
    room.settle()

    assert "Erase this case" in seen(screen)


def test_settings_say_how_far_it_is_and_save_the_certificate(
    room: Room, desk: Desk, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Alone: after a day it is gone, confirmed by the only laptop there is."""
    case, other = accompanied(desk), accompanied(desk)
    desk.erasing.ask(case, "own_request", nobody_asked_for_it=True)
    tab = shown_tab(room)
    assert "Nobody was told" in seen(tab)
    clock.set(NOON + timedelta(days=1))
    desk.erasing.run()

    tab = shown_tab(room)

    words = seen(tab)
    assert "1 of 1 laptops have confirmed." in words
    assert "The last backup that may hold it ends on" in words
    assert case not in {row.case for row in desk.cases.listed(CaseQuery())}
    assert desk.cases.header(other).code
    saved = tmp_path / "c.pdf"
    monkeypatch.setattr("ui.screens.settings.erasing.ask_where_to_save", lambda _tab, _title, _name, then: then(saved))
    press(tab, "Save the certificate")
    room.settle()
    assert saved.read_bytes().startswith(b"%PDF")


def test_what_is_due_is_asked_once_more_and_goes(room: Room, desk: Desk, clock: FixedClock):
    """From the list in Settings, after a last question."""
    case = accompanied(desk)
    fill(desk, "F23", case, {"service": "food", "given": "cash", "amount": "12.50 PEN", "receipt": "R-1"})
    fill(desk, "F15", case, {"reason": "my_choice"})
    clock.set(NOON + timedelta(days=731))
    tab = shown_tab(room)
    assert "Kept long enough" in seen(tab)
    assert "What stays" not in seen(tab)
    press(tab, "Erase")
    [sheet] = room.window.findChildren(Confirm)

    sheet.act.click()
    room.settle()

    assert desk.erasing.due() == []
    assert [row.basis for row in desk.erasures.rows()] == ["schedule"]
    words = seen(shown_tab(room))
    assert "What stays of cases that are gone" in words
    assert "12.50 PEN" in words
    assert "Figures of at least five people" not in words
