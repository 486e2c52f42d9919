# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""WRAP: a secret for one person's key, by HPKE over X25519 and ML-KEM-768 together (RFC 9180 base mode)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from assist.errors import DamagedFile

CLASSICAL, HYBRID = 0x01, 0x02
"""Suite byte kept with every wrapped secret: the hybrid's code point is young."""

PUBLIC_BYTES = 32 + 1184
WRAPPED_KEY_BYTES = 1 + 1120 + 32 + 16
"""Suite byte, encapsulation, and a 32-byte secret with its tag."""

_HYBRID = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_CLASSICAL = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """An X25519 key and an ML-KEM-768 seed; both are needed to open what was wrapped to them."""

    x25519: bytes = field(repr=False)
    mlkem_seed: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> PrivateKey:
        """A new pair of seeds."""
        return cls(secrets.token_bytes(32), secrets.token_bytes(64))

    @property
    def public(self) -> bytes:
        """32 bytes of X25519 and 1,184 of ML-KEM-768."""
        classical = X25519PrivateKey.from_private_bytes(self.x25519).public_key().public_bytes_raw()
        return classical + MLKEM768PrivateKey.from_seed_bytes(self.mlkem_seed).public_key().public_bytes_raw()


def wrap(public: bytes, info: bytes, secret: bytes, *, suite: int = HYBRID) -> bytes:
    """The secret for the holder of that key, bound to ``info``; starts with its suite byte."""
    if len(public) != PUBLIC_BYTES:
        raise DamagedFile("crypto.public_key")
    classical = X25519PublicKey.from_public_bytes(public[:32])
    if suite == CLASSICAL:
        return bytes([CLASSICAL]) + _CLASSICAL.encrypt(secret, classical, info)
    both = MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(public[32:]), classical)
    return bytes([HYBRID]) + _HYBRID.encrypt(secret, both, info)


def is_public_key(content: bytes) -> bool:
    """Whether something can be wrapped to these bytes, which came from outside."""
    try:
        wrap(content, b"", bytes(32))
    except (DamagedFile, ValueError):
        return False
    return True


def unwrap(key: PrivateKey, info: bytes, wrapped: bytes) -> bytes:
    """The secret; raises DamagedFile for another key, another ``info`` or any changed bit."""
    classical = X25519PrivateKey.from_private_bytes(key.x25519)
    try:
        if wrapped[:1] == bytes([CLASSICAL]):
            return _CLASSICAL.decrypt(wrapped[1:], classical, info)
        if wrapped[:1] == bytes([HYBRID]):
            both = MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(key.mlkem_seed), classical)
            return _HYBRID.decrypt(wrapped[1:], both, info)
    except (InvalidTag, ValueError):
        pass
    raise DamagedFile("crypto.wrapped")
