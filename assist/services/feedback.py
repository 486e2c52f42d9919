# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people say of the house (F16, PA-12): without a name, in batches, and shown from five answers on.

A filled sheet waits without case, author or time. Once five wait, the answers to each question are shuffled by
themselves and enter as one batch of the quarter. That happens when somebody signs in and not when the fifth sheet is
handed over, so that the line in the log of looks does not stand at the hour of anybody's visit. Nothing of it travels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from secrets import SystemRandom
from typing import Any

import msgspec

from assist.i18n import language
from assist.policy import may, require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from forms.answers import Answer, AnswerState
from forms.loader import form as load_form
from forms.model import FieldType, Form, Text

FORM = "F16"
ENOUGH = 5
"""So many answers before anything of them enters, and before any figure is shown."""
GIVE, RESULTS, READ_FIRST = "feedback.give", "feedback.results", "feedback.read"
SCALE = ("yes", "partly", "no")
LANGUAGE, SERVICE, WORDS = "language", "service", "free_line"
SILENT = AnswerState.PREFERS_NOT_TO_SAY.value
_SHUFFLE = SystemRandom().shuffle


class _Sheet(msgspec.Struct, array_like=True, frozen=True):
    """One filling while it waits: codes by question, and words."""

    answers: dict[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One question of one quarter. ``count`` is 0 and ``shares`` is empty while there are not enough answers.

    ``shares``: whole percent of yes, partly, no among those who chose one of the three (R-28).
    """

    key: str
    label: Text
    count: int
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """What is shown of one quarter; ``services`` are codes that at least five people named, with their number."""

    quarter: str
    items: tuple[ItemRow, ...]
    services: tuple[tuple[str, int], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """Free words that a second person reads before anybody else does."""

    ref: str
    words: str


class FeedbackService:
    """For one open profile. ``shuffle`` puts a list into an order that nobody can foretell."""

    def __init__(self, bench: Bench, shuffle: Callable[[list[Any]], None] = _SHUFFLE) -> None:
        self._bench, self._shuffle = bench, shuffle

    # -- to give ------------------------------------------------------------------------------

    def form(self) -> Form:
        """What is asked here: free words only where somebody will read them first. Raises NotAllowed."""
        require(self._bench.me.roles, GIVE)
        asked = load_form(FORM)
        if may(self._bench.me.roles, READ_FIRST).ok:
            return asked
        return replace(asked, pages=tuple(page for page in asked.pages if WORDS not in {
            field.key for field in page.fields}))

    def hand_in(self, said: Mapping[str, Answer]) -> bool:
        """Keep what was said until there are enough; False when nothing was said. No line is written anywhere."""
        sheet = _sheet(self.form(), said)
        if not sheet.words and not sheet.answers:
            return False
        sheet.answers[LANGUAGE] = language()
        with self._bench.keeper.writing() as work:
            held = [*work.feedback.waiting(), msgspec.msgpack.encode(sheet)]
            self._shuffle(held)
            work.feedback.replace_waiting(held)
            work.commit()
        self._bench.keeper.settle()
        return True

    def gather(self) -> bool:
        """Enter what waits once it is enough, as one batch of this quarter; whether there was one."""
        with self._bench.keeper.writing() as work:
            held = work.feedback.waiting()
            if len(held) < ENOUGH:
                return False
            self._enter(work, [msgspec.msgpack.decode(each, type=_Sheet) for each in held])
            work.feedback.replace_waiting([])
            self._bench.audit(work, Look("feedback.batch"))
            work.commit()
        self._bench.keeper.settle()
        return True

    def _enter(self, work: UnitOfWork, sheets: list[_Sheet]) -> None:
        """Each question is shuffled by itself: no row of the batch is what one person said."""
        answers: dict[str, list[str]] = {}
        for sheet in sheets:
            for question, answer in sheet.answers.items():
                answers.setdefault(question, []).append(answer)
        lines = [sheet.words for sheet in sheets if sheet.words]
        for column in (*answers.values(), lines):
            self._shuffle(column)
        work.feedback.enter(quarter_of(self._bench.clock.today()), answers, lines)

    # -- to read ------------------------------------------------------------------------------

    def quarters(self) -> list[QuarterRow]:
        """Every quarter that holds a batch, newest first. Raises NotAllowed."""
        require(self._bench.me.roles, RESULTS)
        with self._bench.keeper.writing() as work:
            lines = work.feedback.lines()
            held = [(quarter, work.feedback.counts(quarter)) for quarter in work.feedback.quarters()]
        asked = [field for field in load_form(FORM).fields()
                 if field.type is FieldType.CHOICE and field.key != SERVICE]
        return [
            QuarterRow(
                quarter, tuple(_item(field.key, field.label, counts.get(field.key, {})) for field in asked),
                tuple((code, count) for code, count in counts.get(SERVICE, {}).items()
                      if count >= ENOUGH and code != SILENT),
                tuple(line.words for line in lines if line.quarter == quarter and line.is_read))
            for quarter, counts in held]

    # -- free words -----------------------------------------------------------------------------

    def unread(self) -> list[UnreadLine]:
        """Free words nobody has read yet. Raises NotAllowed."""
        require(self._bench.me.roles, READ_FIRST)
        with self._bench.keeper.writing() as work:
            return [UnreadLine(line.ref.hex(), line.words) for line in work.feedback.lines() if not line.is_read]

    def pass_on(self, ref: str, words: str) -> None:
        """These words are shown from now on, without what could tell whose they are; empty ones are left out."""
        require(self._bench.me.roles, READ_FIRST)
        wanted, kept = bytes.fromhex(ref), words.strip()
        with self._bench.keeper.writing() as work:
            for line in work.feedback.lines():
                if line.ref == wanted and kept:
                    work.feedback.put_line(line._replace(words=kept, is_read=True))
                elif line.ref == wanted:
                    work.feedback.drop_line(wanted)
            work.commit()
        self._bench.keeper.settle()


def quarter_of(day: date) -> str:
    """The quarter of a day, like ``2026-Q4``."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def _sheet(form: Form, said: Mapping[str, Answer]) -> _Sheet:
    """Of each question its code or that it was left on purpose, and nothing else of how it was answered."""
    answers: dict[str, str] = {}
    for field in form.fields():
        answer = said.get(field.key)
        if answer is None or field.type is not FieldType.CHOICE:
            continue
        if answer.state is AnswerState.PREFERS_NOT_TO_SAY:
            answers[field.key] = SILENT
        elif answer.value in {choice.code for choice in field.choices}:
            answers[field.key] = str(answer.value)
    words = said.get(WORDS) if WORDS in {field.key for field in form.fields()} else None
    return _Sheet(answers, str(words.value).strip() if words is not None and words.value else "")


def _item(key: str, label: Text, counts: Mapping[str, int]) -> ItemRow:
    chosen = [counts.get(code, 0) for code in SCALE]
    total = sum(chosen)
    if total < ENOUGH:
        return ItemRow(key, label, 0, ())
    return ItemRow(key, label, total, tuple(round(100 * count / total) for count in chosen))
