# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ed25519 over a label and the hash of the bytes exactly as stored."""

from __future__ import annotations

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_BYTES = 64


class SigningKey:
    """Signs for one profile."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        """32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, label: bytes, content: bytes) -> bytes:
        """64 bytes under the label and the hash of the content."""
        return self._key.sign(label + sha256(content).digest())


def verify(public: bytes, label: bytes, content: bytes, signature: bytes) -> bool:
    """True when the holder of that key signed exactly this under this label."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, label + sha256(content).digest())
    except (InvalidSignature, ValueError):
        return False
    return True
