# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What two people need to open a hidden case in an emergency, derived from its key (practice.md, point 10)."""

from __future__ import annotations

from hashlib import sha256

from assist.crypto import kdf, labels, seal

TAG_BYTES = 16

_SLOW = kdf.KdfPolicy(32 * 1024, 2, 2)
"""The same on every laptop, since two must come to the same mark: a tenth of a second, for all codes a century."""


def tag_of(organisation: bytes, code: str) -> bytes:
    """The mark under which a share of the case with this code is found; slow, so that nobody tries every code."""
    return kdf.derive(code.encode(), sha256(labels.GLASS_TAG + organisation).digest()[:TAG_BYTES], _SLOW)[:TAG_BYTES]


def notices_key(key: bytes, comp: bytes, epoch: int) -> bytes:
    """With this a holder of a share, who cannot read the case, tells those who can; it proves a key put together."""
    return seal.hkdf(key, comp, labels.GLASS_NOTICES + epoch.to_bytes(4, "big"), 32)


def masked(key: bytes, comp: bytes, case: bytes) -> bytes:
    """The id of the case so that only whoever has the key reads it; done twice it is the id again."""
    pad = seal.hkdf(key, comp, labels.GLASS_CASE, len(case))
    return bytes(one ^ other for one, other in zip(case, pad, strict=True))


def room_of(comp: bytes) -> bytes:
    """What stands in the place of a case where there is none: nobody finds a compartment for a given case's id."""
    return sha256(labels.GLASS_ROOM + comp).digest()[:16]
