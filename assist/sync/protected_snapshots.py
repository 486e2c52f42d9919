# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of protected streams: a section for each compartment under its key, and that key for its readers again.

Whoever is no reader learns how many sections there are and their size in steps of 1 KiB, and not which case is which
nor whether it was in the snapshot before. What comes stays closed as it came until a vault is open that holds its key.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from assist.casestate import Read
from assist.compartmentbook import SECTIONS, ClosedGrant, CompartmentKey, ProtectedPart
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import DamagedFile
from assist.ports import UnitOfWork
from assist.roundbook import Applied
from assist.sync import bundles, custodians, snapshots
from assist.sync.catching_up import FoundSnapshot
from assist.sync.chain import Roster
from assist.sync.compartments import (
    Standing,
    every_reader,
    former_op,
    readers_of,
    readers_op,
    where,
    wrapped_for,
)
from assist.sync.glass import holding_profiles, is_room, shares_as_cut, wrapped_shares
from assist.sync.shapes import is_grant
from assist.sync.snapshots import ProtectedState

_MAY_SAY = frozenset({wire.GRANT_READERS, wire.GRANT_FORMER, wire.GRANT_SHARES})
"""What a section may say of keys; anything else comes in changes, signed by whoever says it."""


# -- out --------------------------------------------------------------------------------


def spoken_for(work: UnitOfWork, known: Roster, own: bytes) -> Iterator[bytes]:
    """The cases of a snapshot of this own stream: those it says something of, and those of which somebody wrote who
    reads them no longer, or left: her own snapshots hold nothing of them any more.
    """
    book = work.rounds.protected
    standings = book.standings()
    for case, streams in book.writers().items():
        stands = Standing(*standings.get(case, (None, 0, frozenset())))
        speak = {each.protected for each in known.active_profiles() if _reads(known, stands, each.user)}
        if own in streams or streams - speak:
            yield case


def _reads(known: Roster, stands: Standing, user: bytes) -> bool:
    is_custodian = any(each.user == user for each in known.with_role(custodians.ROLE))
    return user in stands.named or (stands.level < HIDDEN and (user == stands.worker or is_custodian))


def section_of(work: UnitOfWork, stream: bytes, case: bytes, upto: int) -> ProtectedState:
    """All that is known of the protected half of a case, as far as the own stream was sent."""
    book = work.rounds.protected
    state = book.state_of(case)
    ops = [readers_op(key, book.readers(key)) for key in book.keys(case)]
    if keys := book.keys(case):
        ops += [shares_as_cut(case, cut) for cut in book.glass.cuts(keys[-1].comp, keys[-1].epoch)]
    ops += [former_op(case, epoch, key) for _case, epoch, key in book.former_keys(case)]
    read = tuple(each for each in state.cursor if each.stream == stream and each.n <= upto)
    return ProtectedState(case, msgspec.structs.replace(state, cursor=read or (Read(stream, upto),)), tuple(ops))


def wrapped_again(work: UnitOfWork, known: Roster, cases: Iterable[bytes], near: bytes, at: bytes) -> list[bytes]:
    """The keys of these cases for whoever reads them now and was given them before, and their shares for whoever may
    open them by two now, in no order; what is asked and answered in an emergency is for these as well. ``near``: the
    own profile."""
    by_two = holding_profiles(known, near)
    sharing = {who: key for who, key in every_reader(known).items() if who in by_two}
    book, holders = work.rounds.protected, every_reader(known)
    standings = book.standings()
    wrapped: list[bytes] = []
    for case in cases:
        now = frozenset(readers_of(Standing(*standings.get(case, (None, 0, frozenset()))), known))
        for key in book.keys(case):
            if is_room(key):  # it belongs to no case: whoever may answer reads what is asked there
                now = frozenset(by_two)
            wrapped += wrapped_for(holders, now & book.readers(key), key, at)
            for cut in book.glass.cuts(key.comp, key.epoch):
                wrapped += wrapped_shares(shares_as_cut(case, cut), sharing, at)
    secrets.SystemRandom().shuffle(wrapped)
    return wrapped


def place_of(stream: bytes, k: int) -> bytes:
    """What keys that come with a snapshot are bound to."""
    return where(stream, SECTIONS + k)


# -- in, and left closed ------------------------------------------------------------------


def take_snapshot(work: UnitOfWork, found: FoundSnapshot, now_ms: int) -> None:
    """Keep what a snapshot holds as it came, inside the caller's transaction: its stream goes on after the bundle it
    stands for. Raises DamagedFile, and then nothing counts.
    """
    stream, k, book = found.author.stream, found.k, work.rounds.protected
    manifest, shared = found.parts[0].manifest, found.shared()
    for_team = snapshots.section_id(found.team_key.key, stream, k)
    book.drop_older_sections(stream, k)
    for at, wrapped in enumerate(shared.grants):
        book.leave_grant(ClosedGrant(stream, SECTIONS + k, at, wrapped))
    for part, opened in enumerate(found.parts):
        for at, ref in enumerate(opened.manifest.sections):
            is_gone = work.rounds.erasures.is_expected(stream, SECTIONS + k, ref.key_id)
            if ref.key_id != for_team and not is_gone:
                place = (part << 16) + at
                book.leave_part(ProtectedPart(
                    stream, SECTIONS + k, place, ref.key_id, 0, manifest.n, opened.sections[at]))
    before = work.rounds.applied().get(stream, Applied(stream))
    work.rounds.heard_snapshot(stream, stream, k)
    work.rounds.end_trouble(stream, before.seq + 1)
    if manifest.seq > before.seq:
        work.rounds.put_applied(Applied(stream, manifest.seq, manifest.head, manifest.n, now_ms))


# -- opened -------------------------------------------------------------------------------


def is_section(part: ProtectedPart) -> bool:
    """Whether it came in a snapshot."""
    return part.seq >= SECTIONS


def mark_of(stream: bytes, seq: int, key: bytes) -> bytes:
    """By which mark the holder of a key knows what is hers of a bundle, or of a snapshot, kept under this number."""
    return bundles.key_id(key, stream, seq) if seq < SECTIONS else snapshots.section_id(key, stream, seq - SECTIONS)


def matched(
    parts: Iterable[ProtectedPart], keys: Iterable[CompartmentKey]
) -> Iterator[tuple[ProtectedPart, CompartmentKey | None]]:
    """Each part with the key that opens it; the marks of all keys are made once for each bundle."""
    held = list(keys)
    for (stream, seq), group in groupby(parts, key=lambda part: (part.stream, part.seq)):
        marks = {mark_of(stream, seq, key.key): key for key in held}
        for part in group:
            yield part, marks.get(part.key_id)


def opened_section(part: ProtectedPart, key: CompartmentKey) -> ProtectedState:
    """What a section holds; raises DamagedFile for anything that its author may not say there."""
    place = (part.stream, part.seq - SECTIONS, part.part >> 16, part.part & 0xFFFF)
    held = snapshots.protected_in(key.key, place, part.content)
    holds = (
        held.case == key.case and all(op.kind == wire.OP_GRANT and op.field in _MAY_SAY for op in held.ops)
        and all(op.entity == key.case and is_grant(op) for op in held.ops)
        and all(each.stream == part.stream and each.n <= part.last_n for each in held.state.cursor))
    if not holds:
        raise DamagedFile("sync.segment")
    return held
