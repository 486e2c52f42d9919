# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking every ninety days whether what is protected is still needed, and striking what is not (WP-17).

What is struck goes from the values of every laptop as any change does; an order beside it takes the words out of
their logs, backups and meeting places, as an erasure does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from assist.casebook import Book, Entity
from assist.changesets import pack_answer, pack_plain
from assist.domain import wire
from assist.domain.erasure import STRUCK
from assist.errors import BadInput, NotAllowed, VaultShut
from assist.keepingbook import ProtectedSheet, is_kept_by_law, is_protected, let_go, protected_answers, protected_sheets
from assist.policy import may, require
from assist.ports import UnitOfWork
from assist.services.bench import Bench, Look
from assist.services.erasing import DUE_RULES
from assist.services.keeping_rows import put_looked_again
from assist.services.scribe import Put, Target
from assist.services.wiping import Wiping
from assist.services.withdrawing import level_of
from assist.views import Changes
from forms.answers import Answer, AnswerState

SHOW = "protected.show"


class KeepingService:
    """For one open profile; ``order`` tells every laptop to take out what was struck."""

    def __init__(self, bench: Bench, order: Callable[[UnitOfWork, bytes, str], object]) -> None:
        self._bench, self._order = bench, order

    def sheets(self, case: str) -> tuple[ProtectedSheet, ...]:
        """What is protected in it, by sheet; none of its words. Raises VaultShut, NotAllowed."""
        self._require()
        with self._bench.keeper.reading() as reader:
            return protected_sheets(self._bench.book(reader, bytes.fromhex(case)))

    def still_needed(self, case: str) -> Changes:
        """All of it: in ninety days it is asked again."""
        return self._looked(case, frozenset())

    def strike(self, case: str, records: Collection[str]) -> Changes:
        """The protected answers of these sheets are not needed any more; the other sheets are.

        Raises BadInput ``keeping.none`` unless each is one of ``sheets``, NotAllowed ``erase.legal_hold``.
        """
        if not records:
            raise BadInput("keeping.none")
        return self._looked(case, frozenset(records))

    def gone(self, case: str) -> tuple[tuple[str, str], ...]:
        """Which classes of it were erased and when, oldest first."""
        return let_go(self._bench.look_up(case))

    def how_many_due(self) -> int:
        """How many closed cases hold something that was kept long enough: a number for whoever answers for how long
        things are kept and sees no case. What lies behind a shut vault is not counted."""
        if not may(self._bench.me.roles, "settings").ok:
            return 0
        with self._bench.keeper.writing() as work:
            return len({case for rule in DUE_RULES if rule != "kept_by_law"
                        for case, _due in work.rounds.erasures.cases_due(rule, self._bench.today())})

    def _require(self) -> None:
        require(self._bench.me.roles, SHOW)
        require(self._bench.me.roles, "form.fill")
        if not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")

    def _looked(self, case: str, records: frozenset[str]) -> Changes:
        self._require()
        ident = bytes.fromhex(case)
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, ident)
            if not records <= {sheet.record for sheet in protected_sheets(book)}:
                raise BadInput("keeping.none")
            if records and is_kept_by_law(book):
                raise NotAllowed("erase.legal_hold")
            if records:
                self._order(work, ident, STRUCK)
                self._bench.scribe.write(
                    work, Target(ident, book.level, (book.newest_stamp,)), list(self._struck(book, records)))
            put_looked_again(self._bench, work, ident)
            self._bench.audit(work, Look("keeping.strike" if records else "keeping.needed", ident, protected=True))
            work.commit()
        if records:
            Wiping(self._bench).carry_out()
        return Changes(frozenset({case}), frozenset({"record"}))

    def _struck(self, book: Book, records: Collection[str]) -> Iterator[Put]:
        blank = pack_answer(Answer(None, AnswerState.NOT_ASKED, self._bench.today(), self._bench.user.hex()))
        for entity in book.entities.values():
            home = entity.plain(wire.PARENT) if entity.etype == wire.ROW else entity.id
            if home is None or home.hex() not in records:
                continue
            for field, _day in protected_answers(entity):
                yield Put(entity.id, entity.etype, field, blank, level_of(field), entity.dots(field),
                          wire.OP_TOMBSTONE)
            if entity.etype == wire.ROW and _is_all_protected(entity):
                yield Put(entity.id, entity.etype, wire.TOMBSTONE, pack_plain(True), 4, entity.dots(wire.TOMBSTONE),
                          wire.OP_TOMBSTONE)


def _is_all_protected(row: Entity) -> bool:
    """A row of a table of which nothing is left goes from the table too."""
    return all(is_protected(field) for field in row.fields if isinstance(field, str) or field >= 100)
