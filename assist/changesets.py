# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one shape of a change, local and synced alike, and the pure merge of registers.

A register is one field of one entity. Its state is a set of live *dots*: who wrote it
(stream, n, i) and the value. A change names the dots it was shown and replaces exactly
those, so no clock can lose an edit; clocks only choose what is shown first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from assist.errors import BadInput, DamagedFile
from assist.unpacking import UNREADABLE
from forms.answers import Answer, AnswerState

VERSION = 1
ZERO = b"\0" * 16
"""The compartment of a change whose writer could not look into the vault (ruling 58)."""

MAX_BYTES = 1 << 20
"""A changeset is at most 1 MiB (ruling 85)."""

Dot = tuple[bytes, int, int]
"""(stream, n, i): the i-th operation of the n-th changeset of a stream."""

FieldKey = int | str
"""A built-in register number, or ``form/key`` for an imported form (ruling 61)."""


class Op(msgspec.Struct, array_like=True, frozen=True):
    """One operation: ``[kind, entity, etype, field, value, supersedes]``."""

    kind: int
    entity: bytes
    etype: int
    field: int | str
    value: bytes
    supersedes: tuple[tuple[bytes, int, int], ...] = ()


class Changeset(msgspec.Struct, array_like=True, frozen=True):
    """One save of one person in one stream.

    ``group`` and ``hlc`` are shared by the ordinary and the protected half of a save;
    ``comp`` is the compartment (the case itself for ordinary work).
    """

    version: int
    stream: bytes
    n: int
    hlc: int
    group: bytes
    user: bytes
    wall_ms: int
    comp: bytes
    epoch: int
    ops: tuple[Op, ...]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Changeset)


def encode(changeset: Changeset) -> bytes:
    """The exact bytes that are signed and stored; raises BadInput when over 1 MiB."""
    body = _encoder.encode(changeset)
    if len(body) > MAX_BYTES:
        raise BadInput("record.too_big")
    return body


def decode(body: bytes) -> Changeset:
    """Read a changeset strictly typed; raises DamagedFile for anything else."""
    try:
        return _decoder.decode(body)
    except UNREADABLE:
        raise DamagedFile("log.unreadable") from None


def digest(body: bytes) -> bytes:
    """SHA-256 of a body as stored."""
    return hashlib.sha256(body).digest()


@dataclass(frozen=True, slots=True)
class Live:
    """A value that nothing has replaced yet."""

    dot: Dot
    hlc: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Arrival:
    """One operation on one register, as it reaches a replica."""

    dot: Dot
    hlc: int
    value: bytes
    supersedes: tuple[Dot, ...]


def merge(
    live: Iterable[Live], killed: frozenset[Dot], arrival: Arrival, seen: Callable[[Dot], bool]
) -> tuple[tuple[Live, ...], frozenset[Dot]]:
    """Apply one operation to one register: order-free and idempotent.

    ``seen`` says whether a dot has been applied here before. Dots that are replaced
    before they arrive are kept in ``killed``, so that arriving late they stay dead.
    """
    current = tuple(live)
    replaced = set(arrival.supersedes)
    early = frozenset(dot for dot in replaced if not seen(dot) and dot != arrival.dot)
    kept = tuple(item for item in current if item.dot not in replaced)
    if arrival.dot in killed:
        return kept, (killed | early) - {arrival.dot}
    if any(item.dot == arrival.dot for item in kept):
        return kept, killed | early
    newcomer = Live(arrival.dot, arrival.hlc, arrival.value)
    return (*kept, newcomer), killed | early


def shown_first(live: Iterable[Live]) -> Live | None:
    """The value shown until people settle: newest stamp, then stream and position."""
    return max(live, key=lambda item: (item.hlc, item.dot), default=None)


_STATES = tuple(AnswerState)
_STATE_NUMBER = {state: number for number, state in enumerate(_STATES)}


_list: msgspec.msgpack.Decoder[list[Any]] = msgspec.msgpack.Decoder(list)
_anything: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder()


def pack_answer(answer: Answer) -> bytes:
    """One answer as one register value; table rows are entities and never packed here."""
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    asked_by = bytes.fromhex(answer.asked_by) if answer.asked_by else b""
    return _encoder.encode(
        [value, _STATE_NUMBER[answer.state], answer.asked_on, asked_by, answer.source, answer.precision]
    )


def unpack_answer(value: bytes) -> Answer:
    """The opposite of ``pack_answer``; raises DamagedFile when the bytes are not one."""
    try:
        raw = _list.decode(value)
        content, state, asked_on, asked_by, source, precision = raw[:6]
        held = tuple(content) if isinstance(content, list) else content
        return Answer(held, _STATES[state], asked_on, asked_by.hex(), source, precision)
    except (*UNREADABLE, ValueError, IndexError, TypeError, AttributeError):
        raise DamagedFile("register.unreadable") from None


class _Head(msgspec.Struct, array_like=True):
    value: msgspec.Raw
    state: int


_head = msgspec.msgpack.Decoder(_Head)
_CARRIES = tuple(state.carries_value for state in _STATES)


def carries_value(value: bytes) -> bool:
    """Whether a packed answer holds a value; the answer itself is not made."""
    try:
        return _CARRIES[_head.decode(value).state]
    except (*UNREADABLE, IndexError):
        raise DamagedFile("register.unreadable") from None


def pack_plain(value: object) -> bytes:
    """A structural value (stage, level, parent …) as a register value."""
    return _encoder.encode(value)


def unpack_plain(value: bytes) -> Any:
    """The opposite of ``pack_plain``."""
    try:
        return _anything.decode(value)
    except UNREADABLE:
        raise DamagedFile("register.unreadable") from None


def _derived(label: bytes, *parts: bytes) -> bytes:
    return hashlib.sha256(label + b"".join(parts)).digest()[:16]


def person_of(case: bytes) -> bytes:
    """The person entity of a case: derived, so that two laptops agree without talking."""
    return _derived(b"amparo/person/v1", case)


def single_record(case: bytes, form: str) -> bytes:
    """The one living record of a form a case has once."""
    return _derived(b"amparo/single/v1", case, form.encode())


def twin_of(entity: bytes) -> bytes:
    """The protected entity beside an ordinary one; only the vault ever holds it (ruling 60)."""
    return _derived(b"amparo/twin/v1", entity)
