# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to the organisation and which laptops are hers, as everybody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from assist.errors import BadInput, NotFound
from assist.services.bench import Bench
from assist.services.rosters import RosterService

SHORTEST = 4
"""Signs of an id that are enough, where they are not those of somebody else too."""


@dataclass(frozen=True, slots=True)
class LaptopRow:
    """A profile of a person on a laptop; ``nick`` is what she calls that laptop, often nothing."""

    profile: str
    user: str
    nick: str
    is_this: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person: id, name, roles in the order of the table, laptops in the order in which they came."""

    user: str
    name: str
    roles: tuple[str, ...]
    is_me: bool
    is_active: bool
    laptops: tuple[LaptopRow, ...]


class PeopleService:
    """For one open profile."""

    def __init__(self, bench: Bench, rosters: RosterService) -> None:
        self._bench, self._rosters = bench, rosters

    def all(self) -> list[PersonRow]:
        """Oneself first, then the others by name, then those who left."""
        known, mine = self._rosters.now(), self._bench.ring.identity
        rows = []
        for user, person in known.people.items():
            laptops = tuple(
                LaptopRow(each.profile.hex(), user.hex(), each.laptop, each.profile == mine.profile,
                          each.profile not in known.gone and known.is_active(user))
                for each in known.streams.values() if each.user == user)
            rows.append(PersonRow(
                user.hex(), person.name, person.roles, user == mine.user, known.is_active(user), laptops))
        return sorted(rows, key=lambda row: (not row.is_active, not row.is_me, row.name.casefold()))

    def person(self, said: str) -> PersonRow:
        """By name or id; raises NotFound ``team.not_here``, BadInput ``team.which`` when it could be two."""
        rows = self.all()
        return _one([row for row in rows if row.name == said] or [row for row in rows if _means(said, row.user)])

    def laptop(self, said: str) -> LaptopRow:
        """By its own name or id; raises what ``person`` raises."""
        rows = [laptop for row in self.all() for laptop in row.laptops if laptop.is_active]
        return _one([row for row in rows if row.nick == said] or [row for row in rows if _means(said, row.profile)])


def _means(said: str, ident: str) -> bool:
    return len(said) >= SHORTEST and ident.startswith(said.lower())


Row = TypeVar("Row", PersonRow, LaptopRow)


def _one(found: list[Row]) -> Row:
    if not found:
        raise NotFound("team.not_here")
    if len(found) > 1:
        raise BadInput("team.which")
    return found[0]
