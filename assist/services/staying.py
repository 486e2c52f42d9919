# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stays when a case is erased: amounts as long as the law asks, and figures once they are of five people (b5).

Amounts are written in the change that orders the erasure, each in a compartment of its own, so that every laptop of the
team holds them and none can say which belonged together. A person's part in a figure waits on this laptop alone,
sealed and apart from her other parts, until four more people are in that figure; where there are never five it stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

import msgspec

from assist import keptbook
from assist.casebook import Book
from assist.changesets import FieldKey, pack_answer, pack_plain
from assist.consentbook import objects_to_figures
from assist.crypto import labels
from assist.domain import wire
from assist.domain.erasure import SCHEDULE
from assist.keptbook import FIGURE, KEEPS_MONEY, MONEY, Amount, Fact, Figure
from assist.policy import require
from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.services.scribe import Put, Target
from assist.sync.erasures import ASK
from forms.answers import Answer, AnswerState

_ANSWERS = 100
"""From this number on a register holds an answer."""
WAITING = "figure waiting"
"""The kind of job that one part of one person in one figure is."""


class StayingService:
    """For whoever may ask that a case is erased."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def amounts(self) -> list[Amount]:
        """Every amount that stays for the accounts, oldest first."""
        require(self._bench.me.roles, ASK)
        with self._bench.keeper.reading() as reader:
            return keptbook.amounts(reader, self._bench.clock.today())

    def figures(self) -> list[Figure]:
        """Figures about people whose cases are gone, newest year first."""
        require(self._bench.me.roles, ASK)
        with self._bench.keeper.reading() as reader:
            return keptbook.figures(reader)


def keep(bench: Bench, work: UnitOfWork, case: bytes, basis: str) -> None:
    """Before a case goes for this reason, in the transaction that orders it: what of it may stay."""
    book = Book(case, work.rows_of(case))
    _let_go(bench, work)
    if basis in KEEPS_MONEY:
        found = list(keptbook.amounts_in(book))
        secrets.SystemRandom().shuffle(found)
        for month, values in found:
            _write(bench, work, MONEY, month, _answers(values, month))
    if basis == SCHEDULE and not objects_to_figures(book):
        for fact in keptbook.facts_in(book):
            note = bench.ring.seal_note(labels.FIGURE_WAITING, msgspec.msgpack.encode(fact))
            work.put_job(secrets.token_bytes(16), WAITING, note)
        _let_out(bench, work)


def _let_go(bench: Bench, work: UnitOfWork) -> None:
    """Amounts that were kept long enough: nothing shows them any more, and with the next erasure they are blank."""
    blank = pack_answer(Answer(None, AnswerState.WITHDRAWN, bench.today()))
    for entity in keptbook.no_longer(work, bench.clock.today()):
        fields = [field for field in entity.fields
                  if isinstance(field, int) and field >= _ANSWERS and entity.carries(field)]
        if fields:
            bench.scribe.write(work, Target(entity.id), [
                Put(entity.id, wire.LISTED, field, blank, 1, entity.dots(field), wire.OP_TOMBSTONE)
                for field in fields])


def _let_out(bench: Bench, work: UnitOfWork) -> None:
    if not work.vault_open:
        return
    waiting = sorted((ref, msgspec.msgpack.decode(bench.ring.open_note(labels.FIGURE_WAITING, body), type=Fact))
                     for ref, kind, body in work.jobs() if kind == WAITING)
    for figure, refs in keptbook.ripe(waiting):
        told = [figure.kind, figure.code, figure.people, figure.times, figure.minutes]
        _write(bench, work, FIGURE, figure.year, [(wire.COLUMN, pack_plain(told))])
        for ref in refs:
            work.end_job(ref)


def _answers(values: Mapping[FieldKey, str], month: str) -> list[tuple[FieldKey, bytes]]:
    return [(field, pack_answer(Answer(value, asked_on=month))) for field, value in values.items()]


def _write(
    bench: Bench, work: UnitOfWork, kind: str, when: str, values: Iterable[tuple[FieldKey, bytes]]
) -> None:
    """A compartment that is no case: what it is, when, and the rest."""
    ident = secrets.token_bytes(16)
    told = [(wire.FORM, pack_plain(kind)), (wire.ASKED_ON, pack_plain(when)), *values]
    bench.scribe.write(work, Target(ident), [
        Put(ident, wire.LISTED, field, value, 1, kind=wire.OP_CREATE) for field, value in told])
