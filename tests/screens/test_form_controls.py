# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of question has its control, and keys alone answer it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from forms.answers import Answer, AnswerState, Row
from forms.model import FieldType
from tests.screens.at_keyboard import press, write
from tests.screens.invented_forms import ONE_OF_EACH, TODAY, a_field, a_session
from ui.form_view.field_widgets import answer_widget
from ui.form_view.form_view import FormView
from ui.widgets.choice import ChoiceButtons
from ui.widgets.fields import DateField, LineEdit, MoneyField, NumberField, SearchableChoice, SearchableMany, TextArea
from ui.widgets.scale import FillingCircles, GoalLevels
from ui.widgets.signature_pad import SignaturePad

Key = Qt.Key
State = AnswerState
Show = Callable[..., FormView]


@pytest.mark.parametrize(
    ("key", "control"),
    [
        ("text_short", LineEdit), ("text_long", TextArea), ("choice", ChoiceButtons), ("long_choice", SearchableChoice),
        ("multi", ChoiceButtons), ("long_multi", SearchableMany), ("rank", ChoiceButtons),
        ("checklist", ChoiceButtons), ("date", DateField), ("month", DateField), ("year", DateField),
        ("int", NumberField), ("money", MoneyField), ("bool3", ChoiceButtons), ("scale5", FillingCircles),
        ("rating5", GoalLevels), ("code", LineEdit), ("ref", LineEdit), ("strokes", SignaturePad),
    ],
)  # fmt: skip
def test_every_kind_of_question_has_its_control(key: str, control: type, qtbot: QtBot):
    """Choices are buttons up to a size; longer lists are searched."""
    field = next(field for field in ONE_OF_EACH if field.key == key)

    made = answer_widget(field)
    qtbot.addWidget(made.widget)

    assert type(made.widget) is control


def test_no_kind_of_question_was_forgotten():
    """A new kind in the engine needs a control here."""
    assert {field.type for field in ONE_OF_EACH} == set(FieldType)


@pytest.mark.rule("UX-11")
@pytest.mark.parametrize(
    ("key", "keys", "value"),
    [
        ("text_short", "Killa", "Killa"),
        ("text_long", "to sew", "to sew"),
        ("choice", [Key.Key_Right, Key.Key_Space], "no"),
        ("multi", [Key.Key_Space, Key.Key_End, Key.Key_Space], ("one", "three")),
        ("rank", [Key.Key_End, Key.Key_Space, Key.Key_Home, Key.Key_Space], ("three", "one")),
        ("checklist", [Key.Key_Down, Key.Key_Return], ("two",)),
        ("date", "2024-05-12", "2024-05-12"),
        ("month", "05/2024", "2024-05"),
        ("year", "about 2019", "2019~"),
        ("int", "3", 3),
        ("money", "125", "125 USD"),
        ("bool3", [Key.Key_Space], "yes"),
        ("scale5", [Key.Key_Right, Key.Key_Right, Key.Key_Space], 2),
        ("rating5", [Key.Key_Right, Key.Key_Space], -1),
        ("code", "K7Q", "K7Q"),
        ("ref", "I-3", "I-3"),
    ],
)
def test_every_question_is_answered_with_keys_alone(key: str, keys, value: object, show: Show):
    """And what is entered is in the session at once."""
    session = a_session(tuple(field for field in ONE_OF_EACH if field.key == key))
    view = show(session)
    view.focus_first()

    if isinstance(keys, str):
        write(keys)
    else:
        press(*keys)

    assert session.answer_of(key).value == value
    assert session.answer_of(key).asked_on == TODAY


@pytest.mark.rule("UX-11", "UX-27")
def test_rows_are_written_with_keys_alone(show: Show):
    """Add a row, write, leave; take it away and put it back."""
    table = next(field for field in ONE_OF_EACH if field.key == "table")
    session = a_session((table,))
    view = show(session)
    view.focus_first()

    press(Key.Key_Return)
    write("bread")
    press(Key.Key_Tab)
    write("2024-05")

    (row,) = session.rows("table")
    assert {key: cell.value for key, cell in row.cells.items()} == {"what": "bread", "day": "2024-05"}
    press(Key.Key_Backtab, Key.Key_Backtab, Key.Key_Space)
    assert session.rows("table") == ()
    rows = view.card("table").rows
    assert rows._back.isVisible()
    rows._back.click()
    assert session.rows("table") == (row,)
    assert rows.cell(row.id, "what").control.widget.text() == "bread"


def test_a_stored_record_is_shown_as_it_was_answered(show: Show):
    """Every kind two ways: session to screen."""
    stored = {
        "text_short": "Killa", "text_long": "to sew", "choice": "later", "multi": ("one", "three"),
        "rank": ("three", "one"), "date": "2024-05~", "int": 0, "money": "80.50 PEN", "scale5": 0, "rating5": -2,
        "long_choice": "code_07", "long_multi": ("land_003",),
    }  # fmt: skip
    fields = tuple(field for field in ONE_OF_EACH if field.key in stored)
    opened = {key: Answer(value) for key, value in stored.items()}
    view = show(a_session(fields, answers=opened))

    def at(key: str) -> QWidget:
        return view.card(key).answer

    assert (at("text_short").text(), at("text_long").text()) == ("Killa", "to sew")
    assert (at("choice").picked(), at("multi").picked(), at("rank").picked()) == (
        ("later",), ("one", "three"), ("three", "one"),
    )  # fmt: skip
    assert (at("date").value(), at("int").value(), at("money").text()) == ("2024-05~", 0, "80.50 PEN")
    assert (at("scale5").value(), at("rating5").value()) == (0, -2)
    assert (at("long_choice").text(), at("long_multi").picked()) == ("code 07", ("land_003",))
    assert not view.session.is_touched


def test_references_are_chosen_by_their_words(show: Show):
    """Whoever opens the form knows what an id means; the id is stored."""
    goal = a_field("goal", FieldType.REF)
    table = a_field("goals", FieldType.TABLE, columns=(a_field("goal", FieldType.REF),))
    row = Row("a" * 32, {"goal": Answer("g2")})
    pairs = (("g1", "Sew and sell"), ("g2", "Sleep without fear"))
    session = a_session((goal, table), answers={"goals": Answer((row,))})

    view = show(session, offers={"goal": pairs, "goals.goal": pairs})
    view.card("goal").answer.buttons()[0].click()

    assert session.answer_of("goal").value == "g1"
    assert view.card("goals").rows.cell(row.id, "goal").control.widget.picked() == ("g2",)


def test_a_rating_says_the_levels_written_for_this_goal(show: Show):
    """Her own words for the five steps, where all five were written."""
    keys = ("level_m2", "level_m1", "level_0", "level_p1", "level_p2")
    opened = {key: Answer(f"words {key}") for key in keys}
    rating = a_field("rating_p", FieldType.RATING5)
    view = show(a_session(tuple(a_field(key) for key in keys), (rating,), answers=opened))

    view.next_page()

    names = [button.accessibleName() for button in view.card("rating_p").answer.buttons()]
    assert names[0] == "1 of 5: words level_m2"
    assert names[4] == "5 of 5: words level_p2"
