# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in a form: nothing is lost, nothing is forced, and what must be said first is said first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from assist.clock import FixedClock
from assist.consentbook import meaning_of
from assist.country import country
from assist.desk import Desk
from assist.errors import NoRoom
from assist.views import CaseQuery
from forms.answers import AnswerState
from forms.loader import consent_texts
from tests.conftest import NOON
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import Key, heard_anywhere, here, press, reached_by_keyboard, spoken, words_on, write
from tests.screens.histories import LIMITS, SEWING, accompanied, fill, first_contact, half_a_year
from ui.dialogs.confirm import Confirm
from ui.form_view.question import QuestionCard
from ui.screens.case_file import CaseFileScreen
from ui.screens.my_day import MyDayScreen
from ui.screens.record_editor import RecordEditor
from ui.screens.record_editor.after import CopyCard, NeedsCard, OwnPauseCard
from ui.screens.record_editor.before import FromPaper
from ui.widgets.buttons import Button
from ui.widgets.fields import DateField


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


# -- first contact --------------------------------------------------------------------------


@pytest.mark.rule("NR-01")
def test_not_today_is_one_press_and_leaves_nothing_behind(room: Room, desk: Desk, qtbot: QtBot):
    """No case, no draft, no duty; a kind word, and one more in the count of the day."""
    screen = opened(room, "F01")

    click(screen.extras.before.taps["wants_today"].buttons()[2], qtbot)
    room.settle()

    assert room.went == [("my_day", {})]
    assert desk.cases.keys(CaseQuery()) == []
    assert desk.records.drafts() == []
    assert desk.care.not_today_count(desk.bench.today()) == 1
    assert "Not today is all right." in room.said()


def test_three_taps_stand_above_a_first_contact_and_are_kept_nowhere(room: Room, desk: Desk, qtbot: QtBot):
    """They help the worker begin; they are no answers."""
    screen = opened(room, "F01")

    for key in ("place_private", "interp_ok"):
        click(screen.extras.before.taps[key].buttons()[1], qtbot)

    assert len(screen.extras.before.taps) == 3
    assert "Nobody is told why." in words_on(screen.extras.before)
    assert not screen.is_touched
    assert opened(room, "F11", accompanied(desk)).extras.before is None


def test_after_a_first_contact_she_can_leave_it_here(room: Room, desk: Desk, qtbot: QtBot):
    """Saved, her code, her needs in her order to tick off, and where one may go (ruling 34)."""
    screen = opened(room, "F01")
    say(screen, needs_now=("call_someone", "food"), chosen_name="Killa", may_keep_note="yes")

    click(screen.save_now, qtbot)
    room.settle()
    needs = screen.after.findChild(NeedsCard)
    click(needs.ticks.buttons()[0], qtbot)

    assert "Saved. She can leave it here." in words_on(screen.after)
    assert [one.label for one in needs.ticks.buttons()] == ["call someone", "food"]
    assert needs.done.text() == "Done: call someone"
    assert [one.words() for one in screen.after.buttons] == ["Open the case", "Next: Limits of secrecy", "To my day"]


def test_silence_about_the_note_means_help_without_a_file(room: Room, desk: Desk):
    """Skipped means no: neither name nor language is written (ruling 18)."""
    screen = opened(room, "F01")
    say(screen, chosen_name="Canaria", needs_now=("food",))

    saved(room, screen)

    assert "Help without a file" in words_on(screen.after)
    assert "Next: Limits of secrecy" not in [one.words() for one in screen.after.buttons]
    assert [row.name for row in desk.cases.listed(CaseQuery())] == [""]


def test_every_page_of_a_first_contact_can_be_the_last(room: Room):
    """*Save and stop* stands on each page."""
    screen = opened(room, "F01")

    offered = []
    for _page in range(screen.view.page_count()):
        offered.append(screen.save_now.isVisible() or screen.next.words() == "Save")
        if screen.next.words() == "Go on":
            screen.next.click()

    assert offered == [True] * screen.view.page_count()


@pytest.mark.rule("NR-05", "UX-04")
def test_a_form_of_which_nothing_is_answered_is_saved_without_a_word(room: Room, desk: Desk):
    """No message, no mark, no question whether one is sure."""
    case = accompanied(desk)
    screen = opened(room, "F13", case)
    for field in screen.view.session.form.fields():
        if field.is_participant and not field.has_rows:
            screen.view.session.set_state(field.key, AnswerState.PREFERS_NOT_TO_SAY)
    screen.view.refresh()

    saved(room, screen)

    assert room.troubles == []
    assert room.went == [("case", {"case": case, "tab": "plan"})]
    assert "*" not in heard_anywhere(screen)


# -- drafts ---------------------------------------------------------------------------------


def test_what_is_written_is_kept_by_itself(room: Room, desk: Desk, qtbot: QtBot):
    """Two seconds after the last change, encrypted; nobody presses anything."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)

    say(screen, person_wants="Descansar")
    qtbot.waitUntil(lambda: bool(desk.records.drafts()), timeout=6000)
    kept = desk.records.resume(desk.records.drafts()[0].draft)

    assert kept.session.answer_of("person_wants").value == "Descansar"
    assert len(desk.records.drafts()) == 1


def test_leaving_keeps_the_draft_at_once_and_coming_back_goes_on(room: Room, desk: Desk):
    """Elsewhere, covered or locked: the sentence is still there."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Llamar a la hermana")

    stays = screen.leave()
    room.settle()
    again = opened(room, "F11", case)

    assert stays
    assert again.view.session.answer_of("person_wants").value == "Llamar a la hermana"
    assert "You go on where it was left." in room.said()


def test_a_form_nobody_wrote_in_leaves_no_draft(room: Room, desk: Desk):
    """Looking is not writing, not even where rows are laid out."""
    case = half_a_year(desk)

    for form in ("F11", "F13"):
        opened(room, form, case).leave()
        room.settle()

    assert desk.records.drafts() == []


def test_saving_takes_the_draft_away(room: Room, desk: Desk):
    """One thing is kept once."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Descansar")
    screen.keep_draft()
    room.settle()

    saved(room, screen)

    assert desk.records.drafts() == []
    assert desk.cases.notes(case)[0].wants == "Descansar"


def test_discarding_asks_once_and_keeps_what_was_saved_before(room: Room, desk: Desk, qtbot: QtBot):
    """The only box: it cannot be undone, and *keep* is what Enter does."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Descansar")
    screen.keep_draft()
    room.settle()

    click(screen.forget, qtbot)
    sheet = next(one for one in room.window.findChildren(Confirm) if one.isVisible())
    keeps = sheet.way_out.hasFocus()
    click(sheet.act, qtbot)
    room.settle()

    assert keeps
    assert desk.records.drafts() == []
    assert room.went == [("case", {"case": case})]


# -- what goes wrong ------------------------------------------------------------------------


def test_a_full_disk_leaves_every_answer_on_the_screen(room: Room, desk: Desk):
    """What was not done, what is safe, what to do; then saving works again."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Descansar")

    screen._not_saved(NoRoom("disk.full"))
    said = room.said()
    there = screen.view.session.answer_of("person_wants").value
    saved(room, screen)

    assert "What is on the screen stays there." in said
    assert there == "Descansar"
    assert desk.cases.notes(case)[0].wants == "Descansar"


def test_a_date_that_cannot_be_read_is_said_calmly_and_saved_later(room: Room, desk: Desk):
    """Nothing is guessed, nothing is lost, the keyboard goes there."""
    case = accompanied(desk)
    screen = opened(room, "F08", case)
    say(screen, goal_own_words="Dormir")
    card = to_page_with(screen, "review_on")
    card.focus_answer()
    write("13-14-2026")

    saved(room, screen)
    after_first = room.went[:]

    assert after_first == []
    assert "one answer could not be read" in room.said()
    assert "Nothing is lost." in room.said()


def test_a_threat_without_its_three_answers_says_which_and_goes_there(room: Room, desk: Desk):
    """Three taps are enough, but they are needed."""
    case = accompanied(desk)
    screen = opened(room, "F17", case)
    say(screen, what="call")

    saved(room, screen)

    assert "what, when and who is at risk are needed" in room.said()
    assert screen.view.card("when") is not None
    assert not desk.cases.safety(case).hold


@pytest.mark.rule("CO-13")
def test_a_closed_form_leads_to_what_opens_it(room: Room, desk: Desk, qtbot: QtBot):
    """First the limits, then the consent, then the intake."""
    case = first_contact(desk)
    screen = opened(room, "F02", case)
    card_words = words_on(screen)
    next(one for one in screen.findChildren(Button) if one.words() == "Limits of secrecy" and one.isVisible()).click()
    fill(desk, "LIMITS", case, LIMITS)
    second = opened(room, "F02", case)
    next(one for one in second.findChildren(Button) if one.words() == "Consent" and one.isVisible()).click()

    assert "Explain the limits of secrecy first" in card_words
    assert room.went == [("form", {"form": "LIMITS", "case": case}), ("form", {"form": "F03", "case": case})]


# -- consent --------------------------------------------------------------------------------


@pytest.mark.rule("CO-04")
def test_the_decision_opens_only_after_every_step_was_said(room: Room, desk: Desk, qtbot: QtBot):
    """Explain, benefits and risks, what if not, in her own words; then the choice. The text explained is kept."""
    case = first_contact(desk)
    screen = opened(room, "F03", case)
    say(screen, kind="accompaniment")
    decision = to_page_with(screen, "decision")
    before = decision.isEnabled(), decision.isVisible()

    enabled = []
    for step in list(screen.extras.explain.steps):
        click(screen.extras.explain.steps[step], qtbot)
        enabled.append(screen.view.card("decision").isEnabled())
    say(screen, accompany="yes", keep_record="yes", decision="yes", mode="spoken")
    saved(room, screen)
    consent = desk.cases.consents(case)[0]

    assert before == (False, False)
    assert enabled == [False, False, False, True]
    assert set(screen.view.session.answer_of("explained").value) == {"purpose", "risks", "what_if_not", "withdraw"}
    assert consent.standing == "given"
    assert not consent.outdated
    assert meaning_of("accompaniment") == int(consent_texts()["accompaniment"]["meaning"])


@pytest.mark.rule("CO-04")
def test_another_purpose_is_explained_anew(room: Room, desk: Desk, qtbot: QtBot):
    """What was said about one thing says nothing about another."""
    screen = opened(room, "F03", first_contact(desk))
    say(screen, kind="accompaniment")
    to_page_with(screen, "explained")
    for step in list(screen.extras.explain.steps.values()):
        click(step, qtbot)
    first = screen.extras.explain.is_done

    say(screen, kind="aftercare")

    assert first
    assert not screen.extras.explain.steps["teach_back"].hasFocus()
    assert screen.extras.explain.kind == "aftercare"
    assert not screen.extras.explain.is_done


@pytest.mark.rule("CO-03")
def test_a_yes_gets_the_usual_end_and_it_may_be_changed(room: Room, desk: Desk):
    """A year for being accompanied, proposed as soon as she says yes, not before."""
    screen = opened(room, "F03", first_contact(desk))
    say(screen, kind="accompaniment")
    before = screen.view.session.answer_of("expiry").state

    say(screen, decision="yes")
    proposed = screen.view.session.answer_of("expiry").value
    say(screen, expiry="2027-03-01")

    assert before is AnswerState.NOT_ASKED
    assert proposed == "2027-11-25"
    assert screen.view.session.answer_of("expiry").value == "2027-03-01"


@pytest.mark.rule("CO-07")
def test_one_consent_says_nothing_of_any_other(room: Room, desk: Desk):
    """Being accompanied shares nothing."""
    case = accompanied(desk)

    kinds = {row.kind for row in desk.cases.consents(case)}
    screen = room.show(CaseFileScreen(room.s, case, "consent"))

    assert kinds == {"accompaniment"}
    assert "referral" not in words_on(screen)


@pytest.mark.rule("UX-25")
def test_after_an_agreement_she_is_asked_about_a_copy(room: Room, desk: Desk, qtbot: QtBot):
    """Given, read out, not safe, not wanted; *given* leads to the reports."""
    case = accompanied(desk)
    fill(desk, "F10", case, SEWING)
    screen = opened(room, "AGR", case)
    chosen = screen.view.session.answer_of("plan").value
    say(screen, how="spoken")

    saved(room, screen)
    copy = screen.after.findChild(CopyCard)
    labels = [one.label for one in copy.choice.buttons()]
    click(copy.choice.buttons()[0], qtbot)
    click(copy.make, qtbot)

    assert chosen == "productive"
    assert labels == ["copy given", "read out", "a copy is not safe", "not wanted"]
    assert room.went == [("reports", {"case": case, "kind": "participant"})]
    assert desk.cases.plan(case).states["productive"] == "agreed"


@pytest.mark.rule("UX-25")
def test_a_consent_ends_with_the_question_about_a_copy(room: Room, desk: Desk):
    """The last page of the form itself."""
    screen = opened(room, "F03", first_contact(desk))

    screen.view.show_page(screen.view.page_count() - 1)

    assert screen.view.card("copy") is not None


# -- known answers, dates, prefilling -----------------------------------------------------------


@pytest.mark.rule("UX-08")
def test_what_she_already_told_is_folded_and_can_be_corrected(room: Room, desk: Desk):
    """Nobody says it twice."""
    case = first_contact(desk)

    screen = opened(room, "F01", case)
    known = screen.view.sheet.known

    assert known is not None
    assert "Killa" in known.summary()
    assert screen.view.card("chosen_name") is None
    assert known.rows[0].correct.words() == "correct"


@pytest.mark.rule("UX-15")
def test_a_month_a_year_or_about_is_enough(room: Room, desk: Desk):
    """The answer keeps how exact it is."""
    case = accompanied(desk)
    screen = opened(room, "F02", case)

    kept = []
    for written in ("2001", "05/2001", "about 1999"):
        card = to_page_with(screen, "birth")
        field = card.findChild(DateField)
        field.edit.setFocus()
        field.edit.clear()
        write(written)
        kept.append((screen.view.session.answer_of("birth").value, screen.view.session.answer_of("birth").precision))

    assert kept == [("2001", "year"), ("2001-05", "month"), ("1999~", "about")]


def test_a_review_begins_with_every_open_goal_in_her_words(room: Room, desk: Desk):
    """None is forgotten, and which is which can be read."""
    case = half_a_year(desk)
    screen = opened(room, "F13", case)

    rows = screen.view.session.rows("goals")
    to_page_with(screen, "goals")

    assert {row.cells["goal"].value for row in rows} == {ident for ident, _words in desk.cases.goals_open(case)}
    assert "Coser y vender lo mío" in heard_anywhere(screen)


def test_a_rating_of_a_review_reaches_the_plan(room: Room, desk: Desk):
    """Her view of today stands on the plan after the save."""
    case = half_a_year(desk)
    screen = opened(room, "F13", case)
    session = screen.view.session
    row = next(each for each in session.rows("goals")
               if each.cells["goal"].value == desk.cases.plan(case).productive[0].record)

    session.answer_cell("goals", row.id, "rating_p", 1)
    saved(room, screen)

    assert desk.cases.plan(case).productive[0].rating_person == 1


def test_what_came_on_paper_counts_from_the_day_it_was_asked(
    room: Room, desk: Desk, clock: FixedClock, qtbot: QtBot
):
    """Asked on one day, typed in on another (ruling 50)."""
    case = first_contact(desk)
    clock.set(NOON + timedelta(days=10))
    screen = opened(room, "F04", case)

    click(screen.paper, qtbot)
    sheet = next(one for one in room.window.findChildren(FromPaper) if one.isVisible())
    sheet.field.setFocus()
    write("2026-11-27")
    click(sheet.go_on, qtbot)
    say(screen, who_starts="we", channel=("call",))
    saved(room, screen)

    assert desk.cases.records(case)[0].on == "2026-11-27"
    assert desk.cases.safety(case).contact.confirmed_on == "2026-11-27"


def test_a_day_that_has_not_come_is_not_taken(room: Room, desk: Desk, qtbot: QtBot):
    """Nothing was asked tomorrow."""
    screen = opened(room, "F04", first_contact(desk))
    click(screen.paper, qtbot)
    sheet = next(one for one in room.window.findChildren(FromPaper) if one.isVisible())

    sheet.field.setFocus()
    write("2027-01-01")

    assert not sheet.go_on.isEnabled()
    assert "not later than today" in words_on(sheet)


# -- what follows -----------------------------------------------------------------------------


@pytest.mark.rule("UX-26", "WP-07")
def test_after_a_threat_protection_stands_and_the_worker_may_rest(room: Room, desk: Desk, qtbot: QtBot):
    """Three answers, level two, hold; then a moment for whoever wrote it, counted nowhere."""
    case = accompanied(desk)
    screen = opened(room, "F17", case)
    say(screen, what="call", when="now", who_at_risk=("person",))

    saved(room, screen)
    rest = screen.after.findChild(OwnPauseCard)
    click(rest.rest, qtbot)

    assert "Protection is now level 2." in words_on(screen.after)
    assert desk.cases.safety(case).hold
    assert "Breathe out slowly" in rest.words.text()
    assert not [one for one in screen.after.findChildren(QLabel) if "%" in one.text()]


def test_a_threat_is_accepted_with_the_vault_shut(room: Room, desk: Desk):
    """At any hour, by anyone signed in (ruling 4)."""
    case = accompanied(desk)
    desk.signed.shut_vault()
    screen = opened(room, "F17", case)
    say(screen, what="call", when="now", who_at_risk=("person",))

    saved(room, screen)

    assert desk.cases.header(case).level == 2
    assert desk.cases.header(case).hold


def test_after_a_note_the_closing_of_the_meeting_is_offered(room: Room, desk: Desk, qtbot: QtBot):
    """How she leaves, what to leave out, when to speak next (NR-19)."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Descansar")

    saved(room, screen)
    click(way(screen, "Next: End of the meeting"), qtbot)

    assert room.went == [("form", {"form": "CLOSING", "case": case})]


def test_a_saved_form_leads_to_the_part_where_it_is_seen(room: Room, desk: Desk):
    """A goal is seen on the plan."""
    case = accompanied(desk)
    screen = opened(room, "F08", case)
    say(screen, goal_own_words="Dormir sin susto")

    saved(room, screen)

    assert room.went == [("case", {"case": case, "tab": "plan"})]
    assert room.said() == "Kept: Psychosocial goal."


# -- the whole way, by keyboard -------------------------------------------------------------------


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def tab_until(self, what: str, is_there: Callable[[QWidget], bool]) -> None:
        """Tab until the keyboard is where it is wanted."""
        for _step in range(120):
            if here() is not None and is_there(here()):
                return
            QTest.keyClick(here() or self.room.window, Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {what}")

    def tab_to(self, name: str) -> None:
        """To the control with that name."""
        self.tab_until(name, lambda widget: widget.accessibleName() == name)

    def press_button(self, name: str) -> None:
        """To a button, and Enter."""
        self.tab_to(name)
        press(Key.Key_Return)
        self.room.settle()

    def to_question(self, question: str) -> None:
        """To the answer of a question, turning pages as needed."""
        for _page in range(12):
            cards = self.room.screen.view.sheet.cards()
            card = next((one for one in cards if one.question.text() == question), None)
            if card is not None:
                self.tab_until(question, card.isAncestorOf)
                return
            self.go_on()
        raise AssertionError(f"no page asks {question}")

    def choose(self, question: str, choice: str) -> None:
        """To a question, arrows to one of its choices, Space."""
        self.to_question(question)
        for _step in range(12):
            if here().accessibleName() == choice:
                break
            press(Key.Key_Right)
        press(Key.Key_Space)

    def say(self, question: str, words: str) -> None:
        """To a question, and write."""
        self.to_question(question)
        write(words)

    def go_on(self) -> None:
        """Next page, or save."""
        press(Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
        self.room.settle()

    def finish(self) -> None:
        """On through every page that is left, and save."""
        screen = self.room.screen
        for _page in range(12):
            if self.room.screen is not screen or screen.after is not None:
                return
            self.go_on()

    def to_part(self, name: str) -> None:
        """To a part of the case file."""
        tabs = self.room.screen.tabs
        self.tab_until("the parts of the file", tabs.isAncestorOf)
        for _step in range(8):
            if here().accessibleName() == name:
                break
            press(Key.Key_Right)
        press(Key.Key_Space)
        self.room.settle()


def first_contact_to_intake(keys: Keyboard) -> None:
    """From My day through limits and consent to an intake that is kept."""
    keys.press_button("New first contact")
    keys.choose("What would help most today? Up to three, in your order.", "a place to sleep")
    keys.say("What shall we call you? Any name.", "Killa")
    keys.choose("May we keep this short note?", "yes")
    keys.finish()
    keys.press_button("Next: Limits of secrecy")
    keys.choose("The limits were explained", "yes")
    keys.finish()
    keys.press_button("Next: Consent")
    keys.choose("What it is about", "to be accompanied and keep a record")
    keys.go_on()
    for step in ("1 · What it is for", "2 · What helps, what may not", "3 · If the answer is no",
                 "4 · In her own words"):
        keys.press_button(step)
    keys.choose("Your decision", "yes")
    keys.finish()
    keys.press_button("Next: Intake")
    keys.say("What would you like to be different in three months?", "Trabajar cerca")
    keys.finish()


def test_the_whole_way_is_walked_with_the_keyboard_alone(desk: Desk, qtbot: QtBot):
    """First contact, limits, consent, intake, goal, agreement, threat: no mouse, no lost step."""
    room = Room(desk, qtbot, follows=True)
    keys = Keyboard(room)
    room.show(MyDayScreen(room.s))

    first_contact_to_intake(keys)
    case = desk.cases.listed(CaseQuery())[0].case
    stage_after_intake = desk.cases.header(case).stage
    keys.to_part("Plan")
    keys.press_button("New psychosocial goal")
    keys.say("What I want, in my words", "Dormir sin susto")
    keys.finish()
    keys.press_button("Agree the plan")
    keys.choose("How it was agreed", "signature")
    keys.finish()
    state = desk.cases.plan(case).states["psychosocial"]
    keys.press_button("Back to the case")
    keys.to_part("Safety")
    keys.press_button("Record a threat")
    keys.choose("What", "seen near")
    keys.choose("When", "now")
    keys.choose("Who is at risk", "the person")
    keys.finish()
    room.close()

    assert room.troubles == []
    assert stage_after_intake == "assessing"
    assert state == "agreed"
    assert desk.cases.header(case).level == 2
    assert desk.cases.safety(case).hold


def test_nothing_written_lies_in_a_readable_file(room: Room, desk: Desk, tmp_path: Path):
    """Drafts are encrypted like everything else."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="canaria dorada")

    screen.keep_draft()
    room.settle()

    assert desk.records.drafts()
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"canaria dorada" in file.read_bytes()]


def test_the_limits_are_said_with_those_of_the_country_and_which_text_it_was_is_kept(room: Room, desk: Desk):
    """Said aloud before the first real question (CO-13); the pack says that no counsel has reviewed it."""
    case = first_contact(desk)
    screen = opened(room, "LIMITS", case)
    words = words_on(screen)
    say(screen, explained="yes")

    saved(room, screen)
    record = desk.cases.records(case)[0]

    assert country().secrecy("en") in words
    assert "not reviewed by counsel" in words
    assert desk.records.answers(case, record.record)[1]["text_id"].value == "generic/1"


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("form", ["F01", "F03", "F05", "F08", "F11", "F13", "F17"])
def test_whatever_can_have_the_keyboard_says_its_name(form: str, room: Room, desk: Desk):
    """On every page, and on the page after."""
    case = half_a_year(desk)
    screen = opened(room, form, "" if form == "F01" else case)

    silent = []
    for page in range(screen.view.page_count()):
        screen.view.show_page(page)
        silent += [one for one in reached_by_keyboard(room.window) if not spoken(one)]

    assert silent == []


@pytest.mark.rule("WP-07")
def test_a_threat_about_somebody_not_seen_here_is_kept_and_nothing_is_told(room: Room, desk: Desk, qtbot: QtBot):
    """Three taps, saved, and back to the day: no code, no level, no way to a case."""
    screen = room.show(RecordEditor(room.s, "F17", address="Somebody Else"))
    room.settle()
    for key, value in (("what", "call"), ("when", "now"), ("who_at_risk", ("person",))):
        screen.opening.session.answer(key, value)

    screen.save()
    room.settle()

    assert [way.text() for way in screen.after.buttons] == ["To my day"]
    assert "It is sealed for those who may know" in words_on(screen.after)
    assert [row.address for row in desk.drops.waiting()] == ["Somebody Else"]
