# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking a class of a case out of this profile, while the case stays: the words of notes, or what is protected (b5).

With what is protected goes its key, every epoch of it, and whatever of the log or of what still comes would open with
it (WP-17). What a hidden case holds beside that stays behind the seal, under another key that is made with the next
round. In transactions of the caller; done again it changes nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from assist.casebook import Book
from assist.changesets import Changeset, FieldKey, carries_value, decode
from assist.crypto import labels
from assist.domain import wire
from assist.domain.erasure import LOOKED_AT, NOTES, PARTS, PROTECTED
from assist.errors import BadInput, DamagedFile
from assist.keepingbook import is_protected
from assist.ports import UnitOfWork
from assist.rows import EMPTIED, READABLE, LogRow, RegRow
from assist.services import drafting
from assist.services.attachments import attached_to
from assist.services.bench import Bench
from assist.services.blob_leaving import let_go
from assist.services.clearing import snapshot_soon, speaks_of
from assist.services.compartments import tell_all
from assist.services.erasure_tally import counted
from assist.services.keyring import VaultRing
from assist.services.scribe import Put, Target
from assist.services.withdrawing import level_of
from assist.sync import compartments, roster
from assist.sync.arrivals import values_in
from assist.sync.erasures import OrderBody
from assist.sync.protected_snapshots import mark_of as part_mark
from forms.registry import all_specs

_WORDS_BEHIND = frozenset({wire.PINNED, wire.ADDRESSED, wire.DROPPED, wire.ASKED_WHY})
"""Structural fields with words about danger; who may read the case is not among them."""
_LEFT_EMPTY = frozenset({wire.RECORD, wire.ROW, wire.DROP, wire.LOOKED_AGAIN, wire.ATTACHMENT})
"""Kinds of entity that go with the last answer that stood on them."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What went of one half: how many values of each class, how many changes of the log, and the last of them in the
    own stream that lies in a meeting place (0 for none); and the keys that went."""

    counts: Counter[str] = field(default_factory=Counter)
    changes: int = 0
    last: int = 0
    keys: tuple[bytes, ...] = ()

    @property
    def tally(self) -> Counter[str]:
        """The same with the changes, as a certificate counts it."""
        return self.counts + Counter(changes=self.changes)


class Forgetting:
    """Of one case, by one order."""

    def __init__(self, bench: Bench, case: bytes, body: OrderBody) -> None:
        self._bench, self._case, self._body = bench, case, body
        self._part = PARTS[body.basis]

    # -- in the open ------------------------------------------------------------------------

    def ordinary(self, work: UnitOfWork) -> Gone:
        """The words of notes, out of ``case.db``; nothing protected ever lies there."""
        if self._part != NOTES:
            return Gone()
        rows = work.ordinary_rows(self._case)
        going = self._going(rows)
        changes = [row for row in work.log_of_case(self._case)
                   if row.kind == READABLE and self._is_said_in(row, decode(row.body))]
        if not going and not changes:
            return Gone()
        own, unsent = self._bench.ring.ordinary_stream, self._unsent(work, changes)
        places = {(row.entity, row.field) for row in going}
        lost = {(row.stream, row.n) for row in unsent}
        again = [Put(row.entity, row.etype, row.field, row.value, level_of(row.field), (row.dot,)) for row in rows
                 if row.dot[:2] in lost and (row.entity, row.field) not in places]
        for row in changes:
            work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b""))
        for draft in work.drafts():
            if draft.case == self._case and draft.ms <= self._body.ms:
                work.drop_draft(draft.id)
        last = 0
        if speaks_of(work, own, self._case):
            snapshot_soon(work, own)
            last = work.rounds.sent(own).n
        if going:
            work.forget_ordinary(self._case, frozenset(
                (row.entity, row.field) for row in rows if (row.entity, row.field) not in places))
        if again:
            stamp = max(row.hlc for row in rows)
            level = Book(self._case, rows).level
            self._bench.scribe.write(work, Target(self._case, level, (stamp,)), again)
        return Gone(counted(going), len(changes), last)

    def _unsent(self, work: UnitOfWork, changes: Sequence[LogRow]) -> list[LogRow]:
        own = self._bench.ring.ordinary_stream
        sent, kept_back = work.rounds.sent(own).n, {n for n, _case in work.rounds.withheld(own)}
        return [row for row in changes if row.stream == own and (row.n > sent or row.n in kept_back)]

    # -- behind the seal ----------------------------------------------------------------------

    def protected(self, work: UnitOfWork, vault: VaultRing, log: Iterable[LogRow]) -> Gone | None:
        """Out of the open vault; ``log`` are the sealed rows of this case. None while what would be taken out was not
        sent yet: colleagues are told of it first, or of nothing."""
        own = self._bench.ring.protected_stream
        changes = [row for row in log if row.kind != EMPTIED and self._is_said_in(row, vault.open_row(row))]
        sent = work.rounds.sent(own).n
        if not self._is_alone(work) and any(row.stream == own and row.n > sent for row in changes):
            return None
        rows = [row for row in work.rows_of(self._case) if row.protected]
        going = self._going(rows)
        for row in changes:
            work.replace_log(replace(row, kind=EMPTIED, body=b"", signature=b"", case=None, tag=None))
        if changes:
            snapshot_soon(work, own)
        for draft in work.drafts() if self._part != LOOKED_AT else ():
            if draft.sealed and draft.ms <= self._body.ms and is_draft_of(self._bench, draft.body, self._case):
                work.drop_draft(draft.id)
        if self._part == PROTECTED:
            let_go(self._bench, work, (made for _entity, made, row in attached_to(work, self._case) if row.protected))
        keys = self._forget_keys(work, vault) if self._part == PROTECTED else ()
        self._take_out(work, rows, going)
        if keys:
            self._tell_what_is_later(work)
        last = max((row.n for row in changes if row.stream == own and row.n <= sent), default=0)
        return Gone(counted(going), len(changes), last, keys)

    def _is_alone(self, work: UnitOfWork) -> bool:
        known = roster.verify(work.roster())
        own = self._bench.ring.ordinary_stream
        return all(each.ordinary == own for each in known.members(work.team_key()[0]))

    def _take_out(self, work: UnitOfWork, rows: Sequence[RegRow], going: Sequence[RegRow]) -> None:
        places = {(row.entity, row.field) for row in going}
        staying = [row for row in rows if (row.entity, row.field) not in places]
        if going and all(row.field == wire.ORIGINAL for row in staying):
            work.forget_protected(self._case)
        elif going:
            work.rounds.protected.leave_out(self._case, places)

    def _tell_what_is_later(self, work: UnitOfWork) -> None:
        """What was written since stays, and came to nobody who dropped it with the key: it is said again, unless this
        profile only reads it in an emergency."""
        if not work.rounds.protected.glass.is_open(self._case) and any(
                row.protected and row.field != wire.ORIGINAL and not self._is_before(row.hlc)
                for row in work.rows_of(self._case)):
            tell_all(self._bench, work, self._case)

    def _forget_keys(self, work: UnitOfWork, vault: VaultRing) -> tuple[bytes, ...]:
        """Every epoch of every compartment it had; what comes late under one of them opens nothing."""
        book, erasures, since = work.rounds.protected, work.rounds.erasures, self._made_since(work, vault)
        held = [key for key in book.keys(self._case) if key.comp not in since]
        comps = frozenset(key.comp for key in held)
        for comp in comps:
            erasures.put_gone_case(comp, self._bench.clock.now_ms())
        for grant in erasures.all_grants():
            if _comp_in(vault.open_closed_grant(compartments.where(grant.stream, grant.seq), grant.content)) in comps:
                erasures.drop_grant(grant)
        for part in [*book.parts(tried=False), *book.parts(tried=True)]:
            if any(part_mark(part.stream, part.seq, key.key) == part.key_id for key in held):
                book.drop_part(part)
        erasures.forget_shares(comps)
        book.drop_keys(self._case, comps)
        return tuple(key.key for key in held)

    def _made_since(self, work: UnitOfWork, vault: VaultRing) -> frozenset[bytes]:
        """Compartments that were made for what stays, here or on a laptop that heard of it sooner."""
        later = (vault.open_row(row) for row in work.log_of_tag(vault.tag(self._case))
                 if row.kind != EMPTIED and not self._is_before(row.hlc))
        given = (compartments.given_in(op) for change in later for op in change.ops)
        return frozenset(each[0].comp for each in given if each is not None and each[0].epoch == 1)

    # -- what goes -------------------------------------------------------------------------------

    def _going(self, rows: Sequence[RegRow]) -> list[RegRow]:
        late = {(row.entity, row.field) for row in rows if not self._is_before(row.hlc)}
        going = [row for row in rows if self._goes(row) and (row.entity, row.field) not in late]
        return going + list(self._emptied(rows, {(row.entity, row.field) for row in going}))

    def _emptied(
        self, rows: Sequence[RegRow], places: Collection[tuple[bytes, FieldKey]]
    ) -> Iterator[RegRow]:
        """What is left of sheets and rows of tables of which nothing else is left."""
        touched = {entity for entity, _field in places}
        if self._part == PROTECTED:
            touched |= {row.entity for row in rows if row.etype == wire.LOOKED_AGAIN}
        full = {row.entity for row in rows if _is_answer(row.field) and (row.entity, row.field) not in places}
        for row in rows:
            if row.entity in touched - full and row.etype in self._kinds() and (row.entity, row.field) not in places:
                yield row

    def _kinds(self) -> frozenset[int]:
        return _LEFT_EMPTY if self._part == PROTECTED else frozenset({wire.ROW})

    def _goes(self, row: RegRow) -> bool:
        if self._part == PROTECTED:
            return is_protected(row.field) or row.field in _WORDS_BEHIND or row.etype == wire.ATTACHMENT
        return self._part == NOTES and is_note(row.field)

    def _is_said_in(self, row: LogRow, change: Changeset) -> bool:
        """Whether a change of the log holds words that go, or were struck; of a key that goes, all there is."""
        if not self._is_before(row.hlc):
            return False
        return self._part == PROTECTED or any(self._is_told(field, value) for field, value in _values(change))

    def _is_told(self, field: FieldKey, value: bytes) -> bool:
        goes = is_note(field) if self._part == NOTES else is_protected(field) and self._part == LOOKED_AT
        return goes and carries_value(value)

    def _is_before(self, hlc: int) -> bool:
        return hlc >> 16 <= self._body.ms


def is_draft_of(bench: Bench, body: bytes, case: bytes) -> bool:
    """Whether a sealed draft is one of this case."""
    with suppress(BadInput, DamagedFile):  # a form that is no more: nobody could go on with it either
        return drafting.unpack(bench.ring.open_note(labels.SEALED_DRAFT, body)).case == case
    return False


def is_note(field: FieldKey) -> bool:
    """Whether what is written there is the words of a note, which go before the rest."""
    spec = all_specs().get(field) if isinstance(field, int) else None
    return spec is not None and spec.retention == "narrative"


def _is_answer(field: FieldKey) -> bool:
    return isinstance(field, str) or field >= 100


def _values(change: Changeset) -> Iterator[tuple[FieldKey, bytes]]:
    for op in change.ops:
        if op.kind in wire.REGISTER_OPS:
            yield op.field, op.value
        yield from ((each.field, each.value) for each in values_in(op))


def _comp_in(grant: bytes | None) -> bytes | None:
    if grant is not None:
        with suppress(DamagedFile):
            return compartments.unwrapped(grant, may_write=False).comp
    return None
