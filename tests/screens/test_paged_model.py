# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of a hundred thousand holds keys and asks for pages; rows that come late do no harm."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.models.paged import KEPT, PAGE, PagedModel, PageKeys

Shown = Qt.ItemDataRole.DisplayRole


class NumberColumns(IntEnum):
    """What is known of a number."""

    NAME = 0
    SQUARE = 1


class Numbers(PagedModel):
    """Rows are ``(number, square)``."""

    Columns = NumberColumns

    def heading(self, column: IntEnum) -> str:
        """The column's name."""
        return column.name.lower()

    def cell(self, row: object, column: IntEnum, role: int) -> object:
        """Its value."""
        return str(row[column]) if role == Shown else None


class Library:
    """Remembers what was asked for and answers when told to."""

    def __init__(self) -> None:
        self.asked: list[PageKeys] = []

    def __call__(self, keys: PageKeys) -> None:
        self.asked.append(keys)

    def answer(self, model: PagedModel, which: int = -1) -> None:
        """Deliver one of the pages asked for."""
        keys = self.asked[which]
        model.page_arrived(keys.page_index, [(key, key * key) for key in keys], keys)


@pytest.fixture
def library() -> Library:
    """Nothing was asked yet."""
    return Library()


@pytest.fixture
def numbers(library: Library) -> Numbers:
    """An empty list."""
    return Numbers(library)


def text(model: PagedModel, row: int, column: int = 0) -> object:
    """What a cell shows."""
    return model.data(model.index(row, column), Shown)


def test_it_is_an_orderly_item_model(numbers: Numbers, library: Library, qtmodeltester: ModelTester):
    """Empty, with keys, with rows and after a new list."""
    qtmodeltester.check(numbers, force_py=True)

    numbers.show_keys(range(450))
    text(numbers, 449)
    library.answer(numbers)
    numbers.forget_rows()
    numbers.show_keys([])

    assert numbers.rowCount() == 0


@pytest.mark.parametrize("rows", [1, 450])
def test_it_is_orderly_from_the_beginning_too(rows: int, numbers: Numbers, qtmodeltester: ModelTester):
    """Whoever looks at a full list first sees the same."""
    numbers.show_keys(range(rows))

    qtmodeltester.check(numbers, force_py=True)

    assert numbers.rowCount() == rows


def test_rows_are_blank_until_their_page_arrives(numbers: Numbers, library: Library, qtbot: QtBot):
    """One question a page, and the page says when it can be painted."""
    numbers.show_keys(range(1000))

    assert [text(numbers, row) for row in (250, 251, 399)] == ["", "", ""]
    assert [(keys.page_index, keys[0], len(keys)) for keys in library.asked] == [(1, 200, PAGE)]
    with qtbot.waitSignal(numbers.dataChanged) as changed:
        library.answer(numbers)

    assert (changed.args[0].row(), changed.args[1].row(), changed.args[1].column()) == (200, 399, 1)
    assert (text(numbers, 250), text(numbers, 250, 1)) == ("250", "62500")
    assert len(library.asked) == 1


def test_the_last_page_is_as_short_as_the_list(numbers: Numbers, library: Library):
    """No row is invented."""
    numbers.show_keys(range(250))

    text(numbers, 249)
    library.answer(numbers)

    assert len(library.asked[0]) == 50
    assert text(numbers, 249) == "249"


def test_a_page_of_an_older_list_is_dropped(numbers: Numbers, library: Library):
    """Filter quickly twice: the first answer must not fill the second list."""
    numbers.show_keys(range(100))
    text(numbers, 0)
    numbers.show_keys(range(5000, 5100))
    text(numbers, 0)

    library.answer(numbers, 0)
    assert text(numbers, 0) == ""
    library.answer(numbers, 1)
    assert text(numbers, 0) == "5000"


def test_a_page_nobody_asked_for_is_dropped(numbers: Numbers):
    """Also without its keys."""
    numbers.show_keys(range(100))

    numbers.page_arrived(0, [(1, 1)] * 100)

    assert numbers.row_at(0) is None


def test_a_page_of_the_wrong_length_is_our_mistake(numbers: Numbers):
    """It would show one case under the code of another."""
    numbers.show_keys(range(100))
    text(numbers, 0)

    with pytest.raises(ValueError, match="one row a key"):
        numbers.page_arrived(0, [(1, 1)])


def test_only_so_many_pages_are_held(numbers: Numbers, library: Library):
    """The longest unused page goes; coming back asks again."""
    numbers.show_keys(range(PAGE * (KEPT + 3)))
    for page in range(KEPT):
        text(numbers, page * PAGE)
        library.answer(numbers)
    assert text(numbers, 0) == "0"

    text(numbers, KEPT * PAGE)
    library.answer(numbers)

    assert text(numbers, 0) == "0"
    assert text(numbers, PAGE) == ""
    assert library.asked[-1].page_index == 1


def test_the_id_is_there_before_the_row(numbers: Numbers, library: Library):
    """A selection survives a blank; the row has its own role."""
    numbers.show_keys(range(10))

    assert numbers.data(numbers.index(7, 0), Numbers.IdRole) == 7
    assert not library.asked
    assert numbers.data(numbers.index(7, 0), Numbers.RowRole) is None
    library.answer(numbers)
    assert numbers.data(numbers.index(7, 0), Numbers.RowRole) == (7, 49)
    assert (numbers.key_at(7), numbers.keys()[-1]) == (7, 9)


def test_sorting_is_asked_for_and_never_done(numbers: Numbers, qtbot: QtBot):
    """SQL sorts; the model would need every row."""
    numbers.show_keys(range(10))

    with qtbot.waitSignal(numbers.sort_asked) as asked:
        numbers.sort(NumberColumns.SQUARE, Qt.SortOrder.DescendingOrder)
    with qtbot.assertNotEmitted(numbers.sort_asked):
        numbers.sort(-1)

    assert asked.args == [1, Qt.SortOrder.DescendingOrder]
    assert numbers.keys() == tuple(range(10))


def test_changed_rows_are_asked_for_again(numbers: Numbers, library: Library):
    """The list and the place in it stay."""
    numbers.show_keys(range(10))
    text(numbers, 0)
    library.answer(numbers)

    numbers.forget_rows()

    assert text(numbers, 0) == ""
    library.answer(numbers)
    assert (text(numbers, 0), len(library.asked)) == ("0", 2)


def test_headings_stand_above_columns_only(numbers: Numbers):
    """Nothing beside the rows."""
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical

    assert [numbers.headerData(at, across) for at in range(3)] == ["name", "square", None]
    assert numbers.headerData(0, down) is None


def test_a_table_asks_only_for_what_is_seen(numbers: Numbers, library: Library, qtbot: QtBot):
    """A hundred thousand rows, one or two pages."""
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(numbers)
    numbers.show_keys(range(100_000))

    view.resize(400, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.scrollTo(numbers.index(50_000, 0))
    view.viewport().repaint()

    pages: Callable[[], set[int]] = lambda: {keys.page_index for keys in library.asked}  # noqa: E731
    assert 250 in pages()
    assert len(pages()) <= 5
