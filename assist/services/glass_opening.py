# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hidden case opened for a day because two people agreed, and gone without a trace when the day is over.

Nothing is asked of anybody: the key is put together as soon as the second share is here, and forgotten before
anything is shown once the day is over, also when the laptop was off meanwhile.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from assist.changesets import unpack_plain
from assist.compartmentbook import CompartmentKey
from assist.crypto import labels
from assist.domain import wire
from assist.domain.protection import two_people_agree
from assist.errors import DamagedFile
from assist.glassbook import HeldShare, Opening
from assist.ports import UnitOfWork
from assist.rows import EMPTIED, RegRow
from assist.services.bench import Bench, Look
from assist.services.glass_shares import DAY_MS, writers_of
from assist.services.ordering import TRACES, leave_no_trace
from assist.services.scribe import now_at_least
from assist.sync import bundles, glass, protected, roster

VERB = "break-glass"


def open_what_was_agreed(bench: Bench) -> frozenset[bytes]:
    """Cases whose key two shares make by now; their content is read like anything that waited for a key."""
    with bench.keeper.writing() as work:
        done = {opening.room for opening in work.rounds.protected.glass.openings()}
        rooms = [room for room in work.rounds.protected.glass.rooms(wire.GLASS) if room not in done]
        opened = frozenset(case for room in rooms for case in _open(bench, work, room))
        if opened:
            work.commit()
    return opened


def _open(bench: Bench, work: UnitOfWork, room: bytes) -> Iterator[bytes]:
    rows = [row for row in work.rows_of(room) if row.etype == wire.GLASS]
    writers = writers_of(roster.verify(work.roster()))
    if not any(row.field == wire.GLASS_ASKED and writers.get(row.dot[0]) == bench.user for row in rows):
        return
    now = now_at_least(work, bench.clock)
    for row in rows:
        other = writers.get(row.dot[0], b"")
        if row.field != wire.GLASS_GIVEN or not two_people_agree(bench.user.hex(), other.hex()):
            continue
        until = min(_said_at(rows, row.entity), now) + DAY_MS
        theirs = _given(bench, room, row)
        keys = list(glass.put_together(work.rounds.protected.glass.shares(), theirs)) if until > now else []
        case = keys[0].case if keys else b""
        if keys and not work.rounds.protected.keys(case):
            for key in keys:
                for each in (key, *_earlier(work, key)):
                    work.rounds.protected.put_key(each)
            work.rounds.protected.glass.put_opening(Opening(room, case, other, now, until))
            bench.audit(work, Look(VERB, case, room, protected=True))
            yield case
            return


def _earlier(work: UnitOfWork, key: CompartmentKey) -> Iterator[CompartmentKey]:
    """The keys of what was written before, which stand in what this one opens.

    They are looked for first: what waits is then read in the order in which it was written.
    """
    authors = protected.authors_of(roster.verify(work.roster()))
    for part in work.rounds.protected.parts(tried=True):
        if part.stream in authors and bundles.key_id(key.key, part.stream, part.seq) == part.key_id:
            with suppress(DamagedFile):
                for made, _change in protected.opened_part(part, authors[part.stream], key):
                    for op in made.ops:
                        yield from glass.earlier_in(op)


def _said_at(rows: Sequence[RegRow], entity: bytes) -> int:
    for row in rows:
        if row.entity == entity and row.field == wire.GLASS_ANSWERED:
            with suppress(DamagedFile, TypeError, ValueError):
                return int(unpack_plain(row.value)[1])
    return 0


def _given(bench: Bench, room: bytes, row: RegRow) -> tuple[HeldShare, ...]:
    """What was wrapped for this profile among what was given."""
    with suppress(DamagedFile, TypeError):
        for wrapped in unpack_plain(row.value):
            with suppress(DamagedFile):
                return glass.given_in(bench.ring.unwrap_with_vault(labels.GLASS_SHARE + room, wrapped))
    return ()


def forget_what_is_over(bench: Bench) -> frozenset[bytes]:
    """Keys, values, index and backups of every case whose day is over; the cases. Needs the vault open.

    The later of this laptop's time and that of what was written last counts: a clock set back opens nothing again.
    """
    with bench.keeper.writing() as work:
        now = now_at_least(work, bench.clock)
        over = [each for each in work.rounds.protected.glass.openings() if not each.is_over and each.until_ms <= now]
        refs = [_forget(bench, work, each) for each in over]
        if over:
            work.commit()
    if refs:
        leave_no_trace(bench, refs)
    return frozenset(each.case for each in over)


def _forget(bench: Bench, work: UnitOfWork, opening: Opening) -> bytes:
    vault = bench.ring.vault
    for row in [] if vault is None else work.log_of_tag(vault.tag(opening.case)):
        work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", tag=None))
    for draft in work.drafts():
        if draft.case == opening.case:
            work.drop_draft(draft.id)
    work.forget_protected(opening.case)
    work.rounds.protected.glass.put_opening(opening._replace(case=bytes(16), is_over=True))
    bench.audit(work, Look(VERB, b"", opening.room, outcome="over", protected=True))
    ref = secrets.token_bytes(16)
    work.put_job(ref, TRACES, b"")
    return ref
