# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a case file shows of her way: what helps now, and the plans in her words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from assist.reports.order import ReportOrder
from tests.screens.at_case_file import THREAT, act, opened
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import heard_anywhere, words_on
from tests.screens.histories import SLEEPING, accompanied, fill, first_contact, half_a_year
from tests.services.reported_case import words_of
from ui.charts.goal_bars import GoalBars
from ui.screens.case_file.goal import GoalPart, GoalSummary
from ui.widgets.buttons import Button

# -- now ---------------------------------------------------------------------------------


@pytest.mark.rule("UX-28")
def test_her_view_stands_first_and_the_teams_second_on_the_same_scale(room: Room, desk: Desk):
    """Two voices, hers above; a screen reader hears them in the same order."""
    screen = opened(room, half_a_year(desk))

    summary = screen.tab().findChildren(GoalSummary)[0]
    bars = summary.findChild(GoalBars)

    assert summary.own_words.text() == "“Coser y vender lo mío”"
    assert bars.accessibleName() == "own view: 3 of 5; team: 2 of 5"


def test_now_is_one_page_of_what_helps(room: Room, desk: Desk):
    """Goals, trend, next, safety, path; agreed when and how."""
    screen = opened(room, half_a_year(desk))
    words = words_on(screen)

    assert "What she wants · agreed 3 Oct, with an interpreter" in words
    assert "her view: careful · less than last time" in words
    assert "Look at the plan together" in words
    assert "Path · On the way" in words
    assert screen.foot.quiet.text().startswith("1 person sees it · last look today")


@pytest.mark.rule("NR-11", "NR-12")
def test_now_holds_no_word_of_harm(room: Room, desk: Desk):
    """Facts, threats and numbers are not even in what a screen reader can find."""
    case = half_a_year(desk)
    fill(desk, "F17", case, THREAT)

    screen = opened(room, case)
    heard = heard_anywhere(screen)

    assert not [word for word in ("auto verde", "Placa", "999", "canario") if word in heard]


@pytest.mark.rule("PA-11")
def test_she_rests_goes_on_leaves_and_comes_back(room: Room, desk: Desk):
    """Each is one press, and coming back starts nothing over."""
    case = half_a_year(desk)
    screen = opened(room, case)

    stages = []
    for words in ("Rest a while", "She is ready to go on"):
        act(screen, words).click()
        room.settle()
        stages.append(desk.cases.header(case).stage)
    fill(desk, "F15", case, {"reason": "my_choice"})
    screen.refresh()
    room.settle()
    act(screen, "Open the case again").click()
    room.settle()

    assert stages == ["pause", "assessing"]
    assert desk.cases.header(case).stage == "reviewing"
    assert "nothing is asked twice" in room.said()
    assert len(desk.cases.plan(case).productive) == 1


def test_the_first_button_is_what_comes_next(room: Room, desk: Desk, qtbot: QtBot):
    """A new case leads to the limits, then to consent, then to the intake."""
    case = first_contact(desk)
    screen = opened(room, case)

    first = act(screen, "Next: Limits of secrecy")
    click(first, qtbot)

    assert room.went == [("form", {"form": "LIMITS", "case": case})]


def test_what_is_done_elsewhere_shows_here(room: Room, desk: Desk):
    """A saved form changes the file without anybody pressing refresh."""
    case = accompanied(desk)
    screen = opened(room, case)

    saved = fill(desk, "F08", case, SLEEPING)
    room.hub.changed.emit(saved.changes)
    room.settle()

    assert "“Dormir sin susto”" in words_on(screen)


# -- plan --------------------------------------------------------------------------------


@pytest.mark.rule("PA-02")
def test_a_changed_step_makes_the_plan_a_proposal_and_the_old_version_stays_readable(room: Room, desk: Desk):
    """What was agreed is what was agreed."""
    case = half_a_year(desk)
    goal = desk.cases.plan(case).psychosocial[0]
    screen = opened(room, case, "plan")
    agreed = words_on(screen)

    opening = desk.records.open("F08", case, goal.record)
    opening.session.answer_cell("step", goal.steps[0].row, "what", "group on Fridays")
    desk.records.save(opening)
    screen.refresh()
    room.settle()
    proposed = words_on(screen)
    links = [one for one in screen.tab().findChildren(Button) if one.words() == "read it"]
    for link in links:
        link.click()
    room.settle()

    assert "proposed" not in agreed
    assert "It changed since it was agreed." in proposed
    assert words_on(screen).count("“Dormir sin susto”") == proposed.count("“Dormir sin susto”") + 1
    assert act(screen, "Agree the plan")


@pytest.mark.rule("PA-01")
def test_a_goal_without_her_words_is_a_proposal_of_the_team_and_says_so(room: Room, desk: Desk):
    """It cannot be agreed, and the page says why."""
    case = accompanied(desk)
    fill(desk, "F08", case, {"goal_worker_words": "Regular sleep", "proposal_only": "yes"})

    screen = opened(room, case, "plan")
    words = words_on(screen)

    assert "Proposal of the team: Regular sleep" in words
    assert "It holds only proposals of the team so far." in words
    assert "Agree the plan" not in [one.words() for one in screen.foot.acts() if isinstance(one, Button)]


@pytest.mark.rule("PA-03")
def test_what_she_sees_differently_stands_under_the_goal(room: Room, desk: Desk):
    """In her words; there is nothing beside it that would take it away."""
    screen = opened(room, half_a_year(desk), "plan")

    part = next(one for one in screen.tab().findChildren(GoalPart) if one.summary.goal.plan == "psychosocial")
    offered = {one.words() for one in part.findChildren(QPushButton) if isinstance(one, Button)}

    assert "She sees it differently: “Los jueves me hacen bien, pero despacio”" in words_on(part)
    assert offered == {"change this goal"}


@pytest.mark.rule("PA-09")
def test_both_ratings_are_kept_and_a_team_rating_alone_never_reads_as_hers(room: Room, desk: Desk):
    """Levels written together; whose rating it is is always said."""
    case = accompanied(desk)
    fill(desk, "F08", case, {key: value for key, value in SLEEPING.items() if key != "rating_p"})

    screen = opened(room, case, "plan")
    bars = screen.tab().findChildren(GoalBars)[0]
    words = words_on(screen)

    assert bars.accessibleName() == "own view: not said; team: 3 of 5"
    assert "five nights in peace" in words
    assert "I wake rested" in words


@pytest.mark.rule("PA-09")
@pytest.mark.parametrize(("ratings", "mark"), [
    ({"rating_w": 2}, ", as the team sees it"), ({"rating_p": 0}, ""), ({"rating_p": 0, "rating_w": 2}, "")])
def test_the_level_the_team_chose_alone_is_marked_as_the_teams(
        ratings: dict[str, int], mark: str, room: Room, desk: Desk):
    """In the file and on paper; once she says where she is, hers stands alone."""
    case = accompanied(desk)
    fill(desk, "F08", case, SLEEPING | {"rating_p": None, "rating_w": None} | ratings)

    words = words_on(opened(room, case, "plan"))
    assert [line for line in words.splitlines() if line.startswith("here now")] == [f"here now{mark}"]
    paper = words_of(desk.reports.preview(case, ReportOrder("supervision", "en")).pdf)
    assert f"Now{mark}: " in paper
    assert paper.count("as the team sees it") == bool(mark)


def test_a_goal_is_changed_from_its_own_line(room: Room, desk: Desk):
    """The link leads to the sheet of this goal and no other."""
    case = half_a_year(desk)
    screen = opened(room, case, "plan")
    goal = desk.cases.plan(case).productive[0]

    part = next(one for one in screen.tab().findChildren(GoalPart) if one.summary.goal.record == goal.record)
    next(one for one in part.findChildren(Button)).click()

    assert room.went == [("form", {"form": "F10", "case": case, "record": goal.record})]
