# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case on its way from one team to another: what it consists of, and how those who receive it know it is so.

Values keep their authors, times and dots. None of those who receive them has read the changes they came from: whoever
handed the case over signs each part for the team it goes to, and whoever took it over sends that signature with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from assist.casestate import CaseState, Killed, LiveValue, Read
from assist.changesets import ZERO, Changeset, Dot, FieldKey, Op, twin_of
from assist.crypto import labels, seal, sign
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

_IDENT, _KEY, MOST_FILE_PARTS = 16, 32, 64

MOST_BYTES = 400_000
"""Of values in one part: it becomes one change."""

STAYS_BEHIND = frozenset({wire.REQUEST, wire.READER, *range(20, 30)})
"""Entities that are about people of the team it leaves."""


class Values(msgspec.Struct, array_like=True, frozen=True):
    """``[live values, replaced ones]`` of one half of a case; ``read`` is how far each stream was read there, packed.

    Only the last of several says that: then everything up to there has come.
    """

    protected: bool
    value: bytes
    read: bytes = b"\x90"


Told = tuple[bool, bytes, int, FieldKey, bytes, int, int]
"""A value by where it stands: in which half, on which register, and its dot."""


class Part(msgspec.Struct, array_like=True, frozen=True):
    """Values, and the signature of whoever hands them over."""

    values: Values
    signature: bytes


class Sent(msgspec.Struct, array_like=True, frozen=True):
    """A file that goes along: what its register calls it, what it is called on the way, its parts, and its key then."""

    blob: bytes
    on_way: bytes
    parts: int
    key: bytes


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
    files: tuple[Sent, ...] = ()


class Answer(msgspec.Struct, array_like=True, frozen=True):
    """Whether it was taken."""

    ref: bytes
    taken: bool


class More(msgspec.Struct, array_like=True, frozen=True):
    """What was written meanwhile, or came late."""

    ref: bytes
    case: bytes
    parts: tuple[Part, ...]
    files: tuple[Sent, ...] = ()


_BESIDE = {wire.MOVE_MERGED, wire.MOVE_VOUCHED, wire.MOVE_READ}
"""What stands in a change that brings values of another team."""


class _Vouched(msgspec.Struct, array_like=True, frozen=True):
    ref: bytes
    team: bytes
    profile: bytes
    signature: bytes


# -- packed ------------------------------------------------------------------------------


def ordinary_values(state: CaseState) -> list[Values]:
    """The ordinary half, a few values in each; raises DamagedFile for what only a later release can read."""
    if state.parked:
        raise DamagedFile("sync.segment")
    live = [[v.entity, v.etype, v.field, *v.dot, v.hlc, v.value] for v in state.live
            if v.etype not in STAYS_BEHIND and v.field != wire.GOING]
    dead = [[k.entity, k.etype, k.field, *k.dot] for k in state.killed]
    return with_read(packed(live, dead), [(each.stream, each.n) for each in state.cursor])


def with_read(values: Iterable[bytes], read: list[tuple[bytes, int]]) -> list[Values]:
    """Of the ordinary half; the last says how far it goes."""
    found = [Values(False, value) for value in values]
    return [*found[:-1], *(msgspec.structs.replace(last, read=msgspec.msgpack.encode(read)) for last in found[-1:])]


def protected_values(rows: Iterable[RegRow]) -> list[Values]:
    """The protected half, without what is about people of this team."""
    return [Values(True, value) for value in packed(
        [[row.entity, row.etype, row.field, *row.dot, row.hlc, row.value] for row in rows
         if row.protected and row.etype not in STAYS_BEHIND and row.field != wire.GOING], [])]


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


def told_in(values: Iterable[Values]) -> tuple[Told, ...]:
    """Which values stand in these."""
    return tuple((some.protected, v.entity, v.etype, v.field, *v.dot)
                 for some in values for v in _read(some.value)[0])


def since(told: Sequence[Told], values: Sequence[Values]) -> list[Values]:
    """Of a case as it stands now, what whoever was told this much does not know: what came, and what is no more.

    Said twice, a value would stand again beside what replaced it there meanwhile.
    """
    now, known, found = set(told_in(values)), set(told), list[Values]()
    for half in (False, True):
        of_half = [(some, _read(some.value)) for some in values if some.protected is half]
        live = [[v.entity, v.etype, v.field, *v.dot, v.hlc, v.value] for _some, (every, _dead) in of_half for v in every
                if (half, v.entity, v.etype, v.field, *v.dot) not in known]
        dead = [[k.entity, k.etype, k.field, *k.dot] for _some, (_live, every) in of_half for k in every]
        dead += [list(each[1:]) for each in told if each[0] is half and each not in now]
        made = [Values(half, value) for value in packed(live, dead)]
        if made and of_half:
            made[-1] = msgspec.structs.replace(made[-1], read=of_half[-1][0].read)
        found += made
    return found


def sent(blob: bytes, parts: int) -> Sent:
    """A file about to go along, under a number and a key that nobody else knows."""
    return Sent(blob, secrets.token_bytes(_IDENT), parts, seal.new_key())


def are_sent(files: Iterable[Sent]) -> bool:
    """Whether this is what files on their way look like."""
    return all((len(each.blob), len(each.on_way), len(each.key)) == (_IDENT, _IDENT, _KEY)
               and 0 < each.parts <= MOST_FILE_PARTS for each in files)


def signed_part(ref: bytes, case: bytes, team: bytes, values: Values) -> bytes:
    """What is signed of a part: these values of this case, for that team."""
    return ref + case + team + sha256(msgspec.msgpack.encode(values)).digest()


def dots_of(parts: Iterable[Part], case: bytes, field: FieldKey) -> tuple[Dot, ...]:
    """Which values stand in a register of the case itself, in either half."""
    found = {each.dot for part in parts for each in _read(part.values.value)[0]
             if each.entity in (case, twin_of(case)) and each.field == field}
    return tuple(sorted(found))


def newest(parts: Iterable[Part]) -> int:
    """The latest stamp in it."""
    return max((each.hlc for part in parts for each in _read(part.values.value)[0]), default=0)


def _read(value: bytes) -> tuple[tuple[LiveValue, ...], tuple[Killed, ...]]:
    try:
        return msgspec.msgpack.decode(value, type=tuple[tuple[LiveValue, ...], tuple[Killed, ...]])
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None


# -- handed on in the own team -----------------------------------------------------------


def merged(value: bytes) -> Op:
    """The values of a part as an operation."""
    return Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_MERGED, value)


def ordinary_ops(ref: bytes, team: bytes, profile: bytes, part: Part) -> tuple[Op, ...]:
    """An ordinary part as a change for one's own team, with the word of whoever handed it over."""
    vouched = msgspec.msgpack.encode(_Vouched(ref, team, profile, part.signature))
    return (merged(part.values.value), Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_VOUCHED, vouched),
            Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_READ, part.values.read))


def _how_far(read: bytes) -> tuple[tuple[bytes, int], ...]:
    try:
        return msgspec.msgpack.decode(read, type=tuple[tuple[bytes, int], ...])
    except UNREADABLE:
        raise DamagedFile("sync.segment") from None


def reads_in(op: Op) -> tuple[Read, ...]:
    """How far streams of other people were read where an operation came from."""
    return tuple(Read(stream, n) for stream, n in _how_far(op.value)) if (
        op.kind, op.field) == (wire.OP_MOVE, wire.MOVE_READ) else ()


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
    said = {op.field: op.value for op in moves}
    if len(moves) != len(_BESIDE) or said.keys() != _BESIDE:
        return False
    try:
        told = msgspec.msgpack.decode(said[wire.MOVE_VOUCHED], type=_Vouched)
    except UNREADABLE:
        return False
    part = Part(Values(False, said[wire.MOVE_MERGED], said[wire.MOVE_READ]), told.signature)
    return told.team == team and told.profile in known.streams and is_vouched(
        known, (told.ref, change.comp, team), told.profile, (part,))


def is_vouched(known: Roster, what: tuple[bytes, bytes, bytes], profile: bytes, parts: Sequence[Part]) -> bool:
    """Whether somebody of another team, who may hand a case over, signed each of these for this one.

    ``what``: number of the parcel, case, team. Values by nobody whom the list knows are no values.
    """
    sender = known.streams[profile]
    streams = {stream for each in known.streams.values() for stream in (each.ordinary, each.protected)} | {ZERO}
    may_hand_over = known.home_of(sender) != what[2] and may(known.roles_ever(sender.user), ACT).ok
    return may_hand_over and all(
        sign.verify(sender.ed_pub, labels.MOVED, signed_part(*what, part.values), part.signature)
        and _is_part(what[1], part)
        and all(each.stream in streams for some in _read(part.values.value) for each in some)
        and all(stream in streams for stream, _n in _how_far(part.values.read)) for part in parts)


def _is_part(case: bytes, part: Part) -> bool:
    """Whether it could be kept and read."""
    ops = merged(part.values.value), Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_READ, part.values.read)
    return is_well_formed(Changeset(1, ZERO, 1, 0, ZERO, ZERO, 0, case, 0, ops))
