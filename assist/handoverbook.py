# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers of a case to another worker, read from its book; pure. What came from elsewhere and has no such shape is not
there."""

from __future__ import annotations

from dataclasses import dataclass

from assist.casebook import Book, Entity
from assist.domain import wire

ACCEPTED, DECLINED, TAKEN_BACK, LAPSED = "accepted", "declined", "taken_back", "lapsed"
"""What came of an offer; the last one nobody says: the case went to somebody else meanwhile."""

TOLD = ("yes", "not_yet", "not_safe")
"""Whether the person knows who goes on with her."""

NAMES, SEALS = 1, 2
"""Marks of an offer: it made the taker a reader; its note lies behind the seal, and opens once her keys have come."""


@dataclass(frozen=True, slots=True)
class Handing:
    """One case offered by one worker to another, and what became of it; users as hex, days ISO.

    ``until``: the day on which it goes back, empty for good. ``named``: the offer made the taker a reader.
    ``sealed``: the note is behind the seal.
    """

    entity: bytes
    giver: str
    taker: str
    by: str
    on: str
    until: str
    named: bool
    sealed: bool = False
    note: str = ""
    told: str = ""
    answer: str = ""
    answered_on: str = ""

    @property
    def is_open(self) -> bool:
        """Nobody answered yet, and the case is where it was."""
        return not self.answer


def handings(book: Book) -> tuple[Handing, ...]:
    """Every offer of this case, oldest first."""
    return book.once(_handings)


def _handings(book: Book) -> tuple[Handing, ...]:
    worker = worker_of(book)
    found = [(entity.fields[wire.HANDED][0].hlc, each) for entity in book.entities.values()
             if entity.etype == wire.HANDOVER and (each := _handing(entity, worker)) is not None]
    return tuple(each for _stamp, each in sorted(found, key=lambda pair: (pair[0], pair[1].entity)))


def _handing(entity: Entity, worker: str) -> Handing | None:
    told = entity.plain(wire.HANDED)
    if not (isinstance(told, list) and len(told) == 6 and all(isinstance(each, bytes) for each in told[:3])
            and all(isinstance(each, str) for each in told[3:5]) and isinstance(told[5], int)):
        return None
    giver, taker, by, on, until, marks = told
    answer, answered_on = _answered(entity)
    if not answer and giver.hex() != worker:
        answer = LAPSED
    return Handing(entity.id, giver.hex(), taker.hex(), by.hex(), on, until, bool(marks & NAMES),
                   bool(marks & SEALS), words_of(entity, wire.HANDED_NOTE), words_of(entity, wire.HANDED_TOLD),
                   answer, answered_on)


def _answered(entity: Entity) -> tuple[str, str]:
    told = entity.plain(wire.HANDED_ANSWER)
    if isinstance(told, list) and len(told) == 3 and all(isinstance(each, str) for each in told[1:]):
        return told[2], told[1]
    return "", ""


def words_of(entity: Entity, field: int) -> str:
    """A text held there; empty for anything else."""
    told = entity.plain(field, "")
    return told if isinstance(told, str) else ""


def worker_of(book: Book) -> str:
    """Whose case it is; empty for nobody's."""
    worker = book.case.plain(wire.WORKER)
    return bytes(worker).hex() if worker else ""


def open_handing(book: Book) -> Handing | None:
    """The offer that waits, if there is one: the newest."""
    return next((each for each in reversed(handings(book)) if each.is_open), None)


def taken_over(book: Book) -> Handing | None:
    """How the worker who has it now came to it; None where no offer made her so."""
    newest = next((each for each in reversed(handings(book)) if each.answer == ACCEPTED), None)
    return newest if newest is not None and newest.taker and worker_of(book) == newest.taker else None
