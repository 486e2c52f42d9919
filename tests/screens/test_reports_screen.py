# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports are looked at before they leave, and leave only the way that was asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from assist import i18n
from assist.desk import Desk
from assist.reports.order import ReportOrder
from assist.reports.preview import pages_as_png
from assist.services.reports import Purpose
from tests.screens.at_desk import Room, choose_file, click
from tests.screens.at_keyboard import Key, heard_anywhere, press, words_on, write
from tests.screens.histories import accompanied, fill, first_contact, given_to_colleague, half_a_year
from ui.dialogs.files import ask_for_folder
from ui.dialogs.printing import print_pages
from ui.screens.case_file import CaseFileScreen
from ui.screens.reports import ReportsScreen
from ui.screens.reports.own_lines import KEEP, LEAVE
from ui.screens.reports.paper_safe import PaperSafe

PLACE = "Vivir cerca de la calle Lima 123"


def opened(room: Room, **where: str) -> ReportsScreen:
    """The reports, with the worker's own cases."""
    screen = room.show(ReportsScreen(room.s, **where))
    assert isinstance(screen, ReportsScreen)
    return screen


def looked_at(room: Room, screen: ReportsScreen, row: int = 0) -> None:
    """Pick a case and wait for its pages."""
    screen.choosing.cases.lines()[row].click()
    room.settle()


def sheet_of(room: Room) -> PaperSafe:
    """The question whether a paper is safe."""
    return next(one for one in room.window.findChildren(PaperSafe) if one.isVisible())


def text_of(file: Path) -> str:
    """The words of a PDF."""
    document = pypdfium2.PdfDocument(file.read_bytes())
    words = "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return words


def test_nothing_can_be_saved_before_its_pages_were_seen(room: Room, desk: Desk):
    """First the pages, then the way out."""
    half_a_year(desk)
    screen = opened(room)

    screen.choosing.cases.lines()[0].click()
    before = screen.preview.save.isEnabled()
    room.settle()

    assert not before
    assert screen.preview.save.isEnabled()
    assert 1 <= len(screen.preview.pages.pictures) <= 2
    assert not screen.preview.pages.pictures[0].picture.isNull()
    assert "print id" in words_on(screen.preview)


def test_a_supervisor_finds_every_case_of_the_team_by_code_or_name(room: Room, desk: Desk, qtbot: QtBot):
    """Letters narrow the list; Enter takes the only one left."""
    half_a_year(desk)
    first_contact(desk, "Rosa")
    given_to_colleague(desk, first_contact(desk, "Sami"))
    screen = opened(room)
    everybody = [line.said.head for line in screen.choosing.cases.lines()]

    screen.choosing.filter.setFocus()
    write("kil")
    qtbot.waitUntil(lambda: len(screen.choosing.cases.lines()) == 1)
    press(Key.Key_Return)
    room.settle()

    assert everybody == ["Killa", "Rosa", "Sami"]
    assert screen.preview.isVisible()


def test_a_report_of_the_team_asks_for_the_passphrase_again(room: Room, desk: Desk, qtbot: QtBot, tmp_path: Path):
    """Then where it goes; then it is there, readable, and on record."""
    case = half_a_year(desk)
    screen = opened(room)
    looked_at(room, screen)
    out = tmp_path / "out.pdf"

    click(screen.preview.save, qtbot)
    reasons = room.reasons[:]
    choose_file(qtbot, out)
    room.settle()

    assert reasons == ["This report leaves the encrypted workspace."]
    assert "Coser y vender lo mío" in text_of(out)
    assert "not encrypted any more" in room.said()
    assert "report.save" in [row.verb for row in desk.auditing.of_case(case)]


@pytest.mark.rule("UX-20")
def test_what_leaves_and_that_it_leaves_is_said_before(room: Room, desk: Desk):
    """How many pages, under which print id, and that it is readable from then on."""
    half_a_year(desk)
    screen = opened(room)

    looked_at(room, screen)
    words = words_on(screen.preview)

    assert "What leaves" in words
    assert screen._prepared.print_id in words
    assert "Once saved it is not encrypted any more." in words


def test_nothing_lies_in_the_temporary_folder_after_saving(room: Room, desk: Desk, qtbot: QtBot, tmp_path: Path):
    """No copy beside the one that was wanted (WP-18)."""
    half_a_year(desk)
    before = set(Path(tempfile.gettempdir()).glob("*.pdf"))
    screen = opened(room)
    looked_at(room, screen)

    click(screen.preview.save, qtbot)
    choose_file(qtbot, tmp_path / "out.pdf")
    room.settle()

    assert set(Path(tempfile.gettempdir()).glob("*.pdf")) == before
    assert [file.name for file in tmp_path.iterdir() if file.suffix in (".pdf", ".tmp")] == ["out.pdf"]


@pytest.mark.rule("NR-12")
def test_a_line_that_names_a_place_starts_left_out_and_is_marked(room: Room, desk: Desk, qtbot: QtBot):
    """Somebody looks again and decides; the pages follow (ruling 10)."""
    case = accompanied(desk)
    fill(desk, "F08", case, {"goal_own_words": PLACE, "goal_area": "rest"})
    screen = opened(room)
    looked_at(room, screen)
    key = next(line.key for line in screen._prepared.own_words if line.text == PLACE)
    choice = screen.preview.lines.choices[key]
    at_first = choice.picked()
    kept_first = screen._prepared.kept

    click(choice.buttons()[0], qtbot)
    qtbot.waitUntil(lambda: screen._prepared is not None and key in screen._prepared.kept)
    room.settle()

    assert at_first == (LEAVE,)
    assert key not in kept_first
    assert "look again" in words_on(screen.preview)
    assert screen.preview.lines.choices[key].picked() == (KEEP,)


def test_a_line_that_is_left_out_is_not_on_the_paper(room: Room, desk: Desk, qtbot: QtBot, tmp_path: Path):
    """What was looked at is what is saved."""
    half_a_year(desk)
    screen = opened(room)
    looked_at(room, screen)
    key = next(line.key for line in screen._prepared.own_words if line.text == "Dormir sin susto")

    click(screen.preview.lines.choices[key].buttons()[1], qtbot)
    qtbot.waitUntil(lambda: screen._prepared is not None and key not in screen._prepared.kept)
    room.settle()
    click(screen.preview.save, qtbot)
    choose_file(qtbot, tmp_path / "out.pdf")
    room.settle()

    assert "Dormir sin susto" not in text_of(tmp_path / "out.pdf")
    assert "Coser y vender lo mío" in text_of(tmp_path / "out.pdf")


@pytest.mark.rule("PA-05")
def test_her_own_copy_begins_with_the_question_whether_a_paper_is_safe(
    room: Room, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    """Asked first; then made, without the passphrase, in words that name no house."""
    half_a_year(desk)
    screen = opened(room)
    screen.choosing.choose_kind("participant")

    screen.choosing.cases.lines()[0].click()
    asked = words_on(sheet_of(room))
    before = screen.preview.isVisible()
    click(sheet_of(room).choice.buttons()[0], qtbot)
    room.settle()
    click(screen.preview.save, qtbot)
    choose_file(qtbot, tmp_path / "hers.pdf")
    room.settle()

    assert "Is a paper safe today?" in asked
    assert not before
    assert room.reasons == []
    assert "Casa Prueba" not in text_of(tmp_path / "hers.pdf")


@pytest.mark.rule("PA-05")
def test_when_a_paper_is_not_safe_none_is_made(room: Room, desk: Desk, qtbot: QtBot):
    """No copy is a right too, and what she said is on record (UX-25)."""
    case = half_a_year(desk)
    screen = opened(room)
    screen.choosing.choose_kind("participant")
    screen.choosing.cases.lines()[0].click()

    click(sheet_of(room).choice.buttons()[1], qtbot)
    room.settle()

    assert not screen.preview.isVisible()
    assert "Then no paper is made." in room.said()
    assert "made no paper: she says none is safe today" in words_on(room.show(CaseFileScreen(room.s, case, "history")))


def test_a_report_that_takes_two_people_is_refused_in_plain_words(room: Room, desk: Desk, qtbot: QtBot, tmp_path: Path):
    """At the highest level one alone prints nothing (ruling 1)."""
    case = half_a_year(desk)
    desk.protection.set_level(case, 3)
    screen = opened(room)
    looked_at(room, screen)

    click(screen.preview.save, qtbot)
    choose_file(qtbot, tmp_path / "out.pdf")
    room.settle()

    assert [error.code for error in room.troubles] == ["report.two_people"]
    assert not (tmp_path / "out.pdf").exists()


def test_the_caseload_is_looked_at_and_saved_without_a_name(room: Room, desk: Desk, qtbot: QtBot, tmp_path: Path):
    """Codes only, so no passphrase (ruling 51)."""
    half_a_year(desk)
    screen = opened(room)

    click(screen.choosing.caseload, qtbot)
    room.settle()
    looked_at_pdf, print_id = screen._caseload.paper.pdf, screen._caseload.print_id
    click(screen.preview.save, qtbot)
    choose_file(qtbot, tmp_path / "load.pdf")
    room.settle()

    assert room.reasons == []
    assert (tmp_path / "load.pdf").read_bytes() == looked_at_pdf
    assert print_id in text_of(tmp_path / "load.pdf")
    assert desk.reports.printed(print_id) is not None
    assert "Killa" not in text_of(tmp_path / "load.pdf")
    assert f"Saved, 1 page, and not encrypted any more. Print id {print_id}." in room.said()


def test_leaving_forgets_the_pages(room: Room, desk: Desk):
    """No picture of a report stays in memory behind another screen."""
    half_a_year(desk)
    screen = opened(room)
    looked_at(room, screen)

    stays = screen.leave()

    assert stays
    assert screen.preview.pages.pictures == []
    assert screen._prepared is None
    assert "Coser" not in heard_anywhere(screen.preview)


def test_pages_reach_a_printer_only_with_the_proof_of_the_gate(desk: Desk, tmp_path: Path, qapp: QApplication):
    """What was looked at is what is painted, and the line is in the log before."""
    case = half_a_year(desk)
    prepared = desk.reports.preview(case, ReportOrder("supervision", "en"))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    clearance = desk.reports.to_printer(case, prepared, Purpose("supervision", confirmed=True))
    pages = pages_as_png(prepared.pdf, 800)

    with pytest.raises(TypeError):
        print_pages(printer, pages, object())  # type: ignore[arg-type]
    print_pages(printer, pages, clearance)
    printed = pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes())
    count = len(printed)
    printed.close()
    picture = QImage.fromData(pages_as_png((tmp_path / "printed.pdf").read_bytes(), 400)[0])

    assert count == len(pages) == prepared.pages
    assert sum(picture.pixelColor(x, y).lightness() < 128 for x in range(400) for y in range(0, 500, 5)) > 100
    assert "report.print" in [row.verb for row in desk.auditing.of_case(case)]


def test_sent_from_a_case_the_case_and_kind_are_chosen(room: Room, desk: Desk):
    """Who comes to make her copy does not search for her."""
    case = half_a_year(desk)
    first_contact(desk, "Rosa")

    screen = opened(room, case=case, kind="participant")

    assert screen.choosing.kind.picked() == ("participant",)
    assert [line.said.head for line in screen.choosing.cases.lines()] == ["Killa"]


def test_a_cover_closes_the_file_dialog_with_nothing_saved(room: Room, desk: Desk, qtbot: QtBot, tmp_path: Path):
    """The dialog has no loop of its own: it can be taken away at any moment."""
    half_a_year(desk)
    screen = opened(room)
    looked_at(room, screen)
    click(screen.preview.save, qtbot)

    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    dialogs[0].reject()
    room.settle()

    assert not dialogs[0].isVisible()
    assert list(tmp_path.glob("*.pdf")) == []


def test_words_that_qt_leaves_in_english_are_said_in_the_language_of_the_window(qtbot: QtBot):
    """Where the desktop has no dialog of its own."""
    near = QWidget()
    qtbot.addWidget(near)
    i18n.use("es")

    ask_for_folder(near, "Dónde va", lambda _path: None)
    dialog = near.findChild(QFileDialog)

    labels = [dialog.labelText(one) for one in (QFileDialog.DialogLabel.LookIn, QFileDialog.DialogLabel.FileType)]
    dialog.reject()
    assert labels == ["Dónde:", "Tipo de archivo:"]
