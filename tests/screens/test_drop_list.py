# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A short list opens as buttons are pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.widgets.drop_list import DropList

Key = Qt.Key


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_enter_opens_a_short_list_and_chooses_in_it(shown, key: Qt.Key):
    """As it presses every button: nobody has to know that a list opens otherwise."""
    drop, picked = DropList(["one", "two", "three"]), list[int]()
    drop.picked.connect(picked.append)
    shown(drop)
    drop.setFocus()

    QTest.keyClick(drop, key)
    assert drop.view().isVisible()
    QTest.keyClick(drop.view(), Key.Key_Down)
    QTest.keyClick(drop.view(), Key.Key_Return)

    assert (picked, drop.currentText(), drop.view().isVisible()) == ([1], "two", False)


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("index", [0, 1, 2])
def test_an_open_list_shows_where_the_keyboard_is(shown, index: int):
    """The line that counts now, the first one too."""
    drop = DropList(["one", "two", "three"])
    shown(drop)
    drop.set_current(index)

    drop.showPopup()

    assert [line.row() for line in drop.view().selectionModel().selectedIndexes()] == [index]
    drop.hidePopup()


@pytest.mark.parametrize("key", [Key.Key_PageDown, Key.Key_PageUp, Key.Key_Home, Key.Key_End])
def test_the_keys_of_a_page_change_nothing_in_a_closed_list(shown, key: Qt.Key):
    """Like the wheel they are for the page around it."""
    drop = DropList(["one", "two", "three"])
    shown(drop)
    drop.set_current(1)

    QTest.keyClick(drop, key)

    assert drop.currentIndex() == 1
