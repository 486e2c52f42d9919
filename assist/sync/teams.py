# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several teams of one organisation: which key belongs to whom, and what is due when somebody comes or goes.

Each team has a key of its own, under which its work is sent. The list of people is everybody's: while there is one
team it travels under that team's key, and from the second team on under a key of the organisation's own id, which is
treated as that of a team to which everybody belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assist.sync import roster
from assist.sync.circle import TeamKey, team_keys
from assist.sync.roster import Roster, TeamEpoch, TeamGrant
from assist.sync.roster_objects import ListKeys

Held = Mapping[bytes, Mapping[int, bytes]]
"""Team → epoch → key, as far as held here; the organisation's id stands for the key of the list."""


def with_keys(known: Roster) -> list[bytes]:
    """Everything that has a key or shall have one: the organisation where it has several teams, and each team."""
    return [*([known.organisation] if len(known.teams) > 1 else []), *known.teams]


def due(known: Roster, held: Held) -> Iterator[tuple[TeamGrant, TeamEpoch]]:
    """What a coordinator signs so that each newest key is with everybody of its team and with nobody else.

    Another key where somebody who has it belongs there no longer, and where whoever signs does not hold the present
    one: nobody is let into another team by knowing what is said there.
    """
    for team in with_keys(known):
        members = {each.profile: each for each in known.members(team)}
        has, epoch = known.given.get(team, frozenset()), known.epochs.get(team, 0)
        lacking = members.keys() - has
        key = held.get(team, {}).get(epoch)
        if members and (has - members.keys() or (lacking and key is None)):
            yield roster.new_epoch(known, team)
        elif lacking and key is not None:
            grant = TeamGrant(team, epoch, key)
            yield grant, roster.epoch_for(grant, [members[each] for each in sorted(lacking)])


def list_keys(known: Roster, held: Held) -> ListKeys:
    """Under which keys the entries of the list lie, as far as they are held here."""
    first = next(iter(known.teams))
    return ListKeys(known.organisation, first, team_keys(held.get(first, {})),
                    team_keys(held.get(known.organisation, {})))


def everybodys(keys: ListKeys) -> tuple[TeamKey, ...]:
    """Keys under which anybody of the organisation may be found, newest first."""
    return (*keys.of_all, *keys.of_first)


def with_grants(keys: ListKeys, grants: Iterable[TeamGrant]) -> ListKeys:
    """The same and what was given since, as far as the list travels under it."""
    found = {keys.first: keys.of_first, keys.organisation: keys.of_all}
    for grant in grants:
        if grant.team in found:
            held = {each.epoch: each.key for each in found[grant.team]} | {grant.epoch: grant.key}
            found[grant.team] = team_keys(held)
    return keys._replace(of_first=found[keys.first], of_all=found[keys.organisation])
