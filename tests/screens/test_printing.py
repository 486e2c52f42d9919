# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a screen onto a printer: the line first, then the pages that were looked at, then a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from assist.desk import Desk
from assist.errors import NoRoom, NotAllowed
from assist.gate import Clearance
from tests.screens.at_desk import Room
from ui.dialogs import printing
from ui.dialogs.printing import put_on_paper


@pytest.fixture
def printer(tmp_path: Path) -> QPrinter:
    """One that prints into a file."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made


@pytest.fixture
def caseload(desk: Desk) -> tuple[bytes, str]:
    """Pages and their print id."""
    paper, print_id = desk.reports.caseload_paper(desk.cases.caseload(), "en")
    return paper.pdf, print_id


@pytest.mark.rule("WP-18")
def test_pages_are_printed_on_record_and_said_with_their_print_id(
    room: Room, desk: Desk, printer: QPrinter, caseload: tuple[bytes, str], tmp_path: Path
):
    """The log has the line by then."""
    put_on_paper(room.s, room.window, printer, caseload, lambda: desk.reports.caseloads.to_printer(caseload[1]))
    room.settle()

    found = desk.reports.printed(caseload[1])
    assert found is not None
    assert found.verb == "report.print"
    assert (tmp_path / "printed.pdf").stat().st_size > 1000
    assert f"Printed. Print id {caseload[1]}." in room.said()


@pytest.mark.rule("CO-11")
def test_without_a_clearance_nothing_is_printed(
    room: Room, desk: Desk, printer: QPrinter, caseload: tuple[bytes, str], tmp_path: Path
):
    """Whoever may no longer is told so."""
    desk.bench.learn(["house"], dict(desk.bench.names))

    put_on_paper(room.s, room.window, printer, caseload, lambda: desk.reports.caseloads.to_printer(caseload[1]))
    room.settle()

    assert [type(error) for error in room.troubles] == [NotAllowed]
    assert not (tmp_path / "printed.pdf").exists()
    assert "Printed" not in room.said()


def test_a_printer_that_takes_nothing_is_said(
    room: Room, desk: Desk, printer: QPrinter, caseload: tuple[bytes, str], monkeypatch: pytest.MonkeyPatch
):
    """The line stays: that it was let out is true."""
    def refuses(_printer: QPrinter, _pages: object, _clearance: Clearance) -> None:
        raise NoRoom("print.failed")

    monkeypatch.setattr(printing, "print_pages", refuses)
    put_on_paper(room.s, room.window, printer, caseload, lambda: desk.reports.caseloads.to_printer(caseload[1]))
    room.settle()

    assert [error.code for error in room.troubles] == ["print.failed"]  # type: ignore[attr-defined]
    assert desk.reports.printed(caseload[1]) is not None
