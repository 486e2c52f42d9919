# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing what a shelter has: every row's fate is shown before anything is written, and all of it can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from assist.casebook import Book
from assist.changesets import pack_answer, pack_plain
from assist.domain import wire
from assist.domain.consents import ON_PAPER, SERVICE
from assist.errors import NotFound, VaultShut
from assist.exchange import cells
from assist.exchange.mapping import Column, is_total, mapped
from assist.exchange.readers import read_table
from assist.exchange.rows import Columns, Person, RowReader
from assist.i18n import N_, _
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.drafting import FormOpening
from assist.services.records import RecordService
from assist.services.scribe import Put, Target
from assist.views import ImportedRow
from forms.answers import Answer, AnswerState

GROUP = 50
"""Rows kept in one commit."""

REASONS = {
    "duplicate": N_("the same row stands further up in this file"),
    "seen": N_("this row was brought before"),
    "total": N_("a row of sums, not a person"),
    "header": N_("the headings once more"),
    "held": N_("held back: {cells}"),
    "unclear": N_("not understood"),
    "m_unclear": N_("M may mean two things here"),
    "date_swapped": N_("day and month could be swapped"),
    "date_unclear": N_("not read as a date"),
    "date_ahead": N_("lies in the future"),
    "century_unclear": N_("the century is not clear"),
}
ORDERS = {"dmy": N_("Dates are read as day, month, year, as this column shows."),
          "mdy": N_("Dates are read as month, day, year, as this column shows.")}


@dataclass(frozen=True)
class ImportPlan:
    """What would happen. ``rows`` has every data row once; ``empty`` rows are only counted."""

    rows: tuple[ImportedRow, ...]
    columns: tuple[Column, ...]
    empty: int
    dates_said: str
    source: str
    people: Mapping[int, Person] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought: the batch by which it can be undone, and every row with its code."""

    batch: str
    rows: tuple[ImportedRow, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """How many cases went, and the codes of those somebody has worked on since."""

    removed: int
    kept: tuple[str, ...]


class ImportService:
    """Reads, shows, brings, and takes back. A consent is never guessed."""

    def __init__(self, bench: Bench, records: RecordService) -> None:
        self._bench = bench
        self._records = records

    # -- looking ----------------------------------------------------------------------------

    def look(self, path: Path, changes: Mapping[str, str] | None = None, *, sheet: str = "",
             source: str = "") -> ImportPlan:
        """The fate of every row; writes nothing. ``changes`` maps headings to fields of ours."""
        require(self._bench.me.roles, "import")
        table = mapped(read_table(path, sheet), changes or {})
        reader = RowReader(table, self._bench.clock.today())
        with self._bench.keeper.writing() as work:
            seen = work.seen_rows()
        rows: list[ImportedRow] = []
        people: dict[int, Person] = {}
        here: set[bytes] = set()
        empty = 0
        for line in table.lines:
            if line.is_empty:
                empty += 1
            elif line.number in table.repeated:
                rows.append(ImportedRow(line.number, "skipped", _(REASONS["header"])))
            elif is_total(line):
                rows.append(ImportedRow(line.number, "skipped", _(REASONS["total"])))
            else:
                person = reader.read(line)
                mark = self._bench.ring.fingerprint(person.key.encode())
                rows.append(_fate(person, mark, here, seen))
                if rows[-1].fate != "skipped":
                    people[line.number] = person
                here.add(mark)
        orders = [_(ORDERS[order]) for order in sorted({o for o in Columns.of(table).orders.values() if o})]
        return ImportPlan(tuple(rows), table.columns, empty, " ".join(orders), source or _("spreadsheet"), people)

    # -- bringing ---------------------------------------------------------------------------

    def bring(self, plan: ImportPlan) -> Brought:
        """Write every row of the plan that is not skipped; the vault must be open."""
        require(self._bench.me.roles, "import")
        if not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        batch = secrets.token_bytes(16)
        rows = {row.row: row for row in plan.rows}
        people = list(plan.people.values())
        for first in range(0, len(people), GROUP):
            group = people[first:first + GROUP]
            with self._bench.keeper.writing() as work:
                marks = []
                for person in group:
                    code = _Bringer(self._bench, self._records, work, plan.source, batch).bring(person)
                    rows[person.line] = replace(rows[person.line], code=code)
                    marks.append(self._bench.ring.fingerprint(person.key.encode()))
                work.put_seen(batch, marks, self._bench.clock.now_ms())
                self._bench.audit(work, Look("import", object=batch))
                work.commit()
        return Brought(batch.hex() if people else "", tuple(rows[number] for number in sorted(rows)))

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
        """Erase every case of a batch nobody has touched since: bodies, registers, lists and index."""
        require(self._bench.me.roles, "import")
        if not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        ident = bytes.fromhex(batch)
        removed, kept = 0, []
        with self._bench.keeper.writing() as work:
            cases = dict.fromkeys(row.case for row in work.log_of_batch(ident) if row.case is not None)
            for case in cases:
                book = Book(case, work.rows_of(case))
                if self._touched(work, case, ident):
                    kept.append(str(book.case.plain(wire.CODE, "")))
                    continue
                self._erase(work, case)
                removed += 1
            work.forget_batch(ident)
            self._bench.audit(work, Look("import.undo", object=ident))
            work.commit()
        self._bench.keeper.settle()
        return Undone(removed, tuple(kept))

    def _logs(self, work: UnitOfWork, case: bytes) -> list[bytes | None]:
        vault = self._bench.ring.vault
        sealed = work.log_of_tag(vault.tag(case)) if vault is not None else []
        return [row.batch for row in [*work.log_of_case(case), *sealed]]

    def _touched(self, work: UnitOfWork, case: bytes, batch: bytes) -> bool:
        return any(each != batch for each in self._logs(work, case))

    def _erase(self, work: UnitOfWork, case: bytes) -> None:
        vault = self._bench.ring.vault
        rows = work.log_of_case(case) + (work.log_of_tag(vault.tag(case)) if vault is not None else [])
        for row in rows:
            work.replace_log(replace(row, kind=2, body=b"", signature=b"", case=None, tag=None))
        work.forget_ordinary(case, frozenset())
        work.forget_protected(case)


def _fate(person: Person, mark: bytes, here: set[bytes], seen: frozenset[bytes]) -> ImportedRow:
    if mark in here:
        return ImportedRow(person.line, "skipped", _(REASONS["duplicate"]))
    if mark in seen:
        return ImportedRow(person.line, "skipped", _(REASONS["seen"]))
    if person.held:
        said = "; ".join(f"{heading} ({_(REASONS[why])})" for heading, why in person.held)
        return ImportedRow(person.line, "flagged", _(REASONS["held"]).format(cells=said))
    return ImportedRow(person.line, "imported")


class _Bringer:
    """Writes one person through the forms, told elsewhere, all in one batch."""

    def __init__(
        self, bench: Bench, records: RecordService, work: UnitOfWork, source: str, batch: bytes
    ) -> None:
        self._bench, self._records, self._work, self._batch = bench, records, work, batch
        self._agency = source
        self._case = b""
        self._person = Person(0)

    def bring(self, person: Person) -> str:
        """Forms first, then what concerns the case itself; returns its code."""
        self._person = person
        code = self._first_contact()
        self._identity()
        self._consent()
        for form, key, value in self._goals():
            self._goal(form, key, value)
        self._addendum()
        self._structure()
        return code

    def _opened(self, form: str, on: str) -> FormOpening:
        opening = self._records.prepare(self._work, form, self._case)
        opening.brought = True
        opening.level = max(opening.level, self._person.level)
        opening.asked_on = opening.session.asked_on = on
        return opening

    def _written(self, opening: FormOpening) -> str:
        saved = self._records.write(self._work, opening, self._batch)
        self._case = opening.case
        return saved.code

    def _told(self, opening: FormOpening, key: str, name: str) -> None:
        if name in self._person.values:
            opening.session.told_elsewhere(key, self._person.values[name], self._agency)

    def _first_contact(self) -> str:
        opening = self._opened("F01", str(self._person.values.get("arrived", "")))
        for key, name in (("chosen_name", "chosen_name"), ("lang_pref", "language"), ("age_group", "age"),
                          ("ref_source", "ref_source"), ("ref_told", "needs")):
            self._told(opening, key, name)
        return self._written(opening)

    def _identity(self) -> None:
        names = {"legal_name": "legal_name", "birth": "birth", "citizenship": "citizenship", "gender": "gender"}
        if set(names.values()) & set(self._person.values):
            opening = self._opened("F02", self._bench.today())
            for key, name in names.items():
                self._told(opening, key, name)
            self._written(opening)

    def _consent(self) -> None:
        """An earlier yes on paper allows work inside for 90 days and opens no gate (ruling 9)."""
        if self._person.values.get("consent") == "yes":
            opening = self._opened("F03", self._bench.today())
            for key, value in (("kind", SERVICE), ("decision", "yes"), ("mode", ON_PAPER)):
                opening.session.answer(key, value)
            self._written(opening)

    def _goals(self) -> Iterator[tuple[str, str, str]]:
        values = self._person.values
        if "goal_psychosocial" in values:
            yield "F08", "goal_worker_words", values["goal_psychosocial"]
        if "goal_productive" in values:
            yield "F10", "goal_worker_words", values["goal_productive"]
        if "goal_own" in values:
            productive = any(word in cells.fold(values["goal_own"]) for word in cells.listed("words")["productive"])
            yield ("F10" if productive else "F08"), "goal_own_words", values["goal_own"]

    def _goal(self, form: str, key: str, words: str) -> None:
        """A goal column is the worker's words, proposed, unless its heading says it is the person's."""
        opening = self._opened(form, self._bench.today())
        if key == "goal_own_words":
            opening.session.told_elsewhere(key, words, self._agency)
        else:
            opening.session.answer(key, words[:200])
            opening.session.answer("proposal_only", "yes")
        self._written(opening)

    def _addendum(self) -> None:
        """What no column of ours holds is kept behind the seal, never lost and never searched by others."""
        if self._person.protected:
            opening = self._opened("F11", self._bench.today())
            opening.session.told_elsewhere("protected_part", "\n".join(self._person.protected)[:4000], self._agency)
            self._written(opening)

    def _structure(self) -> None:
        person, today = self._person, self._bench.today()
        book = self._bench.book(self._work, self._case)
        plain: list[tuple[int, object]] = [(wire.SLEEPING, True)]
        if person.level:
            plain.append((wire.LEVEL, person.level))
        if person.review:
            plain.append((wire.REVIEW_DUE, today))
        stage = person.values.get("state")
        if stage:
            plain.append((wire.STAGE, stage))
        puts = [
            Put(self._case, wire.CASE, number, pack_plain(value), 1, book.case.dots(number)) for number, value in plain
        ]
        for remark in person.remarks:
            answer = Answer(remark.text, AnswerState.TOLD_ELSEWHERE, today, "", f"import:{self._agency}")
            puts.append(Put(self._case, wire.CASE, wire.PINNED, pack_answer(answer), 4))
            puts.append(Put(self._case, wire.CASE, wire.PIN_KIND, pack_plain(remark.kind), 4))
        target = Target(self._case, max(book.level, person.level), (), self._batch)
        self._bench.scribe.write(self._work, target, puts)

