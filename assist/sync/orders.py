# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one laptop tells all others of the team: that a case was raised, and that nothing of it is left here."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from assist.changesets import Changeset
from assist.compartmentbook import Order
from assist.domain import wire
from assist.errors import DamagedFile
from assist.policy import may
from assist.ports import UnitOfWork
from assist.sync.erasures import hear_erasure
from assist.unpacking import UNREADABLE

MARK_BYTES = 16


def hear(work: UnitOfWork, change: Changeset, roles: Collection[str], now_ms: int) -> None:
    """Remember what a colleague told everybody. An order of somebody who may not raise a case is none.

    Raises DamagedFile ``sync.segment`` for what is neither order nor confirmation.
    """
    for op in change.ops:
        if op.kind != wire.OP_PURGE or len(op.entity) != MARK_BYTES:
            raise DamagedFile("sync.segment")
        if op.field == wire.PURGE_ORDER:
            order = _order(change, op.entity, op.value)
            before = [each.level for each in work.rounds.protected.orders() if each.mark == order.mark]
            is_lower = bool(before) and order.level < before[-1]
            if may(roles, "protection.lower" if is_lower else "protection.raise").ok:
                work.rounds.protected.put_order(order)
        elif op.field == wire.PURGE_DONE:
            work.rounds.protected.put_done(op.entity, _level(op.value), change.stream, now_ms)
        else:
            hear_erasure(work, change, op, now_ms)


def _order(change: Changeset, mark: bytes, value: bytes) -> Order:
    try:
        level, upto, comp, epoch = msgspec.msgpack.decode(value, type=tuple[int, int, bytes, int])
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None
    if not (0 <= level <= 3 and 0 <= upto < 1 << 62 and len(comp) in (0, 16) and 0 <= epoch < 1 << 31):
        raise DamagedFile("sync.segment")
    return Order(mark, level, change.stream, change.n, upto, comp, epoch, min(change.hlc, (1 << 63) - 1))


def _level(value: bytes) -> int:
    try:
        level = msgspec.msgpack.decode(value, type=int)
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None
    return max(0, min(level, 3))
