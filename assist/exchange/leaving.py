# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as they will leave, a hundred thousand of them in little memory: what many of them say is held once."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

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
    """One row; all but the three that are hers alone by numbers. ``cells``: of pairs of a column and what it says;
    ``own``: of the columns that say her reference."""

    case: bytes
    reference: str
    consent: bytes
    scope: int
    expires: int
    clearance: int
    blanked: int
    merged: int
    cells: list[int]
    own: list[int]


_ID = 16
"""Bytes of the number of a case."""
_Thing = TypeVar("_Thing")
_pack, _unpack = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(_Packed).decode


class _Once(dict[_Thing, int]):
    """Things that are said again and again: each is held once, and has a number that it gets when it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.things: list[_Thing] = []

    def __missing__(self, thing: _Thing) -> int:
        number = self[thing] = len(self.things)
        self.things.append(thing)
        return number


class Held(Sequence[Leaving]):
    """Rows in their order, each packed and made anew whenever it is asked for."""

    def __init__(self, rows: Iterable[Leaving] = ()) -> None:
        self._rows: list[bytes] = []
        self._alike = array("I")
        self._pairs: _Once[tuple[str, Cell]] = _Once()
        self._scopes: _Once[tuple[str, ...]] = _Once()
        self._words: _Once[str] = _Once()
        self._given: _Once[tuple[str, str, bool]] = _Once()
        self._clearances: dict[tuple[str, str, bool], Clearance] = {}
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
        row, columns = _unpack(self._rows[at]), self._columns.things
        return Leaving(
            row.case, row.reference, self._cells(row), row.consent, self._scopes.things[row.scope],
            self._words.things[row.expires], self._clearances[self._given.things[row.clearance]],
            columns[row.blanked], columns[row.merged], self._alike[at])

    def _packed(self, row: Leaving) -> bytes:
        """A cell that says her reference is hers alone: it is not held among what many say."""
        own = [name for name, cell in row.cells.items() if cell == row.reference]
        told = {**row.cells, **dict.fromkeys(own, "")}
        given = row.clearance.purpose, row.clearance.recipient, row.clearance.handle_with_care
        self._clearances.setdefault(given, row.clearance)
        return _pack(_Packed(
            row.case, row.reference, row.consent, self._scopes[row.scope], self._words[row.expires],
            self._given[given], self._columns[row.blanked], self._columns[row.merged],
            list(map(self._pairs.__getitem__, told.items())), list(map(self._words.__getitem__, own))))

    def _cells(self, row: _Packed) -> dict[str, Cell]:
        told = dict(map(self._pairs.things.__getitem__, row.cells))
        for name in row.own:
            told[self._words.things[name]] = row.reference
        return told


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
