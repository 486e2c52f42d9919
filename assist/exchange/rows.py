# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of a spreadsheet → what is known of one person, and which cells were held back; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assist.exchange import cells
from assist.exchange.cells import NOTHING, Read
from assist.exchange.mapping import LEAVE_OUT, Column, Mapped
from assist.exchange.readers import Cell, Line, as_text


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be put in its place by a person: ``avoid contact child language name other``."""

    kind: str
    text: str


@dataclass
class Person:
    """What one row says, in our codes and dates. ``held`` names fields and why; ``protected`` goes behind the seal."""

    line: int
    number: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    held: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    protected: list[str] = field(default_factory=list)
    level: int = 0
    review: bool = False

    @property
    def key(self) -> str:
        """The row in a normal form, for noticing it again."""
        parts = [f"{name}={value}" for name, value in sorted(self.values.items())]
        return "\x1f".join([self.number, *parts, *(f"{r.kind}:{r.text}" for r in self.remarks), *self.protected])


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns say together: the order of day and month, and whether M may mean two things."""

    orders: dict[int, str]
    m_is_unclear: bool

    @classmethod
    def of(cls, table: Mapped) -> Columns:
        """Look at whole columns once."""
        places = [*table.places("birth"), *table.places("arrived")]
        orders = {place: cells.order_of(_column(table, place)) for place in places}
        said = {cells.fold(as_text(cell)) for place in table.places("gender") for cell in _column(table, place)}
        return cls(orders, any("mujer" in each for each in said))


def _column(table: Mapped, place: int) -> Iterable[Cell]:
    return [line.cells[place] for line in table.lines if place < len(line.cells) and line.number not in table.repeated]


class RowReader:
    """Reads rows of one table; nothing is ever guessed."""

    def __init__(self, table: Mapped, today: date) -> None:
        self._table = table
        self._today = today
        self._columns = Columns.of(table)
        self._readers: dict[str, Callable[[Cell, Column], Read]] = {
            "chosen_name": lambda cell, _: _name(cell), "first_name": lambda cell, _: _name(cell),
            "second_name": lambda cell, _: _name(cell), "full_name": lambda cell, _: _name(cell),
            "birth": lambda cell, column: self._date(cell, column, is_birth=True),
            "arrived": lambda cell, column: self._date(cell, column, is_birth=False),
            "age": lambda cell, _: cells.age_group(cell),
            "citizenship": lambda cell, _: cells.many("country", cell),
            "gender": lambda cell, _: cells.gender(cell, m_is_unclear=self._columns.m_is_unclear),
            "language": lambda cell, _: cells.one("language", cell), "needs": lambda cell, _: cells.many("need", cell),
            "ref_source": lambda cell, _: cells.one("ref_source", cell), "consent": lambda cell, _: _consent(cell),
            "goal_psychosocial": lambda cell, _: _text(cell), "goal_productive": lambda cell, _: _text(cell),
            "goal_own": lambda cell, _: _text(cell), "state": lambda cell, _: _state(cell),
        }

    def read(self, line: Line) -> Person:
        """One row."""
        person = Person(line.number)
        for column in self._table.columns:
            cell = line.cells[column.place] if column.place < len(line.cells) else None
            self._take(person, column, cell)
        self._names(person)
        return person

    def _take(self, person: Person, column: Column, cell: Cell) -> None:
        said = as_text(cell)
        if column.field == LEAVE_OUT or not said:
            return
        if column.field == "number":
            person.number = said
        elif column.field == "protection":
            self._protection(person, said)
        elif column.field == "remarks":
            self._remark(person, said)
        elif column.field in self._readers:
            self._value(person, column, cell)
        elif not cells.says_nothing(said):
            person.protected.append(f"{column.heading}: {said}")

    def _value(self, person: Person, column: Column, cell: Cell) -> None:
        read = self._readers[column.field](cell, column)
        if read.value is not None and column.field not in person.values:
            person.values[column.field] = read.value
        if read.held:
            person.held.append((column.heading, read.held))
            person.protected.append(f"{column.heading}: {as_text(cell)}")

    def _date(self, cell: Cell, column: Column, *, is_birth: bool) -> Read:
        read = cells.when(cell, self._columns.orders.get(column.place, ""), latest=self._today, is_birth=is_birth)
        if read.value and str(read.value)[:4] > str(self._today.year):
            return Read(held="date_ahead")
        if read.value and is_birth and not str(read.value).endswith("~"):
            return Read(str(read.value)[:7])
        return read

    def _protection(self, person: Person, said: str) -> None:
        """Witness or reserved identity: level 2. Risk: level 1 and a look at it. Never a threat report (ruling 37)."""
        if cells.says_nothing(said) or cells.fold(said) in ("no", "nao", "non"):
            return
        level = cells.containing("protection", said)
        if level:
            person.level = max(person.level, int(level))
            person.review = person.review or level == "1"
        else:
            person.held.append(("protection", "unclear"))
        person.protected.append(said)

    def _remark(self, person: Person, said: str) -> None:
        if not cells.says_nothing(said):
            person.remarks.append(Remark(cells.containing("remark", said) or "other", said))

    def _names(self, person: Person) -> None:
        """A full name is a legal name: protected; what to call her is only proposed (ruling 37)."""
        parts = [person.values.pop(name, "") for name in ("full_name", "first_name", "second_name")]
        whole = " ".join(part for part in parts if part)
        if whole:
            person.values["legal_name"] = whole
            if "chosen_name" not in person.values:
                person.remarks.append(Remark("name", whole.split()[0]))


def _name(cell: Cell) -> Read:
    said = as_text(cell)
    return NOTHING if cells.has_no_name(said) or cells.says_nothing(said) else Read(" ".join(said.split())[:160])


def _text(cell: Cell) -> Read:
    said = as_text(cell)
    return NOTHING if cells.says_nothing(said) else Read(said[:400])


def _consent(cell: Cell) -> Read:
    """Only a plain yes counts as an earlier paper; "pending", no and silence give nothing at all."""
    read = cells.yes_or_no(cell)
    return read if read.held or read.value == "yes" else NOTHING


def _state(cell: Cell) -> Read:
    said = as_text(cell)
    if cells.says_nothing(said):
        return NOTHING
    stage = cells.containing("state", said)
    return Read(stage) if stage else Read(held="unclear")
