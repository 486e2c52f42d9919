# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing what a shelter has: every row's fate is shown before anything is written, and all of it can be undone."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assist.casebook import Book
from assist.changesets import Changeset, decode
from assist.crypto import labels
from assist.domain import wire
from assist.errors import NotFound, VaultShut
from assist.exchange.fates import SKIPPED, Fate, Sorter
from assist.exchange.headings import likeness
from assist.exchange.mapping import Column, Mapped, mapped
from assist.exchange.readers import read_table
from assist.exchange.rows import Columns, Person, RowReader
from assist.i18n import N_, _
from assist.policy import require
from assist.ports import Databases, UnitOfWork
from assist.rows import EMPTIED, READABLE, SEALED, LogRow
from assist.services import drafting
from assist.services.bench import Bench, Look
from assist.services.bringing import Bringer
from assist.services.cleaning import leave_nothing, promise_cleaning
from assist.services.records import RecordService
from assist.workplace import ImportedRow

GROUP = 50
"""Rows kept in one commit."""

REASONS = {
    "duplicate": N_("the same row stands further up, in row {row}"),
    "seen": N_("this row was brought before"),
    "seen_changed": N_("this person was brought before; what changed since is for you to write"),
    "total": N_("a row of sums, not a person"),
    "title": N_("a line between the rows, not a person"),
    "header": N_("the headings once more"),
    "number_again": N_("its number stands also in row {row}"),
    "alike": N_("cannot be told apart from row {row}"),
    "held": N_("held back: {cells}"),
    "unclear": N_("not understood"),
    "too_long": N_("longer than its question takes"),
    "said_twice": N_("another column says something else"),
    "m_unclear": N_("M may mean two things here"),
    "date_swapped": N_("day and month could be swapped"),
    "date_turned": N_("the spreadsheet program may have swapped day and month"),
    "date_unclear": N_("not read as a date"),
    "date_ahead": N_("lies in the future"),
    "century_unclear": N_("the century is not clear"),
}
ORDERS = {
    "dmy": N_("{columns}: read as day, month, year, as the dates in it show."),
    "mdy": N_("{columns}: read as month, day, year, as the dates in it show."),
    "": N_("{columns}: nothing shows whether day or month comes first; such dates are held back."),
}


@dataclass(frozen=True)
class ImportPlan:
    """What would happen. ``rows`` has every data row once; ``empty`` rows are only counted.

    ``sheet`` was read; ``other_sheets`` hold rows too and were not; at ``unread_sheets``, further on in the
    file, nobody looked. ``dates_said`` states once for each date column in which order day and month were read.
    """

    rows: tuple[ImportedRow, ...]
    columns: tuple[Column, ...]
    empty: int
    dates_said: str
    source: str
    people: Mapping[int, Person] = field(default_factory=dict, repr=False)
    marks: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict, repr=False)
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows have each fate."""
        return counted(self.rows)


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought: the batch by which it can be undone, and every row with its code."""

    batch: str
    rows: tuple[ImportedRow, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows had each fate."""
        return counted(self.rows)


@dataclass(frozen=True, slots=True)
class Undone:
    """How many cases went, and the codes of those somebody has worked on since."""

    removed: int
    kept: tuple[str, ...]


def counted(rows: Sequence[ImportedRow]) -> Mapping[str, int]:
    """``imported``, ``flagged`` and ``skipped``, each with its number."""
    found = Counter(row.fate for row in rows)
    return {fate: found[fate] for fate in ("imported", "flagged", "skipped")}


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
        require(self._bench.me.roles, "import")
        table = read_table(path, sheet, likeness)
        columns = mapped(table, changes or {})
        with self._bench.keeper.writing() as work:
            seen = work.seen_rows()
        rows = RowReader(columns, self._bench.clock.today())
        sorter = Sorter(columns, rows, self._mark, seen)
        fates = list(sorter.fates())
        return ImportPlan(
            tuple(ImportedRow(each.line, each.fate, _reason(each)) for each in fates), columns.columns, sorter.empty,
            _dates_said(columns, rows.columns), source or _("spreadsheet"),
            {each.line: each.person for each in fates if each.person is not None},
            {each.line: each.marks for each in fates}, table.sheet, table.others, table.unread)

    def _mark(self, content: str) -> bytes:
        return self._bench.ring.fingerprint(content.encode())

    # -- bringing ---------------------------------------------------------------------------

    def bring(self, plan: ImportPlan, tell: Callable[[int, int], None] | None = None) -> Brought:
        """Write every row of the plan that is not skipped; the vault must be open.

        ``tell`` hears how many rows are in, of how many. What is brought twice is brought once.
        """
        require(self._bench.me.roles, "import")
        if not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        batch = secrets.token_bytes(16)
        rows = {row.row: row for row in plan.rows}
        with self._bench.keeper.writing() as work:
            seen = work.seen_rows()
        for line in [line for line in plan.people if seen.intersection(plan.marks[line])]:
            rows[line] = replace(rows[line], fate=SKIPPED, reason=_(REASONS["seen"]))
        people = [plan.people[line] for line in plan.people if rows[line].fate != SKIPPED]
        for first in range(0, len(people), GROUP):
            for line, code in self._bring_group(plan, people[first:first + GROUP], batch):
                rows[line] = replace(rows[line], code=code)
            if tell is not None:
                tell(min(first + GROUP, len(people)), len(people))
        return Brought(batch.hex() if people else "", tuple(rows[number] for number in sorted(rows)))

    def _bring_group(self, plan: ImportPlan, people: Sequence[Person], batch: bytes) -> list[tuple[int, str]]:
        with self._bench.keeper.writing() as work:
            bringer = Bringer(self._bench, self._records, work, plan.source, batch)
            codes = [(person.line, bringer.bring(person, plan.marks[person.line])) for person in people]
            marks = [mark for person in people for mark in plan.marks[person.line]]
            work.put_seen(batch, marks, self._bench.clock.now_ms())
            self._bench.audit(work, Look("import", object=batch))
            work.commit()
        return codes

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


def _reason(fate: Fate) -> str:
    said = [_(REASONS[fate.why]).format(row=fate.row)] if fate.why else []
    if fate.person is not None and fate.person.held:
        held = "; ".join(f"{heading} ({_(REASONS[why])})" for heading, why in fate.person.held)
        said.append(_(REASONS["held"]).format(cells=held))
    return "; ".join(said)


def _dates_said(table: Mapped, columns: Columns) -> str:
    by_order: dict[str, list[str]] = {}
    for column in table.columns:
        evidence = columns.dates.get(column.place)
        if evidence is not None and (evidence.order or evidence.is_needed):
            by_order.setdefault(evidence.order, []).append(column.heading)
    return " ".join(_(ORDERS[order]).format(columns=", ".join(named)) for order, named in by_order.items())
