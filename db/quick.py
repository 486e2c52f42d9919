# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statements straight to the driver, inside the transaction SQLAlchemy began: where there are thousands of small ones.

Reading a colleague's month is sixty thousand statements, and nine tenths of their time went into making ready for
rows of any shape. Errors are those of the driver, which ``db.errors`` translates like all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection


class Found:
    """What a statement found; to be asked once, in one of these ways."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def first(self) -> tuple[Any, ...] | None:
        """The first row; None when there is none."""
        row: tuple[Any, ...] | None = self._cursor.fetchone()
        self._cursor.close()
        return row

    def all(self) -> list[tuple[Any, ...]]:
        """All rows."""
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.all())

    @property
    def lastrowid(self) -> int:
        """The number of the row that was put in."""
        return int(self._cursor.lastrowid)


Run = Callable[..., Found]
"""``run(statement, values)``; a list of values runs it once for each."""


def quick(connection: Connection) -> Run:
    """Runs statements of ours over this connection, beginning its transaction when none is under way."""
    cursor = connection.connection.cursor

    def run(statement: str, values: Sequence[Any] = ()) -> Found:
        if not connection.in_transaction():
            connection.begin()
        made = cursor()
        if isinstance(values, list):
            made.executemany(statement, values)
        else:
            made.execute(statement, values)
        return Found(made)

    return run
