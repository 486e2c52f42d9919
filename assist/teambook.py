# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What looking after a team asks of whoever keeps the data: lines that wait for somebody, and how work is spread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class TeamLine:
    """Something of a case that waits for a person: its kind, what it is about, since when (ISO day)."""

    kind: str
    ref: str
    on: str


class TeamHit(NamedTuple):
    """Such a line with its case."""

    case: bytes
    kind: str
    ref: str
    on: str


class LoadRow(NamedTuple):
    """What one worker accompanies; None for cases that are nobody's.

    ``grave``: with a high or extreme risk at the last look. ``resting``: in a recovery pause. ``late``, ``due``:
    duties before today, and from today on up to a day.
    """

    worker: bytes | None
    cases: int
    grave: int
    resting: int
    late: int
    due: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one person accompanies now; ``name`` is empty for cases that are nobody's.

    ``grave``: with a high or extreme risk at the last look. ``resting``: in a recovery pause. ``late``: duties whose
    day has gone by, ``due``: of this week. ``meetings``: appointments of this week. ``has_left``: no longer here.
    """

    user: str
    name: str
    cases: int = 0
    grave: int = 0
    resting: int = 0
    late: int = 0
    due: int = 0
    meetings: int = 0
    has_left: bool = False


class TeamLists(Protocol):
    """Lines and sums over every case that is here; of the vault's only while it is open."""

    def team_lines(self, kinds: Collection[str], until: str) -> list[TeamHit]:
        """Lines of these kinds since a day up to ``until``, oldest first."""
        ...

    def team_count(self, kinds: Collection[str], until: str, worker: bytes, *, own: bool) -> int:
        """How many there are of the cases of a worker, or of all others."""
        ...

    def loads(self, today: str, until: str) -> list[LoadRow]:
        """Open cases that do not sleep, by worker, in no order; duties up to a day."""
        ...
