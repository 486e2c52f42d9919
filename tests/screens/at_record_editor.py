# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form in a room: opened, answered, turned to a page, saved."""

from __future__ import annotations

from tests.screens.at_desk import Room
from ui.form_view.question import QuestionCard
from ui.screens.record_editor import RecordEditor
from ui.widgets.buttons import Button


def opened(room: Room, form: str, case: str = "", **more: str) -> RecordEditor:
    """A form on the screen."""
    screen = room.show(RecordEditor(room.s, form, case, **more))
    assert isinstance(screen, RecordEditor)
    return screen


def say(screen: RecordEditor, **answers: object) -> None:
    """Answers given on the screen, whichever page they stand on."""
    for key, value in answers.items():
        screen.view.session.answer(key, value)
    screen.view.refresh()
    screen.view.touched.emit()


def saved(room: Room, screen: RecordEditor) -> None:
    """Save, and wait until what follows is there."""
    screen.save()
    room.settle()


def to_page_with(screen: RecordEditor, key: str) -> QuestionCard:
    """Go to the page of a question."""
    screen.view.show_field(key)
    return screen.view.card(key)


def way(screen: RecordEditor, words: str) -> Button:
    """The button of the page after that says this."""
    return next(one for one in screen.after.buttons if one.words() == words)
