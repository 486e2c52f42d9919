# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing what a shelter has: every row's fate is shown before anything is written, and all of it can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assist.casebook import Book
from assist.changesets import Changeset, decode
from assist.crypto import age, labels
from assist.domain import wire
from assist.errors import BadInput, NotFound, VaultShut
from assist.exchange import cells, packet
from assist.exchange.fates import FLAGGED, IMPORTED, SKIPPED, Fate, Sorter
from assist.exchange.headings import first_heading, likeness
from assist.exchange.mapping import mapped
from assist.exchange.readers import read_table
from assist.exchange.rows import Person, RowReader
from assist.exchange.tables import Table
from assist.i18n import _
from assist.places import read_whole
from assist.policy import require
from assist.ports import Databases, UnitOfWork
from assist.rows import EMPTIED, READABLE, SEALED, LogRow
from assist.services import drafting
from assist.services.bench import Bench, Look
from assist.services.bringing import Bringer
from assist.services.cleaning import leave_nothing, promise_cleaning
from assist.services.import_plans import REASONS, Brought, ImportPlan, Opened, Undone, dates_said, row_of
from assist.services.receiving import secrets_in
from assist.services.records import RecordService

GROUP = 50
"""Rows kept in one commit."""
MOST_OF_KEY = 64 * 1024
"""Bytes of a key file."""


class ImportService:
    """Reads, shows, brings, and takes back. A consent is never guessed."""

    def __init__(self, bench: Bench, records: RecordService, databases: Databases) -> None:
        self._bench = bench
        self._records = records
        self._databases = databases

    # -- looking ----------------------------------------------------------------------------

    def look(self, path: Path, changes: Mapping[str, str] | None = None, *, sheet: str = "",
             source: str = "") -> ImportPlan:
        """The fate of every row; writes nothing.

        ``changes`` maps headings to fields (``mapping.FIELDS``, ``leave_out``, or nothing at all);
        ``source`` names the organisation the file comes from. Raises BadInput for a file that cannot be read.
        """
        return self.plan(self.table(path, sheet), changes or {}, source, self.seen())

    def seen(self) -> frozenset[bytes]:
        """Marks of every row that was brought before; asked in the lane that writes."""
        require(self._bench.me.roles, "import")
        with self._bench.keeper.writing() as work:
            return frozenset(work.seen_rows())

    def table(self, path: Path, sheet: str = "") -> Table:
        """A file as it stands; asks no database. Raises BadInput for one that cannot be read."""
        require(self._bench.me.roles, "import")
        return read_table(path, sheet, likeness)

    def opened(self, path: Path, sheet: str = "") -> Opened:
        """The same with its columns; where no heading is known, those of the row that looks most like headings."""
        table = self.table(path, sheet)
        changes: dict[str, str] = {}
        try:
            columns = mapped(table, changes)
        except BadInput as refused:
            if refused.code != "import.no_headings":
                raise
            changes = first_heading(table)
            columns = mapped(table, changes)
        finally:
            cells.forget()
        return Opened(table, columns.columns, changes)

    def plan(self, table: Table, changes: Mapping[str, str], source: str, seen: Collection[bytes]) -> ImportPlan:
        """The fate of every row of a table; asks no database, so that it may be asked beside other work."""
        require(self._bench.me.roles, "import")
        try:
            columns = mapped(table, changes)
            rows = RowReader(columns, self._bench.clock.today())
            sorter = Sorter(columns, rows, self._mark, frozenset(seen))
            fates = list(sorter.fates())
        finally:
            cells.forget()
        return ImportPlan(
            tuple(map(row_of, fates)), columns.columns, sorter.empty,
            dates_said(columns, rows.columns), source or _("spreadsheet"),
            {each.line: each.person for each in fates if each.person is not None},
            {each.line: each.marks for each in fates}, table.sheet, table.others, table.unread)

    def keys_in(self, path: Path) -> tuple[str, ...]:
        """The secret keys of a key file. Raises BadInput ``receive.key``."""
        return secrets_in(read_whole(path, MOST_OF_KEY, "receive.key").decode("utf-8", "replace"))

    def look_sealed(self, path: Path, keys: Sequence[str], source: str) -> ImportPlan:
        """What a sealed referral says, opened with the keys of this house; writes nothing.

        ``source``: who sent it, as it will stand beside every answer; the file itself proves nobody. Raises BadInput
        ``import.no_sender``, ``import.no_packet``, ``receive.key`` and ``receive.package``.
        """
        require(self._bench.me.roles, "import")
        if not source.strip():
            raise BadInput("import.no_sender")
        found = packet.found_in(age.opened(read_whole(path, packet.LARGEST, "receive.package"), keys))
        person = packet.person_of(found, source)
        marks = (self._mark(person.raw),)
        fate = Fate(1, FLAGGED if person.held else IMPORTED, "", 0, person, marks)
        if self.seen().intersection(marks):
            fate = Fate(1, SKIPPED, "packet_seen")
        people = {1: person} if fate.person else {}
        return ImportPlan((row_of(fate),), (), 0, "", person.values["ref_by"], people,
                          {1: marks} if people else {}, told=packet.told(found))

    def _mark(self, content: str) -> bytes:
        return self._bench.ring.fingerprint(content.encode())

    # -- bringing ---------------------------------------------------------------------------

    def bring(self, plan: ImportPlan, tell: Callable[[int, int], None] | None = None) -> Brought:
        """Write every row of the plan that is not skipped; the vault must be open.

        ``tell`` hears how many rows are in, of how many. What is brought twice is brought once.
        """
        bringing = self.begin(plan)
        while bringing.step():
            if tell is not None:
                tell(bringing.done, bringing.of)
        return bringing.brought()

    def begin(self, plan: ImportPlan) -> Bringing:
        """The same in steps, between which others may write. Raises NotAllowed, VaultShut."""
        require(self._bench.me.roles, "import")
        if not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        return Bringing(self._bench, self._records, plan, self.seen())

    # -- taking back --------------------------------------------------------------------------

    def batches(self) -> list[tuple[str, int, bool]]:
        """Imports, newest first: batch, when in milliseconds, undone or not."""
        with self._bench.keeper.writing() as work:
            return [(ref.hex(), ms, undone) for ref, ms, undone in work.batches()]

    def undo_last(self) -> Undone:
        """Take back the newest import that was not."""
        for batch, _ms, undone in self.batches():
            if not undone:
                return self.undo(batch)
        raise NotFound("import.nothing_to_undo")

    def undo(self, batch: str) -> Undone:
        """Erase every case of a batch nobody has touched since: bodies, registers, lists, index and backups.

        The rows of cases that stay are known as brought. Raises NotFound for a batch that is not there
        or was taken back.
        """
        require(self._bench.me.roles, "import")
        if not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        if not any(ref == batch and not undone for ref, _ms, undone in self.batches()):
            raise NotFound("import.nothing_to_undo")
        removed, kept, marks = 0, [], []
        with self._bench.keeper.writing() as work:
            trail = _Trail(self._bench, work, bytes.fromhex(batch))
            started = self._started(work)
            for case in trail.cases:
                book = Book(case, work.rows_of(case))
                if case in started or trail.is_touched(case):
                    kept.append(str(book.case.plain(wire.CODE, "")))
                    marks += book.case.plain(wire.BATCH, [trail.batch])[1:]
                    continue
                for row in trail.rows(case):
                    work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", case=None, tag=None))
                work.forget_ordinary(case, frozenset())
                work.forget_protected(case)
                removed += 1
            work.forget_batch(trail.batch, marks)
            promise_cleaning(work)
            self._bench.audit(work, Look("import.undo", object=trail.batch))
            work.commit()
        leave_nothing(self._bench.keeper, self._databases)
        return Undone(removed, tuple(kept))

    def _started(self, work: UnitOfWork) -> set[bytes]:
        """Cases in which somebody left a form half-way."""
        found = set()
        for draft in work.drafts():
            if draft.case is not None:
                found.add(draft.case)
            elif draft.sealed:
                opening = drafting.unpack(self._bench.ring.open_note(labels.SEALED_DRAFT, draft.body))
                found.add(opening.case)
        return found


class Bringing:
    """An import under way: as many commits as steps were made, and one batch by which all of it can be undone."""

    def __init__(self, bench: Bench, records: RecordService, plan: ImportPlan, seen: Collection[bytes]) -> None:
        self._bench, self._records, self._plan = bench, records, plan
        self._batch = secrets.token_bytes(16)
        self._rows = {row.row: row for row in plan.rows}
        for line in [line for line in plan.people if not frozenset(seen).isdisjoint(plan.marks[line])]:
            self._rows[line] = replace(self._rows[line], fate=SKIPPED, reason=_(REASONS["seen"]), why="seen")
        self._people = [plan.people[line] for line in plan.people if self._rows[line].fate != SKIPPED]
        self.done, self.of = 0, len(self._people)

    def step(self) -> bool:
        """Some rows more, in one commit; False when there was none left. Raises VaultShut."""
        some = self._people[self.done:self.done + GROUP]
        if not some:
            return False
        if not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        for line, code in self._bring_group(some):
            self._rows[line] = replace(self._rows[line], code=code)
        self.done += len(some)
        return True

    def brought(self) -> Brought:
        """What is in so far; a row that is not has no code."""
        return Brought(self._batch.hex() if self.done else "", tuple(self._rows[line] for line in sorted(self._rows)))

    def _bring_group(self, people: Sequence[Person]) -> list[tuple[int, str]]:
        marks = self._plan.marks
        with self._bench.keeper.writing() as work:
            bringer = Bringer(self._bench, self._records, work, self._plan.source, self._batch)
            codes = [(person.line, bringer.bring(person, marks[person.line])) for person in people]
            work.put_seen(self._batch, [mark for person in people for mark in marks[person.line]],
                          self._bench.clock.now_ms())
            self._bench.audit(work, Look("import", object=self._batch))
            work.commit()
        return codes


class _Trail:
    """What one import wrote, and who wrote in its cases since."""

    def __init__(self, bench: Bench, work: UnitOfWork, batch: bytes) -> None:
        self._vault, self._work, self.batch = bench.ring.vault, work, batch
        rows = work.log_of_batch(batch)
        self.cases = dict.fromkeys(row.case for row in rows if row.case is not None)
        self._sealed: dict[bytes, list[LogRow]] = {}
        for row in rows:
            if row.tag is not None:
                self._sealed.setdefault(row.tag, []).append(row)
        self._others = work.tags_outside(batch)

    def rows(self, case: bytes) -> list[LogRow]:
        """Every row of the log that belongs to a case, readable and sealed."""
        if self._vault is None:
            return self._work.log_of_case(case)
        tag = self._vault.tag(case)
        sealed = self._work.log_of_tag(tag) if tag in self._others else self._sealed.get(tag, [])
        return self._work.log_of_case(case) + sealed

    def is_touched(self, case: bytes) -> bool:
        """Opening a case wakes it; that alone is no work in it."""
        return any(row.batch != self.batch and not self._only_wakes(row) for row in self.rows(case))

    def _only_wakes(self, row: LogRow) -> bool:
        if row.kind == EMPTIED or (row.kind == SEALED and self._vault is None):
            return False
        if row.kind == READABLE or self._vault is None:
            return _is_waking(decode(row.body))
        return _is_waking(self._vault.open_row(row))


def _is_waking(change: Changeset) -> bool:
    return all(
        op.field == wire.SLEEPING or op.kind == wire.OP_GRANT
        or (op.kind == wire.OP_MOVE and op.field == wire.MOVE_BELONGS)
        for op in change.ops)
