# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping shares of hidden cases' keys with whoever may open one by two, and ending keys that were used that way.

All of it in a transaction of the caller, on the laptop of somebody who reads the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assist.casebook import Book
from assist.changesets import Op, unpack_plain
from assist.compartmentbook import CompartmentKey
from assist.crypto import glass
from assist.domain import wire
from assist.domain.protection import GLASS_HOURS
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.rows import RegRow
from assist.services.bench import Bench
from assist.sync.chain import Roster
from assist.sync.glass import Cut, holding_profiles, is_room, notices_of, own_share, shares_op

HOUR_MS = 3_600_000
DAY_MS = GLASS_HOURS * HOUR_MS
_CACHED = "glass/"


class Notice(NamedTuple):
    """Two people opened a case in an emergency: who asked, who agreed, why, when and until when."""

    by: bytes
    other: bytes
    reason: str
    at_ms: int
    until_ms: int


def notices_in(rows: Sequence[RegRow], writers: dict[bytes, bytes]) -> Iterator[Notice]:
    """What is told in a room; ``writers``: protected stream → person. Who agreed is who wrote it, whatever it says."""
    for row in rows:
        if (row.etype, row.field) == (wire.GLASS_NOTICE, wire.GLASS_TOLD):
            other = writers.get(row.dot[0], b"")
            try:
                by, reason, at_ms, until_ms = unpack_plain(row.value)
                yield Notice(bytes(by), other, str(reason), int(at_ms), int(until_ms))
            except (DamagedFile, TypeError, ValueError):
                continue


def writers_of(known: Roster) -> dict[bytes, bytes]:
    """Protected stream → the person who writes it."""
    return {each.protected: each.user for each in known.streams.values()}


def listen_for_notices(work: UnitOfWork) -> None:
    """Whoever reads a hidden case hears when it was opened: with a key that follows from that of the case."""
    book = work.rounds.protected
    for key in book.keys(None):
        if not is_room(key) and book.glass.given(key.comp, key.epoch):
            book.put_key(notices_of(key))


def shares_due(bench: Bench, work: UnitOfWork, known: Roster, keys: Sequence[CompartmentKey]) -> list[Op]:
    """The newest key cut anew where somebody who should hold a share of it has none; usually nothing."""
    key, book = keys[-1], work.rounds.protected
    wanted = holding_profiles(known, bench.ring.identity.profile)
    if not wanted or wanted.keys() <= book.glass.given(key.comp, key.epoch):
        return []
    tag = _tag(work, known, key)
    if not tag:
        return []
    book.put_key(notices_of(key))
    earlier = [each for each in book.keys(key.case) if each[1:3] != key[1:3]]
    op = shares_op(key, earlier, Cut(wanted, tag))
    own = own_share(op, bench.ring.reader)  # nobody sends anything to herself
    if own is not None:
        book.glass.put_share(own)
    return [op]


def _tag(work: UnitOfWork, known: Roster, key: CompartmentKey) -> bytes:
    """The slow mark of the case's code, made once and kept in the vault."""
    place = _CACHED + key.comp.hex()
    held = work.vault_meta(place)
    if held is None:
        code = Book(key.case, work.rows_of(key.case)).case.plain(wire.CODE, "")
        if not code:
            return b""
        held = glass.tag_of(known.organisation, code)
        work.put_vault_meta(place, held)
    return held


def is_spent(bench: Bench, work: UnitOfWork, known: Roster, key: CompartmentKey, named: frozenset[bytes]) -> bool:
    """Whether this key was put together by two and their day is over: readers write under another one from then on.

    One reader after the other has a day to make it, in an order that all know, so that two do not make two.
    """
    people = sorted(user for user in named if known.is_active(user))
    if bench.user not in people or is_room(key):
        return False
    after = people.index(bench.user) * DAY_MS
    told = notices_in(work.rows_of(notices_of(key).case), writers_of(known))
    return any(notice.until_ms + after <= bench.clock.now_ms() for notice in told)
