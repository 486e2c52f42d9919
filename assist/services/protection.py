# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Raising protection: rows change database under a seal and nothing stays behind (ruling 69)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import msgspec

from assist.casebook import Book
from assist.changesets import FieldKey, Op, pack_plain, twin_of
from assist.domain import wire
from assist.domain.protection import belongs_in_vault
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.ports import UnitOfWork
from assist.rows import RegRow
from assist.services.bench import Bench, Look
from assist.services.scribe import Put, Target
from assist.views import Changes
from forms.registry import spec_of

JOB = "raise"


class _RaiseJob(msgspec.Struct, array_like=True, frozen=True):
    case: bytes
    level: int


class ProtectionService:
    """Raise at once, alone; lower and release only with a second person."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def raise_case(self, case: bytes, level: int, *, settle: bool = True) -> Changes:
        """Move what the new level protects behind the seal, then empty every trace.

        ``settle`` is false only while many invented cases are raised one after the other.

        The job is recorded first and taken up again after a crash; every step may be
        repeated. Level 3 needs the vault open, so that the case does not vanish from its
        own worker (ruling 58).
        """
        if level == 3 and not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        ref = secrets.token_bytes(16)
        with self._bench.keeper.writing() as work:
            work.put_job(ref, JOB, msgspec.msgpack.encode(_RaiseJob(case, level)))
            self._bench.audit(work, Look("protection.raise", case, protected=True))
            self._move(work, case, level)
            work.commit()
        if settle:
            self._finish([ref])
        return Changes(frozenset({case.hex()}), frozenset({"level"}))

    def settle(self) -> None:
        """Finish every raise that was not: write-ahead files, freed pages, older backups."""
        with self._bench.keeper.writing() as work:
            refs = [ref for ref, kind, _ in work.jobs() if kind == JOB]
        if refs:
            self._finish(refs)

    def resume(self) -> None:
        """Take up what a crash interrupted."""
        with self._bench.keeper.writing() as work:
            open_jobs = [(ref, body) for ref, kind, body in work.jobs() if kind == JOB]
        for ref, body in open_jobs:
            job = msgspec.msgpack.decode(body, type=_RaiseJob)
            with self._bench.keeper.writing() as work:
                self._move(work, job.case, job.level)
                work.commit()
            self._finish([ref])

    def _finish(self, refs: Sequence[bytes]) -> None:
        """Freed pages, write-ahead files and older backups: none may hold the earlier level."""
        self._bench.keeper.settle()
        newest = self._bench.keeper.make_backup()
        for older in newest.parent.glob(f"*{newest.suffix}"):
            if older != newest:
                older.unlink()
        with self._bench.keeper.writing() as work:
            for ref in refs:
                work.end_job(ref)
            work.commit()
        self._bench.keeper.settle()

    def _move(self, work: UnitOfWork, case: bytes, level: int) -> None:
        rows = work.ordinary_rows(case)
        going = [row for row in rows if belongs_in_vault(level_of(row.field), level)]
        staying = frozenset((row.entity, row.field) for row in rows if row not in going)
        for draft in work.drafts():
            if draft.case == case and not draft.sealed:
                work.drop_draft(draft.id)
        if not going:
            return
        target = Target(case, level, (max(row.hlc for row in rows),))
        self._bench.scribe.write_protected(work, target, None, _moving(going))
        self._bench.scribe.move_behind_seal(work, case)
        work.forget_ordinary(case, staying)

    def set_level(self, case: str, level: int) -> Changes:
        """Raise the level of a case; lowering is refused, it takes two people (WP-06)."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if level < book.level:
                self._refuse(work, ident, "protection.lower", "protection.two_people")
            if level == book.level:
                return Changes()
            if level == 3 and not work.vault_open:
                raise VaultShut("vault.shut")
            put = Put(ident, wire.CASE, wire.LEVEL, pack_plain(level), 1, book.case.dots(wire.LEVEL))
            self._bench.scribe.write(work, Target(ident, book.level, (_top(book),)), [put])
            work.commit()
        return self.raise_case(ident, level)

    def release_hold(self, case: str) -> Changes:
        """Lifting a hold takes two people: one alone is refused, and the refusal is on record."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if not book.hold:
                raise NotFound("protection.no_hold")
            self._refuse(work, ident, "protection.release", "protection.two_people")
        return Changes()

    def _refuse(self, work: UnitOfWork, case: bytes, verb: str, code: str) -> None:
        self._bench.audit(work, Look(verb, case, outcome="refused", protected=True))
        work.commit()
        raise NotAllowed(code)


def level_of(field: FieldKey) -> int:
    """How sensitive a register is; structural ones are case administration, imported ones sensitive."""
    if isinstance(field, str):
        return 3
    if field < 100:
        return 4 if field == wire.PINNED else 1
    return spec_of(field).level


def _moving(rows: Sequence[RegRow]) -> tuple[Op, ...]:
    """The same registers with their dots, on twins: moving is not editing."""
    twins = {row.entity: (twin_of(row.entity), row.etype) for row in rows}
    originals = tuple(
        Op(wire.OP_CREATE, twin, etype, wire.ORIGINAL, pack_plain(entity)) for entity, (twin, etype) in twins.items()
    )
    moved = [
        [twins[row.entity][0], row.etype, row.field, row.dot[0], row.dot[1], row.dot[2], row.hlc, row.value]
        for row in rows
    ]
    carried = Op(wire.OP_MOVE, rows[0].entity, wire.CASE, wire.MOVE_REGISTERS, msgspec.msgpack.encode(moved))
    return (*originals, carried)


def _top(book: Book) -> int:
    return max((row.hlc for entity in book.entities.values() for held in entity.fields.values() for row in held),
               default=0)


