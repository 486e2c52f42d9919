# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of a profile for whoever holds the organisation's recovery key (security-and-sync.md 3.4 and 3.8)."""

from __future__ import annotations

import secrets
from hashlib import sha256

from assist.crypto import labels, seal, wrap
from assist.crypto.slot import SECRET_BYTES, VAULT_BYTES, Escrow, SlotSecret, VaultSecret
from assist.crypto.wrap import PrivateKey
from assist.errors import DamagedFile

MARK_BYTES = 8


def recovery_key(seed: bytes) -> PrivateKey:
    """The key pair that 32 bytes of a recovery kit stand for."""
    derived = seal.hkdf(seed, b"", labels.RECOVERY_KEY, 96)
    return PrivateKey(derived[:32], derived[32:])


def written(public: bytes, profile: bytes, secret: SlotSecret, vault: VaultSecret | None) -> Escrow:
    """Both secrets of a profile for the holder of the recovery key.

    Without the vault's, as while travelling, as many random bytes stand in its place. In front lies a mark
    that says for which key this was written: to those who know that key, and to nobody else.
    """
    held = secret.packed() + (vault.packed() if vault else secrets.token_bytes(VAULT_BYTES))
    wrapped = wrap.wrap(public, labels.ESCROW + profile, held)
    return wrapped[0], mark_of(public, profile) + wrapped


def mark_of(public: bytes, profile: bytes) -> bytes:
    """The mark in front of what was written for this key and profile."""
    return sha256(labels.ESCROW + public + profile).digest()[:MARK_BYTES]


def is_for(escrow: Escrow, public: bytes, profile: bytes) -> bool:
    """Whether the holder of that key can open it."""
    return escrow[1][:MARK_BYTES] == mark_of(public, profile)


def opened(escrow: Escrow, key: PrivateKey, profile: bytes) -> tuple[SlotSecret, VaultSecret | None]:
    """Both secrets; no vault's for a profile that travels. Raises DamagedFile for another kit or any changed bit."""
    held = wrap.unwrap(key, labels.ESCROW + profile, escrow[1][MARK_BYTES:])
    if len(held) != SECRET_BYTES + VAULT_BYTES:
        raise DamagedFile("crypto.wrapped")
    secret = SlotSecret.unpacked(held[:SECRET_BYTES])
    return secret, None if secret.travels else VaultSecret.unpacked(held[SECRET_BYTES:])
