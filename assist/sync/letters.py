# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters between people of two teams: for one profile's vault alone, signed by the one that wrote it.

They lie where everybody meets, under names that only the organisation can compute, and look like any other object.
Who belongs to it can tell that somebody wrote to somebody; nobody but the reader can tell what.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from assist.crypto import labels, seal, sign, wrap
from assist.errors import DamagedFile
from assist.sync.chain import Roster
from assist.sync.entries import Stream
from assist.sync.invitations import padded
from assist.unpacking import UNREADABLE

LARGEST = 64 << 20
"""Bytes of a letter: a case with years of history is a tenth of that."""

Unwrap = Callable[[bytes, bytes], bytes]
"""What was wrapped to the own vault, opened: of what it was bound to, and itself."""
Sign = Callable[[bytes, bytes], bytes]
"""The own signature under a label."""


class Letter(msgspec.Struct, array_like=True, frozen=True):
    """The so-manieth of one profile to another; ``kind`` and ``body`` are for whoever reads it."""

    organisation: bytes
    sender: bytes
    reader: bytes
    number: int
    wall_ms: int
    kind: int
    body: bytes


class _Signed(msgspec.Struct, array_like=True, frozen=True):
    content: bytes
    signature: bytes


def written(letter: Letter, name: str, to: Stream, signing: Sign) -> bytes:
    """The object that lies under ``name``."""
    content = msgspec.msgpack.encode(letter)
    signed = msgspec.msgpack.encode(_Signed(content, signing(labels.LETTER, content)))
    key, where = seal.new_key(), labels.LETTER + name.encode("ascii")
    wrapped = wrap.wrap(to.vault_kem_pub, where, key)
    return wrapped + seal.seal(key, labels.LETTER, where, padded(signed, len(wrapped)))


def opened(content: bytes, name: str, known: Roster, unwrap: Unwrap) -> tuple[Letter, Stream]:
    """The letter and who wrote it: a profile that the list knows, or DamagedFile. Raises what ``unwrap`` raises."""
    where = labels.LETTER + name.encode("ascii")
    wrapped, sealed = content[: wrap.WRAPPED_KEY_BYTES], content[wrap.WRAPPED_KEY_BYTES : LARGEST]
    key = unwrap(where, wrapped)
    try:
        held = msgspec.msgpack.decode(seal.unpad(seal.unseal(key, labels.LETTER, where, sealed)), type=_Signed)
        letter = msgspec.msgpack.decode(held.content, type=Letter)
    except UNREADABLE:
        raise DamagedFile("sync.object") from None
    sender = known.streams.get(letter.sender)
    if sender is None or letter.organisation != known.organisation or not sign.verify(
            sender.ed_pub, labels.LETTER, held.content, held.signature):
        raise DamagedFile("sync.object")
    return letter, sender
