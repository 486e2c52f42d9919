# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The custodians' key: its public half in the list of people, its private half wrapped to the vault of each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from assist.crypto import labels, wrap
from assist.errors import DamagedFile
from assist.sync import entries as wire
from assist.sync.chain import Roster
from assist.sync.entries import Custodians, Stream

ROLE = "custodian"


def keys_in(
    entries: Sequence[bytes], profiles: frozenset[bytes], key: wrap.PrivateKey
) -> dict[int, wrap.PrivateKey]:
    """Every epoch's private key that the list holds for these profiles of one person.

    A profile that came back from a backup has another id and the same vault.
    """
    found: dict[int, wrap.PrivateKey] = {}
    for content in entries:
        _, entry = wire.entry_of(content)
        if entry.type == wire.CUSTODIANS:
            made: Custodians = wire.payload_of(entry, Custodians)
            for whose, wrapped in made.grants:
                if whose in profiles:
                    with suppress(DamagedFile):  # wrapped to keys that this profile no longer has
                        secret = wrap.unwrap(key, _info(made.epoch, whose), wrapped)
                        found[made.epoch] = wrap.PrivateKey(secret[:32], secret[32:])
    return found


def due(known: Roster, held: Mapping[int, wrap.PrivateKey]) -> Custodians | None:
    """The entry that is missing now; None while the key is with every custodian and with nobody else.

    Somebody who is custodian no longer keeps the key she had: there has to be another one. Whoever only became
    one gets the same, from somebody who holds it; else there is another key too.
    """
    wanted = [each for user in known.with_role(ROLE) for each in known.active_profiles(user.user)]
    now = known.custodians
    if not wanted:
        return None
    if now is None:
        return _made(1, wrap.PrivateKey.generate(), wanted)
    given = dict(now.grants)
    if set(given) - {each.profile for each in wanted}:
        return _made(now.epoch + 1, wrap.PrivateKey.generate(), wanted)
    missing = [each for each in wanted if each.profile not in given]
    if not missing:
        return None
    key = held.get(now.epoch)
    if key is None or key.public != now.kem_pub:
        return _made(now.epoch + 1, wrap.PrivateKey.generate(), wanted)
    return Custodians(now.epoch, now.kem_pub, (*now.grants, *_made(now.epoch, key, missing).grants))


def _made(epoch: int, key: wrap.PrivateKey, profiles: Sequence[Stream]) -> Custodians:
    secret = key.x25519 + key.mlkem_seed
    return Custodians(epoch, key.public, tuple(
        (each.profile, wrap.wrap(each.vault_kem_pub, _info(epoch, each.profile), secret)) for each in profiles))


def _info(epoch: int, profile: bytes) -> bytes:
    return labels.CUSTODIANS + epoch.to_bytes(4, "big") + profile


def mark(epoch: int) -> bytes:
    """How the custodians of an epoch stand among the readers of a compartment."""
    return b"c" + epoch.to_bytes(4, "big")
