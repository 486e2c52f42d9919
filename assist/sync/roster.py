# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The signed list of people, laptops and team keys: a chain of entries (security-and-sync.md 3.5, ruling 64)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from assist.crypto import labels, sign, wrap
from assist.errors import DamagedFile
from assist.unpacking import UNREADABLE

GENESIS, USER_ADD, STREAM_ADD, TEAM_EPOCH = 1, 2, 3, 7
ALL_ROLES = (
    "caseworker", "psychologist", "livelihood", "legal", "house", "supervisor", "custodian", "coordinator", "auditor",
)


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """``[1, org, n, prev, wall_ms, type, payload]`` as signed; payloads of unknown types are kept as they came."""

    version: int
    organisation: bytes
    n: int
    prev: bytes
    wall_ms: int
    type: int
    payload: msgspec.Raw


class Signed(msgspec.Struct, array_like=True, frozen=True):
    """An entry's exact bytes and who signed them."""

    body: bytes
    signatures: tuple[tuple[bytes, bytes], ...]


class Genesis(msgspec.Struct, array_like=True, frozen=True):
    """The organisation, its first admins and how many of them must sign."""

    name: str
    admins: tuple[bytes, ...]
    threshold: int
    practice: bool = False


class User(msgspec.Struct, array_like=True, frozen=True):
    """A person: keys, roles, and the name colleagues see."""

    user: bytes
    ed_pub: bytes
    name: str
    roles: tuple[str, ...]
    teams: tuple[bytes, ...]


class Stream(msgspec.Struct, array_like=True, frozen=True):
    """A profile of a person on a laptop: its two streams and its keys for ordinary and protected work."""

    profile: bytes
    user: bytes
    ordinary: bytes
    protected: bytes
    ed_pub: bytes
    kem_pub: bytes
    vault_kem_pub: bytes
    laptop: str


class TeamEpoch(msgspec.Struct, array_like=True, frozen=True):
    """A team key wrapped to each of its members."""

    team: bytes
    epoch: int
    grants: tuple[tuple[bytes, bytes], ...]


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


@dataclass(frozen=True, slots=True)
class Founding:
    """What a genesis makes: the entries, the team and its first key."""

    entries: tuple[bytes, ...]
    team: bytes
    team_key: bytes


@dataclass
class Roster:
    """What the chain says now."""

    organisation: bytes
    name: str
    practice: bool
    admins: tuple[bytes, ...]
    threshold: int
    people: dict[bytes, User] = field(default_factory=dict)
    streams: dict[bytes, Stream] = field(default_factory=dict)


def genesis(organisation: str, founder: Founder, wall_ms: int, *, practice: bool = False) -> Founding:
    """Entries 1, 2, 3 and 7 of a person alone: threshold one, one team, epoch one, all roles."""
    org, team, key = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(32)
    info = labels.TEAM_GRANT + team + (1).to_bytes(4, "big") + founder.user
    wrapped = wrap.wrap(founder.kem_pub, info, key)
    payloads: tuple[tuple[int, msgspec.Struct], ...] = (
        (GENESIS, Genesis(organisation, (founder.user,), 1, practice)),
        (USER_ADD, User(founder.user, founder.signing.public, founder.name, ALL_ROLES, (team,))),
        (STREAM_ADD, Stream(founder.profile, founder.user, founder.ordinary, founder.protected,
                            founder.signing.public, founder.kem_pub, founder.vault_kem_pub, founder.laptop)),
        (TEAM_EPOCH, TeamEpoch(team, 1, ((founder.user, wrapped),))),
    )
    entries: list[bytes] = []
    for kind, payload in payloads:
        entries.append(_signed(org, entries, (kind, payload), founder, wall_ms))
    return Founding(tuple(entries), team, key)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who asks to join, with the public halves of the keys she made on her own laptop."""

    user: User
    stream: Stream


@dataclass(frozen=True, slots=True)
class TeamGrant:
    """The key of a team's epoch, to be wrapped to whoever joins."""

    team: bytes
    epoch: int
    key: bytes


def admit(
    entries: Sequence[bytes], by: Founder, newcomer: Newcomer, grant: TeamGrant, wall_ms: int
) -> tuple[bytes, ...]:
    """Entries 2, 3 and 7 for a newcomer, signed by an admin: who she is, where she writes, and the team's key for her.

    Raises DamagedFile when the roster does not hold.
    """
    org, all_entries = verify(entries).organisation, list(entries)
    info = labels.TEAM_GRANT + grant.team + grant.epoch.to_bytes(4, "big") + newcomer.user.user
    wrapped = wrap.wrap(newcomer.stream.kem_pub, info, grant.key)
    payloads: tuple[tuple[int, msgspec.Struct], ...] = (
        (USER_ADD, newcomer.user), (STREAM_ADD, newcomer.stream),
        (TEAM_EPOCH, TeamEpoch(grant.team, grant.epoch, ((newcomer.user.user, wrapped),))),
    )
    for payload in payloads:
        all_entries.append(_signed(org, all_entries, payload, by, wall_ms))
    return tuple(all_entries[len(entries):])


def granted(entries: Sequence[bytes], user: bytes, key: wrap.PrivateKey) -> tuple[TeamGrant, ...]:
    """The team keys that the roster holds for a person, oldest first; raises DamagedFile for one that is not hers."""
    verify(entries)
    found = []
    for content in entries:
        entry = _entry(msgspec.msgpack.decode(content, type=Signed))
        if entry.type == TEAM_EPOCH:
            team = _payload(entry, TeamEpoch)
            info = labels.TEAM_GRANT + team.team + team.epoch.to_bytes(4, "big") + user
            found += [TeamGrant(team.team, team.epoch, wrap.unwrap(key, info, wrapped))
                      for whose, wrapped in team.grants if whose == user]
    return tuple(found)


def add_stream(
    entries: Sequence[bytes], founder: Founder, new_key: sign.SigningKey, wall_ms: int
) -> tuple[bytes, bytes]:
    """New streams and a new signing key for a person who is admin herself: after a restore (ruling 64).

    Both entries are signed by her earlier key, which vouches for the new one.
    """
    org = _entry(msgspec.msgpack.decode(entries[0], type=Signed)).organisation
    person = verify(entries).people[founder.user]
    stream = Stream(founder.profile, founder.user, founder.ordinary, founder.protected, new_key.public,
                    founder.kem_pub, founder.vault_kem_pub, founder.laptop)
    renewed = User(person.user, new_key.public, person.name, person.roles, person.teams)
    first = _signed(org, list(entries), (STREAM_ADD, stream), founder, wall_ms)
    return first, _signed(org, [*entries, first], (USER_ADD, renewed), founder, wall_ms)


def _signed(
    org: bytes, before: Sequence[bytes], what: tuple[int, msgspec.Struct], by: Founder, wall_ms: int
) -> bytes:
    kind, payload = what
    prev = sha256(before[-1]).digest() if before else bytes(32)
    raw = msgspec.Raw(msgspec.msgpack.encode(payload))
    body = msgspec.msgpack.encode(Entry(1, org, len(before) + 1, prev, wall_ms, kind, raw))
    return msgspec.msgpack.encode(Signed(body, ((by.user, by.signing.sign(labels.ROSTER, body)),)))


def _entry(signed: Signed) -> Entry:
    return msgspec.msgpack.decode(signed.body, type=Entry)


def verify(entries: Sequence[bytes]) -> Roster:
    """Follow the chain; raises DamagedFile(``roster.broken``) at the first entry that does not hold."""
    try:
        return _verified(entries)
    except (*UNREADABLE, IndexError, KeyError):
        raise DamagedFile("roster.broken") from None


def _verified(entries: Sequence[bytes]) -> Roster:
    first = msgspec.msgpack.decode(msgspec.msgpack.decode(entries[0], type=Signed).body, type=Entry)
    start = _payload(first, Genesis)
    roster = Roster(first.organisation, start.name, start.practice, start.admins, start.threshold)
    keys = _founding_keys(entries)
    before = bytes(32)
    for number, content in enumerate(entries, start=1):
        signed = msgspec.msgpack.decode(content, type=Signed)
        entry = _entry(signed)
        if entry.n != number or entry.prev != before or entry.organisation != roster.organisation:
            raise DamagedFile("roster.broken")
        _require_signatures(roster, keys, signed)
        _take(roster, keys, entry)
        before = sha256(content).digest()
    return roster


def _founding_keys(entries: Sequence[bytes]) -> dict[bytes, bytes]:
    """The first admin's key stands in entry 2; it vouches for entry 1 as well."""
    second = _entry(msgspec.msgpack.decode(entries[1], type=Signed))
    user = _payload(second, User)
    return {user.user: user.ed_pub}


def _require_signatures(roster: Roster, keys: dict[bytes, bytes], signed: Signed) -> None:
    good = {
        user for user, signature in signed.signatures
        if user in roster.admins and user in keys and sign.verify(keys[user], labels.ROSTER, signed.body, signature)
    }
    if len(good) < 1:
        raise DamagedFile("roster.broken")


def _take(roster: Roster, keys: dict[bytes, bytes], entry: Entry) -> None:
    if entry.type == USER_ADD:
        user = _payload(entry, User)
        roster.people[user.user] = user
        keys[user.user] = user.ed_pub
    elif entry.type == STREAM_ADD:
        stream = _payload(entry, Stream)
        roster.streams[stream.profile] = stream


def _payload(entry: Entry, kind: type[Any]) -> Any:
    return msgspec.msgpack.decode(entry.payload, type=kind)


def digest(content: bytes) -> bytes:
    """The hash by which the next entry names this one."""
    return sha256(content).digest()
