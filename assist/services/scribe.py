# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what a command wants to keep into signed changesets: the one way in (security-and-sync.md 4.3)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from assist import changesets
from assist.changesets import ZERO, Changeset, Dot, FieldKey, Op
from assist.clock import Clock, next_hlc
from assist.domain import wire
from assist.domain.protection import belongs_in_vault
from assist.errors import NotAllowed
from assist.ports import UnitOfWork
from assist.rows import LogRow
from assist.services.keyring import KeyRing
from assist.sync.compartments import new_compartment, readers_op
from assist.undobook import Written

_LAST = "hlc"


@dataclass(frozen=True, slots=True)
class Put:
    """One value for one register of one entity, with the level that says where it may live.

    ``also_behind``: an ordinary value that readers of protected work are told behind the seal too, under the same dot.
    """

    entity: bytes
    etype: int
    field: FieldKey
    value: bytes
    level: int = 1
    supersedes: tuple[Dot, ...] = ()
    kind: int = wire.OP_SET
    also_behind: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The case a save is about, and how protected it is."""

    case: bytes
    level: int = 0
    parents: tuple[int, ...] = ()
    batch: bytes | None = None


class Scribe:
    """Stamps, routes, signs and seals; the unit of work stores the bytes.

    One save is one group of at most one changeset in the ordinary and one in the
    protected stream, same stamp, one commit (ruling 59). Writing protected values never
    needs the vault open (ruling 58).
    """

    def __init__(self, ring: KeyRing, clock: Clock) -> None:
        self._ring = ring
        self._clock = clock

    def write(self, work: UnitOfWork, target: Target, puts: Sequence[Put]) -> Written:
        """Add everything to the open transaction. What was written, where it could be taken back; empty where it began
        what is behind the seal of a case: its key stays."""
        ordinary = [put for put in puts if not belongs_in_vault(put.level, target.level)]
        protected = [put for put in puts if belongs_in_vault(put.level, target.level)]
        group, stamp = secrets.token_bytes(16), self._stamp(work, target.parents)
        told = self._also_behind(work, ordinary, stamp)
        written = set[tuple[bytes, int]]()
        if ordinary:
            written.add(self._write_ordinary(work, target, (group, stamp), _ops(ordinary)))
        if protected or told:
            begins = work.vault_open and work.compartment(target.case) is None
            written.add(self.write_protected(work, target, (group, stamp), (*_twins(protected), *told)))
            if begins:
                return frozenset()
        return frozenset(written)

    def _also_behind(self, work: UnitOfWork, ordinary: Sequence[Put], stamp: int) -> tuple[Op, ...]:
        """Values of the ordinary change about to be written, as readers get to know them when it does not leave."""
        stream, n = self._ring.ordinary_stream, work.top(self._ring.ordinary_stream) + 1
        live, dead = [], []
        for at, put in enumerate(ordinary):
            if put.also_behind:
                twin = changesets.twin_of(put.entity)
                live += [[twin, put.etype, wire.ORIGINAL, ZERO, 1, 0, 0, changesets.pack_plain(put.entity)],
                         [twin, put.etype, put.field, stream, n, at, stamp, put.value]]
                dead += [[twin, put.etype, put.field, *dot] for dot in put.supersedes]
        if not live:
            return ()
        return (Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_MERGED, msgspec.msgpack.encode([live, dead])),)

    def _stamp(self, work: UnitOfWork, parents: Iterable[int]) -> int:
        last = int.from_bytes(work.meta(_LAST) or b"", "big")
        stamp, own = next_hlc(self._clock.now_ms(), last, parents)
        work.put_meta(_LAST, own.to_bytes(8, "big"))
        return stamp

    def write_as_they_are(self, work: UnitOfWork, target: Target, ops: Sequence[Op]) -> None:
        """Operations of the ordinary stream that are no values of one's own."""
        self._write_ordinary(work, target, (secrets.token_bytes(16), self._stamp(work, target.parents)), ops)

    def _write_ordinary(
        self, work: UnitOfWork, target: Target, when: tuple[bytes, int], ops: Sequence[Op]
    ) -> tuple[bytes, int]:
        held = work.case_key(target.case)
        if held is None:
            held = (1, secrets.token_bytes(32))
            work.put_case_key(target.case, *held)
        changeset = self._changeset(work, when, self._ring.ordinary_stream, (target.case, held[0]), ops)
        body = changesets.encode(changeset)
        work.apply(changeset, LogRow(
            changeset.stream, changeset.n, changeset.hlc, changeset.group, 0, body, self._ring.sign(body),
            changesets.digest(body), changeset.wall_ms, target.case, None, target.batch,
        ))
        return changeset.stream, changeset.n

    def write_protected(
        self, work: UnitOfWork, target: Target, when: tuple[bytes, int] | None, ops: Sequence[Op]
    ) -> tuple[bytes, int]:
        """One sealed changeset; readable by this profile's vault and nobody else on this laptop. Its stream and number.

        Raises NotAllowed ``glass.only_reads`` for a case that was opened in an emergency.
        """
        if work.rounds.protected.glass.is_open(target.case):
            raise NotAllowed("glass.only_reads")
        stamped = when or (secrets.token_bytes(16), self._stamp(work, target.parents))
        first = self._new_compartment(work, target.case)
        held = work.compartment(target.case)
        comp, epoch = (held[0], held[1]) if held else (ZERO, 0)
        belongs = Op(wire.OP_MOVE, target.case, wire.CASE, wire.MOVE_BELONGS, target.case)
        changeset = self._changeset(
            work, stamped, self._ring.protected_stream, (comp, epoch), (belongs, *first, *ops))
        self._keep(work, changeset, target.batch)
        return changeset.stream, changeset.n

    def write_for_own_vault(self, work: UnitOfWork, ops: Sequence[Op]) -> None:
        """A sealed row that belongs to no case: the own vault reads it, and it is sent to nobody."""
        when = secrets.token_bytes(16), self._stamp(work, ())
        changeset = self._changeset(work, when, self._ring.protected_stream, (ZERO, 0), ops)
        self._keep(work, changeset, None)

    def _keep(self, work: UnitOfWork, changeset: Changeset, batch: bytes | None) -> None:
        body = changesets.encode(changeset)
        work.keep_sealed(LogRow(
            changeset.stream, changeset.n, changeset.hlc, changeset.group, 1,
            self._ring.seal_row(changeset.stream, changeset.n, body), b"", changesets.digest(body),
            changeset.wall_ms, None, None, batch,
        ))

    def _new_compartment(self, work: UnitOfWork, case: bytes) -> tuple[Op, ...]:
        """The key of a case's protected compartment, made with its first protected word (ruling 72)."""
        if work.compartment(case) is not None or not work.vault_open:
            return ()
        key = new_compartment(case)
        work.rounds.protected.put_key(key)
        return (readers_op(key, [self._ring.reader]),)

    def write_for_team(
        self, work: UnitOfWork, team: bytes, ops: Sequence[Op], parents: Iterable[int] = ()
    ) -> Changeset:
        """A change of the ordinary stream that is about no case: every member reads it, and none finds a case in it."""
        when = secrets.token_bytes(16), self._stamp(work, parents)
        changeset = self._changeset(work, when, self._ring.ordinary_stream, (team, 0), ops)
        body = changesets.encode(changeset)
        work.rounds.take_empty(LogRow(
            changeset.stream, changeset.n, changeset.hlc, changeset.group, 0, body, self._ring.sign(body),
            changesets.digest(body), changeset.wall_ms))
        return changeset

    def grant(self, work: UnitOfWork, case: bytes) -> None:
        """Give a case that was written to with the vault shut its compartment key."""
        if work.compartment(case) is None:
            self.write_protected(work, Target(case), None, ())

    def _changeset(
        self, work: UnitOfWork, when: tuple[bytes, int], stream: bytes, place: tuple[bytes, int], ops: Sequence[Op]
    ) -> Changeset:
        group, stamp = when
        return Changeset(
            changesets.VERSION, stream, work.top(stream) + 1, stamp, group, self._ring.user, self._clock.now_ms(),
            place[0], place[1], tuple(ops),
        )


def now_at_least(work: UnitOfWork, clock: Clock) -> int:
    """This laptop's time in milliseconds, and never before it last wrote something."""
    return max(clock.now_ms(), int.from_bytes(work.meta(_LAST) or b"", "big") >> 16)


def _ops(puts: Iterable[Put]) -> tuple[Op, ...]:
    return tuple(Op(put.kind, put.entity, put.etype, put.field, put.value, put.supersedes) for put in puts)


def _twins(puts: Sequence[Put]) -> tuple[Op, ...]:
    """The same values on twin entities, each saying which entity it stands beside (ruling 60)."""
    twins: dict[bytes, tuple[bytes, int]] = {}
    for put in puts:
        twins.setdefault(put.entity, (changesets.twin_of(put.entity), put.etype))
    originals = tuple(
        Op(wire.OP_CREATE, twin, etype, wire.ORIGINAL, changesets.pack_plain(entity))
        for entity, (twin, etype) in twins.items()
    )
    values = tuple(
        Op(put.kind, twins[put.entity][0], put.etype, put.field, put.value, put.supersedes) for put in puts
    )
    return originals + values
