# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments, byte for byte: parts of one mebibyte, sealed objects like any other (security-and-sync.md 4.1, 4.12).

A change says which attachment there is, how long it is, its hash and its number of parts; a part is fetched only when
such a change is known. Each is sealed under a key made for this attachment from the key of its case, and from the
same content the same bytes are made again: several readers who seal it anew do not get into each other's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec

from assist.changesets import pack_plain, unpack_plain
from assist.crypto import labels, seal
from assist.errors import DamagedFile

IDENT, HASH, KEY = 16, 32, 32
PART = 1 << 20
"""Bytes of every object but the last one, which is padded like bundles are."""
SMALLEST = 4096
CHUNK = PART - seal.OVERHEAD - 4
LARGEST = 10 << 20
"""Bytes of what may be attached: it goes over the same thin lines as everything else."""
LONGEST_NAME, MOST_GIVEN, MOST_SENSITIVE = 120, 200, 4
SEALED_FROM = 3
"""Attachments of this level and above lie behind the seal: a paper says more than an answer does."""
KINDS = ("jpeg", "png", "pdf", "txt")
"""What may be attached at all."""


class Attached(msgspec.Struct, array_like=True, frozen=True):
    """What a register says of an attachment. ``epoch`` of the compartment whose key it is sealed under; 0 for the
    ordinary key of its case.

    ``name``: what it is, in own words. ``level``: how sensitive, 0 where nobody said. ``given``: (ISO day, to whom,
    consent) of every copy that left; her own copies name nobody. ``removed``: it is gone, and only that is kept.
    """

    blob: bytes
    size: int
    digest: bytes
    parts: int
    epoch: int = 0
    name: str = ""
    kind: str = ""
    level: int = 0
    given: tuple[tuple[str, str, str], ...] = ()
    removed: bool = False
    key: bytes = b""
    """What it is sealed under while its case is on the way from another team; else empty."""


def packed(attached: Attached) -> bytes:
    """As a value of a register."""
    held = list(msgspec.structs.astuple(attached))
    return pack_plain(held if attached.key else held[:-1])


def unpacked(value: bytes) -> Attached:
    """From one; raises DamagedFile ``sync.segment`` for what no attachment is."""
    try:
        made = msgspec.convert(unpack_plain(value), Attached)
    except msgspec.ValidationError:
        raise DamagedFile("sync.segment") from None
    holds = (
        len(made.blob) == IDENT and len(made.digest) == HASH and 0 < made.size <= LARGEST
        and made.parts == parts_of(made.size) and 0 <= made.epoch < 1 << 31
        and len(made.name) <= LONGEST_NAME and (not made.name or made.name.isprintable())
        and (made.kind in KINDS or not made.kind) and 0 <= made.level <= MOST_SENSITIVE
        and len(made.key) in (0, KEY)
        and len(made.given) <= MOST_GIVEN and all(len(part) <= LONGEST_NAME for each in made.given for part in each))
    if not holds:
        raise DamagedFile("sync.segment")
    return made


def stays_behind(value: bytes) -> bool:
    """Whether what a register says of an attachment lies behind the seal at whatever level its case is."""
    return unpacked(value).level >= SEALED_FROM


def parts_of(size: int) -> int:
    """How many objects so many bytes become."""
    return -(-size // CHUNK)


def ident_under(key: bytes, before: bytes) -> bytes:
    """What an attachment is called once it is sealed under another key: the same, whoever does it."""
    return sha256(labels.BLOB + key + before).digest()[:IDENT]


def sealed(key: bytes, blob: bytes, content: bytes) -> Iterator[bytes]:
    """The objects of an attachment, in order; ``key`` is that of its case or of its compartment."""
    own, parts = seal.hkdf(key, blob, labels.BLOB, 32), parts_of(len(content))
    for part in range(parts):
        chunk = content[part * CHUNK : (part + 1) * CHUNK]
        framed = len(chunk).to_bytes(4, "big") + chunk
        size = PART if part < parts - 1 else max(SMALLEST, seal.padme(len(framed) + seal.OVERHEAD))
        salt = seal.hkdf(own, part.to_bytes(4, "big"), labels.BLOB_SALT, seal.SALT_BYTES)
        yield seal.seal(own, labels.BLOB, _place(blob, part, parts),
                        framed + bytes(size - seal.OVERHEAD - len(framed)), salt=salt)


def opened(key: bytes, attached: Attached, part: int, content: bytes) -> bytes:
    """What one object holds; raises DamagedFile ``sync.object`` for anything else."""
    if len(content) > PART:
        raise DamagedFile("sync.object")
    own = seal.hkdf(key, attached.blob, labels.BLOB, 32)
    try:
        return seal.unpad(seal.unseal(own, labels.BLOB, _place(attached.blob, part, attached.parts), content))
    except DamagedFile:
        raise DamagedFile("sync.object") from None


def whole(attached: Attached, chunks: Iterable[bytes]) -> bytes:
    """All of it, once it is what was attached; raises DamagedFile ``attachment.damaged``."""
    content = b"".join(chunks)
    if len(content) != attached.size or sha256(content).digest() != attached.digest:
        raise DamagedFile("attachment.damaged")
    return content


def _place(blob: bytes, part: int, parts: int) -> bytes:
    return blob + part.to_bytes(4, "big") + parts.to_bytes(4, "big")
