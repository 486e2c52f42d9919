# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of cases on their way between teams, in the rounds of one open profile.

Every step is one transaction and may be broken off before and after: letters are kept in the outbox until they are
out and as jobs until they are read, and reading one twice changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import msgspec

from assist.casebook import Book
from assist.changesets import pack_plain
from assist.compartmentbook import CompartmentKey
from assist.crypto import labels
from assist.domain import wire
from assist.domain.protection import HIDDEN
from assist.errors import DamagedFile, NotFound
from assist.policy import may
from assist.ports import Store, UnitOfWork
from assist.rows import EMPTIED
from assist.services import moving_files
from assist.services.attachments import attached_to
from assist.services.bench import Bench, Look
from assist.services.blob_leaving import let_go
from assist.services.closed_grants import drop_grants_of
from assist.services.compartments import send_order
from assist.services.moving import values_of
from assist.services.moving_late import Late
from assist.services.moving_receipts import AT_LAST, PATIENCE, Receipts, entitled
from assist.services.moving_records import (
    ASKED,
    DECLINED,
    HEARD,
    KIND,
    MOVED,
    CompKey,
    Going,
    Heard,
    as_asked,
    going,
    is_on_hold,
    left_behind,
    note,
    parts_of,
    take_parts,
)
from assist.services.ordering import TRACES, leave_no_trace
from assist.services.post import LETTER, Came, Post
from assist.services.scribe import Put, Target
from assist.services.withdrawing import Withdrawal
from assist.sync import arrivals, roster
from assist.sync.arrivals import ACT, ANSWER, BACK, MORE, PARCEL, Answer, More, Parcel, Values
from assist.sync.chain import Roster
from assist.sync.entries import Stream
from assist.sync.orders import NEVER
from assist.sync.pull import REFUSED
from assist.unpacking import UNREADABLE


class MovingRounds:
    """For one open profile. With the vault shut letters are fetched and nothing is read."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._post, self._receipts = bench, Post(bench), Receipts(bench)

    def round(self, store: Store) -> bool:
        """Fetch, read, and go on with what others answered; whether something waits to be carried out now.

        Raises StoreTrouble; what was done until then stays done.
        """
        if not self._is_any():
            return False
        self._post.look(store)
        if self._bench.ring.vault is None:
            return False
        before = self._waiting()
        self._read()
        self._receipts.give()
        self._go_on_for_others()
        self._pack_what_came_since()
        moving_files.carry(self._bench, store)
        for name in self._hand_over():
            store.delete(name)
        return self._waiting() > before

    def _is_any(self) -> bool:
        """Whether there is another team at all, or something left of the time when there was."""
        with self._bench.keeper.writing() as work:
            return len(roster.verify(work.roster()).teams) > 1 or any(
                kind in (KIND, LETTER) for _ref, kind, _body in work.jobs())

    def _waiting(self) -> int:
        with self._bench.keeper.writing() as work:
            return len(work.rounds.waiting())

    # -- reading --------------------------------------------------------------------------

    def _read(self) -> None:
        with self._bench.keeper.writing() as work:
            for came in self._post.kept(work):
                with suppress(*UNREADABLE, DamagedFile):
                    self._read_one(work, came)
            work.commit()

    def _read_one(self, work: UnitOfWork, came: Came) -> None:
        kind, body = came.letter.kind, came.letter.body
        if kind == PARCEL:
            self._refuse_what_nobody_vouches_for(work, came)
        elif kind == ANSWER:
            self._hear_answer(work, came, msgspec.msgpack.decode(body, type=Answer))
        elif kind == MORE:
            self._take_more(work, came, msgspec.msgpack.decode(body, type=More))
        elif kind == BACK:
            self._give_back(work, came, msgspec.msgpack.decode(body, type=Answer))
        else:
            work.end_job(came.job)

    def _refuse_what_nobody_vouches_for(self, work: UnitOfWork, came: Came) -> None:
        known = roster.verify(work.roster())
        parcel = msgspec.msgpack.decode(came.letter.body, type=Parcel)
        what = (parcel.ref, parcel.case, known.team_of(self._bench.user))
        if not arrivals.is_vouched(known, what, came.sender.profile, parcel.parts):
            work.rounds.put_trouble(REFUSED, came.sender.ordinary, 0, self._bench.clock.now_ms())
            work.end_job(came.job)

    def _hear_answer(self, work: UnitOfWork, came: Came, answer: Answer) -> None:
        """A yes always counts, also after it was called back: there it is now, so it must not stay here too."""
        known, mine = roster.verify(work.roster()), False
        for record in going(self._bench, work):
            if record.ref != answer.ref or not _answers_for(known, came.sender, record.team):
                continue
            mine = True
            if record.state == MOVED:
                continue
            if answer.taken:
                note(self._bench, work, msgspec.structs.replace(record, taken_by=came.sender.profile))
            elif not record.taken_by:
                self._stays(work, record)
        if not mine:
            self._remember(work, came, answer)
        work.end_job(came.job)

    def _remember(self, work: UnitOfWork, came: Came, answer: Answer) -> None:
        """It may be said by several of them: the last one is there, the first one says since when."""
        before = [heard for _job, heard in self._heard(work) if heard.ref == answer.ref]
        heard = Heard(answer.ref, answer.taken or any(each.taken for each in before), came.sender.profile,
                      min([came.letter.wall_ms, *(each.ms for each in before)]))
        work.put_job(b"hear" + answer.ref, HEARD, self._bench.ring.seal_note(
            labels.MOVED, msgspec.msgpack.encode(heard)))

    def _heard(self, work: UnitOfWork) -> list[tuple[bytes, Heard]]:
        return [(job, msgspec.msgpack.decode(self._bench.ring.open_note(labels.MOVED, body), type=Heard))
                for job, kind, body in work.jobs() if kind == HEARD]

    def _go_on_for_others(self) -> None:
        """What another team said of a case that a colleague asked it to take, when she does not go on with it."""
        with self._bench.keeper.writing() as work:
            said = self._heard(work)
            if not said:
                return
            known, now = roster.verify(work.roster()), self._bench.clock.now_ms()
            books = [Book(case, work.rows_of(case)) for case in work.cases_with(wire.GOING)]
            for job, heard in said:
                its = [book for book in books if (book.case.plain(wire.GOING) or [b""])[0] == heard.ref]
                if any(self._goes_on(work, known, heard, book) for book in its) or now - heard.ms > _ms(AT_LAST):
                    work.end_job(job)
            work.commit()

    def _goes_on(self, work: UnitOfWork, known: Roster, heard: Heard, book: Book) -> bool:
        sender, patient = known.streams.get(heard.profile), self._bench.clock.now_ms() - heard.ms < _ms(PATIENCE)
        left = left_behind(self._bench, work, known, book.case_id) or (
            None if patient else as_asked(self._bench, work, book))
        if left is None or sender is None or not _answers_for(known, sender, left.team):
            return False
        if heard.taken:
            note(self._bench, work, msgspec.structs.replace(left, user=sender.user, taken_by=sender.profile))
        else:
            self._stays(work, left)
        return True

    def _stays(self, work: UnitOfWork, record: Going) -> None:
        book = Book(record.case, work.rows_of(record.case))
        if book.exists and (book.case.plain(wire.GOING) or [b""])[0] == record.ref:
            self._bench.scribe.write(work, Target(record.case, book.level), [
                Put(record.case, wire.CASE, wire.GOING, pack_plain(None), 1, book.case.dots(wire.GOING))])
        note(self._bench, work, msgspec.structs.replace(record, state=DECLINED))
        moving_files.no_longer(self._bench, work, record.files)

    def _take_more(self, work: UnitOfWork, came: Came, more: More) -> None:
        """What was written there meanwhile, into the case as it is here by now."""
        known = roster.verify(work.roster())
        team, book = known.team_of(self._bench.user), Book(more.case, work.rows_of(more.case))
        what = (more.ref, more.case, team)
        if not arrivals.is_vouched(known, what, came.sender.profile, more.parts):
            work.rounds.put_trouble(REFUSED, came.sender.ordinary, 0, self._bench.clock.now_ms())
        elif not book.exists:
            return  # not read here yet
        else:
            target = Target(more.case, book.level, (arrivals.newest(more.parts),))
            if arrivals.are_sent(more.files):
                moving_files.adopt(self._bench, work, target, more.parts, more.files)
            take_parts(self._bench, work, target, (more.ref, team, came.sender.profile), more.parts)
        work.end_job(came.job)

    def _give_back(self, work: UnitOfWork, came: Came, back: Answer) -> None:
        """Whoever asked does not ask any more: the case is let go here unread, and that is said."""
        known = roster.verify(work.roster())
        for other in self._post.kept(work):
            if other.letter.kind == PARCEL and _answers_for(known, came.sender, known.home_of(other.sender)) and (
                    msgspec.msgpack.decode(other.letter.body, type=Parcel).ref == back.ref):
                work.end_job(other.job)
                self._post.send(work, came.sender, ANSWER, msgspec.msgpack.encode(Answer(back.ref, False)))
        work.end_job(came.job)

    # -- handing over ---------------------------------------------------------------------

    def _hand_over(self) -> list[str]:
        """What was taken over leaves this team; objects that are needed no more."""
        over: list[Going] = []
        with self._bench.keeper.writing() as work:
            late = Late(self._bench, work)
            for record in going(self._bench, work):
                if record.state == MOVED:
                    over += self._send_after(work, record, late)
                elif record.taken_by and self._leave(work, record):
                    over.append(record)
            work.commit()
        if over:
            leave_no_trace(self._bench, [record.ref[::-1] for record in over])
        return [name for record in over for name in record.names]

    def _pack_what_came_since(self) -> None:
        """What was attached after it was asked, once it is here: without it the case stays where it is. And what was
        removed since is said, so that nobody there waits for it."""
        with self._bench.keeper.writing() as work:
            before = going(self._bench, work)
            for record in before:
                removed = moving_files.removed_since(work, record) if record.state == ASKED else ()
                if removed and not is_on_hold(Book(record.case, work.rows_of(record.case))):
                    record = self._say_what_is_new(work, record)
                    kept = tuple(each for each in record.files if each not in removed)
                    note(self._bench, work, msgspec.structs.replace(record, files=kept))
                elif record.taken_by and record.state != MOVED:
                    with suppress(NotFound, DamagedFile):
                        more = moving_files.packed_up(self._bench, work, record.case, record.files)
                        note(self._bench, work, msgspec.structs.replace(record, files=(*record.files, *more)))
            if going(self._bench, work) != before:
                work.commit()

    def _send_after(self, work: UnitOfWork, record: Going, late: Late) -> list[Going]:
        """What still comes for a case that has gone goes after it; nothing more once the case came back."""
        book = Book(record.case, work.rows_of(record.case))
        if book.case.plain(wire.CAME_FROM) and book.exists:
            work.end_job(record.ref)
            return []
        if not self._takers(roster.verify(work.roster()), record):
            return []
        came = arrivals.protected_values(row for row in work.rows_of(record.case) if row.protected)
        values = [*late.of(record), *came]
        if files := moving_files.late_files(record, values):
            record = msgspec.structs.replace(
                record, files=(*record.files, *(each for each, _late in files)),
                late=(*record.late, *(each for _sent, each in files)))
            note(self._bench, work, record)
        self._send(work, record, values)
        if came:
            self._forget(work, record.case)
            work.put_job(record.ref[::-1], TRACES, b"")
        return [record] if came else []

    def _leave(self, work: UnitOfWork, record: Going) -> bool:
        """In one transaction: what was written since it was asked goes after it, everybody here is told to let it go,
        and it goes here. False while it is on hold: then nothing of it may leave; and until its files lie there.
        """
        book = Book(record.case, work.rows_of(record.case))
        if is_on_hold(book) or not self._takers(roster.verify(work.roster()), record):
            return False
        attached = [made for _entity, made, _row in attached_to(work, record.case)]
        if not moving_files.are_carried(record, attached) and self._bench.clock.now_ms() - record.ms < _ms(AT_LAST):
            return False
        keys = tuple(CompKey(each.comp, each.epoch, each.key) for each in work.rounds.protected.keys(record.case))
        former = work.rounds.protected.former_keys(record.case)
        held = work.case_key(record.case)
        ordinary = held[1] if held else former[-1][2] if former else b""
        if book.exists:
            record = self._say_what_is_new(work, record)
        let_go(self._bench, work, attached, whosever=True)
        note(self._bench, work, msgspec.structs.replace(record, state=MOVED, key=ordinary, comps=keys, told=()))
        self._bench.audit(work, Look("case.moved", record.case, record.team, protected=True))
        self._let_go(work, record.case, ordinary)
        work.rounds.forget_objects(record.names)
        work.put_job(record.ref[::-1], TRACES, b"")
        return True

    def _say_what_is_new(self, work: UnitOfWork, record: Going) -> Going:
        """What was written, replaced or removed since the other team was told last; the record with that in it."""
        values = values_of(work, record.case)
        self._send(work, record, arrivals.since(record.told, values))
        return msgspec.structs.replace(record, told=arrivals.told_in(values))

    def _let_go(self, work: UnitOfWork, case: bytes, ordinary: bytes) -> None:
        """An order that nobody of this team is a reader any more: only of a key that nobody will ever be given."""
        held = work.compartment(case)
        nobodys = CompartmentKey(case, held[0] if held else bytes(16), NEVER, b"")
        if ordinary:
            send_order(self._bench, work, ordinary, (HIDDEN, nobodys))
        Withdrawal(self._bench, work, case, HIDDEN).empty()
        self._forget(work, case)

    def _forget(self, work: UnitOfWork, case: bytes) -> None:
        vault = self._bench.ring.vault
        if vault is not None:
            for row in work.log_of_tag(vault.tag(case)):
                work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", tag=None))
            drop_grants_of(work, vault, case)
            work.forget_protected(case)

    def _send(self, work: UnitOfWork, record: Going, values: Sequence[Values]) -> None:
        """After it, to whoever takes such things there."""
        if not values:
            return
        known = roster.verify(work.roster())
        parts = parts_of(self._bench, (record.ref, record.case, record.team), values)
        body = msgspec.msgpack.encode(More(record.ref, record.case, parts, record.files))
        for to in self._takers(known, record):
            self._post.send(work, to, MORE, body)

    def _takers(self, known: Roster, record: Going) -> list[Stream]:
        """The laptop that took it over, another one of hers when that one is gone, else everybody who may there."""
        hers = known.active_profiles(record.user)
        return [each for each in hers if each.profile == record.taken_by] or hers or entitled(known, record.team)


def _answers_for(known: Roster, sender: Stream, team: bytes) -> bool:
    """Whether somebody speaks for a team about a case whose number she knows: she may move cases there."""
    return known.home_of(sender) == team and may(known.roles_ever(sender.user), ACT).ok


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
