# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""SEAL: the only symmetric construction used outside SQLCipher (security-and-sync.md 3.1), and padding."""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assist.errors import DamagedFile

SALT_BYTES = 32
OVERHEAD = 80
"""32 of salt, 32 of commitment, 16 of tag."""

_ZERO_NONCE = bytes(12)


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


def hkdf(key: bytes, salt: bytes, label: bytes, length: int) -> bytes:
    """HKDF-SHA256."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=label).derive(key)


def seal(key: bytes, label: bytes, aad: bytes, plaintext: bytes, *, salt: bytes = b"") -> bytes:
    """Salt, key commitment, ciphertext and tag: 80 bytes more than the plaintext.

    The key is fresh for every object, so the nonce may be zero; the commitment keeps a
    crafted ciphertext from opening under two keys. ``salt`` is given by vectors only.
    """
    salt = salt or secrets.token_bytes(SALT_BYTES)
    derived = hkdf(key, salt, label, 64)
    return salt + derived[32:] + ChaCha20Poly1305(derived[:32]).encrypt(_ZERO_NONCE, plaintext, aad)


def unseal(key: bytes, label: bytes, aad: bytes, sealed: bytes) -> bytes:
    """The plaintext; raises DamagedFile for a wrong key, label, aad or any changed bit."""
    if len(sealed) < OVERHEAD:
        raise DamagedFile("crypto.sealed")
    salt, commitment, ciphertext = sealed[:32], sealed[32:64], sealed[64:]
    derived = hkdf(key, salt, label, 64)
    if not hmac.compare_digest(derived[32:], commitment):
        raise DamagedFile("crypto.sealed")
    try:
        return ChaCha20Poly1305(derived[:32]).decrypt(_ZERO_NONCE, ciphertext, aad)
    except InvalidTag:
        raise DamagedFile("crypto.sealed") from None


def padme(size: int) -> int:
    """The Padmé size of so many bytes: hides all but the order of magnitude, at most 12 % more."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def pad_to_step(content: bytes, step: int) -> bytes:
    """Length, content and zeros up to a multiple of ``step``."""
    framed = len(content).to_bytes(4, "big") + content
    return framed + bytes(-len(framed) % step)


def unpad(padded: bytes) -> bytes:
    """The content of a padded frame; raises DamagedFile when the length does not fit."""
    size = int.from_bytes(padded[:4], "big")
    if len(padded) < 4 or size > len(padded) - 4:
        raise DamagedFile("crypto.sealed")
    return padded[4 : 4 + size]
