# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quiet line under a question, and why it is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms import loader
from forms.answers import Answer, AnswerState
from forms.model import FieldType, Source
from forms.session import FormSession
from tests.screens.at_keyboard import here, press, words_on, write
from tests.screens.invented_forms import a_field, a_session, choices
from ui.form_view.form_view import FormView

Key = Qt.Key
State = AnswerState
Show = Callable[..., FormView]


@pytest.mark.rule("UX-03")
def test_the_three_quiet_links_are_one_tab_away(show: Show):
    """One Tab to the strip, arrows inside, the next Tab leaves from wherever one is in it (ruling 31)."""
    view = show(a_session((a_field("first"), a_field("second"))))
    view.focus_first()

    press(Key.Key_Tab)
    strip = view.card("first").strip
    assert here() is strip.links()[0]
    seen = [here().words()]
    for _ in range(2):
        press(Key.Key_Right)
        seen.append(here().words())
    press(Key.Key_Left, Key.Key_Tab)

    assert seen == ["prefers not to say", "does not know", "why do you ask?"]
    assert here() is view.card("second").answer


@pytest.mark.rule("UX-03")
@pytest.mark.parametrize("form_id", loader.form_ids())
def test_every_question_of_every_form_offers_the_three_links(form_id: str, show: Show):
    """For each field asked of the person, whatever its kind, at most two Tabs from the answer.

    Where a question does not apply to everybody there is a fourth.
    """
    session = FormSession(loader.form(form_id))
    view = show(session)

    for index in range(view.page_count()):
        view.show_page(index)
        for card in view.sheet.cards():
            if card.field.is_participant:
                card.focus_answer()
                reached = [here() for _ in range(2) if not press(Key.Key_Tab)]
                assert len(card.strip.links()) == 3 + card.field.may_not_apply, card.field.key
                assert any(one in card.strip.links() for one in reached), card.field.key


def test_what_does_not_apply_can_be_said_where_that_may_be(show: Show):
    """No work, no children: it is neither silence nor a no, and the sums leave it out."""
    session = FormSession(loader.form("F14"))
    view = show(session)
    view.show_page(1)

    view.card("e3").strip.skips[AnswerState.NOT_APPLICABLE].click()

    assert session.answer_of("e3").state is AnswerState.NOT_APPLICABLE
    assert AnswerState.NOT_APPLICABLE not in view.card("e2r").strip.skips


@pytest.mark.rule("UX-03")
def test_only_the_question_with_the_keyboard_shows_its_links(show: Show):
    """Others show a small mark in words; nothing moves when it changes (ruling 31)."""
    session = a_session((a_field("first"), a_field("second")), answers={"second": Answer("said")})
    view = show(session)
    first, second = view.card("first"), view.card("second")
    view.focus_first()
    before = second.geometry()
    assert (first.strip.is_open(), second.strip.is_open()) == (True, False)
    assert second.strip.mark.words() == "answered"

    second.focus_answer()

    assert (first.strip.is_open(), second.strip.is_open()) == (False, True)
    assert first.strip.mark.words() == "not asked"
    assert second.geometry() == before


def test_a_pointer_sees_the_links_too(show: Show):
    """Pointing is enough; a press anywhere on the sheet goes to the answer."""
    view = show(a_session((a_field("first"), a_field("second"))))
    second = view.card("second")
    middle = QPointF(second.rect().center())

    QApplication.sendEvent(second, QEnterEvent(middle, middle, middle))
    assert second.strip.is_open()
    QApplication.sendEvent(second, QEvent(QEvent.Type.Leave))
    assert not second.strip.is_open()
    QTest.mousePress(second, Qt.MouseButton.LeftButton, pos=QPoint(second.width() - 20, 10))

    assert here() is second.answer


@pytest.mark.parametrize(("key", "state"), [(Key.Key_F2, State.PREFERS_NOT_TO_SAY), (Key.Key_F3, State.DOES_NOT_KNOW)])
def test_a_key_says_that_there_is_no_answer(key: Qt.Key, state: AnswerState, show: Show, qtbot: QtBot):
    """F2 and F3 from the answer itself; the same key takes it back with the words that stood there."""
    session = a_session((a_field("wish", FieldType.TEXT_LONG),))
    view = show(session)
    view.focus_first()
    write("to sew")

    with qtbot.waitSignal(view.touched):
        press(key)
    assert session.answer_of("wish").state is state
    assert view.card("wish").answer.text() == ""
    assert [link.isChecked() for link in view.card("wish").strip.skips.values()].count(True) == 1
    press(key)

    assert session.answer_of("wish").value == "to sew"
    assert view.card("wish").answer.text() == "to sew"


def test_a_new_answer_ends_the_silence(show: Show):
    """She may say it after all."""
    session = a_session((a_field("wish"),))
    view = show(session)
    view.focus_first()
    press(Key.Key_F2)

    write("x")

    assert session.answer_of("wish").value == "x"
    assert not any(link.isChecked() for link in view.card("wish").strip.skips.values())


def test_a_skip_on_a_chosen_cell_is_about_that_cell(show: Show):
    """Per cell for choices, per table otherwise (ruling 25)."""
    columns = (a_field("who"), a_field("may_call", FieldType.CHOICE, choices=choices("yes", "no")))
    session = a_session((a_field("trusted", FieldType.TABLE, columns=columns),))
    row = session.add_row("trusted")
    view = show(session)
    rows = view.card("trusted").rows

    rows.cell(row, "may_call").control.widget.setFocus()
    press(Key.Key_F2)
    assert session.rows("trusted")[0].cells["may_call"].state is State.PREFERS_NOT_TO_SAY
    assert "prefers not to say" in words_on(rows)
    press(Key.Key_F2)
    assert "may_call" not in session.rows("trusted")[0].cells

    rows.cell(row, "who").control.widget.setFocus()
    press(Key.Key_F2)
    assert session.answer_of("trusted").state is State.PREFERS_NOT_TO_SAY
    view.card("trusted").focus_answer()
    press(Key.Key_F2)
    assert session.rows("trusted")[0].id == row


def test_worker_questions_have_no_links_that_are_not_theirs(show: Show):
    """A team does not prefer not to say; F2 and F3 do nothing there."""
    duty = a_field("duty", source=Source.WORKER, required=True)
    bare = a_field("bare", source=Source.WORKER, why={})
    session = a_session((duty, bare))
    view = show(session)
    view.focus_first()

    press(Key.Key_F2, Key.Key_F3)

    assert session.answer_of("duty").state is State.NOT_ASKED
    assert [link.words() for link in view.card("duty").strip.links()] == ["what is this for?"]
    assert view.card("bare").strip.isHidden()
    view.card("bare").focus_answer()
    assert view.card("duty").strip.mark.words() == "for the team to fill in"


def test_why_opens_beside_the_question_and_never_over_it(show: Show, qtbot: QtBot):
    """F1 opens it, F1 closes it, another question closes it."""
    view = show(a_session((a_field("first"), a_field("second"))))
    view.focus_first()
    assert view.why.isHidden()

    with qtbot.waitSignal(view.why_asked) as asked:
        press(Key.Key_F1)

    assert asked.args == ["first"]
    assert view.why.isVisible()
    assert view.why.words() == "So that first is right."
    question = view.card("first")
    right_of_question = question.mapTo(view, QPoint(question.width(), 0)).x()
    assert view.why.mapTo(view, QPoint()).x() >= right_of_question
    press(Key.Key_F1)
    assert view.why.isHidden()
    press(Key.Key_F1)
    view.card("second").focus_answer()
    assert view.why.isHidden()


@pytest.mark.parametrize("size", [(640, 360), (683, 384)])
def test_on_a_small_window_why_opens_below_the_question(size: tuple[int, int], show: Show, qtbot: QtBot):
    """200 % on a laptop of 1366×768: the question stays in view."""
    view = show(a_session((a_field("first"),)), *size)
    view.focus_first()

    press(Key.Key_F1)

    question = view.card("first")
    qtbot.waitUntil(
        lambda: view.why.mapTo(view, QPoint()).y() >= question.mapTo(view, QPoint()).y() + question.height()
    )
    assert view.why.visibleRegion().boundingRect().height() == view.why.height()
    assert not question.question.visibleRegion().isEmpty()


@pytest.mark.parametrize("many", [2, 9])
def test_on_a_small_window_the_question_is_read_with_its_reason(many: int, show: Show, qtbot: QtBot):
    """Whether its answers take one line or fill the window, its words stay whole and the reason is seen."""
    words = choices(*(f"a rather long answer of number {at}" for at in range(many)))
    tall = a_field("first", FieldType.CHOICE, choices=words)
    view = show(a_session((tall,)), 623, 250)
    view.focus_first()

    for closed in (False, True, False):
        press(Key.Key_F1)
        qtbot.waitUntil(lambda closed=closed: view.why.isHidden() is closed)

    for whole in (view.card("first").question, view.why):
        qtbot.waitUntil(lambda whole=whole: whole.visibleRegion().boundingRect().size() == whole.size())


def test_a_reason_read_in_a_small_window_goes_beside_the_page_in_a_large_one(show: Show, qtbot: QtBot):
    """It is one and the same card, wherever there is room for it."""
    words = choices(*(f"a rather long answer of number {at}" for at in range(9)))
    view = show(a_session((a_field("first", FieldType.CHOICE, choices=words),)), 623, 250)
    view.focus_first()
    press(Key.Key_F1)
    qtbot.waitUntil(lambda: view.sheet.isAncestorOf(view.why))

    view.window().resize(1170, 768)

    card = view.card("first")
    qtbot.waitUntil(lambda: view.why.mapTo(view, QPoint()).x() >= card.mapTo(view, QPoint(card.width(), 0)).x())


def test_nothing_moves_on_a_wide_page_when_why_opens(show: Show):
    """The side column is always there."""
    view = show(a_session((a_field("first"), a_field("second"))))
    view.focus_first()
    before = [card.geometry() for card in view.sheet.cards()]

    press(Key.Key_F1)
    QApplication.processEvents()

    assert [card.geometry() for card in view.sheet.cards()] == before
