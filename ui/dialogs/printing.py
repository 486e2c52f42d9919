# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages onto a printer: what was looked at is what is printed, and only with the proof of the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QMarginsF, QObject, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from assist.errors import NoRoom
from assist.gate import Clearance
from assist.i18n import _, ngettext
from assist.reports.preview import pages_as_png
from assist.services.paper import ReportSaved
from ui.tasks import Lane
from ui.widgets.banner import Banner

PRINT_WIDE = 2480
"""Pixels across a page for paper: A4 at 300 dots an inch."""


class Around(Protocol):
    """Of what a screen is given: two lanes, and how it is said what came of it."""

    @property
    def write(self) -> Lane:
        """Where the line in the log is written."""
        ...

    @property
    def paper(self) -> Lane:
        """Where pages are drawn."""
        ...

    @property
    def banner(self) -> Banner:
        """Where it is said that all went well."""
        ...

    @property
    def trouble(self) -> Callable[[Exception], None]:
        """What says what did not."""
        ...


def has_printer() -> bool:
    """Whether the laptop knows one."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(near: QWidget, chosen: Callable[[QPrinter], object]) -> None:
    """The system's own dialog; nothing of the report is in it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("-")
    dialog = QPrintDialog(printer, near.window())
    dialog.accepted.connect(lambda: chosen(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def put_on_paper(
    s: Around, owner: QObject, printer: QPrinter, paper: tuple[bytes, str], let_out: Callable[[], Clearance]
) -> None:
    """A PDF (and its print id) onto that printer. The pages are drawn where they hold up no save; ``let_out`` writes
    the line before anything goes out, and what went wrong is said."""
    pdf, print_id = paper

    def out(pages: list[bytes], clearance: Clearance) -> None:
        try:
            print_pages(printer, pages, clearance)
        except Exception as error:  # a driver may raise anything
            s.trouble(error)
        else:
            s.banner.show_good(_("Printed. Print id {id}.").format(id=print_id))

    def drawn(pages: list[bytes]) -> None:
        s.write.run(let_out, owner=owner, then=lambda clearance: out(pages, clearance), failed=s.trouble)

    s.paper.run(lambda: pages_as_png(pdf, PRINT_WIDE), owner=owner, then=drawn, failed=s.trouble)


def say_saved(s: Around, saved: ReportSaved) -> None:
    """How many pages lie there now, that anybody can read them, and the print id."""
    words = ngettext("Saved, {count} page, and not encrypted any more. Print id {id}.",
                     "Saved, {count} pages, and not encrypted any more. Print id {id}.", saved.pages)
    s.banner.show_good(words.format(count=saved.pages, id=saved.print_id))


def print_pages(printer: QPrinter, pngs: Sequence[bytes], clearance: Clearance) -> None:
    """Paint every page over the whole sheet; raises NoRoom when the printer does not take it."""
    if not isinstance(clearance, Clearance):
        raise TypeError("a clearance is given by the gate")
    pictures = [QImage.fromData(png) for png in pngs]
    printer.setFullPage(True)
    size = QPageSize.PageSizeId.A4 if _is_tall(pictures) else QPageSize.PageSizeId.Letter
    printer.setPageLayout(QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(printer):
        raise NoRoom("print.failed")
    try:
        for number, picture in enumerate(pictures):
            if number and not printer.newPage():
                raise NoRoom("print.failed")
            painter.drawImage(QRectF(painter.viewport()), picture)
    finally:
        painter.end()


def _is_tall(pictures: Sequence[QImage]) -> bool:
    """A4 is taller than Letter."""
    return not pictures or pictures[0].height() / max(1, pictures[0].width()) > 1.35
