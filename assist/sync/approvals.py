# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""That two people agreed to lower a protection or to lift a hold, so that everybody who hears of it can see it (WP-06).

Each of them signs the same words: which case, what, down to which level, and which values it replaces. A change that
takes such a value away without both signatures is not believed, whoever wrote it: not in the open, and not behind the
seal. What was raised again after it was asked is not among those values and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from assist.casestate import Killed, LiveValue
from assist.changesets import Changeset, Dot, FieldKey, Op, unpack_plain
from assist.crypto import labels, sign
from assist.domain import wire
from assist.domain.protection import two_people_agree
from assist.errors import DamagedFile
from assist.policy import may
from assist.rows import RegRow
from assist.sync.chain import Roster
from assist.unpacking import UNREADABLE

LOWER, RELEASE = "lower", "release"
ASK, ACT = "protection.ask", "protection.lower"
"""Whoever works with a person may ask; whoever answers for protection agrees."""

KINDS: dict[FieldKey, str] = {wire.LEVEL: LOWER, wire.HOLD: RELEASE}
"""What two people sign about which registers."""

RolesOf = Callable[[bytes], Collection[str]]


class Signature(msgspec.Struct, array_like=True, frozen=True):
    """Who signs, with the keys of which profile."""

    user: bytes
    profile: bytes
    signature: bytes


class Approval(msgspec.Struct, array_like=True, frozen=True):
    """What two people signed. ``ref`` is that of the request, ``dots`` are the values that it may replace."""

    ref: bytes
    kind: str
    level: int
    dots: tuple[Dot, ...]
    asked: Signature
    agreed: Signature


_approvals = msgspec.msgpack.Decoder(Approval)
_signatures = msgspec.msgpack.Decoder(Signature)
_merged = msgspec.msgpack.Decoder(tuple[tuple[LiveValue, ...], tuple[Killed, ...]])


def statement(case: bytes, ref: bytes, what: tuple[str, int], dots: Iterable[Dot]) -> bytes:
    """What both of them sign."""
    return msgspec.msgpack.encode([case, ref, *what, sorted(dots)])


def signature_in(value: bytes) -> Signature | None:
    """How somebody signed what she asked; None for what is none."""
    try:
        return _signatures.decode(value)
    except UNREADABLE:
        return None


def is_signed(told: bytes, signature: Signature, known: Roster, roles: Collection[str], act: str) -> bool:
    """Whether this person signed it, with keys of hers that the list of people knows, and may do such a thing."""
    stream = known.streams.get(signature.profile)
    return stream is not None and stream.user == signature.user and may(roles, act).ok and sign.verify(
        stream.ed_pub, labels.TWO_PEOPLE, told, signature.signature)


def holds(approval: Approval, case: bytes, known: Roster, roles_of: RolesOf) -> bool:
    """Whether two different people signed it, one of whom could ask and the other one agree."""
    told = statement(case, approval.ref, (approval.kind, approval.level), approval.dots)
    return two_people_agree(approval.asked.user.hex(), approval.agreed.user.hex()) and all(
        is_signed(told, each, known, roles_of(each.user), act)
        for each, act in ((approval.asked, ASK), (approval.agreed, ACT)))


# -- what a change takes away -----------------------------------------------------------------


class Guard:
    """For one case as it stands here; ``rows`` of both halves. Changes are shown to it in the order they are taken."""

    def __init__(self, case: bytes, rows: Sequence[RegRow], known: Roster) -> None:
        self._case, self._known = case, known
        self._held = {field: {row.dot: weight_of(row.value) for row in rows if row.field == field} for field in KINDS}
        # What came in a snapshot was looked at by nobody yet.
        self._approvals = [each for each in approved_by(rows) if holds(each, case, known, known.roles_ever)]

    def lets_pass(self, change: Changeset, roles_of: RolesOf) -> bool:
        """Whether a change lowers nothing, or two people signed that it may; then it counts for the next one."""
        told = _told(change)
        fresh = [approval_in(value) for field, _dot, value in told.live if field == wire.APPROVED]
        if not all(each is not None and holds(each, self._case, self._known, roles_of) for each in fresh):
            return False
        approvals = [*self._approvals, *(each for each in fresh if each is not None)]
        if not all(self._is_agreed(field, told, approvals) for field in KINDS):
            return False
        own = frozenset(stream for each in self._known.streams.values() if each.user == change.user
                        for stream in (each.ordinary, each.protected))
        if not all(self._is_let_go(op, own, approvals) for op in change.ops):
            return False
        self._approvals = approvals
        for field, held in self._held.items():
            for of, dot in told.dead:
                if of == field:
                    held.pop(dot, None)
            held.update({dot: weight_of(value) for of, dot, value in told.live if of == field})
        return True

    def _is_agreed(self, field: FieldKey, told: _Told, approvals: Sequence[Approval]) -> bool:
        held = self._held[field]
        new = {dot: weight_of(value) for of, dot, value in told.live if of == field}
        lost = {dot for of, dot in told.dead if of == field and dot in held}
        lost |= {dot for dot, weight in new.items() if weight < held.get(dot, 0)}
        left = [*new.values(), *(weight for dot, weight in held.items() if dot not in lost)]
        higher = {dot for dot in lost if held[dot] > max(left, default=0)}
        return not higher or any(
            approval.kind == KINDS[field] and higher <= set(approval.dots)
            and (field != wire.LEVEL or not left or approval.level <= max(left)) for approval in approvals)


    def _is_let_go(self, op: Op, own: Collection[bytes], approvals: Sequence[Approval]) -> bool:
        """Whether a hold that ends, or a level that becomes none, was signed, though what it replaces is not here yet.

        A laptop that is new reads in another order. Whatever replaces something by nothing is never a raise; only
        what somebody wrote herself, and nobody has got, she says again so after a backup was brought back.
        """
        held = self._held.get(op.field, {}) if isinstance(op.field, int) else {}
        if op.field not in KINDS or op.kind not in wire.REGISTER_OPS or weight_of(op.value):
            return True
        unknown = {dot for dot in op.supersedes if held.get(dot, dot[0] not in own)}
        return not unknown or any(
            KINDS.get(op.field) == approval.kind and unknown <= set(approval.dots) and not approval.level
            for approval in approvals)


class Guards:
    """One for each case that changes of a transaction are about; ``rows_of`` as they stood before it."""

    def __init__(self, rows_of: Callable[[bytes], Sequence[RegRow]], known: Roster) -> None:
        self._rows_of, self._known = rows_of, known
        self._guards: dict[bytes, Guard] = {}

    def let_pass(self, case: bytes, change: Changeset, roles_of: RolesOf | None = None) -> bool:
        """See Guard. ``roles_of``: what people did then; by default what they ever did, where nobody can tell."""
        if not is_weighty(change):
            return True
        guard = self._guards.get(case)
        if guard is None:
            guard = self._guards[case] = Guard(case, self._rows_of(case), self._known)
        return guard.lets_pass(change, roles_of or self._known.roles_ever)


def is_weighty(change: Changeset) -> bool:
    """Whether a change could lower a protection or lift a hold: all others need not be weighed."""
    return any(op.field in KINDS or op.field == wire.APPROVED or op.kind == wire.OP_MOVE for op in change.ops)


class _Told(NamedTuple):
    """What a change puts where, and what it replaces; also where it carries values from one database to the other."""

    live: list[tuple[FieldKey, Dot, bytes]]
    dead: set[tuple[FieldKey, Dot]]


def _told(change: Changeset) -> _Told:
    told = _Told([], set())
    for at, op in enumerate(change.ops):
        if op.kind in wire.REGISTER_OPS:
            told.live.append((op.field, (change.stream, change.n, at), op.value))
            told.dead.update((op.field, dot) for dot in op.supersedes)
        elif op.kind == wire.OP_MOVE and op.field in (wire.MOVE_MERGED, wire.MOVE_REGISTERS):
            moved, gone = moved_in(op)
            told.live.extend((each.field, each.dot, each.value) for each in moved)
            told.dead.update((each.field, each.dot) for each in gone)
    return told


def moved_in(op: Op) -> tuple[tuple[LiveValue, ...], tuple[Killed, ...]]:
    """The values that an operation carries from one database to the other, and those it says are replaced."""
    try:
        if op.field == wire.MOVE_MERGED:
            return _merged.decode(op.value)
        return msgspec.msgpack.decode(op.value, type=tuple[LiveValue, ...]), ()
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None


def approval_in(value: bytes) -> Approval | None:
    """What two people signed; None for what is none."""
    try:
        return _approvals.decode(value)
    except UNREADABLE:
        return None


def weight_of(value: bytes) -> int:
    """How careful a level or a hold is; what nobody can read is not careful."""
    try:
        told = unpack_plain(value)
    except DamagedFile:
        return 0
    return int(told) if isinstance(told, int) else 0


def approved_by(rows: Iterable[RegRow]) -> Iterator[Approval]:
    """Every approval that stands in a case."""
    for row in rows:
        if row.field == wire.APPROVED and (found := approval_in(row.value)) is not None:
            yield found
