# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An appointment is set, or put on another day: the day before stays on record, as a row that nobody rewrites."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assist.appointmentbook import JUSTICE
from assist.casebook import Book, Entity
from assist.changesets import pack_answer, pack_plain
from assist.domain import wire
from assist.errors import BadInput, NotAllowed
from assist.services.scribe import Put
from forms.answers import NOT_ASKED, Answer
from forms.model import Field, Form

AGAIN_AHEAD = frozenset({"moved", "not_held"})
"""What came of it is open again once there is another day; what took place took place."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An appointment that is put on another day or hour; ``taken_back``: answers that hold no more."""

    form: Form
    entity: Entity
    taken_back: frozenset[str]

    def puts(self, on: str, user: bytes) -> Iterator[Put]:
        """The day before as one row more; that it did not take place is taken back."""
        table, row = self.form.field("moved"), secrets.token_bytes(16)
        yield Put(row, wire.ROW, wire.PARENT, pack_plain(self.entity.id), table.level, kind=wire.OP_CREATE)
        yield Put(row, wire.ROW, wire.COLUMN, pack_plain(table.number), table.level, kind=wire.OP_CREATE)
        for column in table.columns:
            before = self.entity.answer(self.form.field(column.key).number)
            if before.value:
                said = Answer(before.value, asked_on=on, asked_by=user.hex(), precision=before.precision)
                yield Put(row, wire.ROW, column.number, pack_answer(said), column.level)
        for key in sorted(self.taken_back):
            asked = self.form.field(key)
            yield Put(self.entity.id, wire.RECORD, asked.number, pack_answer(NOT_ASKED), asked.level,
                      self.entity.dots(asked.number))


def check(on: str, kind: str, *, sets_justice_while_resting: bool) -> None:
    """Raise BadInput ``appointment.day`` for half a day, NotAllowed ``appointment.rest`` for justice in a rest.

    The day may be open still: then it is in no week.
    """
    try:
        if on and date.fromisoformat(on).isoformat() != on:
            raise ValueError(on)
    except ValueError:
        raise BadInput("appointment.day") from None
    if sets_justice_while_resting and kind == JUSTICE:
        raise NotAllowed("appointment.rest")


def moved(form: Form, book: Book, record: bytes, changes: Mapping[str, Answer]) -> Moved | None:
    """What follows when day or hour change; None when they do not, or nothing stood there before."""
    entity = book.entities.get(record)
    if entity is None or not any(_differs(form.field(key), entity, changes) for key in ("on", "at")):
        return None
    asked = form.field("outcome")
    said = changes["outcome"].value if "outcome" in changes else entity.answer(asked.number).value
    return Moved(form, entity, frozenset({"outcome"}) if said in AGAIN_AHEAD else frozenset())


def _differs(asked: Field, entity: Entity, changes: Mapping[str, Answer]) -> bool:
    before = entity.answer(asked.number).value
    return asked.key in changes and bool(before) and changes[asked.key].value != before

