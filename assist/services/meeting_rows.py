# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The row in which a profile remembers its last meeting, and what the clock of the place said."""

from __future__ import annotations

import msgspec

from assist.ports import Reader, Store, UnitOfWork
from assist.unpacking import UNREADABLE

_MET = "met"
STORE = "store"
"""Where a profile keeps the address of its meeting place."""


class Met(msgspec.Struct, array_like=True, frozen=True):
    """When a place was met last, how far own changes lie there, how far our clock is ahead of its (milliseconds)."""

    met_ms: int = 0
    shared_n: int = 0
    off_ms: int = 0
    code: str = ""


def kept_met(reader: Reader) -> Met:
    """As kept."""
    try:
        return msgspec.msgpack.decode(reader.meta(_MET) or msgspec.msgpack.encode(Met()), type=Met)
    except UNREADABLE:
        return Met()


def keep_met(work: UnitOfWork, met: Met) -> None:
    """From now on this."""
    work.put_meta(_MET, msgspec.msgpack.encode(met))


def clock_off(store: Store) -> int | None:
    """How far this laptop's clock is ahead of the place's, in milliseconds; None where the place shows none."""
    off: int | None = getattr(store, "clock_off_ms", None)
    return off
