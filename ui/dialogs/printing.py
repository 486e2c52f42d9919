# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages onto a printer: what was looked at is what is printed, and only with the proof of the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from assist.errors import NoRoom
from assist.gate import Clearance

PRINT_WIDE = 2480
"""Pixels across a page for paper: A4 at 300 dots an inch."""


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
