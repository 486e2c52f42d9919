# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Tab leads in the whole window, frame and all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.screens.at_keyboard import press
from tests.screens.at_window import LARGE, SMALL
from ui.widgets.action_bar import ActionBar

Key = Qt.Key


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("size", [LARGE, SMALL])
@pytest.mark.parametrize(("place", "where"), [
    ("form", {"form": "F17", "address": "Somebody Else"}), ("form", {"form": "F02", "case": "luz"}),
    ("directory_entry", {})])
def test_after_the_last_question_of_a_page_tab_comes_to_its_buttons(
    at_window, sitting, luz: str, size: tuple[int, int], place: str,
    where: dict[str, str]
):
    """Not to the frame first: whoever goes through it without a mouse would pass all of that once for each page."""
    def keyboard() -> QWidget:
        at = QApplication.focusWidget()
        assert at is not None
        return at

    at_window.window.resize(*size)
    at_window.go_through([(place, where | ({"case": luz} if "case" in where else {}))])
    screen = sitting.frame.stage.current
    foot = screen.findChildren(ActionBar)[-1] if place == "directory_entry" else screen.foot
    for _page in range(2):
        for _key in range(60):
            if foot.isAncestorOf(keyboard()):
                break
            assert screen.isAncestorOf(keyboard())
            press(Key.Key_Tab)
        reached = []
        while foot.isAncestorOf(keyboard()):
            reached.append(keyboard())
            press(Key.Key_Tab)
        buttons = [one for one in foot.acts() if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus]
        assert reached == [one for one in buttons if one.isEnabled()]
        if not screen.next.isVisible():
            break
        at_window.click(screen.next)
