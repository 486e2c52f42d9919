# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case on its way from one team to another: what it consists of, and how those who receive it know it is so.

Values keep their authors, times and dots. None of those who receive them has read the changes they came from: whoever
handed the case over signs each part for the team it goes to, and whoever took it over sends that signature with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from assist.casestate import CaseState, Killed, LiveValue
from assist.changesets import ZERO, Changeset, Dot, FieldKey, Op, twin_of
from assist.crypto import labels, sign
from assist.domain import wire
from assist.errors import DamagedFile
from assist.policy import may
from assist.rows import RegRow
from assist.sync.chain import Roster
from assist.sync.shapes import is_well_formed
from assist.unpacking import UNREADABLE

ACT = "case.move"
PARCEL, ANSWER, MORE, BACK = 1, 2, 3, 4
"""Kinds of letters: a case, whether it was taken, what came later (and that nothing of it is left), never mind."""

MOST_BYTES = 400_000
"""Of values in one part: it becomes one change."""

STAYS_BEHIND = frozenset({wire.REQUEST, wire.READER, *range(20, 30)})
"""Entities that are about people of the team it leaves."""


class Part(msgspec.Struct, array_like=True, frozen=True):
    """``[live values, replaced ones]`` of one half of a case, and the signature of whoever hands it over."""

    protected: bool
    value: bytes
    signature: bytes


class Parcel(msgspec.Struct, array_like=True, frozen=True):
    """A whole case. ``key`` is that of its ordinary half from now on, the same for whoever takes it over."""

    ref: bytes
    case: bytes
    team: bytes
    level: int
    code: str
    name: str
    reason: str
    key: bytes
    parts: tuple[Part, ...]


class Answer(msgspec.Struct, array_like=True, frozen=True):
    """Whether it was taken."""

    ref: bytes
    taken: bool


class More(msgspec.Struct, array_like=True, frozen=True):
    """What was written meanwhile, or came late."""

    ref: bytes
    case: bytes
    parts: tuple[Part, ...]


class _Vouched(msgspec.Struct, array_like=True, frozen=True):
    ref: bytes
    team: bytes
    profile: bytes
    signature: bytes


# -- packed ------------------------------------------------------------------------------


def ordinary_values(state: CaseState) -> list[bytes]:
    """The ordinary half, a few values in each; raises DamagedFile for what only a later release can read."""
    if state.parked:
        raise DamagedFile("sync.segment")
    live = [[v.entity, v.etype, v.field, *v.dot, v.hlc, v.value] for v in state.live
            if v.etype not in STAYS_BEHIND and v.field != wire.GOING]
    return list(packed(live, [[k.entity, k.etype, k.field, *k.dot] for k in state.killed]))


def protected_values(rows: Iterable[RegRow]) -> list[bytes]:
    """The protected half, without what is about people of this team."""
    return list(packed([[row.entity, row.etype, row.field, *row.dot, row.hlc, row.value] for row in rows
                        if row.protected and row.etype not in STAYS_BEHIND and row.field != wire.GOING], []))


def packed(live: list[list[Any]], dead: list[list[Any]]) -> Iterator[bytes]:
    """A few at a time."""
    while live or dead:
        size, count = 0, 0
        for value in live:
            size += 120 + sum(len(each) for each in value if isinstance(each, bytes))
            if size > MOST_BYTES and count:
                break
            count += 1
        some = dead[: MOST_BYTES // 200]
        yield msgspec.msgpack.encode([live[:count], some])
        live, dead = live[count:], dead[len(some):]


def signed_part(ref: bytes, case: bytes, team: bytes, part: tuple[bool, bytes]) -> bytes:
    """What is signed of a part: this half of this case, for that team."""
    protected, value = part
    return ref + case + team + bytes([protected]) + sha256(value).digest()


def dots_of(parts: Iterable[Part], case: bytes, field: FieldKey) -> tuple[Dot, ...]:
    """Which values stand in a register of the case itself, in either half."""
    found = {each.dot for part in parts for each in _read(part.value)[0]
             if each.entity in (case, twin_of(case)) and each.field == field}
    return tuple(sorted(found))


def newest(parts: Iterable[Part]) -> int:
    """The latest stamp in it."""
    return max((each.hlc for part in parts for each in _read(part.value)[0]), default=0)


def _read(value: bytes) -> tuple[tuple[LiveValue, ...], tuple[Killed, ...]]:
    try:
        return msgspec.msgpack.decode(value, type=tuple[tuple[LiveValue, ...], tuple[Killed, ...]])
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None


# -- handed on in the own team -----------------------------------------------------------


def merged(value: bytes) -> Op:
    """The values of a part as an operation."""
    return Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_MERGED, value)


def ordinary_ops(ref: bytes, team: bytes, profile: bytes, part: Part) -> tuple[Op, Op]:
    """An ordinary part as a change for one's own team, with the word of whoever handed it over."""
    vouched = msgspec.msgpack.encode(_Vouched(ref, team, profile, part.signature))
    return merged(part.value), Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_VOUCHED, vouched)


def values_in(op: Op) -> tuple[LiveValue, ...]:
    """Values of other people that came with an operation."""
    return _read(op.value)[0] if (op.kind, op.field) == (wire.OP_MOVE, wire.MOVE_MERGED) else ()


def fields_in(op: Op) -> tuple[FieldKey, ...]:
    """Of which registers an operation holds values: its own, or those that came with it."""
    came = values_in(op)
    return tuple(each.field for each in came) if came else (op.field,)


def came_rightly(known: Roster, team: bytes, change: Changeset) -> bool:
    """Whether values that changed hands in the open are vouched for by somebody of another team who may do that.

    True for a change that holds none. Without that word they would be words put into somebody else's mouth.
    """
    moves = [op for op in change.ops if op.kind == wire.OP_MOVE]
    if not moves:
        return True
    values = [op.value for op in moves if op.field == wire.MOVE_MERGED]
    words = [op.value for op in moves if op.field == wire.MOVE_VOUCHED]
    try:
        told = [msgspec.msgpack.decode(each, type=_Vouched) for each in words]
    except UNREADABLE:
        return False
    if (len(values), len(told), len(moves)) != (1, 1, 2) or told[0].team != team:
        return False
    part = Part(False, values[0], told[0].signature)
    return told[0].profile in known.streams and is_vouched(known, (told[0].ref, change.comp, team),
                                                           told[0].profile, (part,))


def is_vouched(known: Roster, what: tuple[bytes, bytes, bytes], profile: bytes, parts: Sequence[Part]) -> bool:
    """Whether somebody of another team, who may hand a case over, signed each of these for this one.

    ``what``: number of the parcel, case, team. Values by nobody whom the list knows are no values.
    """
    sender = known.streams[profile]
    streams = {stream for each in known.streams.values() for stream in (each.ordinary, each.protected)} | {ZERO}
    may_hand_over = known.home_of(sender) != what[2] and may(known.roles_ever(sender.user), ACT).ok
    return may_hand_over and all(
        sign.verify(sender.ed_pub, labels.MOVED, signed_part(*what, (part.protected, part.value)), part.signature)
        and _is_part(what[1], part)
        and all(each.stream in streams for some in _read(part.value) for each in some) for part in parts)


def _is_part(case: bytes, part: Part) -> bool:
    """Whether it could be kept and read."""
    return is_well_formed(Changeset(1, ZERO, 1, 0, ZERO, ZERO, 0, case, 0, (merged(part.value),)))
