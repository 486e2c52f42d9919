# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places of streams that came empty and may still come, and in which cases a snapshot has told of them already.

A change that was kept back belongs to one case, but its empty place says not to which. When somebody's state of a
case is joined who had read that change, the place is *covered* for this case: what she knows of it is known here,
and when the change itself comes late it must not be merged as if nothing newer had been read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from db.quick import quick


class Gaps:
    """Of the ordinary registers; protected ones have none."""

    def __init__(self, connection: Connection, stream_ref: Callable[[bytes], int], *, may_be: bool) -> None:
        self._sql = quick(connection)
        self._ref = stream_ref
        self._may_be = may_be

    def is_open(self, case: int, stream: bytes, n: int) -> bool:
        """Whether the change at this place may still come with something new for this case (its small number)."""
        if not self._may_be:
            return False
        at = (self._ref(stream), n)
        is_hole = self._sql("SELECT 1 FROM hole WHERE strm = ? AND n = ?", at).first() is not None
        return is_hole and not self.is_covered(case, stream, n)

    def is_covered(self, case: int, stream: bytes, n: int) -> bool:
        """Whether a snapshot told this case of the change that belongs there, if it is one of this case."""
        return self._may_be and self._sql("SELECT 1 FROM covered WHERE cas = ? AND strm = ? AND n = ?",
                                          (case, self._ref(stream), n)).first() is not None

    def covered(self, case: int) -> list[tuple[int, int]]:
        """(small number of the stream, n) of all those."""
        if not self._may_be:
            return []
        rows = self._sql("SELECT strm, n FROM covered WHERE cas = ? ORDER BY strm, n", (case,)).all()
        return [(int(strm), int(n)) for strm, n in rows]

    def cover(self, case: int, places: Iterable[tuple[bytes, int]]) -> None:
        """From now on these are."""
        rows = [(case, self._ref(stream), n) for stream, n in places]
        if rows and self._may_be:
            self._sql("INSERT OR IGNORE INTO covered(cas, strm, n) VALUES (?,?,?)", rows)

    def forget(self, stream: bytes, n: int) -> None:
        """What belongs there came: there is no gap any more, in no case."""
        self._sql("DELETE FROM covered WHERE strm = ? AND n = ?", (self._ref(stream), n))

    def forget_case(self, case: int) -> None:
        """The case is not here any more."""
        if self._may_be:
            self._sql("DELETE FROM covered WHERE cas = ?", (case,))
