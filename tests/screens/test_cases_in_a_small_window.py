# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of cases on an old laptop at 200 %: nothing is cut, and an empty list begins where a full one does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from assist import i18n
from assist.desk import Desk
from tests.screens.at_desk import EDGE, Room
from tests.screens.histories import first_contact
from ui.delegates.row import SIDE
from ui.screens.cases import CasesScreen
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

SMALL = [564, 607]
"""How wide a page is at 200 %, in the smallest window and in a whole one."""
QT_SIDE = 2
"""What a line of Qt leaves free beside its words, apart from our own margins."""


def opened(desk: Desk, qtbot: QtBot, width: int, height: int = 384) -> tuple[Room, CasesScreen]:
    """The list in a window of that size."""
    room = Room(desk, qtbot, size=(width + 2 * EDGE, height))
    screen = room.show(CasesScreen(room.s))
    QApplication.processEvents()
    assert isinstance(screen, CasesScreen)
    return room, screen


def room_for_words(box: QLineEdit) -> int:
    """How many pixels a word in the box may have."""
    margins = box.textMargins()
    return box.width() - margins.left() - margins.right() - 2 * QT_SIDE


@pytest.mark.parametrize("width", [*SMALL, 860, 1130])
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_what_the_box_is_for_is_read_whole(language: str, width: int, desk: Desk, qtbot: QtBot):
    """In fewer words where there is less room; a screen reader hears all of them."""
    i18n.use(language)
    room, screen = opened(desk, qtbot, width)
    box = screen.filter
    said, spoken = box.placeholderText(), box.accessibleName()
    needed, there = box.fontMetrics().horizontalAdvance(said), room_for_words(box)
    room.close()

    assert said
    assert needed <= there
    assert len(spoken) > len(said)


def test_where_there_is_room_the_box_says_more(desk: Desk, qtbot: QtBot):
    """That a whole code is looked for with Enter; and the words follow the window."""
    room, screen = opened(desk, qtbot, 1130)
    wide = screen.filter.placeholderText()

    room.window.resize(564 + 2 * EDGE, 384)
    qtbot.waitUntil(lambda: screen.filter.placeholderText() != wide)
    small = screen.filter.placeholderText()
    room.window.resize(1130 + 2 * EDGE, 384)
    qtbot.waitUntil(lambda: screen.filter.placeholderText() == wide)
    room.close()

    assert wide == "Filter, or a whole code and Enter"
    assert small


def test_a_box_of_one_placeholder_keeps_it_however_narrow(qtbot: QtBot):
    """Nothing shorter was given."""
    box = LineEdit(placeholder="code or chosen name")
    qtbot.addWidget(box)

    box.resize(40, 40)
    box.show()

    assert box.placeholderText() == "code or chosen name"


@pytest.mark.parametrize(("width", "height"), [(564, 384), (607, 384), (1130, 768)])
def test_the_sentence_of_an_empty_list_stands_where_the_first_row_would(
    width: int, height: int, desk: Desk, qtbot: QtBot
):
    """Not in the middle of the page."""
    first_contact(desk)
    room, screen = opened(desk, qtbot, width, height)
    table = screen.table.viewport()
    row = table.mapTo(screen, screen.table.visualRect(screen.model.index(0, 0)).topLeft())
    high = screen.table.rowHeight(0)

    screen.filter.setText("zzz")
    screen.filter.textEdited.emit("zzz")
    qtbot.waitUntil(screen.nothing.isVisible)
    room.settle()
    QApplication.processEvents()
    label: Label = screen.nothing.sentence
    words = label.mapTo(screen, label.contentsRect().topLeft() if label.height() else QPoint())
    lines, foot = label.height(), screen.foot.geometry().bottom()
    room.close()

    assert words.x() == row.x() + SIDE
    assert row.y() <= words.y() <= row.y() + high // 2
    assert lines <= 2 * label.fontMetrics().lineSpacing() + 2
    assert abs(foot - (screen.height() - 1)) <= 1
