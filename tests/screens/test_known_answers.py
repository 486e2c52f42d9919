# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Skipping costs nothing, and nobody says again what is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms import loader
from forms.answers import Answer, AnswerState
from forms.engine import Known
from forms.model import Reask, Source
from forms.session import FormSession
from tests.screens.at_keyboard import heard_anywhere, here, press, words_on
from tests.screens.invented_forms import NGO, a_field, a_session, known_field
from ui import theme
from ui.form_view.form_view import FormView
from ui.widgets.hidden import HiddenText

Key = Qt.Key
State = AnswerState
Show = Callable[..., FormView]


@pytest.mark.rule("NR-05", "UX-04")
@pytest.mark.parametrize("form_id", loader.form_ids())
def test_a_form_skipped_from_end_to_end_shows_no_word_of_blame(form_id: str, show: Show):
    """No problem, no asterisk, no red, no colour that means a mistake, nothing counted in per cent."""
    session = FormSession(loader.form(form_id))
    view = show(session)
    brick = QColor(theme.colours().brick)

    for index in range(view.page_count()):
        view.show_page(index)
        for card in view.sheet.cards():
            if card.field.is_participant:
                card.focus_answer()
                press(Key.Key_F2)
                assert session.answer_of(card.field.key).state is State.PREFERS_NOT_TO_SAY
        view.setFocus()
        assert all(card.problem.isHidden() for card in view.sheet.cards())
        shown = words_on(view)
        assert "*" not in shown
        assert "%" not in shown
        for label in view.findChildren(QLabel):
            assert label.palette().color(QPalette.ColorRole.WindowText) != brick
    assert view.unread() == ()


@pytest.mark.rule("UX-04")
def test_no_field_holds_anybody_back(show: Show):
    """Empty duties of the worker do not stop turning the page."""
    duty = a_field("duty", source=Source.WORKER, required=True)
    view = show(a_session((duty,), (a_field("other"),)))

    assert view.next_page()
    assert view.page_index() == 1
    assert not view.next_page()
    assert view.previous_page()
    assert not view.previous_page()


@pytest.mark.rule("UX-08")
def test_what_is_known_folds_into_one_line_and_is_not_asked(show: Show):
    """With who told us and when; correcting is one step away."""
    fields = (known_field("name"), known_field("town"), a_field("need"))
    known = {
        "name": Known(Answer("Killa"), "2024-11-14", "Casa Norte"),
        "town": Known(Answer("Cusco"), "2024-11-14", "Casa Norte"),
    }
    session = a_session(fields, known=known)
    view = show(session)

    assert [card.field.key for card in view.sheet.cards()] == ["need"]
    told = view.sheet.known.summary()
    assert told.startswith("Already known (2): Question name: Killa · Question town: Cusco — told by Casa Norte on")
    assert not any(row.isVisible() for row in view.sheet.known.rows)
    view.sheet.known.more.setFocus()
    press(Key.Key_Space)
    assert all(row.isVisible() for row in view.sheet.known.rows)
    press(Key.Key_Return)

    assert here() is view.card("name").answer
    assert here().text() == "Killa"
    assert session.changes() == {}
    assert view.sheet.known.summary().startswith("Already known (1)")


@pytest.mark.rule("UX-08")
def test_a_known_answer_is_confirmed_with_one_click(show: Show, qtbot: QtBot):
    """C fields stand open with *still right*; afterwards they say so."""
    session = a_session((known_field("mode", Reask.CONFIRM), a_field("need")), known={"mode": NGO})
    view = show(session)
    (row,) = view.sheet.known.rows
    assert row.confirm.isVisible()

    with qtbot.waitSignal(view.touched):
        row.confirm.click()

    assert session.confirmed == {"mode"}
    assert not view.sheet.known.rows[0].confirm.isVisible()
    assert "still right, said today" in view.sheet.known.summary()


@pytest.mark.rule("NR-11")
def test_a_known_answer_above_level_two_stays_closed(show: Show, qtbot: QtBot):
    """Opening is a choice; it is told, and whoever writes that down shows the words."""
    session = a_session((known_field("birth", level=3), a_field("need")), known={"birth": Known(Answer("CANARY"), "")})
    view = show(session)
    view.sheet.known.unfold()
    assert "CANARY" not in words_on(view) + heard_anywhere(view)

    with qtbot.waitSignal(view.known_shown) as shown:
        view.findChild(HiddenText).click()

    assert shown.args == ["birth"]
    assert "CANARY" not in words_on(view) + heard_anywhere(view)
    view.show_known("birth")
    assert "CANARY" in heard_anywhere(view)


def test_questions_somebody_must_bring_up_are_one_quiet_line(show: Show, qtbot: QtBot):
    """Volunteered, or skipped before: a place, never a prompt."""
    fields = (a_field("need"), a_field("strengths", reask=Reask.VOLUNTEERED), a_field("hurt"))
    session = a_session(fields, answers={"hurt": Answer(state=State.PREFERS_NOT_TO_SAY)})
    view = show(session)
    assert [card.field.key for card in view.sheet.cards()] == ["need"]
    assert [link.words() for link in view.sheet.additions.values()] == [
        "add, if it comes up: Question strengths", "Question hurt: prefers not to say · add",
    ]  # fmt: skip

    view.sheet.additions["strengths"].setFocus()
    press(Key.Key_Return)
    assert here() is view.card("strengths").answer
    view.sheet.additions["hurt"].click()

    assert [card.field.key for card in view.sheet.cards()] == ["need", "strengths", "hurt"]
    assert session.changes() == {}


def test_a_volunteered_answer_that_was_given_is_a_question_like_others(show: Show):
    """It was said; it can be read and changed."""
    session = a_session((a_field("strengths", reask=Reask.VOLUNTEERED),), answers={"strengths": Answer("my sister")})

    view = show(session)

    assert view.card("strengths").answer.text() == "my sister"
