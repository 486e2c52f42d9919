# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the list of people and laptops as objects of a store, and what is done when two lists grew apart.

Every member makes the same bytes of the same entry, so that anybody can put back what a store lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assist.crypto import labels, seal
from assist.errors import DamagedFile
from assist.sync import entries as wire
from assist.sync import names
from assist.sync.bundles import LARGEST, SMALLEST
from assist.sync.chain import verify
from assist.sync.circle import TeamKey
from assist.sync.roster import epoch_at


class Shelved(NamedTuple):
    """An object: its name and its bytes."""

    name: str
    content: bytes


class ListKeys(NamedTuple):
    """What the list travels under: the first team's keys, and those of the organisation once it has several teams."""

    organisation: bytes
    first: bytes
    of_first: tuple[TeamKey, ...]
    of_all: tuple[TeamKey, ...]


def name_of(entries: Sequence[bytes], keys: ListKeys, n: int) -> tuple[str, TeamKey]:
    """Under which name entry ``n`` lies, and the key it is sealed under; raises DamagedFile when it is not held here.

    The epoch is the one before the entry: an entry that begins a new one must be read by those who have the old.
    """
    epoch, held = epoch_at(entries, keys.organisation, n), keys.of_all
    if not epoch:
        epoch, held = epoch_at(entries, keys.first, n) or 1, keys.of_first
    key = next((each for each in held if each.epoch == epoch), None)
    if key is None:
        raise DamagedFile("roster.no_key")
    return names.roster_name(key.names, n), key


def shelved(entries: Sequence[bytes], keys: ListKeys, n: int) -> Shelved:
    """Entry ``n`` as everybody who holds it would put it."""
    name, key = name_of(entries, keys, n)
    return Shelved(name, sealed(name, key, entries[n - 1]))


def sealed(name: str, key: TeamKey, content: bytes) -> bytes:
    """Of a common size, and always the same bytes for the same content under the same name."""
    framed = len(content).to_bytes(4, "big") + content
    size = max(SMALLEST, seal.padme(len(framed) + seal.OVERHEAD))
    salt = seal.hkdf(key.key, wire.digest(name.encode("ascii") + content), labels.ROSTER_NAME, seal.SALT_BYTES)
    return seal.seal(key.key, labels.ROSTER, name.encode("ascii"), framed + bytes(size - seal.OVERHEAD - len(framed)),
                     salt=salt)


def opened(name: str, key: TeamKey, content: bytes) -> bytes:
    """The entry inside; raises DamagedFile."""
    if len(content) > LARGEST:
        raise DamagedFile("sync.object")
    return seal.unpad(seal.unseal(key.key, labels.ROSTER, name.encode("ascii"), content))


def followed_by(entries: Sequence[bytes], found: bytes) -> bool:
    """Whether an entry may stand after these."""
    try:
        verify([*entries, found])
    except DamagedFile:
        return False
    return True


def wins(ours: Sequence[bytes], theirs: Sequence[bytes]) -> bool:
    """Which of two lists holds that grew apart after the same beginning: whether ``ours`` does.

    The one by which somebody left, so that nobody undoes her own leaving; else the one whose first own entry has
    the smaller hash, which every laptop sees alike. What the other one said is signed again behind it.
    """
    at = next(n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1])
    mine, other = (any(_lets_go(each) for each in chain[at:]) for chain in (ours, theirs))
    if mine != other:
        return mine
    return wire.digest(ours[at]) < wire.digest(theirs[at])


def _lets_go(content: bytes) -> bool:
    return wire.entry_of(content)[1].type in (wire.USER_REVOKE, wire.STREAM_REVOKE)
