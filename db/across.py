# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Differences of which one side lies in ``case.db`` and the other in ``vault.db``: neither sees them by itself.

``vault.db`` keeps what it adds to the number that ``case.db`` counts. What changes in ``case.db`` while the vault is
shut is remembered there as changed, no more, and counted when the vault opens; so is what a power cut left half-way.
"""

from __future__ import annotations

from collections.abc import Iterable

from assist.casebook import Book
from assist.conflictbook import count
from db.projecting import Projections
from db.quick import Run
from db.registers import Registers


class Due:
    """Cases of ``case.db`` that changed since the vault last looked."""

    def __init__(self, sql: Run) -> None:
        self._sql = sql

    def put(self, cases: Iterable[bytes]) -> None:
        """These changed."""
        self._sql("INSERT OR IGNORE INTO differ_due(cas) SELECT id FROM cas WHERE cid = ?",
                  [(case,) for case in cases])

    def all(self) -> list[bytes]:
        """Which did."""
        return [bytes(row[0]) for row in self._sql("SELECT c.cid FROM differ_due d JOIN cas c ON c.id = d.cas").all()]

    def clear(self) -> None:
        """The vault has looked at them all."""
        self._sql("DELETE FROM differ_due")


class Across:
    """Both halves of every case, while the vault is open."""

    def __init__(self, case_sql: Run, ordinary: Registers, vault_sql: Run, protected: Registers) -> None:
        self._case, self._ordinary, self._vault, self._protected = case_sql, ordinary, vault_sql, protected

    def added(self, case: bytes, alone: int) -> int:
        """How many more wait than ``case.db`` counts; ``alone``: in the vault by itself."""
        ordinary = self._ordinary.rows_of(case)
        if not ordinary:
            return alone
        return count(Book(case, [*ordinary, *self._protected.rows_of(case)])) - _number(self._case, case)

    def moved(self, cases: Iterable[bytes]) -> list[bytes]:
        """Which of these, just written to ``case.db``, the vault counts otherwise than before."""
        known = [case for case in cases if self._protected.known_case(case) is not None]
        return [case for case in known if self.added(case, _number(self._vault, case)) != _number(self._vault, case)]

    def of_vault(self, cases: Iterable[bytes]) -> list[bytes]:
        """Which of these the vault knows."""
        known = frozenset(self._protected.cases())
        return [case for case in cases if case in known]

    def follow(self, projections: Projections) -> None:
        """Count so whenever the vault's projections are written."""
        projections.added = self.added


def _number(sql: Run, case: bytes) -> int:
    row = sql("SELECT d.n FROM p_differ d JOIN cas c ON c.id = d.cas WHERE c.cid = ?", (case,)).first()
    return 0 if row is None else int(row[0])
