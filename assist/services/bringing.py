# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One person of a spreadsheet, written through the forms like everything else: told elsewhere, in one batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assist.changesets import pack_answer, pack_plain
from assist.domain import wire
from assist.domain.consents import ON_PAPER, SERVICE
from assist.exchange import cells, submissions
from assist.exchange.rows import HOMES, Person, Remark
from assist.i18n import _
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.drafting import FormOpening
from assist.services.records import RecordService
from assist.services.scribe import Put, Target
from forms.answers import Answer, AnswerState

NOTE_LENGTH = 4000
"""A protected note holds so many characters; more goes into a second one, so that nothing is cut."""

_WITHOUT_STATE = {True: "consented", False: "contact"}
"""Where a case stands when the file does not say: by whether an earlier yes came with it."""


class Bringer:
    """Writes people one by one inside a transaction of the caller."""

    def __init__(self, bench: Bench, records: RecordService, work: UnitOfWork, source: str, batch: bytes) -> None:
        self._bench, self._records, self._work, self._batch = bench, records, work, batch
        self._agency = source
        self._case = b""
        self._sheets: list[bytes] = []
        self._person = Person(0)

    def bring(self, person: Person, marks: Sequence[bytes]) -> str:
        """Forms first, then what concerns the case itself; returns its code."""
        self._person, self._case, self._sheets = person, b"", []
        code = self._told("F01", str(person.values.get("arrived", "")))
        self._told("F02")
        self._told("F20")
        for form in submissions.forms_in(person.values):
            if form not in ("F01", "F02", "F20"):
                self._told(form, str(person.values.get("arrived", "")))
        self._consent()
        for form, words, key in self._goals():
            self._goal(form, key, words)
        for note in _notes(person.protected):
            self._protected_note(note)
        self._structure(marks)
        return code

    def _opened(self, form: str, on: str = "") -> FormOpening:
        opening = self._records.prepare(self._work, form, self._case)
        opening.brought = True
        opening.level = max(opening.level, self._person.level)
        opening.asked_on = opening.session.asked_on = on or self._bench.today()
        return opening

    def _written(self, opening: FormOpening) -> str:
        saved = self._records.write(self._work, opening, self._batch)
        self._case = opening.case
        self._sheets.append(opening.record)
        return saved.code

    def _told(self, form: str, on: str = "") -> str:
        """What the file says in answer to the questions of a form; no sheet without any, but the first contact."""
        said = {key: self._person.values[name] for name, (home, key) in HOMES.items()
                if home == form and name in self._person.values}
        said |= submissions.answers(form, self._person.values)
        if not said and self._case:
            return ""
        opening = self._opened(form, on)
        for key, value in said.items():
            if isinstance(value, AnswerState):
                opening.session.set_state(key, value)
            else:
                opening.session.told_elsewhere(key, value, self._agency)
        return self._written(opening)

    def _consent(self) -> None:
        """An earlier yes on paper allows work inside for 90 days and opens no gate (ruling 9)."""
        if self._person.values.get("consent") == "yes":
            opening = self._opened("F03")
            for key, value in (("kind", SERVICE), ("decision", "yes"), ("mode", ON_PAPER)):
                opening.session.answer(key, value)
            self._written(opening)

    def _goals(self) -> Iterator[tuple[str, str, str]]:
        """Form, words, question."""
        values = self._person.values
        for name in ("goal_psychosocial", "goal_productive"):
            if name in values:
                yield HOMES[name][0], values[name], HOMES[name][1]
        own = values.get("goal_own", ())
        for words in (own,) if isinstance(own, str) else own:
            is_productive = any(word in cells.fold(words) for word in cells.listed("words")["productive"])
            yield ("F10" if is_productive else "F08"), words, "goal_own_words"

    def _goal(self, form: str, key: str, words: str) -> None:
        """A goal column is the worker's words, proposed, unless its heading says it is the person's."""
        opening = self._opened(form)
        opening.session.told_elsewhere(key, words, self._agency)
        if key != "goal_own_words":
            opening.session.answer("proposal_only", "yes")
        self._written(opening)

    def _protected_note(self, note: str) -> None:
        """What no column of ours holds is kept behind the seal, never lost and never searched by others."""
        opening = self._opened("F11")
        opening.session.told_elsewhere("protected_part", note, self._agency)
        self._written(opening)

    def _structure(self, marks: Sequence[bytes]) -> None:
        """It sleeps until somebody opens it; its sheets are no meetings; its marks outlive an undo."""
        person, today = self._person, self._bench.today()
        book = self._bench.book(self._work, self._case)
        stage = person.values.get("state") or _WITHOUT_STATE["consent" in person.values]
        plain: list[tuple[int, object]] = [
            (wire.SLEEPING, True), (wire.STAGE, stage), (wire.BATCH, [self._batch, *marks])]
        if person.level:
            plain.append((wire.LEVEL, person.level))
        if person.review:
            plain.append((wire.REVIEW_DUE, today))
        puts = [
            Put(self._case, wire.CASE, number, pack_plain(value), 1, book.case.dots(number)) for number, value in plain
        ]
        puts += [Put(sheet, wire.RECORD, wire.BATCH, pack_plain([self._batch]), 1) for sheet in self._sheets]
        for remark in person.remarks:
            answer = Answer(_said(remark), AnswerState.TOLD_ELSEWHERE, today, "", f"import:{self._agency}")
            puts.append(Put(self._case, wire.CASE, wire.PINNED, pack_answer(answer), 4))
            puts.append(Put(self._case, wire.CASE, wire.PIN_KIND, pack_plain(remark.kind), 4))
        target = Target(self._case, max(book.level, person.level), (), self._batch)
        self._bench.scribe.write(self._work, target, puts)


def _said(remark: Remark) -> str:
    """A first name is only a proposal; everything else stands as it was written."""
    return _("Perhaps called {name}: ask first.").format(name=remark.text) if remark.kind == "name" else remark.text


def _notes(lines: Sequence[str]) -> Iterator[str]:
    """Lines put together into notes of a length a note may have."""
    held = ""
    for line in lines:
        for start in range(0, len(line), NOTE_LENGTH):
            part = line[start:start + NOTE_LENGTH]
            if held and len(held) + 1 + len(part) > NOTE_LENGTH:
                yield held
                held = ""
            held = f"{held}\n{part}" if held else part
    if held:
        yield held
