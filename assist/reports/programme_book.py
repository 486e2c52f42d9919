# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same figures as a workbook: numbers as numbers, words as words and never as a formula, a link or a picture.

It is made in memory: XlsxWriter's way of sparing memory lays rows down in the open among the temporary files.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from assist.reportbook import Kept
from assist.reports.figure_words import Part, Row, marks_of, parts_of, title_of
from assist.reports.speech import Speech
from forms.text import clean

_WHEN = datetime(2000, 1, 1)
_WIDTHS = (9, 30, 36, 34, 10, 10, 12)
_LONGEST = 32_000
"""A cell holds a little more."""


def workbook(kept: Kept, language: str, print_id: str, by: str = "") -> bytes:
    """The book: one line for each line of the report, and for each sentence about what is hidden."""
    import xlsxwriter  # most days no workbook is written

    speech, content = Speech(language), io.BytesIO()
    book = xlsxwriter.Workbook(content, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _WHEN})
    sheet = book.add_worksheet("Amparo")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width, wrapped)
    _text(sheet, 0, 0, title_of(kept, speech), bold)
    for place, words in enumerate((*marks_of(kept, speech, by), print_id), 1):
        _text(sheet, place, 0, words)
    line = place + 2
    say = speech.say
    for column, name in enumerate((say("Number"), say("What"), say("Row"), say("Figure"), say("Count"), say("Of"),
                                   say("Value"))):
        _text(sheet, line, column, name, bold)
    for part in parts_of(kept, speech):
        line = _part(sheet, line + 1, part)
    book.close()
    return content.getvalue()


def _part(sheet: Any, line: int, part: Part) -> int:
    """The lines of one part from this one on; returns the last."""
    told = [*part.rows, *(Row("", words) for words in part.hidden), Row("", part.formula),
            *([Row("", part.not_said)] if part.not_said else [])]
    for place, row in enumerate(told, line):
        for column, words in enumerate((part.ident, part.title, row.label, row.text)):
            _text(sheet, place, column, words)
        for column, number in enumerate((row.count, row.whole, row.value), 4):
            if number is not None:
                sheet.write_number(place, column, number)
    return line + len(told) - 1


def _text(sheet: Any, line: int, column: int, words: str, form: Any = None) -> None:
    if words:
        sheet.write_string(line, column, clean(words)[:_LONGEST], *([form] if form is not None else []))
