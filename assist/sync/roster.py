# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing the signed list of people, laptops and team keys (security-and-sync.md 3.5, ruling 64)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import msgspec

from assist.crypto import labels, sign, wrap
from assist.errors import BadInput, DamagedFile
from assist.sync import entries as wire
from assist.sync.chain import Roster, verify
from assist.sync.entries import (
    COORDINATOR,
    GENESIS,
    STREAM_ADD,
    TEAM_EPOCH,
    USER_ADD,
    Entry,
    Genesis,
    Signed,
    Stream,
    TeamEpoch,
    User,
    digest,
)

__all__ = [
    "ALL_ROLES", "Entry", "Founder", "Founding", "Genesis", "Newcomer", "Roster", "Signed", "Signer", "Stream",
    "TeamEpoch", "TeamGrant", "User", "add_stream", "admit", "agreed", "appended", "digest", "genesis", "granted",
    "new_epoch", "proposed", "verify",
]

ALL_ROLES = (
    "caseworker", "psychologist", "livelihood", "legal", "house", "supervisor", "custodian", COORDINATOR, "auditor",
)

Payload = tuple[int, msgspec.Struct | msgspec.Raw]
"""A kind of entry and what it says."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs an entry, when."""

    user: bytes
    signing: sign.SigningKey
    wall_ms: int


@dataclass(frozen=True, slots=True)
class Founder:
    """The first person of an organisation, alone, holding every role."""

    user: bytes
    profile: bytes
    ordinary: bytes
    protected: bytes
    name: str
    laptop: str
    signing: sign.SigningKey
    kem_pub: bytes
    vault_kem_pub: bytes

    def stream(self, ed_pub: bytes = b"") -> Stream:
        """The entry of her profile."""
        return Stream(self.profile, self.user, self.ordinary, self.protected, ed_pub or self.signing.public,
                      self.kem_pub, self.vault_kem_pub, self.laptop)


@dataclass(frozen=True, slots=True)
class Founding:
    """What a genesis makes: the entries, the team and its first key."""

    entries: tuple[bytes, ...]
    team: bytes
    team_key: bytes


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who asks to join, with the public halves of the keys she made on her own laptop."""

    user: User
    stream: Stream


class TeamGrant(NamedTuple):
    """The key of a team's epoch."""

    team: bytes
    epoch: int
    key: bytes


# -- entries --------------------------------------------------------------------------


def appended(entries: Sequence[bytes], by: Signer, payloads: Iterable[Payload]) -> tuple[bytes, ...]:
    """These entries after those, signed by one person alone; the new ones.

    Raises DamagedFile when they do not hold: she may not, it takes two, or what they say contradicts the list.
    """
    all_entries = list(entries)
    for payload in payloads:
        body = _body(all_entries, payload, by.wall_ms)
        all_entries.append(_signed(body, (by,)))
    verify(all_entries)
    return tuple(all_entries[len(entries):])


def proposed(entries: Sequence[bytes], by: Signer, payload: Payload) -> bytes:
    """An entry that still needs somebody else's signature: its bytes with the first one."""
    return _signed(_body(entries, payload, by.wall_ms), (by,))


def agreed(entries: Sequence[bytes], proposal: bytes, by: Signer) -> bytes:
    """The same entry with one more signature, ready to stand after the others.

    Raises BadInput ``team.stale`` when the list went on since, ``team.same_person`` for her own proposal, and
    DamagedFile when it does not hold.
    """
    signed, entry = wire.entry_of(proposal)
    if entry.n != len(entries) + 1 or entry.prev != sha256(entries[-1]).digest():
        raise BadInput("team.stale")
    if any(user == by.user for user, _ in signed.signatures):
        raise BadInput("team.same_person")
    mine = (by.user, by.signing.sign(labels.ROSTER, signed.body))
    made = msgspec.msgpack.encode(Signed(signed.body, (*signed.signatures, mine)))
    verify([*entries, made])
    return made


def _body(before: Sequence[bytes], payload: Payload, wall_ms: int, org: bytes = b"") -> bytes:
    kind, content = payload
    prev = sha256(before[-1]).digest() if before else bytes(32)
    org = org or wire.entry_of(before[0])[1].organisation
    raw = msgspec.Raw(msgspec.msgpack.encode(content))
    return msgspec.msgpack.encode(Entry(1, org, len(before) + 1, prev, wall_ms, kind, raw))


def _signed(body: bytes, by: Iterable[Signer]) -> bytes:
    signatures = tuple((each.user, each.signing.sign(labels.ROSTER, body)) for each in by)
    return msgspec.msgpack.encode(Signed(body, signatures))


# -- beginning, joining, coming back -----------------------------------------------------


def genesis(organisation: str, founder: Founder, wall_ms: int, *, practice: bool = False) -> Founding:
    """Entries 1, 2, 3 and 7 of a person alone: threshold one, one team, epoch one, all roles."""
    org, team, key = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(32)
    by = Signer(founder.user, founder.signing, wall_ms)
    grant = TeamGrant(team, 1, key)
    payloads: tuple[Payload, ...] = (
        (GENESIS, Genesis(organisation, (founder.user,), 1, practice)),
        (USER_ADD, User(founder.user, founder.signing.public, founder.name, ALL_ROLES, (team,))),
        (STREAM_ADD, founder.stream()), (TEAM_EPOCH, epoch_for(grant, [founder.stream()])),
    )
    entries: list[bytes] = []
    for payload in payloads:
        entries.append(_signed(_body(entries, payload, wall_ms, org), (by,)))
    return Founding(tuple(entries), team, key)


def admit(
    entries: Sequence[bytes], by: Founder, newcomer: Newcomer, grants: Sequence[TeamGrant] | TeamGrant, wall_ms: int
) -> tuple[bytes, ...]:
    """Entries 2, 3 and 7 for a newcomer, signed by a coordinator: who she is, where she writes, the team's keys.

    Somebody who is a member already gets only another profile; her name and roles stay as they are. Raises
    DamagedFile when the roster does not hold, or when making her what she shall be takes two signatures.
    """
    known = verify(entries)
    grants = (grants,) if isinstance(grants, TeamGrant) else tuple(grants)
    is_new = newcomer.user.user not in known.people
    payloads: list[Payload] = [(USER_ADD, newcomer.user)] if is_new else []
    payloads.append((STREAM_ADD, newcomer.stream))
    payloads += [(TEAM_EPOCH, epoch_for(grant, [newcomer.stream])) for grant in grants]
    return appended(entries, Signer(by.user, by.signing, wall_ms), payloads)


def add_stream(
    entries: Sequence[bytes], founder: Founder, new_key: sign.SigningKey, wall_ms: int
) -> tuple[bytes, ...]:
    """New streams and a new signing key for a person who is admin herself: after a restore (ruling 64).

    Both entries are signed by her earlier key, which vouches for the new one.
    """
    person = verify(entries).people[founder.user]
    renewed = User(person.user, new_key.public, person.name, person.roles, person.teams)
    return appended(entries, Signer(founder.user, founder.signing, wall_ms),
                    ((STREAM_ADD, founder.stream(new_key.public)), (USER_ADD, renewed)))


# -- team keys -------------------------------------------------------------------------


def epoch_for(grant: TeamGrant, profiles: Iterable[Stream]) -> TeamEpoch:
    """The key of an epoch for these profiles."""
    return TeamEpoch(grant.team, grant.epoch, tuple(
        (each.profile, wrap.wrap(each.kem_pub, _info(grant.team, grant.epoch, each.profile), grant.key))
        for each in profiles))


def new_epoch(known: Roster, team: bytes) -> tuple[TeamGrant, TeamEpoch]:
    """A new key of a team for everybody who belongs to it now: those who left find nothing new with the old one."""
    grant = TeamGrant(team, known.epochs.get(team, 0) + 1, secrets.token_bytes(32))
    return grant, epoch_for(grant, members(known, team))


def members(known: Roster, team: bytes) -> list[Stream]:
    """Profiles that belong to a team now."""
    return known.members(team)


def granted(entries: Sequence[bytes], profile: bytes, key: wrap.PrivateKey) -> tuple[TeamGrant, ...]:
    """The team keys that the roster holds for a profile, oldest first; raises DamagedFile for one that is not hers."""
    verify(entries)
    return granted_in(entries, profile, key)


def granted_in(entries: Sequence[bytes], profile: bytes, key: wrap.PrivateKey) -> tuple[TeamGrant, ...]:
    """The same in some entries of a list that was followed already."""
    found = []
    for content in entries:
        _, entry = wire.entry_of(content)
        if entry.type == TEAM_EPOCH:
            team: TeamEpoch = wire.payload_of(entry, TeamEpoch)
            found += [TeamGrant(team.team, team.epoch, wrap.unwrap(key, _info(team.team, team.epoch, profile), wrapped))
                      for whose, wrapped in team.grants if whose == profile]
    return tuple(found)


def _info(team: bytes, epoch: int, profile: bytes) -> bytes:
    return labels.TEAM_GRANT + team + epoch.to_bytes(4, "big") + profile


def epoch_at(entries: Sequence[bytes], team: bytes, n: int) -> int:
    """The newest epoch of a team that stands before entry ``n``; 0 for none."""
    epochs = [0]
    for content in entries[: n - 1]:
        _, entry = wire.entry_of(content)
        if entry.type == TEAM_EPOCH:
            made: TeamEpoch = wire.payload_of(entry, TeamEpoch)
            epochs += [made.epoch] if made.team == team else []
    return max(epochs)


def readable(content: bytes) -> Entry:
    """An entry as received; raises DamagedFile for what is none."""
    try:
        return wire.entry_of(content)[1]
    except (msgspec.MsgspecError, ValueError, TypeError):
        raise DamagedFile("roster.broken") from None
