# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing on the screen: with a hand, or with one key; taken away again; shown as it was drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from forms.strokes import CROSS, strokes_of, text_of_strokes
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room, choose_file
from tests.screens.at_record_editor import opened as form_opened
from tests.screens.at_record_editor import saved, say
from tests.screens.histories import fill
from tests.screens.painted import pixels_painted
from tests.screens.test_attached_files_shown import chosen
from ui.screens.case_file.consent_copy import CopyForHer
from ui.widgets.signature_pad import SignaturePad


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    """On the screen, with its words."""
    made = SignaturePad()
    qtbot.addWidget(made)
    made.setAccessibleName("Your signature or mark")
    made.resize(560, 260)
    with qtbot.waitExposed(made):
        made.show()
    return made


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    """A hand goes from point to point, in pixels of the ground."""
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(pad.pad, left, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad.pad, QPoint(*point))
    QTest.mouseRelease(pad.pad, left, pos=QPoint(*points[-1]))


def test_a_hand_leaves_strokes_and_no_picture(pad: SignaturePad):
    """Each time it is set down and lifted is a stroke; drawn again from its numbers it is the same."""
    heard: list[str] = []
    pad.changed.connect(heard.append)

    draw(pad, (30, 40), (120, 90), (200, 40))
    draw(pad, (240, 50), (260, 100))

    assert len(heard) == 2
    strokes = strokes_of(heard[-1])
    assert len(strokes) == 2
    assert strokes[0][0][0] < strokes[0][1][0] < strokes[0][2][0]
    assert strokes[0][1][1] > strokes[0][0][1]
    before = pad.pad.grab().toImage()
    assert pixels_painted(pad.pad) == []
    pad.show_strokes("")
    pad.show_strokes(heard[-1])
    assert pad.text() == heard[-1]
    assert pad.pad.grab().toImage() == before


@pytest.mark.rule("UX-11")
def test_by_key_there_is_a_cross_and_it_can_be_taken_away(pad: SignaturePad):
    """Whoever cannot draw puts a mark all the same; the ground says what it is."""
    pad.setFocus()
    heard: list[str] = []
    pad.changed.connect(heard.append)
    assert pad.pad.hasFocus()
    assert pad.pad.accessibleName() == "Your signature or mark"

    QTest.keyClick(pad.pad, Qt.Key.Key_X)
    assert heard == [text_of_strokes(CROSS)]
    assert pad.clear.isEnabled()
    QTest.keyClick(pad.pad, Qt.Key.Key_Backspace)

    assert heard[-1] == ""
    assert not pad.clear.isEnabled()


@pytest.mark.parametrize(("key", "left"), [(Qt.Key.Key_Delete, ""), (Qt.Key.Key_X, text_of_strokes(CROSS))])
def test_a_key_while_the_hand_is_down_ends_the_stroke(pad: SignaturePad, key: Qt.Key, left: str):
    """What the hand still draws after it counts for nothing."""
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(pad.pad, button, pos=QPoint(30, 40))
    QTest.mouseMove(pad.pad, QPoint(90, 60))

    QTest.keyClick(pad.pad, key)
    QTest.mouseMove(pad.pad, QPoint(150, 90))
    QTest.mouseRelease(pad.pad, button, pos=QPoint(150, 90))

    assert pad.text() == left


def test_beyond_the_edge_nothing_is_lost_and_nothing_breaks(pad: SignaturePad):
    """The hand slips over the side."""
    draw(pad, (10, 10), (900, 700))

    assert strokes_of(pad.text())[0][-1] == (1000, 320)


@pytest.mark.parametrize(("form", "how"), [("F03", "mode"), ("AGR", "how")])
def test_the_ground_is_there_only_where_somebody_signs_or_marks(
        room: Room, desk: Desk, killa: str, form: str, how: str):
    """Spoken, nothing is asked to be drawn."""
    screen = form_opened(room, form, killa)
    say(screen, **{how: "spoken"})
    assert "drawn" not in screen.opening.session.state.visible

    say(screen, **{how: "mark"})

    assert "drawn" in screen.opening.session.state.visible


def test_what_was_drawn_is_kept_and_read_as_drawn_by_hand(room: Room, desk: Desk, killa: str):
    """Never as a row of numbers."""
    screen = form_opened(room, "F03", killa)
    say(screen, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes", mode="signature")
    screen.view.show_field("drawn")
    room.settle()
    (pad,) = [each for each in screen.findChildren(SignaturePad) if each.isVisible()]
    draw(pad, (30, 40), (120, 90), (200, 40))
    saved(room, screen)

    sheet = desk.bench.look_up(killa).latest("F03")
    form, answers = desk.records.answers(killa, sheet.entity.id.hex())
    from ui.form_view.wording import answer_words

    assert answer_words(form.field("drawn"), answers["drawn"]) == "drawn by hand"
    assert strokes_of(str(answers["drawn"].value))


def test_her_copy_is_made_where_her_consents_stand(room: Room, desk: Desk, killa: str, tmp_path: Path):
    """Once a paper is safe; the name of the service is left out unless she lets it stand."""
    fill(desk, "F03", killa, {"kind": "referral", "recipient": "Centro Sur", "categories": ("legal",),
                              "decision": "yes", "expiry": "2027-05-01", "mode": "mark",
                              "drawn": text_of_strokes(CROSS)})
    screen = opened(room, killa, "consent")
    pressed(screen, "her copy")
    (sheet,) = room.window.findChildren(CopyForHer)
    assert not sheet.save.isEnabled()
    assert sheet.name.picked() == ("no",)
    chosen(sheet.safe, "yes")
    sheet.save.click()
    choose_file(room.qtbot, tmp_path / "hers.pdf")
    room.settle()

    assert (tmp_path / "hers.pdf").read_bytes().startswith(b"%PDF")
    assert "She may have it now" in room.said()
    assert screen.findChildren(QLabel)
