# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields keep what was written and say what they understood."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.partial_dates import Finest
from tests.screens.at_keyboard import press, spoken
from ui.widgets.buttons import QuietButton
from ui.widgets.drop_list import DropList
from ui.widgets.fields import DateField, LineEdit, MoneyField, NumberField, SearchableChoice, SearchableMany, TextArea
from ui.widgets.searchable import shared_model
from ui.widgets.table_rows import TableRows

Key = Qt.Key
LANGUAGES = (("es", "Español"), ("fr", "Français"), ("quz", "Quechua (Cusco)"), ("quy", "Quechua (Ayacucho)"))


def test_a_text_area_grows_and_tab_leaves_it(shown):
    """From three lines to twelve; from there it scrolls."""
    area, after = TextArea(), LineEdit()
    shown(area, after, height=900)
    low = area.height()

    area.setPlainText("\n".join("line" for _ in range(8)))
    grown = area.height()
    area.setPlainText("\n".join("line" for _ in range(80)))
    most = area.height()
    area.setFocus()
    press(Key.Key_Tab)

    assert low < grown < most
    assert most < 14 * area.fontMetrics().lineSpacing() + 20
    assert QApplication.focusWidget() is after
    assert "\t" not in area.text()


@pytest.mark.rule("UX-20")
def test_nothing_can_be_dragged_out_of_a_text(shown):
    """A press on selected words begins a new selection."""
    line, area = LineEdit("a name"), TextArea("words that stay here")
    shown(line, area)
    line.selectAll()
    area.selectAll()

    QTest.mousePress(area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 12))

    assert not area.textCursor().hasSelection()
    assert not line.dragEnabled()


@pytest.mark.rule("UX-15")
@pytest.mark.parametrize(
    ("written", "finest", "value", "precision", "understood"),
    [
        ("2024-05-12", Finest.DAY, "2024-05-12", "day", "Understood: 12 May 2024"),
        ("05/2024", Finest.DAY, "2024-05", "month", "Understood: May 2024"),
        ("2019", Finest.DAY, "2019", "year", "Understood: 2019"),
        ("about 2019", Finest.DAY, "2019~", "about", "Understood: about 2019"),
        ("hacia 03/2021", Finest.MONTH, "2021-03~", "about", "Understood: about Mar 2021"),
        ("2024-05-12", Finest.MONTH, "2024-05", "month", "Understood: May 2024"),
        ("before my child was born", Finest.DAY, "=before my child was born", "relative",
         "Understood: before my child was born"),
        ("03/04/2024", Finest.DAY, "", "", ""),
        ("", Finest.DAY, "", "", ""),
    ],
)  # fmt: skip
def test_a_date_is_as_exact_as_she_wants(written, finest, value, precision, understood, shown):
    """It saves year, month, about or her own words, says what it understood, and never guesses."""
    field = DateField(finest)
    shown(field)
    field.setFocus()

    QTest.keyClicks(QApplication.focusWidget(), written)

    assert (field.value(), field.precision()) == (value, precision)
    assert field.understood.text().strip() == understood
    assert field.text() == written


def test_a_stored_date_can_be_written_on(shown):
    """What is shown can be read again and means the same."""
    field = DateField()
    shown(field)

    for value in ("2024-05-12", "2019~", "2021-03", "=before my child was born", ""):
        field.set_value(value)
        assert field.value() == value


def test_a_number_keeps_what_was_written(shown):
    """What cannot be read is not thrown away."""
    field = NumberField()
    shown(field)
    field.setFocus()

    QTest.keyClicks(field, "two")

    assert (field.text(), field.value()) == ("two", None)
    field.set_value(0)
    assert (field.text(), field.value()) == ("0", 0)
    field.set_value(None)
    assert field.text() == ""


def test_money_has_an_amount_and_a_currency(shown, qtbot: QtBot):
    """An unknown currency of an old record is kept."""
    field = MoneyField()
    shown(field)
    field.setFocus()

    with qtbot.waitSignal(field.changed):
        QTest.keyClicks(QApplication.focusWidget(), "125")
    field.currency.setCurrentText("PEN")

    assert field.text() == "125 PEN"
    field.set_value("80 XAF")
    assert field.text() == "80 XAF"
    field.set_value("")
    assert field.text() == ""


def test_the_wheel_never_changes_an_answer(shown):
    """Scrolling the page passes over lists."""
    drop = DropList(["one", "two", "three"])
    shown(drop)
    drop.setFocus()
    middle = drop.rect().center()

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    turned = QWheelEvent(
        QPointF(middle), QPointF(drop.mapToGlobal(middle)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(drop, turned)

    assert drop.currentIndex() == 0


@pytest.mark.rule("UX-11")
@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("franc", ["Français"]),
        ("QUECH", ["Quechua (Cusco)", "Quechua (Ayacucho)"]),
        ("cusco", ["Quechua (Cusco)"]),
        ("espanol", ["Español"]),
    ],
)
def test_a_long_list_is_found_without_accents(letters: str, found: list[str], shown):
    """Anywhere in the words, whatever the keyboard can write."""
    field = SearchableChoice(LANGUAGES)
    shown(field)
    field.setFocus()

    QTest.keyClicks(field, letters)

    assert list(field.matches()) == found


def test_the_only_match_is_chosen_when_the_keyboard_leaves(shown, qtbot: QtBot):
    """Words that fit nothing give way to what was chosen before."""
    field, after = SearchableChoice(LANGUAGES), LineEdit()
    shown(field, after)
    said: list[str] = []
    field.chosen.connect(said.append)
    field.setFocus()

    QTest.keyClicks(field, "cusc")
    field._finder.popup().hide()
    press(Key.Key_Tab)
    assert (field.code(), field.text()) == ("quz", "Quechua (Cusco)")

    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "zzz")
    press(Key.Key_Tab)
    assert (field.code(), field.text()) == ("quz", "Quechua (Cusco)")

    field.setFocus()
    field.selectAll()
    press(Key.Key_Delete)
    assert said == ["quz", ""]


def test_an_open_list_is_chosen_from_with_down_and_enter(shown):
    """No pointer is needed."""
    field = SearchableChoice(LANGUAGES)
    shown(field)
    field.setFocus()

    press(Key.Key_Down)
    popup = field._finder.popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Return)

    assert field.code() == "fr"


def test_fields_of_one_list_share_its_model(qtbot: QtBot):
    """249 countries are held once."""
    assert shared_model(LANGUAGES) is shared_model(LANGUAGES)
    assert SearchableChoice(LANGUAGES)._model is SearchableChoice(list(LANGUAGES))._model


def test_several_of_a_long_list_stand_as_buttons(shown, qtbot: QtBot):
    """Each takes itself back; the limit is said."""
    field = SearchableMany(LANGUAGES, limit=2)
    shown(field)
    said: list[tuple[str, ...]] = []
    field.chosen.connect(said.append)

    for code in ("es", "quz"):
        field.search.chosen.emit(code)
    with qtbot.waitSignal(field.full):
        field.search.chosen.emit("fr")
    field.findChildren(QuietButton)[0].click()

    assert said == [("es",), ("es", "quz"), ("quz",)]


def test_rows_are_added_and_taken_away_and_those_that_stay_keep_their_widgets(shown, qtbot: QtBot):
    """Writing in one row is not disturbed by another."""
    rows = TableRows(lambda _row: LineEdit(), "Add a person")
    rows.setAccessibleName("People")
    shown(rows)
    rows.show_rows(["a", "b"])
    kept = rows.content("b")

    with qtbot.waitSignal(rows.remove_asked) as asked:
        rows._cards["a"].take_away.click()
    rows.show_rows(["b", "c"])

    assert asked.args == ["a"]
    assert rows.row_ids() == ("b", "c")
    assert rows.content("b") is kept
    assert spoken(rows._cards["c"].take_away) == "take row 2 away"
    with qtbot.waitSignal(rows.add_asked):
        rows.add.click()
