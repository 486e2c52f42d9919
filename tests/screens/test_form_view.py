# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of a form: they follow the answers, fit every window, and lose nothing written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assist import i18n
from forms import loader
from forms.answers import Answer, AnswerState, Row
from forms.model import FieldType, Reask, Source
from forms.session import FormSession
from tests.screens.at_keyboard import here, press, words_on, write
from tests.screens.invented_forms import NGO, ONE_OF_EACH, a_field, a_session, choices, depending, known_field
from ui.form_view.form_view import FormView
from ui.form_view.sheets import sheets_of
from ui.form_view.wording import answer_words, short_question
from ui.widgets.buttons import LinkButton
from ui.widgets.scale import GoalLevels

Key = Qt.Key
State = AnswerState
Show = Callable[..., FormView]


def test_an_answer_opens_and_closes_questions_without_taking_the_keyboard(show: Show):
    """The question being answered keeps its widget; Tab goes to the new one next."""
    fields = (
        a_field("children", FieldType.CHOICE, choices=choices("yes", "no")),
        a_field("ages", **depending("children", "yes")),
        a_field("last"),
    )
    view = show(a_session(fields))
    view.focus_first()
    kept = view.card("children")

    press(Key.Key_Space)
    assert [card.field.key for card in view.sheet.cards()] == ["children", "ages", "last"]
    assert view.card("children") is kept
    assert here() is kept.answer.buttons()[0]
    press(Key.Key_Tab, Key.Key_Tab)
    assert here() is view.card("ages").answer
    kept.answer.buttons()[1].click()

    assert view.card("ages") is None


def test_pages_come_and_go_with_answers(show: Show, qtbot: QtBot):
    """And the owner is told how many there are now."""
    first = a_field("more", FieldType.CHOICE, choices=choices("yes", "no"))
    view = show(a_session((first,), (a_field("extra", **depending("more", "yes")),), (a_field("last"),)))
    assert view.page_count() == 2

    with qtbot.waitSignal(view.page_changed) as changed:
        view.card("more").answer.buttons()[0].click()

    assert changed.args == [0, 3]
    assert view.next_page()
    assert here() is view.card("extra").answer


def test_one_question_a_page_where_it_is_asked_for(show: Show):
    """Known answers stand with the first, quiet places with the last."""
    fields = (known_field("name"), a_field("a"), a_field("b"), a_field("v", reask=Reask.VOLUNTEERED))
    session = a_session(fields, known={"name": NGO})
    view = show(session, one_per_page=True)

    assert view.page_count() == 2
    assert (view.card("a") is not None, view.card("b") is None) == (True, True)
    assert view.sheet.known is not None
    assert not view.sheet.additions
    assert view.next_page()
    assert view.sheet.known is None
    assert list(view.sheet.additions) == ["v"]


def test_a_window_made_small_stays_with_its_question(show: Show, qtbot: QtBot):
    """Below 900 px one question a page (ruling 32), and back again; what was written stays."""
    view = show(a_session((a_field("a"), a_field("b"), a_field("c"))))
    view.card("b").focus_answer()
    write("kept")

    view.window().resize(640, 360)
    qtbot.waitUntil(lambda: view.page_count() == 3)
    assert view.page_index() == 1
    assert view.card("b").answer.text() == "kept"
    view.window().resize(1200, 700)
    qtbot.waitUntil(lambda: view.page_count() == 1)

    assert view.card("b").answer.text() == "kept"


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("size", [(1170, 768), (640, 360)])
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_form_fits_and_every_control_has_a_name(language: str, size: tuple[int, int], show: Show):
    """Each definition that ships, in each language, also at 200 %: nothing wider than its page."""
    i18n.use(language)
    for form in loader.forms():
        view = show(FormSession(form), *size)
        for index in range(view.page_count()):
            view.show_page(index)
            view.focus_first()
            QApplication.processEvents()
            _nothing_is_cut(view, f"{form.id} page {index}")
        view.window().close()


def _nothing_is_cut(view: FormView, where: str) -> None:
    page = view.sheet
    for widget in page.findChildren(QWidget):
        if not widget.isVisible():
            continue
        right = widget.mapTo(view, QPoint(widget.width(), 0)).x()
        assert right <= view.width(), (where, type(widget).__name__)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), (
                where,
                type(widget).__name__,
            )
        if isinstance(widget, QLabel) and widget.wordWrap() and widget.text().strip():
            assert widget.height() >= widget.heightForWidth(widget.width()), (where, widget.text())


@pytest.mark.rule("UX-28")
def test_her_rating_stands_before_the_teams(show: Show, qtbot: QtBot):
    """Two voices on the same scale, hers first."""
    session = FormSession(loader.form("F08"))
    view = show(session)

    view.show_field("rating_p")

    keys = [card.field.key for card in view.sheet.cards()]
    hers, teams = view.card("rating_p"), view.card("rating_w")
    assert keys.index("rating_p") < keys.index("rating_w")
    qtbot.waitUntil(lambda: hers.mapTo(view, QPoint()).y() < teams.mapTo(view, QPoint()).y())
    assert type(hers.answer) is type(teams.answer) is GoalLevels


def test_what_cannot_be_read_is_said_once_the_keyboard_leaves(show: Show, qtbot: QtBot):
    """One calm sentence; the writing stays and the session holds what stood before."""
    opened = {"since": Answer("2020", precision="year")}
    session = a_session((a_field("since", FieldType.DATE), a_field("b")), answers=opened)
    view = show(session)
    view.focus_first()
    here().selectAll()

    write("03/04/2024")
    assert view.card("since").problem.isHidden()
    press(Key.Key_Tab)

    assert "write the year first" in view.card("since").problem.text()
    assert view.card("since").problem.isVisible()
    assert view.card("since").answer.text() == "03/04/2024"
    assert session.changes() == {}
    assert view.unread() == ("since",)
    view.focus_first()
    here().selectAll()
    write("2024-04-03")
    assert view.card("since").problem.isHidden()
    assert session.answer_of("since").value == "2024-04-03"
    assert view.unread() == ()


def test_what_cannot_be_read_survives_turning_the_page(show: Show):
    """Nothing written is lost."""
    view = show(a_session((a_field("count", FieldType.INT),), (a_field("b"),)))
    view.focus_first()
    write("two")

    view.next_page()
    view.previous_page()

    assert view.card("count").answer.text() == "two"
    assert "whole number" in view.card("count").problem.text()


def test_a_text_too_long_is_said_at_once(show: Show):
    """Before more is written in vain."""
    view = show(a_session((a_field("short", max_length=10),)))
    view.focus_first()

    write("eleven signs")

    assert "10 characters" in view.card("short").problem.text()
    assert view.card("short").answer.text() == "eleven signs"


def test_one_choice_too_many_is_explained(show: Show):
    """Up to two; the third is not taken."""
    rank = a_field("rank", FieldType.RANK, choices=choices("one", "two", "three"), pick=2)
    session = a_session((rank,))
    view = show(session)

    for button in view.card("rank").answer.buttons():
        button.click()

    assert session.answer_of("rank").value == ("one", "two")
    assert "Up to 2 can be chosen" in view.card("rank").problem.text()


def test_a_cell_that_cannot_be_read_says_so_in_its_row(show: Show):
    """And keeps its writing."""
    table = next(field for field in ONE_OF_EACH if field.key == "table")
    session = a_session((table, a_field("b")))
    row = session.add_row("table")
    view = show(session)
    cell = view.card("table").rows.cell(row, "day")
    cell.control.widget.setFocus()

    write("03/04/2024")
    view.card("b").focus_answer()

    assert "write the year first" in words_on(cell)
    assert session.rows("table")[0].cells == {}
    assert view.unread() == ("table",)


def test_the_owner_can_put_a_sentence_under_a_question(show: Show):
    """Also on a page that is not shown yet."""
    view = show(a_session((a_field("a"),), (a_field("b"),)))

    view.problem("b", "This needs another look.")
    assert view.show_field("b")
    assert view.card("b").problem.isVisible()
    view.problem("b", "")

    assert view.card("b").problem.isHidden()
    assert not view.show_field("nowhere")


def test_every_keystroke_tells_the_owner_and_writes_nothing_back(show: Show, qtbot: QtBot):
    """The draft is the owner's; spaces at the end stay while somebody writes."""
    session = a_session((a_field("wish"),))
    view = show(session)
    view.focus_first()

    with qtbot.waitSignals([view.touched] * 7):
        write("to sew ")

    assert here().text() == "to sew "
    assert session.answer_of("wish").value == "to sew"


def test_a_draft_that_was_loaded_is_shown(show: Show):
    """Somebody else wrote into the session."""
    session = a_session((a_field("wish"), a_field("b", **depending("wish", "x"))))
    view = show(session)
    session.answer("wish", "x")

    view.refresh()

    assert view.card("wish").answer.text() == "x"
    assert view.card("b") is not None
    assert view.session is session


def test_a_form_without_pages_is_empty_and_calm(show: Show):
    """Everything hidden: nothing to show, nothing breaks."""
    view = show(a_session((a_field("never", **depending("gone", "x")),)))

    view.focus_first()

    assert view.page_count() == 0
    assert not view.next_page()


def test_facts_that_nobody_is_asked_stand_in_one_line(show: Show):
    """The program's own fields are no questions."""
    fields = (a_field("code", FieldType.CODE, source=Source.AUTOMATIC, reask=Reask.NONE), a_field("need"))
    view = show(a_session(fields, answers={"code": Answer("K7Q-M2X-4")}))

    assert [card.field.key for card in view.sheet.cards()] == ["need"]
    assert "Question code: K7Q-M2X-4" in words_on(view)


def test_links_of_a_question_say_which_question_they_belong_to(show: Show):
    """Three equal links on a page of five questions."""
    view = show(a_session((a_field("a"), a_field("b"))))

    described = {link.accessibleDescription() for link in view.card("a").findChildren(LinkButton)}

    assert described == {"Question a?"}


def test_sheets_follow_the_session_alone():
    """The cutting into pages needs no window."""
    session = a_session((a_field("a"), a_field("b")), (a_field("c"),))

    assert [sheet.key for sheet in sheets_of(session, set())] == ["page1", "page2"]
    assert [sheet.key for sheet in sheets_of(session, set(), one_per_page=True)] == [
        "page1/a", "page1/b", "page2/c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FieldType.CHOICE, "not_sure", "not sure"),
        (FieldType.MULTI, ("yes", "no"), "yes, no"),
        (FieldType.DATE, "2019~", "about 2019"),
        (FieldType.SCALE5, 0, "not at all"),
        (FieldType.RATING5, 2, "much more than hoped"),
        (FieldType.INT, 0, "0"),
        (FieldType.TABLE, (Row("a" * 32), Row("b" * 32)), "2 rows"),
    ],
)
def test_an_answer_is_said_in_words(kind: FieldType, value: object, words: str):
    """0 is an answer; codes are never shown."""
    field = a_field("x", kind, choices=choices("yes", "no", "not_sure") if "o" in kind and kind != "rating5" else ())

    assert answer_words(field, Answer(value)) == words  # type: ignore[arg-type]
    assert answer_words(field, Answer(state=State.PREFERS_NOT_TO_SAY)) == "prefers not to say"
    assert answer_words(field, Answer(state=State.NOT_ASKED)) == ""
    assert short_question(field) == "Question x"
