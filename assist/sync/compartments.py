# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who reads protected work, and how its keys are given: written down for readers, wrapped for whoever becomes one."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from assist.changesets import Op
from assist.compartmentbook import CompartmentKey
from assist.crypto import labels, seal, wrap
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import DamagedFile
from assist.sync.chain import Roster
from assist.unpacking import UNREADABLE

GRANT_BYTES = 192
"""Every wrapped grant is as long as every other, and as a wrapped share."""


def reader_entity(case: bytes, user: bytes) -> bytes:
    """Where it is written down that somebody was named: derived, so that two laptops agree without talking."""
    return sha256(b"amparo/reader/v1" + case + user).digest()[:16]


def reader_id(vault_public: bytes) -> bytes:
    """How a reader stands in the books: by her key, so that somebody with new keys is somebody new."""
    return sha256(vault_public).digest()[:16]


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides who reads a case's protected work: its worker, its level, and whom somebody named."""

    worker: bytes | None
    level: int
    named: frozenset[bytes]


def readers_of(standing: Standing, known: Roster) -> dict[bytes, bytes]:
    """Reader → public key, of everybody who shall read it now (rulings 12, 13, 72).

    Her worker, named people and the custodians; at the highest level named people alone.
    """
    users = set(standing.named)
    if standing.level < HIDDEN and standing.worker is not None:
        users.add(standing.worker)
    keys = [each.vault_kem_pub for user in users for each in known.active_profiles(user)]
    if standing.level < HIDDEN and known.custodians is not None:
        keys.append(known.custodians.kem_pub)
    return {reader_id(key): key for key in keys}


def every_reader(known: Roster) -> dict[bytes, bytes]:
    """Reader → public key, of everybody to whom a key can be wrapped."""
    keys = [each.vault_kem_pub for each in known.active_profiles()]
    if known.custodians is not None:
        keys.append(known.custodians.kem_pub)
    return {reader_id(key): key for key in keys}


# -- inside protected changes -----------------------------------------------------------


def new_compartment(case: bytes) -> CompartmentKey:
    """A first epoch."""
    return CompartmentKey(case, secrets.token_bytes(16), 1, seal.new_key())


def next_epoch(held: CompartmentKey) -> CompartmentKey:
    """Another key: who had the one before has no part in it."""
    return held._replace(epoch=held.epoch + 1, key=seal.new_key())


def readers_op(key: CompartmentKey, readers: Collection[bytes]) -> Op:
    """To whom this key is given. It stands among protected work: whoever reads it holds the key."""
    value = msgspec.msgpack.encode([key.comp, key.epoch, key.key, sorted(readers)])
    return Op(wire.OP_GRANT, key.case, wire.CASE, wire.GRANT_READERS, value)


def former_op(case: bytes, epoch: int, key: bytes) -> Op:
    """The ordinary key that a case had: what somebody wrote under it and had not sent yet will still come."""
    return Op(wire.OP_GRANT, case, wire.CASE, wire.GRANT_FORMER, msgspec.msgpack.encode([epoch, key]))


def given_in(op: Op) -> tuple[CompartmentKey, tuple[bytes, ...]] | None:
    """The key that an operation gives and to whom; None for any other operation."""
    if op.kind != wire.OP_GRANT or op.field != wire.GRANT_READERS:
        return None
    try:
        comp, epoch, key, readers = msgspec.msgpack.decode(op.value, type=tuple[bytes, int, bytes, tuple[bytes, ...]])
    except UNREADABLE:
        raise DamagedFile("log.unreadable") from None
    return CompartmentKey(op.entity, comp, epoch, key), readers


# -- wrapped, beside them ----------------------------------------------------------------


def where(stream: bytes, seq: int) -> bytes:
    """A wrapped grant opens in the bundle it came in and nowhere else."""
    return stream + seq.to_bytes(8, "big")


def wrapped_for(keys: Mapping[bytes, bytes], readers: Collection[bytes], key: CompartmentKey, at: bytes) -> list[bytes]:
    """The key for these readers; nobody else can tell for whom each is."""
    content = msgspec.msgpack.encode([key.comp, key.epoch, key.key, key.case])
    padded = seal.pad_to_step(content, GRANT_BYTES)
    return [wrap.wrap(keys[each], labels.CLOSED_GRANT + at, padded) for each in readers if each in keys]


def unwrapped(content: bytes, *, may_write: bool) -> CompartmentKey:
    """What such a grant holds; raises DamagedFile."""
    try:
        comp, epoch, key, case = msgspec.msgpack.decode(seal.unpad(content), type=tuple[bytes, int, bytes, bytes])
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None
    if (len(comp), len(key), len(case)) != (16, 32, 16) or not 0 < epoch < 1 << 31:
        raise DamagedFile("sync.segment")
    return CompartmentKey(case, comp, epoch, key, may_write)


# -- withdrawing -------------------------------------------------------------------------


def purge_mark(ordinary_key: bytes) -> bytes:
    """How a raised case is named to those who held it: who did not hold its key learns nothing from it."""
    return hmac.new(ordinary_key, labels.PURGE_MARK, sha256).digest()[:16]


def key_mark(key: bytes) -> bytes:
    """Which key of protected work an order speaks of: whoever holds it knows, and nobody learns it from this."""
    return hmac.new(key, labels.KEY_MARK, sha256).digest()[:16]
