# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrapped keys as they came: which case they are of, and which are for this profile no more.

They are kept closed and tried again whenever another key of its own comes, at each opening of the vault among other
times: a case that left must not come back with one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from assist.compartmentbook import CompartmentKey, Order
from assist.domain.protection import HIDDEN
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.services.keyring import VaultRing
from assist.sync import compartments


def key_in(content: bytes | None) -> CompartmentKey | None:
    """The key in an opened grant; None where it is not for this profile, or no key."""
    if content is not None:
        with suppress(DamagedFile):
            return compartments.unwrapped(content, may_write=False)
    return None


def drop_grants_of(work: UnitOfWork, vault: VaultRing, case: bytes) -> None:
    """Of a case that is no longer for this profile."""
    for grant in work.rounds.erasures.all_grants():
        key = key_in(vault.open_closed_grant(compartments.where(grant.stream, grant.seq), grant.content))
        if key is not None and key.case == case:
            work.rounds.erasures.drop_grant(grant)


def newest_hiding(orders: Iterable[Order]) -> dict[bytes, list[Order]]:
    """Compartment → the last word that it was hidden or given away; two words, where two people said so apart."""
    found: dict[bytes, list[Order]] = {}
    for order in orders:
        if order.comp and order.level >= HIDDEN:
            before = found.get(order.comp, [])
            if not before or order.epoch >= before[0].epoch:
                found[order.comp] = [*(each for each in before if each.epoch == order.epoch), order]
    return found


def is_of(key: CompartmentKey, orders: Iterable[Order]) -> bool:
    """Whether who holds this key is a reader still. Another key of that number, or of a higher one, was made by
    somebody who had not heard of it, herself perhaps; an order that names no key goes by the number."""
    return any(key.comp == order.comp and (
        compartments.key_mark(key.key) == order.key_mark if order.key_mark else key.epoch >= order.epoch)
        for order in orders)


def out_of(work: UnitOfWork, own: bytes) -> dict[bytes, list[Order]]:
    """Compartment → by what it was hidden or given away by somebody else, where this profile has no key of then:
    any other, however late it came, is for it no more."""
    book = work.rounds.protected
    told = newest_hiding(order for order in book.orders() if order.stream != own)
    held = book.keys() if told else []
    return {comp: orders for comp, orders in told.items() if not any(is_of(key, orders) for key in held)}
