# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a change has a shape that this program could have written, whoever signed it.

A member may write lies in cases that are his to write in. What he may not do is send a number that no column
holds, a list where a date stands, or a hundred thousand things to forget: lists, duties and screens are made from
these values, and one that cannot be read would stop everybody who receives it. What a later release may have
added, another field or another kind of operation, is let through: it is kept until it can be read.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import msgspec

from assist.casestate import CaseState, Killed, LiveValue
from assist.changesets import Changeset, FieldKey, Op, pack_plain, unpack_plain
from assist.crypto.glass import TAG_BYTES
from assist.domain import wire
from assist.errors import DamagedFile
from assist.sync import blobs
from assist.sync.glass import Shared
from assist.unpacking import UNREADABLE
from forms.answers import AnswerState
from forms.fieldtypes import LONG_LIMIT
from forms.registry import all_specs

_registers = msgspec.msgpack.Decoder(tuple[LiveValue, ...])
_merged = msgspec.msgpack.Decoder(tuple[tuple[LiveValue, ...], tuple[Killed, ...]])
_how_far = msgspec.msgpack.Decoder(tuple[tuple[bytes, int], ...])
_given = msgspec.msgpack.Decoder(tuple[bytes, int, bytes, tuple[bytes, ...]])
_former = msgspec.msgpack.Decoder(tuple[int, bytes])
_shared = msgspec.msgpack.Decoder(Shared)
IDENT, KEY_BYTES = 16, 32
_EPOCHS = 1 << 31
FIRST_OF_FORMS, FIRST_INTERNED = 100, 1_000_000
"""Below the first are structural fields; from the second on are small numbers that never leave a laptop."""
LARGEST, LONGEST_KEY = 1 << 62, 200
_Short = Annotated[str, msgspec.Meta(max_length=LONGEST_KEY)]
MOST_REPLACED = 4_000
"""Values that one change may replace: the largest case has a tenth of that."""

_TEXTS = frozenset({
    wire.CODE, wire.STAGE, wire.BAND, wire.OPENED_ON, wire.FORM, wire.ASKED_ON, wire.CLOSED_ON, wire.AGREED_HASH,
    wire.AGREED_TEXT, wire.REVIEW_DUE, wire.HOLD_SINCE, wire.BAND_ON, wire.OWN_BAND, wire.BAND_TREND, wire.NEXT_LOOK,
    wire.ENTERED_ON, wire.PIN_KIND, wire.WITHDRAWN_ON, wire.READY_ON, wire.RISK_ROSE_ON, wire.PAUSE,
    wire.LOOKED_WHY, wire.WORD_SAID, wire.WORD_ANSWER, wire.HANDED_NOTE, wire.HANDED_TOLD,
})
_IDENTS = frozenset({wire.WORKER, wire.PARENT, wire.ENTERED_BY, wire.ORIGINAL})
_TICKS = frozenset({wire.HOLD, wire.WITHOUT_FILE, wire.SLEEPING})
_NUMBERS = frozenset({wire.LEVEL, wire.FORM_VERSION})
_LISTS = frozenset({
    wire.BATCH, wire.TEXT_VERSION, wire.CAME_FROM, wire.GOING, wire.LOOKED, wire.WORD_GIVEN, wire.WORD_ANSWERED,
    wire.HANDED, wire.HANDED_ANSWER, wire.REPORTED, wire.SHARED, wire.SHARE_TAKEN_BACK, wire.SHARE_HEARD,
    wire.SHARE_KEY,
})
_COUNTED = frozenset({"int", "scale5", "rating5"})
_SEVERAL = frozenset({"multi", "rank", "checklist"})
_WORDS = frozenset({"text_short", "text_long", "strokes"})
_ROWS = frozenset({"table", "group", "matrix"})


def is_well_formed(changeset: Changeset) -> bool:
    """Whether every part of a change fits where it is kept and read."""
    numbers = (changeset.n, changeset.hlc, changeset.wall_ms, changeset.epoch)
    replaced = sum(len(op.supersedes) for op in changeset.ops)
    return (
        replaced <= MOST_REPLACED and len(changeset.group) == IDENT
        and all(0 <= number <= LARGEST for number in numbers) and all(map(is_op, changeset.ops)))


def is_value(field: FieldKey, value: bytes) -> bool:
    """Whether a register of this field may hold these bytes."""
    try:
        if isinstance(field, int) and field < FIRST_OF_FORMS:
            return _is_plain(field, unpack_plain(value))
        _answers().get(field, _any_answer).decode(value)
    except (*UNREADABLE, DamagedFile):
        return False
    return True


def is_state(state: CaseState) -> bool:
    """The same of a whole state of a case, as a snapshot brings it."""
    fields = {each.field for each in state.live}.union(each.field for each in state.killed)
    return all(map(is_field, fields)) and all(is_value(each.field, each.value) for each in state.live)


def is_op(op: Op) -> bool:
    """Whether an operation fits where it is kept and read."""
    fits = (
        0 <= op.kind <= 0xFF and 0 <= op.etype <= 0xFFFF and len(op.entity) == IDENT and is_field(op.field)
        and all(len(stream) == IDENT and 0 < n <= LARGEST and 0 <= i <= LARGEST for stream, n, i in op.supersedes))
    if op.kind == wire.OP_MOVE:
        return fits and _is_move(op)
    return fits and (op.kind not in wire.REGISTER_OPS or is_value(op.field, op.value))


def is_grant(op: Op) -> bool:
    """Whether what a reader says of keys behind the seal could be kept; true of any other operation."""
    if op.kind != wire.OP_GRANT:
        return True
    try:
        if op.field == wire.GRANT_READERS:
            comp, epoch, key, readers = _given.decode(op.value)
            return _is_key(comp, epoch, key) and all(len(each) == IDENT for each in readers)
        if op.field == wire.GRANT_FORMER:
            epoch, key = _former.decode(op.value)
            return _is_key(bytes(IDENT), epoch, key)
        if op.field == wire.GRANT_SHARES:
            told = _shared.decode(op.value)
            return (
                0 < told.epoch < _EPOCHS and len(told.comp) == len(told.masked) == IDENT and len(told.tag) == TAG_BYTES
                and len(told.notices) == KEY_BYTES and len(told.holders) == len(told.shares)
                and all(len(each) == IDENT for each in told.holders) and all(_is_key(*each) for each in told.earlier))
    except UNREADABLE:
        return False
    return True


def _is_key(comp: bytes, epoch: int, key: bytes) -> bool:
    return len(comp) == IDENT and 0 < epoch < _EPOCHS and len(key) == KEY_BYTES


def _is_move(op: Op) -> bool:
    """Whether what changed database could be kept and read there."""
    if op.field == wire.MOVE_BELONGS:
        return len(op.value) == IDENT
    if op.field == wire.MOVE_PARTED:
        return False  # nobody sends one
    live: tuple[LiveValue, ...] = ()
    dead: tuple[Killed, ...] = ()
    try:
        if op.field == wire.MOVE_REGISTERS:
            live = _registers.decode(op.value)
        elif op.field == wire.MOVE_MERGED:
            live, dead = _merged.decode(op.value)
        elif op.field == wire.MOVE_READ:
            return all(len(stream) == IDENT and 0 <= n <= LARGEST for stream, n in _how_far.decode(op.value))
        else:
            return True
    except UNREADABLE:
        return False
    return all(is_field(each.field) and is_value(each.field, each.value) for each in live) and all(
        is_field(each.field) for each in dead)


def is_field(field: FieldKey) -> bool:
    """Whether a register may be called so."""
    if isinstance(field, int):
        return 0 <= field < FIRST_INTERNED
    return 0 < len(field) <= LONGEST_KEY and field.isprintable()


def _is_plain(field: int, value: object) -> bool:
    if value is None:
        return field not in _TEXTS
    if field == wire.TOMBSTONE:
        return isinstance(value, bool | list)
    if field == wire.ATTACHED:
        return _is_attached(value)
    if field in _TEXTS:
        return isinstance(value, str)
    if field in _IDENTS:
        return isinstance(value, bytes) and len(value) in (0, IDENT)
    if field in _NUMBERS:
        return isinstance(value, int) and 0 <= value <= 0xFFFF
    if field in _LISTS:
        return isinstance(value, list)
    return field not in _TICKS or isinstance(value, bool)


def _is_attached(value: object) -> bool:
    try:
        blobs.unpacked(pack_plain(value))
    except (DamagedFile, TypeError, ValueError):
        return False
    return True


def _answer_of(value: Any) -> msgspec.msgpack.Decoder[Any]:
    """Reads an answer with a value of this kind and nothing else; what a later release adds at its end is ignored."""
    return msgspec.msgpack.Decoder(msgspec.defstruct("Told", [
        ("value", value), ("state", Annotated[int, msgspec.Meta(ge=0, lt=len(AnswerState))]), ("asked_on", _Short),
        ("asked_by", bytes), ("source", _Short), ("precision", _Short)], array_like=True))


_any_answer = _answer_of(Any)


@cache
def _answers() -> dict[FieldKey, msgspec.msgpack.Decoder[Any]]:
    """Of the fields of our forms; a table's rows stand in entities of their own, and imported forms are anybody's."""
    number = Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)]
    counted, several = _answer_of(number | bool | None), _answer_of(list[_Short] | None)
    words = _answer_of(Annotated[str, msgspec.Meta(max_length=LONG_LIMIT)] | None)
    kinds = dict.fromkeys(_COUNTED, counted) | dict.fromkeys(_SEVERAL, several) | dict.fromkeys(_WORDS, words)
    short = _answer_of(_Short | None)
    return {field: kinds.get(spec.type, short) for field, spec in all_specs().items() if spec.type not in _ROWS}
