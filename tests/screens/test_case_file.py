# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case file shows what helps, keeps what hurts closed, and says no more than it must."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from assist.clock import FixedClock
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.errors import NotAllowed
from assist.views import CaseQuery
from tests.conftest import NOON, PASSPHRASE
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import Key, heard_anywhere, press, reached_by_keyboard, spoken, words_on
from tests.screens.histories import (
    SLEEPING,
    accompanied,
    fill,
    first_contact,
    given_to_colleague,
    half_a_year,
)
from ui.charts.goal_bars import GoalBars
from ui.dialogs.ask_reason import AskReason
from ui.dialogs.confirm import Confirm
from ui.screens.case_file import CaseFileScreen
from ui.screens.case_file.calm import CalmHidden
from ui.screens.case_file.contact import ContactPart
from ui.screens.case_file.filled import FilledSheet
from ui.screens.case_file.goal import GoalPart, GoalSummary
from ui.screens.case_file.raising import RaiseLevel
from ui.widgets.buttons import Button
from ui.widgets.hidden import HiddenText
from ui.widgets.lines import PressLine

THREAT = {"what": "seen_near", "when": "today", "who_at_risk": ("person",), "facts": "Auto verde canario enfrente"}


def opened(room: Room, case: str, tab: str = "now") -> CaseFileScreen:
    """The file of a case, at one of its parts."""
    screen = room.show(CaseFileScreen(room.s, case, tab))
    assert isinstance(screen, CaseFileScreen)
    return screen


def act(screen: CaseFileScreen, words: str) -> Button:
    """The button at the foot that says this."""
    return next(one for one in screen.foot.acts() if isinstance(one, Button) and one.words() == words)


def pressed(screen: CaseFileScreen, words: str) -> None:
    """Press the button or link that says this, wherever it is."""
    found = [one for one in screen.tab().findChildren(Button) if one.words() == words and one.isVisible()]
    found[0].click()


def hidden_in(screen: CaseFileScreen) -> list[CalmHidden]:
    """Everything that is closed on this part."""
    return [one for one in screen.tab().findChildren(CalmHidden) if one.isVisible()]


def show_it(room: Room, hidden: CalmHidden) -> None:
    """Ask for the words, through the notice when there is one."""
    hidden.hidden.click()
    if hidden.notice.isVisible():
        hidden.show_it.click()
    room.settle()


# -- opening ----------------------------------------------------------------------------


def test_opening_a_file_is_on_record_before_it_is_shown(room: Room, desk: Desk):
    """She may ask who looked (WP-16)."""
    case = first_contact(desk)

    screen = opened(room, case, "history")

    assert next(row.verb for row in desk.auditing.of_case(case)) == "case.open"
    assert "opened the file" in words_on(screen)
    assert "Ana Ríos" in words_on(screen)


@pytest.mark.rule("NR-16")
def test_the_file_of_a_colleague_opens_only_with_a_reason(room: Room, desk: Desk, qtbot: QtBot):
    """Without one nothing is shown and one is led away; with one it is on record."""
    case = accompanied(desk)
    given_to_colleague(desk, case)
    screen = opened(room, case)
    sheet = next(one for one in room.window.findChildren(AskReason) if one.isVisible())
    before = words_on(screen)

    click(sheet.reasons.buttons()[0], qtbot)
    click(sheet.go_on, qtbot)
    room.settle()

    assert "What she wants" not in before
    assert "What she wants" in words_on(screen)
    assert room.went == []
    assert "case.open" in [row.verb for row in desk.auditing.of_case(case)]


@pytest.mark.rule("NR-16")
def test_without_a_reason_one_is_led_back_to_the_list(room: Room, desk: Desk, qtbot: QtBot):
    """Looking the other way is always possible."""
    case = accompanied(desk)
    given_to_colleague(desk, case)
    opened(room, case)
    sheet = next(one for one in room.window.findChildren(AskReason) if one.isVisible())

    click(sheet.way_out, qtbot)
    room.settle()

    assert room.went == [("cases", {})]


def test_a_case_that_is_not_there_leads_back_with_a_plain_sentence(room: Room, desk: Desk):
    """Hidden and missing read the same."""
    hidden = first_contact(desk)
    desk.protection.set_level(hidden, 3)
    desk.signed.shut_vault()

    opened(room, hidden)
    of_hidden = room.said()
    opened(room, "00" * 16)

    assert room.went == [("cases", {}), ("cases", {})]
    assert room.said() == of_hidden


# -- the head ---------------------------------------------------------------------------


@pytest.mark.rule("WP-01")
def test_the_badge_warns_without_telling(room: Room, desk: Desk):
    """That there is protection, and its level; why is behind the seal."""
    case = accompanied(desk)
    fill(desk, "PROT", case, {"level": "2", "measure": "relocation", "basis": "orden canaria"})
    desk.signed.shut_vault()

    screen = opened(room, case, "safety")
    head = heard_anywhere(screen.header())
    everything = heard_anywhere(room.window)

    assert "Protected · level 2" in head
    assert "relocation" not in everything
    assert "canaria" not in everything


def test_the_head_says_how_to_speak_and_what_to_avoid(room: Room, desk: Desk):
    """Name, code, language and way, what to avoid here (ruling 20)."""
    case = half_a_year(desk)

    screen = opened(room, case)
    chips = [label.text() for label in screen.header().findChildren(QLabel)]

    assert chips[0] == "Killa"
    assert {shown(desk.cases.header(case).code), "Quechua (Cusco) · listen",
            "Avoid here: sirenas, puerta cerrada"} <= set(chips)


def test_two_of_the_same_name_are_told_apart_in_the_head(room: Room, desk: Desk):
    """Month of arrival and worker stand under the name (ruling 27)."""
    case = first_contact(desk)

    alone = heard_anywhere(opened(room, case).header())
    first_contact(desk, "killa")
    with_twin = heard_anywhere(opened(room, case).header())

    assert "since Nov 2026" not in alone
    assert "since Nov 2026 · Ana Ríos" in with_twin


# -- now --------------------------------------------------------------------------------


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


# -- plan -------------------------------------------------------------------------------


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


def test_a_goal_is_changed_from_its_own_line(room: Room, desk: Desk):
    """The link leads to the sheet of this goal and no other."""
    case = half_a_year(desk)
    screen = opened(room, case, "plan")
    goal = desk.cases.plan(case).productive[0]

    part = next(one for one in screen.tab().findChildren(GoalPart) if one.summary.goal.record == goal.record)
    next(one for one in part.findChildren(Button)).click()

    assert room.went == [("form", {"form": "F10", "case": case, "record": goal.record})]


# -- safety -----------------------------------------------------------------------------


@pytest.mark.rule("WP-04")
def test_the_number_comes_only_after_the_rules_were_read(room: Room, desk: Desk):
    """Rules first; the number after it was said that they were read, and it is on record."""
    case = half_a_year(desk)
    screen = opened(room, case, "safety")
    part = screen.tab().findChild(ContactPart)
    before = heard_anywhere(screen)

    part.read_rules.click()
    still_closed = heard_anywhere(screen)
    part.number.click()
    room.settle()

    assert "we contact her" in before
    assert "999 123 456" not in before + still_closed
    assert part.number.words() == "999 123 456"
    assert "reveal" in [row.verb for row in desk.auditing.newest()]


@pytest.mark.rule("WP-04")
def test_an_old_card_says_confirm_first_and_shows_no_number(room: Room, desk: Desk, clock: FixedClock):
    """After thirty days nobody knows whether the way is still safe."""
    case = half_a_year(desk)
    clock.set(NOON + timedelta(days=20))

    screen = opened(room, case, "safety")
    part = screen.tab().findChild(ContactPart)

    assert "Confirm first" in words_on(part)
    assert not part.read_rules.isVisible()
    assert part.number is None


@pytest.mark.rule("NR-11")
def test_facts_of_a_threat_are_nowhere_before_somebody_asks(room: Room, desk: Desk):
    """Not on the screen and not in the accessibility tree; then shown, on record."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    screen = opened(room, case, "safety")
    before = heard_anywhere(screen)

    hidden = hidden_in(screen)[0]
    show_it(room, hidden)

    assert "canario" not in before
    assert "seen near" not in before
    assert "Auto verde canario enfrente" in hidden.hidden.words()
    assert "reveal" in [row.verb for row in desk.auditing.newest()]


@pytest.mark.rule("NR-11")
def test_shown_words_hide_when_the_vault_is_shut(room: Room, desk: Desk):
    """At once, before anything is asked again."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    screen = opened(room, case, "safety")
    show_it(room, hidden_in(screen)[0])

    desk.signed.shut_vault()
    room.hub.vault.emit(False)
    at_once = heard_anywhere(screen)
    room.settle()

    assert "canario" not in at_once
    assert "Protected work is closed" in words_on(screen)


def test_protected_work_opens_with_the_passphrase_from_the_safety_part(room: Room, desk: Desk):
    """With the vault shut the page says what is behind it, and opens it with a reason."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    desk.signed.shut_vault()
    screen = opened(room, case, "safety")
    shut = words_on(screen)

    pressed(screen, "Open protected work")
    room.settle()

    assert "Threats and exposures" not in shut
    assert room.reasons == ["Protected work opens with your passphrase."]
    assert "Threats and exposures" in words_on(screen)


def test_lifting_a_hold_alone_is_refused_in_plain_words_and_on_record(room: Room, desk: Desk):
    """Two people; one alone gets a sentence, not a silence."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    screen = opened(room, case, "safety")

    pressed(screen, "ask to lift it")
    room.settle()

    assert "Lifting this takes two people." in words_on(screen)
    assert isinstance(room.troubles[0], NotAllowed)
    assert room.troubles[0].code == "protection.two_people"
    assert ("protection.release", "refused") in [(row.verb, row.outcome) for row in desk.auditing.newest()]


def test_raising_says_what_it_changes_and_shows_in_the_head(room: Room, desk: Desk, qtbot: QtBot):
    """Only levels above the present one are offered; it holds at once."""
    case = accompanied(desk)
    screen = opened(room, case, "safety")
    pressed(screen, "Raise protection")
    sheet = next(one for one in room.window.findChildren(RaiseLevel) if one.isVisible())

    click(sheet.levels.buttons()[1], qtbot)
    meaning = sheet.meaning.text()
    click(sheet.raise_it, qtbot)
    room.settle()

    assert "behind the passphrase" in meaning
    assert desk.cases.header(case).level == 2
    assert "Protected · level 2" in heard_anywhere(screen.header())


def test_a_look_at_safety_can_be_read_again(room: Room, desk: Desk):
    """Open answers as they were; lines of risk closed until asked for."""
    screen = opened(room, half_a_year(desk), "safety")

    pressed(screen, "read")
    room.settle()
    sheet = next(one for one in room.window.findChildren(FilledSheet) if one.isVisible())
    before = heard_anywhere(sheet)
    for hidden in sheet.hidden:
        show_it(room, hidden)

    assert "finding the place" not in before
    assert "finding the place" in heard_anywhere(sheet)


# -- consent ----------------------------------------------------------------------------


@pytest.mark.rule("CO-06")
def test_stopping_is_one_press_and_asks_for_no_reason(room: Room, desk: Desk, qtbot: QtBot):
    """It holds at once, and the page is honest about what cannot be taken back."""
    case = accompanied(desk)
    screen = opened(room, case, "consent")
    record = desk.cases.consents(case)[0].record

    click(screen.tab().stops[record], qtbot)
    room.settle()

    assert desk.cases.consents(case)[0].standing == "withdrawn"
    assert "cannot be taken back" in room.said()
    assert "stopped" in words_on(screen)
    assert screen.tab().stops == {}


@pytest.mark.rule("CO-13")
def test_the_limits_card_leads_to_the_limits_until_they_are_explained(room: Room, desk: Desk):
    """They come before the first real question."""
    case = first_contact(desk)
    screen = opened(room, case, "consent")

    pressed(screen, "Explain the limits")

    assert "Nothing was asked yet. What was not asked counts as no." in words_on(screen)
    assert room.went == [("form", {"form": "LIMITS", "case": case})]


# -- notes ------------------------------------------------------------------------------


@pytest.mark.rule("NR-11")
def test_what_she_asked_for_is_open_and_facts_are_not(room: Room, desk: Desk):
    """Reading a file is not reading everything in it."""
    screen = opened(room, half_a_year(desk), "notes")
    before = heard_anywhere(screen)

    hidden = hidden_in(screen)[0]
    show_it(room, hidden)

    assert "Ir al mercado con la vecina" in before
    assert "auto verde" not in before
    assert "Placa" not in before
    assert "auto verde" in hidden.hidden.words()
    assert "Placa anotada aparte." in hidden.hidden.words()


@pytest.mark.rule("UX-09")
def test_one_calm_notice_comes_before_heavy_words_and_only_once(room: Room, desk: Desk):
    """The second opening in the same sitting needs none."""
    screen = opened(room, half_a_year(desk), "notes")
    hidden = hidden_in(screen)[0]

    hidden.hidden.click()
    first = hidden.notice.isVisible(), hidden.hidden.is_shown
    hidden.show_it.click()
    room.settle()
    shown_first = hidden.hidden.is_shown
    hidden.hidden.click()
    hidden.hidden.click()
    room.settle()

    assert first == (True, False)
    assert shown_first
    assert hidden.hidden.is_shown
    assert not hidden.notice.isVisible()


# -- forms ------------------------------------------------------------------------------


@pytest.mark.rule("NR-18")
def test_filled_forms_are_listed_without_counting_answers(room: Room, desk: Desk):
    """A person is not measured by how much she told."""
    screen = opened(room, half_a_year(desk), "forms")

    said = [line.said for line in screen.tab().findChildren(PressLine)]

    assert ("Session note", "Ana Ríos", "18 Nov") in [(one.head, one.words, one.end) for one in said]
    assert not [one for one in said if "%" in one.spoken() or "answered" in one.spoken()]


def test_a_form_that_waits_says_for_what_and_leads_there(room: Room, desk: Desk):
    """A closed door with a sign and a way."""
    case = first_contact(desk)
    screen = opened(room, case, "forms")
    words = words_on(screen)

    pressed(screen, "Limits of secrecy")

    assert "opens once the limits of secrecy are explained" in words
    assert "opens once she agreed to be accompanied" in words
    assert room.went == [("form", {"form": "LIMITS", "case": case})]


# -- keyboard, sizes, vault ----------------------------------------------------------------


def test_parts_are_reached_with_the_keyboard(room: Room, desk: Desk):
    """Arrows and Space in the row of parts."""
    screen = opened(room, accompanied(desk))

    screen.tabs.setFocus()
    press(Key.Key_Right, Key.Key_Space)
    room.settle()

    assert screen.tabs.current() == 1
    assert "Psychosocial plan" in words_on(screen)


def test_in_a_small_window_the_foot_keeps_one_line(desk: Desk, qtbot: QtBot):
    """What does not fit waits behind *more*; parts are one list; what to avoid stays in sight (ruling 32)."""
    small = Room(desk, qtbot, size=(623, 384))
    case = half_a_year(desk)

    screen = opened(small, case, "plan")
    height, waiting, is_list = screen.foot.height(), screen.foot.waiting(), screen.tabs.is_list()
    chips = " ".join(screen.chips_below.words())
    seen = screen.chips_below.isVisible()
    small.close()

    assert height < 80
    assert "New productive goal" in waiting
    assert is_list
    assert seen
    assert "Avoid here: sirenas, puerta cerrada" in chips


def test_a_hidden_case_closes_when_the_vault_is_shut(room: Room, desk: Desk):
    """Nobody goes on reading what is not there any more."""
    case = first_contact(desk)
    desk.protection.set_level(case, 3)
    screen = opened(room, case)
    before = words_on(screen)

    desk.signed.shut_vault()
    room.hub.vault.emit(False)
    room.settle()

    assert "What she wants" in before
    assert room.went == [("cases", {})]
    assert not [one for one in screen.findChildren(HiddenText) if one.is_shown]
    desk.signed.open_vault(PASSPHRASE)


@pytest.mark.rule("NR-19")
def test_what_she_wants_left_out_of_today_goes_for_good(room: Room, desk: Desk, qtbot: QtBot):
    """One question before, since nothing brings it back; the note itself stays."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"person_wants": "Que no quede lo del mercado", "outcome": "held"})
    screen = opened(room, case, "forms")
    next(line for line in screen.tab().findChildren(PressLine) if line.said.head == "Session note").click()
    room.settle()
    sheet = next(one for one in room.window.findChildren(FilledSheet) if one.isVisible())

    click(sheet.strikes["person_wants"], qtbot)
    confirm = next(one for one in room.window.findChildren(Confirm) if one.isVisible())
    keeps = confirm.way_out.hasFocus()
    click(confirm.act, qtbot)
    room.settle()

    assert keeps
    assert desk.cases.notes(case)[0].wants == ""
    assert desk.cases.notes(case)[0].outcome == "held"
    assert "It was left out, for good." in room.said()


def test_yesterdays_words_are_not_left_out_from_here(room: Room, desk: Desk, clock: FixedClock):
    """They may have been shared by then; another day has another way."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"person_wants": "Ir al mercado"})
    clock.set(NOON + timedelta(days=1))
    screen = opened(room, case, "forms")

    next(line for line in screen.tab().findChildren(PressLine) if line.said.head == "Session note").click()
    room.settle()
    sheet = next(one for one in room.window.findChildren(FilledSheet) if one.isVisible())

    assert sheet.strikes == {}


# -- came with a spreadsheet ---------------------------------------------------------------


def brought(desk: Desk, tmp_path: Path) -> str:
    """Somebody who came with a spreadsheet, asleep until she is opened."""
    file = tmp_path / "register.csv"
    file.write_text("Nome social;Chegada;Observações\nLúcia;2026-05-02;Medo de sirene canária\n", "utf-8")
    desk.imports.bring(desk.imports.look(file))
    return desk.cases.listed(CaseQuery())[0].case


def test_a_case_from_a_spreadsheet_wakes_when_it_is_first_opened(room: Room, desk: Desk, tmp_path: Path):
    """Its duties begin then, not all on one morning (ruling 37)."""
    case = brought(desk, tmp_path)
    asleep = desk.cases.duties(case)

    opened(room, case)

    assert asleep == ()
    assert desk.cases.duties(case) != ()
    assert desk.cases.day().unopened_imports == 0


@pytest.mark.rule("NR-22", "NR-11")
def test_remarks_of_others_are_closed_marked_and_put_away_one_by_one(room: Room, desk: Desk, tmp_path: Path):
    """What somebody else wrote about her does not count as her answer; shown on record, sorted, gone."""
    case = brought(desk, tmp_path)
    screen = opened(room, case)
    before, marked = heard_anywhere(screen), words_on(screen)

    show_it(room, hidden_in(screen)[0])
    shown_words = hidden_in(screen)[0].hidden.words()
    pressed(screen, "sorted")
    room.settle()

    assert "canária" not in before
    assert "They do not count as her answers." in marked
    assert "Medo de sirene canária" in shown_words
    assert "reveal" in [row.verb for row in desk.auditing.newest()]
    assert desk.cases.now(case).to_sort == ()
    assert "to put in its place" not in words_on(screen)


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("tab", ["now", "plan", "safety", "consent", "notes", "forms", "history"])
def test_whatever_can_have_the_keyboard_says_its_name(tab: str, room: Room, desk: Desk):
    """A screen reader is never left with a button that says nothing."""
    case = half_a_year(desk)
    fill(desk, "F17", case, THREAT)
    opened(room, case, tab)

    assert [one for one in reached_by_keyboard(room.window) if not spoken(one)] == []
