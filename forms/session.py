# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One filling of a form: what was opened, what was known, what is being said now."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from forms.answers import NOT_ASKED, Answer, AnswerState, Row
from forms.drafts import Draft, pack, unpack
from forms.engine import ASKED_AGAIN, NOTHING_KNOWN, THIRD_PARTY, FormState, Known, evaluate, is_folded
from forms.fieldtypes import ROW_LIMIT, answered
from forms.model import Field, Form, Page, Reask
from forms.problems import FieldProblem
from forms.rules import fields_named

NOTHING_OPENED: Mapping[str, Answer] = {}


class FormSession:
    """A form being filled in; it stores nothing itself.

    ``answers`` are those of the record that was opened (none for a new one), ``known`` what is held
    from elsewhere. Nothing is written for a question nobody touched, and an answer that was only
    shown folded is not a filling. Whoever opens the session sets ``asked_on`` and ``asked_by``.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, Answer] = NOTHING_OPENED,
        known: Mapping[str, Known] = NOTHING_KNOWN,
        at_review: bool = False,
    ) -> None:
        self.form = form
        self.opened = dict(answers)
        self.known = dict(known)
        self.at_review = at_review
        self.asked_on = ""
        self.asked_by = ""
        self._fields = {field.key: field for field in form.fields()}
        self._entered: dict[str, Answer] = {}
        self._corrected: set[str] = set()
        self._confirmed: set[str] = set()
        self._state = self._evaluated()

    @property
    def state(self) -> FormState:
        """What the page shows now."""
        return self._state

    @property
    def confirmed(self) -> frozenset[str]:
        """Known answers of which the person said: still right."""
        return frozenset(self._confirmed)

    @property
    def is_touched(self) -> bool:
        """Whether leaving now would lose anything."""
        return bool(self.changes())

    def answer_of(self, key: str) -> Answer:
        """What stands at this field: said now, opened with the record, or known from before."""
        field = self._field(key)
        return self._entered.get(key) or self._before(field)

    def answer(self, key: str, value: object, source: str = "") -> FormState:
        """Write what was said; an empty value takes it back. FieldProblem leaves all as it was."""
        field = self._field(key)
        new = answered(field, value)
        if new.value is None:
            return self._put(field, NOT_ASKED)
        new = replace(new, source=source)
        _refuse_hearsay(field, new)
        return self._put(field, self._dated(new))

    def told_elsewhere(self, key: str, value: object, agency: str) -> FormState:
        """Write what another agency already holds: it counts as known, not as her answer."""
        field = self._field(key)
        told = replace(answered(field, value), state=AnswerState.TOLD_ELSEWHERE, source=f"import:{agency}")
        _refuse_hearsay(field, told)
        return self._put(field, self._dated(told) if told.value is not None else NOT_ASKED)

    def set_state(self, key: str, state: AnswerState) -> FormState:
        """Write that there is no answer and why; no reason is ever asked for."""
        if state.carries_value:
            raise FieldProblem("field.state_needs_value", field=key)
        field = self._field(key)
        if state is AnswerState.NOT_ASKED:
            return self._put(field, NOT_ASKED)
        source = ASKED_AGAIN if state is AnswerState.DOES_NOT_KNOW and self._is_second_time(key) else ""
        return self._put(field, self._dated(Answer(state=state, source=source)))

    def still_right(self, key: str) -> FormState:
        """One click: the person says the known answer still holds, as of today."""
        field = self._field(key)
        if field.reask is not Reask.CONFIRM or key not in self._state.folded:
            raise FieldProblem("field.not_to_confirm", field=key)
        self._confirmed.add(key)
        self._entered[key] = self._hers(self.known[key].answer)
        return self._refresh()

    def correct(self, key: str) -> FormState:
        """Open a known or left-alone answer for change; it changes only when a new one is written."""
        self._field(key)
        if key in self._confirmed:
            self._confirmed.discard(key)
            self._entered.pop(key, None)
        self._corrected.add(key)
        return self._refresh()

    def rows(self, key: str) -> tuple[Row, ...]:
        """The rows of a table as they stand."""
        return _rows_of(self.answer_of(self._table(key).key))

    def add_row(self, key: str) -> str:
        """Add an empty row; returns its id, the same on every laptop from now on."""
        rows = self.rows(key)
        if len(rows) >= ROW_LIMIT:
            raise FieldProblem("field.too_many_rows", limit=ROW_LIMIT)
        row = Row(secrets.token_hex(16))
        self._put_rows(key, (*rows, row))
        return row.id

    def remove_row(self, key: str, row_id: str) -> FormState:
        """Take one row out; the others keep their ids."""
        rows = self.rows(key)
        if all(row.id != row_id for row in rows):
            raise FieldProblem("field.row_id", field=key)
        return self._put_rows(key, tuple(row for row in rows if row.id != row_id))

    def answer_cell(self, key: str, row_id: str, column: str, value: object) -> FormState:
        """Write one cell; an empty value takes it back."""
        cell_field = self._column(key, column)
        cell = answered(cell_field, value)
        return self._put_cell(key, row_id, column, self._dated(cell) if cell.value is not None else NOT_ASKED)

    def set_cell_state(self, key: str, row_id: str, column: str, state: AnswerState) -> FormState:
        """Write that a cell has no answer and why."""
        if state.carries_value:
            raise FieldProblem("field.state_needs_value", field=key)
        self._column(key, column)
        silent = NOT_ASKED if state is AnswerState.NOT_ASKED else self._dated(Answer(state=state))
        return self._put_cell(key, row_id, column, silent)

    def changes(self) -> dict[str, Answer]:
        """What differs from what was opened.

        An answer to a question no longer shown is left out, and so is a new row in which nothing was said.
        """
        found = {}
        for key, entered in self._entered.items():
            before = self._before(self._fields[key])
            answer = _without_blank_rows(entered, before)
            if key in self._state.visible and (key in self._confirmed or _says(answer) != _says(before)):
                found[key] = answer
        return found

    def not_asked(self) -> dict[str, tuple[str, ...]]:
        """Answers given now to questions that are not shown, and for each the fields that would show it.

        A screen never has any; answers from a file may. ``changes`` leaves them out.
        """
        return {
            key: tuple(dict.fromkeys(fields_named(self._fields[key].show_if)))
            for key, answer in self._entered.items()
            if key not in self._state.visible and _says(answer) != _says(NOT_ASKED)
        }

    def pages(self) -> tuple[Page, ...]:
        """The pages that have anything to show, with only the fields shown."""
        shown = (
            replace(page, fields=tuple(field for field in page.fields if field.key in self._state.visible))
            for page in self.form.pages
        )
        return tuple(page for page in shown if page.fields)

    def to_draft(self) -> bytes:
        """Everything said so far, for the encrypted drafts table."""
        return pack(
            Draft(
                form=self.form.id,
                version=self.form.version,
                asked_on=self.asked_on,
                asked_by=self.asked_by,
                at_review=self.at_review,
                opened=self.opened,
                entered=self._entered,
                known=self.known,
                corrected=tuple(sorted(self._corrected)),
                confirmed=tuple(sorted(self._confirmed)),
            )
        )

    @classmethod
    def from_draft(cls, form: Form, data: bytes) -> FormSession:
        """Go on where it was left; what a newer version of the form has no place for is dropped."""
        draft = unpack(data)
        if draft.form != form.id:
            raise FieldProblem("draft.other_form", form=form.id)
        session = cls(form, draft.opened, draft.known, draft.at_review)
        session.asked_on, session.asked_by = draft.asked_on, draft.asked_by
        entered = {key: _still_read(session._fields[key], draft.entered[key])
                   for key in draft.entered if key in session._fields}
        session._entered = {key: answer for key, answer in entered.items() if answer is not None}
        session._corrected = set(draft.corrected) & session._fields.keys()
        session._confirmed = set(draft.confirmed) & session._fields.keys()
        session._refresh()
        return session

    def _field(self, key: str) -> Field:
        if key not in self._fields:
            raise FieldProblem("field.unknown", field=key)
        return self._fields[key]

    def _table(self, key: str) -> Field:
        field = self._field(key)
        if not field.has_rows:
            raise FieldProblem("field.not_rows", field=key)
        return field

    def _column(self, key: str, column: str) -> Field:
        for candidate in self._table(key).columns:
            if candidate.key == column:
                return candidate
        raise FieldProblem("field.unknown_column", field=column)

    def _dated(self, answer: Answer) -> Answer:
        return replace(answer, asked_on=self.asked_on, asked_by=self.asked_by)

    def _hers(self, told: Answer) -> Answer:
        """What another told, as the person's own answer of today."""
        hers = self._dated(replace(told, state=AnswerState.ANSWERED, source=""))
        rows = _rows_of(told)
        return replace(hers, value=tuple(map(self._row_of_hers, rows))) if rows else hers

    def _row_of_hers(self, row: Row) -> Row:
        elsewhere = AnswerState.TOLD_ELSEWHERE
        return Row(row.id, {
            key: self._hers(cell) if cell.state is elsewhere else cell for key, cell in row.cells.items()})

    def _is_second_time(self, key: str) -> bool:
        """Whether she did not know before, and this is the one further time or comes after it."""
        left = self.known[key].answer if key in self.known else self.opened.get(key, NOT_ASKED)
        if left.state is not AnswerState.DOES_NOT_KNOW:
            return False
        return self.at_review or left.source == ASKED_AGAIN

    def _before(self, field: Field) -> Answer:
        """What stood here before this filling; a repeated question starts empty on a new record."""
        if field.key in self.opened:
            return self.opened[field.key]
        held = self.known.get(field.key)
        return held.answer if held and is_folded(field, held) else NOT_ASKED

    def _put(self, field: Field, answer: Answer) -> FormState:
        self._confirmed.discard(field.key)
        if _says(answer) == _says(self._before(field)):
            self._entered.pop(field.key, None)
        else:
            self._entered[field.key] = answer
        return self._refresh()

    def _put_rows(self, key: str, rows: tuple[Row, ...]) -> FormState:
        field = self._table(key)
        return self._put(field, self._dated(answered(field, rows)) if rows else NOT_ASKED)

    def _put_cell(self, key: str, row_id: str, column: str, cell: Answer) -> FormState:
        rows = self.rows(key)
        if all(row.id != row_id for row in rows):
            raise FieldProblem("field.row_id", field=key)
        return self._put_rows(key, tuple(_with_cell(row, column, cell) if row.id == row_id else row for row in rows))

    def _refresh(self) -> FormState:
        self._state = self._evaluated()
        return self._state

    def _evaluated(self) -> FormState:
        left_alone = {key: Known(answer) for key, answer in self.opened.items() if not answer.state.carries_value}
        known = {key: held for key, held in (left_alone | self.known).items() if key not in self._corrected}
        being_corrected = {key: self._before(self._fields[key]) for key in self._corrected & self.known.keys()}
        return evaluate(self.form, being_corrected | self.opened | self._entered, known, self.at_review)


def _rows_of(answer: Answer) -> tuple[Row, ...]:
    return tuple(row for row in answer.value if isinstance(row, Row)) if isinstance(answer.value, tuple) else ()


def _says(answer: Answer) -> tuple[object, ...]:
    """What an answer says, whenever and by whomever it was asked."""
    rows = _rows_of(answer)
    value = [(row.id, {key: _says(cell) for key, cell in row.cells.items()}) for row in rows] or answer.value
    return value, answer.state, answer.source, answer.precision


def _without_blank_rows(answer: Answer, before: Answer) -> Answer:
    """Without rows that are new and empty; a row that was there and was emptied stays."""
    rows, held = _rows_of(answer), {row.id for row in _rows_of(before)}
    kept = tuple(row for row in rows if row.cells or row.id in held)
    if len(kept) == len(rows):
        return answer
    return replace(answer, value=kept) if kept else NOT_ASKED


def _with_cell(row: Row, column: str, cell: Answer) -> Row:
    cells = {key: held for key, held in row.cells.items() if key != column}
    return Row(row.id, cells if cell == NOT_ASKED else cells | {column: cell})


def _still_read(field: Field, answer: Answer) -> Answer | None:
    """An answer of a draft as the form of today reads it; words that are now too long are kept to be shortened."""
    if rows := _rows_of(answer):
        columns = {column.key: column for column in field.columns}
        read = [Row(row.id, {key: cell for key, cell in row.cells.items() if key in columns
                             and _still_read(columns[key], cell) is not None}) for row in rows]
        return replace(answer, value=tuple(read)) if field.has_rows else None
    try:
        answered(field, answer.value)
    except FieldProblem as problem:
        return answer if problem.code in ("field.too_long", "field.too_many") else None
    return answer


def _refuse_hearsay(field: Field, answer: Answer) -> None:
    """What others say about a person never fills a question put to her, in a table neither."""
    hers = {column.key for column in field.columns if column.is_participant}
    cells = (row.cells[key] for row in _rows_of(answer) for key in hers & row.cells.keys())
    if (answer.source == THIRD_PARTY and field.is_participant) or any(cell.source == THIRD_PARTY for cell in cells):
        raise FieldProblem("field.not_from_others", field=field.key)
