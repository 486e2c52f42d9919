# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""On the page of consents: figures that leave, the child's own word, and what is asked again."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room
from tests.screens.at_keyboard import words_on
from tests.screens.at_record_editor import opened as editing
from tests.screens.histories import accompanied, fill
from ui.screens.case_file.my_information import InformationSheet


@pytest.mark.rule("CO-15")
def test_only_her_words_turn_the_switch(room: Room, desk: Desk):
    """The button changes nothing by itself; it leads to the sheet of her words, which begins with what it is about."""
    case = accompanied(desk)
    screen = opened(room, case, "consent")

    pressed(screen, "She does not want to be counted")

    assert room.went == [("form", {"form": "F03", "case": case, "kind": "statistics_objection", "recipient": ""})]
    assert not desk.cases.objects_to_figures(case)
    editor = editing(room, "F03", case, kind="statistics_objection")
    assert editor.opening.session.answer_of("kind").value == "statistics_objection"
    fill(desk, "F03", case, {"kind": "statistics_objection", "decision": "yes"})
    screen = opened(room, case, "consent")
    assert "She is in no figure that leaves, because she wants it so." in words_on(screen)


@pytest.mark.rule("CO-09", "CO-16")
def test_a_child_s_no_and_what_changed_stand_with_the_consent(room: Room, desk: Desk):
    """In words, with the way to the child's own sheet."""
    case = accompanied(desk)
    fill(desk, "F03", case, {"kind": "referral", "recipient": "Registro", "decision": "yes", "expiry": "2027-03-01",
                             "mode": "spoken", "capacity": "child"})
    fill(desk, "ASSENT", case, {"kind": "referral", "recipient": "Registro", "assent": "no"})
    fill(desk, "PROT", case, {"level": "1"})

    screen = opened(room, case, "consent")

    assert "stop and think: said no" in words_on(screen)
    assert "Ask again: the risk rose." in words_on(screen)
    pressed(screen, "ask the child")
    assert room.went == [("form", {"form": "ASSENT", "case": case, "kind": "referral", "recipient": "Registro"})]


@pytest.mark.rule("PA-06")
def test_her_information_is_looked_at_together(room: Room, desk: Desk):
    """Over the page, with the way to a paper; the look is in the log and on the page itself."""
    case = accompanied(desk)
    screen = opened(room, case, "consent")

    pressed(screen, "Look at it together")
    room.settle()

    sheet = next(one for one in room.window.findChildren(InformationSheet) if one.isVisible())
    said = words_on(sheet)
    assert "Who looked or wrote" in said
    assert desk.bench.name_of(desk.bench.user) in said
    sheet.on_paper.click()
    assert room.went == [("reports", {"case": case, "kind": "my_information"})]
    assert desk.auditing.of_case(case)[0].verb == "information.view"
