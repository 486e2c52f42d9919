# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Tab leads in the whole window, frame and all."""

from __future__ import annotations

from itertools import pairwise

import pyrage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.at_keyboard import press
from tests.screens.at_window import LARGE, SMALL
from tests.screens.test_settings import tab_of
from ui.widgets.action_bar import ActionBar
from ui.widgets.reading_order import ReadingWindow
from ui.widgets.scrolling import ScrollPage

Key = Qt.Key
KEY = str(pyrage.x25519.Identity.generate().to_public())


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


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize(("place", "where"), [("my_day", {}), ("week", {}), ("reports", {}), ("case", {"case": "luz"}),
                                              ("settings", {"tab": "people"}), ("settings", {"tab": "recipients"})])
def test_tab_goes_through_a_page_as_it_is_read(at_window, sitting, luz: str, place: str, where: dict[str, str]):
    """Its lists come later than its buttons, and stand before them nevertheless."""
    sitting.desk.recipients.put("Centro Sur", KEY, KEY[-12:])
    if place == "settings":
        tab_of(at_window, where["tab"])
    else:
        at_window.go_through([(place, where | ({"case": luz} if "case" in where else {}))])
    content = sitting.frame.stage.content
    sitting.frame.corner.findChildren(QWidget)[-1].setFocus()
    press(Key.Key_Tab)
    reached: list[QWidget] = []
    for _key in range(80):
        at = QApplication.focusWidget()
        if at in reached:
            break
        if at is not None and content.isAncestorOf(at):
            reached.append(at)
        press(Key.Key_Tab)

    tops = [one.mapTo(content, one.rect().topLeft()) for one in reached]
    at_foot = [any(bar.isAncestorOf(one) for bar in content.findChildren(ActionBar)) for one in reached]
    assert at_foot == sorted(at_foot)
    above = [(upper.y(), lower.y()) for upper, lower in pairwise(tops) if abs(upper.x() - lower.x()) < 40]
    assert len(reached) > 2
    assert all(upper <= lower for upper, lower in above)


@pytest.mark.rule("UX-19")
def test_the_keys_of_a_page_turn_it_from_its_buttons(at_window, sitting, luz: str):
    """In a small window nothing in a text need be pressed, so Tab alone would never show its end."""
    at_window.window.resize(*SMALL)
    at_window.go_through([("case", {"case": luz})])
    page = max((one for one in sitting.frame.stage.current.findChildren(ScrollPage) if one.isVisible()),
               key=lambda one: one.width() * one.height())
    bar = page.verticalScrollBar()
    sitting.frame.corner.findChildren(QWidget)[-1].setFocus()
    press(Key.Key_End)
    low = bar.value()
    press(Key.Key_PageUp)
    higher = bar.value()
    press(Key.Key_Home)

    assert low == bar.maximum() > higher >= bar.value() == 0


def test_what_is_taken_away_moves_the_keyboard_and_chains_nothing(qtbot: QtBot):
    """Qt asks the same of the window then, and what it takes apart must not come into the chain again."""
    window = ReadingWindow()
    qtbot.addWidget(window)
    low, high, goes = QPushButton("low"), QPushButton("high"), QPushButton("goes")
    column = QVBoxLayout(window)
    for made in (low, high, goes):
        made.setParent(window)
    for laid in (goes, high, low):
        column.addWidget(laid)
    with qtbot.waitExposed(window):
        window.show()
    before = low.nextInFocusChain()

    goes.setFocus()
    goes.hide()
    hidden = low.nextInFocusChain()
    press_on = window.focusWidget()
    qtbot.keyClick(press_on, Key.Key_Tab)

    assert before is hidden is high
    assert low.previousInFocusChain() is high
