# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of erasing before anything is erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from assist.casebook import Book, Entity
from assist.casefile import erasures_asked
from assist.domain import wire
from assist.domain.erasure import ANSWER_DAYS, CORE
from assist.errors import DamagedFile
from assist.sync.erasures import body_of

UNDO, SECOND = "undo", "second"


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """What somebody asked for and is not done. ``state``: ``undo`` while it may be taken back at once and nobody else
    knows, until a moment; ``second`` while it waits for another person, until a day."""

    ref: str
    case: str
    code: str
    basis: str
    by_name: str
    on: str
    until: str
    state: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ErasureDue:
    """What of a closed case was kept as long as it may be: ``kind`` is all of it, or a class. ``is_kept``: the law
    wants it kept all the same."""

    case: str
    code: str
    due: str
    kind: str = CORE
    is_kept: bool = False


def requests_in(book: Book) -> Iterator[Entity]:
    """Those that can be read: what somebody else's program wrote there in another shape is none."""
    for entity in erasures_asked(book):
        with suppress(DamagedFile, TypeError, ValueError, OverflowError):
            is_whole = body_of(signed_in(entity)[0]) and answer_until(entity)
            if is_whole and isinstance(entity.plain(wire.ASKED_BY), bytes):
                yield entity


def signed_in(entity: Entity) -> tuple[bytes, bytes]:
    """The order as it was drafted, and the first signature."""
    body, signature = entity.plain(wire.ERASURE)
    return bytes(body), bytes(signature)


def answer_until(entity: Entity) -> str:
    """The last day on which somebody may agree."""
    asked = date.fromisoformat(str(entity.plain(wire.ASKED_ON)))
    return (asked + timedelta(days=ANSWER_DAYS)).isoformat()
