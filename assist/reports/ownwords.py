# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything on a paper that somebody wrote freely, line by line: to keep, or to leave out (ruling 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assist.casebook import Book
from assist.planbook import goals
from assist.reading import number, text
from assist.reports import safetyplan
from assist.reports.allowed import only
from assist.reports.lines import SUPERVISION
from assist.reports.lookagain import look_again
from assist.views import GoalRow
from forms.text import one_line

_HIGHEST = 2
"""Ratings run from -2 to 2, the words of the five levels from 0 to 4."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One freely written line. ``look_again``: it starts left out until somebody has read it."""

    key: str
    text: str
    look_again: bool = False


def own_words(book: Book, template: str = SUPERVISION) -> tuple[OwnLine, ...]:
    """Every such line this paper could carry, in the order of the paper."""
    return tuple(_lines(only(book, template)))


def _lines(book: Book) -> Iterator[OwnLine]:
    if name := one_line(text(book.person, "person.chosen_name")):
        yield OwnLine("name", name)
    found = [voice(book, "F15", "own_summary")[:2], wishes(book)[:2]]
    for goal in goals(book):
        found += _of_goal(goal)
    found += [*courses(book), *safetyplan.own_lines(book)]
    for key, words in found:
        if words:
            yield OwnLine(key, words, look_again(words))


def voice(book: Book, form: str, field: str) -> tuple[str, str, str]:
    """Key, words and day of the newest answer to an open question."""
    for sheet in reversed(book.of_form(form)):
        if words := one_line(text(sheet.entity, f"{form}/{field}")):
            return f"{field}:{sheet.entity.id.hex()}", words, sheet.on
    return field, "", ""


def wishes(book: Book) -> tuple[str, str, str]:
    """What she hopes for, or what matters most to her since: whichever is newer."""
    return max(voice(book, "F02", "hopes"), voice(book, "F14", "g1"), key=lambda told: told[2])


def level_words(goal: GoalRow) -> str:
    """How the level she gave is described in the goal; the team's only where she gave none."""
    rating = goal.rating_worker if goal.rating_person is None else goal.rating_person
    return "" if rating is None else one_line(goal.levels[rating + _HIGHEST])


def _of_goal(goal: GoalRow) -> list[tuple[str, str]]:
    found = [
        (f"goal:{goal.record}", one_line(goal.own_words)), (f"level:{goal.record}", level_words(goal)),
        (f"differs:{goal.record}", one_line(goal.disagreement)),
    ]
    steps = ((step.row, " · ".join(filter(None, (step.what, step.who)))) for step in goal.steps)
    return found + [(f"step:{row}", one_line(words)) for row, words in steps]


def courses(book: Book) -> list[tuple[str, str]]:
    """Key and name of every course, oldest first."""
    return [
        (f"course:{row.id.hex()}", one_line(text(row, "F10/training.course")))
        for sheet in book.of_form("F10") for row in book.rows(sheet.entity, number("F10/training"))
    ]


class Kept:
    """Which lines of one paper are to be printed: those somebody chose, else those that need no second look."""

    def __init__(self, lines: tuple[OwnLine, ...], keep: frozenset[str] | None) -> None:
        self._kept = {line.key for line in lines if (not line.look_again if keep is None else line.key in keep)}
        self.left_out = len(lines) - len(self._kept)

    def __contains__(self, key: object) -> bool:
        return key in self._kept
