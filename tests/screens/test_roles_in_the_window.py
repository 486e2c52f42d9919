# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a role cannot do is not on the screen: no room that would only refuse, no list that would only fail."""

from __future__ import annotations

import pytest

from ui.shell.places import on_rail


@pytest.mark.parametrize(("role", "rooms"), [
    ("caseworker", ["my_day", "cases", "reports", "settings"]),
    ("supervisor", ["my_day", "cases", "reports", "settings"]),
    ("coordinator", ["my_day", "settings"]),
    ("auditor", ["my_day", "settings"]),
    ("house", ["my_day", "settings"]),
])
def test_the_rail_holds_the_rooms_of_a_role(role: str, rooms: list[str]):
    assert [place for place, _it in on_rail({role})] == rooms
