# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an entry of the list of people and laptops holds, element by element (security-and-sync.md 3.5, ruling 64)."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

GENESIS, USER_ADD, STREAM_ADD, USER_REVOKE, STREAM_REVOKE, ROLES_SET, TEAM_EPOCH = 1, 2, 3, 4, 5, 6, 7
POLICY_SET, RECIPIENT_SET, RECOVERY_SET, FRESHNESS, ERASE_ORDER, MIN_VERSION, CUSTODIANS, TOLD = (
    8, 9, 10, 11, 12, 13, 14, 15)
TEAM_ADD = 20

TAKES_TWO = frozenset({USER_REVOKE, ROLES_SET, POLICY_SET, RECIPIENT_SET, RECOVERY_SET, ERASE_ORDER})
"""Kinds that two coordinators sign once there are three of them."""

COORDINATOR = "coordinator"


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


class Last(msgspec.Struct, array_like=True, frozen=True):
    """The last bundle of a stream that counts: what comes after it was written by somebody who had left."""

    stream: bytes
    seq: int
    head: bytes


class UserRevoke(msgspec.Struct, array_like=True, frozen=True):
    """Somebody left, with all her laptops. A stream that is not named counts up to nothing."""

    user: bytes
    last: tuple[Last, ...]


class StreamRevoke(msgspec.Struct, array_like=True, frozen=True):
    """One laptop of somebody is lost or given back."""

    profile: bytes
    last: tuple[Last, ...]


class Roles(msgspec.Struct, array_like=True, frozen=True):
    """What somebody does from now on."""

    user: bytes
    roles: tuple[str, ...]


class TeamEpoch(msgspec.Struct, array_like=True, frozen=True):
    """A team key wrapped to profiles: (profile, wrapped)."""

    team: bytes
    epoch: int
    grants: tuple[tuple[bytes, bytes], ...]


class Policy(msgspec.Struct, array_like=True, frozen=True):
    """What the organisation decided, by name; a later entry replaces the names it holds."""

    values: dict[str, int | str | bool]


class Recipient(msgspec.Struct, array_like=True, frozen=True):
    """A service outside and the public key files for it are sealed to; an empty key takes it out."""

    name: str
    key: str


LONGEST_RECIPIENT, LONGEST_RECIPIENT_KEY = 120, 200


class Recovery(msgspec.Struct, array_like=True, frozen=True):
    """The public half of the recovery key, and how many of how many papers bring the other half back.

    ``marks``: a digest of each paper, so that one can be tried out without bringing others (yearly rehearsal).
    """

    epoch: int
    kem_pub: bytes
    needed: int = 2
    papers: int = 3
    marks: tuple[bytes, ...] = ()


class EraseOrder(msgspec.Struct, array_like=True, frozen=True):
    """Kept free: the list of people is for ever and read by all, so orders to erase stand elsewhere
    (``sync.erasures``). An entry of this kind is followed, and obeyed by nobody."""

    ref: bytes
    case: bytes
    basis: str


class MinVersion(msgspec.Struct, array_like=True, frozen=True):
    """From ``from_ms`` on bundles may need a program that reads this schema."""

    schema: int
    from_ms: int


class Fresh(msgspec.Struct, array_like=True, frozen=True):
    """Nothing but that a coordinator looked at the list and signs it."""


class Custodians(msgspec.Struct, array_like=True, frozen=True):
    """The public key of the custodians, and its private half wrapped to the vault of each: (profile, wrapped)."""

    epoch: int
    kem_pub: bytes
    grants: tuple[tuple[bytes, bytes], ...]


class Told(msgspec.Struct, array_like=True, frozen=True):
    """What everybody shall know that somebody did with her own profile: ``recovered``, ``travelling``, ``back``."""

    user: bytes
    profile: bytes
    what: str


class Team(msgspec.Struct, array_like=True, frozen=True):
    """A team of the organisation and what it is called; the same again gives it another name."""

    team: bytes
    name: str


def entry_of(content: bytes) -> tuple[Signed, Entry]:
    """An entry and its signatures as received; raises what msgspec raises."""
    signed = msgspec.msgpack.decode(content, type=Signed)
    return signed, msgspec.msgpack.decode(signed.body, type=Entry)


def payload_of(entry: Entry, kind: type[Any]) -> Any:
    """What an entry says."""
    return msgspec.msgpack.decode(entry.payload, type=kind)


def digest(content: bytes) -> bytes:
    """The hash by which the next entry names this one."""
    return sha256(content).digest()
