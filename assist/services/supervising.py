# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a supervisor reads and says of the work of others, and what workers answer; codes only, never a name of hers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from assist import supervisionbook
from assist.casebook import Book
from assist.changesets import pack_answer, pack_plain
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound
from assist.handoverbook import worker_of
from assist.planbook import states
from assist.policy import may, require
from assist.ports import Reader, UnitOfWork
from assist.reading import number
from assist.services.bench import Bench, Look
from assist.services.scribe import Put, Target
from assist.supervisionbook import ASKED, ASKED_BACK, CLOSING, KINDS, LOOK, OUTCOMES, PLAN, READ, WISH, Word
from assist.sync import roster
from assist.views import Changes
from forms.answers import Answer, AnswerState

ACT, REPLY = "supervision", "supervision.reply"
LIMIT, ALWAYS = 200, "9999"
"""Lines that one look at the list shows, counted after those that are not for her; a day that never comes."""
LONGEST = 400
"""Signs of a question or an answer: what takes more is talked about."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line that waits for a supervisor.

    ``worker``: whose case it is, by the name colleagues see. ``who`` and ``why``: of an opening, who and for what
    reason. ``state``: of a plan, proposed or agreed. ``question``, ``answer``: what was asked before and what came of
    it; the answer is empty while it waits.
    """

    kind: str
    ref: str
    case: str
    code: str
    on: str
    worker: str = ""
    who: str = ""
    why: str = ""
    state: str = ""
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """What a supervisor asked: ``word`` names it. ``to``: who is asked, ``by``: who asks."""

    word: str
    kind: str
    case: str
    code: str
    on: str
    question: str
    by: str
    to: str


@dataclass(frozen=True, slots=True)
class LookRow:
    """A colleague opened a case that was not hers, on a day; ``why`` is empty where it lies behind a shut seal."""

    who: str
    on: str
    why: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a supervisor, oldest first, and what she waits for; ``more`` beyond what is listed."""

    rows: tuple[QueueRow, ...]
    waiting: tuple[AskedRow, ...]
    more: bool = False


class SupervisionService:
    """Every answer is one save, with its line in the log."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- reading --------------------------------------------------------------------------

    def count(self) -> int:
        """How many lines wait, for My day; none for whoever does not supervise."""
        if not may(self._bench.me.roles, ACT).ok:
            return 0
        with self._bench.keeper.writing() as work:
            me, today = self._bench.user, self._bench.today()
            of_others = work.team_count([kind for kind in KINDS if kind != LOOK], today, me, own=False)
            of_mine = work.team_count([CLOSING], today, me, own=True) if self._alone(work) else 0
            return of_others + of_mine + sum(1 for _row in self._rows(work, (LOOK,)))

    def queue(self) -> Queue:
        """Everything that waits; the line of the look comes first. Hidden cases only for whoever reads them."""
        require(self._bench.me.roles, ACT)
        self._bench.audit_view(Look("supervision.view"))
        with self._bench.keeper.writing() as work:
            rows = tuple(islice(self._rows(work, KINDS), LIMIT + 1))
            waiting = tuple(self._asked(work))
        return Queue(rows[:LIMIT], waiting, len(rows) > LIMIT)

    def asked_of_me(self) -> tuple[AskedRow, ...]:
        """What supervisors ask this person, oldest first."""
        if not may(self._bench.me.roles, REPLY).ok:
            return ()
        with self._bench.keeper.reading() as reader:
            return tuple(row for row in self._asked(reader) if row.to == self._bench.user.hex())

    def looks_of(self, case: str) -> list[LookRow]:
        """Which colleagues opened it with a reason, on whichever laptop, newest first (WP-16)."""
        book = self._bench.look_up(case)
        return [LookRow(self._bench.name_of(each.user), each.on, each.why)
                for each in reversed(supervisionbook.looks(book))]

    def _rows(self, work: UnitOfWork, kinds: tuple[str, ...]) -> Iterator[QueueRow]:
        me, supervisors, alone = self._bench.user.hex(), self._supervisors(work), self._alone(work)
        for book, kind, ref, on in _found(work, kinds, self._bench.today()):
            row = self._row(book, kind, ref, on)
            look = next((each for each in supervisionbook.looks(book) if each.entity.hex() == ref), None)
            if look is not None and (look.user == me or (look.supervises and look.user in supervisors)):
                continue
            if worker_of(book) == me and kind != LOOK and not (alone and kind == CLOSING):
                continue
            yield row

    def _row(self, book: Book, kind: str, ref: str, on: str) -> QueueRow:
        word = supervisionbook.last_word(book, kind, ref)
        look = next((each for each in supervisionbook.looks(book) if each.entity.hex() == ref), None)
        return QueueRow(
            kind, ref, book.case_id.hex(), book.case.plain(wire.CODE, ""), on,
            self._bench.name_of(worker_of(book)) if worker_of(book) else "",
            self._bench.name_of(look.user) if look else "", look.why if look else "",
            states(book)[0].get(ref, "") if kind == PLAN else "",
            word.said if word and word.outcome == ASKED_BACK else "", word.answer if word else "")

    def _asked(self, reader: Reader) -> Iterator[AskedRow]:
        for book, _kind, ref, on in _found(reader, (ASKED,), ALWAYS):
            for word in supervisionbook.words(book):
                if word.entity.hex() == ref and word.waits:
                    yield AskedRow(
                        ref, word.kind, book.case_id.hex(), book.case.plain(wire.CODE, ""), on, word.said,
                        self._bench.name_of(word.by), supervisionbook.addressed(book, word))

    def _supervisors(self, work: UnitOfWork) -> frozenset[str]:
        known = roster.verify(work.roster())
        return frozenset(each.user.hex() for each in known.people_of(known.team_of(self._bench.user))
                         if "supervisor" in each.roles)

    def _alone(self, work: UnitOfWork) -> bool:
        """Nobody else supervises: then she agrees with her own closings, rather than nobody."""
        return self._supervisors(work) <= {self._bench.user.hex()}

    # -- answering ------------------------------------------------------------------------

    def answer(self, case: str, kind: str, ref: str, outcome: str, said: str = "") -> Changes:
        """Read and in order (a closing: agreed with), or asked back with a question.

        Raises NotAllowed ``supervision.own`` for her own doing, BadInput ``supervision.question`` for a question
        without words and ``supervision.answer`` for what cannot be answered so, NotFound when it waits no more.
        """
        require(self._bench.me.roles, ACT)
        told = said.strip()[:LONGEST]
        if outcome not in OUTCOMES or (kind == WISH and outcome == READ):
            raise BadInput("supervision.answer")
        if outcome == ASKED_BACK and not told:
            raise BadInput("supervision.question")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            if (kind, ref) not in {(line.kind, line.ref) for line in supervisionbook.lines(book)}:
                raise NotFound("supervision.gone")
            self._require_another(work, book, kind, ref)
            puts = [*self._word(book, kind, ref, outcome, told)]
            if (kind, outcome) == (CLOSING, READ):
                puts.append(self._closing_seen(book, ref))
            self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), puts)
            self._bench.audit(work, Look(f"supervision.{outcome}", book.case_id, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"supervision"}))

    def _require_another(self, work: UnitOfWork, book: Book, kind: str, ref: str) -> None:
        me = self._bench.user.hex()
        if kind == LOOK:
            is_own = any(each.user == me for each in supervisionbook.looks(book) if each.entity.hex() == ref)
        else:
            is_own = worker_of(book) == me and not (kind == CLOSING and self._alone(work))
        if is_own:
            raise NotAllowed("supervision.own")

    def _word(self, book: Book, kind: str, ref: str, outcome: str, said: str) -> Iterator[Put]:
        entity = secrets.token_bytes(16)
        version = supervisionbook.version_of(book, ref) if kind == PLAN else ""
        told = [kind, ref, version, self._bench.user, self._bench.today(), outcome]
        yield Put(entity, wire.WORD, wire.WORD_GIVEN, pack_plain(told), 1, kind=wire.OP_CREATE)
        if outcome == ASKED_BACK:
            yield Put(entity, wire.WORD, wire.WORD_SAID, pack_plain(said), 2, kind=wire.OP_CREATE)

    def _closing_seen(self, book: Book, ref: str) -> Put:
        field, entity = number("F15/supervisor_seen"), book.entities[bytes.fromhex(ref)]
        today = self._bench.today()
        seen = Answer(today, AnswerState.ANSWERED, today, self._bench.user.hex())
        return Put(entity.id, wire.RECORD, field, pack_answer(seen), 1, entity.dots(field))

    def reply(self, case: str, word: str, said: str) -> Changes:
        """Answer what a supervisor asked: for whoever she asked. Raises NotAllowed, BadInput, NotFound."""
        require(self._bench.me.roles, REPLY)
        told = said.strip()[:LONGEST]
        if not told:
            raise BadInput("supervision.question")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            asked = _waiting(supervisionbook.words(book), word)
            if supervisionbook.addressed(book, asked) != self._bench.user.hex():
                raise NotAllowed("policy.role")
            entity = book.entities[asked.entity]
            self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
                Put(entity.id, wire.WORD, wire.WORD_ANSWERED, pack_plain([self._bench.user, self._bench.today()]), 1,
                    entity.dots(wire.WORD_ANSWERED)),
                Put(entity.id, wire.WORD, wire.WORD_ANSWER, pack_plain(told), 2, entity.dots(wire.WORD_ANSWER))])
            self._bench.audit(work, Look(REPLY, book.case_id, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"supervision"}))


def keep_look(bench: Bench, book: Book, reason: str) -> None:
    """Somebody opens a case of a colleague: supervisors hear of it on every laptop, and she may ask who looked.

    One line a day. An emergency opening has words of its own, and whoever opened so writes nothing.
    """
    entity = supervisionbook.look_entity(book.case_id, bench.user, bench.today())
    if entity in book.entities:
        return
    supervises = "supervisor" in bench.me.roles and reason.split()[:1] == [supervisionbook.SUPERVISES]
    told = [bench.user, bench.today(), supervises]
    with bench.keeper.writing() as work:
        if work.rounds.protected.glass.is_open(book.case_id):
            return
        bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
            Put(entity, wire.LOOK, wire.LOOKED, pack_plain(told), 1, kind=wire.OP_CREATE),
            Put(entity, wire.LOOK, wire.LOOKED_WHY, pack_plain(reason.strip()), 2, kind=wire.OP_CREATE)])
        work.commit()


def _found(reader: Reader, kinds: tuple[str, ...], until: str) -> Iterator[tuple[Book, str, str, str]]:
    books: dict[bytes, Book] = {}
    for hit in reader.team_lines(kinds, until):
        if hit.case not in books:
            books[hit.case] = Book(hit.case, reader.rows_of(hit.case))
        yield books[hit.case], hit.kind, hit.ref, hit.on


def _waiting(words: Iterable[Word], ref: str) -> Word:
    found = next((each for each in words if each.entity.hex() == ref and each.waits), None)
    if found is None:
        raise NotFound("supervision.gone")
    return found
