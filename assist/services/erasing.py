# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking that a case be erased for good, taking that back, agreeing, and what the calendar says (ruling 14, F19).

For a day nothing is told to anybody and one step takes it back. Then a second person is asked, where there is one who
may agree; her signature makes the order. What was decided is carried out by ``wiping``, here and on every laptop.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from assist.casebook import Book, Entity
from assist.changesets import pack_plain
from assist.clock import iso_of
from assist.crypto import labels
from assist.domain import wire
from assist.domain.erasure import (
    ANSWER_DAYS,
    ASKABLE,
    CORE,
    NOTES,
    PARTS,
    PROTECTED,
    SCHEDULED,
    UNDO_MS,
    WITHOUT_FILE,
    is_over,
    needs_second,
)
from assist.domain.protection import HIDDEN
from assist.erasurebook import ErasureOrder
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.keepingbook import until
from assist.policy import LEAD, may, require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.erasure_marks import mark_of
from assist.services.erasure_rows import (
    SECOND,
    UNDO,
    ErasureAsked,
    ErasureDue,
    answer_until,
    requests_in,
    signed_in,
)
from assist.services.keeping_rows import put_let_go
from assist.services.scribe import Put, Target
from assist.services.staying import keep
from assist.services.wiping import Wiping
from assist.sync import roster
from assist.sync.erasures import AGREE, ASK, SignedOrder, body_of, drafted, holds, order_op, who_may_agree
from assist.views import Changes

ASKED = "erase asked"
"""The kind of job a wish is that may still be taken back."""
KEPT_BY_LAW = "case.legal_hold"
DUE_RULES = {"erase_due": CORE, "kept_by_law": CORE, "notes_due": NOTES, "protected_due": PROTECTED}
"""The duties of which each says that a class of a case is due, those of the whole case first."""
_SEALED = 4


@dataclass(frozen=True, slots=True)
class _Wish:
    ref: bytes
    case: bytes
    basis: str
    asked_ms: int


class ErasureService:
    """Asks, takes back, agrees, declines; and does what its time has come for."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- asking ---------------------------------------------------------------------------

    def ask(self, case: str, basis: str, *, nobody_asked_for_it: bool) -> Changes:
        """Let it be erased a day from now. ``nobody_asked_for_it``: no court or authority has asked for these data.

        Raises BadInput ``erase.notice`` unless that was said, NotAllowed ``erase.legal_hold`` where the law wants it
        kept (on record), ``erase.own_case``, ``erase.name_second`` when nobody who reads it could agree.
        """
        ident = bytes.fromhex(case)
        if basis not in ASKABLE:
            raise BadInput("erase.basis")
        if not nobody_asked_for_it:
            raise BadInput("erase.notice")
        with self._bench.keeper.writing() as work:
            book = self._required(work, ident)
            if any(wish.case == ident for wish in self._wishes(work)) or next(requests_in(book), None) is not None:
                raise BadInput("erase.asked")
            if book.level >= HIDDEN and not self._somebody_agrees(work, ident):
                raise NotAllowed("erase.name_second")
            self._put_wish(work, _Wish(secrets.token_bytes(16), ident, basis, self._bench.clock.now_ms()),
                           is_hidden=book.level >= HIDDEN)
            self._bench.audit(work, Look("erase.ask", ident, reason=basis, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"erasure"}))

    def take_back(self, ref: str) -> Changes:
        """It stays: nobody ever hears of it. Raises NotFound ``erase.none`` once the day is over."""
        with self._bench.keeper.writing() as work:
            for wish in self._wishes(work):
                if wish.ref.hex() == ref:
                    work.end_job(wish.ref)
                    level = Book(wish.case, work.rows_of(wish.case)).level
                    self._bench.audit(work, Look("erase.take_back", wish.case, protected=level > 1))
                    work.commit()
                    return Changes(frozenset({wish.case.hex()}), frozenset({"erasure"}))
        raise NotFound("erase.none")

    def _required(self, work: UnitOfWork, case: bytes) -> Book:
        me = self._bench.me
        require(me.roles, ASK)
        book = self._bench.book(work, case)
        if not book.is_of(self._bench.user) and not LEAD & me.roles:
            raise NotAllowed("erase.own_case")
        self._refuse_by_law(work, book)
        return book

    def _refuse_by_law(self, work: UnitOfWork, book: Book) -> None:
        if book.case.plain(wire.LEGAL_HOLD, False):
            self._bench.audit(work, Look("erase.ask", book.case_id, outcome="refused", protected=book.level > 1))
            work.commit()
            raise NotAllowed("erase.legal_hold")

    def _somebody_agrees(self, work: UnitOfWork, case: bytes) -> bool:
        """Of a hidden case: whether one of those who read it may agree, if anybody may."""
        others = who_may_agree(roster.verify(work.roster()), self._bench.user)
        return not others or bool(others & work.rounds.protected.standings()[case][2])

    # -- the second person ------------------------------------------------------------------

    def waiting(self, case: str = "") -> list[ErasureAsked]:
        """What is not done: of one case, or everything that this person asked for or may agree to."""
        with self._bench.keeper.writing() as work:
            found = [self._as_wish(work, wish) for wish in self._wishes(work) if case in ("", wish.case.hex())]
            told = work.rounds.erasures
            for ident in [bytes.fromhex(case)] if case else dict.fromkeys(
                    [*(each for each, _day in told.cases_due("erasure_asked", "9999")), *told.asked_behind()]):
                book = Book(ident, work.rows_of(ident))
                found += [self._as_request(book, each) for each in requests_in(book)
                          if answer_until(each) >= self._bench.today()]
        return sorted(found, key=lambda each: (each.on, each.ref))

    def agree(self, case: str, ref: str) -> Changes:
        """Sign it: the case is erased here now, and on every laptop once it hears of it.

        Raises NotAllowed ``erase.same_person``, ``erase.legal_hold``; NotFound ``erase.none``; BadInput
        ``erase.stale`` when the case or the people changed so that it has to be asked again.
        """
        ident = bytes.fromhex(case)
        require(self._bench.me.roles, AGREE)
        with self._bench.keeper.writing() as work:
            book, entity = self._found(work, ident, ref)
            if entity.plain(wire.ASKED_BY) == self._bench.user:
                raise NotAllowed("erase.same_person")
            self._refuse_by_law(work, book)
            body, signature = signed_in(entity)
            signatures = (bytes(entity.plain(wire.ASKED_BY)), signature), self._own_signature(body)
            order = SignedOrder(body, signatures)
            if body_of(body).mark != mark_of(work, ident) or not holds(work.roster(), order):
                raise BadInput("erase.stale")
            self._send(work, order, ident)
            self._bench.audit(work, Look("erase.agree", ident, order.ref, protected=book.level > 1))
            work.commit()
        Wiping(self._bench).carry_out()
        return Changes(frozenset({case}), frozenset({"erasure"}))

    def decline(self, case: str, ref: str) -> Changes:
        """It stays; whoever asked may decide that too."""
        ident = bytes.fromhex(case)
        require(self._bench.me.roles, ASK)
        with self._bench.keeper.writing() as work:
            book, entity = self._found(work, ident, ref)
            self._answer_no(work, book, entity)
            self._bench.audit(work, Look("erase.agree", ident, outcome="declined", protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"erasure"}))

    def _found(self, work: UnitOfWork, case: bytes, ref: str) -> tuple[Book, Entity]:
        book = self._bench.book(work, case)
        for entity in requests_in(book):
            if entity.id.hex() == ref and answer_until(entity) >= self._bench.today():
                return book, entity
        raise NotFound("erase.none")

    # -- the calendar ---------------------------------------------------------------------------

    def due(self) -> list[ErasureDue]:
        """What of closed cases was kept as long as it may be, longest first; the whole case stands for its parts.

        What the law wants kept is there too, and says so.
        """
        if not may(self._bench.me.roles, ASK).ok:
            return []
        found: dict[tuple[bytes, str], ErasureDue] = {}
        with self._bench.keeper.writing() as work:
            for rule, kind in DUE_RULES.items():
                for case, due in work.rounds.erasures.cases_due(rule, self._bench.today()):
                    if (case, CORE) not in found:
                        code = Book(case, work.rows_of(case)).case.plain(wire.CODE, "")
                        found[case, kind] = ErasureDue(case.hex(), code, due, kind, is_kept=rule == "kept_by_law")
        return sorted(found.values(), key=lambda each: (each.due, each.case))

    def erase_due(self, case: str, kind: str = CORE) -> Changes:
        """One step: what is due goes, all of it or one class. Raises NotAllowed ``erase.not_due``,
        ``erase.legal_hold``."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._required(work, ident)
            if not "" < until(book, kind) <= self._bench.today():
                raise NotAllowed("erase.not_due")
            self.order(work, ident, SCHEDULED[kind])
            work.commit()
        Wiping(self._bench).carry_out()
        return Changes(frozenset({case}), frozenset({"erasure"}))

    # -- what the law wants kept ------------------------------------------------------------------

    def keep_by_law(self, case: str, *, kept: bool) -> Changes:
        """The law asks that this case is kept, or no longer; on record. While it is kept nothing erases it."""
        ident = bytes.fromhex(case)
        require(self._bench.me.roles, KEPT_BY_LAW)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if book.level >= HIDDEN and not work.vault_open:
                raise VaultShut("vault.shut")
            self._bench.scribe.write(work, Target(ident, book.level, (book.newest_stamp,)), [
                Put(ident, wire.CASE, wire.LEGAL_HOLD, pack_plain(kept), 1, book.case.dots(wire.LEGAL_HOLD))])
            self._bench.audit(work, Look(
                "legal.keep" if kept else "legal.let_go", ident, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({"erasure"}))

    def is_kept_by_law(self, case: str) -> bool:
        """Whether the law asks that it is kept."""
        return bool(self._bench.look_up(case).case.plain(wire.LEGAL_HOLD, False))

    # -- what its time has come for ------------------------------------------------------------------

    def run(self) -> frozenset[bytes]:
        """What the calendar says, and what was asked: notes kept without a file go after 42 days by themselves.

        Safe to call at any time. The cases that went.
        """
        return self._run(self._without_file, self._let_lapse)

    def resume(self) -> frozenset[bytes]:
        """What may be taken back no longer goes its way, and whatever was interrupted goes on; see ``run``."""
        return self._run()

    def _run(self, *more: Callable[[UnitOfWork], bool]) -> frozenset[bytes]:
        """In one transaction: in most rounds there is nothing to do."""
        wiping, now = Wiping(self._bench), self._bench.clock.now_ms()
        with self._bench.keeper.writing() as work:
            moved = [self._go_on(work, wish) for wish in self._wishes(work) if is_over(wish.asked_ms, now)]
            moved += [self._hide_wishes(work), *(each(work) for each in more)]
            if any(moved):
                work.commit()
            is_due = wiping.is_due(work)
        return wiping.carry_out() if is_due else frozenset()

    def _go_on(self, work: UnitOfWork, wish: _Wish) -> bool:
        """A second person is asked, or the order is given. What cannot be seen now, or the law wants kept, waits."""
        book = Book(wish.case, work.rows_of(wish.case))
        if not book.exists and (work.vault_open or work.case_key(wish.case) is not None):
            work.end_job(wish.ref)  # it went meanwhile
            return True
        if not book.exists or book.case.plain(wire.LEGAL_HOLD, False):
            return False
        others = who_may_agree(roster.verify(work.roster()), self._bench.user)
        if needs_second(wish.basis) and others:
            self._ask_second(work, book, wish)
        else:
            self.order(work, wish.case, wish.basis)
        work.end_job(wish.ref)
        return True

    def _ask_second(self, work: UnitOfWork, book: Book, wish: _Wish) -> None:
        body = self._drafted(work, wish.case, wish.basis)
        plain: tuple[tuple[int, object], ...] = (
            (wire.PARENT, wish.case), (wire.ASKED_BY, self._bench.user), (wire.ASKED_ON, self._bench.today()),
            (wire.ERASURE, [body, self._own_signature(body)[1]]))
        level = _SEALED if book.hold else 1  # a hold keeps back all but protected work, and that goes to custodians
        self._bench.scribe.write(work, Target(wish.case, book.level, (book.newest_stamp,)), [
            Put(wish.ref, wire.REQUEST, number, pack_plain(value), level, kind=wire.OP_CREATE)
            for number, value in plain])

    def _without_file(self, work: UnitOfWork) -> bool:
        if not may(self._bench.me.roles, ASK).ok:
            return False
        due = work.rounds.erasures.cases_due("erase_without_file", self._bench.today())
        mine = (None, self._bench.user)
        going = [case for case, _day in due if LEAD & self._bench.me.roles or Book(
            case, work.rows_of(case)).case.plain(wire.WORKER) in mine]
        for case in going:
            self.order(work, case, WITHOUT_FILE)
        return bool(going)

    def _let_lapse(self, work: UnitOfWork) -> bool:
        """What she asked and nobody answered in time is to be asked again; so is what somebody asked who is gone."""
        last = (self._bench.clock.today() - timedelta(days=ANSWER_DAYS + 1)).isoformat()
        found = False
        for case, _day in work.rounds.erasures.cases_due("erasure_asked", last):
            known, book = roster.verify(work.roster()), Book(case, work.rows_of(case))
            for entity in requests_in(book):
                by = bytes(entity.plain(wire.ASKED_BY))
                is_ours = by == self._bench.user or (
                    may(self._bench.me.roles, ASK).ok and not known.active_profiles(by))
                if is_ours and answer_until(entity) < self._bench.today():
                    self._answer_no(work, book, entity)
                    found = True
        return found

    def _answer_no(self, work: UnitOfWork, book: Book, entity: Entity) -> None:
        told = pack_plain([self._bench.user, False, self._bench.today()])
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
            Put(entity.id, wire.REQUEST, wire.ERASURE_ANSWER, told, _SEALED if entity.is_protected else 1,
                entity.dots(wire.ERASURE_ANSWER))])

    def order(self, work: UnitOfWork, case: bytes, basis: str) -> None:
        """Signed by this person alone and told to everybody, in a transaction of the caller; ``Wiping`` carries it
        out."""
        body = self._drafted(work, case, basis)
        self._send(work, SignedOrder(body, (self._own_signature(body),)), case)

    def _drafted(self, work: UnitOfWork, case: bytes, basis: str) -> bytes:
        return drafted(mark_of(work, case), basis, self._bench.user,
                       (self._bench.clock.now_ms(), len(work.roster())))

    def _own_signature(self, body: bytes) -> tuple[bytes, bytes]:
        return self._bench.user, self._bench.ring.sign_as(labels.ERASURE, body)

    def _send(self, work: UnitOfWork, order: SignedOrder, case: bytes) -> None:
        """To everybody of the team, in the next bundle; on the case it is written which class of it went."""
        basis = body_of(order.body).basis
        kind = PARTS.get(basis)
        if kind in (NOTES, PROTECTED):
            put_let_go(self._bench, work, case, kind)
        elif kind is None:
            keep(self._bench, work, case, basis)
        op = order_op(order)
        said = self._bench.scribe.write_for_team(work, work.team_key()[0], (op,))
        work.rounds.erasures.put_order(ErasureOrder(
            order.ref, body_of(order.body).mark, said.stream, said.n, op.value, self._bench.clock.now_ms()))

    # -- wishes ------------------------------------------------------------------------------------

    def _wishes(self, work: UnitOfWork) -> list[_Wish]:
        """Those that can be read now: one about a hidden case needs the vault open."""
        found = []
        for ref, kind, body in work.jobs():
            if kind == ASKED:
                is_sealed, content = msgspec.msgpack.decode(body, type=tuple[bool, bytes])
                with suppress(VaultShut):
                    plain = self._bench.ring.open_note(labels.ERASURE, content) if is_sealed else content
                    found.append(_Wish(ref, *msgspec.msgpack.decode(plain, type=tuple[bytes, str, int])))
        return found

    def _put_wish(self, work: UnitOfWork, wish: _Wish, *, is_hidden: bool) -> None:
        """Nothing in ``case.db`` may say which hidden case it is about (ruling 13)."""
        content = msgspec.msgpack.encode((wish.case, wish.basis, wish.asked_ms))
        if is_hidden:
            content = self._bench.ring.seal_note(labels.ERASURE, content)
        work.put_job(wish.ref, ASKED, msgspec.msgpack.encode((is_hidden, content)))

    def _hide_wishes(self, work: UnitOfWork) -> bool:
        """A case that was raised since is not named in the open any more."""
        plain = {ref for ref, kind, body in work.jobs()
                 if kind == ASKED and not msgspec.msgpack.decode(body, type=tuple[bool, bytes])[0]}
        going = [wish for wish in self._wishes(work) if wish.ref in plain and work.case_key(wish.case) is None]
        for wish in going:
            self._put_wish(work, wish, is_hidden=True)
        return bool(going)

    # -- as they are shown -------------------------------------------------------------------------

    def _as_wish(self, work: UnitOfWork, wish: _Wish) -> ErasureAsked:
        book = Book(wish.case, work.rows_of(wish.case))
        return ErasureAsked(
            wish.ref.hex(), wish.case.hex(), book.case.plain(wire.CODE, ""), wish.basis,
            self._bench.name_of(self._bench.user), iso_of(wish.asked_ms)[:10], iso_of(wish.asked_ms + UNDO_MS), UNDO,
            is_mine=True)

    def _as_request(self, book: Book, entity: Entity) -> ErasureAsked:
        by = bytes(entity.plain(wire.ASKED_BY, b""))
        return ErasureAsked(
            entity.id.hex(), book.case_id.hex(), book.case.plain(wire.CODE, ""), body_of(signed_in(entity)[0]).basis,
            self._bench.name_of(by), str(entity.plain(wire.ASKED_ON, "")), answer_until(entity), SECOND,
            is_mine=by == self._bench.user)
