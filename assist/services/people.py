# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to the organisation, which laptops are whose, and what coordinators ask each other to sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from assist.errors import BadInput, NotFound
from assist.i18n import N_
from assist.services.bench import Bench
from assist.services.rosters import RosterService
from assist.sync import entries as wire

SHORTEST = 4
"""Signs of an id that are enough, where they are not those of somebody else too."""

ROLES = {
    "caseworker": (N_("Caseworker"), N_("opens and accompanies her own cases")),
    "psychologist": (N_("Psychologist"), N_("also writes and reads protected notes of conversations")),
    "livelihood": (N_("Livelihood worker"), N_("accompanies work, study and income")),
    "legal": (N_("Legal worker"), N_("sees names and papers where they are needed")),
    "house": (N_("House, day and night"), N_("sees the board and the night card only")),
    "supervisor": (N_("Supervisor"), N_("looks over all cases and signs reports")),
    "custodian": (N_("Custodian"), N_("keeps what is protected")),
    "coordinator": (N_("Coordinator"), N_("looks after people, laptops and backups")),
    "auditor": (N_("Auditor"), N_("reads who looked at what")),
}
"""What a role is called, and what whoever holds it does; to be translated where it is shown."""

PROPOSED = {
    wire.STREAM_ADD: N_("Let {name} go on from a backup"),
    wire.USER_REVOKE: N_("Take {name} out of the organisation"),
    wire.ROLES_SET: N_("Give {name} other roles"),
    wire.POLICY_SET: N_("Change a rule of the organisation"),
    wire.RECIPIENT_SET: N_("Change who may receive"),
    wire.RECOVERY_SET: N_("Set another recovery key"),
    wire.ERASE_ORDER: N_("Erase a case on every laptop"),
}
"""What two coordinators sign, by kind of entry."""


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What waits for a second signature: a sentence (to be translated and given ``name``) and who asks for it."""

    ref: str
    sentence: str
    name: str
    by: str
    is_mine: bool


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
    """A person: id, name, roles in the order of the table, laptops in the order in which they came.

    ``team`` is the name of hers, where there are several.
    """

    user: str
    name: str
    roles: tuple[str, ...]
    is_me: bool
    is_active: bool
    laptops: tuple[LaptopRow, ...]
    team: str = ""


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
                user.hex(), person.name, person.roles, user == mine.user, known.is_active(user), laptops,
                (known.teams[known.team_of(user)] or known.name) if len(known.teams) > 1 else ""))
        return sorted(rows, key=lambda row: (not row.is_active, not row.is_me, row.name.casefold()))

    def proposals(self) -> list[ProposalRow]:
        """What waits for a second coordinator."""
        return [ProposalRow(each.ref, PROPOSED.get(each.kind, PROPOSED[wire.POLICY_SET]),
                            self._bench.name_of(each.about), self._bench.name_of(each.by), each.is_mine)
                for each in self._rosters.proposals()]

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
