# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Noting how a case stood before a save, so that the save can be undone."""

from __future__ import annotations

from assist.ports import UnitOfWork
from assist.services.bench import Bench
from assist.undobook import Undoable


class Noting:
    """Made inside the transaction of a save, before it writes."""

    def __init__(self, bench: Bench, work: UnitOfWork, case: bytes) -> None:
        self._work, self._case = work, case
        self._before = tuple(work.rows_of(case))
        self._tops = {stream: work.top(stream) for stream in (bench.ring.ordinary_stream, bench.ring.protected_stream)}
        self._compartment = work.compartment(case)

    def what(self) -> Undoable | None:
        """After it wrote: what undoes it. None where it was the first of a case or of what is behind the seal there,
        and where more than one change or another case was written."""
        work = self._work
        rows = [row for stream, top in self._tops.items() for row in work.log_rows(stream, top, 2)]
        streams = {row.stream for row in rows}
        is_one = bool(rows) and len(streams) == len(rows) and all(row.case in (None, self._case) for row in rows)
        if not self._before or not is_one or work.compartment(self._case) != self._compartment:
            return None
        return Undoable(
            self._case, self._before, frozenset((row.stream, row.n) for row in rows), work.vault_open)
