# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case file in a room: opened at a part, its buttons pressed, its closed words asked for."""

from __future__ import annotations

from tests.screens.at_desk import Room
from ui.screens.case_file import CaseFileScreen
from ui.widgets.buttons import Button
from ui.widgets.calm import CalmHidden

THREAT = {"what": "seen_near", "when": "today", "who_at_risk": ("person",), "facts": "Auto verde canario enfrente"}


def opened(room: Room, case: str, tab: str = "now") -> CaseFileScreen:
    """The file of a case, at one of its parts."""
    screen = room.show(CaseFileScreen(room.s, case, tab))
    assert isinstance(screen, CaseFileScreen)
    return screen


def act(screen: CaseFileScreen, words: str) -> Button:
    """The button at the foot that says this."""
    return next(one for one in screen.foot.acts() if isinstance(one, Button) and one.words() == words)


def pressed(screen: CaseFileScreen, words: str) -> None:
    """Press the button or link that says this, wherever it is."""
    found = [one for one in screen.tab().findChildren(Button) if one.words() == words and one.isVisible()]
    found[0].click()


def hidden_in(screen: CaseFileScreen) -> list[CalmHidden]:
    """Everything that is closed on this part."""
    return [one for one in screen.tab().findChildren(CalmHidden) if one.isVisible()]


def show_it(room: Room, hidden: CalmHidden) -> None:
    """Ask for the words, through the notice when there is one."""
    hidden.hidden.click()
    if hidden.notice.isVisible():
        hidden.show_it.click()
    room.settle()
