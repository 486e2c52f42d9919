# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two or three sheets of an XLSForm as rows: which column says what, and in which language; pure but for the file.

They are read by the reader of all workbooks and within its bounds. The library of the format would bring two more
readers, without bounds, to make of them what only a telephone needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assist.errors import BadInput
from assist.exchange.cells import fold
from assist.exchange.readers import read_book
from assist.exchange.tables import Line, Table
from assist.exchange.workbooks import alike

MOST_ROWS = 2_000
"""Questions, and rows of choices, of one form; a registry of a whole country has fewer."""
LONGEST = 4_000
"""Signs of one cell."""

UNNAMED = ""
"""The language of a text that does not say which it is in."""

_WORDS = frozenset({"label", "hint", "guidance_hint", "why"})
"""Columns that there may be once for each language."""
_SAME = {
    "list_name": "list name", "relevance": "relevant", "bind::relevant": "relevant", "bind::required": "required",
    "bind::constraint": "constraint", "calculate": "calculation", "bind::calculate": "calculation", "command": "type",
    "tag": "name", "value": "name", "caption": "label", "title": "form_title", "set form title": "form_title",
    "set form id": "form_id", "guidance hint": "guidance_hint", "default language": "default_language",
}
_BY_NAME = {
    "english": "en", "ingles": "en", "anglais": "en", "espanol": "es", "castellano": "es", "spanish": "es",
    "espagnol": "es", "portugues": "pt", "portuguese": "pt", "portugais": "pt", "francais": "fr", "french": "fr",
    "frances": "fr",
}
_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*\)\s*$")
_YES = frozenset({"yes", "true", "true()", "1"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet, and what it says by column and language."""

    number: int
    said: Mapping[tuple[str, str], str]

    def word(self, column: str) -> str:
        """A column that has no language; empty when nothing stands there."""
        return self.said.get((column, UNNAMED), "")

    def text(self, column: str, unnamed: str) -> dict[str, str]:
        """A text by language; what does not say its language is taken for ``unnamed``."""
        found = {language or unnamed: said for (name, language), said in self.said.items() if name == column and said}
        return dict(sorted(found.items(), key=lambda pair: pair[0] != unnamed))

    def says_yes(self, column: str) -> bool:
        """Whether a column of yes and no says yes."""
        return self.word(column).casefold() in _YES


@dataclass(frozen=True, slots=True)
class XlsForm:
    """What stands in it. ``lists``: choices by list; ``unread``: headings of texts in a language we cannot tell."""

    survey: tuple[Row, ...]
    lists: Mapping[str, tuple[Row, ...]]
    settings: Row
    unread: tuple[str, ...] = ()


def read_xlsform(path: Path) -> XlsForm:
    """The sheets of a workbook. Raises BadInput ``xlsform.none``, ``xlsform.too_big`` and those of any workbook."""
    tables = {alike(table.sheet): table for table in read_book(path).tables}
    if "survey" not in tables:
        raise BadInput("xlsform.none")
    survey, unread = _rows(tables["survey"])
    if not any(row.word("type") for row in survey):
        raise BadInput("xlsform.none")
    choices, more = _rows(tables["choices"]) if "choices" in tables else ((), ())
    settings = _rows(tables["settings"])[0] if "settings" in tables else ()
    lists: dict[str, list[Row]] = {}
    for row in choices:
        if row.word("list name") and row.word("name"):
            lists.setdefault(row.word("list name"), []).append(row)
    return XlsForm(tuple(row for row in survey if row.word("type") and not row.says_yes("disabled")),
                   {name: tuple(rows) for name, rows in lists.items()},
                   settings[0] if settings else Row(0, {}), tuple(dict.fromkeys((*unread, *more))))


def _rows(table: Table) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Rows under the first one, and headings in a language that has no code."""
    head, *lines = [line for line in table.lines if line.filled()]
    if len(lines) > MOST_ROWS:
        raise BadInput("xlsform.too_big", limit=MOST_ROWS)
    columns: dict[int, tuple[str, str]] = {}
    unread = []
    for place in head.filled():
        column = column_of(head.said(place))
        if column is None:
            unread.append(head.said(place))
        elif column not in columns.values():
            columns[place] = column
    return tuple(_row(line, columns) for line in lines), tuple(unread)


def _row(line: Line, columns: Mapping[int, tuple[str, str]]) -> Row:
    said = {column: line.said(place) for place, column in columns.items()}
    if any(len(text) > LONGEST for text in said.values()):
        raise BadInput("xlsform.too_big", limit=MOST_ROWS)
    return Row(line.number, said)


def column_of(heading: str) -> tuple[str, str] | None:
    """``label::Español (es)`` → label, es. None for a text in a language of which nobody knows which it is."""
    plain = " ".join(heading.casefold().split())
    plain = _SAME.get(plain, plain)
    name, sign, language = heading.partition("::")
    if not sign:
        name, sign, language = heading.partition(":")
    name = "_".join(name.casefold().split())
    name = _SAME.get(name, name)
    if not sign or name not in _WORDS:
        return plain, UNNAMED
    code = language_of(language)
    return (name, code) if code else None


def language_of(words: str) -> str:
    """``Español (es)``, ``es`` or ``español`` → es; empty when it cannot be told."""
    found = _CODE.search(words)
    if found:
        return found[1].lower()
    named = fold(words)
    return _BY_NAME.get(named, named if len(named) == 2 and named.isalpha() and named.isascii() else "")
