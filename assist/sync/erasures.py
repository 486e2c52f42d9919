# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An order to erase a case on every laptop: what it says, who signed it, and whether it may be obeyed.

It stands among what one laptop tells all others of its team, and names the case to those alone who hold its key.
Whoever receives it asks the list of people, as it was when the order was made, whether those who signed may do this
together: one who asks, and where there is another who may agree, that other one too.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Literal

import msgspec

from assist.changesets import Changeset, Op
from assist.crypto import labels, sign
from assist.domain import wire
from assist.domain.erasure import BASES, needs_second
from assist.erasurebook import ERASED, REWRITTEN, ErasureOrder, ExpectedPart
from assist.errors import DamagedFile
from assist.policy import may
from assist.ports import UnitOfWork
from assist.roundbook import Applied
from assist.sync import bundles, roster
from assist.sync.bundles import CaseKey
from assist.sync.chain import Roster
from assist.sync.compartments import purge_mark
from assist.unpacking import UNREADABLE

ASK, AGREE = "case.erase", "case.erase.agree"
MARK_BYTES = REF_BYTES = 16
MOST_SIGNATURES = 8
LATEST_MS = 253_402_214_400_000
"""The last day that a calendar here knows."""
FURTHER = 100
"""So many bundles of each colleague may still come that were written before the order was heard."""


class OrderBody(msgspec.Struct, array_like=True, frozen=True):
    """What is signed. ``roster_n``: the length of the list of people when it was made; ``nonce`` makes it one of its
    kind, so that its hash says nothing."""

    version: Literal[1]
    nonce: bytes
    mark: bytes
    basis: str
    by: bytes
    ms: int
    roster_n: int


class SignedOrder(msgspec.Struct, array_like=True, frozen=True):
    """The signed bytes, and (person, signature) of everybody who signed."""

    body: bytes
    signatures: tuple[tuple[bytes, bytes], ...]

    @property
    def ref(self) -> bytes:
        """By what it is called: the hash of what was signed, whoever signed it."""
        return ref_of(self.body)


def ref_of(body: bytes) -> bytes:
    """By what an order is called."""
    return sha256(body).digest()[:REF_BYTES]


def drafted(mark: bytes, basis: str, by: bytes, when: tuple[int, int]) -> bytes:
    """An order to be signed; ``when`` is the time in milliseconds and the length of the list of people."""
    return msgspec.msgpack.encode(OrderBody(1, secrets.token_bytes(16), mark, basis, by, *when))


def body_of(body: bytes) -> OrderBody:
    """What an order says; raises DamagedFile."""
    try:
        read = msgspec.msgpack.decode(body, type=OrderBody)
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None
    lengths = len(read.mark), len(read.nonce), len(read.by)
    if lengths != (MARK_BYTES, 16, 16) or read.basis not in BASES or not 0 <= read.ms <= LATEST_MS:
        raise DamagedFile("sync.segment")
    return read


def order_op(order: SignedOrder) -> Op:
    """What tells everybody."""
    value = msgspec.msgpack.encode(order)
    return Op(wire.OP_PURGE, order.ref, wire.CASE, wire.PURGE_ERASE, value)


def done_op(ref: bytes, stage: int) -> Op:
    """What says to everybody how far this laptop is."""
    return Op(wire.OP_PURGE, ref, wire.CASE, wire.PURGE_ERASED, msgspec.msgpack.encode(stage))


def read_order(value: bytes) -> tuple[SignedOrder, OrderBody]:
    """An order as it came; raises DamagedFile."""
    try:
        signed = msgspec.msgpack.decode(value, type=SignedOrder)
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None
    if not 0 < len(signed.signatures) <= MOST_SIGNATURES:
        raise DamagedFile("sync.segment")
    return signed, body_of(signed.body)


def hear_erasure(work: UnitOfWork, change: Changeset, op: Op, now_ms: int) -> None:
    """Remember an order or a confirmation; whether an order holds is asked when it is carried out.

    Raises DamagedFile ``sync.segment`` for what is neither.
    """
    if op.field == wire.PURGE_ERASE:
        signed, body = read_order(op.value)
        if op.entity != signed.ref:
            raise DamagedFile("sync.segment")
        work.rounds.erasures.put_order(ErasureOrder(
            signed.ref, body.mark, change.stream, change.n, op.value, now_ms))
    elif op.field == wire.PURGE_ERASED:
        try:
            stage = msgspec.msgpack.decode(op.value, type=int)
        except UNREADABLE:
            raise DamagedFile("sync.segment") from None
        if stage in (ERASED, REWRITTEN):
            work.rounds.erasures.confirm(op.entity, stage, change.stream, now_ms)


def gone_keys(work: UnitOfWork, keys: Iterable[CaseKey], team_key: bytes) -> Iterator[bytes]:
    """Of keys that come, those of cases that were erased here: what they open is not kept; raises DamagedFile."""
    marks = work.rounds.erasures.gone_marks()
    if marks:
        for sent in keys:
            key = bundles.opened_key(sent, team_key)
            if purge_mark(key) in marks:
                yield key


def drop_further(work: UnitOfWork, keys: Iterable[bytes], streams: Iterable[bytes]) -> None:
    """What lies closed here under these ordinary keys goes, and what still comes under them in these streams is known.

    The keys themselves go: somebody who had not heard yet may have written under them.
    """
    held, applied = list(keys), work.rounds.applied()
    for part in work.rounds.closed() if held else ():
        if any(bundles.key_id(key, part.stream, part.seq) == part.key_id for key in held):
            work.rounds.opened(part)
    for stream in streams if held else ():
        first = applied.get(stream, Applied(stream)).seq + 1
        work.rounds.erasures.expect(
            ExpectedPart(stream, seq, bundles.key_id(key, stream, seq))
            for key in held for seq in range(first, first + FURTHER))


# -- whether it may be obeyed -----------------------------------------------------------------


def who_may_agree(known: Roster, by: bytes) -> frozenset[bytes]:
    """Everybody of her team, but the one who asks, who may give the second signature."""
    team = known.team_of(by)
    return frozenset(user for user, person in known.people.items()
                     if user != by and known.is_active(user) and known.team_of(user) == team
                     and may(person.roles, AGREE).ok)


def is_enough(known: Roster, body: OrderBody, signers: frozenset[bytes]) -> bool:
    """Whether these people may order this together, by the list of people given."""
    asks = known.people.get(body.by)
    if asks is None or body.by not in signers or not known.is_active(body.by) or not may(asks.roles, ASK).ok:
        return False
    others = who_may_agree(known, body.by) if needs_second(body.basis) else frozenset()
    return not others or bool(others & signers)


def holds(entries: Sequence[bytes], signed: SignedOrder) -> bool:
    """Whether an order may be obeyed: good signatures of enough people, by the list as it was when it was made.

    A list that has not come so far yet says no for now.
    """
    try:
        body = body_of(signed.body)
        if not 1 < body.roster_n <= len(entries):
            return False
        then = roster.verify(entries[: body.roster_n])
    except DamagedFile:
        return False
    good = frozenset(user for user, signature in signed.signatures if _signed(then, user, signed.body, signature))
    return is_enough(then, body, good)


def _signed(known: Roster, user: bytes, body: bytes, signature: bytes) -> bool:
    keys = {each.ed_pub for each in known.active_profiles(user)}
    return any(sign.verify(key, labels.ERASURE, body, signature) for key in keys)
