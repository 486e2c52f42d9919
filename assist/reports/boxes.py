# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Room to answer by hand: boxes to tick, lines to write on, one way for every kind of question."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from assist.reports.lines import Paper
from assist.reports.speech import Speech
from assist.reports.typeset import (
    INK,
    LINE,
    PAGE_SIZES,
    QUIET,
    REGULAR,
    SEMIBOLD,
    Type,
    attach,
    broken,
    new_canvas,
    one_at_a_time,
    ready,
    type_of,
    write,
)
from forms.model import Field, FieldType

_LABEL, _SMALL, _CHOICE = type_of(SEMIBOLD, 10.2), type_of(REGULAR, 8, colour=QUIET), type_of(REGULAR, 9.6)
_HAND = 22.0
"""From one writing line to the next, in points: large handwriting fits."""

_BOX = 10.0
_MOST_BOXES = 20
"""A longer list is written in by hand."""

_ROWS = 3
_LONG_LINES = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where things are drawn; without a canvas they are only measured."""

    canvas: Canvas | None
    side: float
    width: float
    speech: Speech

    def words(self, text: str, top: float, face: Type, left: float = 0.0) -> float:
        """A text across the sheet."""
        return write(self.canvas, self.side + left, top, broken(text, face, self.width - left), face)

    def rule(self, y: float, colour: Any = INK, left: float = 0.0, width: float = 0.0) -> None:
        """A line to write on, or between things."""
        if self.canvas is not None:
            self.canvas.setStrokeColor(colour)
            self.canvas.setLineWidth(0.6)
            self.canvas.line(self.side + left, y, self.side + left + (width or self.width - left), y)

    def write_on(self, label: str, left: float, width: float, top: float) -> None:
        """A small label and a line after it."""
        write(self.canvas, self.side + left, top - 8, [label], _SMALL)
        start = left + _SMALL.width(label) + 6
        self.rule(top - 20, INK, start, left + width - start)

    def box(self, x: float, y: float, *, rounded: bool = False) -> None:
        """A box where several may be ticked, a circle where it is one."""
        if self.canvas is not None:
            self.canvas.setStrokeColor(INK)
            self.canvas.setLineWidth(0.9)
            self.canvas.roundRect(self.side + x, y, _BOX, _BOX, _BOX / 2 if rounded else 1.6, stroke=1, fill=0)


def draw_field(sheet: Sheet, number: int, field: Field, top: float) -> float:
    """A question with its room to answer; silence has its boxes too, in the same size as everything else."""
    after = sheet.words(f"{number}. {sheet.speech.text(field.label)}", top, _LABEL)
    if hint := sheet.speech.text(field.hint):
        after = sheet.words(hint, after, _SMALL, 14)
    after = _ROOM.get(field.type, _line)(sheet, field, after - 2)
    if field.is_participant:
        after = _silence(sheet, field, after - 2)
    return after - 9


def _silence(sheet: Sheet, field: Field, top: float) -> float:
    say = sheet.speech.say
    ways = [say("prefers not to say"), say("does not know"), *([say("does not apply")] if field.may_not_apply else [])]
    return _boxes(sheet, ways, top, _SMALL)


def _boxes(sheet: Sheet, labels: list[str], top: float, face: Type = _CHOICE, *, rounded: bool = False) -> float:
    """Boxes with their words, as many in a row as fit."""
    x, step = 14.0, max(face.leading, _BOX + 5)
    for label in labels:
        wide = _BOX + 5 + face.width(label)
        if x > 14.0 and x + wide > sheet.width:
            x, top = 14.0, top - step
        sheet.box(x, top - step / 2 - _BOX / 2, rounded=rounded)
        write(sheet.canvas, sheet.side + x + _BOX + 5, top - (step - face.leading) / 2, [label], face)
        x += wide + 16
    return top - step


def _labels(sheet: Sheet, field: Field) -> list[str]:
    return [sheet.speech.text(choice.label) for choice in field.choices]


def _choices(sheet: Sheet, field: Field, top: float) -> float:
    if len(field.choices) > _MOST_BOXES:
        return _line(sheet, field, top)
    return _boxes(sheet, _labels(sheet, field), top, rounded=field.type is FieldType.CHOICE)


def _rank(sheet: Sheet, field: Field, top: float) -> float:
    after = sheet.words(sheet.speech.say("Write 1, 2, 3 into the boxes."), top, _SMALL, 14)
    return _boxes(sheet, _labels(sheet, field), after)


def _scale(sheet: Sheet, field: Field, top: float) -> float:
    labels = [sheet.speech.listed("lk_scale5", str(step)) for step in range(5)]
    return _boxes(sheet, labels, top, rounded=True)


def _rating(sheet: Sheet, field: Field, top: float) -> float:
    return _boxes(sheet, ["−2", "−1", "0", "+1", "+2"], top, rounded=True)


def _three(sheet: Sheet, field: Field, top: float) -> float:
    labels = [sheet.speech.listed("lk_yn3", code) for code in ("yes", "no", "not_sure")]
    return _boxes(sheet, labels, top, rounded=True)


def _line(sheet: Sheet, field: Field, top: float) -> float:
    sheet.rule(top - _HAND + 3, left=14)
    return top - _HAND


def _lines(sheet: Sheet, field: Field, top: float) -> float:
    for _ in range(_LONG_LINES):
        top = _line(sheet, field, top)
    return top


def _count(sheet: Sheet, field: Field, top: float) -> float:
    sheet.rule(top - _HAND + 3, left=14, width=70)
    return top - _HAND


def _date(sheet: Sheet, field: Field, top: float) -> float:
    """Day, month and year apart; whoever knows only the year fills in only the year."""
    say, x = sheet.speech.say, 14.0
    parts = {FieldType.YEAR: 1, FieldType.MONTH: 2}.get(field.type, 3)
    for label, width in ((say("day"), 44.0), (say("month"), 90.0), (say("year"), 60.0))[3 - parts:]:
        sheet.rule(top - _HAND + 3, left=x, width=width)
        write(sheet.canvas, sheet.side + x, top - _HAND + 2, [label], _SMALL)
        x += width + 14
    return top - _HAND - _SMALL.leading + 2


def _sign(sheet: Sheet, field: Field, top: float) -> float:
    """Room for a hand, and a line to write on."""
    sheet.rule(top - 2 * _HAND, left=14, width=260)
    return top - 2 * _HAND - 3


def _table(sheet: Sheet, field: Field, top: float) -> float:
    """A grid with three rows to fill."""
    columns = [column for column in field.columns if column.level < 4]
    wide = (sheet.width - 14) / len(columns)
    heads = [broken(sheet.speech.text(column.label), _SMALL, wide - 8, 2) for column in columns]
    high = max(len(lines) for lines in heads) * _SMALL.leading + 2
    for index, lines in enumerate(heads):
        write(sheet.canvas, sheet.side + 14 + index * wide + 4, top - 1, lines, _SMALL)
    bottom = top - high - _ROWS * _HAND
    for row in range(_ROWS + 1):
        sheet.rule(top - high - row * _HAND, INK, 14)
    if sheet.canvas is not None:
        sheet.canvas.setStrokeColor(LINE)
        for index in range(len(columns) + 1):
            x = sheet.side + 14 + index * wide
            sheet.canvas.line(x, top - high, x, bottom)
    return bottom


_ROOM: dict[FieldType, Callable[[Sheet, Field, float], float]] = {
    FieldType.CHOICE: _choices, FieldType.MULTI: _choices, FieldType.CHECKLIST: _choices, FieldType.RANK: _rank,
    FieldType.SCALE5: _scale, FieldType.RATING5: _rating, FieldType.BOOL3: _three, FieldType.TEXT_LONG: _lines,
    FieldType.INT: _count, FieldType.DATE: _date, FieldType.MONTH: _date, FieldType.YEAR: _date,
    FieldType.STROKES: _sign, FieldType.TABLE: _table, FieldType.GROUP: _table, FieldType.MATRIX: _table,
}


def one_page(
    title: str, looks: tuple[str, str], side: float, draw: Callable[[Sheet, float], object],
    attached: tuple[str, bytes] | None = None,
) -> Paper:
    """A paper of one page. ``looks``: its language and size; ``draw`` gets the sheet and its height in points.

    ``attached``: name and content of a file that goes along, see ``typeset.attach``.
    """
    language, size = looks
    with one_at_a_time:
        ready()
        speech, target, (wide, high) = Speech(language), io.BytesIO(), PAGE_SIZES[size]
        canvas = new_canvas(target, size, speech.say(title), speech.language)
        draw(Sheet(canvas, side, wide - 2 * side, speech), high)
        if attached is not None:
            attach(canvas, *attached)
        canvas.showPage()
        canvas.save()
        return Paper(target.getvalue(), 1)
