# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat rows about what people wrote apart, for the screen where it is settled."""

from __future__ import annotations

from dataclasses import dataclass

from assist.changesets import Dot, FieldKey
from forms.answers import Answer
from forms.model import Field

TAKEN_OUT, STAYS = 0, 1
"""The two sides where something was taken out here and changed there."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values: what it says, who wrote it, on which laptop, when (ISO 8601, UTC).

    ``answer`` for questions, ``plain`` for what a case itself holds: a code, a number, yes or no. ``clock_off``:
    that laptop's clock did not fit with what it had read. ``two_people``: one person alone cannot choose it.
    """

    dot: Dot
    answer: Answer | None = None
    plain: str | int | bool = ""
    by: str = ""
    laptop: str = ""
    at: str = ""
    clock_off: bool = False
    two_people: bool = False


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One thing to settle. ``key`` names it inside its case, the same after every reading.

    ``question`` is empty for what a case itself holds; ``table`` is the table its cell stands in. ``shown`` is the
    place of the side believed until now, -1 when none of them is. ``closed``: the words come once somebody asks.
    ``may_settle``: this person may, and sees what there is to see.
    """

    case: str
    entity: bytes
    field: FieldKey
    sides: tuple[Side, ...]
    dots: tuple[Dot, ...]
    shown: int
    why: str
    form: str = ""
    on: str = ""
    question: Field | None = None
    table: Field | None = None
    seen: tuple[Dot, ...] = ()
    closed: bool = False
    may_settle: bool = True
    may_write: bool = False
    may_keep_both: bool = False

    @property
    def key(self) -> tuple[bytes, FieldKey]:
        """The register it is about."""
        return (self.entity, self.field)


@dataclass(frozen=True, slots=True)
class DifferingCase:
    """A case with differences to settle, for the list of the day."""

    case: str
    code: str
    name: str
    count: int
