# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The teams of an organisation: making one, calling it something, and who belongs to which."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from assist.errors import BadInput, NotAllowed, NotFound
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.rosters import ACT, RosterService
from assist.sync import entries as wire
from assist.sync import roster
from assist.sync.invitations import plain_name

MOST = 200
"""Teams of one organisation."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team: its id, its name, how many people belong to it, and whether it is one's own."""

    team: str
    name: str
    people: int
    is_mine: bool


class TeamService:
    """For one open profile; whoever makes or names a team is a coordinator (act ``people.manage``)."""

    def __init__(self, bench: Bench, rosters: RosterService) -> None:
        self._bench, self._rosters = bench, rosters

    def all(self) -> list[TeamRow]:
        """One's own first, then by name. A team that nobody named is called like the organisation."""
        known = self._rosters.now()
        mine = known.team_of(self._bench.user)
        count = dict.fromkeys(known.teams, 0)
        for user in known.people:
            if known.is_active(user):
                count[known.team_of(user)] += 1
        rows = [TeamRow(team.hex(), name or known.name, count[team], team == mine)
                for team, name in known.teams.items()]
        return sorted(rows, key=lambda row: (not row.is_mine, row.name.casefold()))

    def found(self, said: str) -> TeamRow:
        """By name or id; raises NotFound ``team.none``."""
        rows = self.all()
        found = [row for row in rows if row.name == said] or [
            row for row in rows if len(said) >= 4 and row.team.startswith(said.lower())]
        if len(found) != 1:
            raise NotFound("team.none")
        return found[0]

    def make(self, name: str) -> TeamRow:
        """Another team; nobody belongs to it yet. Raises NotAllowed, BadInput ``team.name`` or ``team.many``."""
        ident = secrets.token_bytes(16)
        with self._bench.keeper.writing() as work:
            known = self._known(work)
            if len(known.teams) >= MOST:
                raise BadInput("team.many")
            self._name(work, known, ident, name)
            self._rosters.give_keys(work)  # from the second team on the list has a key of its own
            self._bench.audit(work, Look("team.make", object=ident))
            work.commit()
        return self.found(ident.hex())

    def rename(self, team: str, name: str) -> None:
        """Call it something else; raises NotAllowed, NotFound ``team.none``, BadInput ``team.name``."""
        ident = bytes.fromhex(self.found(team).team)
        with self._bench.keeper.writing() as work:
            self._name(work, self._known(work), ident, name)
            self._bench.audit(work, Look("team.rename", object=ident))
            work.commit()

    def _name(self, work: UnitOfWork, known: roster.Roster, ident: bytes, name: str) -> None:
        plain = plain_name(name)
        others = {each.casefold() for team, each in known.teams.items() if team != ident}
        if not plain or plain.casefold() in others:
            raise BadInput("team.name")
        self._rosters.append(work, [(wire.TEAM_ADD, wire.Team(ident, plain))])

    def _known(self, work: UnitOfWork) -> roster.Roster:
        require(self._bench.me.roles, ACT)
        known = roster.verify(work.roster())
        if self._bench.user not in known.coordinators:
            raise NotAllowed("team.not_admin")
        return known
