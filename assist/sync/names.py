# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What objects are called: whoever holds the team key computes the next name, nobody else sees any order in them.

A laptop that knows a stream asks for the one name its next bundle must have, so that nothing has
to be listed and a reader of the store learns no more than that an object is there
(security-and-sync.md 4.1). A name is 128 bits in base32: 26 signs in lower case, no padding. From
a new epoch on, names come from the new team key: who was removed cannot even look for them.
"""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from collections.abc import Iterable
from contextlib import suppress

from assist.crypto import labels, seal


def name_key(team_key: bytes) -> bytes:
    """The key under which all names of one epoch of a team are made."""
    return seal.hkdf(team_key, b"", labels.NAME_KEY, 32)


def bundle_name(key: bytes, stream: bytes, seq: int) -> str:
    """The ``seq``-th bundle of a stream, counted from 1."""
    return _said(bundle_mark(key, stream, seq))


def bundle_mark(key: bytes, stream: bytes, seq: int) -> bytes:
    """What that name stands for, in 16 bytes: for whoever looks for thousands of them among ``marks_of``."""
    return _mark(key, b"b" + stream + seq.to_bytes(8, "big"))


def marks_of(names: Iterable[str]) -> frozenset[bytes]:
    """What names stand for; those that are no names of ours are left out."""
    found = set()
    for name in names:
        with suppress(ValueError):
            found.add(b32decode(name.upper() + "=" * (-len(name) % 8)))
    return frozenset(found)


def snapshot_name(key: bytes, stream: bytes, number: int, part: int = 0) -> str:
    """A snapshot of a stream, or a later part of one that is too large for one object."""
    return _name(key, b"s" + stream + number.to_bytes(8, "big") + (part.to_bytes(4, "big") if part else b""))


def roster_name(key: bytes, number: int) -> str:
    """An entry of the list of people and laptops."""
    return _name(key, b"r" + number.to_bytes(8, "big"))


def proposal_name(key: bytes, number: int, user: bytes, place: int) -> str:
    """What a coordinator proposes as the entry of that number; she may propose several things."""
    return _name(key, b"p" + number.to_bytes(8, "big") + user + bytes([place]))


def earlier_keys_name(key: bytes, profile: bytes) -> str:
    """Where earlier keys of a team lie for somebody whom another team let in."""
    return _name(key, b"k" + profile)


def late_list_name(key: bytes, profile: bytes) -> str:
    """Where the list of people lies for somebody who was let in while another key of it was made."""
    return _name(key, b"n" + profile)


def letter_name(key: bytes, between: tuple[bytes, bytes], number: int) -> str:
    """The so-manieth letter of one profile to another, of two teams; under the key that everybody has."""
    return _name(key, b"l" + between[0] + between[1] + number.to_bytes(4, "big"))


def blob_name(key: bytes, blob: bytes, part: int) -> str:
    """A part of an attachment."""
    return _name(key, b"a" + blob + part.to_bytes(4, "big"))


def request_name(secret: bytes) -> str:
    """Where somebody who was invited asks to join: only the two who hold the secret of the invitation find it."""
    return _name(seal.hkdf(secret, b"", labels.JOIN_NAME, 32), b"q")


def answer_name(secret: bytes) -> str:
    """Where the answer to that lies."""
    return _name(seal.hkdf(secret, b"", labels.JOIN_NAME, 32), b"w")


def _name(key: bytes, kind: bytes) -> str:
    return _said(_mark(key, kind))


def _mark(key: bytes, kind: bytes) -> bytes:
    return hmac.digest(key, kind, "sha256")[:16]


def _said(mark: bytes) -> str:
    return b32encode(mark).decode("ascii").rstrip("=").lower()
