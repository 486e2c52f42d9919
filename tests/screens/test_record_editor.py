# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in a form: nothing is lost, nothing is forced, nothing is asked twice, and what follows is offered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assist.clock import FixedClock
from assist.desk import Desk
from assist.errors import NoRoom, NotAllowed
from forms.answers import AnswerState
from tests.conftest import NOON
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import heard_anywhere, words_on, write
from tests.screens.at_record_editor import opened, saved, say, to_page_with, way
from tests.screens.histories import accompanied, fill, first_contact, half_a_year
from ui.form_view.known_answers import KnownRow
from ui.screens.record_editor import RecordEditor
from ui.screens.record_editor.after import OwnPauseCard
from ui.screens.record_editor.before import FromPaper
from ui.widgets.calm import CalmHidden
from ui.widgets.fields import DateField
from ui.widgets.hidden import HiddenText

# -- what goes wrong ---------------------------------------------------------------------


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


# -- known answers, dates, prefilling ----------------------------------------------------


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


@pytest.mark.rule("UX-09", "WP-16")
@pytest.mark.parametrize(("key", "value", "weighs"), [("debts", "heavy", 1), ("birth", "1994-05", 0)])
def test_what_is_closed_while_a_form_is_filled_is_on_record_before_it_is_read(
    key: str, value: str, weighs: int, room: Room, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """Where it may weigh one calm notice comes first, and it is counted; without its line no word is shown."""
    case, form = accompanied(desk), {"debts": "F09", "birth": "F02"}[key]
    fill(desk, form, case, {key: value})
    screen = opened(room, form, case)
    row = known_row(screen, key)
    hidden, calm = row.findChild(HiddenText), row.findChild(CalmHidden)
    with monkeypatch.context() as full:
        full.setattr(desk.bench, "audit_view", refused)
        hidden.click()
        room.settle()
        if weighs:
            assert (calm.notice.isVisible(), room.troubles) == (True, [])
            calm.show_it.click()
            room.settle()
    assert (hidden.is_shown, len(room.troubles)) == (False, 1)

    hidden.click()
    room.settle()

    assert hidden.is_shown
    assert [row.verb for row in desk.auditing.of_case(case)].count("reveal") == 1
    assert desk.care.heavy_openings(desk.bench.today(), desk.bench.today()) == weighs


def known_row(screen: RecordEditor, key: str) -> KnownRow:
    """Where a known answer stands, unfolded, on the page that has it."""
    while screen.view.sheet.known is None or not [row for row in screen.view.sheet.known.rows if row.line.key == key]:
        assert screen.view.next_page()
    screen.view.sheet.known.unfold()
    return next(row for row in screen.view.sheet.known.rows if row.line.key == key)


def refused(_look: object) -> None:
    """The log takes nothing."""
    raise NotAllowed("policy.role")


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


# -- what follows ------------------------------------------------------------------------


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


@pytest.mark.rule("UX-26", "WP-07")
def test_after_a_threat_protection_stands_and_the_worker_may_rest(room: Room, desk: Desk, qtbot: QtBot):
    """Three answers, level two, hold; then a moment for whoever wrote it, counted nowhere."""
    case = accompanied(desk)
    screen = opened(room, "F17", case)
    say(screen, what="call", when="now", who_at_risk=("person",))

    saved(room, screen)
    rest = screen.after.findChild(OwnPauseCard).pause
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


@pytest.mark.rule("UX-27")
@pytest.mark.parametrize(("form", "key"), [("F08", "goal_own_words"), ("F11", "person_wants")])
def test_what_was_just_kept_is_undone_and_goes_on_as_a_draft(
    room: Room, desk: Desk, qtbot: QtBot, form: str, key: str
):
    """Whether it leads elsewhere or to what follows; what was typed is not typed again."""
    case = accompanied(desk)
    before = {row.record for row in desk.cases.records(case)}
    screen = opened(room, form, case)
    say(screen, **{key: "Dormir sin susto"})
    saved(room, screen)

    click(room.s.banner.action, qtbot)
    room.settle()

    draft = desk.records.drafts()[0].draft
    assert room.went[-1] == ("form", {"draft": draft})
    assert room.said() == "Undone. Nothing of it was kept."
    assert {row.record for row in desk.cases.records(case)} == before
    assert desk.records.resume(draft).session.answer_of(key).value == "Dormir sin susto"


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
