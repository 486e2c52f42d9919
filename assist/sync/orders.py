# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one laptop tells all others of the team: that a case was raised, and that nothing of it is left here."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from assist.changesets import Changeset, Op
from assist.compartmentbook import CompartmentKey, Order
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import DamagedFile
from assist.policy import may
from assist.ports import UnitOfWork
from assist.sync.approvals import LOWER, approval_in, holds
from assist.sync.chain import Roster
from assist.sync.compartments import key_mark
from assist.sync.erasures import hear_erasure
from assist.unpacking import UNREADABLE

MARK_BYTES, MOST_APPROVAL_BYTES, MOST_AFTER = 16, 100_000, 64
NEVER = (1 << 31) - 1
"""An epoch that no compartment reaches: whoever is told of it is a reader no more, whatever key she has."""


class Said(msgspec.Struct, array_like=True, frozen=True):
    """What an order says beside whom it names; see compartmentbook.Order."""

    level: int
    upto: int
    comp: bytes = b""
    epoch: int = 0
    approval: bytes = b""
    key_mark: bytes = b""
    after: bytes = b""


def said_in(value: bytes) -> Said:
    """Raises DamagedFile ``sync.segment``."""
    try:
        said = msgspec.msgpack.decode(value, type=Said)
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None
    if not (0 <= said.level <= HIDDEN and 0 <= said.upto < 1 << 62 and len(said.comp) in (0, 16)
            and 0 <= said.epoch < 1 << 31 and len(said.approval) <= MOST_APPROVAL_BYTES
            and len(said.key_mark) in ((MARK_BYTES,) if said.level >= HIDDEN else (0, MARK_BYTES))
            and len(said.after) % MARK_BYTES == 0 and len(said.after) <= MOST_AFTER * MARK_BYTES):
        raise DamagedFile("sync.segment")
    return said


def op_of(mark: bytes, said: Said) -> Op:
    """The order itself."""
    return Op(wire.OP_PURGE, mark, wire.CASE, wire.PURGE_ORDER, msgspec.msgpack.encode(said))


def order_of(op: Op, change: Changeset) -> Order:
    """As it is remembered; raises DamagedFile."""
    said = said_in(op.value)
    return Order(op.entity, said.level, change.stream, change.n, said.upto, said.comp, said.epoch,
                 min(change.hlc, (1 << 63) - 1), said.approval, said.key_mark, said.after)


def holding(orders: Iterable[Order], case: bytes, known: Roster) -> Order | None:
    """Which of the orders about one case holds, in the order of their stamps: the last one.

    A lower level than before counts only when two people signed it, and only who holds the case can see that.
    """
    found: Order | None = None
    for order in orders:
        if found is None or order.level >= found.level or _is_signed(order, case, known):
            found = order
    return found


def marks_of(orders: Iterable[Order]) -> bytes:
    """What an order takes the place of, where these were heard of about its case: the last of very many."""
    marks = dict.fromkeys(order.key_mark for order in orders if order.level >= HIDDEN)
    return b"".join([*marks][-MOST_AFTER:])


def hiding(orders: Iterable[Order]) -> dict[bytes, list[Order]]:
    """Mark of a case → by what it is hidden or given away now: several orders, where people said so apart, each with a
    compartment of its own perhaps.

    What its author had not heard of stands beside an order; a stamp that is not later takes the place of nothing. Of
    one that was given away nobody is a reader, whatever else was said of it.
    """
    told = [order for order in orders if order.comp and order.level >= HIDDEN]
    replaced: dict[tuple[bytes, bytes], int] = {}
    for order in told:
        for at in range(0, len(order.after), MARK_BYTES):
            which = order.mark, order.after[at : at + MARK_BYTES]
            replaced[which] = max(order.hlc, replaced.get(which, 0))
    found: dict[bytes, list[Order]] = {}
    for order in told:
        if order.epoch == NEVER or order.hlc >= replaced.get((order.mark, order.key_mark), 0):
            found.setdefault(order.mark, []).append(order)
    return {mark: [each for each in some if each.epoch == NEVER] or some for mark, some in found.items()}


def makes_reader(key: CompartmentKey, orders: Iterable[Order]) -> bool:
    """Whether who holds this key reads it still. Any other key, of whatever number, was made by somebody who had not
    heard that it is hidden, herself perhaps."""
    return any((key.comp, key_mark(key.key)) == (order.comp, order.key_mark) for order in orders)


def said_since(orders: Iterable[Order], case: bytes, known: Roster) -> list[Order]:
    """Orders below the highest level that still say who reads it, in the order of their stamps: none while it is
    hidden, since whoever wrote them had not heard of that, and once two people agreed to a lower level, later ones."""
    found, is_hidden = list[Order](), False
    for order in orders:
        if order.level >= HIDDEN:
            found, is_hidden = [], True
        elif is_hidden and _is_signed(order, case, known):
            is_hidden = False
        elif not is_hidden:
            found.append(order)
    return found


def _is_signed(order: Order, case: bytes, known: Roster) -> bool:
    approval = approval_in(order.approval)
    return approval is not None and (approval.kind, approval.level <= order.level) == (LOWER, True) and holds(
        approval, case, known, known.roles_ever)


def hear(work: UnitOfWork, change: Changeset, roles: Collection[str], now_ms: int) -> None:
    """Remember what a colleague told everybody. An order of somebody who may not raise a case is none.

    Raises DamagedFile ``sync.segment`` for what is neither order nor confirmation.
    """
    for op in change.ops:
        if op.kind != wire.OP_PURGE or len(op.entity) != MARK_BYTES:
            raise DamagedFile("sync.segment")
        if op.field == wire.PURGE_ORDER:
            order = order_of(op, change)
            before = [each.level for each in work.rounds.protected.orders() if each.mark == order.mark]
            is_lower = bool(before) and order.level < before[-1]
            if may(roles, "protection.lower" if is_lower else "protection.raise").ok:
                work.rounds.protected.put_order(order)
        elif op.field == wire.PURGE_DONE:
            work.rounds.protected.put_done(op.entity, _level(op.value), change.stream, now_ms)
        else:
            hear_erasure(work, change, op, now_ms)


def _level(value: bytes) -> int:
    try:
        level = msgspec.msgpack.decode(value, type=int)
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None
    return max(0, min(level, 3))
