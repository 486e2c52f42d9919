# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders for papers, and what a reader of their pages can read."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2

from assist.casebook import Book
from assist.reports.dossier import ReportOrder, build, own_words
from assist.reports.lines import SUPERVISION, TEMPLATES
from assist.reports.pdf import render
from forms.model import LANGUAGES

PRINT_ID = "7KQ2M4XC"
TODAY = "2026-11-25"
EVERY_PAPER = [(template, language) for template in TEMPLATES for language in LANGUAGES]


def order(template: str = SUPERVISION, language: str = "en", **what_matters: object) -> ReportOrder:
    return replace(ReportOrder(template, language, TODAY, PRINT_ID, worker_initials="A. R."), **what_matters)


def read(pdf: bytes) -> str:
    """Everything a reader of the pages can read, with one space between words."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def printed(book: Book, wanted: ReportOrder) -> str:
    return read(render(build(book, wanted)).pdf)


def keep_all(book: Book, template: str) -> frozenset[str]:
    return frozenset(line.key for line in own_words(book, template))
