# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stays of cases that were erased: amounts the law of accounts asks for, and figures of five people or more; pure.

Neither knows a case. An amount keeps its month, its receipt and who paid, and nothing of whom it was for; a figure says
of how many people it is, never of which (practice.md b5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from assist.casebook import Book, Entity
from assist.changesets import FieldKey
from assist.country import country
from assist.domain import wire
from assist.domain.erasure import OWN_REQUEST, SCHEDULE, WITHOUT_FILE, due_on
from assist.planbook import goals
from assist.ports import Reader
from assist.reading import text
from assist.supportbook import given
from forms.registry import all_specs

MONEY, FIGURE = "kept_money", "kept_figure"
"""What such a compartment says it is, in the place of a form."""

KEEPS_MONEY = frozenset({SCHEDULE, OWN_REQUEST, WITHOUT_FILE})
"""Reasons of an erasure after which the amounts stay: what was made by mistake was never paid."""

FEWEST = 5
"""People in a figure (ruling 11)."""

_LAST_DAY = "28"
"""The last day that every month has."""

_BY_LAW = frozenset({"money", "code"})
"""Types of answers the law of accounts asks for; words say more than it does."""

CLOSED, REASON, SERVICE, GOALS, REACHED = "closed", "reason", "service", "goals", "reached"
"""What figures are about: who left, why, services by code, goals that were set, and of those the ones she calls
reached."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount that was paid, as "12.50 PEN", and its month; receipt and funder by code, empty where nobody said."""

    ref: str
    month: str
    amount: str
    receipt: str = ""
    funder: str = ""


class Fact(NamedTuple):
    """One person's part in one figure: nothing in it says in which other ones she is."""

    year: str
    kind: str
    code: str
    times: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """Of how many people who left in a year something was so, how often, and for how many minutes in all."""

    year: str
    kind: str
    code: str
    people: int
    times: int = 0
    minutes: int = 0


# -- of a case that is about to go -----------------------------------------------------------


def amounts_in(book: Book) -> Iterator[tuple[str, Mapping[FieldKey, str]]]:
    """(month, values by field) of every amount that was written down."""
    for entity in book.entities.values():
        if book.is_gone(entity) or entity.etype not in (wire.RECORD, wire.ROW):
            continue
        values = {field: value for field in entity.fields if (value := _by_law(entity, field))}
        paid = [field for field in values if isinstance(field, int) and all_specs()[field].type == "money"]
        if paid:
            yield _month(book, entity, paid[0]), values


def _by_law(entity: Entity, field: FieldKey) -> str:
    spec = all_specs().get(field) if isinstance(field, int) else None
    if spec is None or spec.retention != "finance" or spec.type not in _BY_LAW:
        return ""
    value = entity.answer(field).value
    return value if isinstance(value, str) else ""


def _month(book: Book, entity: Entity, paid: FieldKey) -> str:
    """When it was given, else when it was written down."""
    on = text(entity, "F23/on") or entity.answer(paid).asked_on
    return on[:7]


def facts_in(book: Book) -> list[Fact]:
    """What she adds to figures, each for itself."""
    year = str(book.case.plain(wire.CLOSED_ON, ""))[:4]
    closing, every = book.latest("F15"), goals(book)
    found = [Fact(year, CLOSED, "")]
    if closing is not None and (why := text(closing.entity, "F15/reason")):
        found.append(Fact(year, REASON, why))
    rated = [goal for goal in every if goal.rating_person is not None and goal.rating_person >= 0]
    found += [Fact(year, GOALS, "", len(every))] if every else []
    found += [Fact(year, REACHED, "", len(rated))] if rated else []
    services: dict[str, Fact] = {}
    for row in given(book):
        before = services.get(row.service, Fact(year, SERVICE, row.service))
        services[row.service] = before._replace(times=before.times + 1, minutes=before.minutes + row.minutes)
    return [*found, *(fact for service, fact in services.items() if service)]


def ripe(waiting: Iterable[tuple[bytes, Fact]]) -> Iterator[tuple[Figure, tuple[bytes, ...]]]:
    """Figures that are of enough people by now, and which facts they are made of."""
    cells: dict[tuple[str, str, str], list[tuple[bytes, Fact]]] = {}
    for ref, fact in waiting:
        cells.setdefault((fact.year, fact.kind, fact.code), []).append((ref, fact))
    for (year, kind, code), facts in sorted(cells.items()):
        if len(facts) >= FEWEST:
            yield Figure(year, kind, code, len(facts), sum(fact.times for _ref, fact in facts),
                         sum(fact.minutes for _ref, fact in facts)), tuple(ref for ref, _fact in facts)


# -- as it stays -----------------------------------------------------------------------------


def amounts(reader: Reader, today: date) -> list[Amount]:
    """Every amount that stays today, oldest first."""
    gone = {entity.id for entity in no_longer(reader, today)}
    found = (_amount(entity) for entity in _kept(reader, MONEY) if entity.id not in gone)
    return sorted((each for each in found if each.amount), key=lambda each: (each.month, each.ref))


def _amount(entity: Entity) -> Amount:
    said = Amount(entity.id.hex(), str(entity.plain(wire.ASKED_ON, "")), "")
    for field in entity.fields:
        spec = all_specs().get(field) if isinstance(field, int) else None
        value = entity.answer(field).value if spec is not None else None
        if spec is not None and isinstance(value, str):
            part = {"money": "amount"}.get(spec.type, spec.key)
            said = replace(said, **{part: value}) if part in ("amount", "receipt", "funder") else said
    return said


def no_longer(reader: Reader, today: date) -> list[Entity]:
    """Amounts the law of accounts asks for no more; none where no pack of a country says how long it does."""
    days = country().retention["finance"].days
    return [entity for entity in _kept(reader, MONEY)
            if "" < due_on(f"{entity.plain(wire.ASKED_ON, '')}-{_LAST_DAY}", days) <= today.isoformat()]


def figures(reader: Reader) -> list[Figure]:
    """Every figure that stays, added up over all who counted, newest year first."""
    cells: dict[tuple[str, str, str], Figure] = {}
    for entity in _kept(reader, FIGURE):
        told = entity.plain(wire.COLUMN)
        if isinstance(told, list) and len(told) == 5 and all(isinstance(each, int) for each in told[2:]):
            place = str(entity.plain(wire.ASKED_ON, "")), str(told[0]), str(told[1])
            held = cells.get(place, Figure(*place, 0))
            cells[place] = Figure(*place, held.people + told[2], held.times + told[3], held.minutes + told[4])
    order = {kind: at for at, kind in enumerate((CLOSED, REASON, SERVICE, GOALS, REACHED))}
    return sorted(cells.values(), key=lambda each: (-int(each.year or 0), order.get(each.kind, len(order)), each.code))


def _kept(reader: Reader, kind: str) -> Iterator[Entity]:
    for ref in reader.listed():
        book = Book(ref, reader.rows_of(ref))
        held = book.entities.get(ref)
        if held is not None and held.etype == wire.LISTED and held.plain(wire.FORM) == kind:
            yield held

