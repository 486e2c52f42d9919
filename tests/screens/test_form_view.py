# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form asks calmly: everything can be skipped, nothing is asked twice, nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QEnterEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assist import i18n
from forms import loader
from forms.answers import Answer, AnswerState, Row
from forms.engine import Known
from forms.model import Choice, Field, FieldType, Form, Page, Reask, Source
from forms.session import FormSession
from ui import theme
from ui.form_view.field_widgets import answer_widget
from ui.form_view.form_view import FormView
from ui.form_view.sheets import sheets_of
from ui.form_view.wording import answer_words, short_question
from ui.widgets.buttons import LinkButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.fields import DateField, LineEdit, MoneyField, NumberField, SearchableChoice, SearchableMany, TextArea
from ui.widgets.hidden import HiddenText
from ui.widgets.scale import FillingCircles, GoalLevels

Key = Qt.Key
State = AnswerState
TODAY = "2025-03-04"


def said(words: str) -> dict[str, str]:
    """The same words in every language."""
    return dict.fromkeys(("en", "es", "pt", "fr"), words)


def choices(*codes: str) -> tuple[Choice, ...]:
    """Codes whose words are the codes in words."""
    return tuple(Choice(code, said(code.replace("_", " "))) for code in codes)


_numbers = iter(range(1, 10_000))


def a_field(key: str, kind: FieldType = FieldType.TEXT_SHORT, **what_matters: object) -> Field:
    """A question put to the person, repeated by design, level 2."""
    whole: dict[str, object] = {
        "key": key, "number": next(_numbers), "label": said(f"Question {key}?"), "type": kind,
        "source": Source.PARTICIPANT, "reask": Reask.REPEATED, "level": 2, "retention": "core",
        "why": said(f"So that {key} is right."),
    } | what_matters  # fmt: skip
    return Field(**whole)  # type: ignore[arg-type]


def known_field(key: str, reask: Reask = Reask.NEVER, **what_matters: object) -> Field:
    """A question about a concept that is asked once."""
    return a_field(key, reask=reask, concept=f"person.{key}", **what_matters)


def a_form(*pages: tuple[Field, ...]) -> Form:
    """A form of these pages."""
    made = tuple(
        Page(f"page{at}", said(f"Page {at}"), fields, said(f"Intro {at}")) for at, fields in enumerate(pages, 1)
    )
    return Form("T01", 1, said("Test form"), made)


def a_session(*pages: tuple[Field, ...], **opened: object) -> FormSession:
    """A session over such a form, dated."""
    session = FormSession(a_form(*pages), **opened)  # type: ignore[arg-type]
    session.asked_on, session.asked_by = TODAY, "0" * 32
    return session


Show = Callable[..., FormView]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Puts a view of a session into a window that has the keyboard."""
    kept: list[QWidget] = []

    def put(session: FormSession, width: int = 1170, height: int = 768, **more: object) -> FormView:
        window, view = QWidget(), FormView(session, **more)  # type: ignore[arg-type]
        kept.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return view

    return put


def press(*keys: Qt.Key) -> None:
    """Keys pressed where the keyboard is."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def write(words: str) -> None:
    """Words written where the keyboard is."""
    QTest.keyClicks(QApplication.focusWidget(), words)


def here() -> QWidget:
    """Where the keyboard is."""
    return QApplication.focusWidget()


def words_on(view: QWidget) -> str:
    """All the words of labels that can be seen."""
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def heard_anywhere(widget: QWidget) -> str:
    """Everything a screen reader can find."""
    found: list[str] = []

    def walk(at) -> None:
        kinds = QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value
        found.extend(at.text(kind) for kind in kinds)
        for place in range(at.childCount()):
            walk(at.child(place))

    walk(QAccessible.queryAccessibleInterface(widget))
    return "\n".join(found)


ONE_OF_EACH = (
    a_field("text_short"),
    a_field("text_long", FieldType.TEXT_LONG),
    a_field("choice", FieldType.CHOICE, choices=choices("yes", "no", "later")),
    a_field("long_choice", FieldType.CHOICE, choices=choices(*(f"code_{at:02}" for at in range(31)))),
    a_field("multi", FieldType.MULTI, choices=choices("one", "two", "three")),
    a_field("long_multi", FieldType.MULTI, choices=choices(*(f"land_{at:03}" for at in range(250)))),
    a_field("rank", FieldType.RANK, choices=choices("one", "two", "three"), pick=2),
    a_field("checklist", FieldType.CHECKLIST, choices=choices("one", "two")),
    a_field("date", FieldType.DATE),
    a_field("month", FieldType.MONTH),
    a_field("year", FieldType.YEAR),
    a_field("int", FieldType.INT),
    a_field("money", FieldType.MONEY),
    a_field("bool3", FieldType.BOOL3),
    a_field("scale5", FieldType.SCALE5),
    a_field("rating5", FieldType.RATING5),
    a_field("code", FieldType.CODE),
    a_field("ref", FieldType.REF),
    a_field("table", FieldType.TABLE, columns=(a_field("what"), a_field("day", FieldType.DATE))),
    a_field("group", FieldType.GROUP, columns=(a_field("who"),)),
    a_field("matrix", FieldType.MATRIX, columns=(a_field("paper", FieldType.CHOICE, choices=choices("id", "birth")),)),
)


# -- one control a kind -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "control"),
    [
        ("text_short", LineEdit), ("text_long", TextArea), ("choice", ChoiceButtons), ("long_choice", SearchableChoice),
        ("multi", ChoiceButtons), ("long_multi", SearchableMany), ("rank", ChoiceButtons),
        ("checklist", ChoiceButtons), ("date", DateField), ("month", DateField), ("year", DateField),
        ("int", NumberField), ("money", MoneyField), ("bool3", ChoiceButtons), ("scale5", FillingCircles),
        ("rating5", GoalLevels), ("code", LineEdit), ("ref", LineEdit),
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


@pytest.mark.rule("UX-11")
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


# -- the quiet strip ----------------------------------------------------------------------


@pytest.mark.rule("UX-03")
def test_the_three_quiet_links_are_one_tab_away(show: Show):
    """One Tab to the strip, arrows inside, the next Tab leaves (ruling 31)."""
    view = show(a_session((a_field("first"), a_field("second"))))
    view.focus_first()

    press(Key.Key_Tab)
    strip = view.card("first").strip
    assert here() is strip.links()[0]
    seen = [here().words()]
    for _ in range(2):
        press(Key.Key_Right)
        seen.append(here().words())
    press(Key.Key_Tab)

    assert seen == ["prefers not to say", "does not know", "why do you ask?"]
    assert here() is view.card("second").answer


@pytest.mark.rule("UX-03")
@pytest.mark.parametrize("form_id", loader.form_ids())
def test_every_question_of_every_form_offers_the_three_links(form_id: str, show: Show):
    """For each field asked of the person, whatever its kind, at most two Tabs from the answer."""
    session = FormSession(loader.form(form_id))
    view = show(session)

    for index in range(view.page_count()):
        view.show_page(index)
        for card in view.sheet.cards():
            if card.field.is_participant:
                card.focus_answer()
                reached = [here() for _ in range(2) if not press(Key.Key_Tab)]
                assert len(card.strip.links()) == 3, card.field.key
                assert any(one in card.strip.links() for one in reached), card.field.key


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


# -- why ----------------------------------------------------------------------------------


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


def test_nothing_moves_on_a_wide_page_when_why_opens(show: Show):
    """The side column is always there."""
    view = show(a_session((a_field("first"), a_field("second"))))
    view.focus_first()
    before = [card.geometry() for card in view.sheet.cards()]

    press(Key.Key_F1)
    QApplication.processEvents()

    assert [card.geometry() for card in view.sheet.cards()] == before


# -- skipping costs nothing ---------------------------------------------------------------


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


# -- known answers ------------------------------------------------------------------------

NGO = Known(Answer("quz"), "2024-11-14", "Casa Norte")


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
    """Opening is a choice, and it is told."""
    session = a_session((known_field("birth", level=3), a_field("need")), known={"birth": Known(Answer("CANARY"), "")})
    view = show(session)
    view.sheet.known.unfold()
    assert "CANARY" not in words_on(view) + heard_anywhere(view)

    with qtbot.waitSignal(view.known_shown) as shown:
        view.findChild(HiddenText).click()

    assert shown.args == ["birth"]
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


# -- pages --------------------------------------------------------------------------------


def depending(on: str, *codes: str) -> dict[str, object]:
    """Shown when that field has one of these codes."""
    return {"show_if": {"field": on, "in": list(codes)}}


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
        right = widget.mapTo(page, QPoint(widget.width(), 0)).x()
        assert right <= page.width(), (where, type(widget).__name__)
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


# -- what cannot be read ------------------------------------------------------------------


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


# -- with its owner -----------------------------------------------------------------------


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
