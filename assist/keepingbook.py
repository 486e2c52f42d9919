# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long what a case holds may be kept, and what is looked at again meanwhile, read from its book; pure (b5, WP-17).

Three classes of a case fall due on days of their own: its notes, what is protected, and all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assist.casebook import Book, Entity
from assist.casefile import kept_until
from assist.changesets import FieldKey, unpack_answer
from assist.country import country
from assist.domain import wire
from assist.domain.erasure import KEPT_AS, SCHEDULED
from assist.reading import number
from forms.registry import all_specs

SEALED_LEVEL = 4
_JUSTICE = "person.justice_participation"


class ProtectedSheet(NamedTuple):
    """A sheet that holds protected answers, or what is known of her (``form`` is empty): how many, since which day."""

    record: str
    form: str
    on: str
    answers: int


def is_protected(field: FieldKey) -> bool:
    """Whether answers of this field are protected, whatever the level of the case."""
    spec = all_specs().get(field) if isinstance(field, int) else None
    return spec is not None and spec.level >= SEALED_LEVEL


def protected_answers(entity: Entity) -> Iterator[tuple[FieldKey, str]]:
    """Each of its protected fields that holds an answer, and the day it was given; of an open vault alone."""
    for field, rows in entity.fields.items():
        if is_protected(field) and entity.carries(field):
            yield field, min(unpack_answer(row.value).asked_on for row in rows)


def protected_sheets(book: Book) -> tuple[ProtectedSheet, ...]:
    """Every one of them, oldest first, and what is known of her last; rows of tables count with their sheet."""
    forms = {sheet.entity.id: (at, sheet.form) for at, sheet in enumerate(book.sheets)}
    days: dict[bytes, list[str]] = {}
    for entity in book.entities.values():
        if entity.twin and not book.is_gone(entity):
            told = [day for _field, day in protected_answers(entity)]
            home = entity.plain(wire.PARENT) if entity.etype == wire.ROW else None
            if told:
                days.setdefault(home or entity.id, []).extend(told)
    last = len(forms), ""
    return tuple(ProtectedSheet(ident.hex(), forms.get(ident, last)[1], min(told), len(told))
                 for ident, told in sorted(days.items(), key=lambda each: (forms.get(each[0], last), each[0])))


def protected_since(book: Book) -> str:
    """Since when nobody has asked whether what is protected is still needed; empty where nothing is.

    From what she says of justice no task comes, so that alone begins nothing (WP-14).
    """
    days = [day for entity in book.entities.values() if entity.twin and not book.is_gone(entity)
            for field, day in protected_answers(entity) if field != number(_JUSTICE)]
    return max([min(days), *_days_of(book, wire.LOOKED_AGAIN)]) if days else ""


def looked_again_on(book: Book) -> str:
    """The day on which somebody said last what of it is still needed."""
    return max(_days_of(book, wire.LOOKED_AGAIN), default="")


def until(book: Book, kind: str) -> str:
    """The first day on which this class of a closed case may go; empty while it is open, or when it went since."""
    due = kept_until(book, KEPT_AS[SCHEDULED[kind]])
    gone = max(_days_of(book, wire.LET_GO, kind), default="")
    return "" if gone and gone >= str(book.case.plain(wire.CLOSED_ON, "")) else due


def let_go(book: Book) -> tuple[tuple[str, str], ...]:
    """Which classes of it were erased and when, oldest first."""
    return tuple(sorted(
        (str(entity.plain(wire.ASKED_ON, "")), str(entity.plain(wire.FORM, "")))
        for entity in book.entities.values() if entity.etype == wire.LET_GO))


def is_kept_by_law(book: Book) -> bool:
    """Whether the law asks that all of it is kept: then nothing of it falls due."""
    return bool(book.case.plain(wire.LEGAL_HOLD, False))


def look_every() -> int:
    """After how many days somebody asks whether what is protected is still needed."""
    return country().retention["protected"].look_every


def _days_of(book: Book, etype: int, kind: str = "") -> list[str]:
    return [str(entity.plain(wire.ASKED_ON, "")) for entity in book.entities.values()
            if entity.etype == etype and kind in ("", entity.plain(wire.FORM, ""))]
