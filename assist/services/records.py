# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in a form: open it with what is known, keep drafts, save as one change."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assist.casebook import Book, Entity
from assist.changesets import Dot, FieldKey, pack_answer, pack_plain, person_of, single_record
from assist.clock import iso_of
from assist.conflictbook import open_fields
from assist.crypto import labels
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.policy import require
from assist.ports import UnitOfWork
from assist.reading import text
from assist.rows import KeptDraft
from assist.services import consequences, drafting
from assist.services.bench import Bench, Look
from assist.services.consequences import Deed
from assist.services.drafting import FormOpening
from assist.services.noting import undoable
from assist.services.questionnaires import refuse_not_for_now
from assist.services.scribe import Put, Target
from assist.views import Changes, DraftRow
from assist.weighing import gone_value
from forms.answers import NOT_ASKED, Answer, AnswerState, Row
from forms.engine import Known
from forms.fieldtypes import answered
from forms.loader import form as load_form
from forms.model import APART, Field, Form
from forms.problems import FieldProblem
from forms.session import FormSession

SEALED_FORMS = frozenset({"F17", "PROT"})
"""Even that such a sheet exists is protected (ruling 4)."""

READ_WHOLE = frozenset({"F06", "F18", "F20", "F22"})
"""Nearly all of it is protected: gone on with while the vault is shut, it would look like an empty one."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save."""

    case: str
    record: str
    code: str
    changes: Changes
    without_file: bool = False
    raised_to: int = 0
    is_resting: bool = False
    """She rests: nothing is offered next but what she came for (practice.md b1)."""


class RecordService:
    """Open, draft and save forms. Every save is evaluated again here, whatever the screen said."""

    def __init__(self, bench: Bench, consequence: consequences.Consequences) -> None:
        self._bench = bench
        self._consequences = consequence

    # -- opening -------------------------------------------------------------------

    def open(self, form_id: str, case: str = "", record: str = "") -> FormOpening:
        """A form for a case (or for a new one), with known answers folded in.

        Writes the audit line first. Raises NotFound, VaultShut for a safety plan there is, and NotAllowed with
        ``gate.limits`` or ``gate.consent`` while a condition of the form is not met, ``policy.role`` for whoever
        fills in no forms, ``glass.only_reads`` for a case that was opened in an emergency.
        """
        form = load_form(form_id)
        self._require(form)
        if not case:
            return self._fresh(form)
        ident = bytes.fromhex(case)
        self._bench.audit_view(Look("form.open", ident, protected=form_id in SEALED_FORMS))
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if work.rounds.protected.glass.is_open(ident):
                raise NotAllowed("glass.only_reads")
            if form_id in READ_WHOLE and book.of_form(form_id) and not work.vault_open:
                raise VaultShut("vault.shut")
            consequences.check_gates(form, book, self._bench.today())
            if not record:
                refuse_not_for_now(self._bench, work, form_id, book, self._bench.today())
        return self._opening(form, book, bytes.fromhex(record) if record else b"")

    def _require(self, form: Form) -> None:
        """Of a threat anybody may tell; other forms are for those who accompany and those who lead.

        What people say of the house never comes into a case (PA-12).
        """
        if APART in form.gates:
            raise NotAllowed("gate.apart")
        require(self._bench.me.roles, "threat.report" if form.id == "F17" else "form.fill")

    def prepare(self, work: UnitOfWork, form_id: str, case: bytes, record: bytes = b"") -> FormOpening:
        """The same inside a transaction of the caller, without a line of its own in the log of looks."""
        form = load_form(form_id)
        if not case:
            return self._fresh(form)
        book = self._bench.book(work, case)
        opening = self._opening(form, book, record)
        opening.book = book
        return opening

    def _fresh(self, form: Form) -> FormOpening:
        opening = FormOpening(
            form, FormSession(form), secrets.token_bytes(16), secrets.token_bytes(16), True, new_case=True)
        self._date(opening)
        return opening

    def _opening(self, form: Form, book: Book, record: bytes) -> FormOpening:
        if not record:
            record = single_record(book.case_id, form.id) if form.single else secrets.token_bytes(16)
        entity = book.entities.get(record)
        opened = {} if entity is None else answers_of(form, book, entity)
        session = FormSession(form, opened, known_of(form, book, record))
        opening = FormOpening(
            form, session, book.case_id, record, entity is None, book.level, _shown(book), (_newest(book),),
            differing=_differing(form, book, record))
        self._date(opening)
        return opening

    def _date(self, opening: FormOpening, on: str = "") -> None:
        opening.asked_on = on or self._bench.today()
        opening.session.asked_on = opening.asked_on
        opening.session.asked_by = self._bench.user.hex()

    def answers(self, case: str, record: str) -> tuple[Form, dict[str, Answer]]:
        """A filled form to look at; the audit line comes first. Protected answers need an open vault."""
        require(self._bench.me.roles, "case.open")
        ident = bytes.fromhex(case)
        self._bench.audit_view(Look("form.view", ident, bytes.fromhex(record)))
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
        for sheet in book.sheets:
            if sheet.entity.id.hex() == record:
                form = load_form(sheet.form)
                return form, answers_of(form, book, sheet.entity)
        raise NotFound("record.not_found")

    # -- drafts ---------------------------------------------------------------------

    def keep_draft(self, opening: FormOpening) -> str:
        """Keep a half-filled form; sealed when it holds protected answers or the case is protected."""
        if not opening.draft:
            opening.draft = secrets.token_hex(16)
        sealed = opening.level > 1 or opening.form.id in SEALED_FORMS or _holds_protected(opening)
        body = drafting.pack(opening)
        if sealed:
            body = self._bench.ring.seal_note(labels.SEALED_DRAFT, body)
        case = None if opening.new_case or sealed else opening.case
        form = "" if sealed else opening.form.id
        with self._bench.keeper.writing() as work:
            work.keep_draft(KeptDraft(opening.draft, case, form, sealed, body, self._bench.clock.now_ms()))
            work.commit()
        return opening.draft

    def drafts(self) -> list[DraftRow]:
        """Forms left half-way, newest first; sealed ones say no more than that they are there."""
        with self._bench.keeper.writing() as work:
            held = work.drafts()
            books = {draft.case: Book(draft.case, work.rows_of(draft.case)) for draft in held if draft.case}
        rows = []
        for draft in held:
            book = books.get(draft.case) if draft.case else None
            code = book.case.plain(wire.CODE, "") if book else ""
            name = text(book.person, "person.chosen_name") if book else ""
            rows.append(DraftRow(draft.id, draft.case.hex() if draft.case else "", code, name, draft.form,
                                 iso_of(draft.ms), draft.sealed))
        return rows

    def resume(self, draft: str) -> FormOpening:
        """Go on where it was left; a sealed draft needs the vault open."""
        with self._bench.keeper.writing() as work:
            held = next((each for each in work.drafts() if each.id == draft), None)
        if held is None:
            raise NotFound("draft.not_found")
        body = self._bench.ring.open_note(labels.SEALED_DRAFT, held.body) if held.sealed else held.body
        opening = drafting.unpack(body)
        opening.draft = draft
        if not opening.new_case:
            self._bench.audit_view(Look("form.open", opening.case, protected=held.sealed))
        return opening

    def drop_draft(self, draft: str) -> None:
        """Forget a half-filled form."""
        with self._bench.keeper.writing() as work:
            work.drop_draft(draft)
            work.commit()

    # -- saving ---------------------------------------------------------------------

    def save(self, opening: FormOpening) -> Saved:
        """Keep what was said: one save, one commit. Nothing is half-done whatever happens. Raises NotAllowed."""
        self._require(opening.form)
        with self._bench.keeper.writing() as work:
            saved = self.write(work, opening)
            if opening.draft:
                work.drop_draft(opening.draft)
            work.commit()
        self._consequences.after(opening.case, saved.raised_to)
        return saved

    def write(self, work: UnitOfWork, opening: FormOpening, batch: bytes | None = None) -> Saved:
        """The same inside a transaction of the caller: import and practice cases save many at once."""
        changes = {key: self._again(opening.form, key, answer) for key, answer in opening.session.changes().items()}
        if opening.address:
            return self._drop(work, opening, changes)
        book = opening.book or Book(opening.case, [] if opening.new_case else work.rows_of(opening.case))
        level = max(opening.level, book.level)
        is_hidden = opening.level >= 3 and not work.vault_open
        if not (opening.new_case or opening.book or book.exists or is_hidden):
            raise NotFound("case.not_found")  # erased, or hidden from whoever has it open still: nothing begins it anew
        if level == 3 and not work.vault_open and opening.form.id not in SEALED_FORMS:
            raise VaultShut("vault.shut")
        deed = Deed(
            opening.form, opening.case, opening.record, opening.asked_on, self._bench.user, changes, book,
            opening.brought)
        outcome = self._consequences.of(work, deed)
        kept = outcome.kept(changes)
        puts = [*self._record_puts(opening), *self._answer_puts(opening, kept), *outcome.puts]
        written = self._bench.scribe.write(work, Target(opening.case, level, opening.parents, batch), puts)
        self._bench.audit(work, Look(
            "form.save", opening.case, opening.record, protected=opening.form.id in SEALED_FORMS or level > 1))
        stays = outcome.raise_to or opening.form.id in SEALED_FORMS or opening.book
        return Saved(
            opening.case.hex(), opening.record.hex(), outcome.code,
            Changes(frozenset({opening.case.hex()}), frozenset({opening.form.id}),
                    None if stays else undoable(work, book, written)), outcome.without_file,
            outcome.raise_to, book.case.plain(wire.STAGE) == "pause",
        )

    def _drop(self, work: UnitOfWork, opening: FormOpening, changes: Mapping[str, Answer]) -> Saved:
        """A threat about somebody no case of whom can be seen: sealed unread for those who may know (ruling 4)."""
        consequences.check_threat(changes)
        told = [opening.address, opening.asked_on, self._bench.user]
        self._bench.scribe.write(work, Target(opening.case), [
            Put(opening.case, wire.DROP, wire.ADDRESSED, pack_plain(told), 4, kind=wire.OP_CREATE),
            Put(opening.case, wire.DROP, wire.DROPPED, pack_plain(opening.session.to_draft()), 4, kind=wire.OP_CREATE),
        ])
        self._bench.audit(work, Look("threat.report", protected=True))
        return Saved("", "", "", Changes(kinds=frozenset({opening.form.id})))

    def fresh(self, form_id: str) -> FormOpening:
        """A form about nobody yet."""
        return self._fresh(load_form(form_id))

    def finish(self, saved: Saved) -> None:
        """What can only be done once a save made in a transaction of the caller is on disk."""
        self._consequences.after(bytes.fromhex(saved.case), saved.raised_to)

    def _again(self, form: Form, key: str, answer: Answer) -> Answer:
        """Never trust a screen: every value is read once more by the rules of its kind."""
        asked = form.field(key)
        if not answer.state.carries_value or answer.value is None:
            return answer
        try:
            clean = answered(asked, answer.value)
        except FieldProblem as problem:
            raise BadInput(problem.code, field=key) from None
        return replace(answer, value=clean.value, precision=clean.precision)

    def _record_puts(self, opening: FormOpening) -> list[Put]:
        if not opening.is_new and (opening.record, wire.FORM) in opening.shown:
            return []
        level = 4 if opening.form.id in SEALED_FORMS else 1
        plain: list[tuple[int, object]] = [
            (wire.PARENT, opening.case), (wire.FORM, opening.form.id), (wire.FORM_VERSION, opening.form.version),
            (wire.ASKED_ON, opening.asked_on), (wire.ENTERED_BY, opening.entered_by or self._bench.user),
            (wire.ENTERED_ON, self._bench.today()),
        ]
        return [
            Put(opening.record, wire.RECORD, number, pack_plain(value), level, kind=wire.OP_CREATE)
            for number, value in plain
        ]

    def _answer_puts(self, opening: FormOpening, kept: Mapping[str, Answer]) -> Iterator[Put]:
        for key, answer in kept.items():
            asked = opening.form.field(key)
            if asked.has_rows:
                yield from _row_puts(opening, asked, answer)
                continue
            entity, etype = (
                (person_of(opening.case), wire.PERSON) if asked.lives_on_person else (opening.record, wire.RECORD)
            )
            shown = opening.shown.get((entity, asked.number), ())
            yield Put(entity, etype, asked.number, pack_answer(answer), asked.level, shown)


def _row_puts(opening: FormOpening, asked: Field, answer: Answer) -> Iterator[Put]:
    """Every row is an entity of its own, so that two laptops may add rows apart (ruling 60)."""
    parent = person_of(opening.case) if asked.lives_on_person else opening.record
    rows = [row for row in answer.value if isinstance(row, Row)] if isinstance(answer.value, tuple) else []
    before = opening.session.opened.get(asked.key) or opening.session.known.get(asked.key, Known(NOT_ASKED)).answer
    held = {row.id: row for row in before.value if isinstance(row, Row)} if isinstance(before.value, tuple) else {}
    etype = wire.PERSON if asked.lives_on_person else wire.RECORD
    states = Answer(None, answer.state, answer.asked_on, answer.asked_by, answer.source)
    if not rows or not held:
        yield Put(parent, etype, asked.number, pack_answer(states), asked.level,
                  opening.shown.get((parent, asked.number), ()))
    for row in rows:
        entity = bytes.fromhex(row.id)
        if row.id not in held:
            yield Put(entity, wire.ROW, wire.PARENT, pack_plain(parent), asked.level, kind=wire.OP_CREATE)
            yield Put(entity, wire.ROW, wire.COLUMN, pack_plain(asked.number), asked.level, kind=wire.OP_CREATE)
        old = held[row.id].cells if row.id in held else {}
        for column in asked.columns:
            cell = row.cells.get(column.key)
            if cell is not None and cell != old.get(column.key):
                yield Put(entity, wire.ROW, column.number, pack_answer(cell), max(column.level, 0),
                          opening.shown.get((entity, column.number), ()))
    for gone in held.keys() - {row.id for row in rows}:
        entity = bytes.fromhex(gone)
        seen = gone_value(dot for (whose, _field), dots in opening.shown.items() if whose == entity for dot in dots)
        yield Put(entity, wire.ROW, wire.TOMBSTONE, seen, asked.level,
                  opening.shown.get((entity, wire.TOMBSTONE), ()), wire.OP_TOMBSTONE)


def answers_of(form: Form, book: Book, entity: Entity) -> dict[str, Answer]:
    """All answers of one filled form, tables included; what is not here reads as not asked."""
    found: dict[str, Answer] = {}
    for asked in form.fields():
        home = book.person if asked.lives_on_person else entity
        answer = table_answer(book, home, asked) if asked.has_rows else home.answer(asked.number)
        if answer.state is not AnswerState.NOT_ASKED:
            found[asked.key] = answer
    return found


def table_answer(book: Book, home: Entity, asked: Field) -> Answer:
    """A table put together from its row entities."""
    rows = tuple(
        Row(row.id.hex(), {
            column.key: row.answer(column.number) for column in asked.columns if row.fields.get(column.number)
        })
        for row in book.rows(home, asked.number)
    )
    said = home.answer(asked.number)
    if rows:
        return Answer(rows, AnswerState.ANSWERED if said == NOT_ASKED else said.state, said.asked_on, said.asked_by,
                      said.source)
    return said if not said.state.carries_value else NOT_ASKED


def known_of(form: Form, book: Book, record: bytes) -> dict[str, Known]:
    """What the person already told: answers that live on the person, whichever sheet they came from."""
    known: dict[str, Known] = {}
    for asked in form.fields():
        if not asked.lives_on_person:
            continue
        answer = table_answer(book, book.person, asked) if asked.has_rows else book.person.answer(asked.number)
        if answer.state is not AnswerState.NOT_ASKED:
            told_by = answer.source.removeprefix("import:") if answer.source.startswith("import:") else ""
            known[asked.key] = Known(answer, answer.asked_on, told_by)
    return known


def _holds_protected(opening: FormOpening) -> bool:
    """Whether anything said in this filling belongs behind the seal, columns included."""
    return any(
        asked.level >= 4 or any(column.level >= 4 for column in asked.columns)
        for key in opening.session.changes() for asked in (opening.form.field(key),)
    )


def _shown(book: Book) -> dict[tuple[bytes, FieldKey], tuple[Dot, ...]]:
    return {
        (entity.id, number): entity.dots(number)
        for entity in book.entities.values() for number in entity.fields
    }


def _differing(form: Form, book: Book, record: bytes) -> frozenset[str]:
    waiting = open_fields(book)
    person = person_of(book.case_id)
    return frozenset(
        asked.key for asked in form.fields()
        if waiting and (person if asked.lives_on_person else record, asked.number) in waiting)


def _newest(book: Book) -> int:
    return max(
        (row.hlc for entity in book.entities.values() for rows in entity.fields.values() for row in rows), default=0)


