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
    """The team's key of an epoch that is over: for what was written under it."""

    team: bytes
    epoch: int
    key: bytes


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
    """The answer as a file: opened by the newcomer's own key and the secret of the invitation, both together.

    The twelve words alone open none of it, should they come to light later.
    """
    keys = tuple(_Earlier(key.team, key.epoch, key.key) for key in earlier)
    made = msgspec.msgpack.encode(_Answer(invitation.ident, tuple(entries), keys))
    fresh = seal.new_key()
    wrapped = wrap.wrap(newcomer.stream.kem_pub, labels.JOIN_ANSWER + invitation.ident, fresh)
    return wrapped + seal.seal(_key(secret, fresh), labels.JOIN_ANSWER, invitation.ident, invitations.padded(
        made, wrap.WRAPPED_KEY_BYTES))


def open_answer(
    file: bytes, invitation: Invitation, secret: bytes, newcomer: roster.Newcomer, key: wrap.PrivateKey
) -> Welcome:
    """What the answer says, once it holds; raises DamagedFile ``join.answer``.

    The list must begin as the one of the invitation did, and name exactly the keys that were made here: whoever
    merely saw the invitation can write no such list.
    """
    try:
        held = _opened(file[:LARGEST], invitation, secret, key)
        known = roster.verify(held.entries)
        _require(held.ident == invitation.ident and held.entries[:BEGINNING] == invitation.entries[:BEGINNING])
        _require(known.streams.get(newcomer.stream.profile) == newcomer.stream)
        _require(newcomer.stream in known.active_profiles())
        keys = {(each.team, each.epoch): roster.TeamGrant(each.team, each.epoch, each.key) for each in held.earlier}
        keys |= {(each.team, each.epoch): each
                 for each in roster.granted(held.entries, newcomer.stream.profile, key)}
    except (*UNREADABLE, DamagedFile, KeyError):
        raise DamagedFile("join.answer") from None
    team = known.team_of(newcomer.user.user)
    if (team, known.epochs.get(team, 0)) not in keys:
        raise DamagedFile("join.answer")
    return Welcome(held.entries, tuple(keys[place] for place in sorted(keys)))


def _opened(file: bytes, invitation: Invitation, secret: bytes, key: wrap.PrivateKey) -> _Answer:
    wrapped, sealed = file[: wrap.WRAPPED_KEY_BYTES], file[wrap.WRAPPED_KEY_BYTES :]
    fresh = wrap.unwrap(key, labels.JOIN_ANSWER + invitation.ident, wrapped)
    plain = seal.unseal(_key(secret, fresh), labels.JOIN_ANSWER, invitation.ident, sealed)
    return msgspec.msgpack.decode(seal.unpad(plain), type=_Answer)


def _key(secret: bytes, fresh: bytes) -> bytes:
    return seal.hkdf(secret + fresh, b"", labels.JOIN_ANSWER, 32)


def _require(holds: bool) -> None:
    if not holds:
        raise DamagedFile("join.answer")
