# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files for the pictures of all screens: a certificate, a scanned page and a letter, and their sheets."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QWidget
from reportlab.pdfgen.canvas import Canvas

from tests.screens.laptop import Laptop
from ui.dialogs.looked_at import LookedAt
from ui.dialogs.sheet import Sheet
from ui.screens.case_file.attached import AttachedCard
from ui.widgets.buttons import Button


class Takes(Protocol):
    """Takes a picture of what is on the screen."""

    def take(self, laptop: Laptop, name: str) -> None:
        """Under this name."""
        ...


def certificate() -> bytes:
    """A picture with a few shapes, as somebody photographs a paper."""
    out, image = BytesIO(), Image.new("RGB", (1600, 1100), (250, 247, 240))
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 60, 1540, 1040), outline=(40, 90, 90), width=8)
    for line in range(9):
        pen.rectangle((200, 260 + 70 * line, 1400 - 90 * (line % 3), 280 + 70 * line), fill=(90, 90, 90))
    pen.ellipse((1180, 760, 1400, 980), outline=(150, 40, 40), width=12)
    image.save(out, "JPEG")
    return out.getvalue()


def pages() -> bytes:
    """Two pages of a letter."""
    out = BytesIO()
    canvas = Canvas(out)
    for number in (1, 2):
        canvas.setFont("Helvetica", 14)
        for line in range(20):
            canvas.drawString(70, 760 - 24 * line, f"Página {number}, línea {line + 1} de un papel inventado.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def attached_files(album: Takes, laptop: Laptop, case: str) -> None:
    """The card, both sheets, a picture and a page looked at; then everything as it was."""
    held = laptop.sitting.desk.attachments
    held.switch(on=True)
    made = [held.add(case, "Constancia de estudios", certificate()), held.add(case, "Contrato de alquiler", pages()),
            held.add(case, "Denuncia, copia sellada", pages(), 4)]
    screen = laptop.go("case", case=case, tab="forms")
    laptop.settle()
    card = screen.findChild(AttachedCard)
    screen.tab()._page.ensureWidgetVisible(card, 0, 40)
    album.take(laptop, "attached-files")
    card.take(Path("papel.jpg"))
    _away(album, laptop, screen, "attached-new")
    for place, words, name in ((0, "abrir", "picture"), (1, "abrir", "page"), (0, "guardar una copia", "copy")):
        [each for each in card.findChildren(Button) if each.words() == words][place].click()
        laptop.settle()
        laptop.settle()
        _away(album, laptop, screen, f"attached-{name}")
    for entity in made:
        held.remove(case, entity)
    held.switch(on=False)


def _away(album: Takes, laptop: Laptop, screen: QWidget, name: str) -> None:
    """Take the sheet that is open, then close it."""
    album.take(laptop, name)
    for sheet in [each for each in laptop.window.findChildren(Sheet) if each.isVisible()]:
        assert isinstance(sheet, LookedAt) or sheet.isEnabled()
        sheet.close_sheet()
    laptop.settle()
