# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help given with its sums, her wishes about her data with their days, and her words beside what was written."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from assist.desk import Desk
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room
from tests.screens.at_record_editor import opened as form_opened
from tests.screens.at_record_editor import saved, say, way
from tests.screens.histories import fill
from ui.screens.case_file.filled import FilledSheet
from ui.screens.case_file.referring import WhatLeaves


def words(widget: QWidget) -> str:
    """Everything that stands there to read."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_the_services_of_a_case_stand_by_day_with_their_sums(room: Room, desk: Desk, killa: str):
    """Each with its sheet to read; a fare with what it cost."""
    fill(desk, "F23", killa, {"service": "legal", "minutes": "75"})
    fill(desk, "F23", killa, {"service": "transport", "given": "fare", "amount": "12.50 PEN"})

    said = words(opened(room, killa, "services").tab())

    assert "75 min" in said
    assert "1 h 15 min" in said
    assert "fare · 12.50 PEN" in said
    assert said.count("12.50 PEN") == 2


@pytest.mark.rule("PA-07")
def test_a_wish_says_by_when_it_is_answered_and_leads_to_its_own_sheet(room: Room, desk: Desk, killa: str):
    """Where her consents stand."""
    fill(desk, "F19", killa, {"kind": "see"})
    screen = opened(room, killa, "consent")

    said = words(screen.tab())
    pressed(screen, "give the answer")

    assert "see them" in said
    assert "answer by 10 Dec" in said
    assert room.went == [("form", {"form": "F19", "case": killa, "record": desk.cases.wishes(killa)[0].record})]


@pytest.mark.parametrize(("kind", "leads_to"), [
    ("erase", ("case", {"tab": "consent"})), ("stop_sharing", ("case", {"tab": "consent"})),
    ("object_figures", ("form", {"form": "F03"})), ("copy", ("reports", {"kind": "participant"})),
])
def test_after_a_wish_stands_the_way_to_where_it_is_done(
    kind: str, leads_to: tuple[str, dict[str, str]], room: Room, desk: Desk, killa: str,
):
    """The first of the ways; and the day by which she has her answer."""
    screen = form_opened(room, "F19", killa)
    say(screen, kind=kind)
    saved(room, screen)

    assert "10 Dec" in words(screen.after)
    way(screen, screen.after.buttons[0].words()).click()
    place, where = leads_to
    assert room.went == [(place, {"case": killa, **where})]


@pytest.mark.rule("PA-07")
def test_her_correction_is_read_before_what_it_corrects(room: Room, desk: Desk, killa: str):
    """On the sheet of every form it is about."""
    fill(desk, "F23", killa, {"service": "legal"})
    fill(desk, "F19", killa, {"kind": "correct", "items": ("services",), "her_words": "Fue por teléfono."})
    screen = opened(room, killa, "services")
    pressed(screen, "read")
    room.settle()

    (sheet,) = room.window.findChildren(FilledSheet)
    in_order = [sheet.body.itemAt(place).widget() for place in range(4)]
    labels = [each.text() for each in in_order if isinstance(each, QLabel)]

    assert labels[2] == "She says, 25 Nov 2026: “Fue por teléfono.”"
    assert labels[3] == "What was given"


@pytest.mark.rule("CO-14")
def test_what_leaves_is_looked_at_line_by_line_before_it_was_said(room: Room, desk: Desk, killa: str):
    """Then it stands with its day, to whom and how; to read are words and no fingerprints."""
    fill(desk, "F03", killa, {"kind": "referral", "recipient": "Registro", "categories": ("name", "needs"),
                              "decision": "yes", "expiry": "2026-12-20", "mode": "spoken",
                              "withhold": "mi barrio"})
    record = fill(desk, "F12", killa, {"to": "Registro", "need": "documents", "payload": ("called", "needs")}).record
    screen = opened(room, killa, "services")
    pressed(screen, "look at what leaves")
    room.settle()
    (sheet,) = room.window.findChildren(WhatLeaves)
    seen = words(sheet)

    sheet.voice.click()
    room.settle()
    pressed(screen, "read")
    room.settle()

    assert "name to call\nKilla" in seen
    assert "She wants this kept back: “mi barrio”" in seen
    assert room.said().startswith("Written down: what left")
    read = words(room.window.findChildren(FilledSheet)[-1])
    assert "What left: name to call" in read
    assert "To which service: Registro" in read
    answers = desk.records.answers(killa, record)[1]
    assert answers["sent_hash"].value not in read
    assert answers["sent_consent"].value not in read
