# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaving out what she asked to leave out: the words go from the disk, the place where they were stays (NR-19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assist.casebook import Book, Entity
from assist.changesets import Changeset, decode, pack_answer, twin_of
from assist.domain import wire
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.policy import require
from assist.ports import Databases, UnitOfWork
from assist.rows import EMPTIED, READABLE, LogRow, RegRow
from assist.services.bench import Bench, Look
from assist.services.cleaning import leave_nothing, promise_cleaning
from assist.services.protection import level_of
from assist.services.scribe import Put, Target
from assist.views import Changes
from forms.answers import Answer, AnswerState
from forms.loader import form as load_form


class StrikeService:
    """Strikes an answer of today's meeting; nothing of it has been published yet (ruling 15).

    The log keeps number and hash of the change, its body is emptied; everything else that change
    said is written again. Freed pages, the write-ahead log and today's backups are cleaned.
    """

    def __init__(self, bench: Bench, databases: Databases) -> None:
        self._bench = bench
        self._databases = databases

    def strike(self, case: str, record: str, key: str) -> Changes:
        """Leave out one answer of a form filled in today; raises NotAllowed for an earlier day."""
        require(self._bench.me.roles, "form.fill")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            entity = self._entity(book, record)
            number = load_form(entity.plain(wire.FORM)).field(key).number
            if entity.plain(wire.ENTERED_ON, "") != self._bench.today():
                raise NotAllowed("strike.not_today")
            if level_of(number) >= 4 and not work.vault_open:
                raise VaultShut("vault.shut")
            self._leave_out(work, book, entity, number)
            promise_cleaning(work)
            self._bench.audit(work, Look("strike", book.case_id, entity.id, protected=book.level > 1))
            work.commit()
        leave_nothing(self._bench.keeper, self._databases)
        return Changes(frozenset({case}), frozenset({"record"}))

    def _entity(self, book: Book, record: str) -> Entity:
        for sheet in book.sheets:
            if sheet.entity.id.hex() == record:
                return sheet.entity
        raise NotFound("record.not_found")

    def _leave_out(self, work: UnitOfWork, book: Book, entity: Entity, number: int) -> None:
        emptied = list(self._changes_with(work, book.case_id, entity.id, number))
        gone = {(row.stream, row.n) for row, _ in emptied}
        blank = pack_answer(Answer(None, AnswerState.WITHDRAWN, self._bench.today(), self._bench.user.hex()))
        puts = [Put(entity.id, entity.etype, number, blank, level_of(number), entity.dots(number), wire.OP_TOMBSTONE)]
        for other in book.entities.values():
            for field, rows in other.fields.items():
                if field == wire.ORIGINAL or (other is entity and field == number):
                    continue
                puts += [self._again(other, row) for row in rows if row.dot[:2] in gone]
        for row, _ in emptied:
            work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b""))
        newest = max(row.hlc for held in book.entities.values() for rows in held.fields.values() for row in rows)
        self._bench.scribe.write(work, Target(book.case_id, book.level, (newest,)), puts)

    def _again(self, entity: Entity, row: RegRow) -> Put:
        return Put(entity.id, entity.etype, row.field, row.value, level_of(row.field), (row.dot,))

    def _changes_with(
        self, work: UnitOfWork, case: bytes, entity: bytes, number: int
    ) -> Iterator[tuple[LogRow, Changeset]]:
        vault = self._bench.ring.vault
        sealed = work.log_of_tag(vault.tag(case)) if vault is not None else []
        for row in [*work.log_of_case(case), *sealed]:
            if row.kind == EMPTIED:
                continue
            change = decode(row.body) if row.kind == READABLE or vault is None else vault.open_row(row)
            if any(op.entity in (entity, twin_of(entity)) and op.field == number for op in change.ops):
                yield row, change
