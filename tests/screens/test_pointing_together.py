# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What she points at, writes and puts in order in the window that is looked at together (PA-04, UX-11)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from assist import i18n
from assist.desk import Desk
from assist.views import Changes
from tests.conftest import PASSPHRASE
from tests.screens.at_keyboard import press, spoken, write
from tests.screens.at_together import at_parts, looked, opened, words_in
from tests.screens.at_window import CODE, AtWindow, seen
from tests.screens.histories import fill, first_contact
from ui.coview.asking import AskPage
from ui.coview.page import CoviewPage
from ui.shell.sitting import Sitting
from ui.wiring import Door

Key = Qt.Key


@pytest.mark.rule("UX-11", "PA-04")
def test_she_points_at_a_circle(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """By finger, or with arrows and Space: it is her rating of that goal from then on, and the keyboard stays there."""
    page = at_parts(at_window, sitting, luz)
    card = page.parts.content.goals[0]
    assert card.circles.value() == 0
    at_window.click(card.circles.buttons()[3])
    at_window.settle()
    assert desk.cases.plan(luz).productive[0].rating_person == 1
    assert desk.cases.plan(luz).productive[0].rating_worker == -1
    assert "Kept." in words_in(page)

    page.parts.content.goals[0].circles.setFocus()
    press(Key.Key_Right, Key.Key_Space)
    at_window.settle()

    assert desk.cases.plan(luz).productive[0].rating_person == 2
    assert page.parts.content.goals[0].circles.isAncestorOf(QApplication.focusWidget())
    press(Key.Key_Space)
    at_window.settle()
    assert desk.cases.plan(luz).productive[0].rating_person is None


def test_every_circle_says_its_level(at_window: AtWindow, sitting: Sitting, luz: str):
    """In the words that were written together."""
    page = at_parts(at_window, sitting, luz)
    assert "I sell every week" in spoken(page.parts.content.goals[0].circles.buttons()[3])


@pytest.mark.rule("PA-03", "PA-04")
def test_she_says_that_she_sees_it_differently(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """In her own words, kept as any disagreement is, and seen at once."""
    page = at_parts(at_window, sitting, luz)
    page.parts.content.findChild(QWidget, "0/disagree").click()
    at_window.settle()
    assert page.ask.question.text() == "I see it differently"
    write("Yo quiero otra cosa")
    page.ask.go_on.click()
    at_window.settle()

    assert desk.cases.plan(luz).productive[0].disagreement == "Yo quiero otra cosa"
    assert "Yo quiero otra cosa" in words_in(page)


@pytest.mark.rule("PA-01", "PA-04")
def test_she_changes_her_own_words_or_leaves_them(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """What stood there is there to go on from; leaving it keeps nothing, no draft either."""
    page = at_parts(at_window, sitting, luz)
    page.parts.content.findChild(QWidget, "0/goal_own_words").click()
    at_window.settle()
    write(" y mas")
    page.ask.drop.click()
    at_window.settle()
    assert desk.cases.plan(luz).productive[0].own_words == "Coser y vender lo mío"
    assert desk.records.drafts() == []

    page.parts.content.findChild(QWidget, "0/goal_own_words").click()
    at_window.settle()
    QApplication.focusWidget().moveCursor(QApplication.focusWidget().textCursor().MoveOperation.End)
    write(" y mas")
    page.ask.go_on.click()
    at_window.settle()
    assert desk.cases.plan(luz).productive[0].own_words == "Coser y vender lo mío y mas"


def test_she_rests_from_a_goal_and_goes_on(at_window: AtWindow, sitting: Sitting, luz: str):
    """One button, which then leads back."""
    page = at_parts(at_window, sitting, luz)
    for said in ("Go on with this", "Rest from this"):
        page.parts.content.findChild(QWidget, "0/pause_wanted").click()
        at_window.settle()
        assert page.parts.content.findChild(QWidget, "0/pause_wanted").words() == said


@pytest.mark.rule("PA-08", "UX-11")
def test_she_puts_in_order_what_matters_most(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """With keys alone: the order stands on the plan, before any view of the team."""
    page = at_parts(at_window, sitting, luz)
    opened(at_window, page, "order")
    page.parts.asks.click()
    at_window.settle()
    press(Key.Key_Right, Key.Key_Space, Key.Key_Left, Key.Key_Space)
    page.ask.go_on.click()
    page.ask.go_on.click()
    at_window.settle()

    assert desk.cases.plan(luz).priorities.hers == ("food", "sleep_place")
    assert "1. food" in words_in(page)


@pytest.mark.rule("PA-09", "NR-15", "UX-10")
def test_she_answers_the_check_in_and_nothing_of_the_team_s_comes_up(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk
):
    """One question at a time, each can be left; stopping half-way keeps what was said; circles show it, no number."""
    page = at_parts(at_window, sitting, luz)
    opened(at_window, page, "path")
    page.parts.asks.click()
    at_window.settle()
    assert "early_reason" not in page.ask.fields()
    page.ask.go_on.click()
    for place in range(7):
        if place == 2:
            page.ask.prefers.click()
            continue
        page.ask._control.widget.buttons()[3].click()
        page.ask.go_on.click()
    page.ask.stop.click()
    at_window.settle()

    record = next(row.record for row in desk.cases.records(luz) if row.form == "F14")
    form, answers = desk.records.answers(luz, record)
    states = [answers[field.key].state.value for field in form.fields() if field.key in answers]
    assert states.count("answered") == 6
    assert states.count("prefers_not_to_say") == 1
    assert "money and work" in words_in(page)
    assert page.ask is None
    assert not any(letter.isdigit() for letter in words_in(page.parts.content))


@pytest.mark.rule("PA-07")
def test_she_says_that_something_is_not_right(at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk):
    """It is a wish about her data like any other, with a day for the answer, and stands beside what it is about."""
    page = at_parts(at_window, sitting, luz)
    page.parts.wrong.click()
    at_window.settle()
    write("No es un curso, es un taller")
    page.ask.go_on.click()
    at_window.settle()

    wish = desk.cases.wishes(luz)[0]
    assert (wish.kind, wish.her_words, wish.is_open) == ("correct", "No es un curso, es un taller", True)
    assert "No es un curso, es un taller" in words_in(page)


@pytest.mark.rule("PA-04", "NR-19")
def test_what_is_half_written_is_kept_when_it_is_hidden(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk
):
    """Nothing she said is lost, and none of it is saved as if it were finished."""
    half_written(at_window, sitting, luz).act.emit("hide")
    at_window.settle()
    assert [row.form for row in desk.records.drafts()] == ["F10"]
    assert desk.cases.plan(luz).productive[0].disagreement == ""


@pytest.mark.rule("PA-04", "NR-19")
def test_what_is_half_written_is_kept_when_whoever_signed_in_ends_it(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk
):
    """Also when protected work was shut before."""
    half_written(at_window, sitting, luz)
    sitting.shut_vault()
    at_window.settle()
    assert [row.form for row in desk.records.drafts()] == ["F10"]
    page = sitting.together.window.look
    page.write_wanted.emit(page.parts.content.goals[1].goal, "disagree")
    at_window.settle()
    write("Despacio")
    sitting.together.end()
    at_window.settle()
    assert sorted(row.form for row in desk.records.drafts()) == ["F08", "F10"]


def test_what_a_colleague_sends_meanwhile_takes_no_words_away(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk
):
    """She goes on writing where she was, with the keyboard where it was."""
    page = half_written(at_window, sitting, luz)
    sitting.hub.changed.emit(fill(desk, "F11", luz, {"outcome": "held"}).changes)
    at_window.settle()
    write(" pero bien")
    page.ask.go_on.click()
    at_window.settle()
    assert desk.cases.plan(luz).productive[0].disagreement == "Despacio pero bien"


@pytest.mark.rule("PA-04", "UX-06")
def test_what_is_half_written_is_kept_when_it_locks(at_window: AtWindow, sitting: Sitting, luz: str, door: Door):
    """It is there at the next sign-in."""
    half_written(at_window, sitting, luz).act.emit("lock")
    at_window.until(lambda: at_window.relaunched)
    again = door.sign_in("Ana Ríos", PASSPHRASE)
    assert [row.form for row in again.records.drafts()] == ["F10"]
    again.close()


def half_written(at_window: AtWindow, sitting: Sitting, case: str) -> CoviewPage:
    """She has begun to say that she sees it differently."""
    page = at_parts(at_window, sitting, case)
    page.parts.content.findChild(QWidget, "0/disagree").click()
    at_window.settle()
    write("Despacio")
    return page


@pytest.mark.rule("PA-15")
def test_it_speaks_her_language_and_the_worker_s_again_afterwards(
    at_window: AtWindow, sitting: Sitting, desk: Desk
):
    """She speaks French, the worker English: the window is French; a language we have no words in is said to be so."""
    case = first_contact(desk, "Rose", lang_pref="fr")
    window = looked(at_window, sitting, case)
    assert "Vous pouvez arrêter ou vous reposer à tout moment." in words_in(window)
    sitting.hub.changed.emit(Changes())
    at_window.settle()
    window.ask_to_leave()
    QTest.keyClicks(window.leave.pin, CODE)
    at_window.settle()
    assert i18n.language() == "en"
    assert "Protected work: open" in seen(at_window.window)
    assert "Cases" in [button.text() for button in at_window.window.findChildren(QAbstractButton)]

    quechua = looked(at_window, sitting, first_contact(desk, "Sami", lang_pref="quz"))
    assert i18n.language() == "en"
    assert "Somebody can interpret." in words_in(quechua)


def test_a_question_not_for_her_is_never_asked_there(desk: Desk, luz: str):
    """Of a form only what may be looked at together, and nothing the team answers."""
    opening = desk.records.open("F13", luz)
    page = AskPage(opening.session)
    assert {"better", "harder", "needs_new"} <= set(page.fields())
    assert not {"goals", "contact_still", "asked_by"} & set(page.fields())
