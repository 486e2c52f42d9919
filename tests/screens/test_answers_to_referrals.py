# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals on the Services page: sealed for whom a key is known, and their answer written down beside them."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room, choose_file
from tests.screens.at_window import AtWindow, seen
from tests.screens.histories import fill
from tests.screens.test_attached_files_shown import chosen
from tests.screens.test_services_and_wishes import words
from tests.screens.test_settings import tab_of
from ui.dialogs.confirm import Confirm
from ui.screens.case_file.ask_second import AskSecondPerson
from ui.screens.case_file.referring import WhatLeaves
from ui.screens.case_file.their_answer import TheirAnswer
from ui.widgets.buttons import Button

THEIRS = pyrage.x25519.Identity.generate()
KEY = str(THEIRS.to_public())
CLINIC = "Clínica Norte"


def prepared(desk: Desk, case: str) -> None:
    """She agreed to one clinic, and a referral to it is ready."""
    fill(desk, "F03", case, {"kind": "referral", "recipient": CLINIC, "categories": ("name",), "decision": "yes",
                             "expiry": "2027-03-01"})
    fill(desk, "F12", case, {"to": CLINIC, "need": "legal", "payload": ("called",), "answer_due": "2026-12-03"})


def test_without_a_key_no_file_is_offered_and_it_is_said_why(room: Room, desk: Desk, killa: str):
    """Paper and voice stay."""
    prepared(desk, killa)
    screen = opened(room, killa, "services")
    pressed(screen, "look at what leaves")
    room.settle()

    (sheet,) = room.window.findChildren(WhatLeaves)

    assert sheet.file.parent() is None
    assert "No key of this service is known" in words(sheet)


@pytest.mark.rule("WP-06")
def test_under_protection_a_second_person_is_asked_and_nothing_else_is_offered(
        room: Room, desk: Desk, killa: str, qtbot: QtBot):
    """With a reason; while it waits nobody is asked again, and whoever decides finds the same words to look at."""
    prepared(desk, killa)
    desk.protection.set_level(killa, 1)
    screen = opened(room, killa, "services")
    pressed(screen, "look at what leaves")
    room.settle()
    (sheet,) = room.window.findChildren(WhatLeaves)
    assert offered(sheet) == ["Ask a second person", "Add or correct", "Not now"]

    sheet.second.click()
    (asking,) = [one for one in room.window.findChildren(AskSecondPerson) if one.isVisible()]
    qtbot.keyClicks(asking.why, "El registro cierra el viernes")
    asking.ask_it.click()
    room.settle()

    screen = opened(room, killa, "safety")
    assert f"asks that a referral to {CLINIC} may leave." in words(screen.tab())
    assert "El registro cierra el viernes" in words(screen.tab())
    pressed(screen, "look at what leaves")
    room.settle()
    sheet = next(one for one in room.window.findChildren(WhatLeaves) if one.isVisible())
    assert "A second person was asked." in words(sheet)
    assert offered(sheet) == ["Add or correct", "Not now"]


def offered(sheet: WhatLeaves) -> list[str]:
    """What can be pressed on it."""
    return [one.words() for one in sheet.findChildren(Button) if one.isVisible()]


def test_what_was_looked_at_leaves_sealed(room: Room, desk: Desk, killa: str, tmp_path: Path):
    """For the clinic alone."""
    prepared(desk, killa)
    desk.recipients.put(CLINIC, KEY, KEY[-12:])
    screen = opened(room, killa, "services")
    [link] = [one for one in screen.tab().findChildren(Button) if one.words() == "look at what leaves"]
    link.setFocus()
    link.click()
    room.settle()
    (sheet,) = room.window.findChildren(WhatLeaves)
    sheet.file.click()
    choose_file(room.qtbot, tmp_path / "out.age")
    room.settle()

    assert pyrage.decrypt((tmp_path / "out.age").read_bytes(), [THEIRS]).startswith(b"%PDF")
    assert "answer promised by 3 Dec" in words(screen.tab())
    assert screen.tab().isAncestorOf(room.window.focusWidget()), "the keyboard goes on where the referral stands"


def test_a_referral_for_nothing_in_particular_has_no_empty_line(room: Room, desk: Desk, killa: str):
    """What the form was not told is not asked of the reader either."""
    fill(desk, "F03", killa, {"kind": "referral", "recipient": CLINIC, "categories": ("name",), "decision": "yes",
                              "expiry": "2027-03-01"})
    fill(desk, "F12", killa, {"to": CLINIC, "payload": ("called",)})
    screen = opened(room, killa, "services")
    pressed(screen, "look at what leaves")
    room.settle()
    (sheet,) = room.window.findChildren(WhatLeaves)

    assert "To" in words(sheet).split("\n")
    assert "For" not in words(sheet).split("\n")


def test_their_answer_is_written_down_with_its_day_and_who_gave_it(room: Room, desk: Desk, killa: str):
    """Another day is asked for only where there is a list; once it is final, nothing more is asked."""
    prepared(desk, killa)
    [row] = desk.referring.listed(killa)
    desk.referring.leave(killa, desk.referring.look(killa, row.record, "en").letter)
    screen = opened(room, killa, "services")
    pressed(screen, "write down their answer")
    (sheet,) = room.window.findChildren(TheirAnswer)

    assert not sheet.keep.isEnabled()
    assert sheet.again_by.isHidden()
    chosen(sheet.answer, "waiting_list")
    assert not sheet.again_by.isHidden()
    chosen(sheet.answer, "accepted")
    assert sheet.again_by.isHidden()
    sheet.by.setText("social worker")
    sheet.on.set_value("2027-01-01")
    sheet.on.changed.emit("2027-01-01")
    assert not sheet.keep.isEnabled(), "not later than today"
    sheet.on.set_value("2026-11-24")
    sheet.on.changed.emit("2026-11-24")
    sheet.keep.click()
    room.settle()

    assert "accepted, " in words(screen.tab())
    assert "social worker" in words(screen.tab())
    assert not [one for one in screen.tab().findChildren(Button) if one.words() == "write down their answer"
                and one.isVisible()]


def test_a_coordinator_takes_a_key_and_takes_it_out_again(at_window: AtWindow, sitting):
    """Name, key, and its end as it was read out."""
    tab = tab_of(at_window, "recipients")
    desk = sitting.desk if hasattr(sitting, "desk") else at_window.sitting.desk
    assert not tab.add.isEnabled()

    for line, said in ((tab.name, CLINIC), (tab.key, KEY), (tab.said, KEY[-12:])):
        line.setText(said)
    tab.add.click()
    at_window.settle()
    assert [row.name for row in desk.recipients.rows()] == [CLINIC]
    assert tab.key.text() == ""
    assert CLINIC in seen(at_window.window)

    next(one for one in tab.findChildren(Button) if one.words() == "take it out").click()
    (confirm,) = at_window.window.findChildren(Confirm)
    confirm.act.click()
    at_window.settle()

    assert desk.recipients.rows() == ()
