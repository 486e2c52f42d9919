# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrapped keys as they came: which case they are of, and which are for this profile no more.

They are kept closed and tried again whenever another key of its own comes, at each opening of the vault among other
times: a case that left must not come back with one of them.
"""

from __future__ import annotations

from contextlib import suppress

from assist.compartmentbook import CompartmentKey, Order
from assist.domain.protection import HIDDEN
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.services.keyring import VaultRing
from assist.sync import compartments
from assist.sync.orders import hiding, makes_reader


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


def out_of(work: UnitOfWork, own: bytes) -> dict[bytes, list[Order]]:
    """Compartment → by what its case was hidden or given away by somebody else, where this profile has no key of then:
    any other, however late it came, is for it no more."""
    every = work.rounds.protected.orders()
    told, out = hiding(every), dict[bytes, list[Order]]()
    held = work.rounds.protected.keys() if told else []
    for mark, now in told.items():
        if any(order.stream != own for order in now) and not any(makes_reader(key, now) for key in held):
            out |= {order.comp: now for order in every if order.mark == mark and order.level >= HIDDEN}
    return out
