# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""On the page of the plan: what matters most to her, and only then what the team sees (PA-08)."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from tests.screens.at_case_file import opened
from tests.screens.at_desk import Room
from tests.screens.at_keyboard import words_on
from tests.screens.histories import accompanied, fill
from ui.screens.case_file.screen import CaseFileScreen
from ui.widgets.buttons import Button


def team_view(screen: CaseFileScreen) -> Button:
    """The way to the team's view."""
    return next(one for one in screen.tab().findChildren(Button) if one.words() == "Write the team's view")


@pytest.mark.rule("PA-08")
def test_the_team_s_view_waits_for_her_order(room: Room, desk: Desk):
    """The button is there and asleep; once she spoke it wakes, and both orders stand on the page, hers above."""
    case = accompanied(desk)
    screen = opened(room, case, "plan")
    assert not team_view(screen).isEnabled()

    fill(desk, "RANK", case, {"order": ("work", "study")})
    fill(desk, "VIEW", case, {"order": ("safety",)})
    screen = opened(room, case, "plan")

    said = words_on(screen)
    assert team_view(screen).isEnabled()
    assert said.index("1. work") < said.index("2. study") < said.index("1. safety")
