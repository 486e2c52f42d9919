# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blank forms on paper: room to write, boxes for silence, no name, no code, no sign of the house (ruling 50).

What may never lie about on paper (level 4) has no place on the sheet; the sheet says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assist.reports.boxes import Sheet, draw_field
from assist.reports.lines import A4, Paper
from assist.reports.speech import Speech
from assist.reports.typeset import (
    BOLD,
    INK,
    LINE,
    PAGE_SIZES,
    QUIET,
    REGULAR,
    SEMIBOLD,
    TEAL,
    new_canvas,
    one_at_a_time,
    ready,
    type_of,
    write,
    write_right,
)
from forms.loader import consent_texts, form, sentences
from forms.model import Field, Form, Reask, Source

_SIDE, _TOP, _FOOT, _STUB = 54.0, 44.0, 50.0, 62.0
PROTECTED = 4
CONSENT = "F03"
_SAID_FIRST = ("S01", "S02", "S03")


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that stays together on one page."""

    draw: Callable[[Sheet, float], float]
    holds_next: bool = False
    new_page: bool = False


def blank_form(form_id: str, language: str, size: str = A4, number: str = "") -> Paper:
    """A form to be filled in by hand; ``number`` stands on the sheet and on the part to tear off."""
    with one_at_a_time:
        ready()
        return _Blank(form(form_id), Speech(language), size, number).paper()


class _Blank:
    def __init__(self, shown: Form, speech: Speech, size: str, number: str) -> None:
        self.form, self.speech, self.size, self.number = shown, speech, size, number
        self.wide, self.high = PAGE_SIZES[size]
        self.width = self.wide - 2 * _SIDE

    def paper(self) -> Paper:
        pages = self._laid_out(list(self._parts()))
        target = io.BytesIO()
        canvas = new_canvas(target, self.size, self.speech.text(self.form.title), self.speech.language)
        sheet = Sheet(canvas, _SIDE, self.width, self.speech)
        for index, page in enumerate(pages, 1):
            for part, top in page:
                part.draw(sheet, top)
            if index == 1:
                self._stub(sheet)
            self._foot(sheet, index, len(pages))
            canvas.showPage()
        canvas.save()
        return Paper(target.getvalue(), len(pages))

    def _laid_out(self, parts: list[_Part]) -> list[list[tuple[_Part, float]]]:
        measuring = Sheet(None, _SIDE, self.width, self.speech)
        heights = [-part.draw(measuring, 0.0) for part in parts]
        pages: list[list[tuple[_Part, float]]] = [[]]
        top, floor = self.high - _TOP, _FOOT + _STUB
        for index, part in enumerate(parts):
            together = heights[index] + (heights[index + 1] if part.holds_next and index + 1 < len(parts) else 0)
            if pages[-1] and (part.new_page or top - together < floor):
                pages.append([])
                top, floor = self.high - _TOP, _FOOT
            pages[-1].append((part, top))
            top -= heights[index]
        return pages

    # -- what is on it ----------------------------------------------------------------

    def _parts(self) -> Iterator[_Part]:
        yield _Part(self._head)
        count = 0
        for page in self.form.pages:
            asked = [field for field in page.fields if _belongs_on_paper(field)]
            if asked:
                yield _Part(self._heading(self.speech.text(page.title)), holds_next=True)
            for field in asked:
                count += 1
                yield _Part(self._field(count, field))
        if withheld := [field for field in self.form.fields() if field.level >= PROTECTED and _is_asked(field)]:
            yield _Part(self._withheld(withheld))
        if self.form.id == CONSENT:
            yield _Part(self._signature)
            yield _Part(self._heading(self.speech.say("What is explained first")), holds_next=True, new_page=True)
            yield _Part(self._always_said)
            for kind, text in consent_texts().items():
                yield _Part(self._consent(kind, text))

    def _head(self, sheet: Sheet, top: float) -> float:
        say = self.speech.say
        title, small = type_of(BOLD, 18, leading=1.25), type_of(REGULAR, 9.4)
        code = type_of(BOLD, 13, colour=TEAL)
        after = write(sheet.canvas, _SIDE, top, [self.speech.text(self.form.title)], title)
        write_right(sheet.canvas, _SIDE + self.width, top - 2, self.number, code)
        said = sentences()
        for key in _SAID_FIRST:
            after = sheet.words(self.speech.text(said[key]), after, small)
        after -= 4
        for label, start, wide in ((say("Day"), 0.0, 0.45), (say("Asked by"), 0.5, 0.5)):
            sheet.write_on(label, self.width * start, self.width * wide, after)
        return after - 32

    def _heading(self, text: str) -> Callable[[Sheet, float], float]:
        def draw(sheet: Sheet, top: float) -> float:
            after = sheet.words(text, top - 6, type_of(BOLD, 11, colour=TEAL))
            sheet.rule(after - 1, LINE)
            return after - 6

        return draw

    def _field(self, number: int, field: Field) -> Callable[[Sheet, float], float]:
        return lambda sheet, top: draw_field(sheet, number, field, top)

    def _withheld(self, fields: list[Field]) -> Callable[[Sheet, float], float]:
        labels = " · ".join(self.speech.text(field.label) for field in fields)
        text = self.speech.say("Never on paper, only typed into the laptop: {questions}").format(questions=labels)
        return lambda sheet, top: sheet.words(text, top - 4, type_of(REGULAR, 8.8, colour=QUIET)) - 6

    def _signature(self, sheet: Sheet, top: float) -> float:
        sheet.write_on(self.speech.say("Signature or mark, only if wanted"), 0, self.width, top - 6)
        return top - 44

    def _consent(self, kind: str, text: dict[str, object]) -> Callable[[Sheet, float], float]:
        """The text that is read aloud, with the number that says which text it was."""
        name = self.speech.listed("lk_consent_kind", kind)
        version = self.speech.say("text {number}").format(number=text.get("meaning", 1))
        steps = text.get("steps")
        texts = [step["text"] for step in steps if "text" in step] if isinstance(steps, list) else []
        said = " ".join(self.speech.text(each) for each in texts)

        def draw(sheet: Sheet, top: float) -> float:
            after = sheet.words(f"{name} ({version})", top, type_of(SEMIBOLD, 10))
            return sheet.words(said, after, type_of(REGULAR, 10)) - 7

        return draw

    def _always_said(self, sheet: Sheet, top: float) -> float:
        """The sentences every consent shares, once."""
        fixed = sentences()
        keys = dict.fromkeys(
            key for text in consent_texts().values() for step in text["steps"] for key in step.get("sentences", ()))
        said = " ".join(self.speech.text(fixed[key]) for key in keys)
        return sheet.words(said, top, type_of(REGULAR, 10)) - 7

    # -- around it --------------------------------------------------------------------

    def _stub(self, sheet: Sheet) -> None:
        """The part to tear off: the number alone finds the sheet again, no name is needed."""
        canvas = sheet.canvas
        if canvas is None:
            return
        top = _FOOT + _STUB - 14
        canvas.saveState()
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.7)
        canvas.setDash(4, 3)
        canvas.line(0, top, self.wide, top)
        canvas.restoreState()
        words = self.speech.say("Tear off here. With this number the sheet is found again; no name is needed.")
        write(canvas, _SIDE, top - 10, [words], type_of(REGULAR, 8.4, colour=QUIET))
        write_right(canvas, _SIDE + self.width, top - 8, self.number, type_of(BOLD, 13, colour=TEAL))

    def _foot(self, sheet: Sheet, number: int, pages: int) -> None:
        face = type_of(REGULAR, 7.4, colour=QUIET)
        page = self.speech.say("page {number} of {pages}").format(number=number, pages=pages)
        write(sheet.canvas, _SIDE, 34, [self.number], face)
        write_right(sheet.canvas, _SIDE + self.width, 34, page, face)


def _belongs_on_paper(field: Field) -> bool:
    return field.level < PROTECTED and _is_asked(field)


def _is_asked(field: Field) -> bool:
    """What is only ever volunteered is not put to anybody, on paper as little as on screen."""
    return field.source is not Source.AUTOMATIC and field.reask is not Reask.VOLUNTEERED
