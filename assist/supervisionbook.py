# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a case waits for a supervisor, and what she said of it; pure, and nothing that tells of the person.

What waits hangs on structure alone (states, days, who said what), never on an answer that may lie behind the seal: a
supervisor who reads half of a case finds the same lines as one who reads all of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from assist.casebook import Book, Entity
from assist.domain import stages, wire
from assist.domain.duties import wish_due_on
from assist.domain.plans import plan_hash
from assist.handoverbook import handings, words_of, worker_of
from assist.planbook import PLANS, agreements, content, goals, states
from assist.reading import date_of, text
from assist.refreshbook import children_said_no
from assist.supportbook import wishes
from assist.teambook import TeamLine

PLAN, CLOSING, LOOK, WISH, CHILD = "plan", "closing", "look", "wish", "child"
KINDS = (PLAN, CLOSING, LOOK, WISH, CHILD)
"""A plan to read, a closing to agree with, somebody who opened a colleague's case, a request about data that is
overdue, a child's no to stop and think about."""

READ, ASKED_BACK = "read", "asked"
OUTCOMES = (READ, ASKED_BACK)

ASKED = "asked"
"""The line of what a supervisor asked and nobody answered yet."""

OFFER = "offer"
"""The line of a case that was offered to another worker."""

SUPERVISES = "supervision"
"""The reason of whoever opens a case to supervise it, as the sheet of reasons gives it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody opened a case that was not hers, on a day, for a reason."""

    entity: bytes
    user: str
    on: str
    why: str
    supervises: bool


@dataclass(frozen=True, slots=True)
class Word:
    """What a supervisor said of something, and what the worker answered. ``version`` is the plan as it was then."""

    entity: bytes
    kind: str
    ref: str
    version: str
    by: str
    on: str
    outcome: str
    said: str
    answer: str
    answered_on: str
    stamp: int

    @property
    def waits(self) -> bool:
        """It was asked back, and nobody answered."""
        return self.outcome == ASKED_BACK and not self.answered_on


def looks(book: Book) -> tuple[Looked, ...]:
    """Who opened it without being its worker, oldest first."""
    return book.once(_looks)


def _looks(book: Book) -> tuple[Looked, ...]:
    found = (_looked(entity) for entity in book.entities.values() if entity.etype == wire.LOOK)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.on, each.entity)))


def _looked(entity: Entity) -> Looked | None:
    told = entity.plain(wire.LOOKED)
    if isinstance(told, list) and len(told) == 3 and isinstance(told[0], bytes) and isinstance(told[1], str):
        return Looked(entity.id, told[0].hex(), told[1], words_of(entity, wire.LOOKED_WHY), bool(told[2]))
    return None


def look_entity(case: bytes, user: bytes, day: str) -> bytes:
    """One line a person, case and day, however often she opens it and on whichever laptop."""
    return hashlib.blake2b(b"amparo/look/v1" + case + user + day.encode(), digest_size=16).digest()


def words(book: Book) -> tuple[Word, ...]:
    """Everything supervisors said, oldest first."""
    return book.once(_words)


def _words(book: Book) -> tuple[Word, ...]:
    found = (_word(entity) for entity in book.entities.values() if entity.etype == wire.WORD)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.stamp, each.entity)))


def _word(entity: Entity) -> Word | None:
    row, told = entity.newest(wire.WORD_GIVEN), entity.plain(wire.WORD_GIVEN)
    if row is None or not (isinstance(told, list) and len(told) == 6 and isinstance(told[3], bytes)
                           and all(isinstance(each, str) for at, each in enumerate(told) if at != 3)):
        return None
    kind, ref, version, by, on, outcome = told
    answered = entity.plain(wire.WORD_ANSWERED)
    is_answer = isinstance(answered, list) and len(answered) == 2 and isinstance(answered[1], str)
    return Word(entity.id, kind, ref, version, by.hex(), on, outcome, words_of(entity, wire.WORD_SAID),
                words_of(entity, wire.WORD_ANSWER), answered[1] if is_answer else "", row.hlc)


def last_word(book: Book, kind: str, ref: str) -> Word | None:
    """What was said of it last."""
    return next((each for each in reversed(words(book)) if (each.kind, each.ref) == (kind, ref)), None)


def version_of(book: Book, plan: str) -> str:
    """The plan as it is now, in one text."""
    return plan_hash(content(book, plan))


def addressed(book: Book, word: Word) -> str:
    """Who answers: whoever opened it, else whose case it is."""
    if word.kind == LOOK:
        return next((each.user for each in looks(book) if each.entity.hex() == word.ref), "")
    return worker_of(book)


def lines(book: Book) -> tuple[TeamLine, ...]:
    """What waits: for a supervisor, for whoever she asked, for whoever is to take the case over."""
    if not book.exists:
        return ()
    found = [line for line in _to_read(book) if not _is_done(book, line)]
    found += [TeamLine(ASKED, each.entity.hex(), each.on) for each in words(book) if each.waits]
    found += [TeamLine(OFFER, each.entity.hex(), each.on) for each in handings(book) if each.is_open]
    return tuple(found)


def _to_read(book: Book) -> Iterator[TeamLine]:
    case = book.case
    stage = case.plain(wire.STAGE, "contact")
    asleep, without = bool(case.plain(wire.SLEEPING, False)), bool(case.plain(wire.WITHOUT_FILE, False))
    if stages.is_open(stage) and not asleep and not without:
        yield from _plans(book)
    closing = book.latest("F15")
    if not stages.is_open(stage) and closing is not None and not text(closing.entity, "F15/supervisor_seen"):
        yield TeamLine(CLOSING, closing.entity.id.hex(), str(case.plain(wire.CLOSED_ON, "")) or closing.on)
    for each in looks(book):
        yield TeamLine(LOOK, each.entity.hex(), each.on)
    for wish in book.once(wishes):
        if wish.is_open and (due := wish_due_on(wish.asked_on)):
            yield TeamLine(WISH, wish.record, date_of(due, 1))
    for day, record in book.once(children_said_no):
        yield TeamLine(CHILD, record.hex(), day)


def _plans(book: Book) -> Iterator[TeamLine]:
    state, _why = states(book)
    for plan in PLANS.values():
        if state.get(plan) in ("proposed", "agreed"):
            days = [goal.since for goal in goals(book) if goal.plan == plan]
            days += [each.on for each in agreements(book) if each.plan == plan]
            yield TeamLine(PLAN, plan, max(days, default=""))


def _is_done(book: Book, line: TeamLine) -> bool:
    """Read as it stands, or asked back and not answered yet."""
    word = last_word(book, line.kind, line.ref)
    if word is None or (line.kind == PLAN and word.version != version_of(book, line.ref)):
        return False
    return word.waits or word.outcome == READ

