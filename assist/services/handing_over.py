# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing cases over from one worker to another: offered one by one, taken over by whoever is asked, seen by both.

Each case is a save of its own. Whatever stops a hand-over of many half-way leaves every case either with the one or
with the other; doing the same again goes on with the rest. Until it is taken over a case stays where it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assist.casebook import Book
from assist.changesets import pack_plain
from assist.domain import wire
from assist.domain.protection import HIDDEN, belongs_in_vault
from assist.errors import BadInput, NotAllowed, NotFound, UserError
from assist.handoverbook import (
    ACCEPTED,
    DECLINED,
    NAMES,
    SEALS,
    TAKEN_BACK,
    TOLD,
    Handing,
    handings,
    open_handing,
)
from assist.policy import CARE, LEAD, may, require
from assist.ports import Reader, UnitOfWork
from assist.services.assigning import ACT as ASSIGN
from assist.services.assigning import AssignService, Colleague
from assist.services.bench import Bench, Look
from assist.services.compartments import give_keys, know_custodians
from assist.services.keeping_away import require_welcome
from assist.services.naming import are_enough, name_people
from assist.services.scribe import Put, Target
from assist.supervisionbook import OFFER
from assist.sync import roster
from assist.views import CaseQuery, Changes

ACT = "case.hand_over"
ALWAYS = "9999"
LONGEST, NOTE_LEVEL = 600, 3
MOST = 5_000


@dataclass(frozen=True, slots=True)
class HandRow:
    """A case that may be handed over: codes and counts, no name. ``offered_to``: who was asked and has not answered."""

    case: str
    code: str
    stage: str
    level: int
    band: str
    next_due: str
    offered_to: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What goes with one case: what the taker must know, and whether the person was told who goes on with her."""

    case: str
    note: str = ""
    told: str = "not_yet"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case of many: ``done``, or the code of why not. A case that could not be stays as it was."""

    case: str
    code: str
    done: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer as its two people see it. ``answer`` is empty while it waits; ``introduced``: she has met her since."""

    case: str
    code: str
    giver: str
    taker: str
    by: str
    on: str
    until: str
    note: str
    told: str
    answer: str
    answered_on: str
    level: int
    to_me: bool
    from_me: bool
    sealed: bool = False
    """There is a note, and this person cannot read it yet."""


class HandoverService:
    """A worker hands over her own; whoever looks over all cases hands over anybody's."""

    def __init__(self, bench: Bench, assigning: AssignService) -> None:
        self._bench, self._assigning = bench, assigning

    # -- reading --------------------------------------------------------------------------

    def givers(self) -> list[Colleague]:
        """Whose cases this person may hand over: her own, or with a lead everybody's, whoever left too."""
        require(self._bench.me.roles, ACT)
        me = self._bench.user.hex()
        if not LEAD & self._bench.me.roles:
            return [Colleague(me, self._bench.me.display_name)]
        with self._bench.keeper.reading() as reader:
            users = {row.worker.hex() for row in reader.loads("", "") if row.worker}
        found = [Colleague(user, self._bench.name_of(user)) for user in users]
        return sorted(found, key=lambda each: (each.user != me, each.name, each.user))

    def takers(self, giver: str) -> list[Colleague]:
        """Everybody who accompanies cases now, but for the giver."""
        return [each for each in self._assigning.colleagues() if each.user != giver]

    def cases(self, giver: str) -> list[HandRow]:
        """Her open cases by code, with what was offered already."""
        require(self._bench.me.roles, ACT)
        self._require_may(bytes.fromhex(giver))
        with self._bench.keeper.reading() as reader:
            rows = reader.case_list(reader.case_keys(CaseQuery(stage="open", worker=giver, sort="code"))[:MOST])
            offered = {book.case_id.hex(): each for book, each in _open_offers(reader)}
        return [HandRow(
            row.case, row.code, row.stage, row.level, row.band, row.next_due,
            self._bench.name_of(offered[row.case].taker) if row.case in offered else "") for row in rows]

    def offers(self) -> list[OfferRow]:
        """What waits for an answer: offered to this person, or by her, or of her cases; oldest first."""
        if not may(self._bench.me.roles, ACT).ok:
            return []
        with self._bench.keeper.reading() as reader:
            rows = [self._offer(book, each) for book, each in _open_offers(reader)]
        return [row for row in rows if row.to_me or row.from_me]

    def of_case(self, case: str) -> list[OfferRow]:
        """Who handed it to whom, when, and what came of it; newest first."""
        book = self._bench.look_up(case)
        return [self._offer(book, each) for each in reversed(handings(book))]

    def _offer(self, book: Book, each: Handing) -> OfferRow:
        me, name_of = self._bench.user.hex(), self._bench.name_of
        return OfferRow(
            book.case_id.hex(), book.case.plain(wire.CODE, ""), name_of(each.giver), name_of(each.taker),
            name_of(each.by), each.on, each.until, each.note, each.told, each.answer, each.answered_on, book.level,
            each.taker == me, me in (each.giver, each.by), each.sealed and not each.note)

    # -- offering -------------------------------------------------------------------------

    def offer(self, wishes: Sequence[Wish], taker: str, until: str = "") -> list[Outcome]:
        """Ask a colleague to go on with these; each case by itself, and what was offered to her already is passed over.

        Raises BadInput ``assign.nobody`` and ``handover.until`` before anything is offered. What keeps a single case
        back is said of that case: ``case.kept_away`` (a yes or no, never why), ``vault.shut``, ``handover.offered``.
        """
        require(self._bench.me.roles, ACT)
        names = {each.user: each.name for each in self._assigning.colleagues()}
        if taker not in names:
            raise BadInput("assign.nobody")
        if until and not _is_ahead(until, self._bench.clock.today()):
            raise BadInput("handover.until")
        return [self._tried(wish, (taker, names[taker]), until) for wish in wishes]

    def _tried(self, wish: Wish, taker: tuple[str, str], until: str) -> Outcome:
        try:
            code, is_hidden = self._offer_one(wish, taker, until)
        except UserError as error:
            return Outcome(wish.case, self._code_of(wish.case), done=False, why=error.code)
        if is_hidden:
            self._give_keys()
        return Outcome(wish.case, code, done=True)

    def _offer_one(self, wish: Wish, taker: tuple[str, str], until: str) -> tuple[str, bool]:
        user, name = bytes.fromhex(taker[0]), taker[1]
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(wish.case))
            giver = book.case.plain(wire.WORKER) or b""
            self._require_may(giver)
            code = book.case.plain(wire.CODE, "")
            waits = open_handing(book)
            if giver == user or (waits is not None and waits.taker == taker[0]):
                return code, False
            if waits is not None:
                raise BadInput("handover.offered")
            require_welcome(book, name, vault_open=work.vault_open)
            is_named = book.level >= HIDDEN and self._name(work, book, user)
            is_sealed = bool(wish.note.strip()) and belongs_in_vault(NOTE_LEVEL, book.level)
            marks = (NAMES if is_named else 0) | (SEALS if is_sealed else 0)
            told = [giver, user, self._bench.user, self._bench.today(), until, marks]
            entity = secrets.token_bytes(16)
            self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
                Put(entity, wire.HANDOVER, wire.HANDED, pack_plain(told), 1, kind=wire.OP_CREATE),
                Put(entity, wire.HANDOVER, wire.HANDED_TOLD, pack_plain(
                    wish.told if wish.told in TOLD else TOLD[1]), 1, kind=wire.OP_CREATE),
                Put(entity, wire.HANDOVER, wire.HANDED_NOTE, pack_plain(wish.note.strip()[:LONGEST]), NOTE_LEVEL,
                    kind=wire.OP_CREATE)])
            self._bench.audit(work, Look("case.offer", book.case_id, user, protected=book.level > 1))
            work.commit()
        return code, is_named

    def _name(self, work: UnitOfWork, book: Book, user: bytes) -> bool:
        """A hidden case is nowhere for the taker unless she is named; True when this offer names her."""
        named = work.rounds.protected.standings().get(book.case_id, (None, 0, frozenset[bytes]()))[2]
        if user in named:
            return False
        name_people(self._bench, work, book.case_id, frozenset({user}))
        return True

    def _give_keys(self) -> None:
        """Now, so that it leaves with the next round; should this be cut off, the round gives them itself."""
        vault = self._bench.ring.vault
        if vault is not None:
            with self._bench.keeper.writing() as work:
                give_keys(self._bench, work, know_custodians(self._bench, work, vault))
                work.commit()

    def _code_of(self, case: str) -> str:
        try:
            return str(self._bench.look_up(case).case.plain(wire.CODE, ""))
        except NotFound:
            return ""

    def _require_may(self, worker: bytes) -> None:
        roles = frozenset(self._bench.me.roles)
        if not (roles & LEAD or (roles & CARE and worker in (b"", self._bench.user))):
            raise NotAllowed("policy.role")

    # -- answering ------------------------------------------------------------------------

    def accept(self, case: str) -> Changes:
        """From now on it is hers; keys of protected work follow with the next round, and she is to introduce herself.

        Raises NotFound ``handover.gone`` when nothing waits for her, NotAllowed ``case.kept_away``.
        """
        require(self._bench.me.roles, ASSIGN)
        with self._bench.keeper.writing() as work:
            book, each = self._waiting(work, case)
            if each.taker != self._bench.user.hex() or not self._was_right(work, each):
                raise NotFound("handover.gone")
            require_welcome(book, self._bench.me.display_name, vault_open=work.vault_open)
            self._write(work, book, each, ACCEPTED, [
                Put(book.case_id, wire.CASE, wire.WORKER, pack_plain(self._bench.user), 1,
                    book.case.dots(wire.WORKER))])
            giver = bytes.fromhex(each.giver)
            self._bench.audit(work, Look("case.take", book.case_id, giver, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"case", "handover"}))

    def accept_all(self, cases: Sequence[str]) -> list[Outcome]:
        """The same of several, each by itself: what cannot be taken over keeps no other back."""
        require(self._bench.me.roles, ASSIGN)
        return [self._accepted(case) for case in cases]

    def _accepted(self, case: str) -> Outcome:
        code = self._code_of(case)
        try:
            self.accept(case)
        except UserError as error:
            return Outcome(case, code, done=False, why=error.code)
        return Outcome(case, code, done=True)

    def decline(self, case: str) -> Changes:
        """It stays with whoever has it. Whoever was named only for this offer reads it no longer."""
        return self._end(case, DECLINED)

    def take_back(self, case: str) -> Changes:
        """The offer holds no longer: by whoever made it, or whose case it is."""
        return self._end(case, TAKEN_BACK)

    def _end(self, case: str, answer: str) -> Changes:
        require(self._bench.me.roles, ACT)
        me = self._bench.user.hex()
        with self._bench.keeper.writing() as work:
            book, each = self._waiting(work, case)
            is_right = each.taker == me if answer == DECLINED else (
                me in (each.giver, each.by) or bool(LEAD & self._bench.me.roles))
            if not is_right:
                raise NotFound("handover.gone")
            taker = bytes.fromhex(each.taker)
            self._write(work, book, each, answer, [])
            if each.named and work.vault_open:
                named = work.rounds.protected.standings().get(book.case_id, (None, 0, frozenset[bytes]()))[2]
                if are_enough(work, named - {taker}):
                    name_people(self._bench, work, book.case_id, frozenset({taker}), holds=False)
            self._bench.audit(work, Look(f"case.{answer}", book.case_id, protected=book.level > 1))
            work.commit()
        if each.named:
            self._give_keys()
        return Changes(frozenset({case}), frozenset({"handover"}))

    def _waiting(self, work: UnitOfWork, case: str) -> tuple[Book, Handing]:
        book = self._bench.book(work, bytes.fromhex(case))
        each = open_handing(book)
        if each is None:
            raise NotFound("handover.gone")
        return book, each

    def _was_right(self, work: UnitOfWork, each: Handing) -> bool:
        """Whether whoever offered it might: it was hers, or she looks over all cases."""
        known = roster.verify(work.roster())
        person = known.people.get(bytes.fromhex(each.by))
        return each.by == each.giver or (person is not None and bool(LEAD & frozenset(person.roles)))

    def _write(self, work: UnitOfWork, book: Book, each: Handing, answer: str, more: Iterable[Put]) -> None:
        entity = book.entities[each.entity]
        told = [self._bench.user, self._bench.today(), answer]
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
            Put(entity.id, wire.HANDOVER, wire.HANDED_ANSWER, pack_plain(told), 1, entity.dots(wire.HANDED_ANSWER)),
            *more])


def _open_offers(reader: Reader) -> list[tuple[Book, Handing]]:
    found = []
    for hit in reader.team_lines((OFFER,), ALWAYS):
        book = Book(hit.case, reader.rows_of(hit.case))
        found += [(book, each) for each in handings(book) if each.entity.hex() == hit.ref and each.is_open]
    return found


def _is_ahead(until: str, today: date) -> bool:
    try:
        return date.fromisoformat(until) > today
    except ValueError:
        return False
