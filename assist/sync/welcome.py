# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer to somebody who asked to join: the list of people with her in it, and the earlier keys of the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from assist.crypto import labels, seal, wrap
from assist.errors import DamagedFile
from assist.sync import invitations, roster
from assist.sync.invitations import Invitation
from assist.unpacking import UNREADABLE

BEGINNING = 2
"""The organisation and its first coordinator: who signed the rest follows from them."""
LARGEST = 16 << 20
"""Bytes of an answer; a list of a thousand people is far smaller."""


class _Earlier(msgspec.Struct, array_like=True, frozen=True):
    """The team's key of an epoch that is over, wrapped to the newcomer: for what was written under it."""

    team: bytes
    epoch: int
    wrapped: bytes


class _Answer(msgspec.Struct, array_like=True, frozen=True):
    ident: bytes
    entries: tuple[bytes, ...]
    earlier: tuple[_Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Welcome:
    """What an answer gives: the whole list, and every key of the team that is hers now."""

    entries: tuple[bytes, ...]
    keys: tuple[roster.TeamGrant, ...]


def answer(
    invitation: Invitation, secret: bytes, entries: Sequence[bytes], newcomer: roster.Newcomer,
    earlier: Sequence[roster.TeamGrant] = (),
) -> bytes:
    """The answer as a file; without the secret of the invitation it is random bytes."""
    keys = tuple(
        _Earlier(key.team, key.epoch, wrap.wrap(newcomer.stream.kem_pub, _info(key, newcomer), key.key))
        for key in earlier)
    made = msgspec.msgpack.encode(_Answer(invitation.ident, tuple(entries), keys))
    return seal.seal(_key(secret), labels.JOIN_ANSWER, invitation.ident, invitations.padded(made))


def open_answer(
    file: bytes, invitation: Invitation, secret: bytes, newcomer: roster.Newcomer, key: wrap.PrivateKey
) -> Welcome:
    """What the answer says, once it holds; raises DamagedFile ``join.answer``.

    The list must begin as the one of the invitation did, and name exactly the keys that were made here: whoever
    merely saw the invitation can write no such list.
    """
    try:
        plain = seal.unpad(seal.unseal(_key(secret), labels.JOIN_ANSWER, invitation.ident, file[:LARGEST]))
        held = msgspec.msgpack.decode(plain, type=_Answer)
        known = roster.verify(held.entries)
        _require(held.ident == invitation.ident and held.entries[:BEGINNING] == invitation.entries[:BEGINNING])
        _require(known.streams.get(newcomer.stream.profile) == newcomer.stream)
        _require(known.is_active(newcomer.user.user))
        keys = {(each.team, each.epoch): each for each in _earlier(held, newcomer, key)}
        keys |= {(each.team, each.epoch): each
                 for each in roster.granted(held.entries, newcomer.stream.profile, key)}
    except (*UNREADABLE, DamagedFile, KeyError):
        raise DamagedFile("join.answer") from None
    if not keys:
        raise DamagedFile("join.answer")
    return Welcome(held.entries, tuple(keys[place] for place in sorted(keys)))


def _earlier(held: _Answer, newcomer: roster.Newcomer, key: wrap.PrivateKey) -> list[roster.TeamGrant]:
    return [roster.TeamGrant(each.team, each.epoch, wrap.unwrap(key, _info(each, newcomer), each.wrapped))
            for each in held.earlier]


def _info(key: roster.TeamGrant | _Earlier, newcomer: roster.Newcomer) -> bytes:
    return labels.JOIN_ANSWER + key.team + key.epoch.to_bytes(4, "big") + newcomer.stream.profile


def _key(secret: bytes) -> bytes:
    return seal.hkdf(secret, b"", labels.JOIN_ANSWER, 32)


def _require(holds: bool) -> None:
    if not holds:
        raise DamagedFile("join.answer")
