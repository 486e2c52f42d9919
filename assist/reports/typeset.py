# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Type on paper: our own fonts, words broken into lines, plain strings only.

Nothing here reads markup: what somebody wrote is drawn sign by sign, so that no text can
become a link, a picture or a command of the page.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import resources
from forms.text import clean

REGULAR, SEMIBOLD, BOLD, ITALIC = "NotoSans", "NotoSans-SemiBold", "NotoSans-Bold", "NotoSans-Italic"
_FILES = {
    REGULAR: "fonts/NotoSans-Regular.ttf", SEMIBOLD: "fonts/NotoSans-SemiBold.ttf",
    BOLD: "fonts/NotoSans-Bold.ttf", ITALIC: "fonts/NotoSans-Italic.ttf",
}

INK = HexColor("#1E2A2F")
QUIET = HexColor("#536168")
TEAL = HexColor("#0E5C61")
TINT = HexColor("#E6F0EF")
LINE = HexColor("#C9C6BC")
EMPTY = HexColor("#B4B9B8")
WHITE = HexColor("#FFFFFF")
"""Ink and one tint; everything keeps its meaning in grey."""

PAGE_SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}

one_at_a_time = threading.RLock()
"""A font serves one document at a time (reportlab says so), and papers are made beside the window."""


@lru_cache(maxsize=1)
def ready() -> None:
    """Load our fonts, once."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(resources.data(file))))


@dataclass(frozen=True, slots=True)
class Type:
    """A font, a size in points, and the distance from one line to the next."""

    font: str
    size: float
    leading: float
    colour: Any = INK

    def scaled(self, factor: float) -> Type:
        """The same, smaller or larger."""
        return Type(self.font, self.size * factor, self.leading * factor, self.colour)

    def width(self, text: str) -> float:
        """How wide a text is on one line."""
        return float(pdfmetrics.stringWidth(text, self.font, self.size))


def type_of(font: str, size: float, *, leading: float = 1.38, colour: Any = INK) -> Type:
    """A type by size, with the leading as a factor."""
    return Type(font, size, size * leading, colour)


def broken(text: str, face: Type, width: float, limit: int = 0) -> list[str]:
    """A text as lines that fit the width; at most ``limit`` of them, then a sign that there is more."""
    lines: list[str] = []
    for paragraph in clean(text).replace("\t", " ").split("\n"):
        lines += _filled(paragraph, face, width)
        if limit and len(lines) > limit:
            return [*lines[: limit - 1], _shortened(lines[limit - 1], face, width)]
    return lines or [""]


def _filled(paragraph: str, face: Type, width: float) -> list[str]:
    # The type has no kerning: a line is as wide as its words and the spaces between them.
    lines, line, so_far, space = [], "", 0.0, face.width(" ")
    for word, wide in _pieces(paragraph, face, width):
        if line and so_far + space + wide > width:
            lines.append(line)
            line, so_far = word, wide
        else:
            line, so_far = (f"{line} {word}", so_far + space + wide) if line else (word, wide)
    return [*lines, line] if line else lines


def _pieces(paragraph: str, face: Type, width: float) -> Iterator[tuple[str, float]]:
    """Words and how wide they are; one wider than the line comes in pieces. A no-break space does not break."""
    for word in filter(None, paragraph.split(" ")):
        wide = face.width(word)
        while wide > width and len(word) > 1:
            fits = _longest(word, face, width)
            yield word[:fits], face.width(word[:fits])
            word = word[fits:]
            wide = face.width(word)
        yield word, wide


def _longest(word: str, face: Type, width: float) -> int:
    low, high = 1, len(word) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if face.width(word[:middle]) <= width else (low, middle - 1)
    return low


def _shortened(line: str, face: Type, width: float) -> str:
    while line and face.width(f"{line} …") > width:
        line = line.rsplit(" ", 1)[0] if " " in line else line[:-1]
    return f"{line} …"


def write(canvas: Canvas | None, x: float, top: float, lines: list[str], face: Type) -> float:
    """Draw lines downwards from ``top``; returns where the next thing may begin. Without a canvas only measures."""
    bottom = top - face.leading * len(lines)
    if canvas is None:
        return bottom
    canvas.setFont(face.font, face.size)
    canvas.setFillColor(face.colour)
    # Ascent of Noto Sans as drawn: cap height and accents sit inside the first line box.
    baseline = top - (face.leading + face.size) / 2 + 0.18 * face.size
    for line in lines:
        canvas.drawString(x, baseline, line)
        baseline -= face.leading
    return bottom


def write_right(canvas: Canvas | None, right: float, top: float, text: str, face: Type) -> None:
    """One line that ends at ``right``."""
    write(canvas, right - face.width(text), top, [text], face)


def new_canvas(target: io.BytesIO, paper: str, title: str, language: str) -> Canvas:
    """A document that says nothing of who made it, where and when; the same input gives the same bytes."""
    ready()
    canvas = Canvas(
        target, pagesize=PAGE_SIZES[paper], pageCompression=1, invariant=1, initialFontName=REGULAR, lang=language)
    canvas.setTitle(title)
    for say_nothing in (canvas.setAuthor, canvas.setSubject, canvas.setCreator, canvas.setProducer, canvas.setKeywords):
        say_nothing("")
    return canvas


def attach(canvas: Canvas, name: str, content: bytes) -> None:
    """A file inside the document, as it is, which every reader of documents shows and takes out again.

    ``content`` ends in a line end.
    """
    document = canvas._doc
    held = PDFStream(
        PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": PDFName("application/json")}), content, [])
    told = PDFDictionary({
        "Type": PDFName("Filespec"), "F": PDFString(name), "UF": PDFString(name),
        "EF": PDFDictionary({"F": document.Reference(held)})})
    names = PDFArray([PDFString(name), document.Reference(told)])
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": names})})


def draw_foot(canvas: Canvas, sides: tuple[float, float], until: str, page: str, print_id: str) -> None:
    """At the foot of a page until when it is kept, which page it is and the print id; ``sides`` in points."""
    left, right = sides
    face = type_of(REGULAR, 7, colour=QUIET)
    write(canvas, left, 44, [until] if until else [], face)
    write_right(canvas, right, 44, print_id, type_of(SEMIBOLD, 7.6))
    write_right(canvas, right, 34, page, face)
