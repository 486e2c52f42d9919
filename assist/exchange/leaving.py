# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as they will leave, a hundred thousand of them in little memory: what many of them say is held once."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

import msgspec

from assist.exchange.columns import Cell
from assist.gate import Clearance


@dataclass(frozen=True, slots=True)
class Leaving:
    """One row as it will leave. ``alike``: how many rows of this package look the same in what tells people apart.

    ``consent``: the record it stands on, ``scope`` and ``expires`` of it. ``blanked``: columns emptied or made coarser.
    """

    case: bytes
    reference: str
    cells: Mapping[str, Cell]
    consent: bytes
    scope: tuple[str, ...]
    expires: str
    clearance: Clearance
    blanked: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()
    alike: int = 0


class _Packed(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One row; all but the three that are hers alone by numbers. ``cells``: of pairs of a column and what it says."""

    case: bytes
    reference: str
    consent: bytes
    scope: int
    expires: int
    clearance: int
    blanked: int
    merged: int
    cells: tuple[int, ...]


_ID = 16
_Thing = TypeVar("_Thing")
_pack, _unpack = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(_Packed).decode


class _Once(Generic[_Thing]):
    """Things that are said again and again: each is held once, and has a number."""

    def __init__(self) -> None:
        self.things: list[_Thing] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, thing: _Thing, known_by: Hashable) -> int:
        """Of a thing, which is new unless something known by the same is there."""
        number = self._numbers.setdefault(known_by, len(self.things))
        if number == len(self.things):
            self.things.append(thing)
        return number


class Held(Sequence[Leaving]):
    """Rows in their order, each packed and made anew whenever it is asked for."""

    def __init__(self, rows: Iterable[Leaving] = ()) -> None:
        self._rows: list[bytes] = []
        self._alike = array("I")
        self._pairs: _Once[tuple[str, Cell | None]] = _Once()
        self._scopes: _Once[tuple[str, ...]] = _Once()
        self._days: _Once[str] = _Once()
        self._clearances: _Once[Clearance] = _Once()
        self._columns: _Once[frozenset[str]] = _Once()
        for row in rows:
            self.add(row)

    def add(self, row: Leaving) -> None:
        """One more, at the end."""
        self._rows.append(self._packed(row))
        self._alike.append(row.alike)

    def put(self, at: int, row: Leaving) -> None:
        """Another one in its place."""
        self._rows[at], self._alike[at] = self._packed(row), row.alike

    def say_alike(self, alike: Iterable[int]) -> None:
        """Of each row, how many look the same."""
        self._alike = array("I", alike)

    @property
    def alike(self) -> Sequence[int]:
        """Of each row, how many look the same, without making the rows."""
        return self._alike

    def cells(self) -> Iterator[dict[str, Cell]]:
        """The cells of each row, without the rest of it."""
        for packed in self._rows:
            yield self._cells(_unpack(packed))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Leaving: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Leaving]: ...

    def __getitem__(self, at: int | slice) -> Leaving | Sequence[Leaving]:
        """One of them, or some."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        row = _unpack(self._rows[at])
        return Leaving(
            row.case, row.reference, self._cells(row), row.consent, self._scopes.things[row.scope],
            self._days.things[row.expires], self._clearances.things[row.clearance], self._columns.things[row.blanked],
            self._columns.things[row.merged], self._alike[at])

    def _packed(self, row: Leaving) -> bytes:
        """A cell that says the reference is hers alone: it is marked, and not held among what many say."""
        pair, given = self._pairs.number, row.clearance
        cells = [(name, None if cell == row.reference else cell) for name, cell in row.cells.items()]
        return _pack(_Packed(
            row.case, row.reference, row.consent, self._scopes.number(row.scope, row.scope),
            self._days.number(row.expires, row.expires),
            self._clearances.number(given, (given.purpose, given.recipient, given.handle_with_care)),
            self._columns.number(row.blanked, row.blanked), self._columns.number(row.merged, row.merged),
            tuple([pair(each, each) for each in cells])))

    def _cells(self, row: _Packed) -> dict[str, Cell]:
        pairs, told = self._pairs.things, row.reference
        return {name: told if cell is None else cell for name, cell in [pairs[number] for number in row.cells]}


class Codes(Mapping[bytes, str]):
    """The code of each case: what a dictionary is, in a third of the memory and made once."""

    def __init__(self) -> None:
        self._told: list[bytes] = []
        self._is_sorted = True

    def add(self, case: bytes, code: str) -> None:
        """Of a case that is not in it yet."""
        self._told.append(case + code.encode())
        self._is_sorted = False

    def __getitem__(self, case: bytes) -> str:
        """The code; raises KeyError for a case that is not in it."""
        if not self._is_sorted:
            self._told.sort()
            self._is_sorted = True
        at = bisect_left(self._told, case)
        if at == len(self._told) or len(case) != _ID or not self._told[at].startswith(case):
            raise KeyError(case)
        return self._told[at][_ID:].decode()

    def __iter__(self) -> Iterator[bytes]:
        """The cases."""
        return (told[:_ID] for told in self._told)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._told)


def alike(rows: Sequence[Leaving]) -> Sequence[int]:
    """Of each row, how many look the same."""
    return rows.alike if isinstance(rows, Held) else [row.alike for row in rows]


def cells(rows: Sequence[Leaving]) -> Iterator[Mapping[str, Cell]]:
    """The cells of each row."""
    return rows.cells() if isinstance(rows, Held) else (row.cells for row in rows)
