# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What takes a second person: lowering protection, lifting a hold, and a referral of somebody under protection. Asked
by one, decided by another (WP-06).

A request stands among protected work: that goes to its readers while a hold keeps everything else back, and whoever
is no reader could not judge it. It names what a hold stands on, because the hold itself does not leave either, and
it is signed: whoever agrees signs the same, and both signatures go with what follows (``sync.approvals``).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import msgspec

from assist.casebook import Book, Entity
from assist.changesets import ZERO, Dot, Op, decode, pack_plain, unpack_plain
from assist.crypto import labels
from assist.domain import wire
from assist.domain.protection import two_people_agree
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.policy import may, require
from assist.ports import UnitOfWork
from assist.reading import text
from assist.reports.referral import FORM, Letter
from assist.rows import READABLE, SEALED, RegRow
from assist.services.bench import Bench, Look
from assist.services.compartments import send_order
from assist.services.records import SEALED_FORMS
from assist.services.scribe import Put, Target
from assist.services.withdrawing import goes, level_of
from assist.sync import blobs, roster
from assist.sync.approvals import (
    ACT,
    ASK,
    LOWER,
    RELEASE,
    Approval,
    Signature,
    approved_by,
    holds,
    is_signed,
    signature_in,
    statement,
    weight_of,
)
from assist.sync.chain import Roster
from assist.views import Changes

REFER = "refer"
_FIELD = {LOWER: wire.LEVEL, RELEASE: wire.HOLD}
HOLDS_FOR = timedelta(days=14)
"""What nobody decided in so long has to be asked again; and what may leave by it has left by then, or stays."""
_MOST_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for and nobody decided yet; ``level`` is the one to lower to, ``to`` whom a referral is for.

    ``kind``: what is signed, see ``referring``.
    """

    ref: str
    kind: str
    level: int
    by: str
    by_name: str
    on: str
    until: str
    reason: str
    is_mine: bool
    to: str = ""

    @property
    def asks(self) -> str:
        """``lower``, ``release`` or ``refer``."""
        return self.kind.partition(":")[0]

    @property
    def record(self) -> str:
        """The referral that shall leave; empty for anything else."""
        return self.kind.split(":")[1] if self.asks == REFER else ""


def referring(letter: Letter) -> str:
    """What two people sign so that this may leave: which referral, and every word of it."""
    return f"{REFER}:{letter.record}:{letter.fingerprint}"


class TwoPeopleService:
    """Whoever works with a person asks; custodians and supervisors agree or decline."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def ask(self, case: str, kind: str, reason: str, level: int = 0) -> Changes:
        """Ask for it, with a reason that readers alone see. Raises NotAllowed, BadInput, NotFound."""
        require(self._bench.me.roles, ASK)
        ident, words = bytes.fromhex(case), reason.strip()
        if not words:
            raise BadInput("policy.reason")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if kind == RELEASE and not book.hold:
                raise NotFound("protection.no_hold")
            if kind == LOWER and not 0 <= level < book.level:
                raise BadInput("protection.not_lower")
            entity, field = secrets.token_bytes(16), _FIELD.get(kind)
            dots = () if field is None else tuple(sorted({
                *book.case.dots(field), *self._replaced(work, ident, field)}))
            plain: tuple[tuple[int, object], ...] = (
                (wire.PARENT, ident), (wire.ASKED_FOR, [kind, level, dots]),
                (wire.ASKED_BY, self._bench.user), (wire.ASKED_ON, self._bench.today()), (wire.ASKED_WHY, words),
                (wire.ASKED_SIGNED, self._signed(statement(ident, entity, (kind, level), dots))))
            self._bench.scribe.write(work, Target(ident, book.level, (book.newest_stamp,)), [
                Put(entity, wire.REQUEST, number, pack_plain(value), 4, kind=wire.OP_CREATE)
                for number, value in plain])
            self._bench.audit(work, Look(f"protection.ask_{kind.partition(':')[0]}", ident, entity, protected=True))
            work.commit()
        return Changes(frozenset({case}), frozenset({"request"}))

    def _replaced(self, work: UnitOfWork, case: bytes, field: int) -> Iterator[Dot]:
        """What stood there before, as far as it is known here: whoever was away since may hold it still."""
        vault = self._bench.ring.vault
        changes = [decode(row.body) for row in work.log_of_case(case) if row.kind == READABLE]
        if vault is not None:
            changes += [vault.open_row(row) for row in work.log_of_tag(vault.tag(case)) if row.kind == SEALED]
        for change in changes:
            yield from ((change.stream, change.n, at) for at, op in enumerate(change.ops)
                        if op.kind in wire.REGISTER_OPS and op.field == field and weight_of(op.value))

    def _signed(self, told: bytes) -> Signature:
        ring = self._bench.ring
        return Signature(ring.user, ring.identity.profile, ring.sign_as(labels.TWO_PEOPLE, told))

    def waiting(self, case: str) -> list[Request]:
        """What waits for a decision, oldest first; what is older than fourteen days waits no more. Needs the vault."""
        book = self._bench.look_up(case)
        return sorted((request for entity in _requests(book) if (request := self._request(book, entity)).until
                       >= self._bench.today()), key=lambda request: (request.on, request.ref))

    def to_decide(self) -> list[tuple[str, Request]]:
        """(case, request) of others that wait for this person, oldest first; nothing while the vault is shut."""
        if not may(self._bench.me.roles, ACT).ok or not self._bench.keeper.vault_open:
            return []
        with self._bench.keeper.writing() as work:
            cases = [case.hex() for case in work.rounds.protected.cases_asked(
                wire.REQUEST, wire.ASKED_FOR, wire.ANSWERED)]
        found = [(case, request) for case in cases for request in self.waiting(case) if not request.is_mine]
        return sorted(found, key=lambda each: (each[1].on, each[1].ref))

    def _request(self, book: Book, entity: Entity) -> Request:
        kind, level, _dots = entity.plain(wire.ASKED_FOR)
        by, on = bytes(entity.plain(wire.ASKED_BY)), str(entity.plain(wire.ASKED_ON))
        made = Request(entity.id.hex(), str(kind), int(level), by.hex(), self._bench.name_of(by), on, _until(entity),
                       str(entity.plain(wire.ASKED_WHY, "")), by == self._bench.user)
        sheet = book.entities.get(bytes.fromhex(made.record))
        return made if sheet is None else replace(made, to=text(sheet, f"{FORM}/to"))

    def agree(self, case: str, ref: str) -> Changes:
        """Decide that it is done, and do it.

        Raises NotAllowed ``protection.two_people`` for her own request (on record), VaultShut, and NotFound for one
        that was decided or is too old.
        """
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book, entity, request = self._found(work, ident, ref, ACT)
            if not two_people_agree(request.by, self._bench.user.hex()):
                self._bench.audit(work, Look(f"protection.{request.asks}", ident, outcome="refused", protected=True))
                work.commit()
                raise NotAllowed("protection.two_people")
            approval = self._approval(work, book, entity, request)
            puts = [self._answer(entity, agrees=True)]
            if request.kind == RELEASE:
                self._release(work, book, approval, puts)
            elif request.kind == LOWER:
                self._lower(work, book, request.level, [*puts, _put(approval)])
            else:  # nothing of the case changes; whoever refers her looks for both signatures
                self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [
                    *puts, _put(approval, 4)])
            self._bench.audit(work, Look(f"protection.{request.asks}", ident, entity.id, protected=True))
            work.commit()
        return Changes(frozenset({case}), frozenset({"level", "request"}))

    def _approval(self, work: UnitOfWork, book: Book, entity: Entity, request: Request) -> Approval:
        """Both signatures under what was asked. Raises NotFound when that is no longer how it stands."""
        dots = tuple(sorted((bytes(stream), n, i) for stream, n, i in entity.plain(wire.ASKED_FOR)[2]))
        known = roster.verify(work.roster())
        told = statement(book.case_id, entity.id, (request.kind, request.level), dots)
        asked = signature_in(entity.fields[wire.ASKED_SIGNED][0].value)
        if asked is None or asked.user.hex() != request.by or not is_signed(
                told, asked, known, roles_now(known, asked.user), ASK):
            raise NotFound("protection.no_request")
        if request.kind == LOWER and book.level <= request.level:
            raise NotFound("protection.no_request")
        field = _FIELD.get(request.kind)
        rows = () if field is None else book.case.fields.get(field, ())
        if any(int(unpack_plain(row.value)) > request.level and row.dot not in dots for row in rows):
            raise NotFound("protection.raised_since")
        return Approval(entity.id, request.kind, request.level, dots, asked, self._signed(told))

    def decline(self, case: str, ref: str) -> Changes:
        """Decide that it stays as it is; whoever asked may decide that too."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book, entity, request = self._found(work, ident, ref, ASK)
            require(self._bench.me.roles, ASK if request.is_mine else ACT)
            self._bench.scribe.write(work, Target(ident, book.level, (book.newest_stamp,)), [
                self._answer(entity, agrees=False)])
            self._bench.audit(work, Look(f"protection.{request.asks}", ident, outcome="declined", protected=True))
            work.commit()
        return Changes(frozenset({case}), frozenset({"request"}))

    def _found(self, work: UnitOfWork, case: bytes, ref: str, act: str) -> tuple[Book, Entity, Request]:
        require(self._bench.me.roles, act)
        if not work.vault_open:
            raise VaultShut("vault.shut")
        book = self._bench.book(work, case)
        for entity in _requests(book):
            request = self._request(book, entity)
            if request.ref == ref and request.until >= self._bench.today():
                return book, entity, request
        raise NotFound("protection.no_request")

    def _answer(self, entity: Entity, *, agrees: bool) -> Put:
        told = [self._bench.user, agrees, self._bench.today()]
        return Put(entity.id, wire.REQUEST, wire.ANSWERED, pack_plain(told), 4, entity.dots(wire.ANSWERED))

    def _release(self, work: UnitOfWork, book: Book, approval: Approval, puts: Sequence[Put]) -> None:
        """In the open, and behind the seal where readers learned of it; the signatures go with each."""
        levels = {4 if row.protected else 1 for row in book.case.fields.get(wire.HOLD, ())} | {1}
        over = [Put(book.case_id, wire.CASE, wire.HOLD, pack_plain(False), level, approval.dots) for level in levels]
        signed = [_put(approval, level) for level in levels]
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), [*puts, *signed, *over])

    # -- lowering -------------------------------------------------------------------------

    def _lower(self, work: UnitOfWork, book: Book, level: int, puts: Sequence[Put]) -> None:
        """What the team may read again is written again for the team, and leaves the vaults of readers.

        Several values that people wrote apart stay several. Whoever was told to hold nothing of it is told that
        this is over.
        """
        case, held = book.case_id, work.case_key(book.case_id)
        back = list(_coming_back(book, level))
        everything = [
            *(Put(entity.id, entity.etype, row.field, row.value, level_of(row.field))
              for entity, row in back if (entity.id, row.field) != (case, wire.LEVEL)),
            *puts, Put(case, wire.CASE, wire.LEVEL, pack_plain(level), 1, book.case.dots(wire.LEVEL))]
        for some in _some(everything):
            self._bench.scribe.write(work, Target(case, level, (book.newest_stamp,)), some)
        dead = [[row.entity, entity.etype, row.field, *row.dot] for entity, row in back]
        approved = next(put for put in puts if put.field == wire.APPROVED)
        if dead:
            gone = Op(wire.OP_MOVE, ZERO, wire.CASE, wire.MOVE_MERGED, msgspec.msgpack.encode([[], dead]))
            told = Op(approved.kind, secrets.token_bytes(16), wire.APPROVAL, wire.APPROVED, approved.value)
            self._bench.scribe.write_protected(work, Target(case), None, (told, gone))
        if held is not None:
            send_order(self._bench, work, held[1], (level, None), approved.value)


def is_agreed(bench: Bench, work: UnitOfWork, book: Book, kind: str) -> bool:
    """Whether two people signed exactly this, both of whom may today, and its time is not over.

    With the vault shut nothing of it can be read.
    """
    known, today = roster.verify(work.roster()), bench.today()
    live = {entity.id for entity in book.entities.values() if entity.etype == wire.REQUEST
            and entity.plain(wire.ASKED_ON) and _until(entity) >= today}
    rows = (row for entity in book.entities.values() for row in entity.fields.get(wire.APPROVED, ()))
    return any(each.kind == kind and each.ref in live and holds(
        each, book.case_id, known, partial(roles_now, known)) for each in approved_by(rows))


def is_waiting(bench: Bench, book: Book, kind: str) -> bool:
    """Whether somebody asked for exactly this, and a second person can still decide."""
    return any(entity.plain(wire.ASKED_FOR)[0] == kind and _until(entity) >= bench.today()
               for entity in _requests(book))


def roles_now(known: Roster, user: bytes) -> Collection[str]:
    """What this person does today; nothing once she was taken out."""
    return known.people[user].roles if known.is_active(user) else ()


def _until(entity: Entity) -> str:
    return (date.fromisoformat(str(entity.plain(wire.ASKED_ON))) + HOLDS_FOR).isoformat()


def _requests(book: Book) -> Iterator[Entity]:
    return (entity for entity in book.entities.values()
            if entity.etype == wire.REQUEST and entity.plain(wire.ASKED_FOR) and entity.plain(wire.ASKED_SIGNED)
            and not entity.plain(wire.ANSWERED))


def _put(approval: Approval, level: int = 1) -> Put:
    return Put(secrets.token_bytes(16), wire.APPROVAL, wire.APPROVED, msgspec.msgpack.encode(approval), level,
               kind=wire.OP_CREATE)


def _coming_back(book: Book, level: int) -> Iterator[tuple[Entity, RegRow]]:
    """Protected values that the level no longer protects; not those of sheets that are protected in themselves."""
    for entity in book.entities.values():
        if _is_protected_in_itself(book, entity):
            continue
        for field, rows in entity.fields.items():
            if field != wire.ORIGINAL and not goes(field, level):
                yield from ((entity, row) for row in rows if row.protected)


def _is_protected_in_itself(book: Book, entity: Entity) -> bool:
    if entity.etype in (wire.READER, wire.DROP, wire.REQUEST):
        return True
    if entity.etype == wire.RECORD:
        return entity.plain(wire.FORM) in SEALED_FORMS
    if entity.etype == wire.ATTACHMENT:
        return any(blobs.stays_behind(row.value) for row in entity.fields.get(wire.ATTACHED, ()))
    parent = book.entities.get(entity.plain(wire.PARENT, b"") or b"")
    return entity.etype == wire.ROW and parent is not None and _is_protected_in_itself(book, parent)


def _some(puts: Sequence[Put]) -> Iterator[list[Put]]:
    """A few at a time: one change must not hold too much."""
    found: list[Put] = []
    size = 0
    for put in puts:
        if found and size + len(put.value) > _MOST_BYTES:
            yield found
            found, size = [], 0
        found.append(put)
        size += len(put.value) + 120
    yield found
