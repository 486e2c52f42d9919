# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out an order to erase a case: out of both databases of this profile with every trace, and saying so.

In three steps, each recorded with the one before it, so that a power cut anywhere is gone on from: the ordinary half;
the protected half, which waits for the vault to be open; then freed pages, write-ahead files and older backups. Only
after the last one this laptop says that nothing is left. Its places in the streams stay, empty, with their hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

import msgspec

from assist.casebook import Book
from assist.casefile import kept_until
from assist.compartmentbook import SECTIONS, ClosedGrant, CompartmentKey
from assist.country import country
from assist.crypto import labels
from assist.domain import wire
from assist.domain.erasure import KEPT_AS, PARTS, WITHOUT_FILE, due_on, needs_second
from assist.erasurebook import ERASED, GONE, HEARD, ORDINARY_GONE, REWRITTEN, ErasureState, ExpectedPart
from assist.errors import NoRoom
from assist.ports import UnitOfWork
from assist.roundbook import Applied
from assist.rows import EMPTIED, LogRow
from assist.services.attachments import attached_to
from assist.services.auditing import papers_of
from assist.services.bench import Bench, Look
from assist.services.blob_leaving import let_go, lies_somewhere
from assist.services.clearing import speaks_of
from assist.services.closed_grants import drop_grants_of
from assist.services.erasure_marks import case_marked, compartments_told, mark_of, sealed_rows
from assist.services.erasure_tally import Tally, counted, tally_in
from assist.services.forgetting import Forgetting, is_draft_of
from assist.services.keyring import VaultRing
from assist.services.meeting_rows import STORE
from assist.services.ordering import leave_no_trace
from assist.sync import roster, snapshots
from assist.sync.compartments import purge_mark
from assist.sync.covering import may_cover
from assist.sync.erasures import FURTHER, OrderBody, SignedOrder, done_op, drop_further, holds, read_order
from assist.sync.glass import notices_of
from assist.sync.protected_snapshots import mark_of as part_mark

BEHIND, TRACES = "erase behind", "erase traces"
"""Kinds of jobs: the protected half that waits for the vault; and what follows when something was taken out."""
_TRACES_REF = b"erase traces"
SNAPSHOTS = 5
"""So many snapshots of each colleague may still come that were made before the order was heard."""


class Wiping:
    """For one open profile. Everything here may be done again at any time, and changes nothing twice."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def carry_out(self, touched: frozenset[bytes] = frozenset()) -> frozenset[bytes]:
        """Whatever was ordered, as far as it can be done now; the cases that went, or of which something did.

        Of ``touched`` cases something came: what a part of was let go before lets it go again.
        """
        with self._bench.keeper.writing() as work:
            if not self.is_due(work) | self._let_go_again(work, touched):
                return frozenset()
        self._stop_expecting()
        waiting = self._waiting()
        gone = [self._ordinary_half(signed, body) for signed, body in waiting]
        if self._bench.keeper.vault_open:
            gone += [self._protected_half(ref, body) for ref, body in self._behind()]
        self._leave_no_trace()
        self._say()
        return frozenset(case for case in gone if case is not None)

    def is_due(self, work: UnitOfWork) -> bool:
        """Whether there is anything to do, to say or to wait for."""
        book = work.rounds.erasures
        return bool(book.expecting() or book.unfinished(self._bench.ring.ordinary_stream)) or any(
            kind in (BEHIND, TRACES) for _ref, kind, _body in work.jobs())

    def _waiting(self) -> list[tuple[SignedOrder, OrderBody]]:
        """Orders that hold and of which nothing was done here; those of the calendar too whose case came only now."""
        found: dict[bytes, tuple[SignedOrder, OrderBody]] = {}
        with self._bench.keeper.writing() as work:
            book, entries = work.rounds.erasures, work.roster()
            gone, orders = book.gone_marks(), book.unfinished(self._bench.ring.ordinary_stream)
            ahead = {order.mark for order in orders if order.mark not in gone and book.state(order.ref).state != HEARD}
            held = {purge_mark(each.key) for each in work.rounds.case_keys()} & ahead if ahead else set()
            for order in orders:
                is_new = book.state(order.ref).state == HEARD
                if order.ref not in found and (is_new or order.mark in held):
                    signed, body = read_order(order.value)
                    if holds(entries, signed) and (is_new or body.basis not in PARTS):
                        found[order.ref] = signed, body
        return list(found.values())

    def _behind(self) -> list[tuple[bytes, bytes]]:
        with self._bench.keeper.writing() as work:
            return [(ref, body) for ref, kind, body in work.jobs() if kind == BEHIND]

    # -- the ordinary half -----------------------------------------------------------------

    def _ordinary_half(self, signed: SignedOrder, body: OrderBody) -> bytes | None:
        with self._bench.keeper.writing() as work:
            case = next((held.case for held in work.rounds.case_keys() if purge_mark(held.key) == body.mark), None)
            if case is not None and not self._may_go(Book(case, work.rows_of(case)), body):
                return None
            tally, own_n, is_part = Tally(), 0, body.basis in PARTS
            if case is not None and is_part:
                gone = Forgetting(self._bench, case, body).ordinary(work)
                tally, own_n = Tally(gone.tally), gone.last
            elif case is not None:
                tally = Tally(counted(work.ordinary_rows(case)), papers_of(self._bench, work, case))
                changes, own_n = self._empty_ordinary(work, case)
                tally.counts["changes"] = changes
            is_behind = work.rounds.erasures.has_sealed() or compartments_told(work, body.mark)
            if case is not None or work.vault_open or is_behind:
                note = b"" if case is None else self._bench.ring.seal_note(labels.ERASURE, case)
                work.put_job(signed.ref, BEHIND, note)
            if case is not None:
                work.put_job(_TRACES_REF, TRACES, b"")
            # What the calendar says every laptop sees for itself: it shuts out no case that was not here to be seen.
            mark = body.mark if case is not None or needs_second(body.basis) else b""
            work.rounds.erasures.put_state(signed.ref, signed.ref if is_part else mark, ErasureState(
                ORDINARY_GONE, self._bench.clock.now_ms(), msgspec.msgpack.encode(tally), own_n))
            self._bench.audit(work, Look("erase", object=signed.ref, reason=body.basis))
            work.commit()
            return case

    def _may_go(self, book: Book, body: OrderBody) -> bool:
        """What this laptop knows itself: the law may want it kept, and the calendar may not say what the order says."""
        if book.case.plain(wire.LEGAL_HOLD, False):
            return False
        today, kept = self._bench.today(), KEPT_AS.get(body.basis)
        if body.basis == WITHOUT_FILE:
            due = due_on(book.case.plain(wire.OPENED_ON, ""), country().retention["without_file"].days)
            return bool(book.case.plain(wire.WITHOUT_FILE, False)) and "" < due <= today
        return kept is None or "" < kept_until(book, kept) <= today

    def _empty_ordinary(self, work: UnitOfWork, case: bytes) -> tuple[int, int]:
        """How many changes were emptied, and the last own one that was sent."""
        held, own = work.case_key(case), self._bench.ring.ordinary_stream
        own_n = work.rounds.sent(own).n if self._speaks_of(work, case) else 0
        let_go(self._bench, work, (made for _entity, made, row in attached_to(work, case) if not row.protected))
        emptied = _emptied(work, work.log_of_case(case))
        for draft in work.drafts():
            if draft.case == case:
                work.drop_draft(draft.id)
        if held is not None:
            _drop_closed(work, [held[1]])
        work.rounds.erasures.forget_left(case)
        work.forget_ordinary(case, frozenset())
        return emptied, own_n

    def _speaks_of(self, work: UnitOfWork, case: bytes) -> bool:
        """Whether bundles of the own stream say anything of it, or of somebody's who left and that are for us to clear
        away."""
        known = roster.verify(work.roster())
        left = known.until if may_cover(known, self._bench.user) else ()
        return speaks_of(work, self._bench.ring.ordinary_stream, case) or any(
            case in work.rounds.cases_written(stream) for stream in left)

    # -- the protected half ------------------------------------------------------------------

    def _protected_half(self, ref: bytes, note: bytes) -> bytes | None:
        vault = self._bench.ring.vault
        with self._bench.keeper.writing() as work:
            body = next(read_order(each.value)[1] for each in work.rounds.erasures.orders() if each.ref == ref)
            case = self._bench.ring.open_note(labels.ERASURE, note) if note else case_marked(work, body.mark)
        if case is None or vault is None:
            self._forget_shares(ref, body.mark)
            return None
        with self._bench.keeper.writing() as work:
            if not note and not self._may_go(Book(case, work.rows_of(case)), body):
                return None
        if body.basis in PARTS:
            return self._part_behind(vault, (ref, note, case), body)
        with self._bench.keeper.writing() as work:
            # A key that comes late must find this before the case is gone, whenever the power fails.
            for each in (*_rooms(work, case), case):
                work.rounds.erasures.put_gone_case(each, self._bench.clock.now_ms())
            work.commit()
        with self._bench.keeper.writing() as work:
            state = work.rounds.erasures.state(ref)
            tally, rows = tally_in(state.counts), list(sealed_rows(work, vault, case))
            counts = tally.counts + counted(row for row in work.rows_of(case) if row.protected)
            counts["changes"] += len([row for row in rows if row.kind != EMPTIED])
            papers = (*tally.papers, *papers_of(self._bench, work, case),
                      *papers_of(self._bench, work, case, sealed=True))
            tally = Tally(counts, tuple(dict.fromkeys(papers)))
            for each in (*_rooms(work, case), case):
                self._empty_protected(work, vault, each, sealed_rows(work, vault, each))
            for opening in work.rounds.protected.glass.openings():
                if opening.case == case:
                    work.rounds.protected.glass.put_opening(opening._replace(case=bytes(16), is_over=True))
            work.rounds.erasures.forget_shares(compartments_told(work, body.mark))
            work.rounds.erasures.put_state(ref, body.mark, state._replace(
                counts=msgspec.msgpack.encode(tally),
                own_n=max(state.own_n, _last_sent(work, rows, self._bench.ring.ordinary_stream)),
                own_protected_n=_last_sent(work, rows, self._bench.ring.protected_stream)))
            work.put_job(_TRACES_REF, TRACES, b"")
            work.end_job(ref)
            work.commit()
        return case

    def _part_behind(self, vault: VaultRing, which: tuple[bytes, bytes, bytes], body: OrderBody) -> bytes | None:
        """One class of what lies behind the seal; cut off half-way, the job is still there and finds less to do."""
        ref, note, case = which
        with self._bench.keeper.writing() as work:
            gone = Forgetting(self._bench, case, body).protected(work, vault, sealed_rows(work, vault, case))
            if gone is None:
                return None
            self._expect_protected(work, gone.keys)
            state = work.rounds.erasures.state(ref)
            tally = tally_in(state.counts)
            work.rounds.erasures.put_state(ref, ref, state._replace(
                counts=msgspec.msgpack.encode(Tally(tally.counts + gone.tally, tally.papers)),
                own_protected_n=max(state.own_protected_n, gone.last)))
            work.put_job(_TRACES_REF, TRACES, b"")
            if not note:
                work.put_job(ref, BEHIND, self._bench.ring.seal_note(labels.ERASURE, case))
            work.commit()
        with self._bench.keeper.writing() as work:  # the vault is written last: only now is it sure to hold it
            work.end_job(ref)
            work.commit()
        return case

    def _let_go_again(self, work: UnitOfWork, touched: frozenset[bytes]) -> bool:
        """What somebody wrote before she heard of an order, and what came of it only now; whether there was any."""
        book, vault = work.rounds.erasures, self._bench.ring.vault
        parts = [order for order in book.orders() if order.ref in book.gone_marks()] if touched else []
        found = False
        for case in touched if parts else ():
            mark = mark_of(work, case)
            for body in {read_order(each.value)[1] for each in parts if each.mark == mark}:
                again = Forgetting(self._bench, case, body)
                found |= again.ordinary(work).changes > 0
                if vault is not None:
                    behind = again.protected(work, vault, sealed_rows(work, vault, case))
                    found |= behind is not None and behind.changes > 0
        if found:
            work.put_job(_TRACES_REF, TRACES, b"")
            work.commit()
        return found

    def _forget_shares(self, ref: bytes, mark: bytes) -> None:
        """Nothing of the case is here; a share of its key may be, for an emergency."""
        with self._bench.keeper.writing() as work:
            work.rounds.erasures.forget_shares(compartments_told(work, mark))
            work.end_job(ref)
            work.commit()

    def _empty_protected(
        self, work: UnitOfWork, vault: VaultRing, case: bytes, rows: Iterable[LogRow]
    ) -> None:
        protected = work.rounds.protected
        let_go(self._bench, work, (made for _entity, made, _row in attached_to(work, case)))
        _emptied(work, rows)
        held = protected.keys(case)
        keys, comps = [each.key for each in held], {each.comp for each in held}
        former = [key for _case, _epoch, key in protected.former_keys(case)]
        for draft in work.drafts():
            if draft.sealed and is_draft_of(self._bench, draft.body, case):
                work.drop_draft(draft.id)
        drop_grants_of(work, vault, case)
        _drop_closed(work, former)
        for part in [*protected.parts(tried=False), *protected.parts(tried=True)]:
            if any(part_mark(part.stream, part.seq, key) == part.key_id for key in keys):
                protected.drop_part(part)
        self._expect_protected(work, keys)
        work.rounds.erasures.forget_shares(comps)
        work.forget_protected(case)

    # -- what still comes ---------------------------------------------------------------------

    def _expect_protected(self, work: UnitOfWork, keys: Iterable[bytes]) -> None:
        """The keys go. What a colleague wrote before she hears of it still comes: its marks are known from now on."""
        known, applied, said = roster.verify(work.roster()), work.rounds.applied(), work.rounds.snapshots_heard()
        for each in known.members(work.team_key()[0]):
            stream = each.protected
            first = applied.get(stream, Applied(stream)).seq + 1
            made = max((k for _via, of, k in said if of == stream), default=0) + SECTIONS + 1
            work.rounds.erasures.expect(
                ExpectedPart(stream, seq, part_mark(stream, seq, key))
                for key in keys for seq in (*range(first, first + FURTHER), *range(made, made + SNAPSHOTS)))

    def _stop_expecting(self) -> None:
        """Whoever has confirmed, or left, sends nothing of it any more; all her bundles until then were read before."""
        with self._bench.keeper.writing() as work:
            book, known = work.rounds.erasures, roster.verify(work.roster())
            awaited = {stream: each.ordinary for each in known.active_profiles()
                       for stream in (each.ordinary, each.protected)}
            over = [stream for stream in book.expecting()
                    if stream not in awaited or book.has_confirmed_all(awaited[stream])]
            for stream in over:
                book.stop_expecting(stream)
            if over:
                work.commit()

    # -- after it --------------------------------------------------------------------------------

    def _leave_no_trace(self) -> None:
        """Freed pages, write-ahead files, older backups; with no room for a backup it waits for the next time."""
        with self._bench.keeper.writing() as work:
            is_owed = any(kind == TRACES for _ref, kind, _body in work.jobs())
        if is_owed:
            with suppress(NoRoom):
                leave_no_trace(self._bench, [_TRACES_REF])

    def _say(self) -> None:
        """To everybody: that nothing is left here; and later, that nothing of it lies in the meeting place."""
        own, now = self._bench.ring.ordinary_stream, self._bench.clock.now_ms()
        streams = own, self._bench.ring.protected_stream
        with self._bench.keeper.writing() as work:
            book, jobs = work.rounds.erasures, work.jobs()
            gone = book.gone_marks()
            marks = {order.ref: next((mark for mark in (order.ref, order.mark) if mark in gone), b"")
                     for order in book.unfinished(own)}
            behind = {ref for ref, kind, _body in jobs if kind == BEHIND}
            is_clean = not any(kind == TRACES for _ref, kind, _body in jobs)
            ops = []
            for ref, mark in marks.items():
                state = book.state(ref)
                if state.state == ORDINARY_GONE and is_clean and ref not in behind:
                    state = state._replace(state=GONE)
                    book.put_state(ref, mark, state)
                said = {each.stage for each in book.confirmations(ref) if each.stream == own}
                stages = [ERASED, *([REWRITTEN] if is_rewritten(work, streams, state) else [])]
                for stage in stages if state.state == GONE else []:
                    if stage not in said:
                        book.confirm(ref, stage, own, now)
                        ops.append(done_op(ref, stage))
            if ops:
                self._bench.scribe.write_for_team(work, work.team_key()[0], ops)
                work.commit()


def drop_late(work: UnitOfWork, grant: ClosedGrant, key: CompartmentKey) -> None:
    """Somebody who had not heard yet wrote there under a key of her own: neither it nor what it opens is kept."""
    work.rounds.erasures.drop_grant(grant)
    parts = work.rounds.protected
    for part in [*parts.parts(tried=False), *parts.parts(tried=True)]:
        if part_mark(part.stream, part.seq, key.key) == part.key_id:
            parts.drop_part(part)


def _rooms(work: UnitOfWork, case: bytes) -> list[bytes]:
    """Where it is told that the case was opened in an emergency, and why."""
    held = work.rounds.protected.keys(case)
    openings = [each.room for each in work.rounds.protected.glass.openings() if each.case == case]
    return [*dict.fromkeys(notices_of(each).case for each in held), *openings]


def _last_sent(work: UnitOfWork, rows: Iterable[LogRow], stream: bytes) -> int:
    sent = work.rounds.sent(stream).n
    return max((row.n for row in rows if row.stream == stream and row.n <= sent), default=0)


def _emptied(work: UnitOfWork, rows: Iterable[LogRow]) -> int:
    some = [row for row in rows if row.kind != EMPTIED]
    for row in some:
        work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", case=None, tag=None))
    return len(some)


def _drop_closed(work: UnitOfWork, keys: Sequence[bytes]) -> None:
    """Ordinary parts and sections that came and were not read, or still come: these keys would open them."""
    known = roster.verify(work.roster())
    drop_further(work, keys, [each.ordinary for each in known.members(work.team_key()[0])])
    for section in work.rounds.closed_sections():
        if any(snapshots.section_id(key, section.stream, section.k) == section.key_id for key in keys):
            work.rounds.section_opened(section)


def is_rewritten(work: UnitOfWork, streams: tuple[bytes, bytes], state: ErasureState) -> bool:
    """Whether the own streams were written anew since, and the bundles that held it were taken away everywhere: from
    the relay of this laptop, and from the meeting place where there is one."""
    places = 2 if work.meta(STORE) else 1
    for stream, last in zip(streams, (state.own_n, state.own_protected_n), strict=True):
        made = work.rounds.own_snapshot(stream)
        if last and (made is None or made.ms < state.ms or made.n < last or len(made.cleared_places) < places):
            return False
    return not lies_somewhere(work, state.ms)
