# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is entered goes into the session at once; what cannot be read is kept as it was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from forms.answers import NOT_ASKED, Answer, AnswerState, Row
from forms.problems import FieldProblem
from forms.session import FormSession
from ui.form_view.field_widgets import AnswerWidget
from ui.form_view.wording import trouble

_AT_ONCE = ("field.too_long", "field.too_many", "field.too_many_rows")
"""Said while writing; everything else waits until the keyboard leaves the field."""


@dataclass(slots=True)
class Memory:
    """What a page remembers beside the session, by place: a field key, or ``key/row/column``.

    ``unread``: as it was written, where it could not be read. ``problems``: the sentence under a
    field. ``set_aside``: the answer that stood before somebody said that there is none.
    ``taken``: the last row taken out of a table and where it stood. ``opened``: quiet questions
    that somebody opened.
    """

    unread: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    set_aside: dict[str, Answer] = field(default_factory=dict)
    taken: dict[str, tuple[int, Row]] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)


def cell_place(key: str, row: str, column: str) -> str:
    """The place of one cell."""
    return f"{key}/{row}/{column}"


class Binder(QObject):
    """Writes into one session and says what came of it.

    While something cannot be read, the session holds what stood there before the writing began:
    never half a date.
    """

    changed = Signal(str)
    """The session holds something else at this field."""
    troubled = Signal(str, str)
    """A place and the sentence to show there, "" for none."""

    def __init__(self, session: FormSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.memory = Memory()
        self.differing: frozenset[str] = frozenset()
        self.calm: tuple[QObject, str] | None = None
        self._began: dict[str, Answer] = {}
        self._waiting: dict[str, str] = {}

    def bind(self, key: str, control: AnswerWidget) -> None:
        """Connect the control of a field."""
        control.said.connect(lambda raw: self.say(key, raw))
        control.left.connect(lambda: self.leave(key))
        control.full.connect(lambda limit: self._trouble(key, trouble(FieldProblem("field.too_many", limit=limit))))

    def bind_cell(self, key: str, row: str, column: str, control: AnswerWidget) -> None:
        """Connect the control of one cell."""
        place = cell_place(key, row, column)
        control.said.connect(lambda raw: self.say_cell(key, row, column, raw))
        control.left.connect(lambda: self.leave(place))
        control.full.connect(lambda limit: self._trouble(place, trouble(FieldProblem("field.too_many", limit=limit))))

    def say(self, key: str, raw: object) -> None:
        """Something was entered."""
        began = self._began.setdefault(key, self.session.answer_of(key))
        self._attempt(key, key, raw, lambda: self.session.answer(key, raw), lambda: self._restore(key, began))

    def say_cell(self, key: str, row: str, column: str, raw: object) -> None:
        """Something was entered in a cell."""
        place = cell_place(key, row, column)
        began = self._began.setdefault(place, self.cell(key, row, column))

        def restore() -> None:
            value = began.value if began.state.carries_value else None
            self.session.answer_cell(key, row, column, value)

        self._attempt(place, key, raw, lambda: self.session.answer_cell(key, row, column, raw), restore)

    def leave(self, place: str) -> None:
        """The keyboard went elsewhere: say now what could not be read."""
        self._began.pop(place, None)
        if place in self._waiting:
            self._trouble(place, self._waiting.pop(place))

    def skip(self, key: str, state: AnswerState) -> None:
        """There is no answer, and this is how; the same again brings back what stood before."""
        now = self.session.answer_of(key)
        if now.state is state:
            self._restore(key, self.memory.set_aside.pop(key, NOT_ASKED))
        else:
            if now.state.carries_value:
                self.memory.set_aside[key] = now
            self.session.set_state(key, state)
        self._settled(key, key)

    def skip_cell(self, key: str, row: str, column: str, state: AnswerState) -> None:
        """The same for one cell."""
        place, now = cell_place(key, row, column), self.cell(key, row, column)
        if now.state is state:
            before = self.memory.set_aside.pop(place, NOT_ASKED)
            self.session.answer_cell(key, row, column, before.value)
        else:
            if now.state.carries_value:
                self.memory.set_aside[place] = now
            self.session.set_cell_state(key, row, column, state)
        self._settled(place, key)

    def cell(self, key: str, row: str, column: str) -> Answer:
        """What stands in a cell."""
        for held in self.session.rows(key):
            if held.id == row:
                return held.cells.get(column, NOT_ASKED)
        return NOT_ASKED

    def add_row(self, key: str) -> str:
        """One row more; its id, "" when there is no room."""
        try:
            row = self.session.add_row(key)
        except FieldProblem as problem:
            self._trouble(key, trouble(problem))
            return ""
        self.changed.emit(key)
        return row

    def take_row(self, key: str, row: str) -> None:
        """One row less; it can be put back."""
        rows = self.session.rows(key)
        place = next(at for at, held in enumerate(rows) if held.id == row)
        self.memory.taken[key] = (place, rows[place])
        self.session.remove_row(key, row)
        self._settled(key, key)

    def put_row_back(self, key: str) -> None:
        """The last row taken stands again where it was."""
        place, row = self.memory.taken.pop(key)
        rows = list(self.session.rows(key))
        rows.insert(place, row)
        self.session.answer(key, tuple(rows))
        self.changed.emit(key)

    def _attempt(
        self, place: str, key: str, raw: object, write: Callable[[], object], restore: Callable[[], object]
    ) -> None:
        try:
            write()
        except FieldProblem as problem:
            self.memory.unread[place] = raw
            self._waiting[place] = trouble(problem)
            restore()
            if problem.code in _AT_ONCE:
                self._trouble(place, self._waiting.pop(place))
            self.changed.emit(key)
            return
        self._settled(place, key)

    def _settled(self, place: str, key: str) -> None:
        self.memory.unread.pop(place, None)
        self._waiting.pop(place, None)
        self._trouble(place, "")
        self.changed.emit(key)

    def _trouble(self, place: str, words: str) -> None:
        if words:
            self.memory.problems[place] = words
        elif self.memory.problems.pop(place, None) is None:
            return
        self.troubled.emit(place, words)

    def _restore(self, key: str, answer: Answer) -> None:
        if answer.state is AnswerState.TOLD_ELSEWHERE:
            self.session.told_elsewhere(key, answer.value, answer.source.removeprefix("import:"))
        elif answer.state.carries_value:
            self.session.answer(key, answer.value, answer.source)
        else:
            self.session.set_state(key, answer.state)
