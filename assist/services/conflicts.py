# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settling what people wrote apart: one person's choice replaces every side that was shown to her."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assist import conflictbook
from assist.casebook import Book, Entity
from assist.changesets import pack_answer, pack_plain, unpack_answer
from assist.differences import TAKEN_OUT, DifferenceRow, DifferingCase, Side
from assist.domain import stages, wire
from assist.errors import BadInput, NotAllowed, NotFound
from assist.policy import may, require
from assist.services.bench import Bench, Look
from assist.services.conflict_reading import LISTS, SEALED_LEVEL, TEXTS, ConflictReading, sensitivity
from assist.services.settling import Settlement, settle
from assist.views import Changes
from assist.weighing import gone_value
from forms.answers import Answer
from forms.fieldtypes import answered
from forms.model import Field
from forms.problems import FieldProblem

_BESIDE = {wire.BAND: (wire.BAND_ON, wire.OWN_BAND, wire.BAND_TREND, wire.NEXT_LOOK)}
"""What was written in the same save and goes with the value that was chosen."""

ValueOf = Callable[[Book, Entity], bytes]


class ConflictService:
    """Whoever may fill in a form may settle what was written apart in it."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- looking ------------------------------------------------------------------------

    def all(self) -> tuple[DifferingCase, ...]:
        """Cases of this person with something to settle; of everybody for who supervises."""
        me = self._bench.me
        if not may(me.roles, "form.fill").ok:
            return ()
        with self._bench.keeper.reading() as reader:
            counted = dict(reader.differing())
            rows = reader.cases_named(list(counted)) if counted else []
        sees_all = "supervisor" in me.roles
        return tuple(
            DifferingCase(row.case, row.code, row.name, counted[bytes.fromhex(row.case)])
            for row in sorted(rows, key=lambda row: row.code) if sees_all or row.worker in ("", me.user))

    def of(self, case: str) -> tuple[DifferenceRow, ...]:
        """What waits in one case, the careful matters first; on record before it is shown.

        Words above level 2 are left out until ``reveal``. With the vault shut, what lies in it is not there.
        """
        book = self._bench.look_up(case)
        self._bench.audit_view(Look("difference.view", book.case_id, protected=book.level > 1))
        with self._bench.keeper.writing() as work:
            return tuple(ConflictReading(self._bench, work, self._bench.book(work, book.case_id)).rows())

    def reveal(self, row: DifferenceRow) -> DifferenceRow:
        """The same with its words; the line of who reads them is written first. Raises NotAllowed, NotFound."""
        if not row.may_settle:
            raise NotAllowed("policy.role")
        book = self._bench.look_up(row.case)
        self._bench.audit_view(Look(
            "reveal", book.case_id, row.entity, heavy=True,
            protected=book.level > 1 or sensitivity(row) >= SEALED_LEVEL))
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, book.case_id)
            return ConflictReading(self._bench, work, book).row(_found(book, row), opened=True)

    # -- settling -----------------------------------------------------------------------

    def choose(self, row: DifferenceRow, place: int) -> Changes:
        """One of the sides; raises NotAllowed where that takes two people."""
        side = row.sides[place]

        def value(_book: Book, entity: Entity) -> bytes:
            if row.field == wire.TOMBSTONE:
                return gone_value(row.seen) if place == TAKEN_OUT else pack_plain(False)
            return next(held.value for held in entity.fields[row.field] if held.dot == side.dot)
        return self._settle(row, value, side)

    def keep_both(self, row: DifferenceRow) -> Changes:
        """Everything either of them named, or both texts; raises BadInput when together they are too long."""
        def value(_book: Book, entity: Entity) -> bytes:
            values = {held.dot: held.value for held in entity.fields[row.field]}
            told = [unpack_answer(values[side.dot]) for side in row.sides if side.dot in values]
            return pack_answer(self._together(row, told))
        return self._settle(row, value)

    def write_own(self, row: DifferenceRow, raw: object) -> Changes:
        """Another answer; raises BadInput for what cannot be one, and for words that are hers."""
        if row.question is None or not row.may_write:
            raise BadInput("difference.choose")
        value = pack_answer(self._read(row.question, raw))
        return self._settle(row, lambda _book, _entity: value)

    # -- parts of these -----------------------------------------------------------------

    def _together(self, row: DifferenceRow, told: Sequence[Answer]) -> Answer:
        question = row.question
        if question is None or not row.may_keep_both:
            raise BadInput("difference.choose")
        values = [answer.value for answer in told if answer.state.carries_value and answer.value]
        if question.type in LISTS:
            codes = (str(code) for value in values if isinstance(value, tuple) for code in value)
            return self._read(question, tuple(dict.fromkeys(codes)))
        return self._read(question, TEXTS[question.type].join(map(str, values)))

    def _read(self, question: Field, raw: object) -> Answer:
        try:
            answer = answered(question, raw)
        except FieldProblem as problem:
            raise BadInput(problem.code, field=question.key) from None
        if answer.value is None:
            raise BadInput("difference.choose")
        return replace(answer, asked_on=self._bench.today(), asked_by=self._bench.user.hex())

    def _settle(self, row: DifferenceRow, value_of: ValueOf, side: Side | None = None) -> Changes:
        """One change that replaces exactly what was shown (ruling 62): what came meanwhile stays to be settled."""
        require(self._bench.me.roles, "form.fill")
        ident = bytes.fromhex(row.case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            entity = _found(book, row).entity
            now = ConflictReading(self._bench, work, book).row(_found(book, row), opened=True)
            if not now.may_settle:
                raise NotAllowed("policy.role")
            if side is not None and any(each.two_people for each in now.sides if each.dot == side.dot):
                raise NotAllowed("protection.two_people")
            if side is not None and side.dot not in [each.dot for each in now.sides]:
                raise NotFound("difference.gone")
            settle(self._bench, work, book, [
                _settlement(entity, row, value_of(book, entity)), *_beside(book, entity, row, side)])
            self._bench.audit(work, Look(
                "difference.settle", ident, entity.id,
                protected=book.level > 1 or sensitivity(row) >= SEALED_LEVEL))
            work.commit()
        return Changes(frozenset({row.case}), frozenset({"case", "differences"}))


def _found(book: Book, row: DifferenceRow) -> conflictbook.Difference:
    """The same difference in the book as it is now; NotFound when somebody settled it meanwhile."""
    for each in conflictbook.differences(book):
        if (each.entity.id, each.field) == row.key:
            return each
    raise NotFound("difference.gone")


def _settlement(entity: Entity, row: DifferenceRow, value: bytes) -> Settlement:
    """What was shown is replaced; what came meanwhile is not."""
    return Settlement(entity, row.field, value, 1 if row.field == wire.TOMBSTONE else sensitivity(row), row.dots)


def _beside(book: Book, entity: Entity, row: DifferenceRow, side: Side | None) -> Iterator[Settlement]:
    """What goes with a band or a stage that was chosen."""
    if side is None:
        return
    for field in _BESIDE.get(row.field, ()) if isinstance(row.field, int) else ():
        held = entity.fields.get(field, [])
        same = [each for each in held if each.dot[:2] == side.dot[:2]]
        if len(held) > 1 and same:
            yield Settlement(entity, field, same[0].value, 1, entity.dots(field))
    is_open = row.field == wire.STAGE and stages.is_open(str(side.plain))
    if is_open and book.case.plain(wire.CLOSED_ON, ""):
        yield Settlement(entity, wire.CLOSED_ON, pack_plain(""), 1, entity.dots(wire.CLOSED_ON))
