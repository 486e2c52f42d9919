# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files on screen: words in a list, no picture anywhere before it is asked for, and nothing left after."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from reportlab.pdfgen.canvas import Canvas

from assist.desk import Desk
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room, choose_file
from tests.screens.at_window import AtWindow
from tests.screens.painted import pixels_painted
from tests.screens.test_settings import pick, tab_of
from ui.dialogs.confirm import Confirm
from ui.dialogs.looked_at import LookedAt
from ui.screens.case_file.attached import AttachedCard
from ui.screens.case_file.attaching import CopyOut, NewFile
from ui.widgets.buttons import Button
from ui.widgets.choice import ChoiceButtons

RED = (201, 17, 34)


def red(kind: str) -> bytes:
    """A picture of one colour that is nowhere else on the screen."""
    out = BytesIO()
    Image.new("RGB", (400, 300), RED).save(out, kind)
    return out.getvalue()


def two_pages() -> bytes:
    """A PDF with a red page and a page of words."""
    out = BytesIO()
    canvas = Canvas(out, (300, 400), pageCompression=0)
    canvas.setFillColorRGB(*(part / 255 for part in RED))
    canvas.rect(0, 0, 300, 400, stroke=0, fill=1)
    canvas.showPage()
    canvas.drawString(30, 200, "segunda")
    canvas.save()
    return out.getvalue()


@pytest.fixture
def on(desk: Desk) -> Desk:
    """Files are switched on, and protected work is open."""
    assert desk.attachments.switch(on=True)
    return desk


def card(screen: QWidget) -> AttachedCard:
    """The card of attached files."""
    (found,) = [one for one in screen.findChildren(AttachedCard) if not one.isHidden()]
    return found


def reds(widget: QWidget) -> int:
    """How many of some thousand places of a widget have the colour of the picture."""
    image = widget.grab().toImage().scaled(60, 60)
    return sum(abs(image.pixelColor(x, y).red() - RED[0]) + abs(image.pixelColor(x, y).green() - RED[1])
               + abs(image.pixelColor(x, y).blue() - RED[2]) < 12 for x in range(60) for y in range(60))


def test_what_paints_pixels_is_noticed():
    """The check can fail."""
    shown = QLabel()
    picture = QPixmap(8, 8)
    picture.fill(Qt.GlobalColor.red)
    shown.setPixmap(picture)

    assert pixels_painted(shown)


@pytest.mark.rule("NR-17")
def test_the_list_paints_no_picture_and_nothing_opens_by_itself(room: Room, on: Desk, killa: str):
    """Words, kind, size; no small picture, no preview."""
    on.attachments.add(killa, "Constancia de la escuela", red("JPEG"))
    on.attachments.add(killa, "Mapa", red("PNG"), 1)

    screen = opened(room, killa, "forms")

    held = card(screen)
    assert pixels_painted(held) == []
    assert reds(room.window) == 0
    assert room.window.findChildren(LookedAt) == []
    said = "\n".join(label.text() for label in held.findChildren(QLabel))
    assert "Constancia de la escuela" in said
    assert "picture · " in said
    assert all(label.pixmap().isNull() for label in held.findChildren(QLabel))


@pytest.mark.rule("NR-17")
def test_while_switched_off_nothing_of_it_is_on_screen(room: Room, desk: Desk, killa: str):
    """Not from the start, until a coordinator says so."""
    screen = opened(room, killa, "forms")

    assert all(one.isHidden() for one in screen.findChildren(AttachedCard))


def test_a_coordinator_switches_it_on_in_settings(at_window: AtWindow, sitting):
    """For everybody; and off again."""
    tab = tab_of(at_window, "attached")
    desk = sitting.desk if hasattr(sitting, "desk") else at_window.sitting.desk
    assert tab.choice.picked() == ("no",)

    pick(at_window, tab.choice, "yes")
    assert desk.attachments.is_on()
    pick(at_window, tab.choice, "no")

    assert not desk.attachments.is_on()


def test_a_file_is_attached_with_words_and_a_level(room: Room, on: Desk, killa: str, tmp_path: Path):
    """Both are asked; the file that was chosen stays as it is."""
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(red("JPEG"))
    on.signed.shut_vault()
    screen = opened(room, killa, "forms")
    pressed(screen, "Attach a file")
    choose_file(room.qtbot, file)
    (sheet,) = room.window.findChildren(NewFile)

    assert not sheet.attach.isEnabled()
    sheet.words.setText("Constancia")
    assert not sheet.attach.isEnabled()
    chosen(sheet.level, "3")
    sheet.attach.click()
    room.settle()

    [row] = on.attachments.of(killa)
    assert (row.name, row.level, row.kind) == ("Constancia", 3, "jpeg")
    assert room.reasons, "it goes behind the seal, so the passphrase is asked for"
    assert file.read_bytes() == red("JPEG")
    assert "Constancia" in "\n".join(label.text() for label in card(screen).findChildren(QLabel))


def chosen(choice: ChoiceButtons, code: str) -> None:
    """A person picks this."""
    next(button for button in choice.buttons() if button.code == code).click()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PDF"])
def test_it_is_opened_inside_the_program_and_forgotten_when_closed(
        room: Room, on: Desk, killa: str, tmp_path: Path, kind: str):
    """A picture, or a PDF page by page; larger and smaller by keys; Esc closes it."""
    on.attachments.add(killa, "Constancia", two_pages() if kind == "PDF" else red(kind))
    screen = opened(room, killa, "forms")
    pressed(screen, "open")
    room.settle()

    (sheet,) = room.window.findChildren(LookedAt)
    room.qtbot.waitUntil(sheet.picture.is_shown)
    assert reds(sheet) > 300
    assert sheet.picture.hasFocus()
    before = sheet.picture.times
    QTest.keyClick(sheet.picture, "+")
    assert sheet.picture.times > before
    if kind == "PDF":
        sheet.after.click()
        room.settle()
        assert reds(sheet) == 0
        assert not sheet.after.isEnabled()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)

    assert sheet.isHidden()
    assert not sheet.picture.is_shown(), "no picture stays in memory"
    assert reds(room.window) == 0


def test_a_text_is_read_as_words(room: Room, on: Desk, killa: str):
    """Letter by letter, never as markup."""
    on.attachments.add(killa, "Carta", b"<b>Querida</b> hermana")
    screen = opened(room, killa, "forms")
    pressed(screen, "open")
    room.settle()

    (sheet,) = room.window.findChildren(LookedAt)

    assert sheet.text.text() == "<b>Querida</b> hermana"
    assert sheet.text.isReadOnly()


def test_her_copy_is_saved_once_she_says_it_is_safe(room: Room, on: Desk, killa: str, tmp_path: Path):
    """And the list says since when she has one."""
    on.attachments.add(killa, "Carta", b"Querida hermana")
    screen = opened(room, killa, "forms")
    pressed(screen, "save a copy")
    room.settle()
    (sheet,) = room.window.findChildren(CopyOut)
    assert [button.code for button in sheet.whose.buttons()] == ["hers"]
    chosen(sheet.whose, "hers")
    chosen(sheet.safe, "no")
    assert not sheet.save.isEnabled()
    chosen(sheet.safe, "yes")
    sheet.save.click()
    choose_file(room.qtbot, tmp_path / "carta.txt")
    room.settle()

    assert (tmp_path / "carta.txt").read_bytes() == b"Querida hermana"
    assert "copy for her" in "\n".join(label.text() for label in card(screen).findChildren(QLabel))


def test_removing_asks_first_and_keep_is_what_enter_does(room: Room, on: Desk, killa: str):
    """Then it is gone."""
    on.attachments.add(killa, "Carta", b"Querida hermana")
    screen = opened(room, killa, "forms")
    pressed(screen, "remove")
    (confirm,) = room.window.findChildren(Confirm)
    assert confirm.way_out.hasFocus()
    assert on.attachments.of(killa)

    confirm.act.click()
    room.settle()

    assert on.attachments.of(killa) == []
    assert not [one for one in screen.tab().findChildren(Button) if one.words() == "open" and one.isVisible()]
