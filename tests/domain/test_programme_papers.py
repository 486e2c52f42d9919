# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of figures as pages and as a workbook: what somebody wrote stands there literally, nothing else moves."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle

import pypdfium2
import pytest

from assist.figures.shapes import Threshold
from assist.reports import programme, programme_book
from assist.reports.figure_words import folded, parts_of
from assist.reports.order import ReportOrder
from assist.reports.speech import Speech
from forms.model import LANGUAGES
from tests.domain.test_indicators import EVERYBODY
from tests.domain.test_shown_indicators import behind, report

HOSTILE = ("=HYPERLINK(1)", "<b>bold</b>", "%PDF-1.4 /JS (app.alert(1))", "</svg><script>x</script>", "(a) Tj ET \\\\",
           "file:///etc/passwd", "@import url(http://x)", "${7*7} {{x}} %s %n", '<img src="http://x/a.png">')
_LIVE = (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/Annots")
_told: list[str] | None = None


def _heard(event: str, args: tuple[object, ...]) -> None:
    if _told is not None and event.startswith(("open", "socket.", "subprocess.", "urllib.")):
        _told.append(f"{event} {args[0] if args else ''}")


sys.addaudithook(_heard)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every file that is opened and every way out that is tried, while it lasts."""
    global _told
    _told = told = []
    try:
        yield told
    finally:
        _told = None


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def plain(words: str) -> str:
    return "".join(words.split())


def test_what_somebody_wrote_stands_literally_and_no_file_or_network_is_touched():
    """As a page and as a workbook, in one language after the other: no link, no formula, no command of the page."""
    kept = report(behind([book for book in EVERYBODY for _time in range(2)], Threshold.INSIDE))
    for language in LANGUAGES:  # fonts and words are read once
        programme.render(kept, ReportOrder(language=language, today="2026-10-02", print_id="BBBB2222"), "Ana")
        programme_book.workbook(kept, language, "BBBB2222")
    for words, language in zip(HOSTILE, cycle(LANGUAGES)):
        order = ReportOrder(language=language, today="2026-10-02", print_id="BBBB2222")
        with watched() as told:
            pdf = programme.render(replace(kept, funder=words), order, words).pdf
            book = programme_book.workbook(replace(kept, funder=words), language, "BBBB2222", words)

        assert told == []
        assert plain(words_of(pdf)).count(plain(words)) == 2
        assert not any(mark in pdf for mark in _LIVE)
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            sheet, names = parts.read("xl/worksheets/sheet1.xml"), parts.namelist()
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
        assert not any("link" in name.lower() for name in names)


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_part_stands_on_the_pages_in_whole_words(language: str):
    """No line is cut, and the same sentences are in the window."""
    kept = report(behind([book for book in EVERYBODY for _time in range(3)], Threshold.OUTSIDE))

    paper = programme.render(kept, ReportOrder(language=language, today="2026-10-02", print_id="BBBB2222"), "Ana")
    said = plain(words_of(paper.pdf))

    assert "…" not in said
    speech = Speech(language)
    for part in folded(parts_of(kept, speech), kept, speech):
        assert all(plain(words) in said for words in (part.title, part.formula, part.not_said, *part.hidden))
    assert paper.pages <= 8
