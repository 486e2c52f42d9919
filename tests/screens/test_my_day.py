# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""My day: what the worker has to do, in codes and chosen names, and calm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assist.changesets import pack_plain
from assist.clock import FixedClock
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.domain import wire
from assist.services.scribe import Put, Target
from tests.conftest import NOON
from tests.screens.at_desk import Room, choose_file, click
from tests.screens.at_keyboard import Key, heard_anywhere, press, words_on
from tests.screens.histories import accompanied, fill, first_contact
from ui.dialogs.ask_whose import AskWhose
from ui.dialogs.blank_forms import BlankForms
from ui.screens.my_day import MyDayScreen
from ui.widgets.card import Card
from ui.widgets.lines import PressLine


def code_of(desk: Desk, case: str) -> str:
    """The code as people read it."""
    return shown(desk.cases.header(case).code)


def lines_under(screen: MyDayScreen, title: str) -> list[PressLine]:
    """The lines of one card."""
    cards = [card for card in screen.findChildren(Card) if card.accessibleName() == title and card.isVisible()]
    return [line for card in cards for line in card.findChildren(PressLine)]


@pytest.mark.rule("UX-01")
def test_the_first_screen_tells_codes_names_and_duties_and_no_story(room: Room, desk: Desk):
    """Whatever somebody passing by reads, it is not what a person said."""
    case = accompanied(desk)
    fill(desk, "F08", case, {"goal_own_words": "zorro amarillo", "disagree": "lince azul"})
    fill(desk, "F11", case, {"person_wants": "gato verde", "facts": "lobo rojo"})
    fill(desk, "F07", case, {"triggers_avoid": "tigre blanco"})

    screen = room.show(MyDayScreen(room.s))
    heard = heard_anywhere(screen)

    assert "Killa" in heard
    assert code_of(desk, case) in heard
    assert "First look at safety" in heard
    assert not [word for word in ("zorro", "lince", "gato", "lobo", "tigre", "Trabajar") if word in heard]


@pytest.mark.rule("WP-07")
def test_a_threat_is_taken_about_anybody(room: Room, desk: Desk, qtbot: QtBot):
    """From the first screen, by code or name; that nobody is found is not said."""
    screen = room.show(MyDayScreen(room.s))

    click(screen.threat, qtbot)
    sheet = next(one for one in room.window.findChildren(AskWhose) if one.isVisible())
    sheet.whose.setText("Somebody Else")
    press(Key.Key_Return)

    assert room.went == [("form", {"form": "F17", "address": "Somebody Else"})]


@pytest.mark.rule("WP-07")
def test_a_threat_nobody_can_place_waits_here_until_somebody_says_whose(room: Room, desk: Desk, qtbot: QtBot):
    """Never lost, and seen only with the protected work open."""
    case = accompanied(desk)
    opening = desk.drops.open("Kila upstairs")
    for key, value in (("what", "call"), ("when", "now"), ("who_at_risk", ("person",))):
        opening.session.answer(key, value)
    desk.records.save(opening)
    screen = room.show(MyDayScreen(room.s))
    [line] = lines_under(screen, "Threats without a case")

    click(line, qtbot)
    sheet = next(one for one in room.window.findChildren(AskWhose) if one.isVisible())
    sheet.whose.setText(code_of(desk, case))
    click(sheet.go_on, qtbot)
    room.settle()

    assert desk.cases.header(case).hold
    assert lines_under(screen, "Threats without a case") == []
    assert "The threat is in its case" in room.said()


def test_what_is_late_needs_you_and_nothing_is_ever_overdue(room: Room, desk: Desk, clock: FixedClock):
    """The same fact, said without a reproach (ruling 36)."""
    first_contact(desk)
    clock.set(NOON + timedelta(days=5))

    screen = room.show(MyDayScreen(room.s))

    assert lines_under(screen, "Needs you")[0].said.end == "2 days late"
    assert "overdue" not in heard_anywhere(screen).lower()


def test_twelve_lines_are_shown_and_the_rest_is_a_number(room: Room, desk: Desk, clock: FixedClock):
    """A list nobody can read helps nobody (ruling 34)."""
    for number in range(14):
        first_contact(desk, f"Sami {number}")
    clock.set(NOON + timedelta(days=3))

    screen = room.show(MyDayScreen(room.s))

    assert len(lines_under(screen, "Today")) == 12
    assert "2 more lines stand in Cases." in words_on(screen)


def test_codes_only_takes_every_name_away_and_is_remembered(room: Room, desk: Desk, qtbot: QtBot):
    """For when somebody sits beside the worker; tomorrow too, until she says otherwise (ruling 27)."""
    case = first_contact(desk)
    screen = room.show(MyDayScreen(room.s))

    click(screen.codes_only.buttons()[0], qtbot)
    at_once = heard_anywhere(screen)
    room.settle()
    again = Room(desk, qtbot)
    later = heard_anywhere(again.show(MyDayScreen(again.s)))
    again.close()

    assert "Killa" not in at_once
    assert "Killa" not in later
    assert code_of(desk, case) in later


def given_to_a_colleague(desk: Desk, case: str) -> None:
    """Somebody else accompanies her from now on."""
    with desk.bench.keeper.writing() as work:
        desk.bench.scribe.write(work, Target(bytes.fromhex(case)), [
            Put(bytes.fromhex(case), wire.CASE, wire.WORKER, pack_plain(bytes(15) + b"x"), 1,
                desk.bench.book(work, bytes.fromhex(case)).case.dots(wire.WORKER))])
        work.commit()


@pytest.mark.parametrize(("roles", "begins"), [
    ({"caseworker"}, ["Killa"]), ({"caseworker", "supervisor"}, ["Killa", "Sami"]),
    ({"caseworker", "coordinator"}, ["Killa", "Sami"])])
def test_a_caseworker_sees_her_own_cases_first_and_the_teams_when_she_asks(
    room: Room, desk: Desk, clock: FixedClock, qtbot: QtBot, roles: set[str], begins: list[str]
):
    """Whoever answers for a team begins with all of it; what somebody chose holds the next day too."""
    first_contact(desk)
    given_to_a_colleague(desk, first_contact(desk, "Sami"))
    clock.set(NOON + timedelta(days=3))
    desk.bench.me = replace(desk.bench.me, roles=frozenset(roles))

    def seen(screen: MyDayScreen) -> list[str]:
        return sorted({line.said.head for line in screen.findChildren(PressLine)} & {"Killa", "Sami"})

    screen = room.show(MyDayScreen(room.s))
    first = seen(screen)
    click(screen.mine.buttons()[0], qtbot)
    room.settle()
    again = Room(desk, qtbot)
    later = again.show(MyDayScreen(again.s))
    tomorrow = seen(later), bool(later.mine.picked())
    again.close()

    other = ["Killa", "Sami"] if begins == ["Killa"] else ["Killa"]
    assert (first, seen(screen), tomorrow) == (begins, other, (other, other == ["Killa"]))


def test_two_of_the_same_name_are_told_apart_by_arrival_and_worker(room: Room, desk: Desk, clock: FixedClock):
    """A name alone would send a worker to the wrong person (ruling 27)."""
    first_contact(desk)
    clock.set(NOON + timedelta(days=9))
    first_contact(desk, "killa")

    screen = room.show(MyDayScreen(room.s))
    said = [line.said.small for line in screen.findChildren(PressLine) if line.said.head.casefold() == "killa"]

    assert any("Nov 2026 · Ana Ríos" in small for small in said)
    assert any("Dec 2026 · Ana Ríos" in small for small in said)


def test_an_empty_day_says_what_belongs_here_and_offers_the_two_things_that_work(room: Room, qtbot: QtBot):
    """No button without its function: bringing a spreadsheet is not offered before it has a screen."""
    screen = room.show(MyDayScreen(room.s))

    click(screen.first_contact, qtbot)

    assert "It begins with a first contact." in words_on(screen)
    assert [act for act in (screen.first_contact, screen.blank_forms) if act.isVisible()]
    assert room.went == [("form", {"form": "F01"})]


def test_a_form_left_half_way_is_one_press_away(room: Room, desk: Desk, qtbot: QtBot):
    """What was begun is never lost and never hidden."""
    case = accompanied(desk)
    opening = desk.records.open("F11", case)
    opening.session.answer("person_wants", "descansar")
    draft = desk.records.keep_draft(opening)
    screen = room.show(MyDayScreen(room.s))

    line = lines_under(screen, "To go on with")[0]
    click(line, qtbot)

    assert line.said.head == "Session note"
    assert line.said.words == "Killa"
    assert room.went == [("form", {"draft": draft})]


def test_a_protected_draft_says_only_that_it_is_there_and_asks_for_the_passphrase(
    room: Room, desk: Desk, qtbot: QtBot
):
    """With the vault shut not even the kind of form is told."""
    case = first_contact(desk)
    opening = desk.records.open("F17", case)
    opening.session.answer("what", "call")
    draft = desk.records.keep_draft(opening)
    desk.signed.shut_vault()
    screen = room.show(MyDayScreen(room.s))

    line = lines_under(screen, "To go on with")[0]
    click(line, qtbot)
    room.settle()

    assert line.said.head == "Protected, needs the passphrase"
    assert len(room.reasons) == 1
    assert room.went == [("form", {"draft": draft})]


def test_sealed_work_is_a_number_until_the_vault_is_open(room: Room, desk: Desk):
    """A threat recorded while the vault was shut waits, and says no more than that (ruling 4)."""
    case = first_contact(desk)
    desk.signed.shut_vault()
    fill(desk, "F17", case, {"what": "call", "when": "now", "who_at_risk": ("person",)})

    screen = room.show(MyDayScreen(room.s))
    before = heard_anywhere(screen)
    room.s.ask_passphrase("", screen.refresh, opens_vault=True)
    room.settle()

    assert "protected change" in before
    assert "protected change" not in heard_anywhere(screen)


def test_a_line_leads_to_the_case_with_the_keyboard_alone(room: Room, desk: Desk):
    """Enter opens; arrows move between the lines."""
    first = first_contact(desk, "Rosa")
    second = first_contact(desk, "Sami")
    screen = room.show(MyDayScreen(room.s))
    lines = lines_under(screen, "Soon")

    lines[0].setFocus()
    press(Key.Key_Down, Key.Key_Return)

    assert lines[1].hasFocus()
    assert room.went[0][1]["case"] in (first, second)


def test_a_blank_form_is_saved_where_the_person_says(room: Room, qtbot: QtBot, tmp_path: Path):
    """Paper for when there is no laptop; it bears no name and no code."""
    screen = room.show(MyDayScreen(room.s))

    click(screen.blank_forms, qtbot)
    sheet = next(one for one in room.window.findChildren(BlankForms) if one.isVisible())
    sheet.form.pick(["F04"])
    sheet.language.pick(["es"])
    click(sheet.save, qtbot)
    choose_file(qtbot, tmp_path / "blank.pdf")
    room.settle()

    assert (tmp_path / "blank.pdf").read_bytes().startswith(b"%PDF")
    assert "nobody's answers" in room.said()


def test_the_day_follows_what_is_done_elsewhere(room: Room, desk: Desk):
    """A saved form changes the day without anybody pressing refresh."""
    case = first_contact(desk)
    screen = room.show(MyDayScreen(room.s))
    before = heard_anywhere(screen)

    saved = fill(desk, "F05", case, {"own_band": "calm", "danger_now": "no", "item": [
        {"object": "person", "kind": "debt", "likelihood": "1", "severity": "1"}]})
    room.hub.changed.emit(saved.changes)
    room.settle()

    assert "First look at safety" in before
    assert "First look at safety" not in heard_anywhere(screen)


def test_cases_that_came_with_a_spreadsheet_are_one_line(room: Room, desk: Desk, tmp_path: Path):
    """Sixty duties do not wake in one morning (ruling 37)."""
    file = tmp_path / "register.csv"
    file.write_text("Nome social;Chegada\nLúcia;2026-05-02\nRosa;2026-05-03\n", "utf-8")
    desk.imports.bring(desk.imports.look(file))

    screen = room.show(MyDayScreen(room.s))

    assert "2 cases sleep until first opened." in words_on(screen)
    assert screen.findChildren(PressLine) == []
