# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Her own safety plan on paper (F06): what helps, what to do, what to have ready, in her words and language.

A paper of hers alone: no report of the team holds any of it (rulings 12 and 87).
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from assist.casebook import Book, Entity
from assist.reading import codes, number, text
from assist.reports.lines import Block, Checks, Fact, Line, Step, Voice
from assist.reports.speech import Speech, field_of
from forms.loader import form
from forms.text import one_line

FORM = "F06"
STEPS = "F06/steps"
COLUMNS = ("if_this", "then_i", "who_helps", "how")
PARTS = {"good": ("calm_alone", "people_ok"), "danger": ("signs",), "ready": ("leave_bag", "online", "kids")}
"""The parts of the paper, called like the pages of the form; the steps stand in the second, before the signs."""

TICKED = {"leave_bag": "safety.leave_bag", "online": "safety.online_steps"}
"""Ticked and not written; told once, so they live with the person under the name of the concept."""


def own_lines(book: Book) -> Iterator[tuple[str, str]]:
    """Key and words of everything she wrote in her plan, in the order of the paper."""
    sheet = book.latest(FORM)
    if sheet is None:
        return
    for page, fields in PARTS.items():
        if page == "danger":
            yield from ((f"plan_step:{row.id.hex()}", _step_words(row)) for row in _rows(book, sheet.entity))
        for field in fields:
            if field not in TICKED:
                yield f"{field}:{sheet.entity.id.hex()}", one_line(text(sheet.entity, f"{FORM}/{field}"))


def blocks(book: Book, kept: Container[str], speech: Speech) -> Iterator[Block]:
    """The three parts, and when it is looked at again. ``kept`` holds the keys of the lines that are printed."""
    sheet = book.latest(FORM)
    if sheet is None:
        return
    said = {key: words for key, words in own_lines(book) if words and key in kept}
    titles = {page.key: speech.text(page.title) for page in form(FORM).pages}
    for page, fields in PARTS.items():
        lines: list[Line] = list(_steps(book, sheet.entity, said, speech)) if page == "danger" else []
        for field in fields:
            lines += _ticked(book, field, speech) if field in TICKED else _voice(sheet.entity, field, said, speech)
        yield Block(page, titles[page], tuple(lines))
    if again := text(sheet.entity, f"{FORM}/review_on"):
        yield Block("again", "", (Fact(speech.label(f"{FORM}/review_on"), speech.day(again)),))


def _rows(book: Book, entity: Entity) -> list[Entity]:
    return list(book.rows(entity, number(STEPS)))


def _step_words(row: Entity) -> str:
    said = [one_line(text(row, f"{STEPS}.{column}")) for column in COLUMNS]
    return " · ".join(words for words in said if words)


def _steps(book: Book, entity: Entity, said: dict[str, str], speech: Speech) -> Iterator[Step]:
    """If this, then that; beside it who helps and how."""
    for row in _rows(book, entity):
        if f"plan_step:{row.id.hex()}" in said:
            told = {column: one_line(text(row, f"{STEPS}.{column}")) for column in COLUMNS}
            what = " → ".join(filter(None, (told["if_this"], told["then_i"])))
            yield Step(what, " · ".join(filter(None, (told["who_helps"], told["how"]))))


def _voice(entity: Entity, field: str, said: dict[str, str], speech: Speech) -> Iterator[Voice]:
    if words := said.get(f"{field}:{entity.id.hex()}"):
        yield Voice(words, speech.label(f"{FORM}/{field}"))


def _ticked(book: Book, field: str, speech: Speech) -> Iterator[Checks]:
    asked = field_of(f"{FORM}/{field}")
    picked = codes(book.person, TICKED[field])
    if asked is not None and picked:
        words = (speech.choice(f"{FORM}/{field}", code) for code in picked)
        yield Checks(speech.text(asked.label), tuple(("yes", word) for word in words))
