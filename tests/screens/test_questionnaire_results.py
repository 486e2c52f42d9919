# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a questionnaire comes to: said to the team once it is kept, in words, and her path in circles."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from assist.desk import Desk
from assist.reports.order import ReportOrder
from assist.views import CheckInPoint
from forms import loader
from forms.answers import AnswerState
from forms.checkin import ITEMS
from forms.session import FormSession
from tests.screens.at_desk import Room
from tests.screens.at_keyboard import words_on
from tests.screens.at_record_editor import opened, saved, say
from tests.screens.histories import accompanied
from tests.services.conftest import case, fill  # noqa: F401 - fixtures
from tests.services.reported_case import words_of
from ui.charts.circles import CircleRows, rows_of
from ui.screens.record_editor.results import SafetyCue, result_cards
from ui.widgets.labels import Label

PHQ9 = {f"item{number}": "1" for number in range(1, 10)}


def cards(form_id: str, marks: dict[str, object]) -> list[QWidget]:
    """The page after such a sheet was kept."""
    form = loader.form(form_id)
    session = FormSession(form)
    for key, value in marks.items():
        session.answer(key, value)
    return result_cards(form_id, {asked.key: session.answer_of(asked.key) for asked in form.fields()})


def said(widgets: list[QWidget]) -> str:
    """All words of it."""
    return " ".join(label.text() for widget in widgets for label in widget.findChildren(Label))


@pytest.mark.parametrize(("form_id", "marks", "words"), [
    ("GAD7", {f"item{number}": "2" for number in range(1, 8)}, "14: clear strain. A sign to talk, never a diagnosis."),
    ("GAD7", {"item1": "2"}, "Not complete: the answers are kept, and there is no total."),
    ("K6", {f"item{number}": "0" for number in range(1, 7)}, "0: little strain."),
    ("WHO5", {f"item{number}": "1" for number in range(1, 6)}, "offer a further look by somebody qualified"),
    ("WGSS", {"item2": "3"}, "Something can be made easier for her."),
    ("ITQ", {f"{half}{n}": "2" for half in "pc" for n in range(1, 10)}, "Signs of stress after long harm."),
    ("PHQ4", {"today": "not_today"}, "Not today is all right."),
])
def test_it_is_said_in_words_and_never_as_a_diagnosis(qtbot, form_id: str, marks: dict[str, object], words: str):
    """A total only where every line was answered."""
    found = cards(form_id, marks)
    for card in found:
        qtbot.addWidget(card)

    assert words in said(found)


@pytest.mark.rule("NR-15")
@pytest.mark.parametrize(("marks", "has_cue"), [
    ({"item9": "1"}, True), (PHQ9, True), (PHQ9 | {"item9": "0"}, False), ({"item1": "3"}, False)])
def test_an_answer_about_safety_leads_to_care_once_the_sheet_is_closed(
        qtbot, marks: dict[str, object], has_cue: bool):
    """Also on a half-filled sheet, before everything else on the page, and for the team alone."""
    found = cards("PHQ9", marks)
    for card in found:
        qtbot.addWidget(card)

    assert isinstance(found[0], SafetyCue) == has_cue
    assert ("Talk about safety now" in said(found)) == has_cue


@pytest.mark.rule("NR-15", "NR-12")
def test_the_cue_is_kept_nowhere_and_stands_on_no_paper(desk: Desk, case: str, fill):  # noqa: F811
    """It is worked out anew from the answer; neither a report nor her own copy says a word of it."""
    desk.questionnaires.switch("phq9", ["caseworker"])
    desk.questionnaires.set_responder(True)
    saved = fill("PHQ9", case, item9="3", paper_form="es")

    _form, answers = desk.records.answers(case, saved.record)
    assert set(answers) == {"item9", "paper_form"}
    for template in ("supervision", "participant"):
        text = words_of(desk.reports.preview(case, ReportOrder(template, "en")).pdf)
        assert "PHQ" not in text
        assert "safety now" not in text


# -- circles -----------------------------------------------------------------------------------


@pytest.mark.rule("UX-19")
def test_her_path_is_rows_of_circles_with_a_word_and_without_a_number(qtbot):
    """The newest check-in, and which way it went since the first; too few answers are said as such."""
    points = [CheckInPoint("2026-03-01", 0.2, 0.5, None), CheckInPoint("2026-06-01", 0.6, 0.52, None)]
    rows = CircleRows(rows_of(points))
    qtbot.addWidget(rows)

    assert [row[1:] for row in rows.rows] == [(0.6, 1), (0.52, 0), (None, None)]
    heard = rows.accessibleName()
    assert heard == ("money and work: half and half, better; house, papers, rights: half and half, the same; "
                     "days, people, hope: not enough answers")
    assert not any(sign.isdigit() for sign in heard)
    assert rows.grab().width() >= rows.minimumSizeHint().width()


def test_a_case_shows_its_check_ins_where_wellbeing_is_shown(desk: Desk, case: str, fill):  # noqa: F811
    """Only those with anything to show, by what she answered."""
    fill("F14", case, **{key: "1" if key == "e2r" else 3 for key in ITEMS})

    assert desk.cases.now(case).checkins == (CheckInPoint("2026-11-25", 0.75, 0.75, 0.75),)


def test_a_check_in_of_silence_shows_nothing(desk: Desk, case: str):  # noqa: F811
    """Not even a row of empty circles."""
    opening = desk.records.open("F14", case)
    for key in ITEMS:
        opening.session.set_state(key, AnswerState.PREFERS_NOT_TO_SAY)
    desk.records.save(opening)

    assert desk.cases.now(case).checkins == ()


# -- a filled sheet opened again ---------------------------------------------------------------


@pytest.mark.rule("NR-15", "NR-08")
def test_a_sheet_opened_again_is_summed_up_whole(room: Room, desk: Desk):
    """One line of it mended: the total is of all nine, and what asks for care still does, though nobody touched it."""
    desk.questionnaires.switch("phq9", ["caseworker"])
    desk.questionnaires.set_responder(True)
    case = accompanied(desk)  # noqa: F811
    record = kept(desk, "PHQ9", case, PHQ9)
    screen = opened(room, "PHQ9", case, record=record)
    say(screen, item1="3")

    saved(room, screen)

    assert screen.after.findChildren(SafetyCue)
    assert "11: clear strain" in words_on(screen.after)


def test_a_sheet_opened_again_of_which_a_line_is_taken_back_has_no_total(room: Room, desk: Desk):
    """However many lines stand there still."""
    case = accompanied(desk)  # noqa: F811
    record = kept(desk, "WHO5", case, {f"item{number}": "1" for number in range(1, 6)})
    screen = opened(room, "WHO5", case, record=record)
    screen.opening.session.set_state("item5", AnswerState.PREFERS_NOT_TO_SAY)
    screen.view.refresh()

    saved(room, screen)

    assert "there is no total" in words_on(screen.after)
    assert "A sign to talk" not in words_on(screen.after)


def kept(desk: Desk, form: str, case: str, marks: dict[str, object]) -> str:  # noqa: F811
    """The record of such a sheet, filled before."""
    opening = desk.records.open(form, case)
    for key, value in marks.items():
        opening.session.answer(key, value)
    return desk.records.save(opening).record
