# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What protected work between people asks of whoever keeps the data: compartments, their readers, orders to withdraw.

A *compartment* is the protected part of one case under a key of its own; an *epoch* of it ends when somebody is no
longer a reader. Keys and readers lie in the vault; what came and is still closed lies in ``case.db`` as it came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from assist.casestate import NOWHERE, CaseState, Place
from assist.changesets import Dot, FieldKey, Op
from assist.glassbook import GlassBook
from assist.rows import AttachedRow

SECTIONS = 1 << 62
"""Sections of snapshot ``k`` of a stream, and keys that came with it, are kept beside those of its bundles as if they
had come in a bundle of the number ``SECTIONS + k``: no bundle ever has one."""


class CompartmentKey(NamedTuple):
    """The key of one epoch of a case's compartment. ``may_write``: made by somebody who may make one."""

    case: bytes
    comp: bytes
    epoch: int
    key: bytes
    may_write: bool = True


class Compartment(NamedTuple):
    """The newest epoch of a compartment: who has its key (profiles, and b"c" + number for the custodians' key)."""

    case: bytes
    comp: bytes
    epoch: int
    readers: frozenset[bytes]


class ProtectedPart(NamedTuple):
    """A part of a protected bundle as it came; ``first_n`` and ``last_n`` are those of its bundle."""

    stream: bytes
    seq: int
    part: int
    key_id: bytes
    first_n: int
    last_n: int
    content: bytes


class ClosedGrant(NamedTuple):
    """A compartment key wrapped for somebody; nobody can tell for whom."""

    stream: bytes
    seq: int
    at: int
    content: bytes


OwnPlace = tuple[bytes, FieldKey, Dot]
"""A value in a register: entity, field, and who wrote it."""


class Parted(msgspec.Struct, array_like=True, frozen=True):
    """What a laptop tells its own vault in a sealed row that is sent to nobody: of ``stream`` everything up to ``n``
    stays, and another laptop's words belong under later numbers.

    ``live`` was put and ``dead`` was replaced under those here: (entity, field, stream, n, i).
    """

    stream: bytes
    n: int
    live: tuple[tuple[bytes, FieldKey, bytes, int, int], ...]
    dead: tuple[tuple[bytes, FieldKey, bytes, int, int], ...]


class Order(NamedTuple):
    """Somebody raised a case: whoever holds a case of this mark takes out what is above the level.

    ``stream`` and ``n``: where it was written. ``upto``: until her protected stream was read so far, nobody knows
    whether he was named. ``comp`` and ``epoch``: below the highest level, who has an older key alone is no reader any
    more. ``hlc``: of several the last one holds. ``approval``: what two people signed, of a level that is lower than
    one before. ``key_mark``: which key it is, since somebody who has not heard of it may make another of that number.
    ``after``: the marks, one behind the other, of what its author had heard of before: this takes their place.
    """

    mark: bytes
    level: int
    stream: bytes
    n: int
    upto: int
    comp: bytes
    epoch: int
    hlc: int
    approval: bytes = b""
    key_mark: bytes = b""
    after: bytes = b""


class CompartmentBook(Protocol):
    """See db.compartments. What lies in the vault reads as empty while it is shut."""

    glass: GlassBook

    # -- keys and readers ----------------------------------------------------------------

    def put_key(self, key: CompartmentKey) -> bool:
        """Keep a key that was given to this profile; False when it was known."""
        ...

    def keys(self, case: bytes | None = None) -> list[CompartmentKey]:
        """Every key held, oldest epochs first, the one written under last; of one case or of all."""
        ...

    def fresh_keys(self) -> list[CompartmentKey]:
        """Keys that were not yet tried on what came before them."""
        ...

    def keys_are_tried(self, keys: Iterable[CompartmentKey]) -> None:
        """These were; others may have come with what they opened."""
        ...

    def compartments(self) -> list[Compartment]:
        """The newest epoch of every compartment held."""
        ...

    def readers(self, key: CompartmentKey) -> frozenset[bytes]:
        """To whom this key was given, as far as this profile has read; another key of its epoch has readers of its own.
        """
        ...

    def standings(self) -> dict[bytes, tuple[bytes | None, int, frozenset[bytes]]]:
        """Case → its worker, its level, and the people named for it; of every case that is here."""
        ...

    def former_keys(self, case: bytes | None = None) -> list[tuple[bytes, int, bytes]]:
        """(case, epoch, key) of the ordinary compartments of cases that left ``case.db``."""
        ...

    def put_former_key(self, case: bytes, epoch: int, key: bytes) -> None:
        """Keep one."""
        ...

    def set_aside(self, stream: bytes, numbers: Sequence[int]) -> None:
        """What stands in the log under these numbers of a stream never did: another laptop's words belong there.

        The vault forgets it when it reads the sealed row that says so (Parted).
        """
        ...

    def leave_out(self, case: bytes, places: Collection[tuple[bytes, FieldKey]]) -> None:
        """Take these registers (entity, field) of a case out of the open vault; that they were replaced is remembered,
        so that whoever still has them brings none back."""
        ...

    def drop_keys(self, case: bytes, comps: Collection[bytes]) -> None:
        """Forget every epoch of these compartments of a case, and who reads them: nothing opens with them here."""
        ...

    # -- what came closed ------------------------------------------------------------------

    def leave_part(self, part: ProtectedPart) -> None:
        """Keep a part as it came."""
        ...

    def parts(self, *, tried: bool) -> list[ProtectedPart]:
        """Parts on which every key held was tried, or those nobody looked at yet; in the order of their streams."""
        ...

    def part_is_tried(self, part: ProtectedPart) -> None:
        """No key held here opens it."""
        ...

    def part_waits(self, part: ProtectedPart) -> None:
        """A key opens it, and it is not read yet all the same."""
        ...

    def drop_part(self, part: ProtectedPart) -> None:
        """It was read."""
        ...

    def leave_grant(self, grant: ClosedGrant) -> None:
        """Keep a wrapped key as it came."""
        ...

    def grants(self, limit: int) -> list[ClosedGrant]:
        """Wrapped keys that were not tried yet."""
        ...

    def grants_are_tried(self, grants: Iterable[ClosedGrant]) -> None:
        """They were."""
        ...

    def try_grants_again(self) -> None:
        """This profile has another key of its own now: every wrapped key may be for it."""
        ...

    # -- snapshots -------------------------------------------------------------------------

    def cases_asked(self, etype: int, asked: int, answered: int) -> Sequence[bytes]:
        """Cases in the open vault with an entity of this kind that holds the one field and not yet the other."""
        ...

    def writers(self) -> dict[bytes, frozenset[bytes]]:
        """Case in the open vault whose key is held → protected streams that were read of it, in no order."""
        ...

    def state_of(self, case: bytes) -> CaseState:
        """Everything protected that is known of a case; empty while the vault is shut."""
        ...

    def join_state(
        self, case: bytes, state: CaseState, ops: Sequence[Op], standing: frozenset[Place] = NOWHERE
    ) -> bool:
        """Know from now on what that state knows as well, and what ``ops`` say of keys and readers; whether anything
        is new. Raises DamagedFile for a state that speaks of another case.
        """
        ...

    def attached(self) -> list[AttachedRow]:
        """Everything attached behind the seal; nothing while the vault is shut."""
        ...

    def drop_older_sections(self, stream: bytes, k: int) -> None:
        """Sections of earlier snapshots of a stream that stayed closed: the newer one holds the same and more."""
        ...

    # -- orders ----------------------------------------------------------------------------

    def put_order(self, order: Order) -> None:
        """Remember it; the same twice is one."""
        ...

    def orders(self) -> Sequence[Order]:
        """All of them, the last one last."""
        ...

    def put_done(self, mark: bytes, level: int, stream: bytes, ms: int) -> None:
        """The laptop that writes this stream holds nothing of that case above this level any more."""
        ...

    def done(self, mark: bytes) -> list[tuple[int, bytes, int]]:
        """(level, stream, ms) of every laptop that said so."""
        ...
