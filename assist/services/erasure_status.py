# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of orders to erase: which laptops have confirmed, until when a trace may last, and the certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from assist import gate
from assist.clock import iso_of
from assist.crypto.codes import ALPHABET
from assist.domain.erasure import REWRITTEN_DAYS, backups_end_on
from assist.erasurebook import ERASED, REWRITTEN
from assist.errors import NotAllowed, NotFound
from assist.gate import Clearance, Outgoing
from assist.policy import may, require
from assist.ports import UnitOfWork
from assist.reports.lines import A4, Paper
from assist.services.auditing import papers_of
from assist.services.bench import Bench, Look
from assist.services.erasure_tally import Tally, tally_in
from assist.services.paper import put_out
from assist.services.protection import NamedLaptop
from assist.sync import roster
from assist.sync.chain import Roster
from assist.sync.entries import Stream
from assist.sync.erasures import ASK, OrderBody, holds, read_order

NUMBER_SIGNS = 8


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """One order. ``number`` is all that is left to call it by; days are ISO text, empty while not known.

    ``holds`` is False for one that not enough people signed: nobody obeys it. ``done`` of ``of`` laptops say that
    nothing is left there, ``missing`` do not yet; ``rewritten`` of them, that nothing they ever sent lies in the
    meeting place, which is so at the latest on ``rewritten_by``.
    """

    ref: str
    number: str
    basis: str
    by_name: str
    ordered_on: str
    holds: bool
    done: int
    of: int
    missing: tuple[NamedLaptop, ...]
    rewritten: int
    confirmed_on: str
    rewritten_on: str
    rewritten_by: str
    backups_end: str
    papers: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every laptop has said everything: then there is a certificate."""
        return self.holds and self.done == self.rewritten == self.of > 0


class ErasureStatus:
    """For one open profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def rows(self) -> list[ErasureRow]:
        """Every order that was heard of, the newest first. Nothing for whoever keeps no cases and no laptops."""
        roles = self._bench.me.roles
        if not any(may(roles, act).ok for act in (ASK, "people.manage", "audit.read")):
            return []
        with self._bench.keeper.writing() as work:
            entries = work.roster()
            known, found = roster.verify(entries), dict[bytes, ErasureRow]()
            for order in work.rounds.erasures.orders():
                signed, body = read_order(order.value)
                if order.ref not in found or not found[order.ref].holds:
                    found[order.ref] = self._row(work, known, (order.ref, body), obeyed=holds(entries, signed))
        return sorted(found.values(), key=lambda row: row.ordered_on, reverse=True)

    def _row(self, work: UnitOfWork, known: Roster, which: tuple[bytes, OrderBody], *, obeyed: bool) -> ErasureRow:
        ref, body = which
        asked = _asked(work, known, body)
        said: dict[int, dict[bytes, int]] = {ERASED: {}, REWRITTEN: {}}
        for each in work.rounds.erasures.confirmations(ref):
            said[each.stage][each.stream] = each.ms
        done = [each for each in asked if each.ordinary in said[ERASED]]
        rewritten = [each for each in asked if each.ordinary in said[REWRITTEN]]
        confirmed_on = _last([said[ERASED][each.ordinary] for each in done]) if len(done) == len(asked) else ""
        all_rewritten = len(rewritten) == len(asked)
        return ErasureRow(
            ref.hex(), number_of(ref), body.basis, self._bench.name_of(body.by), iso_of(body.ms)[:10], obeyed,
            len(done), len(asked),
            tuple(NamedLaptop(known.people[each.user].name, each.laptop) for each in asked if each not in done),
            len(rewritten), confirmed_on,
            _last([said[REWRITTEN][each.ordinary] for each in rewritten]) if all_rewritten else "",
            _later(confirmed_on, REWRITTEN_DAYS), _backups_end(confirmed_on),
            tally_in(work.rounds.erasures.state(ref).counts).papers)

    def papers(self, case: str) -> tuple[str, ...]:
        """Ids of the papers that were made of a case on this laptop: erasing does not reach them."""
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            found = papers_of(self._bench, work, ident)
            return found if not work.vault_open else found + papers_of(self._bench, work, ident, sealed=True)

    # -- the certificate ------------------------------------------------------------------------

    def certificate(self, ref: str, language: str, size: str = A4) -> Paper:
        """The page, in memory; raises NotAllowed ``erase.not_complete`` while a laptop has not said everything."""
        require(self._bench.me.roles, ASK)
        row, tally = self._complete(ref)
        from assist.reports.erased import Erased, certificate  # the typesetter is large, and most days print nothing

        return certificate(Erased(
            row.number, row.basis, row.ordered_on, tally.counts, row.of, row.confirmed_on, row.rewritten_on,
            row.backups_end, row.papers, self._bench.me.practice), language, size)

    def save(self, ref: str, language: str, out: Path) -> int:
        """The same in a file of its owner's alone; how many pages. The line is in the log before the file appears."""
        paper = self.certificate(ref, language)
        put_out(out, paper.pdf, self.let_out(ref))
        return paper.pages

    def let_out(self, ref: str) -> Clearance:
        """The proof of the gate: it holds nobody's answers. On record first."""
        clearance = gate.clear(None, Outgoing(gate.ERASED), self._bench.clock.today())
        with self._bench.keeper.writing() as work:
            self._bench.audit(work, Look("erase.certificate", object=bytes.fromhex(ref)))
            work.commit()
        return clearance

    def _complete(self, ref: str) -> tuple[ErasureRow, Tally]:
        row = next((each for each in self.rows() if each.ref == ref), None)
        if row is None:
            raise NotFound("erase.none")
        if not row.is_complete:
            raise NotAllowed("erase.not_complete")
        with self._bench.keeper.writing() as work:
            return row, tally_in(work.rounds.erasures.state(bytes.fromhex(ref)).counts)


def number_of(ref: bytes) -> str:
    """Eight signs that stand for an order on screen and on paper; they say nothing about anybody."""
    value = int.from_bytes(ref[:5], "big")
    signs = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(NUMBER_SIGNS)))
    return f"{signs[:4]}-{signs[4:]}"


def _asked(work: UnitOfWork, known: Roster, body: OrderBody) -> list[Stream]:
    """The laptops that belonged to the team when it was ordered and still do."""
    entries, team = work.roster(), work.team_key()[0]
    then = roster.verify(entries[: body.roster_n]) if 1 < body.roster_n <= len(entries) else known
    here = {each.profile for each in then.members(team)}
    return [each for each in known.members(team) if each.profile in here]


def _last(moments: list[int]) -> str:
    return iso_of(max(moments))[:10] if moments else ""


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else ""


def _backups_end(confirmed_on: str) -> str:
    return backups_end_on(date.fromisoformat(confirmed_on)).isoformat() if confirmed_on else ""
