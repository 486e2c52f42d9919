# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in two ways looks at the room there is, also after a while out of sight."""

from __future__ import annotations

from ui.widgets.columns import TwoColumns


def test_what_was_hidden_stands_as_the_window_allows_when_it_comes_back(shown):
    """The window was made small meanwhile; its own size stayed, so nothing else tells it."""
    columns = TwoColumns()
    columns.setFixedSize(500, 100)
    window = shown(columns, width=1200)
    wide = columns.is_narrow()
    columns.hide()
    window.resize(640, 360)
    hidden = columns.is_narrow()

    columns.show()

    assert (wide, hidden) == (False, False)
    assert columns.is_narrow()
