# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shares of the keys of hidden cases on their way: any two open one in an emergency, one alone says nothing of it.

They travel wrapped like every key of a compartment and are as long, so that nobody tells them apart. Who asks for an
emergency opening, and who answers, writes into a *room*: a compartment that belongs to no case, for whoever is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from assist.changesets import Changeset, Op
from assist.compartmentbook import Compartment, CompartmentKey
from assist.crypto import glass, labels, seal, wrap
from assist.crypto.shares import MOST_SHARES, joined_by_two, split_between
from assist.domain import wire
from assist.errors import DamagedFile
from assist.glassbook import HeldShare
from assist.policy import may
from assist.sync.chain import Roster
from assist.sync.compartments import GRANT_BYTES, reader_id
from assist.sync.entries import Stream
from assist.unpacking import UNREADABLE

ACT = "protection.glass"
_KIND = 3
"""What a wrapped share begins with; a wrapped key begins with an id."""

_GIVEN_BYTES = 1024
"""What somebody who agrees gives is as long as what she gives who has nothing to give."""


class Shared(msgspec.Struct, array_like=True, frozen=True):
    """As it stands among protected work; see db.glass. ``shares`` in the order of ``holders``."""

    comp: bytes
    epoch: int
    holders: tuple[bytes, ...]
    earlier: tuple[tuple[bytes, int, bytes], ...]
    tag: bytes
    notices: bytes
    masked: bytes
    shares: tuple[bytes, ...]


class _Wrapped(msgspec.Struct, array_like=True, frozen=True):
    kind: int
    comp: bytes
    epoch: int
    share: bytes
    tag: bytes
    notices: bytes
    masked: bytes


_shared = msgspec.msgpack.Decoder(Shared)
_wrapped = msgspec.msgpack.Decoder(_Wrapped)
_given = msgspec.msgpack.Decoder(tuple[HeldShare, ...])


# -- who holds one -------------------------------------------------------------------------


def holders_of(known: Roster, near: bytes) -> list[Stream]:
    """Profiles of the people who may open a hidden case by two, in the team of the profile ``near``.

    At most sixteen people, in an order that does not change.
    """
    here = known.streams.get(near)
    members = [] if here is None else [
        each for each in known.members(known.home_of(here)) if may(known.people[each.user].roles, ACT).ok]
    users = sorted({each.user for each in members})[:MOST_SHARES]
    return [each for each in members if each.user in users]


def holding_profiles(known: Roster, near: bytes) -> dict[bytes, bytes]:
    """Reader → person, of every profile that shall hold a share; nobody where there are no two people."""
    held = {reader_id(each.vault_kem_pub): each.user for each in holders_of(known, near)}
    return held if len(set(held.values())) > 1 else {}


# -- given ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cut:
    """What a key is cut for: the profiles, and the mark of the case's code."""

    profiles: Mapping[bytes, bytes]
    tag: bytes


def shares_op(key: CompartmentKey, earlier: Sequence[CompartmentKey], cut: Cut) -> Op:
    """The key cut anew, one share for each person, to be written under this key; whoever reads it holds the key."""
    people = sorted(set(cut.profiles.values()))
    share = dict(zip(people, split_between(key.key, len(people)), strict=True))
    holders = sorted(cut.profiles)
    return Op(wire.OP_GRANT, key.case, wire.CASE, wire.GRANT_SHARES, msgspec.msgpack.encode(Shared(
        key.comp, key.epoch, tuple(holders), tuple((each.comp, each.epoch, each.key) for each in earlier), cut.tag,
        glass.notices_key(key.key, key.comp, key.epoch), glass.masked(key.key, key.comp, key.case),
        tuple(share[cut.profiles[who]] for who in holders))))


def shares_as_cut(case: bytes, cut: bytes) -> Op:
    """An operation of which only the shares were kept."""
    return Op(wire.OP_GRANT, case, wire.CASE, wire.GRANT_SHARES, cut)


def own_share(op: Op, reader: bytes) -> HeldShare | None:
    """The share in an operation that is for this profile itself."""
    told = _shared.decode(op.value)
    return next((HeldShare(told.comp, told.epoch, share, told.tag, told.notices, told.masked)
                 for who, share in zip(told.holders, told.shares, strict=True) if who == reader), None)


def earlier_in(op: Op) -> list[CompartmentKey]:
    """Every other key of the case, as it stands beside the shares of the newest; none in any other operation."""
    if op.kind != wire.OP_GRANT or op.field != wire.GRANT_SHARES:
        return []
    return [CompartmentKey(op.entity, *each, may_write=False) for each in _shared.decode(op.value).earlier]


def wrapped_shares(op: Op, keys: Mapping[bytes, bytes], at: bytes) -> Iterator[bytes]:
    """The shares that an operation gives, each for its holder; none for any other operation."""
    if op.kind != wire.OP_GRANT or op.field != wire.GRANT_SHARES:
        return
    told = _shared.decode(op.value)
    for who, share in zip(told.holders, told.shares, strict=False):
        if who in keys:
            content = msgspec.msgpack.encode(_Wrapped(
                _KIND, told.comp, told.epoch, share, told.tag, told.notices, told.masked))
            yield wrap.wrap(keys[who], labels.CLOSED_GRANT + at, seal.pad_to_step(content, GRANT_BYTES))


def share_in(content: bytes) -> HeldShare | None:
    """A share out of what was unwrapped; None for anything else."""
    try:
        told = _wrapped.decode(seal.unpad(content))
    except (*UNREADABLE, DamagedFile):
        return None
    sizes = (len(told.comp), len(told.tag), len(told.notices), len(told.masked))
    if told.kind != _KIND or sizes != (16, glass.TAG_BYTES, 32, 16) or not 0 < told.epoch < 1 << 31:
        return None
    return HeldShare(told.comp, told.epoch, told.share, told.tag, told.notices, told.masked)


# -- from the one who agrees to the one who asked -----------------------------------------------


def given_to(known: Roster, user: bytes, room: bytes, shares: Sequence[HeldShare]) -> list[bytes]:
    """Shares for every profile of one person and for nobody else; as long with none."""
    content = seal.pad_to_step(msgspec.msgpack.encode(list(shares)), _GIVEN_BYTES)
    return [wrap.wrap(each.vault_kem_pub, labels.GLASS_SHARE + room, content) for each in known.active_profiles(user)]


def given_in(content: bytes) -> tuple[HeldShare, ...]:
    """What was given, unwrapped; raises DamagedFile."""
    try:
        return _given.decode(seal.unpad(content))
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None


def put_together(mine: Iterable[HeldShare], theirs: Sequence[HeldShare]) -> Iterator[CompartmentKey]:
    """The keys that one's own shares and another's make; none when no two of them belong together.

    A key is right when what is told to readers with is made from it.
    """
    for own in mine:
        for other in theirs:
            if own[:2] == other[:2] and own.share != other.share:
                try:
                    key = joined_by_two(own.share, other.share)
                except DamagedFile:
                    continue
                if glass.notices_key(key, own.comp, own.epoch) == own.notices:
                    case = glass.masked(key, own.comp, own.masked)
                    yield CompartmentKey(case, own.comp, own.epoch, key, may_write=False)


# -- rooms ---------------------------------------------------------------------------------------


def new_room() -> CompartmentKey:
    """A compartment that belongs to no case."""
    comp, key = seal.new_key()[:16], seal.new_key()
    return CompartmentKey(glass.room_of(comp), comp, 1, key)


def notices_room(notices: bytes) -> CompartmentKey:
    """Where holders of shares tell the readers of a case; whoever has the key of that compartment has this one."""
    comp = glass.room_of(labels.GLASS_NOTICES + notices)
    return CompartmentKey(glass.room_of(comp), comp, 1, notices)


def notices_of(key: CompartmentKey) -> CompartmentKey:
    """The same, for a reader of the case."""
    return notices_room(glass.notices_key(key.key, key.comp, key.epoch))


def is_room(key: CompartmentKey | Compartment) -> bool:
    """Whether a compartment belongs to no case. Its key is written under, whoever made it."""
    return key.case == glass.room_of(key.comp)


def waits_for_nobody(change: Changeset) -> bool:
    """Whether it goes out at once: nobody takes a word of an emergency back."""
    return any(op.etype in (wire.GLASS, wire.GLASS_NOTICE) for op in change.ops)
