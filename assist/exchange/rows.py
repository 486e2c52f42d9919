# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of a spreadsheet → what is known of one person, and which cells were held back; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assist.exchange import cells, dates, exploited, submissions
from assist.exchange.cells import NOTHING, UNCLEAR, Read
from assist.exchange.dates import Asked, Evidence
from assist.exchange.mapping import LEAVE_OUT, Column, Mapped
from assist.exchange.tables import Cell, Line, as_text
from forms.fieldtypes import answered
from forms.loader import form
from forms.problems import FieldProblem

HOMES: Mapping[str, tuple[str, str]] = {
    "chosen_name": ("F01", "chosen_name"), "language": ("F01", "lang_pref"), "age": ("F01", "age_group"),
    "ref_source": ("F01", "ref_source"), "needs": ("F01", "ref_told"),
    "legal_name": ("F02", "legal_name"), "birth": ("F02", "birth"), "citizenship": ("F02", "citizenship"),
    "gender": ("F02", "gender"), "languages_other": ("F02", "languages_other"),
    "goal_psychosocial": ("F08", "goal_worker_words"), "goal_productive": ("F10", "goal_worker_words"),
    "goal_own": ("F08", "goal_own_words"),
    "mode": ("F01", "mode_pref"), "ref_by": ("F01", "ref_by"), "ref_not_again": ("F01", "ref_not_again"),
    "adjustments": ("F02", "adjustments"), "health_link": ("F02", "health_link"),
    "legal_status": ("F02", "legal_status"),
    **{name: ("F20", key) for name, key in exploited.QUESTIONS.items()},
}
"""Which question of which form a value answers."""

_TEXTS = frozenset({"chosen_name", "legal_name", "goal_psychosocial", "goal_productive", "goal_own"})
"""Values a form may refuse for their length; the others come from its own lists and dates."""

_TO_SORT = {"contact": "contact", "children": "child"}
"""Columns whose cells a worker puts in their place, pinned with their heading."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be put in its place by a person: ``avoid contact child language name other``."""

    kind: str
    text: str


@dataclass
class Person:
    """What one row says, in our codes and dates.

    ``held`` names headings and why; ``protected`` goes behind the seal.
    """

    line: int
    number: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    held: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    protected: list[str] = field(default_factory=list)
    level: int = 0
    review: bool = False
    raw: str = ""
    """All its cells with their headings, folded: the row as it stands in the file."""

    @property
    def key(self) -> str:
        """The row in our terms, for noticing it again (ruling 76)."""
        parts = [f"{name}={value}" for name, value in sorted(self.values.items())]
        return "\x1f".join([self.number, *parts, *(f"{r.kind}:{r.text}" for r in self.remarks), *self.protected])

    @property
    def name(self) -> str:
        """A name by which the row can be told from others."""
        return str(self.values.get("legal_name") or self.values.get("chosen_name") or "")

    @property
    def identity(self) -> str:
        """The file's own number with a name that belongs to one person; empty when that is not known."""
        values = self.values
        one = "legal_name" in values and len(values["legal_name"].split()) > 1
        if not self.number or not (one or ("chosen_name" in values and "birth" in values)):
            return ""
        return "\x1f".join(("identity", self.number, cells.fold(self.name), "" if one else values["birth"]))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns say together: the order of day and month, and whether M may mean two things."""

    dates: Mapping[int, Evidence]
    m_unclear: bool

    @classmethod
    def of(cls, table: Mapped) -> Columns:
        """Look at whole columns once; the heading of a column speaks too: "Sexo (H/M)"."""
        places = [*table.places("birth"), *table.places("arrived")]
        said = [as_text(cell) for place in table.places("gender") for cell in table.cells(place)]
        said += [column.heading for column in table.columns if column.field == "gender"]
        return cls({place: Evidence.of(table.cells(place)) for place in places}, cells.is_m_unclear(said))


class RowReader:
    """Reads rows of one table; nothing is ever guessed, and nothing that was written is lost."""

    def __init__(self, table: Mapped, today: date) -> None:
        self._table = table
        self._today = today
        self._folded = {column.place: cells.fold(column.heading) for column in table.columns}
        self.columns = Columns.of(table)
        self._readers: dict[str, Callable[[Cell, Column], Read]] = {
            "chosen_name": lambda cell, _: _name(cell), "first_name": lambda cell, _: _name(cell),
            "second_name": lambda cell, _: _name(cell), "full_name": lambda cell, _: _name(cell),
            "birth": lambda cell, column: self._date(cell, column, is_birth=True),
            "arrived": lambda cell, column: self._date(cell, column, is_birth=False),
            "age": lambda cell, _: cells.age_group(cell),
            "citizenship": lambda cell, _: cells.many("country", cell),
            "gender": lambda cell, _: cells.gender(cell, m_unclear=self.columns.m_unclear),
            "language": lambda cell, _: cells.one("language", cell),
            "languages_other": lambda cell, _: cells.many("language", cell),
            "needs": lambda cell, _: cells.many("need", cell),
            "ref_source": lambda cell, _: cells.one("ref_source", cell), "consent": lambda cell, _: _consent(cell),
            "goal_psychosocial": lambda cell, _: _text(cell), "goal_productive": lambda cell, _: _text(cell),
            "goal_own": lambda cell, _: _text(cell), "state": lambda cell, _: _state(cell),
        }

    def read(self, line: Line) -> Person:
        """One row."""
        person = Person(line.number)
        raw = []
        for column in self._table.columns:
            cell = line.cells[column.place] if column.place < len(line.cells) else None
            if said := as_text(cell):
                raw.append(f"{self._folded[column.place]}={cells.fold(said)}")
                if column.field != LEAVE_OUT:
                    self._take(person, column, cell, said)
        person.raw = "\x1e".join(["raw", *sorted(raw)])
        submissions.put_in_order(person.values)
        self._names(person)
        return person

    def _take(self, person: Person, column: Column, cell: Cell, said: str) -> None:
        if column.field == "number":
            person.number = said
        elif column.field == "protection":
            self._protection(person, column, said)
        elif submissions.is_question(column.field):
            self._answered(person, column, cell, said)
        elif column.field in self._readers:
            self._value(person, column, cell, said)
        elif cells.says_nothing(said):
            return
        elif column.field == "remarks":
            person.remarks.append(Remark(cells.containing("remark", said) or "other", said))
        elif column.field in _TO_SORT:
            person.remarks.append(Remark(_TO_SORT[column.field], f"{column.heading}: {said}"))
        else:
            if column.field == "exploitation" and (told := exploited.told(column.heading, cell)):
                person.values.setdefault(*told)
            person.protected.append(f"{column.heading}: {said}")

    def _answered(self, person: Person, column: Column, cell: Cell, said: str) -> None:
        """A question of a form that went to a telephone: the answer, or that it was left alone in words."""
        read = submissions.read(column.field, cell)
        name = column.field.partition("=")[0]
        before = person.values.get(name)
        if isinstance(before, tuple) and isinstance(read.value, tuple):
            person.values[name] = before + read.value
        elif read.value is not None:
            person.values[name] = read.value
        elif read.held:
            person.held.append((column.heading, read.held))
            person.protected.append(f"{column.heading}: {said}")

    def _value(self, person: Person, column: Column, cell: Cell, said: str) -> None:
        read = self._readers[column.field](cell, column)
        value, held = read.value, read.held or _refused(column.field, read.value)
        if held and not read.held:
            value = None
        before = person.values.get(column.field)
        if isinstance(before, tuple) and isinstance(value, tuple):
            person.values[column.field] = tuple(dict.fromkeys(before + value))
        elif value is not None and before is None:
            person.values[column.field] = value
        elif value is not None and before != value:
            held = "said_twice"
        if held:
            person.held.append((column.heading, held))
        if held or _says_more(column.field, value, said):
            person.protected.append(f"{column.heading}: {said}")

    def _date(self, cell: Cell, column: Column, *, is_birth: bool) -> Read:
        """A birth is kept to the month; of an arrival "about" is kept in the words, not in the day."""
        evidence = self.columns.dates.get(column.place, Evidence())
        read = dates.when(cell, Asked(evidence, self._today, is_birth))
        if read.value is None:
            return read
        text = str(read.value)
        if is_birth:
            return read if text.endswith("~") else Read(text[:7])
        return Read(text.rstrip("~"))

    def _protection(self, person: Person, column: Column, said: str) -> None:
        """Witness or reserved identity: level 2. Risk: level 1 and a look at it. Never a threat report (ruling 37)."""
        if cells.says_nothing(said) or cells.fold(said) in cells.words("no"):
            return
        level = "" if cells.denies(said) else cells.containing("protection", said)
        if level:
            person.level = max(person.level, int(level))
            person.review = person.review or level == "1"
        else:
            person.held.append((column.heading, "unclear"))
        person.protected.append(f"{column.heading}: {said}")

    def _names(self, person: Person) -> None:
        """A full name is a legal name: protected; what to call her is only proposed (ruling 37)."""
        values = person.values
        parts = [values.pop(name, "") for name in ("full_name", "first_name", "second_name")]
        whole = " ".join(part for part in parts if part)
        if not whole:
            return
        proposed = cells.called(whole, surname_first=not parts[1] and self._surname_first())
        if cells.is_initials(whole):
            proposed = whole
        elif held := _refused("legal_name", whole):
            person.held.append((self._heading_of_names(), held))
            person.protected.append(f"{self._heading_of_names()}: {whole}")
        else:
            values["legal_name"] = whole
        if proposed and "chosen_name" not in values:
            person.remarks.append(Remark("name", proposed))

    def _surname_first(self) -> bool:
        return cells.fold(self._heading_of_names()).split(" ")[0] in cells.words("surname")

    def _heading_of_names(self) -> str:
        names = ("full_name", "first_name", "second_name")
        return next(column.heading for column in self._table.columns if column.field in names)


def _refused(name: str, value: object) -> str:
    """Why the form would not take this; empty when it does. Nothing may stop half-way through an import."""
    if name not in _TEXTS or value is None:
        return ""
    home, key = HOMES[name]
    try:
        answered(form(home).field(key), value)
    except FieldProblem as problem:
        return "too_long" if problem.code == "field.too_long" else "unclear"
    return ""


def _says_more(name: str, value: object, said: str) -> bool:
    """Whether the words say more than what was made of them; they are kept then, behind the seal."""
    if name == "consent":
        return cells.fold(said) not in cells.words("yes") and not cells.says_nothing(said)
    if name == "state":
        return bool(value) and not cells.is_exactly("state", said)
    if name == "ref_source":
        return value == "other"
    return name == "arrived" and value is not None and dates.is_about(said)


def _name(cell: Cell) -> Read:
    said = as_text(cell)
    return NOTHING if cells.has_no_name(said) or cells.says_nothing(said) else Read(" ".join(said.split()))


def _text(cell: Cell) -> Read:
    said = as_text(cell)
    return NOTHING if cells.says_nothing(said) else Read(said)


def _consent(cell: Cell) -> Read:
    """Only a plain yes counts as an earlier paper; a mark, "pending", no and silence give nothing at all."""
    said = cells.fold(as_text(cell))
    if said in cells.words("told_yes"):
        return Read("yes")
    read = cells.yes_or_no(cell)
    if read.value == "yes" and said in cells.words("marks"):
        return UNCLEAR
    return read if read.held or read.value == "yes" else NOTHING


def _state(cell: Cell) -> Read:
    said = as_text(cell)
    if cells.says_nothing(said):
        return NOTHING
    stage = cells.containing("state", said)
    return Read(stage) if stage else UNCLEAR
